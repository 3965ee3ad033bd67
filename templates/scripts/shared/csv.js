/* Cells that a spreadsheet shows as they stand; the rule is that of sitegen/safe_csv.py. */

const FORMULA = /^\s*[=+@\t\r\n＝＋－＠-]/;
const NUMBER = /^-\d+(\.\d+)?$/;

/** A cell of CSV: an apostrophe before what a spreadsheet would run, quotes where commas, quotes or ends of lines need them.
 * @param {unknown} value */
export function harmless(value) {
  if (value === null) return "";
  const text = String(value);
  const safe = (FORMULA.test(text) && !NUMBER.test(text)) || text.startsWith("'") ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}
