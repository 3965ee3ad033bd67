/* What a misspelt name may have meant: names and words of the whole site, from one file that is the same for everybody. */

import { fold } from "../shared/names.js";
import { nearest, SEARCH } from "./names.js";

const MOST = 6; // names offered

/** The names nearest to what was typed, else the words typed, each as the nearest word there is; none where a word is near nothing.
 * @param {{ names: string[], words: string[] }} near @param {string} key @returns {import("./names.js").Row[]} */
export function nearRows({ names, words }, key) {
  const { found } = nearest(names, fold, key);
  if (found.length) return found.slice(0, MOST).map((name) => [name, "", SEARCH]);
  const known = [...words, ...names.flatMap((name) => fold(name).split(" "))];
  const mended = key.split(" ").map((word) => (known.includes(word) ? word : nearest(known, String, word).found[0]));
  if (!mended.every(Boolean) || mended.join(" ") === key) return [];
  return [[mended.join(" ").replace(/\b[a-z]/g, (letter) => letter.toUpperCase()), "", SEARCH]];
}
