/* What was typed, read as a postcode or compared with names. */
(function (own) {
  "use strict";

  /* No area of postcodes is made of O and I alone: "12" is a number, not I2. */
  const OUTCODE = /^(?![OI]+[0-9])(?:[A-Z]{1,2}[0-9]{1,2}|(?:E|EC|N|NW|SE|SW|W|WC)[0-9][A-Z])$/;
  const INCODE = /^[0-9](?:[A-Z][A-Z]?)?$/;
  const TWINS = { O: "0", 0: "O", I: "1", 1: "I" };
  const ORDER = ["towns", "areas", "streets", "forces"];

  /* Whether a reading is what was typed, letter for letter. */
  own.isTyped = ({ text }, typed) => text.replace(" ", "") === typed.toUpperCase().replace(/[^A-Z0-9]/g, "");

  /* A file's value. Its objects have no prototype: what is looked up in them was typed, and "constructor" is a word like another. */
  own.parse = function (text) {
    return JSON.parse(text, (_, value) => (value && typeof value === "object" && !Array.isArray(value) ? Object.setPrototypeOf(value, null) : value));
  };

  /* Every way to read the text with O for 0 and I for 1, the typed one first: [{outcode, incode, text}], incode "" or a beginning. */
  own.readings = function (typed) {
    const halves = typed.toUpperCase().trim().split(/[\s-]+/).map((half) => half.replace(/[^A-Z0-9]/g, ""));
    const packed = halves.join("");
    const found = new Map();
    if (packed.length < 2 || packed.length > 7) return [];
    const cuts = [packed.length - 3, packed.length, packed.length - 1, packed.length - 2];
    if (halves.length === 2) cuts.unshift(halves[0].length);
    for (const text of twins(packed)) {
      for (const cut of cuts) {
        const [outcode, incode] = [text.slice(0, cut), text.slice(cut)];
        const whole = incode ? `${outcode} ${incode}` : outcode;
        if (!found.has(whole) && OUTCODE.test(outcode) && (!incode || INCODE.test(incode))) found.set(whole, { outcode, incode, text: whole });
      }
    }
    return [...found.values()];
  };

  function twins(text) {
    let all = [""];
    for (const letter of text) {
      const asTyped = all.map((start) => start + letter);
      all = TWINS[letter] ? [...asTyped, ...all.map((start) => start + TWINS[letter])] : asTyped;
    }
    return all;
  }

  /* What names are compared by; the site's lists are in the order of the same keys (docs/DATA.md, "Names"). */
  own.fold = function (name) {
    const plain = name.normalize("NFKD").toLowerCase().replace(/[\u0300-\u036f'‘’`]/g, "").replace(/&/g, " and ");
    return (plain.match(/[a-z0-9]+/g) || []).join(" ").replace(/\bsaint\b/g, "st");
  };

  /* Every name of a part as {key, group, row}; a row is [text, note, way], of a street that very many places have [text, "", number]. */
  own.entries = function ({ neighbourhoods, places, areas, forces, streets }) {
    const all = [];
    const add = (name, group, row) => all.push({ key: own.fold(name), group, row });
    for (const [name, other, numbers] of places) {
      for (const [area, force, way] of numbers.map((number) => neighbourhoods[number])) {
        add(name, "towns", [name + (other ? ` (${other})` : ""), `${area}, ${force}`, way]);
      }
    }
    for (const area of areas.map((number) => neighbourhoods[number])) {
      const parts = area[0].split(/ & | and |\//);
      for (const name of parts.length > 1 ? [area[0], ...parts] : parts) add(name, "areas", area);
    }
    for (const [name, way] of forces) add(name, "forces", [name, "", way]);
    for (const [name, at] of streets) {
      if (typeof at === "number") add(name, "common", [name, "", at]);
      else for (const [number, point] of at) {
        const [area, force, way] = neighbourhoods[number];
        add(name, "streets", [name, `${area}, ${force}`, `${way}streets/#${point}`]);
      }
    }
    return all;
  };

  /* The names most like what was typed, or none: one letter may be wrong of four or more, two of eight or more. */
  own.alike = function (all, key, number) {
    const most = key.length < 4 ? 0 : key.length < 8 ? 1 : 2;
    if (!most) return [];
    const near = (entry) => Math.min(distance(entry.key, key, most), distance(entry.key.slice(0, key.length), key, most));
    const found = all.filter((entry) => entry.group !== "common").map((entry) => ({ entry, near: near(entry) })).filter((one) => one.near <= most);
    const least = Math.min(...found.map((one) => one.near));
    return found.filter((one) => one.near === least).slice(0, number).map((one) => one.entry);
  };

  /* How many letters must be changed, added, left out or swapped to make one text of the other; most + 1 where it is more. */
  function distance(one, other, most) {
    if (Math.abs(one.length - other.length) > most) return most + 1;
    let before = [];
    let last = Array.from({ length: other.length + 1 }, (_, place) => place);
    for (let i = 1; i <= one.length; i++) {
      const row = [i];
      for (let j = 1; j <= other.length; j++) {
        row[j] = Math.min(row[j - 1] + 1, last[j] + 1, last[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
      }
      if (Math.min(...row) > most) return most + 1;
      before = last;
      last = row;
    }
    return Math.min(last[other.length], most + 1);
  }

  /* Rows by group, each row once, in the order of ORDER. */
  own.grouped = function (found) {
    const groups = new Map(ORDER.map((name) => [name, new Map()]));
    for (const { group, row } of found) if (groups.has(group)) groups.get(group).set(row.join("|"), row);
    return [...groups].filter(([, rows]) => rows.size).map(([name, rows]) => ({ name, rows: [...rows.values()] }));
  };
})(window.placeSearch);
