/* What the map works out without a map: its address, coverage, numbers, tiles. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { isOutside, nameOfMonth } from "../../templates/scripts/map/asked.js";
import { readCoverage } from "../../templates/scripts/map/coverage.js";
import { roundLength } from "../../templates/scripts/map/key.js";
import { split } from "../../templates/scripts/map/marks.js";
import { chosenOf } from "../../templates/scripts/map/spots.js";
import { readState, writeState } from "../../templates/scripts/map/state.js";
import { cellsOf, sumOf } from "../../templates/scripts/map/style.js";
import { isTile } from "../../templates/scripts/map/tilesets.js";

const MONTHS = ["2025-05", "2025-06"];
const FIRST = { month: null, view: null, keys: null, btp: false, area: "", point: "", edges: true, stops: false };
const BOUNDARIES = { "x-forces": { loamshire: { name: "Loamshire", bounds: [0, 0, 1, 1] }, wealdmoor: { name: "Wealdmoor", bounds: [1, 0, 2, 1] } } };

const coverageOf = (states, more = {}) => readCoverage({
  "x-forces": { loamshire: "Loamshire", wealdmoor: "Wealdmoor", btp: "Transport Police" },
  "x-coverage": Object.fromEntries(Object.entries(states).map(([force, state]) => [force, { state }])),
  "x-unlocated": {}, "x-issues": {}, ...more,
}, "", BOUNDARIES);
const gaps = (maps) => maps.map((byText) => Object.fromEntries(byText));

test("an address says what is shown, and is read as it was written", () => {
  const fragment = "#m=2025-06&z=13.2/52.63/-1.13&c=sho,vio,btp&area=gwent/nb85&p=1a2b-3c4d&l=edges,stops";
  const state = readState(fragment, MONTHS);
  assert.deepEqual(state, {
    month: "2025-06", view: { zoom: 13.2, lat: 52.63, lon: -1.13 }, keys: new Set(["sho", "vio"]), btp: true,
    area: "gwent/nb85", point: "1a2b-3c4d", edges: true, stops: true,
  });
  assert.equal(writeState(state), fragment);
});

test("what an address does not say, or says badly, is as on a first visit", () => {
  assert.deepEqual(readState("", MONTHS), FIRST);
  assert.deepEqual(readState("#m=1999-13&z=a/b/c&c=all&area=../x&p=<b>", MONTHS), FIRST);
  for (const view of ["13/91/0", "13/52/181", "13/52", "13//0"]) assert.equal(readState(`#z=${view}`, MONTHS).view, null, view);
});

test("a month that is not here is told by the words of those that are", () => {
  assert.deepEqual(readState("#m=1999-06", MONTHS), { ...FIRST, unknown: "1999-06" });
  assert.equal(readState("#m=2025-06", MONTHS).unknown, undefined);
  const nameOf = (month) => ({ "2025-05": "May 2025", "2025-06": "June 2025" })[month];
  assert.equal(nameOfMonth("1999-06", MONTHS, nameOf), "June 1999");
  assert.equal(nameOfMonth("1999-07", MONTHS, nameOf), "1999-07");
});

test("what lies far from every boundary is nowhere, and nothing is where no boundary is known", () => {
  const bounds = [-5, 52, -4, 53];
  assert.equal(isOutside([-4.5, 52.5], bounds), false);
  assert.equal(isOutside([-5.9, 52.5], bounds), false);
  for (const place of [[10, 10], [-4.5, 80], [-7, 52.5]]) assert.equal(isOutside(place, bounds), true, place.join());
  assert.equal(isOutside([10, 10], undefined), false);
});

test("a chosen point is filled only where something of the chosen categories stands at it", () => {
  const mark = { id: "1-1", x: 1, y: 1, place: [1, 2], counts: { total: 3, sho: 3 } };
  const found = { marks: new Map([["1-1", mark]]), stops: new Map() };
  const of = (id, sum) => Object.entries(chosenOf(id, found, sum)).filter(([, { spots = [] }]) => spots.length).map(([name]) => name);
  assert.deepEqual(of("1-1", (counts) => counts.total), ["chosen"]);
  assert.deepEqual(of("1-1", () => 0), ["bare"]);
  assert.deepEqual(of("1-2", (counts) => counts.total), ["bare"]);
  assert.deepEqual(of("", (counts) => counts.total), []);
});

test("a point alone is shown from near", () => {
  const { point, view } = readState("#area=gwent/nb85&p=4v6qh-3a0mv", MONTHS);
  assert.equal(point, "4v6qh-3a0mv");
  assert.equal(view.zoom, 16);
  assert.ok(Math.abs(view.lat - 52.4) < 0.2 && Math.abs(view.lon + 4.6) < 0.2, JSON.stringify(view));
  assert.equal(readState("#z=a/b/c&p=4v6qh-3a0mv", MONTHS).view, null);
});

test("no category is another choice than all of them", () => {
  assert.deepEqual(readState("#c=", MONTHS).keys, new Set());
  assert.equal(writeState({ ...FIRST, month: "2025-06", keys: new Set() }), "#m=2025-06&c=");
  assert.equal(writeState({ ...FIRST, month: "2025-06", btp: true, edges: false }), "#m=2025-06&c=all,btp&l=");
});

test("a word that every object knows is no category", () => {
  assert.deepEqual(readState("#c=constructor,sho,toString", MONTHS).keys, new Set(["sho"]));
});

test("the number drawn is that of the chosen categories, British Transport Police apart", () => {
  const counts = { total: 9, asb: 4, sho: 3, btp: 2 };
  assert.deepEqual(split(counts, { keys: null, btp: false }), { crimes: 5, asb: 4, btp: 2, drawn: 9 });
  assert.deepEqual(split(counts, { keys: new Set(["sho"]), btp: true }), { crimes: 3, asb: 0, btp: 2, drawn: 5 });
  const chosen = [{ keys: null, btp: false }, { keys: null, btp: true }, { keys: new Set(["vio", "sho"]), btp: false }, { keys: new Set(), btp: false }];
  assert.deepEqual(chosen.map((one) => sumOf(one)(counts)), [9, 11, 3, 0]);
});

test("nothing recorded means nothing only where every force in view supplied all", () => {
  const coverage = coverageOf({ loamshire: "supplied", wealdmoor: "supplied_partial" });
  assert.equal(coverage.isKnown(["loamshire"]), true);
  assert.equal(coverage.isKnown(["loamshire", "wealdmoor"]), false);
  assert.equal(coverage.isKnown([]), false);
});

test("a force without figures is hatched and named, one with a gap is named", () => {
  const coverage = coverageOf({ loamshire: "withheld", wealdmoor: "supplied_partial", btp: "not_supplied" });
  assert.deepEqual(coverage.hatched, ["btp", "loamshire"]);
  assert.deepEqual(gaps(coverage.gapsOf(["loamshire", "wealdmoor"])), [{ withheld: ["Loamshire"], elsewhere: ["Transport Police"] }, { supplied_partial: ["Wealdmoor"] }]);
});

test("a month without tiles has the state that is known of it, for every force", () => {
  const coverage = readCoverage(null, "not_in_copy", BOUNDARIES);
  assert.deepEqual(coverage.hatched, ["loamshire", "wealdmoor"]);
  assert.deepEqual(gaps(coverage.gapsOf(["loamshire"])), [{ not_in_copy: ["Loamshire"] }, {}]);
  assert.deepEqual(readCoverage(null, "", BOUNDARIES).hatched, []);
});

test("rows without a location are counted for the forces in view, faults told once", () => {
  const issue = { text: "Two days are missing." };
  const coverage = coverageOf({ loamshire: "supplied" }, { "x-unlocated": { loamshire: { crimes: 6, asb: null } }, "x-issues": { all: [issue], loamshire: [issue] } });
  assert.deepEqual(coverage.unlocatedOf(["loamshire", "wealdmoor"]), { n: 6, force: "Loamshire" });
  assert.deepEqual(coverage.issuesOf(["loamshire"]), [issue]);
});

test("a tile is layers from end to end; a page or a piece of a tile is none", () => {
  const tile = (...bytes) => new Uint8Array(bytes).buffer;
  assert.equal(isTile(tile(0x1a, 2, 1, 1, 0x1a, 0)), true);
  assert.equal(isTile(tile()), true);
  assert.equal(isTile(tile(0x1a, 3, 1, 1)), false);
  assert.equal(isTile(tile(0x1a, 0x80)), false);
  assert.equal(isTile(new TextEncoder().encode("<!doctype html>").buffer), false);
});

test("the bar has a round length within its pixels", () => {
  assert.deepEqual(roundLength(1, 88), [50, 50]);
  assert.deepEqual(roundLength(2.5, 88), [80, 200]);
});

test("the largest square of some categories stands for as much as theirs, and for no more than that of all", () => {
  const cells = { 11: { across: 32, largest: 20, of: { bur: 5, dru: 10, vio: 10 } } };
  const largest = (/** @type {string[] | null} */ keys) => cellsOf(cells, keys && new Set(keys))[11].largest;
  assert.deepEqual([largest(["bur"]), largest(["bur", "dru"]), largest(["bur", "dru", "vio"]), largest(null)], [5, 15, 20, 20]);
  assert.deepEqual([largest([]), largest(["unheard-of"])], [20, 20]); // of what never was there, no measure is known
});
