/* What the search reads and answers, from lists of three or four rows. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { answerFor, suggestionsFor } from "../../templates/scripts/search/answers.js";
import { entries, grouped, nearest } from "../../templates/scripts/search/names.js";
import { answerForPosition } from "../../templates/scripts/search/position-answers.js";
import { lookUp } from "../../templates/scripts/search/postcode-answers.js";
import { isTyped, readingsOf } from "../../templates/scripts/search/postcodes.js";
import { pixelAt } from "../../templates/scripts/shared/snap-points.js";

const CASTLE = ["Castle Gate", "Loamshire", "loamshire/cg/"];
const NORTH = ["Northbrook & Hay", "Loamshire", "loamshire/nb/"];
const DISTRICT = { neighbourhoods: [NORTH, CASTLE], postcodes: { "1AA": [1], "1AB": [0, 1], "1AZ": [], "2ZZ": [0] }, terminated: { "2ZZ": "2019-03" } };
const NAMES = {
  neighbourhoods: [CASTLE, NORTH],
  places: [["Market Loam", "Marchnad", [0]], ["Saint Loy", "", [1]]],
  areas: [0, 1],
  forces: [["Loamshire Constabulary", "loamshire/"]],
  streets: [["Corn Market", [[0, "a-b"]]], ["High Street", 412]],
};

/* Lists as the site has them, of which every file that is asked for is remembered. */
function lists(files) {
  const asked = [];
  const fetchJson = async (path) => (asked.push(path), path in files ? files[path] : null);
  return { asked, fetchJson, fetchIndex: async () => ({ outcodes: ["LM1", "LM10", "NW1"], prefixes: ["a"] }) };
}
const site = () => lists({ "postcodes/LM1.json": DISTRICT, "search/names/a.json": NAMES });
const texts = (readings) => readings.map(({ text }) => text);

test("a postcode is read however it is spaced, and with O for 0 and I for 1 after what was typed", () => {
  assert.equal(readingsOf("np108xg")[0].text, "NP10 8XG");
  assert.equal(readingsOf(" Np10-8xG ")[0].text, "NP10 8XG");
  assert.deepEqual(texts(readingsOf("LMI IAA")), ["LM1 1AA"]);
  assert.equal(isTyped(readingsOf("LMI IAA")[0], "LMI IAA"), false);
  assert.equal(isTyped(readingsOf("lm1 1aa")[0], "lm1-1aa"), true);
});

test("numbers, houses and names are no postcodes", () => {
  for (const typed of ["12", "Castle Gate", "1", "LM1 1AA 2", "ABC 1AA"]) assert.deepEqual(readingsOf(typed), [], typed);
});

test("a postcode lies in one neighbourhood, in several, or in none, and may have ended", () => {
  assert.deepEqual(lookUp(DISTRICT, { incode: "1AA" }), { kind: "named", groups: [{ name: "", rows: [CASTLE] }], opens: CASTLE[2] });
  assert.equal(lookUp(DISTRICT, { incode: "1AB" }).kind, "choose");
  assert.equal(lookUp(DISTRICT, { incode: "1AZ" }).kind, "nowhere");
  assert.equal(lookUp(DISTRICT, { incode: "9ZZ" }).kind, "unknown");
  assert.deepEqual(lookUp(DISTRICT, { incode: "2ZZ" }), { kind: "ended", groups: [{ name: "", rows: [NORTH] }], month: "2019-03" });
});

test("the beginning of a postcode has the neighbourhoods of those in use, by name", () => {
  assert.deepEqual(lookUp(DISTRICT, { incode: "" }), { kind: "part", groups: [{ name: "", rows: [CASTLE, NORTH] }] });
  assert.deepEqual(lookUp(DISTRICT, { incode: "2" }), { kind: "ended-part", groups: [{ name: "", rows: [NORTH] }] });
});

test("the second half of a postcode is never asked for", async () => {
  const found = site();
  assert.deepEqual(await answerFor(found, "LM1 1AA", true), { kind: "named", groups: [{ name: "", rows: [CASTLE] }], opens: CASTLE[2], text: "LM1 1AA" });
  assert.deepEqual(found.asked, ["postcodes/LM1.json"]);
});

test("a postcode that the site does not cover is said to be so, Scotland by name", async () => {
  assert.equal((await answerFor(site(), "G1 1AA", true)).kind, "scotland");
  assert.equal((await answerFor(site(), "ZZ1 1AA", true)).kind, "uncovered");
});

test("two letters list the districts that begin with them, and no file is asked for", async () => {
  const found = site();
  const { kind, groups } = await answerFor(found, "lm", true);
  assert.deepEqual([kind, groups[0].rows.map(([text]) => text)], ["outcodes", ["LM1", "LM10"]]);
  assert.deepEqual(found.asked, []);
});

test("while somebody types, two letters of a name ask for nothing", async () => {
  const found = site();
  assert.deepEqual(await suggestionsFor(found, "ma", true), {});
  assert.equal((await suggestionsFor(found, "LM1", true)).groups[0].rows.length, 2);
  assert.deepEqual(found.asked, []);
});

test("a name is found by its beginning, an accent or a house number apart", async () => {
  const { kind, groups } = await answerFor(site(), "12 corn mar", true);
  assert.deepEqual([kind, groups], ["named", [{ name: "streets", rows: [["Corn Market", "Castle Gate, Loamshire", "loamshire/cg/streets/#a-b"]] }]]);
  assert.deepEqual((await answerFor(site(), "St. Loy", false)).groups[0].rows, [["Saint Loy", "Northbrook & Hay, Loamshire", "loamshire/nb/"]]);
});

test("a street that very many places have is counted, not listed", async () => {
  const { kind, text, number, groups } = await answerFor(site(), "high street", true);
  assert.deepEqual([kind, text, number, groups], ["common", "High Street", 412, []]);
});

test("a name with a slip is meant to be the nearest, and anything else is not known", async () => {
  assert.deepEqual(await answerFor(site(), "Market Laom", true).then(({ kind, groups }) => [kind, groups[0].rows[0][0]]), ["meant", "Market Loam (Marchnad)"]);
  assert.equal((await answerFor(site(), "Wealdmoor", true)).kind, "unnamed");
});

test("one letter may be wrong of four, two of eight, none of three", () => {
  const all = ["hay", "moor", "northbrook"].map((key) => ({ key, group: "towns", row: [key, "", key] }));
  const keys = (typed) => nearest(all, ({ key }) => key, typed).found.map(({ key }) => key);
  assert.deepEqual([keys("hey"), keys("mpor"), keys("mppr"), keys("norhtbrok"), keys("orthbok")], [[], ["moor"], [], ["northbrook"], []]);
});

test("parts of a neighbourhood's name are names too, and each row stands once", () => {
  const found = grouped(entries(NAMES), "");
  assert.deepEqual(found.map(({ name }) => name), ["towns", "areas", "forces", "streets"]);
  assert.deepEqual(found[1].rows, [CASTLE, NORTH]);
  assert.ok(entries(NAMES).some(({ key, row }) => key === "hay" && row === NORTH));
});

test("the name itself comes first, then names that begin with it, then those it is a later word of, of each by kind", () => {
  const part = { neighbourhoods: [CASTLE, ["Hay", "Loamshire", "loamshire/hay/"]], places: [["Far Hay", "", [0]], ["Haycock", "", [0]]], areas: [1], forces: [], streets: [["Hay Lane", [[0, "a-b"]]]] };
  const found = grouped(entries(part).filter(({ key }) => key.startsWith("hay")), "hay");
  assert.deepEqual(found.map(({ name, rows }) => [name, rows.map(([text]) => text)]), [["areas", ["Hay"]], ["towns", ["Haycock"]], ["streets", ["Hay Lane"]]]);
  const words = grouped(entries({ ...part, areas: [], streets: [], places: [["Market Zeal", "", [0]], ["Zealand", "", [0]]] }).filter(({ key }) => key.startsWith("zeal")), "zeal");
  assert.deepEqual(words[0].rows.map(([text]) => text), ["Zealand", "Market Zeal"]);
});

test("a street of several places is one row that stands for them", () => {
  const [{ rows }] = grouped(entries({ ...NAMES, places: [], areas: [], forces: [], streets: [["Mill Lane", [[0, "a-b"], [1, "c-d"]]]] }), "mill lane");
  assert.deepEqual(rows.map(([text, , way, more]) => [text, way, more.rows.map((row) => row[2])]), [["Mill Lane", "?", ["loamshire/cg/streets/#a-b", "loamshire/nb/streets/#c-d"]]]);
});

test("a force that is called differently in each language stands once", () => {
  const forces = [["Gwent Police", "gwent/"], ["Heddlu Gwent", "gwent/"]];
  assert.deepEqual(grouped(entries({ ...NAMES, places: [], areas: [], streets: [], forces }), "gwent")[0].rows.map(([text]) => text), ["Gwent Police"]);
});

test("a postcode in no boundary leads to the force there and to its spot", () => {
  const outside = { ...DISTRICT, outside: { "1AZ": 0 }, spots: [["Loamshire Constabulary", "loamshire/", -1.13, 52.63]] };
  const row = ["Loamshire Constabulary", "", "loamshire/", { spot: [-1.13, 52.63] }];
  assert.deepEqual(lookUp(outside, { incode: "1AZ" }), { kind: "nowhere", groups: [{ name: "", rows: [row] }] });
  assert.deepEqual(lookUp(outside, { incode: "1" }).groups[0].rows, [CASTLE, NORTH, row]);
});

test("one match opens; a street only by its whole name, and nothing that was guessed", async () => {
  const opens = async (typed) => (await answerFor(site(), typed, true)).opens;
  assert.equal(await opens("castle gate"), "loamshire/cg/");
  assert.equal(await opens("corn market"), "loamshire/cg/streets/#a-b");
  assert.ok(!(await opens("corn mark")));
  assert.ok(!(await opens("Market Laom")));
  assert.equal(await opens("9 Corn Market, Castle Gate, LM1 1AA"), "loamshire/cg/");
});

test("a misspelt name that is nowhere near its own part is looked for in the names of all, two files in all", async () => {
  const found = lists({ "search/names/a.json": NAMES, "search/near.json": { names: ["Zeal Monachorum"], words: ["quince", "walk"] } });
  const rows = async (typed) => (await answerFor(found, typed, true)).groups?.[0].rows;
  assert.deepEqual(await rows("Xeal Monachorm"), [["Zeal Monachorum", "", "?"]]);
  assert.deepEqual(await rows("qiunce wakl"), [["Quince Walk", "", "?"]]);
  assert.equal(await rows("qiunce tttt"), undefined);
  assert.deepEqual([...new Set(found.asked)], ["search/names/a.json", "search/near.json"]);
});

test("a name with more than the site knows is narrowed by the rest, or led to the part that is known", async () => {
  const first = async (typed) => answerFor(site(), typed, true).then(({ kind, opens, groups }) => [kind, opens, groups[0].rows[0][0]]);
  assert.deepEqual(await first("Corn Market, Castle Gate"), ["named", "loamshire/cg/streets/#a-b", "Corn Market"]);
  assert.deepEqual(await first("castle gate station"), ["partly", undefined, "Castle Gate"]);
  assert.deepEqual(await first("high street, castle gate"), ["named", undefined, "High Street, Castle Gate"]);
});

test("the numbers of the police are answered, and nothing is asked for", async () => {
  const found = site();
  assert.deepEqual([await answerFor(found, "101", true), found.asked], [{ kind: "call" }, []]);
});

test("a position has the neighbourhoods of the nearest points, each once", async () => {
  const at = (lon) => pixelAt([lon, 52.63]).id;
  const areas = [["loamshire", "cg", "Castle Gate"], ["loamshire", "nb", "Northbrook"]];
  const shard = { areas, points: { [at(-1.14)]: ["Far Lane", [1]], [at(-1.131)]: [null, [0]], [at(-1.134)]: ["Next Street", [0]] } };
  const found = lists({ "streets/12/2035/1341.json": shard });
  const { kind, groups } = await answerForPosition(found, -1.13, 52.63);
  assert.deepEqual([kind, groups[0].rows], ["near", [["Castle Gate", "", "loamshire/cg/"], ["Northbrook", "Far Lane", "loamshire/nb/"]]]);
  assert.deepEqual(found.asked, ["streets/12/2035/1341.json"]);
  assert.equal((await answerForPosition(found, 2.35, 48.85)).kind, "far");
});
