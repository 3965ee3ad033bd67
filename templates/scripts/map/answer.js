/* The answer to a point that was chosen: it is seen together with its point, has the focus, and gives it back when it is closed. */

import { make, makeButton } from "../shared/elements.js";
import { number } from "./panel.js";

/** @typedef {import("./streets.js").Row} Row */

/** `choose(id)` chooses a point, "" none; `isChosen()` says whether one is; `rowOf(id)` gives a point's row in the list.
 * @param {HTMLElement} root @param {import("./panel.js").Panel} panel @param {import("./sheet.js").Sheet} sheet
 * @param {(id: string) => void} choose @param {() => boolean} isChosen @param {(id: string) => Row | undefined} rowOf */
export function makeAnswer(root, { parts, show }, sheet, choose, isChosen, rowOf) {
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
    if (sheet.isSheet()) sheet.set("half");
    if (hasFocus) parts[`${part}-name`].focus({ preventScroll: true });
    sheet.bring(parts[part]);
  }

  function goBack() {
    show("several", false);
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
    if (rows.length < 2) return choose(ids[0] || "");
    parts.offered.replaceChildren(...rows.map(itemOf));
    show("several", true);
    open("several", true);
  }

  /** @param {Row} row */
  function itemOf(row) {
    const button = makeButton("");
    button.append(make("span", row.name), make("b", number(row.number)));
    button.onclick = () => choose(row.id);
    const item = make("li");
    item.append(button);
    return item;
  }

  parts.unchoose.onclick = () => choose("");
  parts.unoffer.onclick = goBack;
  root.addEventListener("keydown", function (event) {
    const { key, target } = event;
    if (key !== "Escape" || event.defaultPrevented || /** @type {HTMLInputElement} */ (target).matches("[type=search]:not(:placeholder-shown)")) return;
    if (!parts.several.hidden) goBack();
    else if (isChosen()) choose("");
    else sheet.lower();
  });

  return { pressed, open, goBack, tapped };
}
