/* The map's state in the URL fragment: #m=2025-06&z=13.2/52.63/-1.13&c=sho,vio&area=gwent/nb85&p=1a2b-3c4d&l=edges,stops
   `keys`: the categories chosen, null for all; British Transport Police is chosen apart, `c=all,btp`.
   `stops` and `edges`: whether stop and search, and boundaries, are drawn; `l` names what is, `edges` where it is left out. */

import { placeOf } from "../shared/snap-points.js";

/** @typedef {{ zoom: number, lat: number, lon: number }} View */
/** @typedef {object} State
 * @property {string | null} month @property {View | null} view @property {Set<string> | null} keys @property {boolean} btp
 * @property {string} area @property {string} point @property {boolean} edges @property {boolean} stops
 * @property {string} [unknown] a month that was asked for and that the site has not */

const POINT_ZOOM = 16;

/** What a fragment says; whatever it does not say, or says badly, is as on a first visit. `months` are those of the site.
 * @param {string} fragment @param {string[]} months @returns {State} */
export function readState(fragment, months) {
  const given = new URLSearchParams(fragment.replace(/^#/, ""));
  const month = given.get("m");
  const point = match(given.get("p"), /^[0-9a-z]{1,5}-[0-9a-z]{1,5}$/);
  return {
    month: months.includes(month) ? month : null,
    ...(!months.includes(month) && match(month, /^[12]\d{3}-(0[1-9]|1[0-2])$/) ? { unknown: month } : {}),
    view: readView(given.get("z")) || (given.has("z") || !point ? null : viewOfPoint(point)),
    ...readCategories(given.get("c") || (given.has("c") ? "" : "all")),
    area: match(given.get("area"), /^[a-z-]+(\/[a-z0-9][a-z0-9._-]*)?$/),
    ...readLayers(given.get("l")),
    point,
  };
}

/** @param {State} state */
export function writeState(state) {
  const parts = [`m=${state.month}`];
  if (state.view) parts.push(`z=${state.view.zoom}/${state.view.lat}/${state.view.lon}`);
  if (state.keys || state.btp) parts.push(`c=${[...(state.keys ? [...state.keys].sort() : ["all"]), ...(state.btp ? ["btp"] : [])].join(",")}`);
  if (state.area) parts.push(`area=${state.area}`);
  if (state.point) parts.push(`p=${state.point}`);
  if (state.stops || !state.edges) parts.push(`l=${[...(state.edges ? ["edges"] : []), ...(state.stops ? ["stops"] : [])].join(",")}`);
  return `#${parts.join("&")}`;
}

/** Where the map is: zoom to 2 decimals, degrees to 5, about a metre.
 * @param {import("./canvas/map.js").CanvasMap} map @returns {View} */
export function viewOf(map) {
  const [lon, lat] = map.center();
  return { zoom: +map.zoom().toFixed(2), lat: +lat.toFixed(5), lon: +lon.toFixed(5) };
}

/** A point alone is shown from near, with the streets around it.
 * @param {string} point @returns {View} */
function viewOfPoint(point) {
  const [lon, lat] = placeOf(point);
  return { zoom: POINT_ZOOM, lat, lon };
}

/** @param {string | null} text */
function readView(text) {
  const numbers = (text || "").split("/").map((part) => (part.trim() ? Number(part) : NaN));
  const [zoom, lat, lon] = numbers;
  if (numbers.length !== 3 || !numbers.every(Number.isFinite) || Math.abs(lat) > 85 || Math.abs(lon) > 180) return null;
  return { zoom, lat, lon };
}

/** @param {string} text */
function readCategories(text) {
  // Attributes of tiles are looked up in plain objects, where "constructor" stands without anybody having put it there.
  const named = text.split(",").filter((key) => /^[a-z0-9-]+$/.test(key) && !(key in {}));
  return { keys: named.includes("all") ? null : new Set(named.filter((key) => key !== "btp")), btp: named.includes("btp") };
}

/** @param {string | null} text */
function readLayers(text) {
  const named = text === null ? ["edges"] : text.split(",");
  return { edges: named.includes("edges"), stops: named.includes("stops") };
}

/** @param {string | null} text @param {RegExp} pattern */
function match(text, pattern) {
  return text && pattern.test(text) ? text : "";
}
