/* Tables of the site on their way: how many bytes one takes, told before any is loaded, and then its bytes. Of a Parquet file only the parts
   are asked for that can hold a wanted row; a host that sends no parts sends all of it. */

import { parquetPlan } from "hyparquet/src/plan.js";

import { failure, fetchBytes, fetchFile } from "../shared/files.js";
import { describe } from "./parquet.js";

/** @typedef {{ name: string, url: string, only?: Record<string, string>, types?: Record<string, string> }} Wanted a table; `only` names a column and
 * what must stand in it, `types` those columns of CSV that are not text */
/** @typedef {{ start: number, bytes: ArrayBuffer }} Part where it begins in its file */
/** @typedef {{ name: string, isParquet: boolean, byteLength: number, parts: Part[], only?: Record<string, string>, types?: Record<string, string> }} Fetched */
/** @typedef {{ bytes: number, rows: number, fetch: () => Promise<Fetched> }} Sized `bytes` is NaN where the host does not say; `rows` of Parquet, of the
 * parts that are fetched, 0 where they are not known yet */

const HEAD = 4; // bytes: a Parquet file begins and ends with its name
const GAP = 1 << 14; // bytes that are not worth a request of their own

/** @param {Wanted} wanted @returns {Promise<Sized>} */
export async function sizeUp(wanted) {
  const isParquet = wanted.url.endsWith(".parquet");
  return (isParquet && (await sizeParts(wanted))) || sizeWhole(wanted, isParquet);
}

/** @param {Wanted} wanted @param {boolean} isParquet @returns {Promise<Sized>} */
async function sizeWhole({ url, ...table }, isParquet) {
  const head = await fetchFile(url, undefined, {}, "HEAD").catch(function (/** @type {any} */ error) {
    if (error.why !== "refused") throw error;
    return /** @type {Response} */ (null); // some hosts know no HEAD
  });
  return {
    bytes: Number((head && head.headers.get("content-length")) || NaN),
    rows: 0,
    async fetch() {
      const bytes = await fetchBytes(url);
      return { ...table, isParquet, byteLength: bytes.byteLength, parts: [{ start: 0, bytes }] };
    },
  };
}

/** The parts of a Parquet file that are wanted; null where the host sends none.
 * @param {Wanted} wanted @returns {Promise<Sized | null>} */
async function sizeParts({ url, ...table }) {
  const file = await openParts(url);
  if (!file) return null;
  const { options, rows } = await describe(file, table.only).catch(function (error) {
    throw error.why ? error : failure(url, "damaged");
  });
  const ranges = joined(parquetPlan(options).fetches.map(({ startByte, endByte }) => ({ start: startByte, end: endByte })));
  return {
    bytes: ranges.reduce((sum, { start, end }) => sum + end - start, 0),
    rows,
    async fetch() {
      await Promise.all(ranges.map(({ start, end }) => file.slice(start, end)));
      return { ...table, isParquet: true, byteLength: file.byteLength, parts: file.parts };
    },
  };
}

/** @param {{ start: number, end: number }[]} ranges in the order of the file */
function joined(ranges) {
  /** @type {{ start: number, end: number }[]} */
  const joint = [];
  for (const range of [...ranges].sort((one, other) => one.start - other.start)) {
    const last = joint[joint.length - 1];
    if (last && range.start - last.end <= GAP) last.end = Math.max(last.end, range.end);
    else joint.push({ ...range });
  }
  return joint;
}

/** A file whose parts are asked for one by one and kept; null where the host sends no parts, or parts of something else, as one does that
 * compresses what it sends. A file that another takes the place of meanwhile is damaged.
 * @param {string} url */
async function openParts(url) {
  const first = await fetchPart(url, 0, HEAD).catch(function (error) {
    if (error.why !== "noAnswer") throw error;
    return /** @type {Awaited<ReturnType<typeof fetchPart>>} */ (null); // a part that came compressed cannot be read, nor told from no answer
  });
  if (!first || new TextDecoder().decode(first.bytes) !== "PAR1") return null;
  /** @type {Part[]} */
  const parts = [];
  return {
    byteLength: first.byteLength,
    parts,
    /** @param {number} start @param {number} [end] @returns {Promise<ArrayBuffer>} */
    async slice(start, end = first.byteLength) {
      const held = partAt(parts, start, end);
      if (held) return held;
      const part = await fetchPart(url, start, end);
      if (!part || part.byteLength !== first.byteLength || part.version !== first.version) throw failure(url, "damaged");
      if (part.bytes.byteLength !== end - start) throw failure(url, "noAnswer");
      parts.push({ start, bytes: part.bytes });
      return part.bytes;
    },
  };
}

/** The bytes from `start` to `end` where they are held.
 * @param {Part[]} parts @param {number} start @param {number} end */
export function partAt(parts, start, end) {
  const part = parts.find((one) => one.start <= start && end <= one.start + one.bytes.byteLength);
  return part && part.bytes.slice(start - part.start, end - part.start);
}

/** A part and how long its whole file is; null where the host sends the whole in its place, which is not waited for.
 * @param {string} url @param {number} start @param {number} end */
async function fetchPart(url, start, end) {
  const stop = new AbortController();
  const response = await fetchFile(url, stop.signal, { range: `bytes=${start}-${end - 1}` });
  const [, byteLength] = /^bytes \d+-\d+\/(\d+)$/.exec(response.headers.get("content-range") || "") || [];
  if (response.status !== 206 || !byteLength) {
    stop.abort();
    return null;
  }
  const bytes = await response.arrayBuffer().catch(function () {
    throw failure(url, "noAnswer"); // it broke off
  });
  return { bytes, byteLength: Number(byteLength), version: response.headers.get("etag") };
}
