/* The map's style from map-style.json: colours of the stylesheet's tokens, numbers of the chosen categories, forces without figures. */
(function (own) {
  "use strict";

  /* The number drawn, as a MapLibre expression: the sum of the chosen categories. */
  own.sumOf = function ({ keys, btp }) {
    const summed = [...(keys ? [...keys].sort() : ["total"]), ...(btp ? ["btp"] : [])];
    return summed.length ? ["+", ...summed.map((key) => ["coalesce", ["get", key], 0])] : ["literal", 0];
  };

  const tilesOf = (name) => [`site://${name}/{z}/{x}/{y}`];

  own.vectorSource = (name, { minzoom, maxzoom }) => ({ type: "vector", tiles: tilesOf(name), minzoom, maxzoom });

  own.featureSource = (features) => ({ type: "geojson", data: { type: "FeatureCollection", features } });

  /* Other tiles in a source of the same zooms: what is drawn stays until they are there, so that nothing flashes. */
  own.changeTiles = function (source, name, maxzoom, isAgain) {
    const tiles = tilesOf(name);
    if (!source || source.maxzoom !== maxzoom || (!isAgain && (source.wanted || source.tiles[0]) === tiles[0])) return;
    source.wanted = tiles[0]; // source.tiles follows later
    source.setTiles(tiles);
  };

  /* The colours by their names in the specification, as they are on the page now, in light or in dark. */
  own.readColours = function (specification) {
    const tokens = getComputedStyle(document.documentElement);
    return Object.fromEntries(Object.entries(specification.colours).map(([name, token]) => [name, tokens.getPropertyValue(token).trim()]));
  };

  /* A whole style. `view`: sources, sum, months (how many are summed), fine (the zoom from which points are drawn), edges (boundaries are
     drawn), missing (force ids), area (neighbourhood key), notSupplied (words for the label). Sizes and colours stand for a month: of several, the mean.
     In the specification `@name` is a colour, ["get", "total"] the number drawn; layers without a source are left out. */
  own.makeStyle = function (specification, view) {
    const colours = own.readColours(specification);
    function fill(value) {
      if (typeof value === "string") return value.startsWith("@") ? colours[value.slice(1)] : value;
      if (Array.isArray(value)) return value[0] === "get" && value[1] === "total" ? size : value.map(fill);
      if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, fill(part)]));
      return value;
    }
    const mean = view.months > 1 ? ["/", view.sum, view.months] : view.sum;
    let size = mean;
    const isDrawn = (layer) => (!layer.source || layer.source in view.sources) && (view.edges || !/^(force|neighbourhood|label-neighbourhood)$/.test(layer.id));
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
  own.addImages = function (map, specification) {
    if (!map.hasImage("cell")) map.addImage("cell", square(), { sdf: true, pixelRatio: 2 });
    const hatch = stripes(own.readColours(specification).hatch);
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
