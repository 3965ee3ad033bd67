/* The panel beside the map: every sentence, list and table of it. Texts come from the page. */
(function (own) {
  "use strict";

  const language = document.documentElement.lang;
  const numbers = new Intl.NumberFormat(language === "en" ? "en-GB" : language);
  const plurals = new Intl.PluralRules(language);
  /* A browser that cannot make lists in the page's language would put in the "and" of another; commas are right in each. */
  const canList = Intl.ListFormat.supportedLocalesOf(language).length;
  const lists = canList ? new Intl.ListFormat(language === "en" ? "en-GB" : language) : { format: (names) => names.join(", ") };
  const SHORT = 40; // rows of the list before "Show all"

  own.makePanel = function (root, words) {
    const at = (name) => root.querySelector(`[data-part="${name}"]`);
    const parts = Object.fromEntries([...root.querySelectorAll("[data-part]")].map((part) => [part.dataset.part, part]));
    let showAll = false;
    let listed = "";

    /* A text with its places filled; of a text with plural forms, the one for `n`. */
    function say(name, values = {}) {
      const text = typeof words[name] === "string" ? words[name] : words[name][plurals.select(values.n)] || words[name].other;
      return text.replace(/\{(\w+)\}/g, (_, key) => (typeof values[key] === "number" ? numbers.format(values[key]) : values[key]));
    }

    /* A force's name as the page's language has it. */
    const ownName = (name) => words.forceNames[name] || name;

    function show(part, isShown) {
      parts[part].hidden = !isShown;
    }

    /* A text into an element; what stands between <b> and </b> is bold. */
    function write(element, text) {
      element.replaceChildren(...text.split(/<\/?b>/).map((piece, place) => (place % 2 ? make("b", piece) : piece)));
      return element;
    }

    /* A month was chosen whose numbers are not here yet; what stands below stays where it is meanwhile. */
    function writeLoading(month) {
      Object.assign(parts.status.style, { minHeight: `${parts.status.offsetHeight}px` });
      parts.status.dataset.text = "";
      parts.status.textContent = say("loading", { month });
    }

    /* "In this view: 14 streets, 212 crimes and 54 reports of antisocial behaviour." */
    function writeStatus(found) {
      const { crimes, asb, btp, drawn } = found.sums;
      const values = { month: found.month, crimes: say("crimes", { n: crimes }), reports: say("reports", { n: asb }) };
      values.places = found.streets === null ? say("squares", { n: found.places }) : say("streets", { n: found.streets });
      const sentences = [];
      if (drawn) {
        const form = (crimes || found.hasCrimes ? "Crimes" : "") + (asb || found.hasAsb ? "Reports" : "");
        sentences.push(say((found.streets === null ? "cells" : "points") + form, values));
      } else if (found.leftOut && found.isKnown) sentences.push(say("nothingChosen", values));
      else if (!found.isKnown) sentences.push(say(found.isMissed ? "missedFigures" : "noFigures", values));
      else if (!btp) sentences.push(say("nothing", values));
      if (btp) sentences.push(say("btp", { n: btp }));
      if (found.stops && (found.stops.n || found.stops.isKnown)) sentences.push(say("stops", { n: found.stops.n }));
      if (found.noStops || (found.stops && !found.stops.isKnown)) sentences.push(say(found.noStops || "noStops", values));
      if (found.leftOut) sentences.push(say("leftOut", { n: found.leftOut }));
      const quiet = found.unlocated.n ? [" ", make("span", say("unlocated", { n: found.unlocated.n, forces: ownName(found.unlocated.force) || say("theseForces") }), "quiet")] : [];
      const text = sentences.join(" ");
      if (parts.status.dataset.text === text + found.unlocated.n) return;
      parts.status.dataset.text = text + found.unlocated.n;
      parts.status.style.minHeight = "";
      write(parts.status, text).append(...quiet);
    }

    /* Who did not supply what, and what is known to be wrong: `missing` and `partial` list force names by the text that says it. */
    function writeNotices(missing, partial, issues, month) {
      for (const [part, byText, faults] of [["missing", missing, []], ["partial", partial, issues]]) {
        const sentences = [...byText].map(([text, names]) => say(text, { forces: lists.format(names.map(ownName).sort()), month, n: names.length }));
        const signature = [...sentences, ...faults.map((issue) => issue.text)].join();
        show(part, signature !== "");
        if (parts[part].dataset.text === signature) continue;
        parts[part].dataset.text = signature;
        parts[part].replaceChildren(...sentences.map((sentence) => write(make("p"), sentence)), ...faults.map(faultOf));
      }
    }

    function faultOf(issue) {
      const told = language === "en" ? issue.text : issue[`text_${language}`];
      const line = make("p", told || issue.text);
      if (!told) line.lang = "en";
      if (issue.source) line.append(" ", anchor(issue.source, say("source")));
      return line;
    }

    /* Rows of the list, most first. Points that share a name are told apart by their place, from north to south. */
    function rowsOf(marks, named) {
      const rows = marks.map((mark) => ({ ...mark, street: (named.get(mark.id) || {}).street }));
      const byStreet = new Map();
      for (const row of rows.sort((one, other) => one.y - other.y || one.x - other.x)) {
        row.name = row.street || say("noStreet");
        byStreet.set(row.name, [...(byStreet.get(row.name) || []), row]);
      }
      for (const [street, same] of byStreet) {
        if (same.length > 1) same.forEach((row, place) => (row.name = say("several", { street, place: place + 1, n: same.length })));
      }
      return rows.sort((one, other) => other.number - one.number || one.name.localeCompare(other.name) || (one.id < other.id ? -1 : 1));
    }

    /* The rows beside the map, most first; a row's number is that of the chosen categories. */
    function writeList(rows, chosen, onChoose, onLight) {
      const shown = showAll ? rows : rows.slice(0, SHORT);
      const signature = JSON.stringify([shown.map((row) => [row.id, row.name, row.number]), rows.length]);
      if (signature !== listed) {
        listed = signature;
        const focused = document.activeElement && document.activeElement.dataset.id;
        parts.list.replaceChildren(...shown.map((row) => rowOf(row, onChoose, onLight)));
        if (focused) (parts.list.querySelector(`[data-id="${focused}"]`) || parts.list).focus();
      }
      parts.list.querySelectorAll("button").forEach((row) => row.setAttribute("aria-pressed", String(row.dataset.id === chosen)));
      show("all", rows.length > shown.length);
      parts.all.textContent = say("showAll", { n: rows.length });
      parts.all.onclick = function () {
        showAll = true;
        writeList(rows, chosen, onChoose, onLight);
        parts.list.children[SHORT].firstChild.focus();
      };
    }

    function rowOf(row, onChoose, onLight) {
      const button = make("button");
      button.type = "button";
      button.dataset.id = row.id;
      button.append(make("span", row.name), make("b", numbers.format(row.number)));
      button.onclick = () => onChoose(row.id);
      button.onfocus = button.onmouseenter = () => onLight(row.id);
      button.onblur = button.onmouseleave = () => onLight("");
      const item = make("li");
      item.append(button);
      return item;
    }

    /* Brings what was chosen into sight, below the map or above the list. */
    function reveal() {
      at("chosen").scrollIntoView({ block: "nearest" });
    }

    /* The chosen point: its street, its counts by category, the ways on from here. `chosen` null: none. */
    function writeChosen(chosen) {
      show("chosen", Boolean(chosen));
      if (!chosen) return;
      const street = chosen.street ? say("near", { street: chosen.street }) : say("noStreet");
      at("chosen-name").textContent = street;
      const bodies = [chosen.crimes, chosen.asb, chosen.btp, chosen.stops].filter((rows) => rows.length).map(function (rows) {
        const body = make("tbody");
        if (rows === chosen.asb) body.className = "asb";
        body.append(...rows.map(([name, number]) => rowOfCounts(name, number)));
        return body;
      });
      const table = at("chosen-table");
      table.hidden = !bodies.length;
      table.querySelector("caption").textContent = say("caption", { place: street, month: chosen.month });
      table.querySelector("thead .n").textContent = chosen.month;
      table.querySelectorAll("tbody").forEach((body) => body.remove());
      table.append(...bodies);
      at("chosen-none").hidden = bodies.length > 0;
      at("chosen-none").textContent = say(chosen.isKnown ? "nothingHere" : chosen.isMissed ? "missedHere" : "noFiguresHere", { month: chosen.month });
      at("chosen-links").replaceChildren(
        ...chosen.areas.flatMap((area) => [
          anchor(area.streets, say("history", { street: chosen.street || area.name })),
          anchor(area.page, say("team", { area: area.name })),
        ]),
        ...(chosen.isNowhere ? [say("noArea"), ...chosen.forces.map((force) => anchor(force.page, say("force", { force: force.name })))] : [])
      );
    }

    /* What became of the crimes at the chosen point; `rows` null: it could not be loaded, and `why`; empty: nothing is published. */
    function writeOutcomes(rows, why) {
      const table = at("outcomes");
      table.hidden = !rows || !rows.length;
      show("noOutcomes", !rows);
      parts.noOutcomes.textContent = [say("outcomesMissed"), ...(why ? [say(why)] : [])].join(" ");
      table.tBodies[0].replaceChildren(...(rows || []).map(([name, n]) => rowOfCounts(name || say("noOutcome"), n)));
    }

    function rowOfCounts(name, number) {
      const row = make("tr");
      const head = make("th", name);
      head.scope = "row";
      row.append(head, make("td", numbers.format(number), "n"));
      return row;
    }

    /* The key to what is drawn: sizes of points, or the numbers each colour of a square stands for at this zoom. */
    function writeLegend(isFine, breaks, zoom, months) {
      show("points", isFine);
      parts.sizes.textContent = say("sizes", { one: months, other: 5 * months, most: 20 * months });
      show("cells", !isFine);
      const factor = months * (zoom < 9 ? 16 : zoom < 11 ? 4 : 1);
      const least = breaks.map((number, place) => (place ? number * factor : number));
      parts.cells.querySelectorAll("span").forEach(function (label, place) {
        const next = least[place + 1];
        label.textContent = next ? say("range", { from: least[place], to: next - 1 }) : say("orMore", { from: least[place] });
      });
    }

    function writeScale(map) {
      const metresPerPixel = (40075016.686 * Math.cos((map.getCenter().lat * Math.PI) / 180)) / 512 / 2 ** map.getZoom();
      const [pixels, metres] = roundLength(metresPerPixel, 88);
      parts.bar.setAttribute("d", `M1 1v6h${pixels.toFixed(1)}V1`);
      parts.length.textContent = metres < 1000 ? say("metres", { length: metres }) : say("kilometres", { length: metres / 1000 });
    }

    const number = (value) => (value === null ? "" : numbers.format(value));

    return { parts, say, show, number, list: (names) => lists.format(names), writeLegend, writeScale, writeLoading, writeStatus, writeNotices, rowsOf, writeList, writeChosen, writeOutcomes, reveal };
  };

  function make(name, text, className) {
    const element = document.createElement(name);
    if (text !== undefined) element.textContent = text;
    if (className) element.className = className;
    return element;
  }

  function anchor(href, text) {
    const link = make("a", text);
    link.href = href;
    return link;
  }

  /* A length in round metres no longer than `most` pixels, as [pixels, metres]. */
  function roundLength(metresPerPixel, most) {
    const longest = metresPerPixel * most;
    const unit = 10 ** Math.floor(Math.log10(longest));
    const metres = unit * [5, 2, 1].find((step) => step * unit <= longest);
    return [metres / metresPerPixel, metres];
  }
})(window.crimeMap);
