/* Points that are ringed: a chosen one, filled where something of the chosen categories stands at it, and those that are pointed at. */

import { placeOf } from "../shared/snap-points.js";

/** @typedef {import("./canvas/painter.js").Given} Given */
/** @typedef {import("./canvas/marks.js").Spot} Spot */
/** @typedef {{ marks: Map<string, import("./marks.js").Mark>, stops: Map<string, import("./marks.js").Mark> }} Found */

/** The spots of points, each with its numbers where something is drawn at it.
 * @param {string[]} ids of points; an empty one is none @param {Found} found @returns {Spot[]} */
export const spotsOf = (ids, found) => ids.filter(Boolean).map(function (id) {
  const mark = found.marks.get(id) || found.stops.get(id);
  return { place: mark ? mark.place : placeOf(id), properties: mark ? { ...mark.counts } : { total: 1 } };
});

/** What is given to the map of the chosen point: it is `chosen` where `sum` counts something at it, else `bare`.
 * @param {string} id of the point; empty: none @param {Found} found @param {(counts: Record<string, number>) => number} sum
 * @returns {{ chosen: Given, bare: Given }} */
export function chosenOf(id, found, sum) {
  const mark = found.marks.get(id);
  const [one, none] = [{ spots: spotsOf([id], found) }, {}];
  return mark && sum(mark.counts) ? { chosen: one, bare: none } : { chosen: none, bare: one };
}
