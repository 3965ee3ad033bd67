/* What is answered to a name. */

import { fold } from "../shared/names.js";
import { alike, entries, grouped } from "./names.js";

/** @typedef {import("./answers.js").Answer} Answer */
/** @typedef {import("./names.js").Entry} Entry */

const NAMES_MOST = 30;

/** The answer to a name: those that are the name first, then those that begin with it; else those that are much like it.
 * @param {import("./lists.js").Lists} lists @param {string} typed @returns {Promise<Answer>} */
export async function answerForName(lists, typed) {
  const key = fold(typed);
  const text = typed.trim();
  const { prefixes } = await lists.fetchIndex();
  const last = (/** @type {string} */ wanted) => Math.max(prefixes.filter((prefix) => prefix <= wanted).length - 1, 0);
  const part = async (/** @type {number} */ number) => entries(await lists.fetchJson(`search/names/${prefixes[number].replace(/ /g, "-")}.json`));
  if (!key || !prefixes.length) return { kind: "unnamed", text };
  const [first, end] = [last(key), last(key + "~")];
  const begins = (/** @type {Entry} */ entry) => entry.key.startsWith(key);
  let all = await part(first);
  let found = all.filter(begins);
  let isMore = end > first;
  if (!found.length && isMore) {
    all = await part(first + 1);
    found = all.filter(begins);
    isMore = end > first + 1;
  }
  const exact = found.filter((entry) => entry.key === key);
  isMore = isMore || found.length > NAMES_MOST;
  found = [...exact, ...found.filter((entry) => entry.key !== key)].slice(0, NAMES_MOST);
  const common = exact.find((entry) => entry.group === "common");
  const groups = grouped(found);
  if (common) return { kind: "common", text: common.row[0], number: common.row[2], groups };
  if (groups.length) return { kind: isMore ? "more" : "named", text, groups };
  const like = alike(all, key, NAMES_MOST);
  const other = elsewhere(key, first, last);
  if (like.length || key.length < 4 || other === first) return meant(like, text);
  return meant(alike(await part(other), key, NAMES_MOST), text);
}

/** The other part in which a misspelt name may stand: beside its own where names with the same three letters go on there, else where
 * its first two letters swapped lead.
 * @param {string} key @param {number} first @param {(wanted: string) => number} last */
function elsewhere(key, first, last) {
  const three = key.slice(0, 3);
  if (last(three + "~") > first) return first + 1;
  if (last(three) < first) return first - 1;
  return last(key[1] + key[0] + key.slice(2));
}

/** @param {Entry[]} like @param {string} text @returns {Answer} */
const meant = (like, text) => (like.length ? { kind: "meant", text, groups: grouped(like) } : { kind: "unnamed", text });
