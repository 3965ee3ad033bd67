/* Where names stand on the map: whole in the view, on no other, and where they can on no mark. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { placeAlong } from "../../templates/scripts/map/canvas/along.js";
import { makeFrame } from "../../templates/scripts/map/canvas/frame.js";
import { placeNames } from "../../templates/scripts/map/canvas/names.js";
import { around, makeRoom } from "../../templates/scripts/map/canvas/room.js";
import { makeText } from "../../templates/scripts/map/canvas/text.js";

const SIZE = 10;
const FRAME = makeFrame({ x: 0.5, y: 0.5, zoom: 14, width: 400, height: 400 }, 100, 1);
/* Every letter is as wide as half its size. */
const text = makeText(/** @type {any} */ ({ font: "", measureText: (/** @type {string} */ letters) => ({ width: (letters.length * SIZE) / 2 }) }));
const given = () => ({ text, scale: 1, names: makeRoom(), marks: makeRoom() });
const layer = (/** @type {any} */ more) => ({ id: "names", draw: "name", size: SIZE, ...more });
/** @param {number} x pixels of the picture @param {number} y @param {any} properties */
const markAt = (x, y, properties) => ({ x: (FRAME.left + x) / FRAME.world, y: (FRAME.top + y) / FRAME.world, z: 14, properties, mean: 1, radius: 5 });

/** A street from west to east through the middle of the picture, from and to so many pixels. @param {number} from @param {number} to @returns {any} */
function street(from, to) {
  const tile = { z: 14, x: 0, y: 0 };
  const scale = FRAME.world / 2 ** 14 / 4096;
  const at = (/** @type {number} */ x) => ({ x: (FRAME.left + x) / scale, y: (FRAME.top + 300) / scale });
  return { pieces: () => [{ tile: { ...tile, featuresOf: () => ({ extent: 4096, features: [{ properties: { name: "Miller Lane" }, parts: [[at(from), at(to)]] }] }) } }] };
}

test("the name of a street goes along it to where no point lies on its letters", () => {
  const clear = placeAlong(FRAME, layer({ draw: "along" }), street(150, 350), given());
  assert.ok(Math.abs(clear[0].pieces[0].x - 250) < 3, "in the middle where nothing hinders");
  const room = given();
  room.marks.take(around({ x: 250, y: 300 }, 8));
  const [{ pieces }] = placeAlong(FRAME, layer({ draw: "along" }), street(150, 350), room);
  assert.ok(Math.abs(pieces[0].x - 250) > 8 + 55 / 2, "the whole of the name is beside the point");
  assert.ok(pieces[0].x - 55 / 2 >= 150 && pieces[0].x + 55 / 2 <= 350, "and on its street");
});

test("the name of a street full of points is left out", () => {
  const room = given();
  for (let x = 150; x <= 350; x += 20) room.marks.take(around({ x, y: 300 }, 8));
  assert.deepEqual(placeAlong(FRAME, layer({ draw: "along" }), street(150, 350), room), []);
});

test("a name stands where it covers the least of the marks", () => {
  const room = given();
  room.marks.take(around({ x: 300, y: 300 }, 24));
  const [{ middle }] = placeNames(FRAME, layer({ isOver: true }), [markAt(300, 320, { name: "Castle Gate" })], room);
  assert.ok(middle.y - 6 >= 324, "below the square");
});

test("the name of an area at the edge of the view is drawn into it, and one that would be cut is not drawn", () => {
  const [name] = placeNames(FRAME, layer({ isOver: true }), [markAt(495, 300, { name: "Castle Gate" })], given());
  assert.ok(name.middle.x + 55 / 2 <= 500 && name.middle.x > 460);
  assert.deepEqual(placeNames(FRAME, layer({ isOver: true }), [markAt(505, 300, { name: "Castle Gate" })], given()), []);
  const [beside] = placeNames(FRAME, layer({}), [markAt(495, 300, { name: "Castle Gate" })], given());
  assert.ok(beside.middle.x + 55 / 2 <= 500);
});

test("of two numbers on each other the larger is printed", () => {
  const marks = [markAt(300, 300, { total: 64 }), markAt(306, 302, { total: 12 }), markAt(340, 300, { total: 10 })];
  const printed = placeNames(FRAME, layer({ isSure: true, text: "{number}" }), marks, given(), ({ total }) => total);
  assert.deepEqual(printed.map(({ lines }) => lines[0]), ["64", "10"]);
});
