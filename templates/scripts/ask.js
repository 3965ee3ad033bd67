/* Puts questions in SQL to the site's own tables, in the browser: nothing is loaded before the reader wants it, and nothing of a question
   leaves the device. Without it the page has the questions, the tables and how to ask them on the reader's own machine. */

import { ask, begin, csv, stop } from "./ask/asking.js";
import { sizeOf } from "./ask/parquet.js";
import { readAddress, sqlOf, writeAddress } from "./ask/questions.js";
import { drawingOf, seriesOf, tableOf } from "./ask/result.js";
import { make } from "./shared/elements.js";
import { fill } from "./shared/texts.js";

/** @typedef {import("./ask/asking.js").Answer} Answer */
/** @typedef {import("./ask/parquet.js").Wanted} Wanted */

const MOST = 1000; // rows shown

/** @type {HTMLElement} */
const root = document.querySelector("#ask");
/** @type {Record<string, string>} */
const words = JSON.parse(root.dataset.words);
/** @type {{ program: string, worker: string, programBytes: number, tables: Wanted[], crimes: string }} */
const given = JSON.parse(root.dataset.given);
/** @param {string} name @returns {any} */
const part = (name) => root.querySelector(`[data-part=${name}]`);
const codes = [...document.querySelectorAll("[data-question] code")];
const address = readAddress(location.hash);
let asked = "";

/* The figures are those of one force; the small tables are of all. */
/** @param {string} force @returns {Wanted[]} */
const tablesOf = (force) => given.tables.map(({ only, url, ...table }) => ({
  ...table,
  url: new URL(url, location.href).href,
  ...(only && { only: { [Object.keys(only)[0]]: force } }),
}));

/** @param {number} bytes */
const megabytes = (bytes) => (Math.max(bytes, 50000) / 1e6).toFixed(1);

function start() {
  root.hidden = false;
  for (const note of document.querySelectorAll("[data-without]")) note.remove();
  const cannot = location.protocol === "file:" ? "inFolder" : !window.WebAssembly || !window.Worker ? "noProgram" : "";
  if (cannot) return refuse(cannot);
  part("choose").hidden = false;
  if (address.force) part("force").value = address.force;
  part("force").addEventListener("change", tellSize);
  part("begin").addEventListener("click", open);
  part("run").addEventListener("click", () => run());
  part("stop").addEventListener("click", interrupt);
  part("neighbourhood").addEventListener("change", useReady);
  part("ready").addEventListener("change", useReady);
  part("save").addEventListener("click", save);
  part("sql").addEventListener("keydown", function (/** @type {KeyboardEvent} */ event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
  });
  if (part("force").value) tellSize();
}

/** @param {string} why */
function refuse(why) {
  part("cannot").hidden = false;
  part("cannot").querySelector("p").textContent = `${words[why] || words.failed} ${words.otherwise}`;
}

async function tellSize() {
  const force = part("force").value;
  part("begin").disabled = true;
  part("desk").hidden = true;
  if (!force) return;
  part("size").textContent = words.sizing;
  try {
    const sizes = await Promise.all(tablesOf(force).map(sizeOf));
    if (force !== part("force").value) return;
    const figures = sizes.reduce((sum, one) => sum + one, 0);
    part("size").textContent = fill(words.size, { program: megabytes(given.programBytes), figures: megabytes(figures) });
    part("begin").disabled = false;
  } catch (error) {
    part("size").textContent = words[error.why] || words.failed;
  }
}

async function open() {
  part("begin").disabled = true;
  part("size").textContent = words.loading;
  try {
    const rows = await begin(given, tablesOf(part("force").value));
    part("size").textContent = fill(words.loaded, { rows: rows.reduce((sum, one) => sum + one, 0).toLocaleString("en-GB") });
    await listNeighbourhoods();
  } catch (error) {
    part("begin").disabled = false;
    part("size").textContent = "";
    return refuse(error.why);
  }
  part("cannot").hidden = true;
  part("desk").hidden = false;
  if (address.sql) {
    part("sql").value = address.sql;
    address.sql = "";
    part("ready").value = "";
    run();
  } else useReady();
}

async function listNeighbourhoods() {
  const force = part("force").value.replace(/'/g, "''");
  const { rows } = await ask(`SELECT neighbourhood, name FROM neighbourhoods WHERE force = '${force}' ORDER BY name, neighbourhood`, Infinity);
  const options = rows.map(([id, name]) => Object.assign(make("option", String(name)), { value: String(id) }));
  part("neighbourhood").replaceChildren(...options);
}

function useReady() {
  const code = codes[part("ready").value];
  if (!code) return;
  part("sql").value = sqlOf(code, { force: part("force").value, neighbourhood: part("neighbourhood").value });
  run();
}

async function run() {
  const sql = part("sql").value;
  const began = performance.now();
  history.replaceState(null, "", writeAddress(sql, part("force").value));
  setBusy(true);
  try {
    const answer = await ask(sql, MOST);
    asked = sql;
    show(answer, (performance.now() - began) / 1000);
  } catch (error) {
    part("answer").hidden = true;
    if (error.why !== "stopped") complain(words[error.why] || fill(words.wrong, { message: error.message }));
  }
  setBusy(false);
}

/** @param {boolean} isBusy */
function setBusy(isBusy) {
  part("run").disabled = isBusy;
  part("stop").hidden = !isBusy;
  if (!isBusy) return;
  part("status").textContent = words.asking;
  complain("");
}

/** @param {string} message nothing takes the complaint back */
function complain(message) {
  part("error").textContent = message;
  part("error").hidden = !message;
  part("sql").setAttribute("aria-invalid", String(Boolean(message)));
  if (message) part("status").textContent = "";
}

/* A worker in the middle of a question hears nothing: it is ended, and another given the same tables. */
async function interrupt() {
  stop("stopped");
  part("status").textContent = words.stopping;
  part("stop").hidden = true;
  try {
    await begin(given, tablesOf(part("force").value));
    part("status").textContent = words.stopped;
  } catch (error) {
    refuse(error.why);
  }
}

/** @param {Answer} answer @param {number} seconds */
function show(answer, seconds) {
  const { rows, count } = answer;
  const values = { rows: count.toLocaleString("en-GB"), shown: rows.length.toLocaleString("en-GB"), seconds: seconds.toFixed(2) };
  part("status").textContent = fill(count > rows.length ? words.more : count === 1 ? words.one : count ? words.found : words.none, values);
  const series = seriesOf(answer);
  part("drawing").hidden = !series;
  if (series) {
    part("drawn").textContent = series.what;
    part("drawing").querySelector("svg")?.remove();
    part("drawing").append(drawingOf(series, words.unknown));
  }
  part("table").replaceChildren(...(count ? [tableOf(answer, words.caption, words.unknown)] : []));
  part("save").hidden = !count;
  part("answer").hidden = false;
}

async function save() {
  const file = await csv(asked);
  const link = Object.assign(make("a"), { href: URL.createObjectURL(file), download: "answer.csv" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

start();
