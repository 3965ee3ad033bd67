/* Marks: what the map draws at snap points, or for the squares of a grid. */

import { pixelAt } from "../shared/snap-points.js";

/** @typedef {Record<string, number>} Counts by the key of a category, with `total` and `btp` */
/** @typedef {{ id: string, x: number, y: number, place: [number, number], counts: Counts }} Mark */
/** @typedef {{ keys: Set<string> | null, btp: boolean }} Chosen the categories; all where `keys` is null */
/** @typedef {import("./canvas/map.js").CanvasMap} CanvasMap */

/** Everything drawn whose place lies in the view, or around the place `at`, once each: `marks` with their numbers by key, and the sums by key.
 * @param {CanvasMap} map @param {string} source @param {string} layer @param {[number, number]} [at] */
export function marksInView(map, source, layer, at) {
  /** @type {Map<string, Mark>} */
  const marks = new Map();
  /** @type {Counts} */
  const sums = Object.create(null);
  for (const { place, properties } of map.pointsIn(source, layer, at)) {
    const { id, x, y } = pixelAt(place);
    if (marks.has(id)) continue;
    const counts = Object.assign(Object.create(null), properties);
    marks.set(id, { id, x, y, place, counts });
    for (const key in counts) sums[key] = (sums[key] || 0) + counts[key];
  }
  return { marks, sums };
}

/** The marks a tap may mean: the circles under it, the topmost first, or else the nearest within a finger's width.
 * @param {CanvasMap} map @param {{ x: number, y: number }} at */
export const marksAt = (map, at) => [...new Set(map.pointsAt(at).map(({ place }) => pixelAt(place).id))];

/** How many of the chosen categories: crimes, reports of antisocial behaviour, both together as drawn; British Transport Police always.
 * @param {Counts} counts @param {Chosen} chosen */
export function split(counts, { keys, btp }) {
  const number = (/** @type {string} */ key) => counts[key] || 0;
  const asb = !keys || keys.has("asb") ? number("asb") : 0;
  const all = keys ? [...keys].reduce((sum, key) => sum + number(key), 0) : number("total");
  return { crimes: all - asb, asb, btp: number("btp"), drawn: all + (btp ? number("btp") : 0) };
}
