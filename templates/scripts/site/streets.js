/* The list of streets: a link to a point shows what its row holds, an open row leads to the map, and a field leaves the streets
   whose names have in them what is typed. */

import { make } from "../shared/elements.js";
import { fold } from "../shared/names.js";
import { fill } from "../shared/texts.js";

export function offerStreets() {
  /** @type {HTMLElement} */
  const list = document.querySelector(".streets");
  if (!list) return;
  list.addEventListener("toggle", ({ target }) => addMap(list, /** @type {HTMLElement} */ (target)), true);
  for (const row of list.querySelectorAll("li[id]")) if (!row.querySelector("details")) linkName(list, row);
  addEventListener("hashchange", unfold);
  unfold();
  offerFinding(list, document.querySelector(".find-street"));
}

function unfold() {
  const row = document.getElementById(location.hash.slice(1));
  const details = row && row.matches(".pts li") && row.querySelector("details");
  if (details) details.open = true;
}

/** The way to the point on the map, which needs a script as this line does.
 * @param {HTMLElement} list @param {HTMLElement} details */
function addMap(list, details) {
  if (!details.querySelector("a")) details.append(toMap(list, details.parentElement.id, list.dataset.mapWord));
}

/** A row that holds nothing leads to the map by its name.
 * @param {HTMLElement} list @param {Element} row */
function linkName(list, row) {
  const name = (row.querySelector("p") || row).firstChild;
  const link = toMap(list, row.id, "");
  link.title = list.dataset.mapWord;
  name.replaceWith(link);
  link.append(name);
}

/** @param {HTMLElement} list @param {string} point @param {string} text */
const toMap = (list, point, text) => Object.assign(make("a", text, "on-map"), { href: list.dataset.map + point });

/** @param {HTMLElement} list @param {HTMLElement} finder */
function offerFinding(list, finder) {
  const field = finder.querySelector("input");
  const said = finder.querySelector("p");
  /** @type {HTMLElement} */
  const letters = document.querySelector("main .letters");
  const streets = [...list.querySelectorAll("section>.pts>li, .silent>[id]")].map((street) => ({
    street: /** @type {HTMLElement} */ (street),
    group: /** @type {HTMLElement} */ (street.closest("section")),
    name: nameOf(street),
  }));
  finder.hidden = false;
  field.oninput = function () {
    const asked = fold(field.value);
    const left = streets.filter(({ name }) => hasWords(name, asked) || hasWords(inEnglish(name), inEnglish(asked)));
    for (const { street, group } of streets) street.hidden = group.hidden = true;
    for (const { street, group } of left) street.hidden = group.hidden = false;
    if (letters) letters.hidden = Boolean(asked); // what is left stands beneath the field
    said.textContent = asked && fill(left.length ? finder.dataset.left : finder.dataset.none, { n: left.length, all: streets.length });
  };
}

/** A street's name without its counts.
 * @param {Element} street */
function nameOf(street) {
  const parts = [...(street.querySelector("summary, p") || street).childNodes].filter((part) => part.nodeName !== "SPAN");
  return fold(parts.map((part) => part.textContent).join(""));
}

/** Whether words of a name begin so.
 * @param {string} name @param {string} asked */
const hasWords = (name, asked) => ` ${name}`.includes(` ${asked}`);

/** Those who look for a Road may have a Heol before them.
 * @param {string} name */
const inEnglish = (name) => name.replace(/\b(?:heol|ffordd|rd)\b/g, "road");
