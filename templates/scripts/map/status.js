/* What is in view, in sentences: numbers, who left something out, what is known to be wrong. */

import { make } from "../shared/elements.js";
import { anchor, list, translated, write } from "./panel.js";

/** @typedef {import("./panel.js").Panel} Panel */
/** @typedef {object} View what is in view; `streets` is null where squares are drawn
 * @property {string} month in words @property {string} lacking a sentence that goes before the others; empty: none
 * @property {boolean} isInPage the map stands among the figures of one place
 * @property {number | null} streets
 * @property {number} places
 * @property {ReturnType<typeof import("./marks.js").split>} sums
 * @property {boolean} hasCrimes @property {boolean} hasAsb @property {boolean} isKnown @property {boolean} isMissed
 * @property {boolean} isPart some tiles of the view could not be had, so that numbers are of the rest
 * @property {number} leftOut categories that are not chosen
 * @property {{ n: number, isKnown: boolean } | null} stops
 * @property {string | false} noStops the text that says why there are none
 * @property {{ n: number, force: string }} unlocated */

/** A month was chosen whose numbers are not here yet; what stands below stays where it is meanwhile.
 * @param {Panel} panel @param {string} month */
export function writeLoading({ parts, say }, month) {
  Object.assign(parts.status.style, { minHeight: `${parts.status.offsetHeight}px` });
  parts.status.dataset.text = "";
  parts.status.textContent = say("loading", { month });
}

/** "In this view: 14 streets, 212 crimes and 54 reports of antisocial behaviour."
 * @param {Panel} panel @param {View} view */
export function writeStatus({ parts, say, ownName }, { unlocated, ...view }) {
  const text = sentencesOf(say, view).join(" ");
  if (parts.status.dataset.text === text + unlocated.n) return;
  parts.status.dataset.text = text + unlocated.n;
  parts.status.style.minHeight = "";
  write(parts.status, text);
  if (unlocated.n) parts.status.append(" ", make("span", say("unlocated", { n: unlocated.n, forces: ownName(unlocated.force) || say("theseForces") }), "quiet"));
}

/** @param {Panel["say"]} say @param {Omit<View, "unlocated">} view */
function sentencesOf(say, view) {
  const { crimes, asb, btp, drawn } = view.sums;
  const isSquares = view.streets === null;
  const atLeast = (/** @type {string} */ what) => (view.isPart ? say("atLeast", { what }) : what);
  const values = {
    month: view.month,
    crimes: atLeast(say("crimes", { n: crimes })),
    reports: atLeast(say("reports", { n: asb })),
    places: isSquares ? say("squares", { n: view.places }) : atLeast(say("streets", { n: view.streets })),
  };
  const sentences = view.lacking ? [view.lacking] : [];
  if (drawn) {
    if (view.isPart) sentences.push(say(navigator.onLine ? "partMissed" : "partNotSaved"));
    const form = (crimes || view.hasCrimes ? "Crimes" : "") + (asb || view.hasAsb ? "Reports" : "");
    sentences.push(say((isSquares ? "cells" : "points") + form, values));
  } else if (view.leftOut && view.isKnown) sentences.push(say("nothingChosen", values));
  else if (!view.isKnown) sentences.push(say(view.isMissed ? "missedFigures" : "noFigures", values));
  else if (!btp) sentences.push(say("nothing", values));
  if (btp) sentences.push(say("btp", { n: btp }));
  if (view.stops && (view.stops.n || view.stops.isKnown)) sentences.push(say("stops", { n: view.stops.n }));
  if (view.noStops || (view.stops && !view.stops.isKnown)) sentences.push(say(view.noStops || "noStops", values));
  if (view.leftOut) sentences.push(say("leftOut", { n: view.leftOut }));
  if (view.isInPage && drawn) sentences.push(say("around"));
  return sentences;
}

/** Who did not supply what, and what is known to be wrong: `missing` and `partial` list force names by the text that says it.
 * @param {Panel} panel @param {Map<string, string[]>} missing @param {Map<string, string[]>} partial
 * @param {Record<string, string>[]} issues @param {string} month */
export function writeNotices(panel, missing, partial, issues, month) {
  writeNotice(panel, "missing", missing, [], month);
  writeNotice(panel, "partial", partial, issues, month);
}

/** @param {Panel} panel @param {string} part @param {Map<string, string[]>} byText @param {Record<string, string>[]} faults @param {string} month */
function writeNotice({ parts, say, show, ownName }, part, byText, faults, month) {
  const sentences = [...byText].map(([text, names]) => say(text, { forces: list(names.map(ownName).sort()), month, n: names.length }));
  const signature = [...sentences, ...faults.map((issue) => issue.text)].join();
  show(part, signature !== "");
  if (parts[part].dataset.text === signature) return;
  parts[part].dataset.text = signature;
  parts[part].replaceChildren(...sentences.map((sentence) => write(make("p"), sentence)), ...faults.map((issue) => faultOf(issue, say("source"))));
}

/** @param {Record<string, string>} issue @param {string} source the words for where it was said */
function faultOf(issue, source) {
  const [text, isTranslated] = translated(issue);
  const line = make("p", text);
  if (!isTranslated) line.lang = "en";
  if (issue.source) line.append(" ", anchor(issue.source, source));
  return line;
}
