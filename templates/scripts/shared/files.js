/* Files of the site, and why one is not to be had: a page says the cause, for what mends it is different each time. */

import { parse } from "./json.js";

/** An error whose `why` is a word of the page's texts: inFolder, noAnswer, notThere, refused, damaged or noRanges.
 * @param {string | URL} url @param {string} why */
export const failure = (url, why) => Object.assign(new Error(`${url}: ${why}`), { why });

/* Browsers give a page that is read from a disk no other file of it; they call it a network error. */
const unanswered = () => (location.protocol === "file:" ? "inFolder" : "noAnswer");

/** An answer whose bytes may still be on their way.
 * @param {string | URL} url @param {AbortSignal} [signal] @param {Record<string, string>} [headers] @param {string} [method] */
export async function fetchFile(url, signal, headers = {}, method = "GET") {
  const response = await fetch(url, { method, signal, headers }).catch(function (error) {
    throw signal && signal.aborted ? error : failure(url, unanswered());
  });
  if (!response.ok) throw failure(url, [404, 410].includes(response.status) ? "notThere" : "refused");
  return response;
}

/** The bytes of an answer, which may break off on its way.
 * @param {Response} response @param {AbortSignal} [signal] */
const bytesOf = (response, signal) => response.arrayBuffer().catch(function (error) {
  throw signal && signal.aborted ? error : failure(response.url, unanswered());
});

/** @param {string | URL} url @param {AbortSignal} [signal] */
export const fetchBytes = async (url, signal) => bytesOf(await fetchFile(url, signal), signal);

/** @param {string | URL} url */
export async function fetchJson(url) {
  const text = new TextDecoder().decode(await fetchBytes(url));
  try {
    return parse(text);
  } catch {
    throw failure(url, "damaged");
  }
}

/** The parts of an archive, for the library that reads it. A server that sends all of it where a part was asked for is told apart, and
 * what it sends is not waited for.
 * @param {string} url @returns {import("pmtiles").Source} */
export const archiveSource = (url) => ({
  getKey: () => url,
  async getBytes(offset, length, signal) {
    const stop = new AbortController();
    if (signal) signal.addEventListener("abort", () => stop.abort());
    const response = await fetchFile(url, stop.signal, { range: `bytes=${offset}-${offset + length - 1}` });
    if (response.status !== 206) {
      stop.abort();
      throw failure(url, "noRanges");
    }
    return { data: await bytesOf(response, stop.signal) };
  },
});

/** Waits for a script of the site. A script gives no reason: where one does not come, its address is asked for once more to learn it.
 * @param {string} url */
export function loadScript(url) {
  return new Promise(function (resolve, reject) {
    const script = document.createElement("script");
    const explain = () => fetchFile(url).then(() => reject(failure(url, "damaged")), reject);
    Object.assign(script, { src: url, onload: resolve, onerror: explain });
    document.head.append(script);
  });
}
