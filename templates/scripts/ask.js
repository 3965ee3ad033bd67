/* Puts questions in SQL to the site's own tables, in the browser: nothing is loaded before the reader wants it, and nothing of a question
   leaves the device. Without it the page has the questions, the tables and how to ask them on the reader's own machine. */

import { ask, begin, beginAnew, csv, load, stop } from "./ask/asking.js";
import { complaintOf, lineOf } from "./ask/complaints.js";
import { sizeUp } from "./ask/fetching.js";
import { readAddress, sqlOf, writeAddress } from "./ask/questions.js";
import { drawingOf, seriesOf, tableOf } from "./ask/result.js";
import { make } from "./shared/elements.js";
import { fill } from "./shared/texts.js";

/** @typedef {import("./ask/asking.js").Answer} Answer */
/** @typedef {import("./ask/fetching.js").Sized} Sized */
/** @typedef {import("./ask/fetching.js").Wanted} Wanted */

const MOST = 1000; // rows shown
const ALL = "*"; // in place of a force: the whole country
const MANY = 300000; // rows, of which a reader is told before they are loaded
const ROW_BYTES = 170; // of memory that a row of counts takes while it is loaded, as measured

/** @type {HTMLElement} */
const root = document.querySelector("#ask");
/** @type {Record<string, string>} */
const words = JSON.parse(root.dataset.words);
/** @type {{ program: string, worker: string, programBytes: number, tables: Wanted[], crimes: string, monthCrimes: string }} */
const given = JSON.parse(root.dataset.given);
/** @param {string} name @returns {any} */
const part = (name) => root.querySelector(`[data-part=${name}]`);
const codes = [...document.querySelectorAll("[data-question] code")];
let address = readAddress(location.hash);
let asked = "";
let month = ""; // whose crimes are loaded
/** @type {Sized[]} */
let sized = [];
/** @type {Sized} */
let sizedCrimes;
let turn = 0; // of what is asked: an answer that comes after its turn is not shown

/** The figures are those of one force, or of all; the small tables are of all.
 * @param {string} force @returns {Wanted[]} */
const tablesOf = (force) => given.tables.map(({ only, url, ...table }) => ({
  ...table,
  url: new URL(url, location.href).href,
  ...(only && force !== ALL && { only: { [Object.keys(only)[0]]: force } }),
}));

/** @param {string} force @param {string} month @returns {Wanted} */
const crimesOf = (force, month) => ({
  name: "crimes",
  url: new URL(fill(force === ALL ? given.monthCrimes : given.crimes, { force: encodeURIComponent(force), month }), location.href).href,
});

/** @param {number} bytes */
const megabytes = (bytes) => (Math.max(bytes, 50000) / 1e6).toFixed(1);
const grouped = (/** @type {number} */ value) => value.toLocaleString("en-GB");
const because = (/** @type {{ why?: string }} */ { why }) => words[why] || words.failed;

/** What files take, in words: `known` where the host says how large they all are, `unknown` where it does not; and what many rows take of memory.
 * @param {Sized[]} files @param {string} known @param {string} unknown */
function told(files, known, unknown) {
  const bytes = files.map((file) => file.bytes).filter((one) => one > 0);
  const rows = rowsOf(files);
  const values = {
    program: megabytes(given.programBytes), figures: megabytes(bytes.reduce((sum, one) => sum + one, 0)),
    rows: grouped(rows), memory: Math.ceil((rows * ROW_BYTES) / 1e7) * 10,
  };
  return fill([bytes.length === files.length ? known : unknown, ...(rows < MANY ? [] : [words.many])].join(" "), values);
}

const rowsOf = (/** @type {Sized[]} */ files) => files.reduce((sum, file) => sum + file.rows, 0);

function start() {
  root.hidden = false;
  for (const note of document.querySelectorAll("[data-without]")) note.remove();
  const cannot = location.protocol === "file:" ? "inFolder" : !window.WebAssembly || !window.Worker ? "noProgram" : "";
  if (cannot) return refuse({ why: cannot });
  part("choose").hidden = false;
  part("force").addEventListener("change", tellSize);
  part("begin").addEventListener("click", open);
  part("run").addEventListener("click", () => run());
  part("stop").addEventListener("click", () => interrupt("stopped"));
  part("neighbourhood").addEventListener("change", useReady);
  part("ready").addEventListener("change", useReady);
  part("sql").addEventListener("input", () => (part("ready").value = ""));
  part("month").addEventListener("change", tellCrimes);
  part("add").addEventListener("click", addCrimes);
  part("save").addEventListener("click", save);
  part("sql").addEventListener("keydown", function (/** @type {KeyboardEvent} */ event) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    run();
  });
  window.addEventListener("hashchange", follow);
  follow();
}

/** Does as the address says; a question to the tables that are there is asked at once. */
function follow() {
  address = readAddress(location.hash);
  if (!part("desk").hidden && address.force === part("force").value && address.month === month) return takeAddress();
  if (address.force) part("force").value = address.force;
  if (part("force").value) tellSize();
}

function takeAddress() {
  if (!address.sql) return useReady();
  part("sql").value = address.sql;
  part("ready").value = "";
  address.sql = "";
  return run();
}

/** @param {{ why?: string }} error */
function refuse(error) {
  part("cannot").hidden = false;
  part("cannot").querySelector("p").textContent = `${because(error)} ${words.otherwise}`;
}

async function tellSize() {
  const force = part("force").value;
  turn += 1;
  const mine = turn;
  stop("ended");
  setBusy(false);
  part("begin").disabled = true;
  part("desk").hidden = true;
  part("cannot").hidden = true;
  part("size").textContent = force ? words.sizing : "";
  if (!force) return;
  month = address.force === force ? address.month : "";
  try {
    const crimes = month ? await sizeUp(crimesOf(force, month)).catch(() => /** @type {Sized} */ (null)) : null;
    if (!crimes) month = "";
    const files = [...(await Promise.all(tablesOf(force).map(sizeUp))), ...(crimes ? [crimes] : [])];
    if (mine !== turn) return;
    sized = files;
    part("size").textContent = told(files, words.size, words.sizeUnknown);
    part("begin").disabled = false;
  } catch (error) {
    if (mine === turn) part("size").textContent = because(error);
  }
}

/** Shows how far it has come while tables go into the database.
 * @template Done
 * @param {number} most rows @param {(tell: (rows: number) => void) => Promise<Done>} work */
async function showing(most, work) {
  const bar = part("progress");
  bar.hidden = false;
  bar.removeAttribute("value");
  try {
    return await work(function (rows) {
      bar.max = Math.max(most, rows, 1);
      bar.value = rows;
    });
  } finally {
    bar.hidden = true;
  }
}

async function open() {
  const files = sized;
  turn += 1;
  const mine = turn;
  part("begin").disabled = true;
  part("size").textContent = words.loading;
  part("cannot").hidden = true;
  try {
    const rows = await showing(rowsOf(files), async function (tell) {
      return begin(given, await Promise.all(files.map((file) => file.fetch())), tell);
    });
    if (mine !== turn) return;
    await Promise.all([listNeighbourhoods(), listMonths()]);
    part("size").textContent = fill(words.loaded, { rows: grouped(rows) });
  } catch (error) {
    if (mine !== turn) return;
    part("begin").disabled = false;
    part("size").textContent = "";
    return refuse(error);
  }
  part("desk").hidden = false;
  part("ready").focus();
  return takeAddress();
}

/** @param {string} column @param {string} force */
const ofForce = (column, force) => force === ALL ? "TRUE" : `${column} = '${force.replace(/'/g, "''")}'`;

async function listNeighbourhoods() {
  const force = part("force").value;
  const { rows } = await ask(`SELECT force, force_name, neighbourhood, name FROM neighbourhoods WHERE ${ofForce("force", force)} ORDER BY force_name, force, name, neighbourhood`, Infinity);
  /** @type {Map<unknown, HTMLElement>} */
  const groups = new Map();
  for (const [force, forceName, id, name] of rows) {
    if (!groups.has(force)) groups.set(force, Object.assign(make("optgroup"), { label: forceName }));
    const option = Object.assign(make("option", String(name)), { value: String(id) });
    option.dataset.force = String(force);
    groups.get(force).append(option);
  }
  const lists = [...groups.values()];
  part("neighbourhood").replaceChildren(...(force === ALL ? lists : lists.flatMap((list) => [...list.children])));
}

/* A month in which no crime was recorded, or none supplied, has no file. */
async function listMonths() {
  const { rows } = await ask(`SELECT DISTINCT month FROM coverage WHERE ${ofForce("force_id", part("force").value)} AND dataset IN ('crime', 'asb') AND rows > 0 ORDER BY month DESC`, Infinity);
  part("month").replaceChildren(make("option", words.noMonth), ...rows.map(([one]) => make("option", String(one))));
  part("month").options[0].value = "";
  part("month").value = month;
  part("add").disabled = true;
  part("crimes").textContent = month ? fill(words.crimesLoaded, { month, rows: grouped((await ask("SELECT 1 FROM crimes", 0)).count) }) : "";
}

async function tellCrimes() {
  const wanted = part("month").value;
  part("add").disabled = true;
  part("crimes").textContent = "";
  if (!wanted || wanted === month) return;
  try {
    const crimes = await sizeUp(crimesOf(part("force").value, wanted));
    if (wanted !== part("month").value) return;
    sizedCrimes = crimes;
    part("crimes").textContent = told([crimes], words.crimesSize, words.crimesUnknown);
    part("add").disabled = false;
  } catch (error) {
    part("crimes").textContent = because(error);
  }
}

async function addCrimes() {
  const wanted = part("month").value;
  part("crimes").textContent = words.loading;
  try {
    const rows = await showing(sizedCrimes.rows, async function (tell) {
      return load(await sizedCrimes.fetch(), tell);
    });
    month = wanted;
    part("crimes").textContent = fill(words.crimesLoaded, { month, rows: grouped(rows) });
    part("add").disabled = true;
    if (part("sql").value) run();
  } catch (error) {
    part("crimes").textContent = because(error);
  }
}

function useReady() {
  const code = codes[part("ready").value];
  if (!code) return;
  const place = part("neighbourhood").selectedOptions[0];
  part("sql").value = sqlOf(code, { force: place ? place.dataset.force : part("force").value, neighbourhood: part("neighbourhood").value });
  run();
}

async function run() {
  const sql = part("sql").value;
  if (!sql.trim()) return;
  turn += 1;
  const mine = turn;
  const began = performance.now();
  setBusy(true);
  try {
    history.replaceState(null, "", writeAddress({ sql, force: part("force").value, month }));
    const answer = await ask(sql, MOST);
    if (mine !== turn) return;
    asked = sql;
    show(answer, (performance.now() - began) / 1000);
  } catch (error) {
    if (mine !== turn || error.why === "stopped") return;
    explain(sql, error);
  }
  setBusy(false);
}

/** Says what is wrong with a question and where, and marks it there.
 * @param {string} sql @param {Error & { why?: string, at?: number }} error */
function explain(sql, error) {
  part("answer").hidden = true;
  const { kind, what } = complaintOf(error.message);
  if (error.why) return complain(because(error));
  if (kind === "noTable" && what === "crimes") return complain(words.needsCrimes);
  const said = kind ? fill(words[kind], { what }) : fill(words.wrong, { message: error.message });
  complain(error.at >= 0 ? `${fill(words.at, lineOf(sql, error.at))} ${said}` : said);
  if (error.at >= 0) part("sql").setSelectionRange(error.at, error.at + what.length);
  if (kind === "tooLarge") interrupt("tooLarge"); // the program may not go on after that
}

/** @param {boolean} isBusy */
function setBusy(isBusy) {
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
/** @param {string} why */
async function interrupt(why) {
  turn += 1;
  part("status").textContent = words.stopping;
  part("stop").hidden = true;
  part("run").focus();
  try {
    await showing(0, (tell) => beginAnew(given, why, tell));
    part("status").textContent = words.stopped;
  } catch (error) {
    if (error.why === "ended") return;
    part("status").textContent = "";
    part("begin").disabled = false;
    refuse(error);
  }
}

/** @param {Answer} answer @param {number} seconds */
function show(answer, seconds) {
  const { rows, count } = answer;
  const values = { rows: grouped(count), shown: grouped(rows.length), seconds: seconds.toFixed(2) };
  part("status").textContent = fill(count > rows.length ? words.more : count === 1 ? words.one : count ? words.found : words.none, values);
  const series = seriesOf(answer);
  part("drawing").hidden = !series;
  if (series) {
    part("drawn").textContent = series.what;
    part("drawing").querySelector("svg")?.remove();
    part("drawing").append(drawingOf(series, words.unknown));
  }
  part("table").replaceChildren(...(count ? [tableOf(answer, words.caption, words.unknown)] : []));
  part("table").scrollTop = 0;
  part("save").hidden = !count;
  part("answer").hidden = false;
}

async function save() {
  turn += 1;
  const mine = turn;
  setBusy(true);
  try {
    const file = await csv(asked);
    const link = Object.assign(make("a"), { href: URL.createObjectURL(file), download: "answer.csv" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    if (mine === turn) part("status").textContent = words.saved;
  } catch (error) {
    if (mine !== turn) return;
    explain(asked, error);
  }
  if (mine === turn) setBusy(false);
}

start();
