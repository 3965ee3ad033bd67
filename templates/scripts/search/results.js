/* What was found, as links under the field; while somebody types they are the options of the field. */

import { make } from "../shared/elements.js";
import { fold } from "../shared/names.js";
import { SEARCH } from "./names.js";
import { word } from "./words.js";

/** @typedef {import("./names.js").Group} Group */
/** @typedef {import("./names.js").Row} Row */

const MAP_ZOOM = 13; // some four kilometres across a phone: a spot is no more exact than one

/** @param {HTMLFormElement} form @param {HTMLInputElement} input @param {string} home the way to the home page @param {boolean} isInFolder */
export function makeResults(form, input, home, isInFolder) {
  /** @type {HTMLElement} */
  const box = form.querySelector("[data-list]");

  /** The rows as links under the names of their groups; as options they are numbered. How many are seen is returned.
   * @param {Group[]} groups @param {string} [typed] @param {boolean} [isOptions] */
  function list(groups, typed = input.value.trim(), isOptions = false) {
    let number = 0;
    box.hidden = !groups.length;
    box.replaceChildren(...groups.map(function ({ name, rows }) {
      const group = make("div");
      const all = rows.flatMap((row) => withMap(row, typed));
      const label = name ? word(name) : "";
      if (label) group.append(make("b", label));
      if (!isOptions) group.append(listOf(all.map((row) => (row[3]?.rows ? folded(row, fold(row[0]) === fold(typed)) : linkTo(row)))));
      else {
        group.append(...all.map((row) => set(linkTo(row), { role: "option", "aria-selected": "false", tabindex: "-1", id: `q-${++number}` })));
        set(group, { role: "group", "aria-label": label || word("options") });
        if (label) set(group.firstElementChild, { "aria-hidden": "true" });
      }
      return group;
    }));
    set(box, { role: isOptions && "listbox", "aria-label": isOptions && word("options") });
    set(input, { "aria-expanded": String(isOptions && groups.length > 0), "aria-activedescendant": false });
    return number || box.querySelectorAll("div > ul > li > a, details:not([open]), [open] a").length;
  }

  /** A row with another that shows it on the map, which stands alone where no page is about it.
   * @param {Row} row @param {string} typed @returns {Row[]} */
  function withMap(row, typed) {
    const [text, note, way, { spot } = {}] = row;
    if (!spot) return [row];
    const map = `map/#z=${MAP_ZOOM}/${spot[1]}/${spot[0]}`;
    if (!way) return [[word("on-map", { q: text }), word("uncovered", { q: text }), map]];
    const isForce = note && !/\/./.test(way);
    return [[text, isForce ? word("outside", { q: note }) : note, way], [word("on-map", { q: note ? text : typed }), "", map]];
  }

  /** @param {Row} row */
  function linkTo([text, note, way, { rows = [] } = {}]) {
    const link = make("a");
    link.href = home + way + (isInFolder ? "index.html" : "");
    link.append(make("span", text));
    if (rows.length) note = placesOf(rows);
    if (note) link.append(make("small", note));
    if (way === SEARCH) {
      link.addEventListener("click", function (event) {
        event.preventDefault();
        input.value = text;
        form.querySelector("button").click();
      });
    }
    return link;
  }

  /** @param {Row[]} rows */
  const placesOf = (rows) => word("places-of", { n: rows.length });

  /** A street of several places, which opens to them.
   * @param {Row} row @param {boolean} isOpen */
  function folded([text, , , { rows }], isOpen) {
    const details = make("details");
    details.open = isOpen;
    const summary = make("summary", `${text}: `);
    summary.append(make("small", placesOf(rows)));
    details.append(summary, listOf(rows.map(([, note, way]) => linkTo([note, "", way]))));
    return details;
  }

  /** Takes the reader from the field to what was found. */
  const enter = () => /** @type {HTMLElement} */ (box.querySelector("summary, a")).focus();

  /** Makes the field the box of its options. Up and down go through them, Enter follows the one that is marked, Escape closes the list.
   * @param {() => void} close */
  function beCombobox(close) {
    set(input, { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": box.id });
    input.addEventListener("keydown", (event) => steer(event, close));
    form.addEventListener("focusout", function ({ relatedTarget }) {
      if (form.querySelector("[role=option]") && !form.contains(/** @type {Node} */ (relatedTarget))) close();
    });
  }

  /** @param {KeyboardEvent} event @param {() => void} close */
  function steer(event, close) {
    /** @type {NodeListOf<HTMLElement>} */
    const found = form.querySelectorAll("[role=option]");
    const options = [...found];
    const at = options.findIndex((option) => option.id === input.getAttribute("aria-activedescendant"));
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!options.length || (!step && event.key !== "Escape" && (event.key !== "Enter" || at < 0))) return;
    event.preventDefault();
    if (event.key === "Escape") return close();
    if (event.key === "Enter") return options[at].click();
    if (at >= 0) set(options[at], { "aria-selected": "false" });
    const option = options[at < 0 && step < 0 ? options.length - 1 : at + step];
    set(input, { "aria-activedescendant": option && option.id });
    if (option) set(option, { "aria-selected": "true" }).scrollIntoView({ block: "nearest" });
  }

  return { list, enter, beCombobox };
}

/** Sets attributes, and takes away those without a value.
 * @template {Element} T
 * @param {T} element @param {Record<string, string | false | undefined>} attributes */
function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) value ? element.setAttribute(name, value) : element.removeAttribute(name);
  return element;
}

/** @param {HTMLElement[]} links */
function listOf(links) {
  const list = make("ul");
  for (const link of links) list.appendChild(make("li")).append(link);
  return list;
}
