/* JSON of the site. */

/** A file's value. Its objects have no prototype: what is looked up in them comes from addresses, data and readers, where "constructor" is a
 * word like another.
 * @param {string} text @returns {any} */
export function parse(text) {
  return JSON.parse(text, (_, value) => (value && typeof value === "object" && !Array.isArray(value) ? Object.setPrototypeOf(value, null) : value));
}
