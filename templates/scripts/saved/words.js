/* Where the site is, and what is said of saved areas, in the page's language. */

import { dayIn, monthIn } from "../shared/texts.js";
import { get } from "./fetching.js";

/** @typedef {object} Words of offline/words.json
 * @property {string} version of the build @property {string} month the newest
 * @property {string} map the way to the map's page @property {string[]} months their names @property {Record<string, string>} texts */

/** @type {HTMLAnchorElement} */
const link = document.querySelector("a[data-keep]");
export const scope = new URL("..", new URL(link.dataset.keep, location.href)).href;
export const language = document.documentElement.lang;
/** @type {Words} */
export let words;

/** Must have been waited for before anything is said. */
export async function fetchWords() {
  words = await (await get(new URL("words.json", link.href).href, "default")).json();
}

/** @param {number} bytes */
export function sizeOf(bytes) {
  const [number, unit] = bytes < 1e6 ? [Math.max(1, Math.round(bytes / 1000)), "kilobyte"] : [bytes / 1e6, "megabyte"];
  return number.toLocaleString(language === "en" ? "en-GB" : language, { style: "unit", unit: String(unit), maximumFractionDigits: 1 });
}

/** @param {string} month */
export const monthOf = (month) => monthIn(month, words.months);

/** @param {string} moment */
export const dayOf = (moment) => dayIn(moment, words.months);
