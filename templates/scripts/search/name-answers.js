/* What is answered to a name. */

import { fold } from "../shared/names.js";
import { entries, grouped, nearest, ROWS_MOST } from "./names.js";
import { nearRows } from "./near-names.js";

/** @typedef {import("./answers.js").Answer} Answer */
/** @typedef {import("./names.js").Entry} Entry */

const FILES_MOST = 2; // read for one answer
const LETTERS_LEAST = 3; // of the beginning that is looked up where the whole is not found

/** The answer to a name: the name itself, names that begin with it or have it for a later word; else what was run together, misspelt, or said
 * with more than the site knows.
 * @param {import("./lists.js").Lists} lists @param {string} typed @returns {Promise<Answer>} */
export async function answerForName(lists, typed) {
  const key = fold(typed);
  const { prefixes } = await lists.fetchIndex();
  if (!key) return { kind: "empty" };
  if (!prefixes.length) return { kind: "unnamed" };
  const look = lookUpIn(lists, prefixes);
  const own = await look.names(key);
  if (own.found.length) return named(own, key);
  const { away, found } = nearest(own.all, (entry) => entry.key, key);
  if (!away) return named({ found }, found[0].key);
  if (found.length) return { kind: "meant", groups: grouped(found, key) };
  const part = await answerForPart(look, key.split(" "));
  if (part) return part;
  const near = await look.near();
  const rows = near ? nearRows(near, key) : [];
  return rows.length ? { kind: "meant", groups: [{ name: "", rows }] } : { kind: "unnamed" };
}

/** Reads the site's names, of a first answer no more than FILES_MOST files.
 * @param {import("./lists.js").Lists} lists @param {string[]} prefixes */
function lookUpIn(lists, prefixes) {
  const files = new Set();
  const last = (/** @type {string} */ wanted) => Math.max(prefixes.filter((prefix) => prefix <= wanted).length - 1, 0);

  /** @param {string} name */
  const read = async (name) => (files.add(name).size > FILES_MOST ? null : lists.fetchJson(`search/${name}.json`));

  /** @param {number} number @returns {Promise<Entry[]>} */
  async function part(number) {
    const file = await read(`names/${prefixes[number].replace(/ /g, "-")}`);
    return file ? entries(file) : [];
  }

  /** The names that begin so, in the part where they begin, or else the next.
   * @param {string} key */
  async function names(key) {
    const begins = (/** @type {Entry} */ entry) => entry.key.startsWith(key);
    const end = last(key + "~");
    let number = last(key);
    let all = await part(number);
    if (!all.some(begins) && end > number) all = await part(++number);
    return { all, found: all.filter(begins), isMore: end > number };
  }

  return { names, near: () => read("near") };
}

/** @param {{ found: Entry[], isMore?: boolean }} names @param {string} key @returns {Answer} */
function named({ found, isMore }, key) {
  const exact = found.filter((entry) => entry.key === key);
  const common = exact.find(({ group }) => group === "common");
  const groups = grouped(found, key);
  if (common) return { kind: "common", text: common.row[0], number: common.row[2], groups };
  if (isMore || groups.some(({ rows }) => rows.length === ROWS_MOST)) return { kind: "more", groups };
  return { kind: "named", groups, opens: onlyWay(groups, exact.map(({ group }) => group)) };
}

/** The page that Enter opens: of the one neighbourhood or force of this name where only streets have a longer one; or of the only row, a
 * street's only by its whole name.
 * @param {import("./names.js").Group[]} groups @param {string[]} exact the groups in which the name itself stands */
function onlyWay(groups, exact) {
  const rows = groups.flatMap((group) => group.rows);
  const ways = new Set(groups.flatMap((group) => (group.name === "streets" ? [] : group.rows.map((row) => row[2]))));
  if (ways.size === 1 && (exact.includes("areas") || exact.includes("forces"))) return [...ways][0];
  return rows.length === 1 && !rows[0][3] && (ways.size || exact.length) ? rows[0][2] : "";
}

/** The answer to the beginning of what was typed, narrowed to the names beside which the rest stands: "Newport Road, Abercarn".
 * @param {ReturnType<typeof lookUpIn>} look @param {string[]} words @returns {Promise<Answer | undefined>} */
async function answerForPart(look, words) {
  for (let number = words.length - 1; number > 0; number--) {
    const [lead, rest] = [words.slice(0, number), words.slice(number)].map((part) => part.join(" "));
    if (lead.length < LETTERS_LEAST) return;
    const { found } = await look.names(lead);
    const narrowed = found.filter(({ row }) => ` ${fold(row.slice(0, 2).join(" "))} `.includes(` ${rest} `));
    if (narrowed.length) return named({ found: narrowed }, lead);
    if (!found.length) continue;
    const there = (await look.names(rest)).found.filter(({ key, group }) => key === rest && group !== "common");
    const common = found.find(({ group, key }) => group === "common" && key === lead);
    const streets = there.filter(({ group, row }) => common && !row[3] && group !== "streets").map(({ row: [name, note, way] }) => [`${common.row[0]}, ${name}`, note, `${way}streets/`]);
    if (streets.length) return { kind: "named", groups: [{ name: "streets", rows: /** @type {any} */ (streets) }] };
    return { kind: common ? "common" : "partly", text: common?.row[0], number: common?.row[2], groups: grouped([...there, ...found], lead) };
  }
}
