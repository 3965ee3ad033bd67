/* What the search says, in the page's language: a template of the page, or of the list of places for a page without it. */

import { fill } from "../shared/texts.js";

/** @type {HTMLTemplateElement} */
let texts = document.querySelector("#search-texts");

/** @param {string} kind */
const find = (kind) => texts.content.querySelector(`[data-text='${kind}']`);

/** A text with what it is filled with.
 * @param {string} kind @param {Record<string, unknown>} [values] */
export const word = (kind, values) => fill(find(kind).textContent, values);

/** @param {string} kind */
export const hasText = (kind) => Boolean(find(kind));

/** A page without the words has them from the list of places, where its form leads; asked for as soon as the field is used.
 * @param {HTMLFormElement} form */
export async function fetchTexts(form) {
  if (texts) return;
  const answer = await fetch(form.action, { credentials: "omit" });
  texts = texts || new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#search-texts");
  if (!texts) throw new Error(form.action);
}
