/* Asking the site for whole good answers, some at once. */

const AT_ONCE = 6;

/** A whole good answer, or that part of it which was asked for; null for an optional file that is not there.
 * @param {string} url @param {RequestCache} cache @param {boolean} [isOptional] @param {string} [range] */
export async function get(url, cache, isOptional, range) {
  const response = await fetch(url, { cache, headers: range ? { range } : {} });
  if (isOptional && response.status === 404) return null;
  if (response.status !== (range ? 206 : 200) || response.redirected) throw new Error(`${url}: ${response.status}`);
  return response;
}

/** A part as it can be kept: a browser's store takes whole answers only. The worker makes a part of it again.
 * @param {Response} response */
export async function partOf(response) {
  return new Response(await response.blob(), { headers: { "content-range": response.headers.get("content-range"), "content-type": "application/octet-stream" } });
}

/** Some at once; after a failure no more is begun, and what was begun is waited for.
 * @template T
 * @param {T[]} items @param {(item: T) => Promise<void>} work */
export async function each(items, work) {
  const waiting = [...items];
  /** @type {Error} */
  let failure = null;
  await Promise.all(Array.from({ length: AT_ONCE }, async function () {
    while (waiting.length && !failure) await work(waiting.shift()).catch((error) => (failure = error));
  }));
  if (failure) throw failure;
}
