/* What was found, in the page's language. */

import { dayIn, fill } from "../shared/texts.js";

/** @type {HTMLTemplateElement} */
const texts = document.querySelector("#proof-texts");

/** @param {string} kind */
const find = (kind) => texts.content.querySelector(`[data-text='${kind}']`);

/** Put a text with its values into an element; days are given as 2025-07-31.
 * @param {Element} element @param {string} kind @param {Record<string, unknown>} values */
export function say(element, kind, values) {
  const months = find("months").textContent.split(",");
  const shown = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, /^\d{4}-\d\d-\d\d$/.test(String(value)) ? dayIn(`${value}T12:00`, months) : value]),
  );
  const text = find(kind).cloneNode(true);
  for (const node of text.childNodes) if (node.nodeType === 3) node.textContent = fill(node.textContent, shown);
  element.replaceChildren(...text.childNodes);
}
