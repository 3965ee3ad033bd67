/* The interactive map in place of the drawn one: its own page in a frame, which says when it is to be closed ("close") or why it cannot
   be ("fail"). What is not the map in the frame is what the link leads to. */

import { make, makeButton } from "../shared/elements.js";

export function offerMapInPlace() {
  /** @type {HTMLAnchorElement} */
  const way = document.querySelector("a[data-here]");
  if (!way) return;
  const row = way.parentElement;
  const button = makeButton(way.textContent, way.className);
  button.onclick = function () {
    const frame = make("iframe", "", "in-place no-print");
    const close = function () {
      frame.remove();
      row.prepend(button);
      button.focus();
    };
    frame.title = way.textContent;
    frame.allowFullscreen = true;
    frame.src = way.href;
    frame.onload = () => show(frame, way);
    frame.addEventListener("close", close);
    frame.addEventListener("fail", function (/** @type {any} */ event) {
      const note = make("p", event.detail, "notice");
      note.tabIndex = -1;
      close();
      button.replaceWith(way);
      row.before(note);
      note.focus();
    });
    button.remove();
    row.before(frame);
    frame.scrollIntoView({ block: "nearest" });
  };
  way.replaceWith(button);
}

/** @param {HTMLIFrameElement} frame @param {HTMLAnchorElement} way */
function show(frame, way) {
  /** @type {Document | undefined} */
  let shown;
  try {
    shown = frame.contentWindow.crimeMap && frame.contentDocument;
  } catch { /* The browser’s own page. */ }
  if (!shown) return location.assign(way.href);
  frame.title = shown.querySelector("h1").textContent;
  frame.focus();
  /** @type {HTMLElement} */ (shown.querySelector("[data-part=close]")).focus();
}
