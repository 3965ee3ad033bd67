/* Answers questions in SQL, apart from the page, so that a long one can be ended and the page never stands still. It is given the bytes of
   tables and puts them into a database in memory; it asks the network for nothing, and nothing of a question leaves it but to the page. */

import initSqlJs from "sql.js";

import { answer, createTable, csvOf } from "./ask/database.js";
import { readTable } from "./ask/reading.js";

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
  async load({ id, table }) {
    try {
      return await createTable(database, table.name, await readTable(table), (rows) => worker.postMessage({ id, rows }));
    } catch (error) {
      throw Object.assign(error, { why: /memory/i.test(error.message) ? "tooLarge" : "damaged" });
    }
  },
  ask: async ({ sql, most }) => answer(database, sql, most),
  csv: async ({ sql }) => csvOf(database, sql),
};

worker.onmessage = async function (/** @type {MessageEvent} */ { data }) {
  try {
    worker.postMessage({ id: data.id, done: await work[data.kind](data) });
  } catch (error) {
    worker.postMessage({ id: data.id, failed: String(error.message || error), why: error.why || "", at: error.at ?? -1 });
  }
};
