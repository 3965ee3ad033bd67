/* What an address asks for that is not on this site: it is left out and said. */

import { fetchJson } from "../shared/files.js";
import { pixelOf, placeOf } from "../shared/snap-points.js";
import { fill } from "../shared/texts.js";
import { readState } from "./state.js";

const AROUND = 1; // degrees around the site's boundaries that may still be looked at

/** The point and the view of a state, each left out where it is not on this site, and sentences that say so.
 * @param {import("./state.js").State} state @param {string} fragment it was read from @param {string} template the way to a square's names
 * @param {number[] | undefined} bounds of all boundaries @param {import("./panel.js").Panel["say"]} say
 * @returns {Promise<[Pick<import("./state.js").State, "point" | "view">, string[]]>} */
export async function leaveOut(state, fragment, template, bounds, say) {
  const isUnknown = state.point && !(await isPoint(state.point, template, bounds, state.stops));
  const view = isUnknown ? readState(fragment.replace(/\bp=[^&]*/, ""), []).view : state.view;
  const isNowhere = view && isOutside([view.lon, view.lat], bounds);
  const texts = [isUnknown && say("noPoint"), isNowhere && say("noView")].filter(Boolean);
  return [{ point: isUnknown ? "" : state.point, view: isNowhere ? null : view }, texts];
}

/** Whether a point may be on this site: it is named by the shard of its square, or that cannot be told.
 * @param {string} id @param {string} template the way to a square's names @param {number[]} [bounds] of all boundaries
 * @param {boolean} [hasStops] stops are drawn, whose points no shard names */
export async function isPoint(id, template, bounds, hasStops) {
  const { x, y } = pixelOf(id);
  if (isOutside(placeOf(id), bounds)) return false;
  if (hasStops) return true;
  const shard = await fetchJson(fill(template, { x: x >> 12, y: y >> 12 })).catch((error) => (error.why === "notThere" ? { points: {} } : null));
  return !shard || id in shard.points;
}

/** Whether a place lies far from everything that this site has a boundary of.
 * @param {[number, number]} place @param {number[]} [bounds] west, south, east, north; none: that is not known */
export function isOutside([lon, lat], bounds) {
  if (!bounds) return false;
  const [west, south, east, north] = bounds;
  return lon < west - AROUND || lon > east + AROUND || lat < south - AROUND || lat > north + AROUND;
}

/** A month that is not here in the words of those that are: by the name of the same month of another year, else as it was written.
 * @param {string} month @param {string[]} known @param {(known: string) => string} nameOf */
export function nameOfMonth(month, known, nameOf) {
  const same = known.find((one) => one.slice(4) === month.slice(4));
  return same ? nameOf(same).replace(same.slice(0, 4), month.slice(0, 4)) : month;
}
