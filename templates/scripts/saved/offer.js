/* The button of a neighbourhood's page that saves its area, or removes it. */

import { make, makeButton } from "../shared/elements.js";
import { fill } from "../shared/texts.js";
import { entryOf, keep, readIndex, remove } from "./areas.js";
import { get } from "./fetching.js";
import { writeList } from "./list.js";
import { planArea } from "./plan.js";
import { dayOf, language, monthOf, scope, sizeOf, words } from "./words.js";

/** @typedef {import("./areas.js").Entry} Entry */

const here = location.href.replace(/[?#].*$/, "").replace(/index\.html$/, "");

export async function offerArea() {
  /** @type {HTMLElement} */
  const offer = document.querySelector("[data-area]");
  if (!offer) return;
  const { texts } = words;
  const button = offer.querySelector("button");
  const later = makeButton(texts.later, "plain");
  const status = make("p");
  const key = here.slice(scope.length);
  status.setAttribute("role", "status");
  offer.after(status);
  offer.hidden = false;
  /** @type {import("./plan.js").Plan | null} */
  let plan = null;

  /** @param {string} label @param {string} said @param {boolean} [isAsking] */
  function show(label, said, isAsking = false) {
    button.textContent = label;
    status.textContent = said;
    if (isAsking) offer.append(" ", later);
    else later.remove();
  }

  /** @param {Entry} entry */
  function showSaved(entry) {
    show(texts.remove, fill(texts.saved, { size: sizeOf(entry.bytes), month: monthOf(entry.month), date: dayOf(entry.saved) }));
  }

  async function ask() {
    show(texts.save, texts.measuring);
    plan = await planArea(key);
    const size = sizeOf(plan.bytes);
    const said = fill(plan.hasTiles ? texts.size : texts.sizeWithoutMap, { size, month: monthOf(words.month) });
    show(fill(texts.confirm, { size }), plan.isWide ? `${said} ${texts.wide}` : said, true);
  }

  async function press() {
    if (button.getAttribute("aria-disabled")) return;
    button.setAttribute("aria-disabled", "true");
    try {
      if (await entryOf(key)) {
        await remove(key);
        show(texts.save, texts.removed);
      } else if (plan) {
        await keep(key, plan, (done, all) => show(texts.saving, fill(texts.progress, { done, all })));
        plan = null;
        showSaved(await entryOf(key));
      } else await ask();
      await writeList();
    } catch (error) {
      plan = null;
      show(texts.save, error.name === "QuotaExceededError" ? texts.full : texts.failed);
    }
    button.removeAttribute("aria-disabled");
  }

  later.onclick = function () {
    plan = null;
    show(texts.save, "");
    button.focus();
  };
  button.onclick = press;

  const entry = await entryOf(key);
  if (entry) {
    showSaved(entry);
    if (!document.querySelector("[data-offline-note]")) bringUpToDate(entry).then((isNew) => isNew && entryOf(key).then(showSaved)).catch(() => false);
  } else if (offer.dataset.pressed) await press();
}

/** An area whose page has changed since, or that an earlier build saved, is saved anew; with it the others of that build.
 * @param {Entry} entry */
async function bringUpToDate(entry) {
  const now = await (await get(here, "no-store")).text();
  const kept = await (await caches.open(entry.cache)).match(here);
  if (entry.version === words.version && kept && (await kept.text()) === now) return false;
  await keep(entry.key, await planArea(entry.key, false));
  for (const other of await readIndex()) {
    if (other.language === language && other.version !== words.version) await keep(other.key, await planArea(other.key, false));
  }
  return true;
}
