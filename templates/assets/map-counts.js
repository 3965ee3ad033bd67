/* What stands in the view: points or cells with their numbers, names from the street shards, forces. */
(function (own) {
  "use strict";

  const WORLD = 1 << 24;
  const base36 = (number) => number.toString(36);

  /* A snap point's id and zoom-24 pixel from where MapLibre says it is. */
  own.pixelOf = function ([lon, lat]) {
    const sine = Math.sin((lat * Math.PI) / 180);
    const x = Math.round(((lon + 180) / 360) * WORLD);
    const y = Math.round((0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * WORLD);
    return { id: `${base36(x)}-${base36(y)}`, x, y };
  };

  /* The middle of the pixel an id names, as [lon, lat]. */
  own.placeOf = function (id) {
    const [x, y] = id.split("-").map((part) => parseInt(part, 36));
    const north = Math.PI * (1 - (2 * (y + 0.5)) / WORLD);
    return [((x + 0.5) / WORLD) * 360 - 180, (Math.atan(Math.sinh(north)) * 180) / Math.PI];
  };

  /* Everything drawn whose place lies in the view, once each: `marks` with their numbers by key, and the sums by key. */
  own.marksInView = function (map, layer) {
    const bounds = map.getBounds();
    const marks = new Map();
    const sums = {};
    for (const feature of map.querySourceFeatures("crime", { sourceLayer: layer })) {
      const place = feature.geometry.coordinates;
      const { id, x, y } = own.pixelOf(place);
      if (marks.has(id) || !bounds.contains(place)) continue;
      marks.set(id, { id, x, y, place, counts: feature.properties });
      for (const key in feature.properties) sums[key] = (sums[key] || 0) + feature.properties[key];
    }
    return { marks, sums };
  };

  /* How many of the chosen categories: crimes, reports of antisocial behaviour, both together as drawn; British Transport Police always. */
  own.split = function (counts, { keys, btp }) {
    const number = (key) => counts[key] || 0;
    const asb = !keys || keys.has("asb") ? number("asb") : 0;
    const all = keys ? [...keys].reduce((sum, key) => sum + number(key), 0) : number("total");
    return { crimes: all - asb, asb, btp: number("btp"), drawn: all + (btp ? number("btp") : 0) };
  };

  const shards = new Map();

  /* The names and neighbourhoods of marks, from the shards of their z12 squares: id to {street, areas}; null where a shard fails. */
  own.nameMarks = async function (marks, template) {
    const named = new Map();
    await Promise.all([...new Set(marks.map((mark) => `${mark.x >> 12}/${mark.y >> 12}`))].map(load));
    for (const mark of marks) {
      const shard = await load(`${mark.x >> 12}/${mark.y >> 12}`);
      const [street, areas] = (shard && shard.points[mark.id]) || [null, []];
      named.set(mark.id, shard ? { street, areas: areas.map((place) => shard.areas[place]) } : null);
    }
    return named;

    function load(square) {
      if (!shards.has(square)) {
        const [x, y] = square.split("/");
        const loading = own.fetchJson(template.replace("{x}", x).replace("{y}", y));
        shards.set(square, loading.catch(() => (shards.delete(square), null)));
      }
      return shards.get(square);
    }
  };

  /* The forces whose areas are in view, sorted. */
  own.forcesInView = function (map) {
    if (!map.getLayer("force-ground")) return [];
    return [...new Set(map.queryRenderedFeatures({ layers: ["force-ground"] }).map((feature) => feature.properties.force))].sort();
  };

  const NEAR = 22; // pixels: half of the 44 a finger needs

  /* The mark meant by a tap: the topmost circle under it, or else the nearest within a finger's width. */
  own.markAt = function (map, at) {
    const layers = { layers: ["crimes"] };
    const under = map.queryRenderedFeatures(at, layers)[0];
    if (under) return own.pixelOf(under.geometry.coordinates).id;
    const around = map.queryRenderedFeatures([[at.x - NEAR, at.y - NEAR], [at.x + NEAR, at.y + NEAR]], layers);
    const away = (feature) => Math.hypot(map.project(feature.geometry.coordinates).x - at.x, map.project(feature.geometry.coordinates).y - at.y);
    const nearest = around.sort((one, other) => away(one) - away(other))[0];
    return nearest ? own.pixelOf(nearest.geometry.coordinates).id : "";
  };
})(window.crimeMap);
