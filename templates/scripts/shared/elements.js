/* Elements of the page. */

/** An element, with text where some is given.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag @param {string} [text] @param {string} [className] */
export function make(tag, text, className) {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  if (className) element.className = className;
  return element;
}

/** A button that no form sends.
 * @param {string} text @param {string} [className] */
export const makeButton = (text, className) => Object.assign(make("button", text, className), { type: "button" });
