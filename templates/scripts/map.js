/* The interactive map: keeps the canvas, the panel and the URL fragment in step. */

import { makeAddress } from "./map/address.js";
import { makeAnswer } from "./map/answer.js";
import { leaveOut, nameOfMonth } from "./map/asked.js";
import { makeCategories } from "./map/categories.js";
import { readCoverage } from "./map/coverage.js";
import { makeMap } from "./map/canvas/map.js";
import { fetchJson, loadScript } from "./shared/files.js";
import { makeFind } from "./map/find.js";
import { leadBack, makeFrame, roomAround } from "./map/frame.js";
import { makeHere, settle } from "./map/here.js";
import { writeScale } from "./map/key.js";
import { marksAt } from "./map/marks.js";
import { makeMissed } from "./map/missed.js";
import { makePanel } from "./map/panel.js";
import { makePaper } from "./map/paper.js";
import { findArea } from "./map/places.js";
import { tellOutcomes } from "./map/point.js";
import { makeStages } from "./map/stages.js";
import { readState, viewOf, writeState } from "./map/state.js";
import { writeLoading } from "./map/status.js";
import { makeShare } from "./map/share.js";
import { makeSheet } from "./map/sheet.js";
import { chosenOf, spotsOf } from "./map/spots.js";
import { makeStreets } from "./map/streets.js";
import { cellsOf, makeStyle, sumOf } from "./map/style.js";
import { makeStops, openTileset } from "./map/tilesets.js";
import { makeTime, YEAR } from "./map/time.js";
import { lookAt, writeView } from "./map/view.js";
import { parse } from "./shared/json.js";
import { placeOf } from "./shared/snap-points.js";
import { fill } from "./shared/texts.js";

/** @typedef {import("./map/tilesets.js").Tileset} Tileset */
/** @typedef {import("./map/view.js").Found} Found */

const root = document.getElementById("map");
settle(root);
const data = root.dataset;
const panel = makePanel(root, parse(data.words));
const { parts, say } = panel;
const address = makeAddress(data.here);
const here = makeHere(root, panel, address); // null on the map's own page
const stages = makeStages(root, panel, (text) => here && here.fail(text));
const time = makeTime(panel, goToMonth, prepareMonth);
const { months } = time;
const sheet = makeSheet(root, panel, keepClear);
const points = { ring: light, bring: (/** @type {string[]} */ [id]) => map.panInto(placeOf(id), sheet.free()) };
const answer = makeAnswer(root, panel, sheet, choose, () => Boolean(state.point), (id) => streets.rowOf(id), points);
makeShare(panel, address);
makePaper(panel, (isPaper) => shown && (draw(isPaper), map.paintForPaper()));
const categories = makeCategories(panel, chooseCategories);
const streets = makeStreets(panel, answer.pressed, (id) => light([id]), () => (sheet.isSheet() || here ? 8 : 40));
const nothing = () => /** @type {any} */ (null);
const monthName = (/** @type {string} */ month) => time.optionOf(month).dataset.name;
/** @type {Map<string, Tileset>} */
const tilesets = new Map();
const dark = matchMedia("(prefers-color-scheme: dark)");
/** @type {import("./map/state.js").State} */
const state = { month: months.at(-1), view: null, keys: null, btp: false, area: "", point: "", edges: true, stops: false };
/** @type {import("./map/canvas/map.js").CanvasMap} */
let map;
/** @type {import("./map/style.js").Specification} */
let specification;
/** @type {Tileset} */
let boundaries;
/** @type {Tileset | null} */
let crime = null; // of the month shown; null: it has no tiles
/** @type {import("./map/coverage.js").Coverage} */
let coverage;
const missed = makeMissed(panel, () => map && shown && writeFound());
const { catcher } = missed;
const openStopsOf = makeStops(data.stopPeriods, (month) => fill(data.stops, { month }), tilesets);
/** @type {Found} */
let found = { marks: new Map(), stops: new Map(), named: new Map() };
/** @type {import("./map/canvas/painter.js").Given} */
let ring = {};
/** @type {Tileset | null} */
let stops = null; // the tileset of the month's stops, where they are shown and there are any
let linked = ""; // the point that the address names on arrival
let lacking = ""; // what the address asks for and is not here, in sentences, until something else is asked for
let turn = 0;
let shown = ""; // the month whose tiles the map has
/** @type {(() => void)[]} */
const waiting = []; // called when the numbers of the month shown have been written

/* What the tests look at. */
window.crimeMap = {};

async function start() {
  map = makeMap(parts.canvas, say("canvas"), (name, error, tiles) => tilesNow()[name] === tiles && missed.miss(name, error));
  if (!map) return stages.fail(null, "noCanvas");
  stages.load();
  readFragment();
  if (state.view || state.area) stages.uncover();
  time.write(state.month);
  const style = fetchJson(data.style);
  const base = openTileset(data.base).catch(catcher("base"));
  const edges = openTileset(data.boundaries).catch(catcher("boundaries"));
  const library = data.archiveLibrary && loadScript(data.archiveLibrary);
  const periods = findPeriods();
  const month = (state.month === YEAR ? periods : Promise.resolve()).then(openMonth);
  await Promise.all([style, library]).then(([read]) => (specification = read));
  takeUp("boundaries", await edges);
  if (!boundaries) await month; // it knows where there is something too
  await goToStart();
  ready();
  base.then((tileset) => (takeUp("base", tileset), draw()));
  await Promise.all([month, openStops()]);
  shown = state.month;
  draw();
  if (here) await base, waiting.push(here.open);
}

/** @param {string} name @param {Tileset | null} tileset */
function takeUp(name, tileset) {
  if (tileset) tilesets.set(name, tileset);
  boundaries = tilesets.get("boundaries");
  takeCoverage();
}

/* The view of the address, or else all of the area it names. */
async function goToStart() {
  const [there, texts] = await leaveOut(state, address.read(), data.streets, boundaries && boundaries.about.bounds, say);
  Object.assign(state, there);
  lacking = [lacking, ...texts].join(" ").trim();
  linked = state.point;
  const bounds = await startingBounds();
  if (state.view) map.jumpTo([state.view.lon, state.view.lat], state.view.zoom);
  else fit(bounds);
}

/* From now on the map can be moved; what it shows comes as it comes. */
function ready() {
  stages.live();
  map.resize();
  window.crimeMap.map = map;
  root.dataset.ready = "true";
  draw();
  map.setHome(async () => fit(await startingBounds(), true));
  map.once("idle", stages.uncover);
  for (const name of ["pointerdown", "wheel", "keydown"]) map.element.addEventListener(name, stages.uncover, { once: true, passive: true });
  map.on("idle", () => (window.crimeMap.told = refresh().catch((error) => (catcher("drawing")(error), here && here.open()))));
  map.on("move", () => writeScale(panel, map));
  map.on("moveend", () => writeFragment("replaceState"));
  map.on("click", (point) => answer.tapped(marksAt(map, point)));
  keepClear();
  dark.addEventListener("change", () => draw());
  if (!here) address.follow(followFragment);
  writeScale(panel, map);
  writeFragment("replaceState");
}

/* ---- the month */

/* Without a connection it is said already that other months may be missing. */
const findPeriods = () => fetchJson(data.periods).then(time.offerYear, (error) => navigator.onLine && missed.miss("months", error));

/** @param {string} month */
async function loadMonth(month) {
  if (time.optionOf(month).dataset.missing) return null;
  if (!tilesets.has(month)) tilesets.set(month, await openTileset(fill(data.crime, { month })));
  return tilesets.get(month);
}

/** @param {string} month */
async function prepareMonth(month) {
  const tileset = await loadMonth(month).catch(nothing);
  if (tileset) await tileset.prepare(map.bounds(), map.zoom());
}

/* Takes up the month chosen; one that cannot be loaded has no figures, and no force is blamed for it. */
async function openMonth() {
  const { month } = state;
  /** @type {Error} */
  let error = null;
  missed.forget();
  const tileset = await loadMonth(month).catch((reason) => ((error = reason), nothing()));
  if (month !== state.month) return;
  crime = tileset;
  takeCoverage();
  writeCategories();
  if (error) missed.miss("crime", error);
}

function takeCoverage() {
  coverage = readCoverage(aboutNow(), time.optionOf(state.month).dataset.missing || "", boundaries && boundaries.about);
}

/** @param {string} month @param {boolean} isPlayed */
async function goToMonth(month, isPlayed) {
  if (month === state.month) return;
  state.month = month;
  if (!isPlayed) time.write(month), writeLoading(panel, monthName(month));
  await showMonth();
  writeFragment(isPlayed ? "replaceState" : "pushState");
  if (isPlayed && month === state.month) await new Promise((done) => waiting.push(() => done(null)));
}

/* A month that is played stands in the box from the moment its numbers stand beside the map. */
async function showMonth() {
  const asked = state.month;
  await openMonth();
  await openStops();
  if (asked !== state.month) return;
  shown = asked;
  draw();
}

const aboutNow = () => (crime ? crime.about : null);
const months12 = () => ((crime && crime.about["x-months"]) || [0]).length;
const cellsNow = () => cellsOf((crime && crime.about["x-cells"]) || {}, state.keys);
const fineFrom = () => (crime ? crime.about.maxzoom : 12); // points from this zoom on, squares before

async function openStops() {
  const { month } = state;
  const tileset = state.stops ? await openStopsOf(month).catch(catcher("stops")) : null;
  if (month === state.month) stops = state.stops ? tileset : null;
}

/* What could not be had is asked for again: tilesets, the month, and every tile. */
async function retry() {
  missed.forgetAll();
  for (const name of ["boundaries", "base"]) {
    if (!tilesets.has(name)) await openTileset(data[name]).then((one) => tilesets.set(name, one), catcher(name));
  }
  if (time.optionOf(YEAR).hidden) await findPeriods();
  takeUp("boundaries", null);
  await showMonth();
  map.again();
}

parts.again.onclick = retry;
makeFrame(root, panel, () => map, () => map && missed.isAny() && retry());

/* ---- the categories and layers */

function writeCategories() {
  categories.write(state, aboutNow());
  parts.edges.checked = state.edges;
  parts.stops.checked = state.stops;
}

/** @param {Set<string> | null} keys @param {boolean} btp */
function chooseCategories(keys, btp) {
  Object.assign(state, { keys, btp });
  writeCategories();
  writeFragment("pushState");
  draw();
}

parts.layers.onchange = async function () {
  Object.assign(state, { edges: parts.edges.checked, stops: parts.stops.checked });
  writeFragment("pushState");
  await openStops();
  draw();
};

/* ---- the chosen point */

/** @param {string} id of the point; empty: none */
function choose(id) {
  const same = id === state.point;
  if (same && !id) return;
  state.point = same ? "" : id;
  writeFragment("pushState");
  draw();
  writeFound();
  if (state.point) openAnswer(true);
  else answer.goBack();
}

/** @param {boolean} hasFocus */
function openAnswer(hasFocus) {
  answer.open("chosen", hasFocus);
  points.bring([state.point]);
}

/* What the sheet lies over is not in view. */
function keepClear() {
  if (map) map.setPadding(sheet.over());
}

/* ---- drawing */

/* The tilesets that are drawn, by the names that the layers of the style call them. */
function tilesNow() {
  const all = { boundaries, base: tilesets.get("base"), crime, stops };
  return Object.fromEntries(Object.entries(all).filter(([, tileset]) => tileset));
}

const hasSea = () => Boolean(tilesets.has("base") && tilesets.get("base").about["x-sea"]);
const forcesNamed = () => Object.keys((boundaries && boundaries.about["x-forces"]) || {}).filter((force) => !coverage.hatched.includes(force));

function draw(isPaper = false) {
  const view = { sum: sumOf(state), months: months12(), fine: fineFrom(), edges: state.edges, cells: cellsNow(), sea: hasSea(), missing: coverage.hatched, named: forcesNamed(), area: state.area, notSupplied: say("notSupplied"), isPaper };
  map.show({ ...makeStyle(specification, view), tiles: tilesNow(), given: { ...chosenOf(state.point, found, view.sum), lit: {}, search: ring } });
}

/** Rings the points whose row has the focus or the pointer. @param {string[]} ids */
function light(ids) {
  map.give("lit", { spots: spotsOf(ids, found) });
}

/* ---- what is in view */

async function refresh() {
  const mine = ++turn;
  /** @type {Error} */
  let error = null;
  const now = await lookAt(map, { fineFrom: fineFrom(), point: state.point, month: shown }, data.streets, (reason) => (error = reason));
  if (mine !== turn || now.month !== state.month) return;
  missed.forget(["names"]);
  if (error) missed.miss("names", error);
  const before = found.marks.get(state.point);
  found = now;
  writeFound();
  waiting.splice(0).forEach((done) => done());
  const countsOf = (/** @type {import("./map/marks.js").Mark} */ mark) => JSON.stringify((mark || {}).counts);
  if (state.point && countsOf(found.marks.get(state.point)) !== countsOf(before)) draw();
}

/* Whether a street map was supplied: it names its owner, or has a sea; until its tileset is there nothing is said against it. */
const hasGround = () => !tilesets.has("base") || hasSea() || Boolean(tilesets.get("base").about.attribution);

/* Numbers are written under the month they are of: those of the one chosen follow when its tiles are there. */
function writeFound() {
  if (found.month !== state.month) return;
  time.write(state.month);
  const stopCoverage = stops && readCoverage(stops.about, "", boundaries && boundaries.about);
  const shownNow = { map, state, found, coverage, stopCoverage, missed, month: monthName(state.month), lacking, months: months12(), squares: cellsNow(), hasGround: hasGround(), hasSea: hasSea() };
  const isChosen = writeView(panel, categories, streets, shownNow, data);
  if (!here) document.title = parts.what.textContent;
  if (!isChosen) return;
  const { point, month } = state;
  const mark = month === YEAR ? undefined : found.marks.get(point);
  tellOutcomes(panel, { template: data.outcomes, month, point, mark, without: crime ? crime.about["x-no-outcomes"] : [] }, () => point === state.point && month === state.month);
  if (linked) openAnswer(false);
  linked = "";
}

/* ---- the fragment */

function readFragment() {
  const { unknown, ...read } = readState(address.read(), [...months, YEAR]);
  Object.assign(state, { ...read, month: read.month || months.at(-1) });
  lacking = unknown ? say("noMonth", { asked: nameOfMonth(unknown, months, monthName), month: monthName(state.month) }) : "";
}

/** @param {"pushState" | "replaceState"} how */
function writeFragment(how) {
  state.view = viewOf(map);
  if (how === "pushState") lacking = "";
  const fragment = writeState(state);
  if (fragment !== address.read()) address.write(fragment, how);
}

async function followFragment() {
  readFragment();
  time.write(state.month);
  await goToStart();
  await showMonth();
  writeFound();
}

/* Where a first visit begins: the neighbourhood or force asked for, else everything there is. Names the area in the heading. */
async function startingBounds() {
  const everything = (boundaries && boundaries.about.bounds) || (crime && crime.about.bounds) || [-8.2, 49.8, 1.8, 60.9];
  const area = await findArea(boundaries && boundaries.about, state.area, (force) => fill(data.boxes, { force }), catcher("boundaries"));
  if (!area) state.area = "";
  leadBack(data, state.area, area ? area.name : "");
  parts.heading.textContent = area ? say("headingOf", { area: area.name }) : say("heading");
  return (area && area.bounds) || everything;
}

const fit = (/** @type {import("./map/canvas/camera.js").Box} */ box, isSoft = false, maxZoom = 14) => map.fit(box, { padding: roomAround(root), maxZoom, isSoft });

makeFind(
  panel,
  data,
  async function (area) {
    Object.assign(state, { area, view: null });
    const box = await startingBounds();
    writeFragment("pushState"); // before the map moves, which takes the newest entry along
    sheet.uncover();
    fit(box);
    draw();
  },
  function (given, box) {
    ring = given;
    draw();
    sheet.uncover();
    fit(box, false, 18);
  }
);

start().catch(stages.fail);
