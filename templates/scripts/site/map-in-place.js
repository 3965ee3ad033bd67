/* The interactive map in the box of the drawn one: a part of its own page, with its style and its script, asked for when a reader wants it.
   That script does the rest (map/here.js), and says "fail" with the reason where it cannot. */

import { make, makeButton } from "../shared/elements.js";

export function offerMapInPlace() {
  /** @type {HTMLAnchorElement} */
  const way = document.querySelector("a[data-here]");
  if (!way) return;
  const button = makeButton(way.textContent, way.className);
  const room = make("div", "", "room no-print");

  /** @param {string} text */
  function fail(text) {
    const note = make("p", text, "notice");
    note.tabIndex = -1;
    room.replaceWith(note);
    button.replaceWith(way);
    note.focus();
  }

  button.onclick = function () {
    button.onclick = null;
    button.setAttribute("aria-busy", "true");
    button.classList.add("busy");
    button.parentElement.after(room);
    adopt(way, room, fail).catch(() => fail(way.dataset.here));
  };
  way.replaceWith(button);
}

/** @param {HTMLAnchorElement} way @param {HTMLElement} room @param {(why: string) => void} fail */
async function adopt(way, room, fail) {
  const href = way.getAttribute("href");
  const folder = href.replace(/#.*/, "");
  const response = await fetch(folder);
  if (!response.ok) throw response;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const map = page.getElementById("map");
  const from = (/** @type {string} */ selector, /** @type {"src" | "href"} */ name) => ({ [name]: folder + page.querySelector(selector).getAttribute(name) });
  const load = (/** @type {HTMLElement} */ element) => new Promise(function (resolve, reject) {
    Object.assign(element, { onload: resolve, onerror: reject });
    document.head.append(element);
  });
  map.dataset.here = href;
  map.addEventListener("fail", (/** @type {any} */ event) => fail(event.detail));
  await load(Object.assign(make("link"), { rel: "stylesheet", ...from('link[href*="/map."]', "href") }));
  room.append(map);
  await load(Object.assign(make("script"), from('script[src*="/map."]', "src")));
}
