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

  return { take, isFree };
}

/** @param {Box} one @param {Box} other */
const meet = (one, other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
