/* Ages worked out today: "Open for 140 days". The text of the plural form comes from the page, {n} is the number of days. */

export function writeAges() {
  /** @type {NodeListOf<HTMLElement>} */
  const marked = document.querySelectorAll("[data-since]");
  for (const element of marked) {
    const days = Math.floor((Date.now() - Date.parse(element.dataset.since)) / 86400000);
    if (!(days > 0)) continue;
    const texts = /** @type {HTMLElement} */ (element.closest("[data-other]")).dataset;
    const text = texts[new Intl.PluralRules(document.documentElement.lang).select(days)] || texts.other;
    element.textContent = text.replace("{n}", days.toLocaleString("en-GB"));
  }
}
