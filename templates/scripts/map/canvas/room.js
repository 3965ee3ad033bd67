/* Where there is room for a name: boxes that are taken, found by the squares of a grid they lie in. */

/** @typedef {{ left: number, top: number, right: number, bottom: number }} Box CSS pixels of the picture */

const SIDE = 64;

export function makeRoom() {
  /** @type {Map<string, Box[]>} */
  const taken = new Map();

  /** @param {Box} box @returns {string[]} */
  function squaresOf({ left, top, right, bottom }) {
    const keys = [];
    for (let x = Math.floor(left / SIDE); x <= right / SIDE; x++) for (let y = Math.floor(top / SIDE); y <= bottom / SIDE; y++) keys.push(`${x}/${y}`);
    return keys;
  }

  /** @param {Box} box */
  function take(box) {
    for (const key of squaresOf(box)) taken.set(key, [...(taken.get(key) || []), box]);
  }

  /** @param {Box} box */
  function isFree(box) {
    return squaresOf(box).every((key) => (taken.get(key) || []).every((other) => !meet(box, other)));
  }

  /** How much of a box is taken, in pixels; what is taken twice counts twice. @param {Box} box */
  function covered(box) {
    const others = new Set(squaresOf(box).flatMap((key) => taken.get(key) || []));
    return [...others].reduce((sum, other) => sum + shared(box, other), 0);
  }

  return { take, isFree, covered };
}

/** @param {{ x: number, y: number }} middle @param {number} half its side @returns {Box} */
export const around = ({ x, y }, half) => ({ left: x - half, top: y - half, right: x + half, bottom: y + half });

/** @param {Box} one @param {Box} other */
const meet = (one, other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

/** @param {Box} one @param {Box} other */
const shared = (one, other) =>
  Math.max(0, Math.min(one.right, other.right) - Math.max(one.left, other.left)) * Math.max(0, Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top));
