/* The database: tables that are put into it, questions that are put to it, and answers as a table of a spreadsheet. */

import { harmless } from "../shared/csv.js";
import { complaintOf, placesOf } from "./complaints.js";

/** @typedef {import("sql.js").Database} Database */
/** @typedef {import("./reading.js").Table} Table */
/** @typedef {{ columns: string[], rows: unknown[][], count: number }} Answer the first rows of `count` */

const LINES = 20000; // of CSV in a piece
const ENDS = /^(?:\s|;|--[^\n]*|\/\*[^]*?\*\/)*(?:begin|commit|end|rollback(?!\s+(?:transaction\s+)?to))\b/i;

const quoted = (/** @type {string} */ name) => `"${name.replace(/"/g, '""')}"`;

/** Makes a table anew and returns how many rows it has; `tell` hears how many it has so far.
 * @param {Database} database @param {string} name @param {Table} table @param {(rows: number) => void} tell */
export async function createTable(database, name, { columns, portions }, tell) {
  database.run(`DROP TABLE IF EXISTS ${quoted(name)}`);
  database.run(`CREATE TABLE ${quoted(name)} (${columns.map((one) => `${quoted(one.name)} ${one.type}`).join(", ")})`);
  const insert = database.prepare(`INSERT INTO ${quoted(name)} VALUES (${columns.map(() => "?").join(", ")})`);
  let count = 0;
  try {
    for await (const rows of portions) {
      database.run("BEGIN");
      for (const row of rows) insert.run(row);
      database.run("COMMIT");
      count += rows.length;
      tell(count);
    }
    return count;
  } catch (error) {
    takeBack(database);
    insert.free();
    database.run(`DROP TABLE ${quoted(name)}`); // half a table would answer wrongly
    throw error;
  } finally {
    insert.free();
  }
}

/** What the last statement that has an answer says, of its rows the first `most`; all are counted. The tables are afterwards as before.
 * @param {Database} database @param {string} sql @param {number} most @returns {Answer} */
export function answer(database, sql, most) {
  /** @type {Answer} */
  let found = { columns: [], rows: [], count: 0 };
  walk(database, sql, function (columns) {
    found = { columns, rows: [], count: 0 };
    return function (statement) {
      if (found.count < most) found.rows.push(statement.get());
      found.count += 1;
    };
  });
  return found;
}

/** All rows as CSV, each cell harmless to a spreadsheet.
 * @param {Database} database @param {string} sql */
export function csvOf(database, sql) {
  /** @type {BlobPart[]} */
  let pieces = [];
  /** @type {string[]} */
  let lines = [];
  const add = (/** @type {unknown[]} */ cells) => lines.push(`${cells.map(harmless).join(",")}\n`);
  walk(database, sql, function (columns) {
    pieces = [];
    lines = [];
    add(columns);
    return function (statement) {
      if (add(statement.get()) < LINES) return;
      pieces.push(new Blob(lines)); // a browser may keep it on the disk
      lines = [];
    };
  });
  return new Blob([...pieces, ...lines], { type: "text/csv" });
}

/** Runs each statement, and of those that have an answer gives each row to what `begin` returns. What a question changes is taken back.
 * An error says which characters of the question it is about, where that can be found.
 * @param {Database} database @param {string} sql @param {(columns: string[]) => (statement: import("sql.js").Statement) => void} begin */
function walk(database, sql, begin) {
  const statements = database.iterateStatements(sql);
  let rest = sql;
  /** @type {import("sql.js").Statement} */
  let statement;
  database.run("BEGIN");
  try {
    for (;;) {
      rest = statements.getRemainingSQL();
      const next = statements.next();
      if (next.done) return;
      statement = next.value;
      if (ENDS.test(rest)) continue; // all of a question is taken back, whatever it says
      const columns = statement.getColumnNames();
      const take = columns.length ? begin(columns) : () => {};
      while (statement.step()) take(statement);
    }
  } catch (error) {
    statement?.free();
    throw Object.assign(error, { at: placeOf(database, sql, rest, error.message) });
  } finally {
    takeBack(database);
  }
}

/** Takes back what was done since BEGIN; a question may have ended that itself.
 * @param {Database} database */
function takeBack(database) {
  try {
    database.run("ROLLBACK");
  } catch {
    // nothing was begun any more
  }
}

/** Where the characters begin that an error is about: the first that may be meant, and of several that are no SQL there, the first after which
 * the reader of SQL stumbles; -1 where that is not known.
 * @param {Database} database @param {string} sql @param {string} rest what of it is not done yet @param {string} message */
function placeOf(database, sql, rest, message) {
  const complaint = complaintOf(message);
  const before = sql.length - rest.length;
  const places = placesOf(rest, complaint);
  const at = complaint.kind === "syntax" && places.length > 1
    ? places.find((place) => messageOf(database, rest.slice(0, place + complaint.what.length)) === message)
    : places[0];
  return at === undefined ? -1 : before + at;
}

/** @param {Database} database @param {string} sql */
function messageOf(database, sql) {
  try {
    database.prepare(sql).free();
    return "";
  } catch (error) {
    return error.message;
  }
}
