/* The list of categories, which are drawn and how many of each there are: its rows follow the month, its boxes the state. */

import { number } from "./panel.js";
import { YEAR } from "./time.js";

/** @typedef {ReturnType<typeof makeCategories>} Categories */

/** `onChoose(keys, btp)` takes what was chosen, `keys` null for all.
 * @param {import("./panel.js").Panel} panel @param {(keys: Set<string> | null, btp: boolean) => void} onChoose */
export function makeCategories({ parts }, onChoose) {
  /** @type {() => HTMLInputElement[]} */
  const boxes = () => [...parts.categories.querySelectorAll("input")];
  const rowOf = (/** @type {HTMLInputElement} */ box) => box.closest("label");
  const isBtp = (/** @type {HTMLInputElement} */ box) => box.value === "btp";

  /** The rows of the categories in use in the state's month; one that the page does not know gets a row of its own.
   * @param {import("./state.js").State} state @param {any} about TileJSON of the month */
  function write({ month, keys, btp }, about) {
    for (const [key, { name }] of Object.entries(about ? about["x-categories"] : {})) {
      if (boxes().some((box) => box.value === key)) continue;
      const row = parts.categories.querySelector("label").cloneNode(true);
      row.querySelector("input").value = key;
      row.querySelector("span").textContent = name;
      Object.assign(row.dataset, { first: month, last: month });
      parts.categories.append(row);
    }
    for (const box of boxes()) {
      const { first, last } = rowOf(box).dataset;
      const isUsed = month === YEAR ? !about || box.value in about["x-categories"] : month >= first && !(last && month > last);
      rowOf(box).hidden = !isBtp(box) && !isUsed;
      box.checked = isBtp(box) ? btp : !keys || keys.has(box.value);
    }
  }

  /** Numbers beside the rows; where there is none, a nought if `isKnown(dataset)`. Those of a part of the view are "12+".
   * @param {Record<string, number>} sums @param {(dataset: string) => boolean} isKnown @param {boolean} isPart */
  function writeNumbers(sums, isKnown, isPart) {
    for (const box of boxes()) {
      const sum = sums[box.value];
      rowOf(box).querySelector(".nums").textContent = number(sum || (!isBtp(box) && isKnown(box.value) ? 0 : null)) + (sum && isPart ? "+" : "");
    }
  }

  /* Keys of the categories in use, and of those of them that are chosen. */
  function inUse() {
    const used = boxes().filter((box) => !isBtp(box) && !rowOf(box).hidden);
    return { used: used.map((box) => box.value), chosen: used.filter((box) => box.checked).map((box) => box.value) };
  }

  /** The rows with a number in `counts` of the keys wanted, as [name, number].
   * @param {Record<string, number>} counts @param {(key: string) => boolean} isWanted @returns {[string, number][]} */
  function rowsOf(counts, isWanted) {
    return boxes().filter((box) => counts[box.value] && isWanted(box.value)).map((box) => [rowOf(box).querySelector("span").textContent, counts[box.value]]);
  }

  /** @param {string[]} keys */
  const namesOf = (keys) => boxes().filter((box) => keys.includes(box.value)).map((box) => rowOf(box).querySelector("span").textContent);

  const hasBtp = () => boxes().some(isBtp);
  parts.categories.onchange = function () {
    const categories = boxes().filter((box) => !isBtp(box));
    const chosen = categories.filter((box) => box.checked).map((box) => box.value);
    onChoose(chosen.length === categories.length ? null : new Set(chosen), boxes().some((box) => isBtp(box) && box.checked));
  };
  parts.every.onclick = () => onChoose(null, hasBtp());
  parts.none.onclick = () => onChoose(new Set(), false);
  return { write, writeNumbers, inUse, rowsOf, namesOf };
}
