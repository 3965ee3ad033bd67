/* Marks of numbers: squares of a grid, circles at points, and the numbers printed in them. */

import { project } from "../../shared/mercator.js";
import { isDrawnAt, isOf, radiusOf, sideOf } from "./values.js";

/** @typedef {import("./frame.js").Frame} Frame */
/** @typedef {import("./values.js").Layer} Layer */
/** @typedef {Record<string, (properties: Record<string, any>) => number>} Numbers by the name that layers call them */
/** @typedef {{ place: [number, number], properties: Record<string, any> }} Spot given by the program and in no tile */
/** @typedef {object} Mark where something is drawn
 * @property {number} x in the world, 0 to 1 @property {number} y @property {number} z of its tile
 * @property {Record<string, any>} properties @property {number} mean what size and colour follow @property {number} radius CSS pixels; of a square half its side */

/** The marks of a layer in a picture, those that are drawn last at the end.
 * @param {Frame} frame @param {Layer} layer @param {import("./source.js").Source | Spot[] | undefined} source @param {Numbers} numbers @returns {Mark[]} */
export function marksOf(frame, layer, source, numbers) {
  if (!source || !isDrawnAt(layer, frame.zoom)) return [];
  const meanOf = numbers[layer.mean];
  const marks = [];
  for (const { x, y, z, properties } of Array.isArray(source) ? spotsOf(source) : pointsOf(source, layer.from)) {
    if (!isOf(layer, properties)) continue;
    const mean = meanOf ? meanOf(properties) : 1;
    if (!(mean > 0) || mean < (layer.least || 0)) continue;
    const radius = layer.draw === "squares" ? sideOf(layer.cells, z, frame.world, mean) / 2 : layer.radius ? radiusOf(layer.radius, frame.zoom, mean) : 0;
    if (frame.has(frame.pointOf(x, y), radius + 40)) marks.push({ x, y, z, properties, mean, radius });
  }
  // The smaller lies above the larger; a square covers no other.
  return marks.sort((one, other) => other.mean - one.mean || one.x - other.x || one.y - other.y);
}

/** The points of a layer in the tiles of the view: those in the margin around a tile are its neighbour's.
 * @param {import("./source.js").Source} source @param {string} from */
function* pointsOf(source, from) {
  for (const { tile, clip } of source.pieces()) {
    const { extent, features } = tile.featuresOf(from);
    const side = 2 ** tile.z;
    const part = 2 ** clip[0];
    for (const { type, properties, parts } of features) {
      if (type !== 1 || !parts.length) continue;
      const [{ x: across, y: down }] = parts[0];
      const [x, y] = [(tile.x + across / extent) / side, (tile.y + down / extent) / side];
      if (Math.floor(x * part) === clip[1] && Math.floor(y * part) === clip[2]) yield { x, y, z: tile.z, properties };
    }
  }
}

/** @param {Spot[]} spots */
function* spotsOf(spots) {
  for (const { place, properties } of spots) {
    const [x, y] = project(place);
    yield { x, y, z: 0, properties };
  }
}

/** @param {CanvasRenderingContext2D} ctx in CSS pixels @param {Frame} frame @param {Layer} layer @param {Mark[]} marks */
export function paintMarks(ctx, frame, layer, marks) {
  ctx.setLineDash([]);
  if (layer.draw === "squares") paintSquares(ctx, frame, layer, marks);
  else for (const mark of marks) paintCircle(ctx, layer, frame.pointOf(mark.x, mark.y), mark.radius);
}

/** @param {CanvasRenderingContext2D} ctx @param {Frame} frame @param {Layer} layer @param {Mark[]} marks */
function paintSquares(ctx, frame, layer, marks) {
  const { fine } = frame;
  const whole = (/** @type {number} */ value) => Math.round(value * fine) / fine;
  ctx.globalAlpha = layer.opacity;
  ctx.fillStyle = layer.colour;
  for (const { x, y, radius } of marks) {
    const middle = frame.pointOf(x, y);
    const side = Math.max(1, whole(2 * radius));
    ctx.fillRect(whole(middle.x - side / 2), whole(middle.y - side / 2), side, side);
  }
}

/** @param {CanvasRenderingContext2D} ctx @param {Layer} layer @param {{ x: number, y: number }} middle @param {number} radius */
function paintCircle(ctx, { colour, opacity = 1, edge, edgeWidth }, { x, y }, radius) {
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  if (colour) {
    ctx.globalAlpha = opacity;
    ctx.fillStyle = colour;
    ctx.fill();
  }
  ctx.globalAlpha = 1;
  ctx.beginPath();
  ctx.arc(x, y, radius + edgeWidth / 2, 0, 2 * Math.PI); // the edge lies around the circle
  ctx.strokeStyle = edge;
  ctx.lineWidth = edgeWidth;
  ctx.stroke();
}
