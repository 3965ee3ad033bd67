/* The map's style from map-style.json: colours of the scheme, numbers of the chosen categories, forces without figures. */
(function (own) {
  "use strict";

  /* The number drawn, as a MapLibre expression: the sum of the chosen categories. */
  own.sumOf = function ({ keys, btp }) {
    const summed = [...(keys ? [...keys].sort() : ["total"]), ...(btp ? ["btp"] : [])];
    return summed.length ? ["+", ...summed.map((key) => ["coalesce", ["get", key], 0])] : ["literal", 0];
  };

  /* A whole style. `view`: sources, sum, missing (force ids), area (neighbourhood key), notSupplied (words for the label).
     In the specification `@name` is a colour, ["get", "total"] the number drawn; layers without a source are left out. */
  own.makeStyle = function (specification, scheme, view) {
    const colours = specification.colours[scheme];
    function fill(value) {
      if (typeof value === "string") return value.startsWith("@") ? colours[value.slice(1)] : value;
      if (Array.isArray(value)) return value[0] === "get" && value[1] === "total" ? view.sum : value.map(fill);
      if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, fill(part)]));
      return value;
    }
    const layers = specification.layers.filter((layer) => !layer.source || layer.source in view.sources).map(fill);
    layers.forEach(function (layer) {
      if (layer.id.startsWith("no-data")) layer.filter = ["in", ["get", "force"], ["literal", view.missing]];
      if (layer.id === "no-data-label") layer.layout["text-field"] = ["concat", ["get", "name"], ":\n", view.notSupplied];
      if (layer.id === "neighbourhood-chosen") layer.filter = ["==", ["get", "key"], view.area];
      if (layer.id === "cells" || layer.id === "crimes") layer.filter = [">", view.sum, 0];
    });
    return { version: 8, sources: view.sources, layers: layers.flatMap((layer) => (layer.id === "cells" ? byZoom(layer) : layer)) };
  };

  /* The squares of each zoom as a layer of their own: a symbol's size cannot begin anew at a zoom within one layer. */
  function byZoom(cells) {
    return Array.from({ length: cells.maxzoom - cells.minzoom }, function (_, step) {
      const zoom = cells.minzoom + step;
      const layout = { ...cells.layout, "icon-size": ["interpolate", ["exponential", 2], ["zoom"], zoom, 1, zoom + 1, 2] };
      return { ...cells, id: `cells-${zoom}`, minzoom: zoom, maxzoom: zoom + 1, layout };
    });
  }

  /* The two images of the style: a square that takes any colour, and the hatching, both drawn twice as fine as a CSS pixel. */
  own.addImages = function (map, specification, scheme) {
    if (!map.hasImage("cell")) map.addImage("cell", square(), { sdf: true, pixelRatio: 2 });
    const hatch = stripes(specification.colours[scheme].hatch);
    if (map.hasImage("hatch")) map.updateImage("hatch", hatch);
    else map.addImage("hatch", hatch, { pixelRatio: 2 });
  };

  const MARGIN = 8;
  const SIDE = 32;

  /* A square of 16 CSS pixels with a margin of 4 for its outline; the alpha is the distance to its edge. */
  function square() {
    return draw(SIDE + 2 * MARGIN, function (x, y) {
      const inside = Math.min(x - MARGIN, y - MARGIN, MARGIN + SIDE - x, MARGIN + SIDE - y);
      return [255, 255, 255, Math.max(0, Math.min(255, 191 + 16 * inside))];
    });
  }

  /* Lines at 45 degrees, 10 CSS pixels apart, that meet across the image's edges. */
  function stripes(colour) {
    const [red, green, blue] = [1, 3, 5].map((place) => parseInt(colour.slice(place, place + 2), 16));
    return draw(20, function (x, y) {
      const away = Math.abs(((x + y) % 20) - 10);
      return [red, green, blue, Math.round(255 * Math.max(0, Math.min(1, 2.2 - away)))];
    });
  }

  function draw(side, colourAt) {
    const data = new Uint8Array(side * side * 4);
    for (let y = 0; y < side; y++) for (let x = 0; x < side; x++) data.set(colourAt(x + 0.5, y + 0.5), 4 * (y * side + x));
    return { width: side, height: side, data };
  }
})(window.crimeMap);
