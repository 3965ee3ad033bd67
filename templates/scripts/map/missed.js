/* What could not be loaded, and why: remembered by part, told beside the map, and asked by whoever would say that there is nothing. */

import { list } from "./panel.js";

/** @type {Record<string, string>} */
const PARTS = { crime: "partCrime", stops: "partStops", boundaries: "partBoundaries", base: "partBase", names: "partNames", months: "partMonths", drawing: "partDrawing" };
const OF_MONTH = ["crime", "stops", "names", "drawing"];

/** `onMissed()` is called after each part that is missed.
 * @param {import("./panel.js").Panel} panel @param {() => void} onMissed */
export function makeMissed({ parts, say, show }, onMissed) {
  /** @type {Map<string, string>} */
  const causes = new Map();

  function write() {
    const reasons = [...new Set(causes.values())].filter(Boolean).map((why) => say(why));
    show("failed", causes.size > 0);
    parts.why.textContent = causes.size ? [say("failed", { parts: list(Object.keys(PARTS).filter((part) => causes.has(part)).map((part) => say(PARTS[part]))) }), ...reasons].join(" ") : "";
  }

  /** A part that could not be had; what is neither known to be one nor to have a cause is something drawn, damaged.
   * @param {string} part @param {any} error @returns {null} */
  function miss(part, error) {
    causes.set(Object.keys(PARTS).includes(part) ? part : "drawing", error && error.why ? error.why : "damaged");
    write();
    onMissed();
    return null;
  }

  /* What catches the failure of a part. */
  const catcher = (/** @type {string} */ part) => (/** @type {any} */ error) => miss(part, error);

  function forget(some = OF_MONTH) {
    some.forEach((part) => causes.delete(part));
    write();
  }

  return {
    catcher,
    miss,
    forget,
    forgetAll: () => forget(Object.keys(PARTS)),
    has: (/** @type {string} */ part) => causes.has(part),
    isAny: () => causes.size > 0,
    /* Whether what is not seen of the crimes is not there: their tiles came, and the areas of the forces whose supply is asked. */
    isWhole: () => !causes.has("crime") && !causes.has("boundaries"),
  };
}
