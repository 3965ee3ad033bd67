/* Links to the same place in another language: the part of the page, the month or the map that is looked at now. */

export function keepPlaceInLanguages() {
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const links = document.querySelectorAll("a.lang");
  for (const link of links) {
    for (const event of ["click", "auxclick", "contextmenu"]) link.addEventListener(event, () => (link.hash = location.hash));
  }
}
