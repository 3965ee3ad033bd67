/* Snap points, whose id is their pixel at zoom 24, as two numbers in base 36. */

import { project, unproject } from "./mercator.js";

/** @typedef {{ id: string, x: number, y: number }} Pixel */

const WORLD = 2 ** 24;

/** The snap point that is drawn at a place: at zoom 13, tiles put a pixel in one of two places.
 * @param {[number, number]} place @returns {Pixel} */
export function pixelAt(place) {
  const [x, y] = project(place).map((part) => Math.floor(part * WORLD + 0.25));
  return { id: `${x.toString(36)}-${y.toString(36)}`, x, y };
}

/** @param {string} id @returns {Pixel} */
export function pixelOf(id) {
  const [x, y] = id.split("-").map((part) => parseInt(part, 36));
  return { id, x, y };
}

/** The middle of the pixel an id names, as [lon, lat].
 * @param {string} id */
export function placeOf(id) {
  const { x, y } = pixelOf(id);
  return unproject([(x + 0.5) / WORLD, (y + 0.5) / WORLD]);
}
