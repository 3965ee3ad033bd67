/* Coverage: missing is not zero, a nought needs evidence of full supply. */

import { placeOf } from "../shared/snap-points.js";

/** @typedef {ReturnType<typeof readCoverage>} Coverage */
/** @typedef {{ name: string, bounds: number[] | null }} Force */
/** @typedef {import("./canvas/map.js").CanvasMap} CanvasMap */

/** The forces whose areas are in view, sorted.
 * @param {CanvasMap} map @returns {string[]} */
export const forcesInView = (map) => forcesOf(map.featuresIn("boundaries", "force"));

/** The forces in whose area a point in view lies, sorted.
 * @param {CanvasMap} map @param {string} id @returns {string[]} */
export const forcesAt = (map, id) => forcesOf(map.featuresIn("boundaries", "force", placeOf(id)));

/** @param {Record<string, any>[]} areas their attributes */
const forcesOf = (areas) => [...new Set(areas.map(({ force }) => force))].sort();

/** @param {string} state */
const isGap = (state) => state && !state.startsWith("supplied");

/** What each force supplied. `about`: TileJSON of the month, null where it has none: every force is then in the state `missing`, or in
 * none that we know where that is empty. `boundaries`: their TileJSON, or null.
 * @param {any} about @param {string} missing @param {any} boundaries */
export function readCoverage(about, missing, boundaries) {
  /** @type {Record<string, Force>} */
  const areas = boundaries ? boundaries["x-forces"] : {};
  /** @type {Record<string, string>} */
  const names = about ? about["x-forces"] : {};
  /** @type {Record<string, Force>} */
  const forces = Object.assign(Object.create(null), areas);
  for (const force in names) forces[force] = { bounds: null, ...areas[force], name: names[force] };
  const nameOf = (/** @type {string} */ force) => (forces[force] ? forces[force].name : force);

  /** @param {string} force @param {string} [dataset] @returns {string} */
  function stateOf(force, dataset) {
    if (!about) return missing;
    const covered = about["x-coverage"][force];
    if (!covered) return "not_supplied";
    return (dataset && covered[dataset] ? covered[dataset] : covered).state;
  }

  /* Forces whose area is hatched. */
  const hatched = Object.keys(forces).filter((force) => isGap(stateOf(force))).sort();

  /** Whether nothing recorded by these forces means that there was nothing.
   * @param {string[]} some @param {string} [dataset] */
  function isKnown(some, dataset) {
    return some.length > 0 && some.every((force) => stateOf(force, dataset) === "supplied");
  }

  /** What these forces, and those without an area, left out: force names by the text that says it, [no figures, figures with a gap].
   * @param {string[]} some @returns {[Map<string, string[]>, Map<string, string[]>]} */
  function gapsOf(some) {
    const without = Object.keys(forces).filter((force) => !forces[force].bounds && !some.includes(force)).sort();
    /** @type {Map<string, string[]>} */
    const whole = new Map();
    /** @type {Map<string, string[]>} */
    const part = new Map();
    for (const force of [...some, ...without]) {
      const add = (/** @type {Map<string, string[]>} */ gap, /** @type {string} */ text) => gap.set(text, [...(gap.get(text) || []), nameOf(force)]);
      const state = stateOf(force);
      const isDrawn = forces[force] && forces[force].bounds;
      if (isGap(state)) add(whole, isDrawn || ["never", "not_in_copy"].includes(state) ? state : "elsewhere");
      else if (state === "supplied_partial") add(part, state);
      else if (isDrawn && isGap(stateOf(force, "asb"))) add(part, "noAsb");
    }
    return [whole, part];
  }

  /** How many rows of these forces have no location, and the name to give them: the force's, or none where there are several.
   * @param {string[]} some */
  function unlocatedOf(some) {
    const counted = some.filter((force) => about && about["x-unlocated"][force]);
    /** @type {{ crimes: number, asb: number }[]} */
    const rows = counted.map((force) => about["x-unlocated"][force]);
    const n = rows.reduce((sum, { crimes, asb }) => sum + crimes + (asb || 0), 0);
    return { n, force: counted.length === 1 ? nameOf(counted[0]) : "" };
  }

  /** The known faults of these forces' data in this month, each sentence once.
   * @param {string[]} some @returns {Record<string, string>[]} */
  function issuesOf(some) {
    const listed = ["all", ...some].flatMap((force) => (about && about["x-issues"][force]) || []);
    return [...new Map(listed.map((issue) => [issue.text, issue])).values()];
  }

  return { nameOf, hatched, isKnown, gapsOf, unlocatedOf, issuesOf };
}
