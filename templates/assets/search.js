/* Search in the page, with suggestions while somebody types. For a postcode it asks for the file of its district, or for the list of
   districts; for a name for the list of parts and the part it stands in; for the reader's position for the file of a map square.
   Neither the full postcode nor the name nor the position leaves the browser. Words come from #search-texts, the way to the site's root
   from data-root, that to the pages of the page's language from data-home. */
(function () {
  "use strict";

  var AREA_WITH_LETTER = "(?:E|EC|N|NW|SE|SW|W|WC)";
  var OUTCODE = new RegExp("^(?:[A-Z]{1,2}[0-9]{1,2}|" + AREA_WITH_LETTER + "[0-9][A-Z])$");
  var INCODE = /^[0-9](?:[A-Z][A-Z]?)?$/;
  var TWINS = { O: "0", 0: "O", I: "1", 1: "I" };
  var texts = document.getElementById("search-texts");
  var indexes = {}, parts = {};
  var NAMES_MOST = 30, PAUSE = 150;
  var ORDER = ["towns", "areas", "streets", "forces"];
  var SCOTTISH = /^(?:AB|DD|DG|EH|FK|G|HS|IV|KA|KW|KY|ML|PA|PH|ZE)[0-9]/;

  /* ---- what was typed */

  // Every way to read the text with O for 0 and I for 1, the typed one first: [{outcode, incode}], incode "" or a beginning.
  function readings(typed) {
    var found = [], seen = {};
    var halves = typed.toUpperCase().trim().split(/[\s-]+/).map(function (half) { return half.replace(/[^A-Z0-9]/g, ""); });
    var packed = halves.join("");
    if (packed.length < 2 || packed.length > 7) return found;
    twins(packed).forEach(function (text) {
      var cuts = [text.length - 3, text.length, text.length - 1, text.length - 2];
      if (halves.length === 2) cuts.unshift(halves[0].length);
      cuts.forEach(function (cut) {
        var outcode = text.slice(0, cut), incode = text.slice(cut);
        var key = outcode + " " + incode;
        if (seen[key] || !OUTCODE.test(outcode) || (incode && !INCODE.test(incode))) return;
        seen[key] = true;
        found.push({ outcode: outcode, incode: incode, text: incode ? key : outcode });
      });
    });
    return found;
  }

  function twins(text) {
    var all = [""];
    text.split("").forEach(function (letter) {
      var next = all.map(function (start) { return start + letter; });
      if (TWINS[letter]) next = next.concat(all.map(function (start) { return start + TWINS[letter]; }));
      all = next;
    });
    return all;
  }

  /* ---- what the site has: a value, or null where there is no such file; anything else is a failure */

  function fetchJson(address) {
    return fetch(address, { credentials: "omit" }).then(function (answer) {
      if (answer.status === 404) return null;
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    });
  }

  function fetchList(address, key) {
    if (!indexes[address]) {
      indexes[address] = fetchJson(address).then(function (index) { return index ? index[key] : []; });
      indexes[address].catch(function () { delete indexes[address]; });
    }
    return indexes[address];
  }

  function fetchOutcodes(root) { return fetchList(root + "postcodes/index.json", "outcodes"); }

  function fetchShard(root, outcode) { return fetchOnce(root + "postcodes/" + outcode + ".json"); }

  // A part that was read once is at hand while somebody types on.
  function fetchOnce(address) {
    if (!parts[address]) {
      parts[address] = fetchJson(address);
      parts[address].catch(function () { delete parts[address]; });
    }
    return parts[address];
  }

  // The answer to one reading: {kind, places?, month?}, kind one of place, choose, nowhere, unknown, part, ended...
  function look(shard, reading) {
    var at = function (number) { return shard.neighbourhoods[number]; };
    if (reading.incode.length === 3) {
      var numbers = shard.postcodes[reading.incode];
      if (!numbers) return { kind: "unknown" };
      var month = shard.terminated[reading.incode];
      if (month) return { kind: numbers.length ? "ended" : "ended-nowhere", places: numbers.map(at), month: month };
      return { kind: ["nowhere", "place"][numbers.length] || "choose", places: numbers.map(at) };
    }
    var incodes = Object.keys(shard.postcodes).filter(function (incode) { return incode.indexOf(reading.incode) === 0; });
    var used = incodes.filter(function (incode) { return !shard.terminated[incode]; });
    var wanted = {};
    (used.length ? used : incodes).forEach(function (incode) {
      shard.postcodes[incode].forEach(function (number) { wanted[number] = true; });
    });
    var places = shard.neighbourhoods.filter(function (place, number) { return wanted[number]; });
    places.sort(function (one, other) { return one[0].localeCompare(other[0]) || one[1].localeCompare(other[1]); });
    return { kind: !places.length ? "unknown" : used.length ? "part" : "ended-part", places: places };
  }

  // Go through the readings until one is in the list; the first reading's answer where none is.
  function tryReadings(root, list, answers) {
    if (!list.length) return Promise.resolve(answers[0]);
    var reading = list[0];
    return fetchShard(root, reading.outcode).then(function (shard) {
      var answer = shard ? look(shard, reading) : uncovered(reading.outcode);
      if (shard) answer.text = reading.text;
      if (shard && answer.kind !== "unknown") return answer;
      if (list.length === 1) return Promise.resolve((answers[0] || answer));
      return fetchOutcodes(root).then(function (outcodes) {
        var rest = list.slice(1).filter(function (other) { return outcodes.indexOf(other.outcode) >= 0; });
        return tryReadings(root, rest, answers.concat(answer));
      });
    });
  }

  /* ---- names of towns and villages, neighbourhoods, streets and forces */

  // What names are compared by; the site's lists are in the order of the same keys (place_key in terms.py).
  function fold(name) {
    var plain = name.normalize("NFKD").toLowerCase().replace(/[\u0300-\u036f'\u2018\u2019`]/g, "").replace(/&/g, " and ");
    return (plain.match(/[a-z0-9]+/g) || []).join(" ").replace(/\bsaint\b/g, "st");
  }

  // Every name of a part as {key, group, row}; a row is [text, note, way].
  function entries(shard) {
    var areas = shard.neighbourhoods, all = [];
    var add = function (name, group, row) { all.push({ key: fold(name), group: group, row: row }); };
    shard.places.forEach(function (place) {
      place[2].forEach(function (number) {
        var area = areas[number];
        add(place[0], "towns", [place[0] + (place[1] ? " (" + place[1] + ")" : ""), area[0] + ", " + area[1], area[2]]);
      });
    });
    shard.areas.forEach(function (number) {
      var area = areas[number];
      add(area[0], "areas", area);
      var parts = area[0].split(/ & | and |\//);
      if (parts.length > 1) parts.forEach(function (part) { add(part, "areas", area); });
    });
    shard.forces.forEach(function (force) { add(force[0], "forces", [force[0], "", force[1]]); });
    shard.streets.forEach(function (street) {
      if (typeof street[1] === "number") return add(street[0], "common", [street[0], "", street[1]]);
      street[1].forEach(function (at) {
        var area = areas[at[0]];
        add(street[0], "streets", [street[0], area[0] + ", " + area[1], area[2] + "streets/#" + at[1]]);
      });
    });
    return all;
  }

  // How many letters must be changed, added, left out or swapped to make one text of the other; most + 1 where it is more.
  function distance(one, other, most) {
    if (Math.abs(one.length - other.length) > most) return most + 1;
    var before = [], last = [], row, i, j;
    for (j = 0; j <= other.length; j++) last[j] = j;
    for (i = 1; i <= one.length; i++) {
      row = [i];
      for (j = 1; j <= other.length; j++) {
        var same = one[i - 1] === other[j - 1];
        row[j] = Math.min(row[j - 1] + 1, last[j] + 1, last[j - 1] + (same ? 0 : 1));
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
      }
      before = last;
      last = row;
    }
    return Math.min(last[other.length], most + 1);
  }

  // The names most like what was typed, or nothing: one letter may be wrong of four or more, two of eight or more.
  function alike(all, key) {
    var most = key.length < 4 ? 0 : key.length < 8 ? 1 : 2, found = [];
    if (!most) return found;
    all.forEach(function (entry) {
      if (entry.group === "common") return;
      var near = Math.min(distance(entry.key, key, most), distance(entry.key.slice(0, key.length), key, most));
      if (near <= most) found.push({ near: near, entry: entry });
    });
    var least = Math.min.apply(null, found.map(function (one) { return one.near; }));
    return found.filter(function (one) { return one.near === least; }).map(function (one) { return one.entry; }).slice(0, NAMES_MOST);
  }

  // Rows by group, each row once, in the order of ORDER.
  function grouped(found) {
    var seen = {}, groups = {};
    found.forEach(function (entry) {
      var mark = entry.group + entry.row.join("|");
      if (entry.group === "common" || seen[mark]) return;
      seen[mark] = true;
      (groups[entry.group] = groups[entry.group] || []).push(entry.row);
    });
    return ORDER.filter(function (name) { return groups[name]; }).map(function (name) { return { name: name, rows: groups[name] }; });
  }

  // The answer to a name: those that are the name first, then those that begin with it; else those that are much like it.
  function answerForName(root, typed) {
    var key = fold(typed), text = typed.trim();
    return fetchList(root + "search/names.json", "prefixes").then(function (prefixes) {
      var last = function (wanted) { return prefixes.filter(function (prefix) { return prefix <= wanted; }).length - 1; };
      var part = function (number) {
        return number < 0 ? Promise.resolve([]) : fetchOnce(root + "search/names/" + prefixes[number].replace(/ /g, "-") + ".json").then(entries);
      };
      if (!key || !prefixes.length) return { kind: "unnamed", text: text };
      var first = Math.max(last(key), 0), end = Math.max(last(key + "~"), 0);
      return part(first).then(function (all) {
        var begins = function (entry) { return entry.key.indexOf(key) === 0; };
        var found = all.filter(begins);
        if (found.length || first === end) return found.length ? [found, end > first, all] : [[], false, all];
        return part(first + 1).then(function (next) { return [next.filter(begins), end > first + 1, next]; });
      }).then(function (result) {
        var found = result[0], exact = found.filter(function (entry) { return entry.key === key; });
        if (found.length > NAMES_MOST) { result[1] = true; found = exact.concat(found.filter(function (entry) { return entry.key !== key; })).slice(0, NAMES_MOST); }
        else found = exact.concat(found.filter(function (entry) { return entry.key !== key; }));
        var common = found.filter(function (entry) { return entry.group === "common" && entry.key === key; })[0];
        if (common) return { kind: "common", text: common.row[0], number: common.row[2], groups: grouped(found) };
        if (grouped(found).length) return { kind: result[1] ? "more" : "named", text: text, groups: grouped(found) };
        var like = alike(result[2], key), other = elsewhere(key, first, last);
        if (like.length || key.length < 4 || other === first) return meant(like, text);
        return part(other).then(function (all) { return meant(alike(all, key), text); });
      });
    });
  }

  // The other part in which a misspelt name may stand: beside its own where names with the same three letters go on there, else where its first two letters swapped lead.
  function elsewhere(key, first, last) {
    var three = key.slice(0, 3);
    if (last(three + "~") > first) return first + 1;
    if (Math.max(last(three), 0) < first) return first - 1;
    return Math.max(last(key[1] + key[0] + key.slice(2)), 0);
  }

  function meant(like, text) { return like.length ? { kind: "meant", text: text, groups: grouped(like) } : { kind: "unnamed", text: text }; }

  // What reads like a postcode is one; anything else is a name, letters alone unless they turn out to be a postcode's.
  function answerFor(root, typed) {
    var withPostcodes = texts.content.querySelector("[data-text='form']");
    if (!withPostcodes) return answerForName(root, typed);
    if (/[0-9]/.test(typed) && (readings(typed).length || !/[a-z]{3}/i.test(typed))) return answerForPostcode(root, typed);
    if (/[0-9]/.test(typed)) return answerForName(root, typed.replace(/^\s*[0-9]+[a-z]?,?\s+(?=\S)/i, ""));
    return answerForPostcode(root, typed).then(function (answer) {
      return ["form", "uncovered", "unknown", "scotland"].indexOf(answer.kind) < 0 ? answer : answerForName(root, typed);
    });
  }

  // While somebody types, a district's file is asked for only once the second half of the postcode has begun.
  function suggestionsFor(root, typed) {
    if (!/[0-9]/.test(typed)) return typed.trim().length < 3 ? Promise.resolve({}) : answerFor(root, typed);
    var list = readings(typed).filter(function (reading) { return reading.incode || reading.text === typed.toUpperCase().trim(); });
    if (!list.length) return /[a-z]{3}/i.test(typed) ? answerFor(root, typed) : Promise.resolve({});
    if (list[0].incode && /\s/.test(typed.trim())) return answerFor(root, typed);
    var letters = typed.toUpperCase().replace(/[^A-Z0-9]/g, "");
    return fetchOutcodes(root).then(function (outcodes) {
      return { kind: "outcodes", text: letters, groups: [districts(outcodes, letters)].filter(function (group) { return group.rows.length; }) };
    });
  }

  function districts(outcodes, letters) {
    var starts = outcodes.filter(function (outcode) { return outcode.indexOf(letters) === 0; });
    return { name: "districts", rows: starts.slice(0, NAMES_MOST).map(function (outcode) { return [outcode, "", "postcodes/" + outcode.toLowerCase() + "/"]; }) };
  }

  function answerForPostcode(root, typed) {
    var letters = typed.toUpperCase().replace(/[^A-Z0-9]/g, "");
    var list = readings(typed);
    var full = list.filter(function (reading) { return reading.incode.length === 3; });
    if (full.length) return tryReadings(root, full, []);
    if (!list.length && !/^[A-Z]{1,2}$/.test(letters)) return Promise.resolve({ kind: "form", text: typed.trim() });
    return fetchOutcodes(root).then(function (outcodes) {
      var known = list.filter(function (reading) { return outcodes.indexOf(reading.outcode) >= 0; });
      if (known.length) return tryReadings(root, known, []);
      var group = districts(outcodes, letters);
      if (!group.rows.length) return uncovered(list.length ? list[0].outcode : letters);
      return { kind: "outcodes", text: letters, groups: [group] };
    });
  }

  function uncovered(outcode) {
    return { kind: SCOTTISH.test(outcode) ? "scotland" : "uncovered", text: outcode };
  }

  /* ---- where the reader is: the device tells this page, and the host sees which map square was asked for */

  var WORLD = 16777216, SQUARE = 4096, NEAREST = 3;

  function pixelAt(lon, lat) {
    var south = Math.log(Math.tan(Math.PI / 4 + lat * Math.PI / 360));
    return [(lon / 360 + 0.5) * WORLD, (0.5 - south / (2 * Math.PI)) * WORLD];
  }

  // The neighbourhoods of the snap points nearest to a place, each with the street of the nearest.
  function answerForPosition(root, lon, lat) {
    var here = pixelAt(lon, lat), column = Math.floor(here[0] / SQUARE), row = Math.floor(here[1] / SQUARE);
    return fetchJson(root + "streets/12/" + column + "/" + row + ".json").then(function (shard) {
      var found = [], rows = {}, order = [];
      Object.keys(shard ? shard.points : {}).forEach(function (id) {
        var at = id.split("-"), point = shard.points[id];
        found.push([Math.hypot(parseInt(at[0], 36) - here[0], parseInt(at[1], 36) - here[1]), point]);
      });
      found.sort(function (one, other) { return one[0] - other[0]; }).forEach(function (near) {
        near[1][1].forEach(function (number) {
          var area = shard.areas[number];
          if (rows[number] || order.length === NEAREST) return;
          rows[number] = [area[2], near[1][0] || "", area[0] + "/" + area[1] + "/"];
          order.push(number);
        });
      });
      return order.length ? { kind: "near", text: "", groups: [{ name: "", rows: order.map(function (number) { return rows[number]; }) }] } : { kind: "far", text: "" };
    });
  }

  function locate(form, root, home, input) {
    say(form, "locating", "");
    list(form, home, []);
    var fail = function (kind) { show(form, home, { kind: kind, text: "" }); };
    navigator.geolocation.getCurrentPosition(function (position) {
      answerForPosition(root, position.coords.longitude, position.coords.latitude).then(function (answer) { show(form, home, answer); }, function () { fail("failed"); });
    }, function () { fail("denied"); input.focus(); }, { timeout: 15000, maximumAge: 300000 });
  }

  /* ---- what the reader sees */

  function words(kind) { return texts.content.querySelector("[data-text='" + kind + "']").textContent; }

  function say(form, kind, text, month, number) {
    var said = words(kind);
    if (month) said = said.replace("{month}", words("months").split(",")[month.slice(5) - 1] + " " + month.slice(0, 4));
    form.querySelector("[data-found]").textContent = said.replace("{q}", text).replace("{n}", number);
  }

  // The rows as links under the names of their groups; while somebody types they are the options of the field.
  function list(form, home, groups, options) {
    var box = form.querySelector("[data-list]"), input = form.querySelector("input"), number = 0;
    box.textContent = "";
    box.hidden = !groups.length;
    groups.forEach(function (group) {
      var label = group.name && words(group.name), item = document.createElement("div"), rows = document.createElement("ul");
      if (label) item.appendChild(document.createElement("b")).textContent = label;
      group.rows.forEach(function (row) {
        var anchor = document.createElement("a");
        anchor.href = home + row[2];
        anchor.appendChild(document.createElement("span")).textContent = row[0];
        if (row[1]) anchor.appendChild(document.createElement("small")).textContent = row[1];
        if (!options) rows.appendChild(document.createElement("li")).appendChild(anchor);
        else {
          item.appendChild(anchor);
          anchor.setAttribute("role", "option");
          anchor.setAttribute("aria-selected", "false");
          anchor.tabIndex = -1;
          anchor.id = "q-" + ++number;
        }
      });
      if (!options) item.appendChild(rows);
      else {
        item.setAttribute("role", "group");
        item.setAttribute("aria-label", label || words("results").replace("{n}", group.rows.length));
        if (label) item.firstChild.setAttribute("aria-hidden", "true");
      }
      box.appendChild(item);
    });
    if (options) { box.setAttribute("role", "listbox"); box.setAttribute("aria-label", words("options")); }
    else { box.removeAttribute("role"); box.removeAttribute("aria-label"); }
    input.setAttribute("aria-expanded", String(Boolean(options && groups.length)));
    input.removeAttribute("aria-activedescendant");
  }

  function show(form, home, answer) {
    if (answer.kind === "place") { location.assign(home + answer.places[0][2]); return; }
    var groups = answer.groups || (answer.places && answer.places.length ? [{ name: "", rows: answer.places }] : []);
    if (!groups.length) groups = [{ name: "", rows: [[words("places"), "", "find/"]] }];
    say(form, answer.kind, answer.text, answer.month, answer.number);
    list(form, home, groups);
  }

  // What was found so far, said by its number; nothing is said of what may still become a name or a postcode.
  function suggest(form, home, answer) {
    var groups = answer.groups || (answer.places && answer.places.length ? [{ name: "", rows: answer.places }] : []);
    var number = groups.reduce(function (sum, group) { return sum + group.rows.length; }, 0);
    list(form, home, groups, true);
    if (answer.kind === "meant" || answer.kind === "common") say(form, answer.kind, answer.text, "", answer.number);
    else form.querySelector("[data-found]").textContent = number ? words("results").replace("{n}", number) : "";
  }

  // Up and down go through the options, Enter follows the one that is marked, Escape closes the list.
  function steer(form, event) {
    var input = event.target, options = Array.prototype.slice.call(form.querySelectorAll("[role=option]"));
    var at = options.map(function (option) { return option.id; }).indexOf(input.getAttribute("aria-activedescendant"));
    if (event.key === "Escape" && options.length) { event.preventDefault(); close(form); return; }
    if (event.key === "Enter" && at >= 0) { event.preventDefault(); options[at].click(); return; }
    if (!options.length || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
    event.preventDefault();
    if (at >= 0) options[at].setAttribute("aria-selected", "false");
    var next = event.key === "ArrowDown" ? at + 1 : at < 0 ? options.length - 1 : at - 1;
    if (next < 0 || next >= options.length) { input.removeAttribute("aria-activedescendant"); return; }
    options[next].setAttribute("aria-selected", "true");
    options[next].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[next].id);
  }

  function close(form) {
    form.querySelector("[data-found]").textContent = "";
    list(form, "", []);
  }

  // A page without the words has them from the list of places, where its form leads; asked for as soon as the field is used.
  function withTexts(form) {
    if (texts) return Promise.resolve();
    return fetch(form.action, { credentials: "omit" }).then(function (answer) { return answer.text(); }).then(function (html) {
      texts = texts || new DOMParser().parseFromString(html, "text/html").getElementById("search-texts");
      if (!texts) throw new Error(form.action);
    });
  }

  function listen(form) {
    var input = form.querySelector("input"), here = form.querySelector("[data-here]");
    var root = form.dataset.root, home = form.dataset.home || root, turn = 0, waiting;
    var inFolder = location.protocol === "file:";
    if (!inFolder) {
      input.addEventListener("focus", function () { withTexts(form).then(function () { return fetchList(root + "search/names.json", "prefixes"); }).catch(function () {}); }, { once: true });
      input.setAttribute("role", "combobox");
      input.setAttribute("aria-autocomplete", "list");
      input.setAttribute("aria-expanded", "false");
      input.setAttribute("aria-controls", form.querySelector("[data-list]").id);
      input.addEventListener("input", function () {
        var mine = ++turn;
        clearTimeout(waiting);
        waiting = setTimeout(function () {
          withTexts(form).then(function () { return suggestionsFor(root, input.value); }).catch(function () { return {}; }).then(function (answer) {
            if (mine === turn && texts) suggest(form, home, answer);
          });
        }, PAUSE);
      });
      input.addEventListener("keydown", function (event) { steer(form, event); });
      form.addEventListener("focusout", function (event) {
        if (form.querySelector("[role=option]") && !form.contains(event.relatedTarget)) close(form);
      });
      if (here && navigator.geolocation && window.isSecureContext) {
        here.hidden = false;
        here.addEventListener("click", function () {
          turn++;
          withTexts(form).then(function () { locate(form, root, home, input); }, function () { location.assign(form.action); });
        });
      }
    }
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      clearTimeout(waiting);
      var mine = ++turn, typed = input.value;
      if (!texts) {
        withTexts(form).then(function () { if (mine === turn) form.requestSubmit(); }, function () { location.assign(form.action); });
        return;
      }
      if (!/[a-z0-9]/i.test(typed)) { say(form, "empty", ""); list(form, home, []); input.focus(); return; }
      if (inFolder) { show(form, home, { kind: "file", text: "" }); fixFolderLinks(form); return; }
      say(form, "busy", typed.trim());
      answerFor(root, typed).catch(function () { return { kind: "failed", text: typed.trim() }; }).then(function (answer) {
        if (mine === turn) show(form, home, answer);
      });
    });
  }

  function fixFolderLinks(form) {
    form.querySelectorAll("[data-list] a").forEach(function (anchor) { anchor.href += "index.html"; });
  }

  document.querySelectorAll("form.search[data-root]").forEach(listen);
})();
