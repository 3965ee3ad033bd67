/* The list of saved areas, on the pages that have a place for it. */

import { make, makeButton } from "../shared/elements.js";
import { fill } from "../shared/texts.js";
import { readIndex, remove } from "./areas.js";
import { dayOf, monthOf, scope, sizeOf, words } from "./words.js";

export async function writeList() {
  /** @type {HTMLElement} */
  const place = document.querySelector("[data-saved]");
  if (!place) return;
  const entries = await readIndex();
  place.hidden = !entries.length && !place.dataset.always;
  /** @type {HTMLElement} */ (place.querySelector("[data-none]")).hidden = entries.length > 0;
  place.querySelector("ul").replaceChildren(...entries.map((entry) => itemOf(entry, place)));
}

/** @param {import("./areas.js").Entry} entry @param {HTMLElement} place */
function itemOf(entry, place) {
  const item = make("li");
  const to = make("a", entry.name);
  const button = makeButton(words.texts.removeShort, "plain");
  to.href = scope + entry.key;
  button.setAttribute("aria-label", fill(words.texts.removeNamed, { name: entry.name }));
  button.onclick = async function () {
    const heading = place.querySelector("h2");
    await remove(entry.key);
    await writeList();
    place.hidden = false;
    place.querySelector("[role=status]").textContent = fill(words.texts.removedNamed, { name: entry.name });
    heading.tabIndex = -1;
    heading.focus();
  };
  const about = make("span");
  about.append(to, make("br"), fill(words.texts.entry, { month: monthOf(entry.month), date: dayOf(entry.saved), size: sizeOf(entry.bytes) }));
  item.append(about, button);
  return item;
}
