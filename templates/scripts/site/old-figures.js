/* A note where the figures are older than four months: the police publish each month about two months later. */

export function tellOldFigures() {
  /** @type {HTMLElement} */
  const newest = document.querySelector("[data-newest]");
  if (!newest) return;
  const [year, month] = newest.dataset.newest.split("-");
  const beside = document.querySelector("#crime .body .margin p");
  newest.hidden = new Date() < new Date(+year, +month + 4);
  if (beside) beside.append(" ", newest);
}
