/* The library that draws the map. */

import { failure, loadScript } from "../shared/files.js";

/** @typedef {import("maplibre-gl").MapOptions} Options */

export const FIT = { padding: 24, maxZoom: 14 };

export function canDraw() {
  const canvas = document.createElement("canvas");
  return Boolean(window.WebGLRenderingContext && (canvas.getContext("webgl2") || canvas.getContext("webgl")));
}

/** Waits for the library and, where tiles lie in archives, for the one that reads those. Its worker is begun as soon as the library is
 * there, and so asked for once and early.
 * @param {DOMStringMap} data of the map */
export async function loadLibraries({ library, worker, archiveLibrary }) {
  await Promise.all([
    loadScript(library).then(function () {
      if (!window.maplibregl) throw failure(library, "damaged");
      window.maplibregl.setWorkerUrl(new URL(worker, location.href).href);
      window.maplibregl.prewarm();
    }),
    ...(archiveLibrary ? [loadScript(archiveLibrary)] : []),
  ]);
}

/** A map seen from above, north up, with nothing on it but what its style has.
 * @param {HTMLElement} container @param {Options["style"]} style @param {Partial<Options>} where @param {string} title */
export function makeMap(container, style, where, title) {
  const map = new window.maplibregl.Map({
    container,
    style,
    ...where,
    minZoom: 4,
    maxZoom: 18,
    maxPitch: 0,
    dragRotate: false,
    touchPitch: false,
    renderWorldCopies: false,
    attributionControl: false,
    fadeDuration: 0,
    canvasContextAttributes: { preserveDrawingBuffer: true }, // for the printer
    locale: { "Map.Title": title },
  });
  map.keyboard.disableRotation();
  map.touchZoomRotate.disableRotation();
  return map;
}
