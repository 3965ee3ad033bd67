/* The panel beside the map: its parts by name, and how it says things. Texts come from the page. */

import { make } from "../shared/elements.js";

/** @typedef {ReturnType<typeof makePanel>} Panel */
/** @typedef {Record<string, any>} Words a text by its name; of one with plural forms, each by its form */

export const language = document.documentElement.lang;
const locale = language === "en" ? "en-GB" : language;
const numbers = new Intl.NumberFormat(locale);
const plurals = new Intl.PluralRules(language);
/* A browser that cannot make lists in the page's language would put in the "and" of another; commas are right in each. */
const canList = Intl.ListFormat.supportedLocalesOf(language).length;
const lists = canList ? new Intl.ListFormat(locale) : { format: (/** @type {string[]} */ names) => names.join(", ") };

/** @param {HTMLElement} root @param {Words} words */
export function makePanel(root, words) {
  /** @type {NodeListOf<HTMLElement>} */
  const marked = root.querySelectorAll("[data-part]");
  /** @type {Record<string, any>} */
  const parts = Object.fromEntries([...marked].map((part) => [part.dataset.part, part]));

  /** A text with its places filled; of a text with plural forms, the one for `n`.
   * @param {string} name @param {Record<string, any>} [values] @returns {string} */
  function say(name, values = {}) {
    const text = typeof words[name] === "string" ? words[name] : words[name][plurals.select(values.n)] || words[name].other;
    return text.replace(/\{(\w+)\}/g, (/** @type {string} */ _, /** @type {string} */ key) => (typeof values[key] === "number" ? numbers.format(values[key]) : values[key]));
  }

  /** A force's name as the page's language has it.
   * @param {string} name @returns {string} */
  const ownName = (name) => words.forceNames[name] || name;

  /** @param {string} part @param {boolean} isShown */
  function show(part, isShown) {
    parts[part].hidden = !isShown;
  }

  return { parts, say, ownName, show };
}

/** A number, or nothing.
 * @param {number | null} value */
export const number = (value) => (value === null ? "" : numbers.format(value));

/** @param {string[]} names */
export const list = (names) => lists.format(names);

/** A text of known faults in the page's language where it was given in it, and whether it was.
 * @param {Record<string, string>} texts @returns {[string, boolean]} */
export function translated(texts) {
  const told = language === "en" ? texts.text : texts[`text_${language}`];
  return [told || texts.text, Boolean(told)];
}

/** A text into an element; what stands between <b> and </b> is bold.
 * @template {Element} T
 * @param {T} element @param {string} text */
export function write(element, text) {
  element.replaceChildren(...text.split(/<\/?b>/).map((piece, place) => (place % 2 ? make("b", piece) : piece)));
  return element;
}

/** @param {string} href @param {string} text */
export function anchor(href, text) {
  const link = make("a", text);
  link.href = href;
  return link;
}

/** A row of a table: what, and how many.
 * @param {string} name @param {number} count */
export function rowOfCounts(name, count) {
  const row = make("tr");
  const head = make("th", name);
  head.scope = "row";
  row.append(head, make("td", numbers.format(count), "n"));
  return row;
}
