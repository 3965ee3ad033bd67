/* What can be asked of a map: what stands at a point of it, what lies in view, and what it has drawn. */

import { project, unproject } from "../../shared/mercator.js";
import { boxWithin, onScreen } from "./camera.js";
import { crosses, holds, touches } from "./shapes.js";
import { isDrawnAt, isOf } from "./values.js";

/** @typedef {import("./marks.js").Mark} Mark */
/** @typedef {import("./source.js").Source} Source */
/** @typedef {import("./values.js").Layer} Layer */
/** @typedef {{ layer: string, place: [number, number], properties: Record<string, any> }} Picked */

const PIXEL = 1.5 / 2 ** 24; // of the world: as far as a point may be drawn from where it is
const NEAR = 22; // pixels: half of the 44 a finger needs

/** @param {() => { camera: import("./camera.js").Camera, shown: import("./painter.js").Shown, drawn: import("./painter.js").Drawn, padding: import("./camera.js").Sides }} getNow `padding` is covered, and so not in view */
export function makeAsking(getNow) {
  /** What circles stand at a point of the view, the topmost first: those it lies in, else the one nearest within a finger's width.
   * @param {{ x: number, y: number }} point @returns {Picked[]} */
  function pointsAt(point) {
    const { camera, shown, drawn } = getNow();
    const near = shown.figures.filter(({ draw, isPicked }) => draw === "circles" && isPicked).flatMap(function ({ id }) {
      return (drawn.marks.get(id) || []).map(function (mark) {
        const { x, y } = onScreen(camera, mark.x, mark.y);
        return { layer: id, mark, away: Math.hypot(x - point.x, y - point.y) };
      });
    });
    const under = near.filter(({ mark, away }) => away <= mark.radius).reverse();
    const around = near.filter(({ away }) => away <= NEAR).sort((one, other) => one.away - other.away);
    return (under.length ? under : around.slice(0, 1)).map(({ layer, mark }) => ({ layer, place: unproject([mark.x, mark.y]), properties: mark.properties }));
  }

  /** The points of a layer of tiles that lie in the view, or around a place within a pixel of theirs, each once for each tile that has it.
   * @param {string} name of the source @param {string} from @param {[number, number]} [at] @returns {{ place: [number, number], properties: Record<string, any> }[]} */
  function pointsIn(name, from, at) {
    const { camera, shown, padding } = getNow();
    const source = shown.sources.get(name);
    const [west, south, east, north] = boxWithin(camera, padding);
    const corners = at ? [-PIXEL, PIXEL].map((away) => project(at).map((part) => part + away)) : [project([west, north]), project([east, south])];
    const [[left, top], [right, bottom]] = corners;
    const found = [];
    for (const tile of source ? source.inView() : []) {
      const { extent, features } = tile.featuresOf(from);
      const side = 2 ** tile.z;
      for (const { properties, parts } of features) {
        if (!parts.length) continue;
        const [x, y] = [(tile.x + parts[0][0].x / extent) / side, (tile.y + parts[0][0].y / extent) / side];
        if (x >= left && x <= right && y >= top && y <= bottom) found.push({ place: unproject([x, y]), properties });
      }
    }
    return found;
  }

  /** What of a layer of tiles lies in the view, or at a place: attributes, those of a feature once for each tile that has a part of it.
   * @param {string} name of the source @param {string} from @param {[number, number]} [place] @returns {Record<string, any>[]} */
  function featuresIn(name, from, place) {
    const { camera, shown, padding } = getNow();
    const source = shown.sources.get(name);
    const [west, south, east, north] = boxWithin(camera, padding);
    const [left, top, right, bottom] = place ? [...project(place), ...project(place)] : [...project([west, north]), ...project([east, south])];
    return (source ? source.inView() : []).flatMap(function (tile) {
      const { extent, features } = tile.featuresOf(from);
      const inTile = (/** @type {number} */ value, /** @type {number} */ start) => (value * 2 ** tile.z - start) * extent;
      const box = [inTile(left, tile.x), inTile(top, tile.y), inTile(right, tile.x), inTile(bottom, tile.y)];
      const cut = [Math.max(0, box[0]), Math.max(0, box[1]), Math.min(extent, box[2]), Math.min(extent, box[3])];
      if (cut[0] > cut[2] || cut[1] > cut[3]) return [];
      const isThere = (/** @type {import("./tile.js").Feature} */ { type, parts }) => {
        if (type !== 3) return crosses(parts, cut);
        return place ? holds(parts, cut[0], cut[1]) : touches(parts, cut);
      };
      return features.filter(isThere).map(({ properties }) => properties);
    });
  }

  /** The attributes of everything a layer shows in the view, by the layer's id.
   * @param {string} id @returns {Record<string, any>[]} */
  function drawn(id) {
    const { camera, shown, drawn: onPicture } = getNow();
    const layer = layerOf(id);
    if (!layer || !isDrawnAt(layer, camera.zoom)) return [];
    if (onPicture.names.has(id)) return onPicture.names.get(id);
    if (onPicture.marks.has(id)) return onPicture.marks.get(id).filter((mark) => isSeen(camera, mark)).map(({ properties }) => properties);
    if (shown.given[layer.source]) return shown.given[layer.source].lines || [];
    return featuresIn(layer.source, layer.from).filter((properties) => isOf(layer, properties));
  }

  /** A layer as it is drawn, or none. @param {string} id @returns {Layer | undefined} */
  function layerOf(id) {
    const { shown } = getNow();
    return [...shown.ground, ...shown.figures].find((layer) => layer.id === id);
  }

  /** Whether a part of the view is missing from what a source shows. @param {string} name */
  function isMissing(name) {
    const source = getNow().shown.sources.get(name);
    return Boolean(source && source.missed().length);
  }

  return { pointsAt, pointsIn, featuresIn, drawn, layerOf, isMissing, tilesOf: (/** @type {string} */ name) => (getNow().shown.sources.get(name) || { tiles: null }).tiles };
}

/** @param {import("./camera.js").Camera} camera @param {Mark} mark */
function isSeen(camera, mark) {
  const { x, y } = onScreen(camera, mark.x, mark.y);
  return x > -mark.radius && y > -mark.radius && x < camera.width + mark.radius && y < camera.height + mark.radius;
}
