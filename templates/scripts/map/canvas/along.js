/* Names along lines, such as streets and rivers: letter by letter where the line bends, never upside down, never around a corner, and where no
   mark lies on a letter. */

import { around } from "./room.js";
import { textOf, valueAt } from "./values.js";

/** @typedef {{ x: number, y: number }} Point */
/** @typedef {{ x: number, y: number, angle: number, text: string }} Piece a letter, or all of a name on a straight line */
/** @typedef {{ pieces: Piece[], size: number, properties: Record<string, any> }} Along */
/** @typedef {ReturnType<typeof import("./room.js").makeRoom>} Room */

const SPACING = 320; // pixels between a name and the same name on the same line
const APART = 200; // and anywhere else
const STRAIGHT = 0.05; // radians
const SHIFTS = [0, -0.15, 0.15, -0.3, 0.3, -0.4, 0.4]; // where else a name is tried, in shares of its stretch of the line
const LETTER = 0.4; // half of a letter that a mark must leave free, in shares of the size

/** @param {import("./frame.js").Frame} frame @param {import("./values.js").Layer} layer @param {import("./source.js").Source | undefined} source
 * @param {{ text: import("./text.js").Text, scale: number, names: Room, marks: Room }} given what is taken by names, and by marks @returns {Along[]} */
export function placeAlong(frame, layer, source, { text, scale, names, marks }) {
  const size = Math.round(2 * scale * valueAt(layer.size, frame.zoom)) / 2;
  const most = ((layer.angle || 45) * Math.PI) / 180;
  /** @type {Along[]} */
  const placed = [];
  /** @type {Map<string, Point[]>} */
  const said = new Map();
  for (const { points, properties } of linesOf(frame, layer.from, source)) {
    const name = textOf(layer.text || "{name}", properties);
    const width = name ? text.widthOf(name, size) + 4 : 0;
    const length = name ? lengthOf(points) : 0;
    if (!name || length < width) continue;
    const count = Math.max(1, Math.floor(length / SPACING));
    for (let at = 0; at < count; at++) {
      for (const shift of SHIFTS) {
        const pieces = piecesOf(points, (length * (at + 0.5 + shift)) / count - width / 2, name, (letters) => text.widthOf(letters, size), most);
        if (!pieces || !pieces.every((piece) => frame.has(piece, -size / 2))) continue;
        const near = said.get(name) || [];
        if (near.some((point) => Math.hypot(point.x - pieces[0].x, point.y - pieces[0].y) < APART)) continue;
        const spots = spotsOf(pieces, size, width);
        const boxes = spots.map((spot) => around(spot, size / 2));
        if (!boxes.every(names.isFree) || !spots.every((spot) => marks.isFree(around(spot, LETTER * size)))) continue;
        boxes.forEach(names.take);
        said.set(name, [...near, pieces[0]]);
        placed.push({ pieces, size, properties });
        break;
      }
    }
  }
  return placed;
}

/** The lines of a layer in the picture, in its pixels. @param {import("./frame.js").Frame} frame @param {string} from @param {import("./source.js").Source | undefined} source */
function* linesOf(frame, from, source) {
  for (const { tile } of source ? source.pieces() : []) {
    const { extent, features } = tile.featuresOf(from);
    const scale = frame.world / 2 ** tile.z / extent;
    const [left, top] = [(tile.x * frame.world) / 2 ** tile.z - frame.left, (tile.y * frame.world) / 2 ** tile.z - frame.top];
    for (const { properties, parts } of features) {
      if (!properties.name) continue;
      for (const part of parts) yield { points: part.map(({ x, y }) => ({ x: left + x * scale, y: top + y * scale })), properties };
    }
  }
}

/** @param {Point[]} points */
const lengthOf = (points) => points.reduce((sum, point, at) => (at ? sum + Math.hypot(point.x - points[at - 1].x, point.y - points[at - 1].y) : 0), 0);

/** The letters of a name from a place of a line on; none where the line turns by more than `most` radians at once, or ends.
 * @param {Point[]} points @param {number} start pixels from the line's beginning @param {string} name
 * @param {(letters: string) => number} widthOf @param {number} most @returns {Piece[] | null} */
export function piecesOf(points, start, name, widthOf, most) {
  const width = widthOf(name);
  const [first, last] = [spotAt(points, start), spotAt(points, start + width)];
  if (!first || !last) return null;
  if (last.x < first.x) return piecesOf([...points].reverse(), lengthOf(points) - start - width, name, widthOf, most);
  /** @type {Piece[]} */
  const spots = [];
  let before = 0;
  let written = "";
  for (const letter of name) {
    written += letter;
    const after = widthOf(written);
    spots.push({ ...spotAt(points, start + (before + after) / 2), text: letter });
    before = after;
  }
  const turns = spots.map((spot, at) => (at ? Math.abs(turnOf(spot.angle - spots[at - 1].angle)) : 0));
  if (turns.some((turn) => turn > most)) return null;
  const isStraight = spots.every((spot) => Math.abs(turnOf(spot.angle - spots[0].angle)) < STRAIGHT);
  return isStraight ? [{ ...spotAt(points, start + width / 2), text: name }] : spots;
}

const turnOf = (/** @type {number} */ angle) => Math.atan2(Math.sin(angle), Math.cos(angle));

/** @param {Point[]} points @param {number} distance */
function spotAt(points, distance) {
  if (distance < 0) return null;
  for (let at = 1, left = distance; at < points.length; at++) {
    const [one, other] = [points[at - 1], points[at]];
    const length = Math.hypot(other.x - one.x, other.y - one.y);
    if (left <= length && length) {
      const part = left / length;
      return { x: one.x + (other.x - one.x) * part, y: one.y + (other.y - one.y) * part, angle: Math.atan2(other.y - one.y, other.x - one.x) };
    }
    left -= length;
  }
  return null;
}

/** The middles of a name's letters, or where it is in one piece of each stretch as long as it is high.
 * @param {Piece[]} pieces @param {number} size @param {number} width @returns {Point[]} */
function spotsOf(pieces, size, width) {
  if (pieces.length > 1) return pieces;
  const [{ x, y, angle }] = pieces;
  const count = Math.max(1, Math.ceil(width / size));
  return Array.from({ length: count }, function (_, at) {
    const away = ((at + 0.5) / count - 0.5) * width;
    return { x: x + away * Math.cos(angle), y: y + away * Math.sin(angle) };
  });
}

/** @param {CanvasRenderingContext2D} ctx in CSS pixels @param {import("./text.js").Text} text @param {import("./values.js").Layer} layer @param {Along[]} placed */
export function paintAlong(ctx, text, layer, placed) {
  for (const { pieces, size } of placed) {
    for (const isHalo of [true, false]) {
      for (const { x, y, angle, text: letters } of pieces) {
        ctx.save();
        ctx.translate(x, y);
        ctx.rotate(angle);
        text.write([letters], size, { x: 0, y: 0 }, layer, isHalo);
        ctx.restore();
      }
    }
  }
}
