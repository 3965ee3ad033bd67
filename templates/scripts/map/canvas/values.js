/* What a style says at a zoom, and which features a layer is of. A value is a plain one, or stops [[zoom, value], ...] with a straight line
   between them, or { base, stops } with a curve, or { kind: { name: value, ..., else: value } } by the kind of the feature. */

/** @typedef {Record<string, { across: number, largest: number, of?: Record<string, number> }>} Cells by the zoom of tiles: cells along a tile, the number
 * of the largest square, and of what may be drawn alone its own */
/** @typedef {object} Layer one of map-style.json, its colours looked up; docs/DESIGN.md says what each kind of drawing reads
 * @property {string} id @property {string} draw @property {string} [source] @property {string} [from] the layer of the tiles
 * @property {[number, number]} [zooms] from the first up to below the second @property {string[]} [kinds]
 * @property {Record<string, string[]>} [where] values that attributes may have
 * @property {any} [colour] @property {any} [opacity] @property {any} [width] @property {number[]} [dash] @property {string} [cap]
 * @property {any} [size] @property {any} [radius] @property {any} [edge] @property {number} [edgeWidth] @property {string} [halo] @property {number} [haloWidth]
 * @property {string} [number] the name of the number drawn @property {string} [mean] of the number that size and colour follow
 * @property {number} [least] of the latter @property {Cells} [cells]
 * @property {string} [text] with attributes in braces @property {number} [wide] most em a line of text is wide
 * @property {number} [angle] most degrees from letter to letter @property {boolean} [isSure] drawn whatever it lies on
 * @property {boolean} [isOver] a name that stands beside its place nowhere, because it is that of an area @property {number} [apart] pixels from a name to any other
 * @property {boolean} [isPicked] a tap finds it
 * @property {boolean} [isOfMissed] covers the places of tiles that could not be had, not what lies in those that could */

const [LEAST, LARGEST] = [1 / 4, 0.94]; // sides of squares, as shares of the largest, and of the cell

/** @param {any} value @param {number} zoom @param {string} [kind] @returns {any} */
export function valueAt(value, zoom, kind) {
  if (Array.isArray(value)) return between(value, zoom, 1);
  if (!value || typeof value !== "object") return value;
  if (value.kind) return valueAt(kind in value.kind ? value.kind[kind] : value.kind.else, zoom);
  return between(value.stops, zoom, value.base);
}

/** @param {[number, any][]} stops @param {number} zoom @param {number} base */
function between(stops, zoom, base) {
  const next = stops.findIndex(([least]) => zoom < least);
  if (next === 0) return stops[0][1];
  if (next < 0) return stops[stops.length - 1][1];
  const [[from, before], [to, after]] = [stops[next - 1], stops[next]];
  const share = base === 1 ? (zoom - from) / (to - from) : (base ** (zoom - from) - 1) / (base ** (to - from) - 1);
  const mix = (/** @type {number} */ one, /** @type {number} */ other) => one + (other - one) * share;
  return Array.isArray(before) ? before.map((part, place) => mix(part, after[place])) : mix(before, after);
}

/** @param {Layer} layer @param {number} zoom */
export const isDrawnAt = ({ zooms }, zoom) => !zooms || (zoom >= zooms[0] && zoom < zooms[1]);

/** @param {Layer} layer @param {Record<string, any>} properties */
export function isOf({ kinds, where }, properties) {
  if (kinds && !kinds.includes(properties.kind)) return false;
  return !where || Object.entries(where).every(([name, values]) => values.includes(properties[name]));
}

/** The radius for a number: `radius` is, by zoom, that of 1 and that of 100, and follows the square root between.
 * @param {any} radius @param {number} zoom @param {number} number */
export function radiusOf(radius, zoom, number) {
  const [least, most] = valueAt(radius, zoom);
  return least + ((most - least) * (Math.min(10, Math.max(1, Math.sqrt(number))) - 1)) / 9;
}

/** The side of the square for a number in CSS pixels, in tiles of a zoom: its area follows the number, up to the largest square, which leaves
 * its cell's edges free. Null where no cell of that zoom is known.
 * @param {Cells} cells @param {number} z of the tiles @param {number} world CSS pixels wide @param {number} number */
export function sideOf(cells, z, world, number) {
  if (!cells[z]) return null;
  const { across, largest } = cells[z];
  return (world / 2 ** z / across) * LARGEST * Math.min(1, Math.max(LEAST, Math.sqrt(number / largest)));
}

/** @param {string} text @param {Record<string, any>} properties */
export const textOf = (text, properties) => text.replace(/\{(\w+)\}/g, (_, /** @type {string} */ name) => (properties[name] === undefined ? "" : String(properties[name])));
