/* The map as a part of another page: in the box of the drawn one, with its panel below. What is asked for and answered stays in that page;
   the page's own address stays what it was. */

import { make } from "../shared/elements.js";

/** @typedef {ReturnType<typeof makeHere>} Here */

const LEVEL = "h4"; // below the page's own heading of the map

/** Makes the map's part of its own page one of the page it stands in now: addresses begin there, headings are below that page's.
 * @param {HTMLElement} root */
export function settle(root) {
  const { dataset } = root;
  if (!dataset.here) return;
  const folder = dataset.here.replace(/#.*/, "");
  for (const baked of root.querySelectorAll(".picture,.picture-key,.baked")) baked.remove();
  for (const [name, value] of Object.entries(dataset)) if (/^\.\.?\//.test(value)) dataset[name] = name === "here" ? value : folder + value;
  for (const link of root.querySelectorAll("a")) link.setAttribute("href", folder + link.getAttribute("href"));
  for (const heading of root.querySelectorAll("h1,h2")) {
    const other = make(LEVEL);
    for (const { name, value } of heading.attributes) other.setAttribute(name, value);
    other.append(...heading.childNodes);
    heading.replaceWith(other);
  }
  root.className = "here";
}

/** The box, the buttons and the fingers of a map in a page; null on the map's own page.
 * @param {HTMLElement} root @param {import("./panel.js").Panel} panel @param {import("./address.js").Address} address */
export function makeHere(root, { parts, say, show }, address) {
  if (!root.dataset.here) return null;
  const box = document.querySelector(".map");
  /** @type {HTMLButtonElement} */
  const button = document.querySelector("button[aria-busy]");
  const { stage, canvas, panel, close, whole } = parts;
  const loading = make("p", say("loadingHere"));
  let isOpen = false;
  loading.setAttribute("role", "status");
  root.prepend(loading);
  panel.hidden = true;
  box.querySelector(".legend").before(stage, parts.chosen, parts.several);
  box.classList.add("here");
  close.className = "button";
  close.style.minWidth = `${button.offsetWidth}px`;
  close.onclick = shut;
  button.onclick = () => open();
  address.follow((href) => (whole.href = href));
  keepPageScrolling();

  /* Takes the place of the drawn map, once there is something to see. */
  function open() {
    if (isOpen) return;
    const hasFocus = [button, document.body].includes(/** @type {any} */ (document.activeElement));
    isOpen = true;
    loading.remove();
    root.parentElement.classList.remove("room");
    write();
    button.removeAttribute("aria-busy");
    button.classList.remove("busy");
    button.replaceWith(close);
    if (hasFocus) close.focus({ preventScroll: true });
    bringIntoSight();
  }

  /* On a low screen the button may stand where none of the map is to be seen. */
  function bringIntoSight() {
    const { top, bottom, height } = stage.getBoundingClientRect();
    const seen = Math.min(bottom, window.innerHeight) - Math.max(top, 0);
    if (seen < Math.min(height, window.innerHeight) / 2) window.scrollBy(0, top - Math.max(8, (window.innerHeight - height) / 2));
  }

  function shut() {
    isOpen = false;
    write();
    close.replaceWith(button);
    button.focus();
  }

  function write() {
    box.classList.toggle("drawn", isOpen);
    root.parentElement.hidden = !isOpen;
    whole.parentElement.hidden = panel.hidden = !isOpen;
  }

  /* One finger scrolls the page until the map was tapped or has the focus; two move the map. */
  function keepPageScrolling() {
    let fingers = 0;
    let most = 0; // since the first came
    const hold = (/** @type {boolean} */ isHeld) => {
      stage.classList.toggle("held", isHeld);
      if (isHeld) show("fingers", false);
    };
    show("fingers", true);
    canvas.addEventListener("focusin", () => hold(true));
    document.addEventListener("pointerdown", ({ target }) => stage.contains(/** @type {Node} */ (target)) || hold(false));
    for (const name of ["touchstart", "touchmove", "touchend", "touchcancel"]) canvas.addEventListener(name, count, { capture: true, passive: false });
    canvas.addEventListener("pointermove", stopOne, { capture: true });

    /** @param {TouchEvent} event */
    function count(event) {
      fingers = event.touches.length;
      most = event.type === "touchstart" && fingers === 1 ? 1 : Math.max(most, fingers);
      if (!event.cancelable) return; // the page scrolls
      if (event.type === "touchend" && most === 1) hold(true);
      if (fingers < 2) return;
      event.preventDefault();
      show("fingers", false);
    }

    /** @param {PointerEvent} event */
    function stopOne(event) {
      if (event.pointerType === "touch" && fingers < 2 && !stage.classList.contains("held")) event.stopPropagation();
    }
  }

  return { open, fail: (/** @type {string} */ detail) => (stage.remove(), root.dispatchEvent(new CustomEvent("fail", { detail }))) };
}
