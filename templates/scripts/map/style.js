/* What is shown as the canvas takes it: the layers of map-style.json with the colours of the stylesheet, and what of them is drawn now. */

import { split } from "./marks.js";

/** @typedef {import("./canvas/values.js").Layer} Layer */
/** @typedef {import("./canvas/values.js").Cells} Cells */
/** @typedef {{ colours: Record<string, string>, ground: Layer[], figures: Layer[] }} Specification map-style.json */

/* A canvas is painted before the page is laid out for paper, so the tokens of paper are read where they are written: the light ones, and what
   `@media print` has otherwise. */
function tokensOfPaper() {
  const { style } = document.createElement("i");
  for (const sheet of document.styleSheets) {
    for (const rule of sheet.cssRules) {
      const rules = rule instanceof CSSMediaRule ? (rule.conditionText === "print" ? [...rule.cssRules] : []) : [rule];
      for (const one of rules) if (one instanceof CSSStyleRule && one.selectorText === ":root") for (const name of one.style) if (name.startsWith("--")) style.setProperty(name, one.style.getPropertyValue(name));
    }
  }
  return style;
}

/** The number of the chosen categories among a point's or a square's counts.
 * @param {import("./marks.js").Chosen} chosen @returns {(counts: Record<string, number>) => number} */
export const sumOf = (chosen) => (counts) => split(counts, chosen).drawn;

/** The cells for the chosen categories: the largest square of some stands for as much as theirs together, and never for more than that of all.
 * @param {Cells} cells @param {Set<string> | null} keys @returns {Cells} */
export function cellsOf(cells, keys) {
  if (!keys || !keys.size) return cells;
  const largestOf = (/** @type {Cells[string]} */ { largest, of = {} }) => Math.min(largest, [...keys].reduce((sum, key) => sum + (of[key] || 0), 0) || largest);
  return Object.fromEntries(Object.entries(cells).map(([zoom, one]) => [zoom, { ...one, largest: largestOf(one) }]));
}

/** The colours by their names in the specification, as they are on the page now, in light or in dark, or as they are on paper.
 * @param {Specification} specification @param {boolean} isPaper @returns {Record<string, string>} */
function readColours(specification, isPaper) {
  const tokens = isPaper ? tokensOfPaper() : getComputedStyle(document.documentElement);
  return Object.fromEntries(Object.entries(specification.colours).map(([name, token]) => [name, tokens.getPropertyValue(token).trim()]));
}

/** @typedef {object} View what a style shows
 * @property {(counts: Record<string, number>) => number} sum the number drawn @property {number} months how many are summed
 * @property {number} fine the zoom from which points are drawn
 * @property {boolean} edges boundaries are drawn
 * @property {Cells} cells of the tileset shown @property {boolean} sea the basemap has the sea, so that all else is land
 * @property {string[]} missing force ids @property {string[]} named likewise: forces with a name on the map of the country
 * @property {string} area neighbourhood key @property {string} notSupplied words for the label @property {boolean} isPaper in the colours of paper */

/** Layers and numbers of a scene. Sizes and colours stand for a month: of several, the mean.
 * @param {Specification} specification @param {View} view */
export function makeStyle(specification, view) {
  const colours = readColours(specification, view.isPaper);
  const isDrawn = (/** @type {Layer} */ layer) => (layer.id === "veil" ? Boolean(view.area) : view.edges || !/^(label-)?(force|neighbourhood)$/.test(layer.id));
  const layersOf = (/** @type {Layer[]} */ layers) => layers.filter(isDrawn).map((layer) => ({ ...coloured(layer, colours), ...changesOf(layer, colours, view) }));
  const mean = (/** @type {Record<string, number>} */ counts) => view.sum(counts) / view.months;
  const total = (/** @type {Record<string, number>} */ counts) => counts.total || 0;
  // A chosen point stays ringed where nothing of the chosen categories stands.
  const numbers = { mean, total, chosen: view.sum, shown: (/** @type {Record<string, number>} */ counts) => mean(counts) || 1 };
  return { ground: layersOf(specification.ground), figures: layersOf(specification.figures), numbers };
}

/** @param {Layer} layer @param {Record<string, string>} colours @returns {Layer} */
function coloured(layer, colours) {
  const isColour = (/** @type {any} */ value) => typeof value === "string" && value.startsWith("@");
  const fill = (/** @type {any} */ value) => (isColour(value) ? colours[value.slice(1)] : Array.isArray(value) && value.every(isColour) ? value.map((name) => colours[name.slice(1)]) : value);
  return /** @type {any} */ (Object.fromEntries(Object.entries(layer).map(([key, value]) => [key, fill(value)])));
}

/** What a layer has otherwise than in the specification.
 * @param {Layer} layer @param {Record<string, string>} colours @param {View} view @returns {Partial<Layer>} */
function changesOf({ id }, colours, { missing, named, notSupplied, area, fine, cells, sea }) {
  if (id === "beyond" && sea) return { colour: colours.land };
  if (id === "label-force") return { where: { force: named } };
  if (id.startsWith("no-data")) return { where: { force: missing }, ...(id === "no-data-label" ? { text: `{name}:\n${notSupplied}` } : {}) };
  if (id === "veil" && !area.includes("/")) return { from: "force", where: { force: [area] }, zooms: [4, 24] };
  if (id === "neighbourhood-chosen" || id === "veil") return { where: { key: [area] } };
  if (id === "cells") return { cells, zooms: [4, fine] };
  if (["crimes", "chosen", "chosen-bare", "lit"].includes(id)) return { zooms: [fine, 24] };
  return {};
}
