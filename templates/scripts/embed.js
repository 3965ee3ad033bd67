/* The lines that show a neighbourhood on another website, filled in for the one that is chosen, and a look at what they give.
   Without it the page says how to write them by hand. */

import { make } from "./shared/elements.js";
import { parse } from "./shared/json.js";
import { fill } from "./shared/texts.js";

/** @type {HTMLElement} */
const place = document.querySelector("[data-embed]");
const status = /** @type {HTMLElement} */ (place.querySelector("[role=status]"));
const [force, neighbourhood, part] = /** @type {HTMLSelectElement[]} */ (["e-force", "e-place", "e-part"].map((id) => document.getElementById(id)));
const lines = /** @type {HTMLTextAreaElement} */ (document.getElementById("e-lines"));
const preview = /** @type {HTMLIFrameElement} */ (document.getElementById("e-preview"));

/** The folder of a frame, from this page: its pages of the same language lie beside it. */
const address = () => new URL(`../${force.value}/${neighbourhood.value}/embed/${part.value && `#${part.value}`}`, location.href).href;

const quoted = (/** @type {string} */ text) => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");

/** The neighbourhoods of the chosen force, by name; one of them chosen where it is named. @param {string} [folder] */
async function list(folder = "") {
  const [first] = neighbourhood.options;
  neighbourhood.replaceChildren(first);
  neighbourhood.disabled = true;
  show();
  const chosen = force.value;
  if (!chosen) return;
  const answer = await fetch(place.dataset.boxes.replace("FORCE", chosen));
  const places = Object.entries(parse(await answer.text())).map(([of, [name]]) => ({ of, name }));
  if (chosen !== force.value) return;
  places.sort((one, other) => one.name.localeCompare(other.name, document.documentElement.lang) || (one.of < other.of ? -1 : 1));
  neighbourhood.append(...places.map(({ of, name }) => Object.assign(make("option", name), { value: of })));
  neighbourhood.value = places.some(({ of }) => of === folder) ? folder : "";
  neighbourhood.disabled = false;
  show();
}

function show() {
  const height = part.selectedOptions[0].dataset.height;
  if (preview) preview.height = height;
  if (!force.value || !neighbourhood.value) {
    lines.value = "";
    return;
  }
  const title = fill(lines.dataset.title, { place: neighbourhood.selectedOptions[0].text });
  const attributes = `title="${quoted(title)}" width="100%" height="${height}" style="border:0" loading="lazy"`;
  lines.value = `<iframe src="${quoted(address())}" ${attributes}></iframe>`;
  if (preview) preview.contentWindow.location.replace(address());
}

/** @param {() => Promise<void>} work */
async function attempt(work) {
  try {
    await work();
  } catch {
    status.textContent = status.dataset.failed;
  }
}

async function copy() {
  lines.select();
  await navigator.clipboard?.writeText(lines.value).catch(() => document.execCommand("copy"));
  status.textContent = status.dataset.copied;
}

async function start() {
  if (location.protocol === "file:") return;
  place.hidden = false;
  force.addEventListener("change", () => attempt(() => list()));
  for (const one of [neighbourhood, part]) one.addEventListener("change", show);
  place.querySelector("[data-copy]").addEventListener("click", () => lines.value && attempt(copy));
  const [of, folder] = (/^#area=([^/]+\/.+)$/.exec(location.hash)?.[1] || place.dataset.example).split("/");
  force.value = of;
  await attempt(() => list(folder));
}

start();
