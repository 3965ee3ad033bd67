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

/** @typedef {{ sql: string, force: string, month: string }} Asked a question, the force whose figures it is put to, and the month whose crimes; empty: none */

/** What an address asks for. It stands after the #, which browsers send to nobody.
 * @param {string} hash @returns {Asked} */
export function readAddress(hash) {
  const parts = new URLSearchParams(hash.slice(1));
  return { sql: parts.get("q") || "", force: parts.get("force") || "", month: parts.get("month") || "" };
}

/** @param {Asked} asked */
export const writeAddress = ({ sql, force, month }) => `#${new URLSearchParams({ force, ...(month && { month }), q: sql }).toString()}`;
