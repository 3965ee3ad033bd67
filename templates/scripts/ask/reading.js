/* Tables of the site, Parquet and CSV, as columns and rows. */

import { decompress } from "fzstd";
import { parquetReadObjects } from "hyparquet";

import { fetchBytes } from "../shared/files.js";
import { plan } from "./parquet.js";

/** @typedef {import("./parquet.js").Wanted} Wanted */
/** @typedef {{ columns: { name: string, type: string }[], rows: unknown[][] }} Table a type is one of SQLite's */

/** @type {Record<string, string>} */
const TYPES = { BOOLEAN: "INTEGER", INT32: "INTEGER", INT64: "INTEGER", FLOAT: "REAL", DOUBLE: "REAL" };

/** @param {Wanted} wanted @returns {Promise<Table>} */
export async function readParquetFile(wanted) {
  const { elements, options } = await plan(wanted);
  const compressors = { ZSTD: (/** @type {Uint8Array} */ bytes, /** @type {number} */ length) => decompress(bytes, new Uint8Array(length)) };
  const objects = await parquetReadObjects({ ...options, compressors });
  const columns = elements.map(({ name, type }) => ({ name, type: TYPES[type] || "TEXT" }));
  return { columns, rows: objects.map((row) => columns.map(({ name }) => cell(row[name]))) };
}

/** @param {unknown} value */
function cell(value) {
  if (value === undefined) return null;
  return typeof value === "bigint" || typeof value === "boolean" ? Number(value) : value;
}

/** @param {Wanted} wanted @returns {Promise<Table>} */
export async function readCsvFile({ url, types = {} }) {
  const [names, ...lines] = splitCsv(new TextDecoder().decode(await fetchBytes(url)));
  const columns = names.map((name) => ({ name, type: types[name] || "TEXT" }));
  return { columns, rows: lines.map((line) => line.map((text, at) => valueOf(text, columns[at].type))) };
}

/** An empty cell is not known. An apostrophe in front keeps a spreadsheet from running what follows, and is not of the text.
 * @param {string} text @param {string} type */
function valueOf(text, type) {
  if (text === "") return null;
  return type === "TEXT" ? text.replace(/^'/, "") : Number(text);
}

/** The cells of each line.
 * @param {string} text */
export function splitCsv(text) {
  /** @type {string[][]} */
  const lines = [];
  let line = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    line.push(quoted === undefined ? plain : quoted.replace(/""/g, '"'));
    if (end === ",") continue;
    if (line.length > 1 || line[0]) lines.push(line);
    line = [];
  }
  return lines;
}
