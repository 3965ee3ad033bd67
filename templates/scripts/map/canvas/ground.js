/* What is painted tile by tile: areas, lines, areas that are hatched, a veil over all that is not an area, and the places of tiles that are missing. */

import { isDrawnAt, valueAt } from "./values.js";

/** @typedef {import("./frame.js").Frame} Frame */
/** @typedef {import("./values.js").Layer} Layer */

const HATCH = 10; // CSS pixels from line to line, along an edge

/** @param {CanvasRenderingContext2D} ctx @param {Frame} frame @param {Layer} layer @param {import("./source.js").Source | undefined} source */
export function paintGround(ctx, frame, layer, source) {
  if (!isDrawnAt(layer, frame.zoom)) return;
  if (layer.draw === "background") return paintAll(ctx, layer.colour);
  if (layer.isOfMissed) return source && paintMissed(ctx, frame, layer, source.missed());
  for (const { tile, clip } of source ? source.pieces() : []) {
    const { extent, features } = tile.featuresOf(layer.from);
    if (!features.length && layer.draw !== "veil") continue;
    const clipped = frame.edgesOf(...clip);
    const edges = frame.edgesOf(tile.z, tile.x, tile.y);
    const scale = (edges.right - edges.left) / extent;
    ctx.save();
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.beginPath();
    ctx.rect(clipped.left, clipped.top, clipped.right - clipped.left, clipped.bottom - clipped.top);
    ctx.clip();
    ctx.setTransform(scale, 0, 0, scale, edges.left, edges.top);
    PAINTERS[layer.draw](ctx, frame, layer, tile.pathOf(layer), scale, extent);
    ctx.restore();
  }
}

/** @param {CanvasRenderingContext2D} ctx @param {string} colour */
function paintAll(ctx, colour) {
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.fillStyle = colour;
  ctx.fillRect(0, 0, ctx.canvas.width, ctx.canvas.height);
}

/** @param {CanvasRenderingContext2D} ctx @param {Frame} frame @param {Layer} layer @param {import("./source.js").Place[]} places */
function paintMissed(ctx, frame, layer, places) {
  const path = new Path2D();
  for (const { left, top, right, bottom } of places.map((place) => frame.edgesOf(...place))) path.rect(left, top, right - left, bottom - top);
  ctx.save();
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  PAINTERS[layer.draw](ctx, frame, layer, path, 1, 1);
  ctx.restore();
}

/** @type {Record<string, (ctx: CanvasRenderingContext2D, frame: Frame, layer: Layer, path: Path2D, scale: number, extent: number) => void>} scale: device pixels a unit */
const PAINTERS = {
  area(ctx, { zoom }, { colour, opacity = 1 }, path) {
    ctx.globalAlpha = valueAt(opacity, zoom);
    ctx.fillStyle = colour;
    ctx.fill(path);
  },
  veil(ctx, { zoom }, { colour, opacity = 1 }, path, _, extent) {
    const all = new Path2D();
    all.rect(-extent, -extent, 3 * extent, 3 * extent); // around whatever of the area lies beyond the tile
    all.addPath(path);
    ctx.globalAlpha = valueAt(opacity, zoom);
    ctx.fillStyle = colour;
    ctx.fill(all, "evenodd");
  },
  line(ctx, { zoom, fine }, layer, path, scale) {
    strokeAs(ctx, layer, zoom, fine / scale);
    ctx.stroke(path);
  },
  hatch(ctx, frame, { colour }, path) {
    ctx.clip(path);
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.strokeStyle = colour;
    ctx.lineWidth = 1.5 * frame.fine;
    const step = HATCH * frame.fine;
    const { width, height } = ctx.canvas;
    const start = -((((frame.left + frame.top) * frame.fine) % step) + step) % step;
    ctx.beginPath();
    for (let at = start; at < width + height; at += step) {
      ctx.moveTo(at, 0);
      ctx.lineTo(at - height, height);
    }
    ctx.stroke();
  },
};

/** @param {CanvasRenderingContext2D} ctx @param {Layer} layer @param {number} zoom @param {number} unit what a CSS pixel is to the context */
export function strokeAs(ctx, { colour, opacity = 1, width = 1, dash, cap }, zoom, unit) {
  const wide = valueAt(width, zoom) * unit;
  ctx.globalAlpha = valueAt(opacity, zoom);
  ctx.strokeStyle = colour;
  ctx.lineWidth = wide;
  ctx.lineJoin = "round";
  ctx.lineCap = cap === "round" ? "round" : "butt";
  ctx.setLineDash(dash ? dash.map((part) => part * wide) : []);
}
