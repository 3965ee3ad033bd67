/* What a Parquet file holds that can be asked: the columns that are words or numbers, and the groups of rows in which a wanted one may stand. */

import { parquetMetadataAsync, parquetSchema } from "hyparquet";
import { parquetPlanGroups } from "hyparquet/src/plan.js";

/** @typedef {import("hyparquet").AsyncBuffer} AsyncBuffer */

const FOOT = 1 << 15; // bytes: holds what a file of fifty groups of rows says of itself

/** Shapes are for maps: a table of words and numbers leaves them out.
 * @param {import("hyparquet").SchemaElement} element */
const isPlain = ({ type, converted_type }) => type !== "BYTE_ARRAY" || converted_type === "UTF8";

/** The columns, how the reader is to read the file, and the groups with how many rows they have together; without `only`, of all rows.
 * @param {AsyncBuffer} file @param {Record<string, string>} [only] a column and what must stand in it */
export async function describe(file, only = {}) {
  const metadata = await parquetMetadataAsync(file, { initialFetchSize: FOOT, geoparquet: false });
  const elements = parquetSchema(metadata).children.map((child) => child.element).filter(isPlain);
  const filter = Object.fromEntries(Object.entries(only).map(([column, value]) => [column, { $eq: value }]));
  const options = { file, metadata, columns: elements.map((one) => one.name), filter, geoparquet: false };
  const { groups } = parquetPlanGroups(options);
  return { elements, options, groups, rows: groups.reduce((sum, group) => sum + group.groupRows, 0) };
}
