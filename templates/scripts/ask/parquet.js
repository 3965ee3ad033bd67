/* What of a Parquet file is wanted, and how many bytes that takes: a host that sends parts need send only those of one force. */

import { parquetMetadataAsync, parquetSchema } from "hyparquet";
import { parquetPlan } from "hyparquet/src/plan.js";

import { archiveSource, fetchBytes, fetchFile } from "../shared/files.js";

/** @typedef {{ name: string, url: string, only?: Record<string, string>, types?: Record<string, string> }} Wanted a table; `only` names a column and
 * what must stand in it, `types` those columns of CSV that are not text */

const FOOT = 1 << 15; // bytes: holds what a file of a hundred row groups says of itself

/** The bytes that a host says a file has; 0 where it does not say.
 * @param {string} url */
const lengthOf = async (url) => Number((await fetchFile(url, undefined, {}, "HEAD")).headers.get("content-length"));

/** A file of which parts are asked for; where the host sends no parts, all of it is asked for once.
 * @param {string} url @param {boolean} isOnlyAsked whether it is not to be loaded: then a host that sends no parts is an error
 * @returns {Promise<import("hyparquet").AsyncBuffer>} */
async function open(url, isOnlyAsked) {
  const byteLength = await lengthOf(url);
  const parts = archiveSource(url);
  let whole = byteLength || isOnlyAsked ? null : fetchBytes(url); // a host may not say how long a file is
  return {
    byteLength: byteLength || (whole ? (await whole).byteLength : 0),
    async slice(start, end) {
      if (!whole) {
        try {
          return (await parts.getBytes(start, end - start)).data;
        } catch (error) {
          if (error.why !== "noRanges" || isOnlyAsked) throw error;
          whole = fetchBytes(url);
        }
      }
      return (await whole).slice(start, end);
    },
  };
}

/** Shapes are for maps: a table of words and numbers leaves them out.
 * @param {import("hyparquet").SchemaElement} element */
const isPlain = ({ type, converted_type }) => type !== "BYTE_ARRAY" || converted_type === "UTF8";

/** The columns that are words or numbers, and how the reader is to read the file.
 * @param {Wanted} wanted */
export async function plan({ url, only = {} }, isOnlyAsked = false) {
  const file = await open(url, isOnlyAsked);
  const metadata = await parquetMetadataAsync(file, { initialFetchSize: FOOT, geoparquet: false });
  const elements = parquetSchema(metadata).children.map((child) => child.element).filter(isPlain);
  const filter = Object.fromEntries(Object.entries(only).map(([column, value]) => [column, { $eq: value }]));
  return { elements, options: { file, metadata, columns: elements.map((one) => one.name), filter, geoparquet: false } };
}

/** How many bytes a table takes: of Parquet the parts that are wanted, or all where the host sends no parts.
 * @param {Wanted} wanted */
export async function sizeOf(wanted) {
  const length = await lengthOf(wanted.url);
  if (!length || !wanted.url.endsWith(".parquet")) return length;
  try {
    const { options } = await plan(wanted, true);
    return parquetPlan(options).fetches.reduce((sum, part) => sum + part.endByte - part.startByte, 0);
  } catch (error) {
    if (error.why !== "noRanges") throw error;
    return length;
  }
}
