/* Texts of the page's language, which the page or a file of words brings. */

/** A text with each `{name}` filled.
 * @param {string} text @param {Record<string, unknown>} values */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

/** A month, 2025-06, in words: browsers do not know the names of months in every language.
 * @param {string} month @param {string[]} names from January on */
export const monthIn = (month, names) => `${names[+month.slice(5) - 1]} ${month.slice(0, 4)}`;

/** The day of a moment in words.
 * @param {string} moment @param {string[]} names of the months */
export function dayIn(moment, names) {
  const day = new Date(moment);
  return `${day.getDate()} ${names[day.getMonth()]} ${day.getFullYear()}`;
}
