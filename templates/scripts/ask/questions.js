/* The questions that the page has ready, and the address of one that somebody wrote. */

/** @typedef {Record<string, string>} Choice the force and the neighbourhood */

/** The ready question as it stands on the page, about the force and neighbourhood that are chosen.
 * @param {Element} code @param {Choice} choice */
export function sqlOf(code, choice) {
  const copy = /** @type {Element} */ (code.cloneNode(true));
  for (const blank of copy.querySelectorAll("[data-of]")) {
    const chosen = choice[/** @type {HTMLElement} */ (blank).dataset.of];
    if (chosen) blank.textContent = chosen.replace(/'/g, "''");
  }
  return copy.textContent;
}

/** What an address asks for: a question and the force it is put to, empty where it names none. It stands after the #, which browsers send to nobody.
 * @param {string} hash */
export function readAddress(hash) {
  const parts = new URLSearchParams(hash.slice(1));
  return { sql: parts.get("q") || "", force: parts.get("force") || "" };
}

/** @param {string} sql @param {string} force */
export const writeAddress = (sql, force) => `#${new URLSearchParams({ force, q: sql }).toString()}`;
