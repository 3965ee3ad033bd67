/* Links in a folder, where no server turns "gwent/" into "gwent/index.html". */

export function completeLinks() {
  for (const element of document.querySelectorAll("a[href], form[action]")) {
    const name = element.tagName === "FORM" ? "action" : "href";
    const value = element.getAttribute(name);
    const parts = /^([^#?]*\/)((?:[?#].*)?)$/.exec(value);
    if (parts && !/^[a-z]+:/i.test(value)) element.setAttribute(name, `${parts[1]}index.html${parts[2]}`);
  }
}
