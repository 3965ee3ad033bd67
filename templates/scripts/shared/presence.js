/* Which tiles of a tileset exist (docs/DATA.md, "Crime tiles"). */

/** The tiles of a presence index from `minzoom` on, as a set of "z/x/y".
 * @param {{ tree: string, without: string[] }} index @param {number} minzoom @param {number} maxzoom */
export function readPresence(index, minzoom, maxzoom) {
  const bytes = atob(index.tree);
  /** @type {Set<string>} */
  const present = new Set();
  let level = bytes.length ? [[0, 0]] : [];
  let place = 0;
  for (let z = 1; z <= maxzoom; z++) {
    /** @type {number[][]} */
    const below = [];
    for (const [x, y] of level) {
      const both = bytes.charCodeAt(place >> 1);
      const half = place++ % 2 ? both & 15 : both >> 4;
      for (let quarter = 0; quarter < 4; quarter++) if (half & (8 >> quarter)) below.push([2 * x + (quarter & 1), 2 * y + (quarter >> 1)]);
    }
    level = below;
    if (z >= minzoom) level.forEach(([x, y]) => present.add(`${z}/${x}/${y}`));
  }
  index.without.forEach((tile) => present.delete(tile));
  return present;
}
