/* What several scripts share: Mercator, snap points, presence, names, JSON, texts. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { parse } from "../../templates/scripts/shared/json.js";
import { metresPerPixel, project, tilesIn, unproject } from "../../templates/scripts/shared/mercator.js";
import { fold } from "../../templates/scripts/shared/names.js";
import { readPresence } from "../../templates/scripts/shared/presence.js";
import { pixelAt, pixelOf, placeOf } from "../../templates/scripts/shared/snap-points.js";
import { dayIn, fill, monthIn } from "../../templates/scripts/shared/texts.js";

const MONTHS = ["Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr"];

test("the world is a square with Greenwich and the equator in its middle", () => {
  assert.deepEqual(project([0, 0]), [0.5, 0.5]);
  assert.ok(Math.abs(project([180, 85.0511287798066])[1]) < 1e-12);
  const [lon, lat] = unproject(project([-1.13, 52.63]));
  assert.ok(Math.abs(lon + 1.13) < 1e-12 && Math.abs(lat - 52.63) < 1e-12);
});

test("a pixel of the map stands for less the farther north and the closer it is", () => {
  assert.equal(metresPerPixel(0, 0).toFixed(3), "78271.517");
  assert.equal((metresPerPixel(60, 0) / metresPerPixel(0, 0)).toFixed(6), "0.500000");
  assert.equal(metresPerPixel(52, 10) / metresPerPixel(52, 11), 2);
});

test("a box touches every tile it has a part of, column by column", () => {
  assert.deepEqual(tilesIn([-1, -1, 1, 1], 1), [[0, 0], [0, 1], [1, 0], [1, 1]]);
  assert.deepEqual(tilesIn([-1.2, 52.6, -1.1, 52.7], 10), [[508, 334], [508, 335]]);
});

test("a snap point's id is its pixel, wherever in the pixel it is drawn", () => {
  const { id, x, y } = pixelOf("4yxmk-3a1bc");
  assert.deepEqual([id, x, y], ["4yxmk-3a1bc", 8348348, 5507112]);
  assert.deepEqual(pixelAt(placeOf(id)), { id, x, y });
  assert.deepEqual(pixelAt(unproject([x / 2 ** 24, y / 2 ** 24])), { id, x, y }); // its corner, as tiles of zoom 12 have it
});

test("tiles are there below those that are there, from the lowest zoom of the tileset on", () => {
  const index = { tree: btoa(String.fromCharCode(0x94, 0x10)), without: [] }; // z1: NW and SE; below NW: NE; below SE: SE
  assert.deepEqual([...readPresence(index, 0, 2)], ["1/0/0", "1/1/1", "2/1/0", "2/3/3"]);
  assert.deepEqual([...readPresence(index, 2, 2)], ["2/1/0", "2/3/3"]);
  assert.deepEqual([...readPresence({ ...index, without: ["2/1/0"] }, 2, 2)], ["2/3/3"]);
  assert.equal(readPresence({ tree: "", without: [] }, 0, 12).size, 0);
});

test("an index that is none is an error, not an empty tileset", () => {
  assert.throws(() => readPresence(undefined, 0, 2));
  assert.throws(() => readPresence({ tree: "%", without: [] }, 0, 2));
});

test("names are compared without accents, apostrophes and marks", () => {
  assert.equal(fold("Saint Mellon’s"), "st mellons");
  assert.equal(fold("Llanfair-ym-Muallt"), "llanfair ym muallt");
  assert.equal(fold("Tŷ’n-y-Coed & Brynmawr"), "tyn y coed and brynmawr");
  assert.equal(fold("?!"), "");
});

test("what is looked up in a file is there only if the file has it", () => {
  const file = parse('{"points":{"a":[{"b":1}]}}');
  assert.equal(file.points.constructor, undefined);
  assert.equal("toString" in file.points.a[0], false);
});

test("texts are filled, and months and days have the names that are given", () => {
  assert.equal(fill("{done} of {all}, {done}", { done: 1, all: "{done}" }), "1 of {done}, 1");
  assert.equal(monthIn("2025-06", MONTHS), "Mehefin 2025");
  assert.equal(dayIn("2025-01-31T12:00:00", MONTHS), "31 Ionawr 2025");
});
