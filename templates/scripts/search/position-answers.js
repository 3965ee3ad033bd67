/* What is answered to where the reader is: the device tells this page, and the host sees which map square was asked for. */

import { project } from "../shared/mercator.js";
import { pixelOf } from "../shared/snap-points.js";

const NEAREST = 3; // neighbourhoods told for a position

/** The neighbourhoods of the snap points nearest to a place, each with the street of the nearest.
 * @param {import("./lists.js").Lists} lists @param {number} lon @param {number} lat @returns {Promise<import("./answers.js").Answer>} */
export async function answerForPosition(lists, lon, lat) {
  const [column, row] = project([lon, lat]).map((part) => part * 2 ** 12);
  const shard = await lists.fetchJson(`streets/12/${Math.floor(column)}/${Math.floor(row)}.json`);
  /** @type {[string, [string, number[]]][]} */
  const points = Object.entries(shard ? shard.points : {});
  const near = points.map(function ([id, [street, areas]]) {
    const { x, y } = pixelOf(id);
    return { away: Math.hypot(x / 2 ** 12 - column, y / 2 ** 12 - row), street, areas };
  });
  /** @type {Map<string, import("./names.js").Row>} */
  const rows = new Map();
  for (const { street, areas } of near.sort((one, other) => one.away - other.away)) {
    for (const [force, folder, name] of areas.map((area) => shard.areas[area])) {
      const way = `${force}/${folder}/`;
      if (rows.size < NEAREST && !rows.has(way)) rows.set(way, [name, street || "", way]);
    }
  }
  return rows.size ? { kind: "near", groups: [{ name: "", rows: [...rows.values()] }] } : { kind: "far" };
}
