/* Web Mercator: the world as a square, x to the east and y to the south, each from 0 to 1. */

/** @typedef {[number, number]} Place longitude and latitude in degrees */

const EQUATOR = 40075016.686; // metres

/** Where a place lies on the square, as [x, y].
 * @param {Place} place @returns {[number, number]} */
export const project = ([lon, lat]) => [lon / 360 + 0.5, 0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI)];

/** The place at a point of the square.
 * @param {[number, number]} point @returns {Place} */
export const unproject = ([x, y]) => [x * 360 - 180, (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI];

/** What a CSS pixel of a map of this zoom stands for at a latitude, where the world is 512 pixels wide at zoom 0.
 * @param {number} lat @param {number} zoom */
export const metresPerPixel = (lat, zoom) => (EQUATOR * Math.cos((lat * Math.PI) / 180)) / 512 / 2 ** zoom;

/** The tiles of a zoom that a box in degrees touches, as [x, y], column by column.
 * @param {number[]} box west, south, east, north @param {number} zoom */
export function tilesIn([west, south, east, north], zoom) {
  const [[left, top], [right, bottom]] = [project([west, north]), project([east, south])].map((at) => at.map((part) => Math.floor(part * 2 ** zoom)));
  /** @type {[number, number][]} */
  const found = [];
  for (let x = left; x <= right; x++) for (let y = top; y <= bottom; y++) found.push([x, y]);
  return found;
}
