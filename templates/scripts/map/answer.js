/* The answer to a point that was chosen: it is seen together with its point, has the focus, and gives it back when it is closed. */

import { make, makeButton } from "../shared/elements.js";
import { number } from "./panel.js";

/** @typedef {import("./streets.js").Row} Row */
/** @typedef {{ ring: (ids: string[]) => void, bring: (ids: string[]) => void }} Points rings points on the map; moves it so that they are seen */

/** `choose(id)` chooses a point, "" none; `isChosen()` says whether one is; `rowOf(id)` gives a point's row in the list.
 * @param {HTMLElement} root @param {import("./panel.js").Panel} panel @param {import("./sheet.js").Sheet} sheet
 * @param {(id: string) => void} choose @param {() => boolean} isChosen @param {(id: string) => Row | undefined} rowOf @param {Points} points */
export function makeAnswer(root, { parts, show }, sheet, choose, isChosen, rowOf, points) {
  let opener = ""; // the row from which the answer was opened; empty: the map

  /** A row of the list was pressed. @param {string} id */
  function pressed(id) {
    opener = id;
    choose(id);
  }

  /** Shows a part of the panel as the answer.
   * @param {"chosen" | "several"} part @param {boolean} hasFocus */
  function open(part, hasFocus) {
    if (part === "chosen") show("several", false);
    if (parts[part].hidden) return;
    if (!hasFocus) opener = "";
    sheet.rise();
    if (hasFocus) parts[`${part}-name`].focus({ preventScroll: true });
    sheet.bring(parts[part]);
  }

  function goBack() {
    show("several", false);
    points.ring([]);
    sheet.sink();
    const row = opener && parts.list.querySelector(`[data-id="${opener}"]`);
    const canvas = parts.canvas.querySelector("[tabindex]") || parts.canvas;
    (row || canvas).focus({ preventScroll: true });
    if (row) sheet.bring(row);
  }

  /** A tap on the map: chooses a point, or lets one be chosen of those it may mean.
   * @param {string[]} ids */
  function tapped(ids) {
    const rows = ids.map(rowOf).filter(Boolean);
    opener = "";
    if (rows.length < 2) return ids.length || isChosen() || parts.several.hidden ? choose(ids[0] || "") : goBack();
    const all = rows.map(({ id }) => id);
    parts.offered.replaceChildren(...rows.map((row) => itemOf(row, all)));
    show("several", true);
    open("several", true);
    points.bring(all);
    points.ring(all);
  }

  /** Of points that lie on each other the row's own is ringed while it is pointed at, else all.
   * @param {Row} row @param {string[]} all */
  function itemOf(row, all) {
    const button = makeButton("");
    button.append(make("span", row.name), make("b", number(row.number)));
    button.onclick = () => choose(row.id);
    button.onfocus = button.onmouseenter = () => points.ring([row.id]);
    button.onblur = button.onmouseleave = () => !parts.several.hidden && points.ring(all);
    const item = make("li");
    item.append(button);
    return item;
  }

  parts.unchoose.onclick = () => choose("");
  parts.unoffer.onclick = goBack;
  for (const part of [root, ...(root.contains(parts.stage) ? [] : [parts.stage, parts.chosen, parts.several])]) part.addEventListener("keydown", escape);

  /** @param {KeyboardEvent} event */
  function escape(event) {
    const { key, target } = event;
    if (key !== "Escape" || event.defaultPrevented || /** @type {HTMLInputElement} */ (target).matches("[type=search]:not(:placeholder-shown)")) return;
    if (!parts.several.hidden) goBack();
    else if (isChosen()) choose("");
    else sheet.lower();
  }

  return { pressed, open, goBack, tapped };
}
