/* Where a map looks: the middle and the zoom of a view that lies flat, north up. Plain values; each function gives a new camera. */

import { project, unproject } from "../../shared/mercator.js";

/** @typedef {[number, number]} Place longitude and latitude in degrees */
/** @typedef {[number, number, number, number]} Box west, south, east, north in degrees */
/** @typedef {{ x: number, y: number }} Point CSS pixels from the left and the top of the view */
/** @typedef {{ left: number, top: number, right: number, bottom: number }} Sides CSS pixels */
/** @typedef {object} Camera
 * @property {number} x of the middle, the world being 0 to 1 @property {number} y likewise, to the south
 * @property {number} zoom at 0 the world is 512 CSS pixels wide
 * @property {number} width of the view in CSS pixels @property {number} height */

export const LEAST_ZOOM = 4;
export const MOST_ZOOM = 18;

/** How many CSS pixels wide the world is. @param {number} zoom */
export const worldOf = (zoom) => 512 * 2 ** zoom;

/** The same view with its zoom within bounds and no edge of the world inside it.
 * @param {Camera} camera @returns {Camera} */
export function kept(camera) {
  const zoom = Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, camera.zoom));
  const within = (/** @type {number} */ middle, /** @type {number} */ size) => Math.min(1 - half(size, zoom), Math.max(half(size, zoom), middle));
  return { ...camera, zoom, x: within(camera.x, camera.width), y: within(camera.y, camera.height) };
}

/** @param {number} size @param {number} zoom */
const half = (size, zoom) => Math.min(0.5, size / 2 / worldOf(zoom));

/** @param {Camera} camera @param {Place} place @param {number} [zoom] @returns {Camera} */
export function at(camera, place, zoom = camera.zoom) {
  const [x, y] = project(place);
  return kept({ ...camera, x, y, zoom });
}

/** Where a place of the world, 0 to 1, stands in the view. @param {Camera} camera @param {number} x @param {number} y @returns {Point} */
export function onScreen(camera, x, y) {
  const world = worldOf(camera.zoom);
  return { x: (x - camera.x) * world + camera.width / 2, y: (y - camera.y) * world + camera.height / 2 };
}

/** @param {Camera} camera @param {Place} place */
export const screenOf = (camera, place) => onScreen(camera, ...project(place));

/** The place of the world, 0 to 1, at a point of the view. @param {Camera} camera @param {Point} point @returns {[number, number]} */
export function inWorld(camera, point) {
  const world = worldOf(camera.zoom);
  return [camera.x + (point.x - camera.width / 2) / world, camera.y + (point.y - camera.height / 2) / world];
}

/** @param {Camera} camera @param {Point} point @returns {Place} */
export const placeAt = (camera, point) => unproject(inWorld(camera, point));

/** @param {Camera} camera @returns {Box} */
export const boxOf = (camera) => boxWithin(camera, { left: 0, top: 0, right: 0, bottom: 0 });

/** The part of a view that is left when so much on each side is covered. @param {Camera} camera @param {Sides} sides @returns {Box} */
export function boxWithin(camera, { left, top, right, bottom }) {
  const [west, north] = placeAt(camera, { x: left, y: top });
  const [east, south] = placeAt(camera, { x: camera.width - right, y: camera.height - bottom });
  return [west, south, east, north];
}

/** The view moved over the ground. @param {Camera} camera @param {number} across pixels to the east @param {number} down to the south */
export function moved(camera, across, down) {
  const world = worldOf(camera.zoom);
  return kept({ ...camera, x: camera.x + across / world, y: camera.y + down / world });
}

/** The view with another zoom; what lies under the point stays there. @param {Camera} camera @param {number} zoom @param {Point} point */
export function zoomed(camera, zoom, point) {
  const next = { ...camera, zoom: Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, zoom)) };
  const [before, after] = [inWorld(camera, point), inWorld(next, point)];
  return kept({ ...next, x: next.x + before[0] - after[0], y: next.y + before[1] - after[1] });
}

/** The nearest view in which all of a box lies, with so many pixels free on each side.
 * @param {Camera} camera @param {Box} box @param {Sides} sides @param {number} most the largest zoom @returns {Camera} */
export function fitted(camera, [west, south, east, north], sides, most) {
  const [[left, top], [right, bottom]] = [project([west, north]), project([east, south])];
  const wide = Math.max(1, camera.width - sides.left - sides.right);
  const high = Math.max(1, camera.height - sides.top - sides.bottom);
  const zoom = Math.min(most, MOST_ZOOM, Math.max(LEAST_ZOOM, Math.log2(Math.min(wide / (right - left), high / (bottom - top)) / 512)));
  const world = worldOf(zoom);
  const x = (left + right) / 2 + (sides.right - sides.left) / 2 / world;
  const y = (top + bottom) / 2 + (sides.bottom - sides.top) / 2 / world;
  return kept({ ...camera, x, y, zoom });
}

/** The least move that brings a place into the free part of the view, and from its edge a quarter of the way to its middle.
 * @param {Camera} camera @param {Place} place @param {Sides} free the part's edges @returns {Camera} */
export function withIn(camera, place, free) {
  const { x, y } = screenOf(camera, place);
  const over = (/** @type {number} */ value, /** @type {number} */ from, /** @type {number} */ to) => {
    const margin = (to - from) / 8;
    return value < from + margin ? value - from - 2 * margin : value > to - margin ? value - to + 2 * margin : 0;
  };
  return moved(camera, over(x, free.left, free.right), over(y, free.top, free.bottom));
}

/** The view on the way from one to another; where a point stands still in both, it does so on the way. @param {Camera} from @param {Camera} to @param {number} part 0 to 1 @returns {Camera} */
export function between(from, to, part) {
  const steps = to.zoom - from.zoom;
  const share = Math.abs(steps) < 1e-6 ? part : (1 - 2 ** (-steps * part)) / (1 - 2 ** -steps);
  return { ...to, zoom: from.zoom + steps * part, x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}
