/* The frame around the map: zoom buttons, full screen, the wheel, the connection, the page it was opened in. */

import { fill } from "../shared/texts.js";

/* Within a page of a neighbourhood: without the site's head and foot, links leave the frame, and the page hears what it is to do. */
const around = window.frameElement;
/** @param {string} name close, or fail @param {string} [detail] why */
export const tellPage = (name, detail) => around && around.dispatchEvent(new CustomEvent(name, { detail }));

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

/** @param {import("./panel.js").Panel} panel */
function dress({ parts }) {
  document.documentElement.classList.add("framed");
  document.head.append(Object.assign(document.createElement("base"), { target: "_top" }));
  parts.framed.hidden = false;
  parts.close.onclick = () => tellPage("close");
  parts.whole.onclick = () => (parts.whole.href = location.href);
}

/** `getMap()` gives the map once there is one; `onOnline()` is called when the connection is back.
 * @param {HTMLElement} root @param {import("./panel.js").Panel} panel @param {() => import("./canvas/map.js").CanvasMap} getMap @param {() => void} onOnline */
export function makeFrame(root, panel, getMap, onOnline) {
  const { parts, show } = panel;
  if (around) dress(panel);
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
