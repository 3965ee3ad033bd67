/* Names of a part of the site's list, compared with what was typed. */

import { fold } from "../shared/names.js";

/** @typedef {[string, string, string]} Row text, note, way from the home page */
/** @typedef {{ key: string, group: string, row: any[] }} Entry a name by what it is compared by; the row is a Row, of a common street [text, "", number] */
/** @typedef {{ name: string, rows: Row[] }} Group */

const ORDER = ["towns", "areas", "streets", "forces"];

/** Every name of a part of the list.
 * @param {any} part @returns {Entry[]} */
export function entries({ neighbourhoods, places, areas, forces, streets }) {
  /** @type {Entry[]} */
  const all = [];
  const add = (/** @type {string} */ name, /** @type {string} */ group, /** @type {any[]} */ row) => all.push({ key: fold(name), group, row });
  for (const [name, other, numbers] of places) {
    for (const [area, force, way] of numbers.map((/** @type {number} */ number) => neighbourhoods[number])) {
      add(name, "towns", [name + (other ? ` (${other})` : ""), `${area}, ${force}`, way]);
    }
  }
  for (const area of areas.map((/** @type {number} */ number) => neighbourhoods[number])) {
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
}

/** The names most like what was typed, or none: one letter may be wrong of four or more, two of eight or more.
 * @param {Entry[]} all @param {string} key @param {number} number how many at most */
export function alike(all, key, number) {
  const most = key.length < 4 ? 0 : key.length < 8 ? 1 : 2;
  if (!most) return [];
  const near = (/** @type {Entry} */ entry) => Math.min(distance(entry.key, key, most), distance(entry.key.slice(0, key.length), key, most));
  const found = all.filter((entry) => entry.group !== "common").map((entry) => ({ entry, near: near(entry) })).filter((one) => one.near <= most);
  const least = Math.min(...found.map((one) => one.near));
  return found.filter((one) => one.near === least).slice(0, number).map((one) => one.entry);
}

/** How many letters must be changed, added, left out or swapped to make one text of the other; most + 1 where it is more.
 * @param {string} one @param {string} other @param {number} most */
function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  /** @type {number[]} */
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

/** Rows by group, each row once, in the order of ORDER.
 * @param {Entry[]} found @returns {Group[]} */
export function grouped(found) {
  /** @type {Map<string, Map<string, any>>} */
  const groups = new Map(ORDER.map((name) => [name, new Map()]));
  for (const { group, row } of found) if (groups.has(group)) groups.get(group).set(row.join("|"), row);
  return [...groups].filter(([, rows]) => rows.size).map(([name, rows]) => ({ name, rows: [...rows.values()] }));
}
