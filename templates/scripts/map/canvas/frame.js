/* A picture to be painted: what part of the world it shows, and where in it a tile or a place stands, in CSS pixels. */

import { worldOf } from "./camera.js";

/** @typedef {ReturnType<typeof makeFrame>} Frame */

/** The view with so many pixels more on each side.
 * @param {import("./camera.js").Camera} camera @param {number} margin @param {number} fine device pixels a CSS pixel */
export function makeFrame(camera, margin, fine) {
  const world = worldOf(camera.zoom);
  const left = camera.x * world - camera.width / 2 - margin;
  const top = camera.y * world - camera.height / 2 - margin;
  const width = camera.width + 2 * margin;
  const height = camera.height + 2 * margin;

  /** The edges of a tile in whole device pixels, so that neighbours meet. @param {number} z @param {number} x @param {number} y */
  function edgesOf(z, x, y) {
    const side = world / 2 ** z;
    const edge = (/** @type {number} */ place, /** @type {number} */ start) => Math.round((place * side - start) * fine);
    return { left: edge(x, left), top: edge(y, top), right: edge(x + 1, left), bottom: edge(y + 1, top) };
  }

  return {
    camera,
    zoom: camera.zoom,
    world,
    left,
    top,
    width,
    height,
    fine,
    edgesOf,
    /** @param {number} x @param {number} y of the world, 0 to 1 */
    pointOf: (x, y) => ({ x: x * world - left, y: y * world - top }),
    /** Whether a point is in the picture, or no farther away. @param {{ x: number, y: number }} point @param {number} away */
    has: ({ x, y }, away) => x > -away && y > -away && x < width + away && y < height + away,
    /** What of the picture is the view. @type {import("./room.js").Box} */
    view: { left: margin, top: margin, right: width - margin, bottom: height - margin },
  };
}
