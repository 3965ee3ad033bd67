/* Tilesets: no tile is asked for that is not there. */

import { tilesIn } from "../shared/mercator.js";
import { readPresence } from "../shared/presence.js";
import { archiveSource, failure, fetchBytes, fetchJson } from "../shared/files.js";

/** @typedef {Awaited<ReturnType<typeof openTileset>>} Tileset */

/** Opens the tileset a TileJSON describes: `about` is the TileJSON, `get` gives a tile's bytes, none for an absent tile.
 * @param {string} url */
export async function openTileset(url) {
  const base = new URL(url, location.href);
  const about = await fetchJson(base);
  const present = readTileset(about, base);
  /** @type {import("pmtiles").PMTiles} */
  let archive;
  /** @type {Map<string, Promise<ArrayBuffer>>} */
  const held = new Map();

  /* Squares are those of the nearest zoom, so that they are neither coarse nor dust; the rest is drawn for the zoom it was made for. */
  const zoomAt = (/** @type {number} */ zoom) => Math.max(about.minzoom, Math.min(about.maxzoom, about["x-cells"] && zoom < about.maxzoom ? Math.min(about.maxzoom - 1, Math.round(zoom)) : Math.floor(zoom)));

  /** A tile that was fetched ahead is given once.
   * @param {number} z @param {number} x @param {number} y @param {AbortSignal} signal */
  async function get(z, x, y, signal) {
    const key = `${z}/${x}/${y}`;
    if (!present.has(key)) return new ArrayBuffer(0);
    const early = await held.get(key);
    held.delete(key);
    return early || fetchTile(z, x, y, signal);
  }

  /** Fetches the tiles of a view ahead.
   * @param {number[]} box west, south, east, north @param {number} zoom */
  async function prepare(box, zoom) {
    const z = zoomAt(zoom);
    for (const [x, y] of tilesIn(box, z)) {
      const key = `${z}/${x}/${y}`;
      if (present.has(key) && !held.has(key)) held.set(key, fetchTile(z, x, y).catch(() => /** @type {any} */ (null)));
    }
    await Promise.all(held.values());
  }

  /** @param {number} z @param {number} x @param {number} y @param {AbortSignal} [signal] */
  async function fetchTile(z, x, y, signal) {
    const data = await fetchData(z, x, y, signal);
    if (!isTile(data)) throw failure(`${base}, ${z}/${x}/${y}`, "damaged");
    return data;
  }

  /** @param {number} z @param {number} x @param {number} y @param {AbortSignal} [signal] */
  async function fetchData(z, x, y, signal) {
    if (about["x-archive"]) {
      archive = archive || new window.pmtiles.PMTiles(archiveSource(new URL(about["x-archive"], base).href));
      const found = await archive.getZxy(z, x, y, signal).catch(function (error) {
        archive = null; // it remembers what failed
        throw error.why || (signal && signal.aborted) ? error : failure(about["x-archive"], "damaged"); // the library could not read it
      });
      if (!found) throw failure(about["x-archive"], "damaged");
      return found.data;
    }
    return fetchBytes(new URL(about.tiles[0].replace("{z}", z).replace("{x}", x).replace("{y}", y), base), signal);
  }
  return { about, get, prepare, zoomAt };
}

/** The tiles of a TileJSON; a file that is JSON but not of this kind is as bad as none.
 * @param {any} about @param {URL} base */
function readTileset(about, base) {
  try {
    return readPresence(about["x-index"], about.minzoom, about.maxzoom);
  } catch {
    throw failure(base, "damaged");
  }
}

/** Whether bytes are a vector tile from end to end: layers, each with its length, and nothing else. A server's page in the place of a file
 * that is not there, or a file cut short, is none.
 * @param {ArrayBuffer} buffer */
export function isTile(buffer) {
  const bytes = new Uint8Array(buffer);
  let at = 0;
  while (at < bytes.length) {
    if (bytes[at++] !== 0x1a) return false;
    let length = 0;
    for (let shift = 0; ; shift += 7) {
      if (at >= bytes.length || shift > 28) return false;
      length += (bytes[at] & 127) * 2 ** shift;
      if (bytes[at++] < 128) break;
    }
    at += length;
  }
  return at === bytes.length;
}

/** Gives what opens the stops of a month, "stops-<month>" in `tilesets`; none where the list of months at `index` has none.
 * @param {string} index @param {(month: string) => string} urlOf @param {Map<string, Tileset>} tilesets */
export function makeStops(index, urlOf, tilesets) {
  /** @type {{ month: string, tilejson: string }[]} */
  let listed = null;
  return async function (/** @type {string} */ month) {
    listed = listed || (await fetchJson(index)).months;
    const name = `stops-${month}`;
    const isThere = listed.some((one) => one.month === month && one.tilejson);
    if (isThere && !tilesets.has(name)) tilesets.set(name, await openTileset(urlOf(month)));
    return tilesets.get(name) || null;
  };
}
