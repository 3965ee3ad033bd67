/* The areas on the device: a list of them, a cache for each, and one of the assets that they share. */

import { each, get, partOf } from "./fetching.js";
import { language, scope, words } from "./words.js";

/** @typedef {object} Entry a saved area
 * @property {string} key the way to its page @property {string} language @property {string} name @property {string} month
 * @property {string} saved when @property {number} bytes @property {string} version of the build @property {string} cache @property {string[]} assets */
/** @typedef {import("./plan.js").Plan} Plan */

const INDEX = `${scope}offline/saved.json`;
const SAVED = `${scope}#saved`;
const ASSETS = `${scope}#assets`;

/** @returns {Promise<Entry[]>} */
export async function readIndex() {
  if (!(await caches.has(SAVED))) return [];
  const found = await (await caches.open(SAVED)).match(INDEX);
  return found ? found.json() : [];
}

/** @param {Entry[]} entries */
async function writeIndex(entries) {
  const sorted = entries.sort((one, other) => one.name.localeCompare(other.name) || (one.key < other.key ? -1 : 1));
  await (await caches.open(SAVED)).put(INDEX, new Response(JSON.stringify(sorted), { headers: { "content-type": "application/json" } }));
}

/** What was remembered beside the list.
 * @param {string} what */
export async function recall(what) {
  const found = await (await caches.open(SAVED)).match(`${INDEX}?${what}`);
  return found ? found.text() : "";
}

/** @param {string} what @param {string} text */
export async function remember(what, text) {
  await (await caches.open(SAVED)).put(`${INDEX}?${what}`, new Response(text));
}

/** @param {string} key */
export const entryOf = async (key) => (await readIndex()).find((entry) => entry.key === key);

/** Whether an asset is on the device already.
 * @param {string} url */
export const hasAsset = async (url) => (await caches.has(ASSETS)) && Boolean(await (await caches.open(ASSETS)).match(url));

/** Saves a planned area beside what is saved of it, and only when all of it is there lets the old one go.
 * @param {string} key @param {Plan} plan @param {(done: number, all: number) => void} [tell] */
export async function keep(key, plan, tell = () => {}) {
  const saved = new Date().toISOString();
  const name = `${scope}#area ${saved} ${key}`;
  const [cache, assets] = await Promise.all([caches.open(name), caches.open(ASSETS)]);
  const all = plan.answers.size + plan.assets.length + plan.files.length;
  let bytes = 0;
  let done = 0;
  const put = async function (/** @type {Cache} */ place, /** @type {string} */ url, /** @type {Response} */ response) {
    const size = (await response.clone().blob()).size; // refused where an answer breaks off
    await place.put(url, response);
    bytes += size;
    tell(++done, all);
  };
  const before = await entryOf(key);
  try {
    for (const [url, response] of plan.answers) await put(cache, url, response.clone());
    await each(plan.assets, async (url) => put(assets, url, (await assets.match(url)) || (await get(url, "default"))));
    await each(plan.files, async function ({ url, range }) {
      const response = await get(url, /\.(json|ics)$/.test(url) ? "no-store" : "default", true, range);
      if (response) await put(cache, range ? `${url}?${range}` : url, range ? await partOf(response) : response);
      else done++;
    });
    await navigator.serviceWorker.register(new URL("sw.js", scope), { scope, updateViaCache: "none" });
    await navigator.serviceWorker.ready;
    const entry = { key, language, name: plan.name, month: words.month, saved, bytes, version: words.version, cache: name, assets: plan.assets };
    await writeIndex([...(await readIndex()).filter((one) => one.key !== key), entry]);
  } catch (error) {
    await caches.delete(name);
    await tidy();
    throw error;
  }
  if (before) await caches.delete(before.cache);
  await tidy();
}

/** @param {string} key */
export async function remove(key) {
  const entry = await entryOf(key);
  if (entry) await caches.delete(entry.cache);
  await writeIndex((await readIndex()).filter((one) => one.key !== key));
  await tidy();
}

/* Lets go of assets that no area names; with the last area everything goes, the worker too. */
async function tidy() {
  const entries = await readIndex();
  if (!entries.length) {
    for (const name of await caches.keys()) if (name.startsWith(`${scope}#`)) await caches.delete(name);
    const registration = await navigator.serviceWorker.getRegistration(scope);
    if (registration && registration.scope === scope) await registration.unregister();
    return;
  }
  const named = new Set(entries.flatMap((entry) => entry.assets));
  const assets = await caches.open(ASSETS);
  for (const request of await assets.keys()) if (!named.has(request.url)) await assets.delete(request);
}
