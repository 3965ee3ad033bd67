/* What a copy states, held against what it serves. */

import { Damaged, digestOf, fileIn, listIn, nameOf, recordIn, segmentOf, Unable, verify } from "./proof.js";

/** @typedef {{ verdict: string, release?: string, key?: string, published?: string, expires?: string, files?: string, names?: string }} Found */

class Unreachable extends Error {}

/** @param {DOMStringMap} about the page's own path, the way to the root, and the key it names, or none @returns {Promise<Found>} */
export async function check(about) {
  const root = new URL(about.root, location.href).href;
  try {
    return await prove(root, about.proof, about.key);
  } catch (error) {
    if (error instanceof Unable) return { verdict: "unable" };
    if (error instanceof Unreachable) return { verdict: "unreachable" };
    if (error instanceof Damaged) return { verdict: "damaged", names: error.message };
    throw error;
  }
}

/** @param {string} root @param {string} page @param {string} key @returns {Promise<Found>} */
async function prove(root, page, key) {
  const pointer = await get(`${root}release/current.json`);
  if (!pointer) return { verdict: "unpublished" };
  const { name, digest } = nameOf(pointer);
  const data = await needed(root, name);
  if ((await digestOf(data)) !== digest) throw new Damaged(name);
  const record = recordIn(data, name);
  const told = { release: String(record.sequence), key: record.key, published: record.published, expires: record.expires };
  if (key && record.key !== key) return { verdict: "foreign", ...told };
  await verify(data, await needed(root, `${name}.minisig`), record.key, name);
  const paths = [page, ...loaded(root)];
  const wrong = await differing(root, record, paths);
  if (wrong.length) return { verdict: "altered", ...told, names: wrong.join(", ") };
  const today = new Date().toISOString().slice(0, 10);
  return { verdict: record.expires < today ? "expired" : "proved", ...told, files: String(paths.length - 1) };
}

/** The public paths of what the page has loaded of the site: styles, scripts, icon, manifest. @param {string} root */
function loaded(root) {
  /** @type {NodeListOf<HTMLScriptElement | HTMLLinkElement>} */
  const elements = document.querySelectorAll("script[src], link[rel~=stylesheet], link[rel~=icon], link[rel=manifest]");
  const addresses = Array.from(elements, (element) => ("src" in element ? element.src : element.href));
  return [...new Set(addresses)].filter((address) => address.startsWith(root)).map((address) => address.slice(root.length));
}

/** Those of these paths at which other bytes lie than were listed. @param {string} root @param {import("./proof.js").Release} record @param {string[]} paths */
async function differing(root, record, paths) {
  const wrong = await Promise.all(
    paths.map(async (path) => {
      const segment = segmentOf(record, path);
      const listed = segment && fileIn(await list(root, segment), path);
      const data = await get(root + path.replace(/(^|\/)index\.html$/, "$1"));
      return listed && data && (await digestOf(data)) === listed ? "" : path;
    }),
  );
  return wrong.filter(Boolean);
}

/** @type {Map<string, Promise<string>>} */
const lists = new Map();

/** The text of a list of files, fetched once. @param {string} root @param {string} digest */
function list(root, digest) {
  const name = `release/segments/${digest}.gz`;
  if (!lists.has(digest)) lists.set(digest, needed(root, name).then((data) => listIn(data, digest, name)));
  return lists.get(digest);
}

/** @param {string} root @param {string} name */
async function needed(root, name) {
  const data = await get(root + name);
  if (!data) throw new Damaged(name);
  return data;
}

/** The bytes at an address as the host gives them now; null: it has none. @param {string} address */
async function get(address) {
  try {
    const answer = await fetch(address, { cache: "no-cache", credentials: "omit" });
    if ([403, 404, 410].includes(answer.status)) return null;
    if (!answer.ok) throw new Unreachable(address);
    return new Uint8Array(await answer.arrayBuffer());
  } catch {
    throw new Unreachable(address);
  }
}
