/* The worker that holds the tables: begun, given tables, asked, and ended in the middle of a question where somebody wants that. The page keeps the
   tables' bytes, which are few, so that another worker has them at once, without a connection too. */

import { failure, fetchBytes } from "../shared/files.js";

/** @typedef {{ columns: string[], rows: unknown[][], count: number }} Answer the first rows of `count` */
/** @typedef {import("./fetching.js").Fetched} Fetched */
/** @typedef {(rows: number) => void} Tell hears how many rows are in the database so far */

/** @type {Worker} */
let worker;
/** @type {Worker} */
let spare; // is there before it is needed: without a connection none could be had
/** @type {WebAssembly.Module} */
let program;
/** @type {Map<string, Fetched>} */
let held = new Map();
/** @type {Map<number, { resolve: (done: any) => void, reject: (error: Error) => void, tell: Tell }>} */
const waiting = new Map();
let last = 0;

/** Compiles the program, which only this page may do, and gives it to a worker with these tables and no others; returns how many rows there are.
 * @param {{ program: string, worker: string }} urls @param {Fetched[]} tables @param {Tell} tell */
export async function begin(urls, tables, tell) {
  if (!program) program = await compile(urls.program);
  stop("ended");
  held = new Map(tables.map((table) => [table.name, table]));
  worker = spare || make(urls.worker);
  spare = null;
  worker.onmessage = function ({ data }) {
    const asked = waiting.get(data.id);
    if ("rows" in data) return asked.tell(data.rows);
    waiting.delete(data.id);
    if ("done" in data) asked.resolve(data.done);
    else asked.reject(Object.assign(new Error(data.failed), { why: data.why, at: data.at }));
  };
  await send("begin", { module: program });
  let rows = 0;
  for (const table of tables) rows += await load(table, (more) => tell(rows + more));
  if (!spare) spare = make(urls.worker);
  return rows;
}

/** @param {string} url */
function make(url) {
  const made = new Worker(url);
  made.onerror = function () {
    if (made === spare) spare = null;
    if (made === worker) stop("noWorker");
  };
  return made;
}

/** @param {string} url */
async function compile(url) {
  const bytes = await fetchBytes(url);
  return WebAssembly.compile(bytes).catch((error) => {
    throw Object.assign(error, { why: "noProgram" });
  });
}

/** Puts a table into the database, in place of one of its name; returns how many rows it has.
 * @param {Fetched} table @param {Tell} tell @returns {Promise<number>} */
export async function load(table, tell) {
  const rows = await send("load", { table }, tell);
  held.set(table.name, table);
  return rows;
}

/** Ends the worker, and whoever waits for it is told `why`; another gets the same tables.
 * @param {{ program: string, worker: string }} urls @param {string} why @param {Tell} tell */
export function beginAnew(urls, why, tell) {
  stop(why);
  return begin(urls, [...held.values()], tell);
}

/** @param {string} sql @param {number} most @returns {Promise<Answer>} */
export const ask = (sql, most) => send("ask", { sql, most });

/** @param {string} sql @returns {Promise<Blob>} */
export const csv = (sql) => send("csv", { sql });

/** Ends the worker; whoever waits for it is told `why`. Its tables are gone.
 * @param {string} why */
export function stop(why) {
  if (worker) worker.terminate();
  worker = null;
  for (const { reject } of waiting.values()) reject(failure("", why));
  waiting.clear();
}

/** @param {string} kind @param {object} given @param {Tell} [tell] @returns {Promise<any>} */
async function send(kind, given, tell = () => {}) {
  if (!worker) throw failure("", "noWorker");
  last += 1;
  const id = last;
  worker.postMessage({ ...given, id, kind });
  return new Promise((resolve, reject) => waiting.set(id, { resolve, reject, tell }));
}
