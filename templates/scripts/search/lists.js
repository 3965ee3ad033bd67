/* The site's lists, each fetched once; what was read is at hand while somebody types on. */

import { parse } from "../shared/json.js";

/** @typedef {ReturnType<typeof openLists>} Lists */

/** @param {string} root the way to the site's root */
export function openLists(root) {
  /** @type {Map<string, Promise<any>>} */
  const files = new Map();

  /** A file's value, null where there is no such file.
   * @param {string} path */
  function fetchJson(path) {
    if (!files.has(path)) {
      const reading = fetch(root + path, { credentials: "omit" }).then(function (answer) {
        if (answer.status === 404) return null;
        if (!answer.ok) throw new Error(String(answer.status));
        return answer.text().then(parse);
      });
      files.set(path, reading);
      reading.catch(() => files.delete(path));
    }
    return files.get(path);
  }

  /** The districts that have a file, and the beginnings of the parts of the names.
   * @returns {Promise<{ outcodes: string[], prefixes: string[] }>} */
  const fetchIndex = async () => (await fetchJson("search/index.json")) || { outcodes: [], prefixes: [] };

  return { fetchJson, fetchIndex };
}
