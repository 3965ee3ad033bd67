/* What SQLite complains of, as kinds that a page has words for, and where in a question it may be meant. */

/** @typedef {{ kind: string, what: string }} Complaint `kind` is empty where the page has no words for it */

/** @type {[string, RegExp][]} */
const KINDS = [
  ["syntax", /^near "([^]*)": syntax error$/],
  ["incomplete", /^incomplete input()$/],
  ["unclosed", /^unrecognized token: "([^]*)"$/],
  ["noTable", /^no such table: (?:main\.|temp\.)?([^]*)$/],
  ["noColumn", /^no such column: "?([^]*?)"?(?: - should this be .*)?$/],
  ["noFunction", /^no such function: ([^]*)$/],
  ["ambiguous", /^ambiguous column name: ([^]*)$/],
  ["tooLarge", /(?:out of memory|too big|Aborted|memory access|unreachable|allocation failed)()/],
];

/** @param {string} message @returns {Complaint} */
export function complaintOf(message) {
  for (const [kind, pattern] of KINDS) {
    const found = pattern.exec(message);
    if (found) return { kind, what: found[1] };
  }
  return { kind: "", what: "" };
}

/* Comments and texts in single quotes name nothing; what stands in double quotes is a name. */
const TOKENS = /--[^\n]*|\/\*[^]*?(?:\*\/|$)|'(?:[^']|'')*'|"(?:[^"]|"")*"|[\p{L}\p{N}_$]+|[^\s]/gu;

/** Where what a complaint names stands in a question, each place it may be.
 * @param {string} sql @param {Complaint} complaint */
export function placesOf(sql, { kind, what }) {
  if (!what) return [];
  if (kind === "unclosed") return sql.includes(what) ? [sql.indexOf(what)] : [];
  const name = kind === "syntax" ? what : what.split(".").pop();
  const isMeant = (/** @type {string} */ token) => kind === "syntax" ? token === name : [name, `"${name}"`].some((one) => one.toLowerCase() === token.toLowerCase());
  return [...sql.matchAll(TOKENS)].filter(([token]) => isMeant(token)).map((token) => token.index);
}

/** The line and the character in it, both from 1.
 * @param {string} sql @param {number} at */
export function lineOf(sql, at) {
  const lines = sql.slice(0, at).split("\n");
  return { line: lines.length, character: [...lines[lines.length - 1]].length + 1 };
}
