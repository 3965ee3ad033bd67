/* What the search answers, from the site's lists. For a postcode it asks for the file of its district; for a name for the part of the
   names it stands in; for the reader's position for the file of a map square. Which districts and parts there are it has from one list,
   fetched when the field is entered. Neither the full postcode nor the name nor the position leaves the browser. */

import { answerForName } from "./name-answers.js";
import { answerForPostcode, districts } from "./postcode-answers.js";
import { lettersOf, readingsOf } from "./postcodes.js";

/** @typedef {object} Answer
 * @property {string} [kind] the text that says it
 * @property {string} [text] what is answered to, where it is not said as it was typed
 * @property {import("./names.js").Group[]} [groups]
 * @property {string} [month] @property {number} [number]
 * @property {string} [opens] the one page that is meant */
/** @typedef {import("./lists.js").Lists} Lists */

const WITHIN = /\b[a-z]{1,2}[0-9][a-z0-9]? ?[0-9][a-z]{2}\b/i; // a postcode in an address
const CALLS = /^(101|999)$/;

/** What reads like a postcode is one; anything else is a name, letters alone unless they turn out to be a postcode's.
 * @param {Lists} lists @param {string} typed @param {boolean} hasPostcodes whether the site knows any @returns {Promise<Answer>} */
export async function answerFor(lists, typed, hasPostcodes) {
  if (CALLS.test(typed.trim())) return { kind: "call" };
  if (!hasPostcodes) return answerForName(lists, typed);
  const [postcode] = typed.match(WITHIN) || [];
  if (postcode) return answerForPostcode(lists, postcode);
  if (/[0-9]/.test(typed) && (readingsOf(typed).length || !/[a-z]{3}/i.test(typed))) return answerForPostcode(lists, typed);
  if (/[0-9]/.test(typed)) return answerForName(lists, typed.replace(/^\s*[0-9]+[a-z]?,?\s+(?=\S)/i, "")); // without a house number
  const answer = await answerForPostcode(lists, typed);
  return answer.groups ? answer : answerForName(lists, typed);
}

/** While somebody types, a district's file is asked for only once the second half of the postcode has begun.
 * @param {Lists} lists @param {string} typed @param {boolean} hasPostcodes @returns {Promise<Answer>} */
export async function suggestionsFor(lists, typed, hasPostcodes) {
  if (!/[0-9]/.test(typed)) return typed.trim().length < 3 ? {} : answerFor(lists, typed, hasPostcodes);
  const readings = readingsOf(typed).filter(({ incode, text }) => incode || text === typed.toUpperCase().trim());
  if (!readings.length) return /[a-z]{3}/i.test(typed) ? answerFor(lists, typed, hasPostcodes) : {};
  if (readings[0].incode && /\s/.test(typed.trim())) return answerFor(lists, typed, hasPostcodes);
  const letters = lettersOf(typed);
  const group = districts((await lists.fetchIndex()).outcodes, letters);
  return { kind: "outcodes", text: letters, groups: group.rows.length ? [group] : [] };
}
