/* The worker that holds the tables: begun, given tables, asked, and ended in the middle of a question where somebody wants that. */

/** @typedef {{ columns: string[], rows: unknown[][], count: number }} Answer the first rows of `count` */
/** @typedef {import("./parquet.js").Wanted} Wanted */

/** @type {Worker} */
let worker;
/** @type {WebAssembly.Module} */
let program;
/** @type {Map<number, { resolve: (done: any) => void, reject: (error: Error) => void }>} */
const waiting = new Map();
let last = 0;

/** Compiles the program, which only this page may do, and gives it to a worker with the tables; returns how many rows each has.
 * @param {{ program: string, worker: string }} urls @param {Wanted[]} tables */
export async function begin(urls, tables) {
  if (!program) program = await compile(urls.program);
  stop("ended");
  worker = new Worker(urls.worker);
  worker.onmessage = function ({ data }) {
    const { resolve, reject } = waiting.get(data.id);
    waiting.delete(data.id);
    if ("done" in data) resolve(data.done);
    else reject(Object.assign(new Error(data.failed), { why: data.why }));
  };
  worker.onerror = () => stop("noWorker");
  await tell("begin", { module: program });
  return Promise.all(tables.map((table) => tell("load", table)));
}

/** @param {string} url */
async function compile(url) {
  const response = await fetch(url);
  if (!response.ok) throw Object.assign(new Error(url), { why: "notThere" });
  const bytes = await response.arrayBuffer();
  return WebAssembly.compile(bytes).catch((error) => {
    throw Object.assign(error, { why: "noProgram" });
  });
}

/** @param {string} sql @param {number} most @returns {Promise<Answer>} */
export const ask = (sql, most) => tell("ask", { sql, most });

/** @param {string} sql @returns {Promise<Blob>} */
export const csv = (sql) => tell("csv", { sql });

/** Ends the worker; whoever waits for it is told `why`. Its tables are gone: begin anew.
 * @param {string} why */
export function stop(why) {
  if (worker) worker.terminate();
  worker = null;
  for (const { reject } of waiting.values()) reject(Object.assign(new Error(why), { why }));
  waiting.clear();
}

/** @param {string} kind @param {object} given @returns {Promise<any>} */
function tell(kind, given) {
  last += 1;
  const id = last;
  worker.postMessage({ ...given, id, kind });
  return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
}
