/* Names at points: the most important first, each whole in the view where it covers no other and the least of marks. */

import { around } from "./room.js";
import { textOf, valueAt } from "./values.js";

/** @typedef {import("./values.js").Layer} Layer */
/** @typedef {import("./marks.js").Mark} Mark */
/** @typedef {import("./room.js").Box} Box */
/** @typedef {ReturnType<typeof import("./room.js").makeRoom>} Room */
/** @typedef {{ lines: string[], size: number, middle: { x: number, y: number }, properties: Record<string, any> }} Name */

const AWAY = 8; // pixels from the point to a name beside it
const TOUCH = 3; // pixels by which a number may reach into another's box, and both be read
const SLIGHT = 0.05; // share of a name that marks may cover before it goes elsewhere
/** @type {[number, number][]} over the point, above, below */
const OVER = [[0, 0], [0, -0.5], [0, 0.5], [0, -1], [0, 1]];
/** @type {[number, number][]} beside it too */
const TRIES = [[0, 0], [0, -1], [0, 1], [1, 0], [-1, 0], [1, -1], [-1, -1], [1, 1], [-1, 1]];

/** @param {import("./frame.js").Frame} frame @param {Layer} layer @param {Mark[]} marks where there are names
 * @param {{ text: import("./text.js").Text, scale: number, names: Room, marks: Room }} given `scale`: how much larger the reader has text; what is taken by names, and by marks
 * @param {(properties: Record<string, any>) => number} [numberOf] @returns {Name[]} */
export function placeNames(frame, layer, marks, given, numberOf) {
  const { text } = given;
  /** @type {Name[]} */
  const placed = [];
  const rank = (/** @type {Mark} */ mark) => mark.properties.rank || 0;
  for (const { x, y, properties } of [...marks].sort((one, other) => rank(one) - rank(other))) {
    const size = Math.round(2 * given.scale * valueAt(layer.size, frame.zoom, properties.kind)) / 2;
    const written = textOf(layer.text || "{name}", numberOf ? { ...properties, number: numberOf(properties) } : properties);
    if (!written) continue;
    const lines = text.wrap(written, size, layer.wide || 100);
    const point = frame.pointOf(x, y);
    const box = text.boxOf(lines, size, point);
    const isUnread = numberOf && !given.names.isFree(wider(box, -TOUCH)); // two numbers on each other are none
    const middle = layer.isSure ? !isUnread && point : findRoom(box, point, layer, frame.view, given);
    if (!middle) continue;
    given.names.take(text.boxOf(lines, size, middle));
    placed.push({ lines, size, middle, properties });
  }
  return placed;
}

/** @param {Box} box over the point @param {{ x: number, y: number }} point @param {Layer} layer @param {Box} view @param {{ names: Room, marks: Room }} given */
function findRoom(box, point, { isOver, apart = 0 }, view, { names, marks }) {
  const [wide, high] = [(box.right - box.left) / 2 + AWAY, (box.bottom - box.top) / 2 + AWAY];
  const boxAt = (/** @type {{ x: number, y: number }} */ middle) => shifted(box, middle.x - point.x, middle.y - point.y);
  // An area's name at the edge of the view is drawn into it.
  const inwards = isOver && isIn(around(point, 0), view) ? Math.max(0, view.left - box.left) - Math.max(0, box.right - view.right) : 0;
  let best = null;
  let least = Infinity;
  for (const [across, down] of isOver ? OVER : TRIES) {
    const middle = { x: point.x + inwards + across * wide, y: point.y + down * high };
    const there = boxAt(middle);
    if (!isIn(there, view) || !names.isFree(wider(there, apart))) continue;
    const covered = marks.covered(there);
    if (covered < least) [best, least] = [middle, covered];
    if (covered <= SLIGHT * (there.right - there.left) * (there.bottom - there.top)) break;
  }
  return best;
}

/** @param {Box} box @param {Box} view */
const isIn = (box, view) => box.left >= view.left && box.right <= view.right && box.top >= view.top && box.bottom <= view.bottom;

/** @param {Box} box @param {number} by pixels on each side */
const wider = ({ left, top, right, bottom }, by) => ({ left: left - by, top: top - by, right: right + by, bottom: bottom + by });

/** @param {Box} box @param {number} x @param {number} y */
const shifted = ({ left, top, right, bottom }, x, y) => ({ left: left + x, top: top + y, right: right + x, bottom: bottom + y });
