/* Answers questions in SQL, apart from the page, so that a long one can be ended and the page never stands still. It loads tables that the
   page names, from the site alone, into a database in memory; nothing of a question leaves it but to the page. */

import initSqlJs from "sql.js";

import { answer, createTable, csvOf } from "./ask/database.js";
import { readCsvFile, readParquetFile } from "./ask/reading.js";

const worker = /** @type {any} */ (self); // its types and those of a page exclude each other
/** @type {import("sql.js").Database} */
let database;

/** @type {Record<string, (given: any) => Promise<unknown>>} */
const work = {
  /* The program comes compiled, so that this file needs no leave of its own to compile. */
  async begin({ module }) {
    database = new (await initSqlJs({
      instantiateWasm(imports, done) {
        WebAssembly.instantiate(/** @type {WebAssembly.Module} */ (module), imports).then(done);
        return {};
      },
    })).Database();
  },
  async load(table) {
    const read = table.url.endsWith(".parquet") ? readParquetFile : readCsvFile;
    return createTable(database, table.name, await read(table));
  },
  ask: async ({ sql, most }) => answer(database, sql, most),
  csv: async ({ sql }) => csvOf(database, sql),
};

worker.onmessage = async function (/** @type {MessageEvent} */ { data }) {
  try {
    worker.postMessage({ id: data.id, done: await work[data.kind](data) });
  } catch (error) {
    worker.postMessage({ id: data.id, failed: String(error.message || error), why: error.why || "" });
  }
};
