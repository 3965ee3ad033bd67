/* The key to what is drawn, and the bar of lengths. */

import { breaksAt } from "./canvas/values.js";
import { metresPerPixel } from "../shared/mercator.js";

/** @typedef {import("./panel.js").Panel} Panel */

/** Sizes of points, or the numbers each colour of a square stands for at this zoom.
 * @param {Panel} panel @param {boolean} isFine @param {import("./style.js").Cells} steps @param {number} zoom @param {number} months */
export function writeKey({ parts, say, show }, isFine, steps, zoom, months) {
  show("points", isFine);
  parts.sizes.textContent = say("sizes", { one: months, other: 5 * months, most: 20 * months });
  show("cells", !isFine);
  const least = breaksAt(steps.breaks, steps.factors, zoom).map((number, place) => (place ? number * months : number));
  parts.cells.querySelectorAll("span").forEach(function (/** @type {Element} */ label, /** @type {number} */ place) {
    const next = least[place + 1];
    label.textContent = next ? say("range", { from: least[place], to: next - 1 }) : say("orMore", { from: least[place] });
  });
}

/** @param {Panel} panel @param {import("./canvas/map.js").CanvasMap} map */
export function writeScale({ parts, say }, map) {
  const [pixels, metres] = roundLength(metresPerPixel(map.center()[1], map.zoom()), 88);
  parts.bar.setAttribute("d", `M1 1v6h${pixels.toFixed(1)}V1`);
  parts.length.textContent = metres < 1000 ? say("metres", { length: metres }) : say("kilometres", { length: metres / 1000 });
}

/** A length in round metres no longer than `most` pixels, as [pixels, metres].
 * @param {number} scale metres a pixel @param {number} most */
export function roundLength(scale, most) {
  const unit = 10 ** Math.floor(Math.log10(scale * most));
  const metres = unit * [5, 2, 1].find((step) => step * unit <= scale * most);
  return [metres / scale, metres];
}
