/* What the page of questions works out without a page: cells of CSV, addresses, and which answers are drawn. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { complaintOf, lineOf, placesOf } from "../../templates/scripts/ask/complaints.js";
import { readAddress, writeAddress } from "../../templates/scripts/ask/questions.js";
import { splitCsv } from "../../templates/scripts/ask/reading.js";
import { seriesOf } from "../../templates/scripts/ask/result.js";
import { harmless } from "../../templates/scripts/shared/csv.js";

const answer = (rows, columns = ["month", "total"], count = rows.length) => ({ columns, rows, count });

test("cells of CSV are read with their commas, quotes, ends of lines and emptiness", () => {
  assert.deepEqual(splitCsv('a,b\n1,\n"x, ""y""\nz",2\r\n,\n'), [["a", "b"], ["1", ""], ['x, "y"\nz', "2"], ["", ""]]);
  assert.deepEqual(splitCsv("a\n\nb"), [["a"], ["b"]]);
});

test("a cell of our own is quoted where it must be and empty where nothing is known", () => {
  assert.deepEqual([null, 0, -1.5, "a,b", 'say "x"', "=1"].map(harmless), ["", "0", "-1.5", '"a,b"', '"say ""x"""', "'=1"]);
});

test("an address gives back the question and the force that it was made of", () => {
  const sql = "SELECT 'a&b=#?%' -- ŵ\nFROM counts";
  for (const asked of [{ sql, force: "avon-and-somerset", month: "" }, { sql, force: "*", month: "2025-06" }])
    assert.deepEqual(readAddress(writeAddress(asked)), asked);
  assert.deepEqual(readAddress(""), { sql: "", force: "", month: "" });
});

test("months that follow one another are a line in which what is not known stays unknown", () => {
  const series = seriesOf(answer([["2025-01", 3], ["2025-02", null], ["2025-04", 5]]));
  assert.equal(series.isTime, true);
  assert.deepEqual(series.points.map((point) => point.value), [3, null, 5]);
});

test("months from the newest to the oldest are a line too, and months by size are bars", () => {
  assert.deepEqual(seriesOf(answer([["2025-03", 3], ["2025-02", 9], ["2024-12", 5]])).points.map((point) => point.name), ["2024-12", "2025-02", "2025-03"]);
  assert.equal(seriesOf(answer([["2025-03", 9], ["2025-06", 3], ["2025-02", 1]])).isTime, false);
});

test("a complaint of SQLite has its kind, and what it is about", () => {
  const said = {
    'near "FORM": syntax error': ["syntax", "FORM"], "incomplete input": ["incomplete", ""], 'unrecognized token: "\'abc"': ["unclosed", "'abc"],
    "no such table: crime": ["noTable", "crime"], "no such column: c.wrong": ["noColumn", "c.wrong"], "ambiguous column name: month": ["ambiguous", "month"],
    'no such column: "a b" - should this be a string literal in single-quotes?': ["noColumn", "a b"], "out of memory": ["tooLarge", ""],
    "database is locked": ["", ""],
  };
  for (const [message, [kind, what]] of Object.entries(said)) assert.deepEqual(complaintOf(message), { kind, what });
});

test("what a complaint is about is looked for among names, not in texts and comments", () => {
  const sql = "SELECT 'wrong', -- wrong\n  c.Wrong FROM counts c";
  assert.deepEqual(placesOf(sql, { kind: "noColumn", what: "c.wrong" }), [sql.indexOf("Wrong")]);
  assert.deepEqual(placesOf("SELECT 1 , , 2", { kind: "syntax", what: "," }), [9, 11]);
  assert.deepEqual(lineOf("a\n😀 b", 5), { line: 2, character: 3 });
});

test("words with figures are bars, of the first column of figures", () => {
  const series = seriesOf(answer([["a", "x", 2], ["b", "y", 4]], ["kind", "state", "total"]));
  assert.deepEqual([series.isTime, series.what, series.most], [false, "total", 4]);
});

test("what is no row of figures is not drawn", () => {
  const many = Array.from({ length: 26 }, (_, at) => [`k${at}`, at]);
  for (const rows of [[["a", 1]], [["a", "x"], ["b", "y"]], [["a", -1], ["b", 2]], [["a", 1], ["a", 2]], [[null, 1], ["b", 2]], many])
    assert.equal(seriesOf(answer(rows)), null);
  assert.equal(seriesOf(answer([["a", 1], ["b", 2]], ["kind", "total"], 2000)), null);
});
