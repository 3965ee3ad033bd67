/* Search in the page. For a postcode it asks for the file of its district, or for the list of districts; for a name for the list of
   parts and the part it stands in. Neither the full postcode nor the name leaves the browser. Words come from #search-texts, the way to the site's root
   from data-root, that to the pages of the page's language from data-home. */
(function () {
  "use strict";

  var AREA_WITH_LETTER = "(?:E|EC|N|NW|SE|SW|W|WC)";
  var OUTCODE = new RegExp("^(?:[A-Z]{1,2}[0-9]{1,2}|" + AREA_WITH_LETTER + "[0-9][A-Z])$");
  var INCODE = /^[0-9](?:[A-Z][A-Z]?)?$/;
  var TWINS = { O: "0", 0: "O", I: "1", 1: "I" };
  var texts = document.getElementById("search-texts");
  var indexes = {};
  var NAMES_MOST = 30, PARTS_MOST = 3;

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

  function fetchShard(root, outcode) { return fetchJson(root + "postcodes/" + outcode + ".json"); }

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
      var answer = shard ? look(shard, reading) : { kind: "uncovered" };
      answer.text = answer.kind === "uncovered" ? reading.outcode : reading.text;
      if (answer.kind !== "uncovered" && answer.kind !== "unknown") return answer;
      if (list.length === 1) return Promise.resolve((answers[0] || answer));
      return fetchOutcodes(root).then(function (outcodes) {
        var rest = list.slice(1).filter(function (other) { return outcodes.indexOf(other.outcode) >= 0; });
        return tryReadings(root, rest, answers.concat(answer));
      });
    });
  }

  /* ---- names of towns and villages */

  // What names are compared by; the site's lists are in the order of the same keys (place_key in terms.py).
  function fold(name) {
    var plain = name.normalize("NFKD").toLowerCase().replace(/[\u0300-\u036f'\u2018\u2019`]/g, "").replace(/&/g, " and ");
    return (plain.match(/[a-z0-9]+/g) || []).join(" ").replace(/\bsaint\b/g, "st");
  }

  // The answer to a name: those that are the name first, then those that begin with it.
  function answerForName(root, typed) {
    var key = fold(typed), no = { kind: "unnamed", text: typed.trim() };
    return fetchList(root + "search/places.json", "prefixes").then(function (prefixes) {
      var last = function (text) { return prefixes.filter(function (prefix) { return prefix <= text; }).length - 1; };
      var parts = prefixes.slice(Math.max(last(key), 0), last(key + "~") + 1);
      if (!key || !parts.length) return no;
      var more = { kind: "more", text: typed.trim(), at: "find/places/" + (key[0] > "9" ? key[0] : "0-9") + "/" };
      if (parts.length > PARTS_MOST) return more;
      return Promise.all(parts.map(function (prefix) {
        return fetchJson(root + "search/places/" + prefix.replace(/ /g, "-") + ".json");
      })).then(function (shards) {
        var exact = [], others = [];
        shards.forEach(function (shard) {
          shard.places.forEach(function (place) {
            var found = fold(place[0]);
            if (found.indexOf(key) !== 0) return;
            place[2].forEach(function (number) {
              var area = shard.neighbourhoods[number], name = place[0] + (place[1] ? " (" + place[1] + ")" : "");
              (found === key ? exact : others).push([name, area[0] + ", " + area[1], area[2]]);
            });
          });
        });
        var all = exact.concat(others);
        if (all.length > NAMES_MOST) all = exact.length ? exact : [];
        return all.length ? { kind: "named", text: typed.trim(), places: all } : others.length ? more : no;
      });
    });
  }

  // Letters alone are a name unless they turn out to be a postcode's.
  function answerFor(root, typed) {
    if (!texts.content.querySelector("[data-text='named']")) return answerForPostcode(root, typed);
    if (/[0-9]/.test(typed)) return answerForPostcode(root, typed);
    return answerForPostcode(root, typed).then(function (answer) {
      return ["form", "uncovered", "unknown"].indexOf(answer.kind) < 0 ? answer : answerForName(root, typed);
    });
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
      var starts = outcodes.filter(function (outcode) { return outcode.indexOf(letters) === 0; });
      if (!starts.length) return { kind: "uncovered", text: list.length ? list[0].outcode : letters };
      return { kind: "outcodes", text: letters, places: starts.map(function (outcode) { return [outcode, "", "postcodes/" + outcode.toLowerCase() + "/"]; }) };
    });
  }

  /* ---- what the reader sees */

  function say(form, kind, text, month) {
    var words = texts.content.querySelector("[data-text='" + kind + "']").textContent;
    if (month) {
      var names = texts.content.querySelector("[data-text='months']").textContent.split(",");
      words = words.replace("{month}", names[month.slice(5) - 1] + " " + month.slice(0, 4));
    }
    form.querySelector("[data-found]").textContent = words.replace("{q}", text);
  }

  function list(form, home, places) {
    var box = form.querySelector("[data-list]");
    box.textContent = "";
    box.hidden = !places.length;
    places.forEach(function (place) {
      var item = document.createElement("li"), anchor = document.createElement("a");
      anchor.href = home + place[2];
      anchor.textContent = place[0];
      item.appendChild(anchor);
      if (place[1]) {
        var force = document.createElement("span");
        force.textContent = place[1];
        item.appendChild(force);
      }
      box.appendChild(item);
    });
  }

  function show(form, home, answer) {
    if (answer.kind === "place") { location.assign(home + answer.places[0][2]); return; }
    var places = answer.places || [];
    if (!places.length) places = [[texts.content.querySelector("[data-text='places']").textContent, "", answer.at || "find/"]];
    say(form, answer.kind, answer.text, answer.month);
    list(form, home, places);
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
    var input = form.querySelector("input"), root = form.dataset.root, home = form.dataset.home || root, turn = 0;
    input.addEventListener("focus", function () { if (location.protocol !== "file:") withTexts(form).catch(function () {}); }, { once: true });
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      var mine = ++turn, typed = input.value;
      if (!texts) {
        withTexts(form).then(function () { if (mine === turn) form.requestSubmit(); }, function () { location.assign(form.action); });
        return;
      }
      if (!/[a-z0-9]/i.test(typed)) { say(form, "empty", ""); list(form, home, []); input.focus(); return; }
      if (location.protocol === "file:") { show(form, home, { kind: "file", text: "" }); fixFolderLinks(form); return; }
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
