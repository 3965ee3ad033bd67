/* The key to what is drawn, and the bar of lengths. */

import { worldOf } from "./canvas/camera.js";
import { sideOf } from "./canvas/values.js";
import { metresPerPixel } from "../shared/mercator.js";

/** @typedef {import("./panel.js").Panel} Panel */

/** Sizes of points, or the numbers that squares stand for at this zoom, each as large as on the map.
 * @param {Panel} panel @param {boolean} isFine @param {import("./style.js").Cells} cells @param {number} zoom @param {number} months */
export function writeKey({ parts, say, show }, isFine, cells, zoom, months) {
  show("points", isFine);
  parts.sizes.textContent = say("sizes", { one: months, other: 5 * months, most: 20 * months });
  const zooms = Object.keys(cells).map(Number);
  const z = Math.min(Math.max(...zooms), Math.max(Math.min(...zooms), Math.round(zoom)));
  show("cells", !isFine && zooms.length > 0);
  if (isFine || !zooms.length) return;
  const { largest } = cells[z];
  const numbers = [16, 4, 1].map((part) => Math.max(1, Math.floor(largest / part)));
  parts.cells.querySelectorAll("li").forEach(function (/** @type {HTMLElement} */ item, /** @type {number} */ place) {
    const number = numbers[place];
    const side = String(Math.max(1, Math.round(sideOf(cells, z, worldOf(zoom), number))));
    item.hidden = number === numbers[place + 1];
    item.querySelector("svg").setAttribute("width", side);
    item.querySelector("svg").setAttribute("height", side);
    item.querySelector("span").textContent = say(["orFewer", "exactly", "orMore"][place], { from: number * months });
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
