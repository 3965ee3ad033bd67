/* Tables of the site, Parquet and CSV, as columns and portions of rows: a large table is never in memory as a whole but in the database. */

import { decompress } from "fzstd";
import { parquetRead } from "hyparquet";

import { partAt } from "./fetching.js";
import { describe } from "./parquet.js";

/** @typedef {import("./fetching.js").Fetched} Fetched */
/** @typedef {{ name: string, type: string }} Column a type is one of SQLite's */
/** @typedef {(string | number | null)[]} Row */
/** @typedef {{ columns: Column[], portions: AsyncIterable<Row[]> }} Table */

/** @type {Record<string, string>} */
const TYPES = { BOOLEAN: "INTEGER", INT32: "INTEGER", INT64: "INTEGER", FLOAT: "REAL", DOUBLE: "REAL" };

/** @param {Fetched} table @returns {Promise<Table>} */
export const readTable = (table) => table.isParquet ? readParquet(table) : readCsv(table);

/** @param {Fetched} table @returns {Promise<Table>} */
async function readParquet({ byteLength, parts, only = {} }) {
  const file = { byteLength, slice: (/** @type {number} */ start, end = byteLength) => partAt(parts, start, end) };
  const { elements, options: { metadata, columns, geoparquet }, groups } = await describe(file, only);
  const compressors = { ZSTD: (/** @type {Uint8Array} */ bytes, /** @type {number} */ length) => decompress(bytes, new Uint8Array(length)) };
  const [wantedColumn, wantedValue] = Object.entries(only)[0] || [];
  const at = columns.indexOf(wantedColumn);

  async function* portions() {
    for (const { groupStart, groupRows } of groups) {
      /** @type {Row[]} */
      const rows = Array.from({ length: groupRows }, () => Array(columns.length).fill(null));
      await parquetRead({
        file, metadata, columns, geoparquet, compressors, rowStart: groupStart, rowEnd: groupStart + groupRows,
        onChunk({ columnName, columnData, rowStart }) {
          const column = columns.indexOf(columnName);
          for (let place = 0; place < columnData.length; place += 1) rows[rowStart - groupStart + place][column] = cell(columnData[place]);
        },
      });
      yield wantedColumn ? rows.filter((row) => row[at] === wantedValue) : rows;
    }
  }

  return { columns: elements.map(({ name, type }) => ({ name, type: TYPES[type] || "TEXT" })), portions: portions() };
}

/** @param {any} value */
function cell(value) {
  if (value === undefined) return null;
  return typeof value === "bigint" || typeof value === "boolean" ? Number(value) : value;
}

/** @param {Fetched} table @returns {Promise<Table>} */
async function readCsv({ parts, types = {} }) {
  const [names, ...lines] = splitCsv(new TextDecoder().decode(parts[0].bytes));
  const columns = names.map((name) => ({ name, type: types[name] || "TEXT" }));

  async function* portions() {
    yield lines.map((line) => columns.map(({ type }, at) => valueOf(line[at] || "", type)));
  }

  return { columns, portions: portions() };
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
