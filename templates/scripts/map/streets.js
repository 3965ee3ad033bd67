/* The list of streets beside the map. */

import { make, makeButton } from "../shared/elements.js";
import { language, number } from "./panel.js";

/** @typedef {import("./marks.js").Mark & { number: number }} Drawn a mark with the number of the chosen categories */
/** @typedef {Drawn & { street: string | null, name: string }} Row */


/** @type {(one: Row, other: Row) => number} */
const fromNorth = (one, other) => one.y - other.y || one.x - other.x;
/** In the order of their names, a street's points from north to south, what has no name last. @type {(one: Row, other: Row) => number} */
const byStreet = (one, other) => Number(!one.street) - Number(!other.street) || (one.street || "").localeCompare(other.street || "", language, { numeric: true }) || fromNorth(one, other);
/** @type {(one: Row, other: Row) => number} */
const mostFirst = (one, other) => other.number - one.number || byStreet(one, other);

/** Gives what makes rows and writes them. `onChoose` is told the id of the row that is pressed, `onLight` that of the one pointed at.
 * @param {import("./panel.js").Panel} panel @param {(id: string) => void} onChoose @param {(id: string) => void} onLight
 * @param {() => number} short rows of the list before "Show all" */
export function makeStreets({ parts, say, show }, onChoose, onLight, short) {
  let showAll = false;
  let listed = "";
  /** @type {[Row[], string]} */
  let last = [[], ""];

  /** Rows of the list. Points that share a name are told apart by their place, from north to south.
   * @param {Drawn[]} marks @param {Map<string, import("./places.js").Named>} named */
  function rowsOf(marks, named) {
    const rows = marks.map(function (mark) {
      const { street } = named.get(mark.id) || { street: null };
      return { ...mark, street, name: street || say("noStreet") };
    });
    /** @type {Map<string, Row[]>} */
    const sharing = new Map();
    for (const row of rows.sort(fromNorth)) sharing.set(row.name, [...(sharing.get(row.name) || []), row]);
    for (const [street, same] of sharing) {
      if (same.length > 1) same.forEach((row, place) => (row.name = say("several", { street, place: place + 1, n: same.length })));
    }
    return rows;
  }

  /** The rows beside the map, in the order chosen; a row's number is that of the chosen categories.
   * @param {Row[]} rows @param {string} chosen */
  function write(rows, chosen) {
    last = [rows, chosen];
    rows.sort(parts.order.value === "number" ? mostFirst : byStreet);
    const shown = showAll ? rows : rows.slice(0, short());
    const signature = JSON.stringify([shown.map((row) => [row.id, row.name, row.number]), rows.length]);
    if (signature !== listed) {
      listed = signature;
      const focused = document.activeElement && /** @type {HTMLElement} */ (document.activeElement).dataset.id;
      parts.list.replaceChildren(...shown.map(itemOf));
      if (focused) (parts.list.querySelector(`[data-id="${focused}"]`) || parts.list).focus();
    }
    parts.list.querySelectorAll("button").forEach((/** @type {HTMLElement} */ row) => row.setAttribute("aria-pressed", String(row.dataset.id === chosen)));
    show("all", rows.length > shown.length);
    parts.all.textContent = say("showAll", { n: rows.length });
    parts.all.onclick = function () {
      showAll = true;
      write(rows, chosen);
      parts.list.children[shown.length].firstChild.focus();
    };
  }

  /** @param {Row} row */
  function itemOf(row) {
    const button = makeButton("");
    button.dataset.id = row.id;
    button.append(make("span", row.name), make("b", number(row.number)));
    button.onclick = () => onChoose(row.id);
    button.onfocus = button.onmouseenter = () => onLight(row.id);
    button.onblur = button.onmouseleave = () => onLight("");
    const item = make("li");
    item.append(button);
    return item;
  }

  parts.order.onchange = () => write(...last);

  /** The row of a point, as it was last written, shown or not. @param {string} id */
  const rowOf = (id) => last[0].find((row) => row.id === id);

  return { rowsOf, write, rowOf };
}
