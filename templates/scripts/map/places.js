/* Names of snap points, neighbourhoods and forces, and what became of the crimes at a point: from the shards of map squares. */

import { pixelOf } from "../shared/snap-points.js";
import { fill } from "../shared/texts.js";
import { fetchJson } from "../shared/files.js";

/** @typedef {import("../shared/snap-points.js").Pixel} Pixel */
/** @typedef {{ street: string | null, areas: [string, string, string][], doubts: string[] }} Named a point's street, its neighbourhoods: force, folder, name, and why it may mislead */

/** @type {Map<string, Promise<any>>} */
const shards = new Map();
/** @type {Map<string, any>} */
const outcomes = new Map();

/** The names and neighbourhoods of marks, from the shards of their z12 squares, by id; null where a shard fails, which `onMissing` is told.
 * @param {Pixel[]} marks @param {string} template @param {(error: Error) => void} onMissing */
export async function nameMarks(marks, template, onMissing) {
  /** @type {Map<string, Named>} */
  const named = new Map();
  await Promise.all([...new Set(marks.map((mark) => `${mark.x >> 12}/${mark.y >> 12}`))].map(load));
  for (const mark of marks) {
    const shard = await load(`${mark.x >> 12}/${mark.y >> 12}`);
    const [street, areas, doubts = []] = (shard && shard.points[mark.id]) || [null, []];
    named.set(mark.id, shard ? { street, areas: areas.map((/** @type {number} */ area) => shard.areas[area]), doubts } : null);
  }
  return named;

  /** @param {string} square */
  function load(square) {
    if (!shards.has(square)) {
      const [x, y] = square.split("/");
      const loading = fetchJson(template.replace("{x}", x).replace("{y}", y));
      shards.set(square, loading.catch((error) => (shards.delete(square), onMissing(error), /** @type {any} */ (null))));
    }
    return shards.get(square);
  }
}

/** The name and bounds of a neighbourhood, "force/folder", or force; null where there is none of that name.
 * @param {any} boundaries @param {string} area @param {(force: string) => string} boxesUrl @param {(error: Error) => null} onMissing */
export async function findArea(boundaries, area, boxesUrl, onMissing) {
  const [force, folder] = area.split("/");
  const known = boundaries && boundaries["x-forces"][force];
  if (!known) return null;
  const boxes = folder && known.bounds && (await fetchJson(boxesUrl(force)).catch(onMissing));
  const [name, ...bounds] = (boxes && boxes[folder]) || [];
  return name ? { name, bounds } : known;
}

/** What became of a month's crimes at a point, most first, as [name or null, crimes]; none where nothing is published of it: in the z10
 * squares `without` outcomes there is no file.
 * @param {string} template @param {string} month @param {string} id @param {string[]} [without] */
export async function outcomesAt(template, month, id, without = []) {
  const { x, y } = pixelOf(id);
  if (without.includes(`${x >> 14}/${y >> 14}`)) return [];
  let shard = await load(10);
  if (shard.squares) shard = await load(shard.zoom);
  const pairs = shard.points[id] || [];
  /** @type {[string | null, number][]} */
  const rows = [];
  for (let at = 0; at < pairs.length; at += 2) rows.push([(shard.outcomes[pairs[at]] || [])[1] || null, pairs[at + 1]]);
  return rows.sort((one, other) => other[1] - one[1]);

  /** @param {number} zoom */
  async function load(zoom) {
    const square = { month, z: zoom, x: x >> (24 - zoom), y: y >> (24 - zoom) };
    const url = fill(template, square);
    if (!outcomes.has(url)) outcomes.set(url, await fetchJson(url));
    return outcomes.get(url);
  }
}
