/* The chosen point: what was recorded there, in which neighbourhoods it lies, and the ways on from it. */

import { make } from "../shared/elements.js";
import { fill } from "../shared/texts.js";
import { forcesAt } from "./coverage.js";
import { anchor, rowOfCounts } from "./panel.js";
import { outcomesAt } from "./places.js";

/** @typedef {ReturnType<typeof describePoint>} Point */
/** @typedef {import("./panel.js").Panel} Panel */
/** @typedef {import("./marks.js").Mark} Mark */

/** What the panel says of a point; null where nothing is known of it. `found` is what is in view, `shown` has the month in words and `stops`,
 * the words for them; `pages` are the ways to the pages of a force, a neighbourhood and its streets.
 * @param {import("./canvas/map.js").CanvasMap} map @param {string} id
 * @param {{ marks: Map<string, Mark>, named: Map<string, import("./places.js").Named>, stops: Map<string, Mark> }} found
 * @param {{ month: string, coverage: import("./coverage.js").Coverage, categories: import("./categories.js").Categories, isWhole: boolean, stops: string }} shown
 * @param {DOMStringMap} pages */
export function describePoint(map, id, found, shown, pages) {
  const mark = found.marks.get(id);
  const name = found.named.get(id);
  const stopped = found.stops.get(id);
  if (!id || (!mark && !name && !stopped)) return null;
  const { coverage, categories, isWhole } = shown;
  const counts = mark ? mark.counts : Object.create(null);
  const areas = (name && name.areas) || [];
  const forces = areas.length ? areas.map(([force]) => force) : forcesAt(map, id);
  const rows = (/** @type {(key: string) => boolean} */ isWanted) => categories.rowsOf(counts, isWanted);
  return {
    street: name && name.street,
    month: shown.month,
    crimes: rows((key) => key !== "asb" && key !== "btp"),
    asb: rows((key) => key === "asb"),
    btp: rows((key) => key === "btp"),
    stops: /** @type {[string, number][]} */ (stopped ? [[shown.stops, stopped.counts.total || 0]] : []),
    isKnown: isWhole && ["crime", "asb"].every((dataset) => coverage.isKnown(forces, dataset)),
    isMissed: !isWhole,
    areas: areas.map(([force, folder, title]) => ({
      name: title,
      page: fill(pages.neighbourhood, { force, folder }),
      streets: `${fill(pages.streetPage, { force, folder })}#${id}`,
    })),
    doubts: (name && name.doubts) || [],
    points: pages.points,
    isNowhere: Boolean(name) && !areas.length,
    forces: forces.map((force) => ({ name: coverage.nameOf(force), page: fill(pages.force, { force }) })),
  };
}

/** The chosen point: its street, its counts by category, the ways on from here; null: none is chosen.
 * @param {Panel} panel @param {Point} chosen */
export function writePoint({ parts, say, show }, chosen) {
  show("chosen", Boolean(chosen));
  if (!chosen) return;
  const street = chosen.street ? say("near", { street: chosen.street }) : say("noStreet");
  parts["chosen-name"].textContent = street;
  const bodies = [chosen.crimes, chosen.asb, chosen.btp, chosen.stops].filter((rows) => rows.length).map(function (rows) {
    const body = make("tbody", "", rows === chosen.asb ? "asb" : "");
    body.append(...rows.map(([name, count]) => rowOfCounts(name, count)));
    return body;
  });
  const table = parts["chosen-table"];
  table.hidden = !bodies.length;
  table.querySelector("caption").textContent = say("caption", { place: street, month: chosen.month });
  table.querySelector("thead .n").textContent = chosen.month;
  table.querySelectorAll("tbody").forEach((/** @type {Element} */ body) => body.remove());
  table.append(...bodies);
  show("chosen-none", !bodies.length);
  parts["chosen-none"].textContent = say(chosen.isKnown ? "nothingHere" : chosen.isMissed ? "missedHere" : "noFiguresHere", { month: chosen.month });
  show("doubts", Boolean(chosen.doubts.length));
  parts.doubts.replaceChildren(...chosen.doubts.map((doubt) => `${say(doubt)} `), anchor(chosen.points, say("doubts")));
  parts["chosen-links"].replaceChildren(
    ...chosen.areas.flatMap((area) => [
      anchor(area.streets, say("history", { street: chosen.street || area.name })),
      anchor(area.page, say("team", { area: area.name })),
    ]),
    ...(chosen.isNowhere ? [say("noArea"), ...chosen.forces.map((force) => anchor(force.page, say("force", { force: force.name })))] : [])
  );
}

/** Writes what became of the crimes at a point in a month, as soon as that is known and while it `isStill` asked for. British Transport Police
 * and antisocial behaviour have no outcomes.
 * @param {Panel} panel @param {{ template: string, month: string, point: string, mark: Mark | undefined, without: string[] }} asked @param {() => boolean} isStill */
export async function tellOutcomes(panel, { template, month, point, mark, without }, isStill) {
  const isAny = mark && (mark.counts.total || 0) > (mark.counts.asb || 0);
  let why = "";
  const rows = isAny ? await outcomesAt(template, month, point, without).catch((error) => ((why = error.why), /** @type {any} */ (null))) : [];
  if (isStill()) writeOutcomes(panel, rows, why);
}

/** What became of the crimes at the chosen point; `rows` null: it could not be loaded, and `why`; empty: nothing is published.
 * @param {Panel} panel @param {[string | null, number][] | null} rows @param {string} why */
function writeOutcomes({ parts, say, show }, rows, why) {
  parts.outcomes.hidden = !rows || !rows.length;
  show("noOutcomes", !rows);
  parts.noOutcomes.textContent = [say("outcomesMissed"), ...(why ? [say(why)] : [])].join(" ");
  parts.outcomes.tBodies[0].replaceChildren(...(rows || []).map(([name, n]) => rowOfCounts(name || say("noOutcome"), n)));
}
