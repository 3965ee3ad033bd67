/* The proof of a release, read and verified: bytes in, answers out. */

/** @typedef {{ sequence: number, key: string, published: string, expires: string, segments: [string, string, number][] }} Release */

/** A part of the proof, named, is missing or does not fit. */
export class Damaged extends Error {}

/** This browser lacks what is needed. */
export class Unable extends Error {}

const POINTER = "release/current.json";
const DAY = /^\d{4}-\d\d-\d\d$/;

/** SHA-256 of some bytes in hexadecimal digits. @param {Uint8Array} data */
export async function digestOf(data) {
  if (!globalThis.crypto?.subtle) throw new Unable();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", /** @type {BufferSource} */ (data)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Where the record lies that a pointer names, and its SHA-256. @param {Uint8Array} pointer */
export function nameOf(pointer) {
  const { record, sequence } = parsed(pointer, POINTER);
  if (!/^[0-9a-f]{64}$/.test(record) || !Number.isInteger(sequence)) throw new Damaged(POINTER);
  return { name: `release/records/${String(sequence).padStart(6, "0")}-${record.slice(0, 16)}.json`, digest: String(record) };
}

/** @param {Uint8Array} data @param {string} name @returns {Release} */
export function recordIn(data, name) {
  const found = parsed(data, name);
  if (found.format !== 1 || !Array.isArray(found.segments) || !DAY.test(found.expires) || !DAY.test(found.published)) throw new Damaged(name);
  return found;
}

/** Throws where the key did not sign these bytes. Signatures of the kind that needs BLAKE2b are none of ours: a browser cannot verify them.
 * @param {Uint8Array} data @param {Uint8Array} signature a file of minisign @param {string} key its one line @param {string} name of what is signed */
export async function verify(data, signature, key, name) {
  const [head, comment, whole] = linesOf(signature, name);
  const signer = bytesOf(key, name);
  if (String.fromCharCode(head[0], head[1]) === "ED") throw new Unable();
  if (String.fromCharCode(head[0], head[1]) !== "Ed" || head.length !== 74 || signer.length !== 42) throw new Damaged(`${name}.minisig`);
  const sign = head.slice(10);
  const commented = new Uint8Array([...sign, ...new TextEncoder().encode(comment)]);
  const point = await imported(signer.slice(10));
  const fits = (await isSigned(point, sign, data)) && (await isSigned(point, whole, commented));
  if (!fits || head.slice(2, 10).join() !== signer.slice(2, 10).join()) throw new Damaged(`${name}.minisig`);
}

/** The digest of the list that has a path, if any has. @param {Release} record @param {string} path */
export function segmentOf(record, path) {
  let found = "";
  for (const [first, digest] of record.segments) if (first <= path) found = digest;
  return found;
}

/** The text of a list of files; a host may have unpacked it on the way. @param {Uint8Array} data @param {string} digest @param {string} name */
export async function listIn(data, digest, name) {
  let text = data;
  if (data[0] === 0x1f && data[1] === 0x8b) {
    if (typeof DecompressionStream === "undefined") throw new Unable();
    try {
      const plain = new Response(/** @type {BodyInit} */ (data)).body.pipeThrough(new DecompressionStream("gzip"));
      text = new Uint8Array(await new Response(plain).arrayBuffer());
    } catch {
      throw new Damaged(name);
    }
  }
  if ((await digestOf(text)) !== digest) throw new Damaged(name);
  return new TextDecoder().decode(text);
}

/** The SHA-256 that a list has for a path; empty: it has none. @param {string} list @param {string} path */
export function fileIn(list, path) {
  const line = list.split("\n").find((one) => one.startsWith(`${path}\t`));
  return line ? line.split("\t")[1] : "";
}

/** @param {Uint8Array} data @param {string} name */
function parsed(data, name) {
  try {
    return Object(JSON.parse(new TextDecoder().decode(data)));
  } catch {
    throw new Damaged(name);
  }
}

/** @param {Uint8Array} signature @param {string} name @returns {[Uint8Array, string, Uint8Array]} */
function linesOf(signature, name) {
  const [, head, comment, whole] = new TextDecoder().decode(signature).split("\n");
  if (!comment?.startsWith("trusted comment: ") || !whole) throw new Damaged(`${name}.minisig`);
  return [bytesOf(head, `${name}.minisig`), comment.slice("trusted comment: ".length), bytesOf(whole, `${name}.minisig`)];
}

/** @param {string} text @param {string} name */
function bytesOf(text, name) {
  try {
    return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  } catch {
    throw new Damaged(name);
  }
}

/** @param {Uint8Array} point */
async function imported(point) {
  try {
    return await crypto.subtle.importKey("raw", /** @type {BufferSource} */ (point), "Ed25519", false, ["verify"]);
  } catch {
    throw new Unable();
  }
}

/** @param {CryptoKey} key @param {Uint8Array} signature @param {Uint8Array} data */
const isSigned = (key, signature, data) =>
  crypto.subtle.verify("Ed25519", key, /** @type {BufferSource} */ (signature), /** @type {BufferSource} */ (data));
