/* Gives readers the areas they saved when there is no connection. Keeps nothing of itself but the page that lists them.
   `SITE`, which the build writes above this, has the version, the files of that page and the words for each language. */

import { dayIn, fill, monthIn } from "./shared/texts.js";

/** @typedef {{ response: Response, name: string, form: string }} Saved an answer, the cache it lies in and the address it is kept under */

const worker = /** @type {any} */ (self); // its types and those of a page exclude each other
const languages = new Map(Object.entries(SITE.languages)); // asked with what stands in an address, where "constructor" is a folder like another
/** @type {string} */
const scope = worker.registration.scope;
const SHELL = `${scope}#shell-`;
const shell = SHELL + SITE.version;
const PATIENCE = 4000; // milliseconds a page that is saved waits for the network

worker.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(keepShell().then(() => worker.skipWaiting())));
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(forgetOldShells().then(() => worker.clients.claim())));
worker.addEventListener("fetch", function (/** @type {any} */ event) {
  const { request } = event;
  const range = request.headers.get("range");
  // What is saved anew ("no-store") must come from the site.
  if (request.method !== "GET" || !request.url.startsWith(scope) || request.cache === "no-store") return;
  if (!range) event.respondWith(answer(request));
  else if (/\/tiles\/.*\/[0-9a-f]{16}\.pmtiles$/.test(request.url)) event.respondWith(part(request, range));
});

/* All or nothing: a shell with a file missing would be no help. */
async function keepShell() {
  const cache = await caches.open(shell);
  try {
    await Promise.all(SITE.shell.map(async function (path) {
      const response = await fetch(new URL(path, scope), { cache: "no-cache" });
      if (!response.ok || response.redirected) throw new Error(`${path}: ${response.status}`);
      await cache.put(new URL(path, scope), response);
    }));
  } catch (error) {
    await caches.delete(shell);
    throw error;
  }
}

async function forgetOldShells() {
  for (const name of await caches.keys()) if (name.startsWith(SHELL) && name !== shell) await caches.delete(name);
}

/** The network first, what is saved where it does not answer. A file whose name changes with its content is taken from what is saved.
 * @param {Request} request */
async function answer(request) {
  const saved = await find(request.url);
  const path = new URL(request.url).pathname.slice(new URL(scope).pathname.length);
  if (saved && /^assets\/|^tiles\/.*\/[0-9a-f]{16}\//.test(path)) return saved.response;
  const isPage = request.mode === "navigate";
  try {
    const response = await (saved ? Promise.race([fetch(request), late()]) : fetch(request));
    if (response.status < 500 || !saved) return response;
  } catch (error) {
    if (!saved && !isPage) throw error;
  }
  if (!saved) return Response.redirect(`${scope}${languages.get(languageOf(path)).offline}?not-saved`);
  return isPage && /html/.test(saved.response.headers.get("content-type")) ? mark(saved, request.url) : saved.response;
}

/** A part of an archive, whose name changes with its content: from what is saved where it is.
 * @param {Request} request @param {string} range */
async function part(request, range) {
  const saved = await caches.match(`${request.url}?${range}`);
  return saved ? new Response(await saved.blob(), { status: 206, headers: saved.headers }) : fetch(request);
}

/** @returns {Promise<never>} */
function late() {
  return new Promise((_, reject) => setTimeout(() => reject(new Error("late")), PATIENCE));
}

/** The saved answer to an address, the newest area's first; an address without its slash or with index.html is the folder's.
 * @param {string} url @returns {Promise<Saved | null>} */
async function find(url) {
  const plain = new URL(url);
  plain.search = plain.hash = "";
  const names = (await caches.keys()).filter((name) => name.startsWith(`${scope}#`) && (!name.startsWith(SHELL) || name === shell));
  const areas = names.filter((name) => name.startsWith(`${scope}#area`)).sort().reverse();
  const forms = [plain.href.replace(/\/index\.html$/, "/"), ...(/\/[^/.]+$/.test(plain.pathname) ? [`${plain.href}/`] : [])];
  for (const name of [...areas, ...names.filter((name) => !areas.includes(name))]) {
    for (const form of forms) {
      const response = await (await caches.open(name)).match(form);
      if (response) return { response, name, form };
    }
  }
  return null;
}

/** The page with a sentence that says that it is a saved one, and from when.
 * @param {Saved} saved @param {string} url */
async function mark({ response, name, form }, url) {
  if (form !== url.replace(/[?#].*$/, "") && !/index\.html$/.test(new URL(url).pathname)) return Response.redirect(form);
  const index = await caches.match(`${scope}offline/saved.json`);
  /** @type {{ cache: string, saved: string, month: string }[]} */
  const areas = index ? await index.json() : [];
  const area = areas.find((one) => one.cache === name);
  const text = await response.text();
  const language = (/<html lang="(\w+)/.exec(text) || ["", "en"])[1];
  const words = languages.get(language) || languages.get(languageOf(""));
  const said = area
    ? fill(words.saved, { date: dayIn(area.saved, words.months), month: monthIn(area.month, words.months) })
    : url.includes("?not-saved") ? words.notSaved : words.offlineNow;
  const marked = text.replace("</header>", `<div class="bar-notice" data-offline-note><p class="wrap">${said}</p></div></header>`);
  return new Response(marked, { headers: { "content-type": "text/html; charset=utf-8" } });
}

/** @param {string} path */
function languageOf(path) {
  const first = path.split("/")[0];
  return [first, "en"].find((one) => languages.has(one)) || [...languages.keys()][0];
}
