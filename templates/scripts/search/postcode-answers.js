/* What is answered to a postcode, or to its beginning. */

import { isTyped, lettersOf, readingsOf } from "./postcodes.js";

/** @typedef {import("./answers.js").Answer} Answer */
/** @typedef {import("./lists.js").Lists} Lists */
/** @typedef {import("./postcodes.js").Reading} Reading */
/** @typedef {[string, string, number, number]} Spot a force, its page, and degrees */
/** @typedef {{ neighbourhoods: import("./names.js").Row[], postcodes: Record<string, number[]>, terminated: Record<string, string>,
 *   outside?: Record<string, number>, spots?: Spot[] }} Shard of a district; `outside` gives for a postcode in no neighbourhood the number of its spot */

const DISTRICTS_MOST = 30;
const SCOTTISH = /^(?:AB|DD|DG|EH|FK|G|HS|IV|KA|KW|KY|ML|PA|PH|ZE)[0-9]/;

/** @param {Lists} lists @param {string} typed @returns {Promise<Answer>} */
export async function answerForPostcode(lists, typed) {
  const letters = lettersOf(typed);
  const readings = readingsOf(typed);
  const full = readings.filter(({ incode }) => incode.length === 3);
  if (full.length) return tryReadings(lists, full, typed);
  if (!readings.length && !/^[A-Z]{1,2}$/.test(letters)) return { kind: "form" };
  const { outcodes } = await lists.fetchIndex();
  const known = readings.filter(({ outcode }) => outcodes.includes(outcode));
  if (known.length) return tryReadings(lists, known, typed);
  const group = districts(outcodes, letters);
  if (!group.rows.length) return uncovered(readings.length ? readings[0].outcode : letters, letters);
  return { kind: "outcodes", text: letters, groups: [group] };
}

/** The districts that begin with these letters, as links to their pages.
 * @param {string[]} outcodes @param {string} letters @returns {import("./names.js").Group} */
export function districts(outcodes, letters) {
  const starts = outcodes.filter((outcode) => outcode.startsWith(letters));
  return { name: "districts", rows: starts.slice(0, DISTRICTS_MOST).map((outcode) => [outcode, "", `postcodes/${outcode.toLowerCase()}/`]) };
}

/** Goes through the readings until one is in the list; the first reading's answer where none is, which then names what was typed.
 * @param {Lists} lists @param {Reading[]} readings @param {string} typed */
async function tryReadings(lists, readings, typed) {
  const { outcodes } = await lists.fetchIndex();
  /** @type {Answer} */
  let first = null;
  for (const reading of readings.filter(({ outcode }, place) => !place || outcodes.includes(outcode))) {
    const { outcode } = reading;
    const shard = outcodes.includes(outcode) ? await lists.fetchJson(`postcodes/${outcode}.json`) : null;
    const answer = shard ? { ...lookUp(shard, reading), text: reading.text } : uncovered(outcode, isTyped(reading, typed) ? outcode : typed.trim());
    if (shard && answer.kind !== "unknown") return answer;
    first = first || (isTyped(reading, typed) ? answer : { ...answer, text: typed.trim() });
  }
  return first;
}

/** The answer to one reading of a postcode, whole or its beginning.
 * @param {Shard} shard @param {Pick<Reading, "incode">} reading @returns {Answer} */
export function lookUp(shard, { incode }) {
  if (incode.length === 3) {
    const numbers = shard.postcodes[incode];
    if (!numbers) return { kind: "unknown" };
    const month = shard.terminated[incode];
    const places = numbers.length ? numbers.map((number) => shard.neighbourhoods[number]) : forceOf(shard, [incode]);
    if (month) return { kind: numbers.length ? "ended" : "ended-nowhere", groups: oneGroup(places), month };
    if (numbers.length === 1) return { kind: "named", groups: oneGroup(places), opens: places[0][2] };
    return { kind: numbers.length ? "choose" : "nowhere", groups: oneGroup(places) };
  }
  const incodes = Object.keys(shard.postcodes).filter((one) => one.startsWith(incode));
  const used = incodes.filter((one) => !shard.terminated[one]);
  const told = used.length ? used : incodes;
  const wanted = new Set(told.flatMap((one) => shard.postcodes[one]));
  const places = shard.neighbourhoods.filter((_, number) => wanted.has(number));
  places.sort((one, other) => one[0].localeCompare(other[0])); // of one name in the order of the forces
  const all = [...places, ...forceOf(shard, told)];
  return { kind: !told.length ? "unknown" : !all.length ? "nowhere" : used.length ? "part" : "ended-part", groups: oneGroup(all) };
}

/** The rows in a group without a name; no group where there are none.
 * @param {import("./names.js").Row[]} rows @returns {import("./names.js").Group[]} */
const oneGroup = (rows) => (rows.length ? [{ name: "", rows }] : []);

/** The force in whose area postcodes of no neighbourhood lie, with the middle one of their spots; none where all lie in one.
 * @param {Shard} shard @param {string[]} incodes @returns {import("./names.js").Row[]} */
function forceOf({ outside = {}, spots }, incodes) {
  const found = incodes.filter((incode) => incode in outside).map((incode) => spots[outside[incode]]);
  return found.slice(found.length >> 1).slice(0, 1).map(([force, way, ...spot]) => [force, "", way, { spot }]);
}

/** @param {string} outcode @param {string} text @returns {Answer} */
const uncovered = (outcode, text) => ({ kind: SCOTTISH.test(outcode) ? "scotland" : "uncovered", text });
