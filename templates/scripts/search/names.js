/* Names of a part of the site's list, compared with what was typed. */

import { fold } from "../shared/names.js";

/** @typedef {{ spot?: [number, number], rows?: Row[] }} More of a row: degrees of what the map shows too, or the rows that it stands for */
/** @typedef {[string, string, string, More?]} Row text, note, way from the home page; a way of SEARCH searches for the text, an empty one leads to the map alone */
/** @typedef {{ key: string, group: string, row: any[], within?: boolean }} Entry a name by what it is compared by, or `within` it by a later word;
 * the row is a Row, of a common street [text, "", number] */
/** @typedef {{ name: string, rows: Row[] }} Group */

export const SEARCH = "?";
export const ROWS_MOST = 12; // of a group
const ORDER = ["towns", "areas", "forces", "streets"];

/** Every name of a part of the list.
 * @param {any} part @returns {Entry[]} */
export function entries({ neighbourhoods, places, outside = [], mapped = [], areas, forces, streets }) {
  /** @type {Entry[]} */
  const all = [];
  const add = (/** @type {string} */ name, /** @type {string} */ group, /** @type {any[]} */ row) => all.push({ key: fold(name), group, row });
  /** @type {(name: string, group: string, row: any[]) => void} */
  function addWords(name, group, row) {
    const words = fold(name).split(" ");
    words.forEach((word, place) => (!place || word.length > 3) && all.push({ key: words.slice(place).join(" "), group, row, within: !!place }));
  }
  const both = (/** @type {string} */ name, /** @type {string} */ other) => name + (other ? ` (${other})` : "");
  for (const [name, other, note, way, ...spot] of [...mapped, ...outside]) addWords(name, "towns", [both(name, other), note, way, { spot }]);
  for (const [name, other, numbers] of places) {
    for (const [area, force, way] of numbers.map((/** @type {number} */ number) => neighbourhoods[number])) {
      addWords(name, "towns", [both(name, other), `${area}, ${force}`, way]);
    }
  }
  for (const area of areas.map((/** @type {number} */ number) => neighbourhoods[number])) {
    for (const name of area[0].split(/ ?& ?| and |\/|, /)) add(name, "areas", area);
    addWords(area[0], "areas", area);
  }
  for (const [name, way] of forces) addWords(name, "forces", [name, "", way]);
  for (const [name, at] of streets) {
    if (typeof at === "number") add(name, "common", [name, "", at]);
    else for (const [number, point] of at) {
      const [area, force, way] = neighbourhoods[number];
      add(name, "streets", [name, `${area}, ${force}`, `${way}streets/#${point}`]);
    }
  }
  return all;
}

/** Those whose names, or their beginnings, are nearest to what was typed, and how many letters away: one may be wrong of four or more, two of
 * eight or more; spaces do not count.
 * @template T
 * @param {T[]} all @param {(one: T) => string} keyOf @param {string} key */
export function nearest(all, keyOf, key) {
  const joined = (/** @type {string} */ one) => one.replace(/ /g, "");
  const typed = joined(key);
  const most = typed.length < 4 ? -1 : typed.length < 8 ? 1 : 2;
  const near = (/** @type {string} */ own) => (Math.abs(own.length - typed.length) > most ? Infinity : distance(own, typed));
  const found = all.map(function (one) {
    const own = joined(keyOf(one));
    return { one, away: Math.min(near(own), near(own.slice(0, typed.length))) };
  });
  const away = Math.min(...found.map((one) => one.away));
  return { away, found: found.filter((one) => one.away <= most && one.away === away).map(({ one }) => one) };
}

/** How many letters must be changed, added, left out or swapped to make one text of the other.
 * @param {string} one @param {string} other */
function distance(one, other) {
  /** @type {number[][]} */
  const rows = [];
  for (let i = 0; i <= one.length; i++) {
    rows[i] = [];
    for (let j = 0; j <= other.length; j++) {
      const change = one[i - 1] === other[j - 1] ? 0 : 1;
      rows[i][j] = i && j ? Math.min(rows[i][j - 1] + 1, rows[i - 1][j] + 1, rows[i - 1][j - 1] + change) : i + j;
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
    }
  }
  return rows[one.length][other.length];
}

/** The first rows by group, each once: names that are `key` first, then those that begin with it, then the others, of each by kind; places of one
 * street stand in one row.
 * @param {Entry[]} found @param {string} key @returns {Group[]} */
export function grouped(found, key) {
  /** @type {Map<string, Map<string, any>>} */
  const groups = new Map();
  const rank = (/** @type {Entry} */ { key: own, group, within }) => ORDER.indexOf(group) + (within ? 8 : own === key ? 0 : 4);
  for (const { group, row } of found.sort((one, other) => rank(one) - rank(other))) {
    const rows = groups.get(group) || groups.set(group, new Map()).get(group);
    const id = group === "streets" ? row[0] : group === "forces" ? row[2] : row.join(); // a force has a name in each language
    const same = rows.get(id);
    if (!same) rows.set(id, row);
    else if (group === "streets") rows.set(id, [id, "", SEARCH, { rows: [...(same[3]?.rows || [same]), row] }]);
  }
  groups.delete("common");
  return [...groups].map(([name, rows]) => ({ name, rows: [...rows.values()].slice(0, ROWS_MOST) }));
}
