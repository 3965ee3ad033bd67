/* The database: tables that are put into it, questions that are put to it, and answers as a table of a spreadsheet. */

import { harmless } from "../shared/csv.js";

/** @typedef {import("sql.js").Database} Database */
/** @typedef {import("./reading.js").Table} Table */
/** @typedef {{ columns: string[], rows: unknown[][], count: number }} Answer the first rows of `count` */

const quoted = (/** @type {string} */ name) => `"${name.replace(/"/g, '""')}"`;

/** Makes a table anew and returns how many rows it has.
 * @param {Database} database @param {string} name @param {Table} table */
export function createTable(database, name, { columns, rows }) {
  database.run(`DROP TABLE IF EXISTS ${quoted(name)}`);
  database.run(`CREATE TABLE ${quoted(name)} (${columns.map((one) => `${quoted(one.name)} ${one.type}`).join(", ")})`);
  const insert = database.prepare(`INSERT INTO ${quoted(name)} VALUES (${columns.map(() => "?").join(", ")})`);
  database.run("BEGIN");
  for (const row of rows) insert.run(/** @type {any} */ (row));
  database.run("COMMIT");
  insert.free();
  return rows.length;
}

/** What the last statement that has an answer says, of its rows the first `most`; all are counted.
 * @param {Database} database @param {string} sql @param {number} most @returns {Answer} */
export function answer(database, sql, most) {
  /** @type {Answer} */
  let found = { columns: [], rows: [], count: 0 };
  for (const statement of database.iterateStatements(sql)) {
    const columns = statement.getColumnNames();
    const rows = [];
    let count = 0;
    for (; statement.step(); count += 1) if (count < most) rows.push(statement.get());
    if (columns.length) found = { columns, rows, count };
  }
  return found;
}

/** All rows as CSV, each cell harmless to a spreadsheet.
 * @param {Database} database @param {string} sql */
export function csvOf(database, sql) {
  const { columns, rows } = answer(database, sql, Infinity);
  return new Blob([[columns, ...rows].map((row) => `${row.map(harmless).join(",")}\n`).join("")], { type: "text/csv" });
}
