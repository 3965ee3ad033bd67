/* The two pictures that lie on each other: the ground, and the figures with all names. Either is painted from what the map shows now. */

import { paintAlong, placeAlong } from "./along.js";
import { paintGround } from "./ground.js";
import { paintLines } from "./lines.js";
import { marksOf, paintMarks } from "./marks.js";
import { placeNames } from "./names.js";
import { around, makeRoom } from "./room.js";
import { makeText } from "./text.js";
import { isDrawnAt } from "./values.js";

/** @typedef {import("./frame.js").Frame} Frame */
/** @typedef {import("./values.js").Layer} Layer */
/** @typedef {import("./source.js").Source} Source */
/** @typedef {object} Given what the program shows beside its tiles
 * @property {import("./marks.js").Spot[]} [spots] @property {[number, number][][]} [lines] */
/** @typedef {object} Shown
 * @property {Layer[]} ground @property {Layer[]} figures the first lies lowest; of names the last is the most important
 * @property {Map<string, Source>} sources @property {Record<string, Given>} given @property {import("./marks.js").Numbers} numbers */
/** @typedef {object} Drawn what stands on the picture, by layer
 * @property {Map<string, import("./marks.js").Mark[]>} marks @property {Map<string, Record<string, any>[]>} names their attributes */

const SMALL = 3; // pixels: half the side of a square that a name may cover

/** @param {CanvasRenderingContext2D} ctx @param {Frame} frame @param {Shown} shown */
export function paintAllGround(ctx, frame, shown) {
  begin(ctx, frame);
  for (const layer of shown.ground) paintGround(ctx, frame, layer, shown.sources.get(layer.source));
}

/** @param {CanvasRenderingContext2D} ctx @param {Frame} frame @param {Shown} shown @param {number} scale of text @returns {Drawn} */
export function paintAllFigures(ctx, frame, { figures, sources, given, numbers }, scale) {
  begin(ctx, frame);
  const text = makeText(ctx);
  const room = { text, scale, names: makeRoom(), marks: makeRoom() };
  /** @type {Drawn} */
  const drawn = { marks: new Map(), names: new Map() };
  const layers = figures.filter((layer) => isDrawnAt(layer, frame.zoom));
  for (const layer of layers.filter(({ draw }) => draw === "circles" || draw === "squares")) {
    const marks = marksOf(frame, layer, sources.get(layer.source) || (given[layer.source] || {}).spots, numbers);
    drawn.marks.set(layer.id, marks);
    for (const { x, y, radius } of marks) if (layer.draw === "circles" || radius > SMALL) room.marks.take(around(frame.pointOf(x, y), radius));
  }
  const sureFirst = [...layers].reverse().sort((one, other) => Number(other.isSure || false) - Number(one.isSure || false));
  const writers = new Map(sureFirst.map((layer) => [layer.id, writerOf(layer)]));

  /** Names are placed before anything is painted, the most important first, and painted in their turn. @param {Layer} layer @returns {(() => void) | null} */
  function writerOf(layer) {
    if (layer.draw === "along") {
      const placed = placeAlong(frame, layer, sources.get(layer.source), room);
      drawn.names.set(layer.id, placed.map(({ properties }) => properties));
      return () => paintAlong(ctx, text, layer, placed);
    }
    if (layer.draw !== "name") return null;
    const marks = marksOf(frame, layer, sources.get(layer.source) || (given[layer.source] || {}).spots, numbers);
    const placed = placeNames(frame, layer, marks, room, numbers[layer.number]);
    drawn.names.set(layer.id, placed.map(({ properties }) => properties));
    return () => [true, false].forEach((isHalo) => placed.forEach(({ lines, size, middle }) => text.write(lines, size, middle, layer, isHalo)));
  }

  for (const layer of layers) {
    ctx.setTransform(frame.fine, 0, 0, frame.fine, 0, 0);
    if (drawn.marks.has(layer.id)) paintMarks(ctx, frame, layer, drawn.marks.get(layer.id));
    else if (writers.get(layer.id)) writers.get(layer.id)();
    else if (given[layer.source]) paintLines(ctx, frame, layer, given[layer.source].lines || []);
    else paintGround(ctx, frame, layer, sources.get(layer.source));
  }
  return drawn;
}

/** @param {CanvasRenderingContext2D} ctx @param {Frame} frame */
function begin(ctx, frame) {
  const [width, height] = [frame.width, frame.height].map((side) => Math.round(side * frame.fine));
  if (ctx.canvas.width !== width || ctx.canvas.height !== height) {
    Object.assign(ctx.canvas, { width, height });
    Object.assign(ctx.canvas.style, { width: `${frame.width}px`, height: `${frame.height}px` });
  }
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.globalAlpha = 1;
  ctx.clearRect(0, 0, width, height);
}
