/* The two images of the map's style: a square that takes any colour, and the hatching, both drawn twice as fine as a CSS pixel. */

import { readColours } from "./style.js";

/** @param {import("maplibre-gl").Map} map @param {import("./style.js").Specification} specification */
export function addImages(map, specification) {
  if (!map.hasImage("cell")) map.addImage("cell", square(), { sdf: true, pixelRatio: 2 });
  const hatch = stripes(readColours(specification).hatch);
  if (map.hasImage("hatch")) map.updateImage("hatch", hatch);
  else map.addImage("hatch", hatch, { pixelRatio: 2 });
}

const MARGIN = 8;
const SIDE = 32;

/* A square of 16 CSS pixels with a margin of 4 for its outline; the alpha is the distance to its edge. */
function square() {
  return draw(SIDE + 2 * MARGIN, function (x, y) {
    const inside = Math.min(x - MARGIN, y - MARGIN, MARGIN + SIDE - x, MARGIN + SIDE - y);
    return [255, 255, 255, Math.max(0, Math.min(255, 191 + 16 * inside))];
  });
}

/** Lines at 45 degrees, 10 CSS pixels apart, that meet across the image's edges.
 * @param {string} colour #rrggbb */
function stripes(colour) {
  const [red, green, blue] = [1, 3, 5].map((place) => parseInt(colour.slice(place, place + 2), 16));
  return draw(20, function (x, y) {
    const away = Math.abs(((x + y) % 20) - 10);
    return [red, green, blue, Math.round(255 * Math.max(0, Math.min(1, 2.2 - away)))];
  });
}

/** @param {number} side @param {(x: number, y: number) => number[]} colourAt red, green, blue and alpha */
function draw(side, colourAt) {
  const data = new Uint8Array(side * side * 4);
  for (let y = 0; y < side; y++) for (let x = 0; x < side; x++) data.set(colourAt(x + 0.5, y + 0.5), 4 * (y * side + x));
  return { width: side, height: side, data };
}
