/* What the search answers, from the site's lists. For a postcode it asks for the file of its district; for a name for the part of the
   names it stands in; for the reader's position for the file of a map square. Which districts and parts there are it has from one list,
   fetched when the field is entered. Neither the full postcode nor the name nor the position leaves the browser. */
window.placeSearch = {};
(function (own) {
  "use strict";

  const NAMES_MOST = 30;
  const SCOTTISH = /^(?:AB|DD|DG|EH|FK|G|HS|IV|KA|KW|KY|ML|PA|PH|ZE)[0-9]/;
  const WORLD = 1 << 24; // pixels at zoom 24
  const SQUARE = 4096;
  const NEAREST = 3; // neighbourhoods told for a position

  /* `root` is the way to the site's root, `hasPostcodes` whether it knows any. An answer is {kind, text, groups, month, number}: a group is
     {name, rows}, a row [text, note, way from the home page]; of a postcode {kind, text, places}. */
  own.makeAnswers = function (root, hasPostcodes) {
    const files = new Map();

    /* A file's value, null where there is no such file; what was read once is at hand while somebody types on. */
    function fetchJson(path) {
      if (!files.has(path)) {
        const reading = fetch(root + path, { credentials: "omit" }).then(function (answer) {
          if (answer.status === 404) return null;
          if (!answer.ok) throw new Error(String(answer.status));
          return answer.text().then(own.parse);
        });
        files.set(path, reading);
        reading.catch(() => files.delete(path));
      }
      return files.get(path);
    }

    /* The districts that have a file, and the beginnings of the parts of the names. */
    const fetchIndex = async () => (await fetchJson("search/index.json")) || { outcodes: [], prefixes: [] };

    /* ---- postcodes */

    /* Goes through the readings until one is in the list; the first reading's answer where none is, which then names what was typed. */
    async function tryReadings(readings, typed) {
      const { outcodes } = await fetchIndex();
      let first = null;
      for (const reading of readings.filter(({ outcode }, place) => !place || outcodes.includes(outcode))) {
        const shard = outcodes.includes(reading.outcode) ? await fetchJson(`postcodes/${reading.outcode}.json`) : null;
        const answer = shard ? { ...look(shard, reading), text: reading.text } : uncovered(reading.outcode, own.isTyped(reading, typed) ? reading.outcode : typed.trim());
        if (shard && answer.kind !== "unknown") return answer;
        first = first || (own.isTyped(reading, typed) ? answer : { ...answer, text: typed.trim() });
      }
      return first;
    }

    async function answerForPostcode(typed) {
      const letters = typed.toUpperCase().replace(/[^A-Z0-9]/g, "");
      const readings = own.readings(typed);
      const full = readings.filter(({ incode }) => incode.length === 3);
      if (full.length) return tryReadings(full, typed);
      if (!readings.length && !/^[A-Z]{1,2}$/.test(letters)) return { kind: "form", text: typed.trim() };
      const { outcodes } = await fetchIndex();
      const known = readings.filter(({ outcode }) => outcodes.includes(outcode));
      if (known.length) return tryReadings(known, typed);
      const group = districts(outcodes, letters);
      if (!group.rows.length) return uncovered(readings.length ? readings[0].outcode : letters, letters);
      return { kind: "outcodes", text: letters, groups: [group] };
    }

    /* ---- names */

    /* The answer to a name: those that are the name first, then those that begin with it; else those that are much like it. */
    async function answerForName(typed) {
      const key = own.fold(typed);
      const text = typed.trim();
      const { prefixes } = await fetchIndex();
      const last = (wanted) => Math.max(prefixes.filter((prefix) => prefix <= wanted).length - 1, 0);
      const part = async (number) => own.entries(await fetchJson(`search/names/${prefixes[number].replace(/ /g, "-")}.json`));
      if (!key || !prefixes.length) return { kind: "unnamed", text };
      const [first, end] = [last(key), last(key + "~")];
      const begins = (entry) => entry.key.startsWith(key);
      let all = await part(first);
      let found = all.filter(begins);
      let isMore = end > first;
      if (!found.length && isMore) {
        all = await part(first + 1);
        found = all.filter(begins);
        isMore = end > first + 1;
      }
      const exact = found.filter((entry) => entry.key === key);
      isMore = isMore || found.length > NAMES_MOST;
      found = [...exact, ...found.filter((entry) => entry.key !== key)].slice(0, NAMES_MOST);
      const common = exact.find((entry) => entry.group === "common");
      const groups = own.grouped(found);
      if (common) return { kind: "common", text: common.row[0], number: common.row[2], groups };
      if (groups.length) return { kind: isMore ? "more" : "named", text, groups };
      const like = own.alike(all, key, NAMES_MOST);
      const other = elsewhere(key, first, last);
      if (like.length || key.length < 4 || other === first) return meant(like, text);
      return meant(own.alike(await part(other), key, NAMES_MOST), text);
    }

    /* What reads like a postcode is one; anything else is a name, letters alone unless they turn out to be a postcode's. */
    async function answerFor(typed) {
      if (!hasPostcodes) return answerForName(typed);
      if (/[0-9]/.test(typed) && (own.readings(typed).length || !/[a-z]{3}/i.test(typed))) return answerForPostcode(typed);
      if (/[0-9]/.test(typed)) return answerForName(typed.replace(/^\s*[0-9]+[a-z]?,?\s+(?=\S)/i, "")); // without a house number
      const answer = await answerForPostcode(typed);
      return ["form", "uncovered", "unknown", "scotland"].includes(answer.kind) ? answerForName(typed) : answer;
    }

    /* While somebody types, a district's file is asked for only once the second half of the postcode has begun. */
    async function suggestionsFor(typed) {
      if (!/[0-9]/.test(typed)) return typed.trim().length < 3 ? {} : answerFor(typed);
      const letters = typed.toUpperCase().replace(/[^A-Z0-9]/g, "");
      const readings = own.readings(typed).filter(({ incode, text }) => incode || text === typed.toUpperCase().trim());
      if (!readings.length) return /[a-z]{3}/i.test(typed) ? answerFor(typed) : {};
      if (readings[0].incode && /\s/.test(typed.trim())) return answerFor(typed);
      const group = districts((await fetchIndex()).outcodes, letters);
      return { kind: "outcodes", text: letters, groups: group.rows.length ? [group] : [] };
    }

    /* ---- where the reader is: the device tells this page, and the host sees which map square was asked for */

    /* The neighbourhoods of the snap points nearest to a place, each with the street of the nearest. */
    async function answerForPosition(lon, lat) {
      const south = Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360));
      const [x, y] = [(lon / 360 + 0.5) * WORLD, (0.5 - south / (2 * Math.PI)) * WORLD];
      const shard = await fetchJson(`streets/12/${Math.floor(x / SQUARE)}/${Math.floor(y / SQUARE)}.json`);
      const near = Object.entries(shard ? shard.points : {}).map(function ([id, [street, areas]]) {
        const [column, row] = id.split("-").map((half) => parseInt(half, 36));
        return { away: Math.hypot(column - x, row - y), street, areas };
      });
      const rows = new Map();
      for (const { street, areas } of near.sort((one, other) => one.away - other.away)) {
        for (const [force, folder, name] of areas.map((place) => shard.areas[place])) {
          const way = `${force}/${folder}/`;
          if (rows.size < NEAREST && !rows.has(way)) rows.set(way, [name, street || "", way]);
        }
      }
      return rows.size ? { kind: "near", text: "", groups: [{ name: "", rows: [...rows.values()] }] } : { kind: "far", text: "" };
    }

    return { fetchIndex, answerFor, suggestionsFor, answerForPosition };
  };

  /* The answer to one reading of a postcode. */
  function look(shard, { incode }) {
    const at = (number) => shard.neighbourhoods[number];
    if (incode.length === 3) {
      const numbers = shard.postcodes[incode];
      if (!numbers) return { kind: "unknown" };
      const month = shard.terminated[incode];
      if (month) return { kind: numbers.length ? "ended" : "ended-nowhere", places: numbers.map(at), month };
      return { kind: ["nowhere", "place"][numbers.length] || "choose", places: numbers.map(at) };
    }
    const incodes = Object.keys(shard.postcodes).filter((one) => one.startsWith(incode));
    const used = incodes.filter((one) => !shard.terminated[one]);
    const wanted = new Set((used.length ? used : incodes).flatMap((one) => shard.postcodes[one]));
    const places = shard.neighbourhoods.filter((_, number) => wanted.has(number));
    places.sort((one, other) => one[0].localeCompare(other[0]) || one[1].localeCompare(other[1]));
    return { kind: !places.length ? "unknown" : used.length ? "part" : "ended-part", places };
  }

  function uncovered(outcode, text) {
    return { kind: SCOTTISH.test(outcode) ? "scotland" : "uncovered", text };
  }

  function districts(outcodes, letters) {
    const starts = outcodes.filter((outcode) => outcode.startsWith(letters));
    return { name: "districts", rows: starts.slice(0, NAMES_MOST).map((outcode) => [outcode, "", `postcodes/${outcode.toLowerCase()}/`]) };
  }

  /* The other part in which a misspelt name may stand: beside its own where names with the same three letters go on there, else where
     its first two letters swapped lead. */
  function elsewhere(key, first, last) {
    const three = key.slice(0, 3);
    if (last(three + "~") > first) return first + 1;
    if (last(three) < first) return first - 1;
    return last(key[1] + key[0] + key.slice(2));
  }

  function meant(like, text) {
    return like.length ? { kind: "meant", text, groups: own.grouped(like) } : { kind: "unnamed", text };
  }
})(window.placeSearch);
