/* What the map's canvas works out without a canvas: where it looks, what lies in what, which sizes a zoom has, and where there is room. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { at, between, boxOf, fitted, moved, placeAt, screenOf, withIn, zoomed } from "../../templates/scripts/map/canvas/camera.js";
import { makeRoom } from "../../templates/scripts/map/canvas/room.js";
import { crosses, holds, touches } from "../../templates/scripts/map/canvas/shapes.js";
import { isDrawnAt, isOf, radiusOf, sideOf, textOf, valueAt } from "../../templates/scripts/map/canvas/values.js";

const LOAM = [-1.13, 52.63];
const camera = at({ x: 0.5, y: 0.5, zoom: 13.4, width: 360, height: 640 }, LOAM);
const close = (one, other, by = 1e-6) => [one, other].flat().length && [one].flat().every((part, place) => Math.abs(part - [other].flat()[place]) <= by);

test("the middle of the view is the place it looks at, and every point leads to its place and back", () => {
  assert.ok(close(Object.values(screenOf(camera, LOAM)), [180, 320]));
  const point = { x: 12, y: 601 };
  assert.ok(close(Object.values(screenOf(camera, placeAt(camera, point))), [12, 601]));
});

test("what lies under a finger stays there while two fingers zoom", () => {
  const finger = { x: 300, y: 100 };
  for (const zoom of [11.2, 13.4, 17.9]) assert.ok(close(placeAt(zoomed(camera, zoom, finger), finger), placeAt(camera, finger)));
});

test("no zoom leaves the bounds and no edge of the world comes into view", () => {
  assert.equal(zoomed(camera, 30, { x: 0, y: 0 }).zoom, 18);
  assert.equal(zoomed(camera, -3, { x: 0, y: 0 }).zoom, 4);
  const edge = moved({ ...camera, zoom: 4 }, 1e6, -1e6);
  assert.ok(placeAt(edge, { x: 360, y: 0 })[0] <= 180 + 1e-9);
});

test("a box that is fitted lies within the free part of the view and fills it one way", () => {
  const box = [-1.2, 52.6, -1.05, 52.66];
  const sides = { left: 10, top: 20, right: 30, bottom: 300 };
  const fit = fitted(camera, box, sides, 18);
  const [west, north] = Object.values(screenOf(fit, [box[0], box[3]]));
  const [east, south] = Object.values(screenOf(fit, [box[2], box[1]]));
  assert.ok(west >= 10 - 1e-6 && north >= 20 - 1e-6 && east <= 330 + 1e-6 && south <= 340 + 1e-6);
  assert.ok(close(east - west, 320) || close(south - north, 320));
  assert.equal(fitted(camera, box, sides, 9).zoom, 9);
  assert.ok(close((boxOf(fit)[0] + boxOf(fit)[2]) / 2, (box[0] + box[2]) / 2, 0.02));
});

test("a place in the free part moves nothing, and one outside comes into it", () => {
  const free = { left: 0, top: 0, right: 360, bottom: 300 };
  const seen = placeAt(camera, { x: 180, y: 150 });
  assert.ok(close(Object.values(screenOf(withIn(camera, seen, free), seen)), [180, 150]));
  const below = placeAt(camera, { x: 350, y: 600 });
  const { x, y } = screenOf(withIn(camera, below, free), below);
  assert.ok(x > 180 && x < 330 && y > 150 && y < 280);
});

test("a way from view to view begins at one and ends at the other", () => {
  const other = zoomed(camera, 15, { x: 20, y: 20 });
  for (const [part, end] of [[0, camera], [1, other]]) {
    const there = between(camera, other, part);
    assert.ok(close([there.x, there.y, there.zoom], [end.x, end.y, end.zoom], 1e-9));
  }
  assert.ok(close(placeAt(between(camera, other, 0.4), { x: 20, y: 20 }), placeAt(camera, { x: 20, y: 20 })));
});

const ring = (...pairs) => pairs.map(([x, y]) => ({ x, y }));
const SQUARE = ring([0, 0], [10, 0], [10, 10], [0, 10], [0, 0]);
const HOLE = ring([4, 4], [6, 4], [6, 6], [4, 6], [4, 4]);

test("an area holds what lies in it, and nothing in its hole", () => {
  assert.ok(holds([SQUARE, HOLE], 2, 2));
  assert.ok(!holds([SQUARE, HOLE], 5, 5));
  assert.ok(!holds([SQUARE], 11, 5));
});

test("a box within an area touches it though no edge crosses the box, and one in its hole does not", () => {
  assert.ok(touches([SQUARE], [2, 2, 3, 3]));
  assert.ok(!crosses([SQUARE], [2, 2, 3, 3]));
  assert.ok(!touches([SQUARE, HOLE], [4.5, 4.5, 5.5, 5.5]));
  assert.ok(crosses([ring([-5, 5], [15, 5])], [2, 2, 8, 8])); // through it, with both ends outside
  assert.ok(!crosses([ring([-5, 20], [15, 20])], [2, 2, 8, 8]));
});

test("a value stays before its first stop and after its last, and goes straight or in a curve between", () => {
  const stops = [[8, 1], [12, 3]];
  assert.deepEqual([7, 8, 10, 12, 15].map((zoom) => valueAt(stops, zoom)), [1, 1, 2, 3, 3]);
  assert.ok(valueAt({ base: 2, stops }, 10) < 2);
  assert.equal(valueAt({ kind: { city: 22, else: stops } }, 12, "city"), 22);
  assert.equal(valueAt({ kind: { city: 22, else: stops } }, 12, "town"), 3);
  assert.equal(valueAt(0.5, 12), 0.5);
});

test("a radius follows the square root of the number, between those of 1 and 100", () => {
  const radius = [[14, [5, 32]]];
  assert.deepEqual([1, 100, 400].map((number) => radiusOf(radius, 14, number)), [5, 32, 32]);
  assert.equal(radiusOf(radius, 14, 16), 5 + (27 * 3) / 9);
});

test("the area of a square follows its number, from one that can be seen to one that leaves its cell's edges free", () => {
  const cells = { 7: { across: 32, largest: 100 } };
  const sides = [1, 25, 100, 400].map((number) => sideOf(cells, 7, 512 * 2 ** 7, number));
  assert.deepEqual(sides, [4 * 0.94, 8 * 0.94, 16 * 0.94, 16 * 0.94]);
  assert.equal(sideOf(cells, 6, 512 * 2 ** 7, 100), null); // no cell of that zoom is known
});

test("a layer is of its kinds, its values and its zooms", () => {
  assert.ok(isDrawnAt({ zooms: [12, 15] }, 12) && !isDrawnAt({ zooms: [12, 15] }, 15) && isDrawnAt({}, 3));
  assert.ok(isOf({ kinds: ["city"] }, { kind: "city" }) && !isOf({ kinds: ["city"] }, { kind: "town" }));
  assert.ok(isOf({ where: { force: ["gwent"] } }, { force: "gwent" }) && !isOf({ where: { force: [] } }, { force: "gwent" }));
  assert.equal(textOf("{name}: {total}{gone}", { name: "Pont-y-Dŵr", total: 4 }), "Pont-y-Dŵr: 4");
});

test("there is room beside a name and none upon it, across the squares of the grid too", () => {
  const room = makeRoom();
  room.take({ left: 60, top: 60, right: 140, bottom: 80 });
  assert.ok(!room.isFree({ left: 130, top: 70, right: 200, bottom: 90 }));
  assert.ok(room.isFree({ left: 141, top: 60, right: 200, bottom: 80 }));
  assert.ok(room.isFree({ left: 60, top: 81, right: 140, bottom: 99 }));
});
