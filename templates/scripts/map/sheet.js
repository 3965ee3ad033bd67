/* The panel in the hand: a sheet from below that lies over the map in one of three heights, set by finger, buttons and keys. It is not
   modal. On a wider screen the panel stands beside the map, and only scrolls; where the map is a part of another page, that page scrolls. */

/** @typedef {"peek" | "half" | "full"} Step */
/** @typedef {{ left: number, top: number, right: number, bottom: number }} Free pixels of the map that nothing lies over */
/** @typedef {ReturnType<typeof makeSheet>} Sheet */

/** @type {Step[]} */
const STEPS = ["peek", "half", "full"];
const MOVED = 8; // pixels after which a finger drags and no longer taps
const FLUNG = 0.4; // pixels a millisecond that carry the sheet a step further
const HELD = 80; // milliseconds after which a finger rests
const TURN = 180; // milliseconds from one height to another
const ANSWER = 180; // pixels of an answer that are to be seen: its name and its first rows
/* As in map_hand.css. */
const SHEET = "screen and (scripting:enabled) and (max-width:34.99em),screen and (scripting:enabled) and (max-width:47.99em) and (min-height:30.01em)";

/** `onStep()` is called when the sheet has taken another height.
 * @param {HTMLElement} root @param {import("./panel.js").Panel} panel @param {() => void} onStep */
export function makeSheet(root, { parts }, onStep) {
  const narrow = matchMedia(SHEET);
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  /** @type {{ panel: HTMLElement, grip: HTMLElement, stage: HTMLElement }} */
  const { panel, grip, stage } = /** @type {any} */ (parts);
  /** @type {HTMLButtonElement[]} */
  const buttons = [...parts.steps.children];
  const isHere = Boolean(root.dataset.here);
  const isSheet = () => narrow.matches && !isHere;
  const stepNow = () => /** @type {Step} */ (root.dataset.step);
  let height = panel.offsetHeight; // that it has or is on its way to
  /** @type {Step | null} */
  let back = null; // the height from which it rose for an answer, until another is chosen
  let covered = 0; // pixels of the map that it lay over when it was last half or low

  /* In a sheet the month and the streets come first, and the filters are folded. */
  function fold() {
    parts.filters.open = !isSheet() && !isHere;
    if (isHere) return;
    if (isSheet()) return parts.missing.before(parts.when, parts.streets, parts.fartherNote);
    parts.seek.after(parts.when);
    parts.pass.after(parts.streets, parts.fartherNote);
  }
  narrow.addEventListener("change", fold);
  fold();

  /** @param {Step} step */
  function set(step) {
    const before = panel.offsetHeight;
    back = null;
    root.dataset.step = step;
    panel.style.height = "";
    height = panel.offsetHeight;
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.value === step));
    if (step === "peek") panel.scrollTop = 0;
    onStep();
    if (isSheet() && !still.matches && height !== before) panel.animate([{ height: `${before}px` }, { height: `${height}px` }], { duration: TURN, easing: "ease-out" });
  }

  /** Rises to half for an answer. */
  function rise() {
    if (!isSheet()) return;
    const from = back || stepNow();
    set("half");
    back = from;
  }

  /** Goes back to where it rose from, unless it was moved since. */
  function sink() {
    if (isSheet() && back) set(back);
  }

  /** How high the panel is at each step, in pixels. */
  function heights() {
    const [step, { height: drawn }] = [stepNow(), panel.style];
    panel.style.height = "";
    const all = STEPS.map(function (one) {
      root.dataset.step = one;
      return panel.offsetHeight;
    });
    root.dataset.step = step;
    panel.style.height = drawn;
    return all;
  }

  /* ---- by finger */

  let isDragged = false;

  /** @param {PointerEvent} down */
  function drag(down) {
    if (!isSheet() || !down.isPrimary) return;
    isDragged = false;
    const start = panel.offsetHeight;
    const all = heights();
    let [y, time, speed] = [down.clientY, down.timeStamp, 0]; // speed upwards
    grip.onpointermove = function (event) {
      const up = down.clientY - event.clientY;
      if (!isDragged && Math.abs(up) < MOVED) return;
      if (!isDragged) grip.setPointerCapture(event.pointerId);
      isDragged = true;
      if (event.timeStamp > time) speed = (y - event.clientY) / (event.timeStamp - time);
      [y, time] = [event.clientY, event.timeStamp];
      panel.style.height = `${Math.min(Math.max(start + up, all[0]), all[2])}px`;
    };
    grip.onpointerup = grip.onpointercancel = function ({ timeStamp }) {
      grip.onpointermove = grip.onpointerup = grip.onpointercancel = null;
      if (!isDragged) return;
      const now = panel.offsetHeight;
      const away = all.map((one) => Math.abs(one - now));
      const nearest = away.indexOf(Math.min(...away));
      const lower = all.filter((one) => one < now).length - 1;
      const flung = Math.abs(speed) < FLUNG || timeStamp - time > HELD ? nearest : speed > 0 ? all.findIndex((one) => one > now) : lower;
      set(STEPS[flung] || STEPS[nearest]);
    };
  }

  grip.onpointerdown = drag;
  /* A drag ends in a click too. */
  grip.onclick = function (event) {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    if (isDragged) isDragged = false;
    else if (button) set(/** @type {Step} */ (button.value));
    else if (isSheet() && stepNow() === "peek") set("half");
  };

  /* ---- by keys */

  grip.onkeydown = function ({ key }) {
    const next = STEPS.indexOf(stepNow()) + (key === "ArrowUp" ? 1 : key === "ArrowDown" ? -1 : 0);
    if (!isSheet() || !STEPS[next] || STEPS[next] === stepNow()) return;
    set(STEPS[next]);
    buttons[next].focus();
  };

  /* What takes the focus is seen, and above the keyboard where there is to be typed. What is pressed stays under the finger or the mouse. */
  panel.addEventListener("focusin", function ({ target }) {
    const element = /** @type {HTMLElement} */ (target);
    if (!isSheet() || grip.contains(element) || !element.matches(":focus-visible")) return;
    if (element.matches("[type=search]")) {
      set("full");
      lift(element);
    } else if (stepNow() === "peek") {
      set("half");
      bring(element);
    }
  });

  /* The field is at the top of the sheet, so that the answers stand between it and the keyboard. */
  const lift = (/** @type {HTMLElement} */ field) => (panel.scrollTop += field.closest("form").getBoundingClientRect().top - grip.getBoundingClientRect().bottom - 8);

  /* A keyboard on the screen lies over the lower part of the page. */
  const { visualViewport } = window;
  if (visualViewport)
    visualViewport.addEventListener("resize", function () {
      root.style.setProperty("--keys", `${Math.max(0, Math.round(window.innerHeight - visualViewport.height * visualViewport.scale))}px`);
      const field = /** @type {HTMLElement} */ (document.activeElement);
      if (isSheet() && panel.contains(field) && field.matches("[type=search]")) lift(field);
    });

  /** Lowers the sheet; false where it lay low. */
  function lower() {
    if (!isSheet() || stepNow() === "peek") return false;
    const isWithin = panel.contains(document.activeElement);
    set("peek");
    if (isWithin) buttons[0].focus();
    return true;
  }

  /** Shows map and panel together, from the panel's beginning; a keyboard on the screen goes. */
  function uncover() {
    if (isHere) return stage.scrollIntoView({ block: "nearest" });
    if (!isSheet()) return;
    if (panel.contains(document.activeElement)) parts.canvas.querySelector("[tabindex]").focus({ preventScroll: true });
    set("half");
    panel.scrollTop = 0;
  }

  /* ---- what is seen */

  /** Scrolls the panel, never the page, until the beginning of an element is in it.
   * @param {HTMLElement} element */
  function bring(element) {
    if (isHere) return bringInPage(element);
    const [box, around] = [element.getBoundingClientRect(), panel.getBoundingClientRect()];
    const top = around.top + (isSheet() ? grip.offsetHeight : 0);
    if (box.top < top || box.bottom > around.top + height) panel.scrollTop += box.top - top - 8;
  }

  /** As much of an element as there is room for together with the map, when it stands under it.
   * @param {HTMLElement} element */
  function bringInPage(element) {
    if (panel.contains(element)) return element.scrollIntoView({ block: "nearest" });
    const [{ top, bottom }, { top: most }] = [element.getBoundingClientRect(), stage.getBoundingClientRect()];
    const hidden = Math.min(bottom, top + ANSWER) + 8 - window.innerHeight;
    window.scrollBy(0, most < 0 ? most - 8 : Math.max(0, hidden));
  }

  /** @returns {Free} */
  function free() {
    if (!panel.getAnimations().length) height = panel.offsetHeight;
    const [box, all] = [stage.getBoundingClientRect(), root.getBoundingClientRect()];
    if (isHere) return { left: 0, top: Math.max(0, -box.top), right: parts.nearer.parentElement.offsetLeft, bottom: Math.min(box.bottom, window.innerHeight) - box.top };
    const bottom = (isSheet() ? Math.min(box.bottom, all.bottom - height) : box.bottom) - box.top;
    const { offsetLeft, offsetTop, offsetWidth, offsetHeight } = parts.nearer.parentElement;
    if (offsetWidth > offsetHeight) return { left: 0, top: offsetTop + offsetHeight, right: box.width, bottom };
    return { left: 0, top: parts.what.parentElement.offsetHeight + 8, right: offsetLeft, bottom };
  }

  /** How much of the map the sheet lies over; of the whole sheet, which leaves none to look at, what it lay over before. */
  function over() {
    if (!isSheet() || stepNow() !== "full") covered = isSheet() ? Math.max(0, Math.round(stage.offsetHeight - free().bottom)) : 0;
    return { bottom: covered };
  }
  addEventListener("resize", onStep);

  return { set, rise, sink, lower, uncover, bring, free, over, isSheet };
}
