/* Archives of tiles, of which an area keeps parts. */

import { get, partOf } from "./fetching.js";
import { scope, words } from "./words.js";

/** The parts of an archive that hold its tiles. The map's own reader says which: it is given the head and the directories, whose answers
 * are kept, and of a tile nothing: what it asks for is written down.
 * @param {string} url @param {number[][]} tiles as [z, x, y] @param {Document} mapPage @param {Map<string, Response>} answers */
export async function partsOf(url, tiles, mapPage, answers) {
  if (!tiles.length) return [];
  const src = new URL(mapPage.getElementById("map").dataset.archiveLibrary, scope + words.map).href;
  const load = (/** @type {any} */ onload, /** @type {any} */ onerror) => document.head.append(Object.assign(document.createElement("script"), { src, onload, onerror }));
  if (!window.pmtiles) await new Promise(load);
  /** @type {Map<string, import("./plan.js").File>} */
  const parts = new Map();
  let tilesFrom = Infinity;
  const source = {
    getKey: () => url,
    async getBytes(/** @type {number} */ offset, /** @type {number} */ length) {
      const range = `bytes=${offset}-${offset + length - 1}`;
      if (offset >= tilesFrom) {
        parts.set(range, { url, range, size: length });
        return { data: new ArrayBuffer(0) };
      }
      const part = await partOf(await get(url, "default", false, range));
      answers.set(`${url}?${range}`, part.clone());
      return { data: await part.arrayBuffer() };
    },
  };
  const archive = new window.pmtiles.PMTiles(source, undefined, async (data) => data);
  tilesFrom = (await archive.getHeader()).tileDataOffset;
  for (const [z, x, y] of tiles) await archive.getZxy(z, x, y);
  return [...parts.values()];
}
