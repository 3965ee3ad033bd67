/* The map's style from map-style.json: colours of the stylesheet's tokens, numbers of the chosen categories, forces without figures. */

/** @typedef {{ colours: Record<string, string>, classes: { cells: { breaks: number[] } }, layers: any[] }} Specification map-style.json */

/** The number drawn, as a MapLibre expression: the sum of the chosen categories.
 * @param {import("./marks.js").Chosen} chosen @returns {any[]} */
export function sumOf({ keys, btp }) {
  const summed = [...(keys ? [...keys].sort() : ["total"]), ...(btp ? ["btp"] : [])];
  return summed.length ? ["+", ...summed.map((key) => ["coalesce", ["get", key], 0])] : ["literal", 0];
}

const tilesOf = (/** @type {string} */ name) => [`site://${name}/{z}/{x}/{y}`];

/** @param {string} name @param {{ minzoom: number, maxzoom: number }} zooms @returns {import("maplibre-gl").SourceSpecification} */
export const vectorSource = (name, { minzoom, maxzoom }) => ({ type: "vector", tiles: tilesOf(name), minzoom, maxzoom });

/** @param {GeoJSON.Feature[]} features @returns {import("maplibre-gl").GeoJSONSourceSpecification & { data: GeoJSON.FeatureCollection }} */
export const featureSource = (features) => ({ type: "geojson", data: { type: "FeatureCollection", features } });

/** Other tiles in a source of the same zooms: what is drawn stays until they are there, so that nothing flashes.
 * @param {any} source @param {string} name @param {number} maxzoom @param {boolean} isAgain */
export function changeTiles(source, name, maxzoom, isAgain) {
  const tiles = tilesOf(name);
  if (!source || source.maxzoom !== maxzoom || (!isAgain && (source.wanted || source.tiles[0]) === tiles[0])) return;
  source.wanted = tiles[0]; // source.tiles follows later
  source.setTiles(tiles);
}

/** The colours by their names in the specification, as they are on the page now, in light or in dark.
 * @param {Specification} specification */
export function readColours(specification) {
  const tokens = getComputedStyle(document.documentElement);
  return Object.fromEntries(Object.entries(specification.colours).map(([name, token]) => [name, tokens.getPropertyValue(token).trim()]));
}

/** @typedef {object} View what a style shows
 * @property {Record<string, import("maplibre-gl").SourceSpecification>} sources
 * @property {any[]} sum the number drawn @property {number} months how many are summed
 * @property {number} fine the zoom from which points are drawn
 * @property {boolean} edges boundaries are drawn
 * @property {string[]} missing force ids
 * @property {string} area neighbourhood key @property {string} notSupplied words for the label */

/** A whole style. Sizes and colours stand for a month: of several, the mean. In the specification `@name` is a colour, ["get", "total"]
 * the number drawn; layers without a source are left out.
 * @param {Specification} specification @param {View} view @returns {import("maplibre-gl").StyleSpecification} */
export function makeStyle(specification, view) {
  const colours = readColours(specification);
  /** @param {any} value @returns {any} */
  function fill(value) {
    if (typeof value === "string") return value.startsWith("@") ? colours[value.slice(1)] : value;
    if (Array.isArray(value)) return value[0] === "get" && value[1] === "total" ? size : value.map(fill);
    if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, fill(part)]));
    return value;
  }
  /** @type {any[]} */
  const mean = view.months > 1 ? ["/", view.sum, view.months] : view.sum;
  let size = mean;
  const isDrawn = (/** @type {any} */ layer) => (!layer.source || layer.source in view.sources) && (view.edges || !/^(force|neighbourhood|label-neighbourhood)$/.test(layer.id));
  const layers = specification.layers.filter(isDrawn).map(function (layer) {
    size = /^stop/.test(layer.id) ? ["get", "total"] : mean;
    return fill(layer);
  });
  layers.forEach(function (layer) {
    if (layer.id.startsWith("no-data")) layer.filter = ["in", ["get", "force"], ["literal", view.missing]];
    if (layer.id === "no-data-label") layer.layout["text-field"] = ["concat", ["get", "name"], ":\n", view.notSupplied];
    if (layer.id === "neighbourhood-chosen") layer.filter = ["==", ["get", "key"], view.area];
    if (layer.id === "cells" || layer.id === "crimes") layer.filter = [">", view.sum, 0];
    if (layer.id === "crime-numbers") layer.layout["text-field"] = ["to-string", view.sum];
    if (layer.id === "cells") layer.maxzoom = view.fine;
    if (layer.id === "crimes" || layer.id === "chosen" || layer.id === "lit") layer.minzoom = view.fine;
  });
  return { version: 8, sources: view.sources, layers: layers.flatMap((layer) => (layer.id === "cells" ? byZoom(layer) : layer)) };
}

/** The squares of each zoom as a layer of their own: a symbol's size cannot begin anew at a zoom within one layer.
 * @param {any} cells */
function byZoom(cells) {
  return Array.from({ length: cells.maxzoom - cells.minzoom }, function (_, step) {
    const zoom = cells.minzoom + step;
    const layout = { ...cells.layout, "icon-size": ["interpolate", ["exponential", 2], ["zoom"], zoom, 1, zoom + 1, 2] };
    return { ...cells, id: `cells-${zoom}`, minzoom: zoom, maxzoom: zoom + 1, layout };
  });
}
