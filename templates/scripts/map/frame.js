/* The frame around the map: zoom buttons, full screen, the wheel, the connection, the way back. */

import { fill } from "../shared/texts.js";

/** The way back from the map: to the page of the area that was asked for, else where it led before. `pages` are the ways to those pages.
 * @param {DOMStringMap} pages @param {string} area "force/folder" or a force @param {string} name of the area; both empty: there is none */
export function leadBack(pages, area, name) {
  /** @type {HTMLAnchorElement} */
  const way = document.querySelector("[data-back]");
  if (!way) return;
  const { first = way.getAttribute("href"), title = way.textContent } = way.dataset;
  Object.assign(way.dataset, { first, title });
  const [force, folder] = area.split("/");
  way.href = area ? fill(folder ? pages.neighbourhood : pages.force, { force, folder }) : first;
  way.firstElementChild.textContent = name || title;
}

/** The room that the baked picture leaves on each side for what lies over the map; where there is none, a little.
 * @param {HTMLElement} root @returns {import("./canvas/camera.js").Sides} */
export function roomAround(root) {
  const picture = root.querySelector(".picture");
  if (!picture) return { left: 24, top: 24, right: 24, bottom: 24 };
  const [left, top, right, bottom] = ["left", "top", "right", "bottom"].map((side) => parseFloat(getComputedStyle(picture).getPropertyValue(side)));
  return { left, top, right, bottom };
}

/** `getMap()` gives the map once there is one; `onOnline()` is called when the connection is back.
 * @param {HTMLElement} root @param {import("./panel.js").Panel} panel @param {() => import("./canvas/map.js").CanvasMap} getMap @param {() => void} onOnline */
export function makeFrame(root, panel, getMap, onOnline) {
  const { parts, show } = panel;
  parts.nearer.onclick = () => getMap().zoomSoftly(1);
  parts.farther.onclick = () => getMap().zoomSoftly(-1);
  parts.full.hidden = !document.fullscreenEnabled;
  parts.full.onclick = () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen());
  document.addEventListener("fullscreenchange", () => parts.full.setAttribute("aria-pressed", String(Boolean(document.fullscreenElement))));
  parts.canvas.addEventListener("wheel", keepPageScrolling, { capture: true, passive: true });
  const writeConnection = () => show("offline", !navigator.onLine);
  addEventListener("offline", writeConnection);
  addEventListener("online", () => (writeConnection(), onOnline()));

  /** The wheel zooms only with Ctrl or while the map has the focus: a page one scrolls through is not to be caught.
   * @param {WheelEvent} event */
  function keepPageScrolling(event) {
    const isMeant = event.ctrlKey || event.metaKey || parts.canvas.contains(document.activeElement);
    if (!isMeant) event.stopPropagation();
    parts.hint.hidden = isMeant;
  }
}
