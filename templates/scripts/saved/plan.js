/* What belongs to an area. */

import { tilesIn } from "../shared/mercator.js";
import { readPresence } from "../shared/presence.js";
import { hasAsset } from "./areas.js";
import { partsOf } from "./archives.js";
import { each, get } from "./fetching.js";
import { scope, words } from "./words.js";

/** @typedef {{ url: string, range?: string, size?: number }} File */
/** @typedef {Awaited<ReturnType<typeof planArea>>} Plan */

const TILES_MOST = 100; // of one tileset and zoom: a wide area goes without its closest zooms, and is told so

/** The files of an area, those that had to be read already with their answers, and about how many bytes all are. Of an archive the
 * parts that the map will ask for are files.
 * @param {string} key @param {boolean} [isMeasured] */
export async function planArea(key, isMeasured = true) {
  const [force, folder] = key.split("/").slice(-3);
  /** @type {Map<string, Response>} */
  const answers = new Map();
  const read = async function (/** @type {string} */ url, isOptional = false) {
    const response = await get(url, "no-store", isOptional);
    if (response) answers.set(url, response.clone());
    return response;
  };
  const pages = [scope + key, `${scope}${key}streets/`, scope + words.map];
  await read(`${scope}${key}change/`, true);
  const parsed = await Promise.all(pages.map(async (url) => new DOMParser().parseFromString(await (await read(url)).text(), "text/html")));
  const assets = [...new Set(parsed.flatMap((page, place) => assetsOf(page, pages[place])))];
  const calendars = [...parsed[0].querySelectorAll("a[href$='.ics']")].map((link) => new URL(link.getAttribute("href"), pages[0]).href);
  /** @type {File[]} */
  const files = [...new Set(calendars)].map((url) => ({ url }));
  const boxes = await read(`${scope}tiles/boundaries/${force}.json`, true);
  const box = boxes && new Map(Object.entries(await boxes.json())).get(folder); // a folder may be called "constructor"
  let hasTiles = false;
  let isWide = false;
  if (box) {
    const bounds = widened(box.slice(1));
    for (const name of [`tiles/crime/${words.month}.json`, "tiles/boundaries.json", "tiles/base.json"]) {
      const found = await read(scope + name, true);
      if (!found) continue;
      const about = await found.json();
      const { tiles, isWhole } = presentIn(about, bounds);
      const base = scope + name;
      files.push(...(about["x-archive"] ? await partsOf(new URL(about["x-archive"], base).href, tiles, parsed[2], answers) : filesOf(about, base, tiles)));
      hasTiles = hasTiles || tiles.length > 0;
      isWide = isWide || !isWhole;
    }
    for (const [x, y] of tilesIn(bounds, 10)) files.push({ url: `${scope}outcomes/${words.month}/10/${x}/${y}.json` });
    for (const [x, y] of tilesIn(bounds, 12)) files.push({ url: `${scope}streets/12/${x}/${y}.json` });
  }
  let bytes = 0;
  for (const answer of answers.values()) bytes += (await answer.clone().blob()).size;
  const unread = [...assets.map((url) => ({ url, size: 0 })), ...files];
  if (isMeasured) await each(unread, async function ({ url, size }) {
    const found = size || (await sizeThere(url));
    bytes += found;
  });
  return { name: parsed[0].querySelector("h1").textContent.trim(), answers, assets: assets.sort(), files, bytes, hasTiles, isWide };
}

/** The styles, scripts and drawings a page names, and those that the map loads later.
 * @param {Document} page @param {string} base */
function assetsOf(page, base) {
  /** @type {NodeListOf<HTMLElement>} */
  const naming = page.querySelectorAll("link[href], script[src], a[data-keep], #map");
  const named = [...naming].flatMap((element) => [
    element.getAttribute("src"), element.tagName === "LINK" ? element.getAttribute("href") : "", ...Object.values(element.dataset),
  ]);
  const found = named.filter((value) => /^(\.\.\/|\.\/)*assets\/[\w./-]+$/.test(value || ""));
  return found.map((value) => new URL(value, base).href);
}

/** A quarter more than the area on every side: what the map shows around it.
 * @param {number[]} box west, south, east, north */
function widened([west, south, east, north]) {
  const [across, up] = [(east - west) / 4, (north - south) / 4];
  return [west - across, south - up, east + across, north + up];
}

/** The tiles of a tileset in a box as [z, x, y], and whether all its zooms are among them.
 * @param {any} about TileJSON @param {number[]} bounds */
function presentIn(about, bounds) {
  /** @type {number[][]} */
  const tiles = [];
  const present = readPresence(about["x-index"], about.minzoom, about.maxzoom);
  for (let z = about.minzoom; z <= about.maxzoom; z++) {
    const there = tilesIn(bounds, z).filter(([x, y]) => present.has(`${z}/${x}/${y}`));
    if (there.length > TILES_MOST) return { tiles, isWhole: false };
    tiles.push(...there.map(([x, y]) => [z, x, y]));
  }
  return { tiles, isWhole: true };
}

/** @param {any} about TileJSON @param {string} base @param {number[][]} tiles @returns {File[]} */
function filesOf(about, base, tiles) {
  return tiles.map(([z, x, y]) => ({ url: new URL(about.tiles[0].replace("{z}", z).replace("{x}", x).replace("{y}", y), base).href }));
}

/** @param {string} url */
async function sizeThere(url) {
  if (await hasAsset(url)) return 0;
  const response = await fetch(url, { method: "HEAD" });
  return response.ok ? +response.headers.get("content-length") || 0 : 0;
}
