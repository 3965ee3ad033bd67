/* A vector tile: its features, and the path of those that a layer draws, each read once. */

import { PbfReader } from "pbf";
import { VectorTile } from "@mapbox/vector-tile";
import { isOf } from "./values.js";

/** @typedef {ReturnType<typeof readTile>} Tile */
/** @typedef {{ x: number, y: number }} Point */
/** @typedef {{ type: number, properties: Record<string, any>, parts: Point[][] }} Feature `parts` are points, lines or rings in units of the tile */
/** @typedef {{ extent: number, features: Feature[] }} Read */

const NOTHING = { extent: 4096, features: /** @type {Feature[]} */ ([]) };
const AREA = 3;

/** `onDamage` is told once what could not be read. Raises an error where the tile has no list of layers.
 * @param {{ z: number, x: number, y: number }} place @param {ArrayBuffer} bytes none: an empty tile @param {(error: Error) => void} onDamage */
export function readTile({ z, x, y }, bytes, onDamage) {
  const layers = bytes.byteLength ? new VectorTile(new PbfReader(bytes)).layers : {};
  /** @type {Map<string, Read>} */
  const read = new Map();
  /** @type {Map<string, Path2D>} */
  const paths = new Map();

  /** @param {string} from @returns {Read} */
  function featuresOf(from) {
    if (!read.has(from)) read.set(from, decode(from));
    return read.get(from);
  }

  /** @param {string} from @returns {Read} */
  function decode(from) {
    if (!Object.prototype.hasOwnProperty.call(layers, from)) return NOTHING;
    const layer = layers[from];
    try {
      const features = Array.from({ length: layer.length }, function (_, place) {
        const feature = layer.feature(place);
        return { type: feature.type, properties: feature.properties, parts: feature.loadGeometry() };
      });
      return { extent: layer.extent, features };
    } catch (error) {
      onDamage(error);
      return NOTHING;
    }
  }

  /** @param {import("./values.js").Layer} layer */
  function pathOf(layer) {
    const key = `${layer.id} ${JSON.stringify(layer.where || "")}`;
    if (!paths.has(key)) paths.set(key, pathThrough(featuresOf(layer.from).features.filter((feature) => isOf(layer, feature.properties))));
    return paths.get(key);
  }

  return { z, x, y, featuresOf, pathOf };
}

/** @param {Feature[]} features */
function pathThrough(features) {
  const path = new Path2D();
  for (const { type, parts } of features) {
    for (const part of parts) {
      part.forEach((point, place) => (place ? path.lineTo(point.x, point.y) : path.moveTo(point.x, point.y)));
      if (type === AREA) path.closePath();
    }
  }
  return path;
}
