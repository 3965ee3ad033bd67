/* What is in view: the marks that are drawn there, the names of their places, and all that is said of them beside the map. */

import { pixelOf, placeOf } from "../shared/snap-points.js";
import { forcesInView } from "./coverage.js";
import { writeKey } from "./key.js";
import { marksInView, split } from "./marks.js";
import { list } from "./panel.js";
import { nameMarks } from "./places.js";
import { describePoint, writePoint } from "./point.js";
import { writeNotices, writeStatus } from "./status.js";
import { YEAR } from "./time.js";

/** @typedef {import("./marks.js").Mark} Mark */
/** @typedef {object} Found
 * @property {Map<string, Mark>} marks snap points, where they are drawn, and the chosen one wherever it lies @property {Map<string, Mark>} stops likewise
 * @property {Map<string, import("./places.js").Named>} named
 * @property {number} [stopped] how many stops @property {Record<string, number>} [sums] of crimes by category
 * @property {boolean} [isFine] whether snap points are drawn, and no squares @property {Map<string, Mark>} [cells] snap points or squares in view
 * @property {string} [month] */

/** @typedef {object} Shown
 * @property {import("./canvas/map.js").CanvasMap} map @property {import("./state.js").State} state @property {Found} found
 * @property {import("./coverage.js").Coverage} coverage
 * @property {import("./coverage.js").Coverage | null} stopCoverage null where no stops are drawn
 * @property {ReturnType<typeof import("./missed.js").makeMissed>} missed
 * @property {string} month in words @property {string} lacking what was asked for and is not here, in a sentence @property {number} months how many are summed
 * @property {import("./style.js").Cells} squares what their sizes stand for @property {boolean} hasGround whether a street map was supplied @property {boolean} hasSea */

/** The marks of a month in view, where snap points are drawn from the zoom `fineFrom` on; they are named, and with them the chosen `point`.
 * @param {import("./canvas/map.js").CanvasMap} map @param {{ fineFrom: number, point: string, month: string }} drawn
 * @param {string} template the way to a square's names @param {(error: Error) => void} onMissing @returns {Promise<Found>} */
export async function lookAt(map, { fineFrom, point, month }, template, onMissing) {
  const isFine = map.zoom() >= fineFrom;
  const areStopsFine = map.zoom() >= 12;
  const { marks, sums } = marksInView(map, "crime", isFine ? "crimes" : "cells");
  const stops = marksInView(map, "stops", areStopsFine ? "stops" : "cells");
  const extra = isFine && point && !marks.has(point) ? [pixelOf(point)] : [];
  const named = isFine ? await nameMarks([...marks.values(), ...extra], template, onMissing) : new Map();
  const chosen = (/** @type {string} */ source, /** @type {string} */ layer) => (point ? [...marksInView(map, source, layer, placeOf(point)).marks].filter(([id]) => id === point) : []);
  const allOf = (/** @type {Map<string, Mark>} */ some, /** @type {string} */ source, /** @type {string} */ layer) => new Map([...some, ...chosen(source, layer)]);
  return { marks: isFine ? allOf(marks, "crime", "crimes") : new Map(), stops: areStopsFine ? allOf(stops.marks, "stops", "stops") : new Map(), named, stopped: stops.sums.total || 0, sums, isFine, cells: marks, month };
}

/** Writes beside the map what is in view, and gives the chosen point, null where none is. `pages` are the ways to other pages.
 * @param {import("./panel.js").Panel} panel @param {import("./categories.js").Categories} categories
 * @param {ReturnType<typeof import("./streets.js").makeStreets>} streets @param {Shown} shown @param {DOMStringMap} pages */
export function writeView(panel, categories, streets, { map, state, found, coverage, stopCoverage, missed, month, lacking, months, squares, hasGround, hasSea }, pages) {
  const { say, show, parts } = panel;
  const forces = forcesInView(map);
  const drawn = [...found.cells.values()].map((mark) => ({ ...mark, number: split(mark.counts, state).drawn })).filter((mark) => mark.number);
  const rows = found.isFine ? streets.rowsOf(drawn, found.named) : [];
  const isWhole = missed.isWhole();
  const isPart = map.isMissing("crime");
  const isKnown = (/** @type {string} */ dataset = undefined) => isWhole && coverage.isKnown(forces, dataset);
  const { used, chosen } = categories.inUse();
  const hasAsb = chosen.includes("asb");
  writeStatus(panel, {
    month,
    lacking,
    isInPage: Boolean(pages.here),
    streets: found.isFine ? new Set(rows.map((row) => row.street || row.id)).size : null,
    places: drawn.length,
    sums: split(found.sums, state),
    hasCrimes: chosen.some((key) => key !== "asb") && isKnown(),
    hasAsb: hasAsb && isKnown("asb"),
    isKnown: isKnown() && (!hasAsb || isKnown("asb")),
    isMissed: !isWhole,
    isPart,
    leftOut: used.length - chosen.length,
    stops: state.stops && stopCoverage ? { n: found.stopped, isKnown: isWhole && !missed.has("stops") && stopCoverage.isKnown(forces) } : null,
    noStops: state.stops && (missed.has("stops") ? "stopsMissed" : !stopCoverage && (state.month === YEAR ? "stopsMonthly" : "noStops")),
    unlocated: isPart ? { n: 0, force: "" } : coverage.unlocatedOf(forces),
  });
  writeNotices(panel, ...coverage.gapsOf(forces), coverage.issuesOf(forces), month);
  streets.write(rows, state.point);
  show("streets", found.isFine);
  show("fartherNote", !found.isFine);
  const picked = describePoint(map, state.point, found, { month, coverage, categories, isWhole, stops: say("stopsHere") }, pages);
  writePoint(panel, picked);
  categories.writeNumbers(found.sums, isKnown, isPart);
  writeKey(panel, found.isFine, squares, map.zoom(), months);
  show("beyond", !found.isFine && !hasSea);
  show("stopsKey", Boolean(stopCoverage));
  parts.standing.textContent = [rows.length ? say("approximate") : !found.isFine && hasGround && say("zoomIn"), !hasGround && say("noGround")].filter(Boolean).map((text) => ` · ${text}`).join("");
  show("approximateNote", rows.length > 0);
  parts.shownWhat.textContent = chosen.length === used.length ? say("shownAll") : chosen.length ? say("shownSome", { names: list(categories.namesOf(chosen)) }) : say("shownNone");
  show("nearHint", rows.length > 0);
  show("farHint", !found.isFine && drawn.length > 0);
  parts.what.textContent = say("title", { place: parts.heading.textContent, month });
  return picked;
}
