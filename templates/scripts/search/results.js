/* What was found, as links under the field; while somebody types they are the options of the field. */

import { make } from "../shared/elements.js";
import { fill } from "../shared/texts.js";
import { word } from "./words.js";

/** @typedef {import("./names.js").Group} Group */

/** @param {HTMLFormElement} form @param {HTMLInputElement} input @param {string} home the way to the home page @param {boolean} isInFolder */
export function makeResults(form, input, home, isInFolder) {
  /** @type {HTMLElement} */
  const box = form.querySelector("[data-list]");

  /** The rows as links under the names of their groups.
   * @param {Group[]} groups @param {boolean} [isOptions] */
  function list(groups, isOptions = false) {
    let number = 0;
    box.hidden = !groups.length;
    box.replaceChildren(...groups.map(function ({ name, rows }) {
      const label = name && word(name);
      const links = rows.map((row) => linkTo(row, isOptions && ++number));
      return isOptions ? optionsOf(label, links) : itemsOf(label, links);
    }));
    if (isOptions) {
      box.setAttribute("role", "listbox");
      box.setAttribute("aria-label", word("options"));
    } else {
      box.removeAttribute("role");
      box.removeAttribute("aria-label");
    }
    input.setAttribute("aria-expanded", String(isOptions && groups.length > 0));
    input.removeAttribute("aria-activedescendant");
  }

  /** @param {import("./names.js").Row} row @param {number | false} option its number */
  function linkTo([text, note, way], option) {
    const link = make("a");
    link.href = home + way + (isInFolder ? "index.html" : "");
    link.append(make("span", text));
    if (note) link.append(make("small", note));
    if (option) {
      link.setAttribute("role", "option");
      link.setAttribute("aria-selected", "false");
      link.tabIndex = -1;
      link.id = `q-${option}`;
    }
    return link;
  }

  /** Makes the field the box of its options. Up and down go through them, Enter follows the one that is marked, Escape closes the list.
   * @param {() => void} close */
  function beCombobox(close) {
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", box.id);
    input.addEventListener("keydown", (event) => steer(event, close));
    form.addEventListener("focusout", function ({ relatedTarget }) {
      if (form.querySelector("[role=option]") && !form.contains(/** @type {Node} */ (relatedTarget))) close();
    });
  }

  /** @param {KeyboardEvent} event @param {() => void} close */
  function steer(event, close) {
    /** @type {HTMLElement[]} */
    const options = [...form.querySelectorAll("[role=option]")].map((option) => /** @type {HTMLElement} */ (option));
    const at = options.findIndex((option) => option.id === input.getAttribute("aria-activedescendant"));
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!options.length || (!step && event.key !== "Escape" && (event.key !== "Enter" || at < 0))) return;
    event.preventDefault();
    if (event.key === "Escape") return close();
    if (event.key === "Enter") return options[at].click();
    if (at >= 0) options[at].setAttribute("aria-selected", "false");
    const next = at < 0 && step < 0 ? options.length - 1 : at + step;
    if (!options[next]) return input.removeAttribute("aria-activedescendant");
    options[next].setAttribute("aria-selected", "true");
    options[next].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[next].id);
  }

  return { list, beCombobox };
}

/** @param {string} label of the group, or none @param {HTMLElement[]} links */
function optionsOf(label, links) {
  const group = make("div");
  if (label) group.append(make("b", label));
  group.append(...links);
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", label || fill(word("results"), { n: links.length }));
  if (label) group.firstElementChild.setAttribute("aria-hidden", "true");
  return group;
}

/** @param {string} label of the group, or none @param {HTMLElement[]} links */
function itemsOf(label, links) {
  const group = make("div");
  if (label) group.append(make("b", label));
  group.append(make("ul"));
  for (const link of links) group.lastElementChild.appendChild(make("li")).append(link);
  return group;
}
