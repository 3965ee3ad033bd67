/* Lets go of saved areas that hold what the site's operator has taken down: each release states the digests of such bytes. */

import { readIndex, recall, remember, remove } from "./areas.js";
import { scope } from "./words.js";

/** Whether an area was let go of. A release is looked at once; a site that was never published states nothing. */
export async function dropWithdrawn() {
  if (!(await readIndex()).length) return false;
  const pointer = await stated("release/current.json");
  if (!pointer || pointer.record === (await recall("seen"))) return false;
  const name = `${String(pointer.sequence).padStart(6, "0")}-${pointer.record.slice(0, 16)}`;
  const record = await stated(`release/records/${name}.json`);
  const withdrawn = new Set(record ? record.withdrawn : []);
  let some = false;
  if (withdrawn.size) {
    for (const { key, cache, assets } of await readIndex()) {
      if (!(await holds(cache, null, withdrawn)) && !(await holds(`${scope}#assets`, assets, withdrawn))) continue;
      await remove(key);
      some = true;
    }
  }
  if (record && (await readIndex()).length) await remember("seen", pointer.record);
  return some;
}

/** @param {string} path */
async function stated(path) {
  const response = await fetch(scope + path, { cache: "no-cache" });
  return response.ok ? response.json() : null;
}

/** Whether a cache has one of these bytes, under these addresses or any.
 * @param {string} name @param {string[] | null} urls @param {Set<string>} withdrawn */
async function holds(name, urls, withdrawn) {
  const cache = await caches.open(name);
  for (const url of urls || (await cache.keys()).map((request) => request.url)) {
    const response = await cache.match(url);
    if (response && withdrawn.has(await digestOf(await response.arrayBuffer()))) return true;
  }
  return false;
}

/** @param {ArrayBuffer} bytes */
async function digestOf(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
