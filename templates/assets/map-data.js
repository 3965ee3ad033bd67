/* What the site's files say: which tiles exist and what is in them, the names of points, what each force supplied. */
window.crimeMap = {};
(function (own) {
  "use strict";

  /* ---- tilesets: no tile is asked for that is not there */

  /* The tiles of a presence index (docs/DATA.md, "Crime tiles") as a set of "z/x/y". */
  function readIndex(index, minzoom, maxzoom) {
    const bytes = Uint8Array.from(atob(index.tree), (letter) => letter.charCodeAt(0));
    const present = new Set();
    let level = bytes.length ? [[0, 0]] : [];
    let place = 0;
    for (let z = 0; z < maxzoom; z++) {
      const below = [];
      for (const [x, y] of level) {
        const half = place % 2 ? bytes[place >> 1] & 15 : bytes[place >> 1] >> 4;
        place++;
        for (let quarter = 0; quarter < 4; quarter++) {
          if (half & (8 >> quarter)) below.push([2 * x + (quarter & 1), 2 * y + (quarter >> 1)]);
        }
      }
      level = below;
      if (z + 1 >= minzoom) level.forEach(([x, y]) => present.add(`${z + 1}/${x}/${y}`));
    }
    index.without.forEach((tile) => present.delete(tile));
    return present;
  }

  /* The same of a whole TileJSON; a file that is JSON but not of this kind is as bad as none. */
  function readTileset(about, base) {
    try {
      return readIndex(about["x-index"], about.minzoom, about.maxzoom);
    } catch {
      throw own.failure(base, "damaged");
    }
  }

  /* Opens the tileset a TileJSON describes: `about` is the TileJSON, `get` gives a tile's bytes, none for an absent tile. */
  own.openTileset = async function (url) {
    const base = new URL(url, location.href);
    const about = await own.fetchJson(base);
    const present = readTileset(about, base);
    let archive;
    const held = new Map();

    /* A tile that was fetched ahead is given once. */
    async function get(z, x, y, signal) {
      const key = `${z}/${x}/${y}`;
      if (!present.has(key)) return new ArrayBuffer(0);
      const early = await held.get(key);
      held.delete(key);
      return early || fetchTile(z, x, y, signal);
    }

    /* Fetches the tiles of a view ahead: `box` as MapLibre's bounds. */
    async function prepare(box, zoom) {
      const z = Math.max(about.minzoom, Math.min(about.maxzoom, Math.floor(zoom)));
      const [first, last] = [box.getNorthWest(), box.getSouthEast()].map(({ lng, lat }) => own.pixelOf([lng, lat]));
      for (let x = first.x >> (24 - z); x <= last.x >> (24 - z); x++) {
        for (let y = first.y >> (24 - z); y <= last.y >> (24 - z); y++) {
          const key = `${z}/${x}/${y}`;
          if (present.has(key) && !held.has(key)) held.set(key, fetchTile(z, x, y).catch(() => null));
        }
      }
      await Promise.all(held.values());
    }

    async function fetchTile(z, x, y, signal) {
      const data = await fetchData(z, x, y, signal);
      if (!own.isTile(data)) throw own.failure(`${base}, ${z}/${x}/${y}`, "damaged");
      return data;
    }

    async function fetchData(z, x, y, signal) {
      if (about["x-archive"]) {
        archive = archive || new window.pmtiles.PMTiles(own.archiveSource(new URL(about["x-archive"], base).href));
        const found = await archive.getZxy(z, x, y, signal).catch(function (error) {
          archive = null; // it remembers what failed
          throw error.why || (signal && signal.aborted) ? error : own.failure(about["x-archive"], "damaged"); // the library could not read it
        });
        if (!found) throw own.failure(about["x-archive"], "damaged");
        return found.data;
      }
      const place = about.tiles[0].replace("{z}", z).replace("{x}", x).replace("{y}", y);
      return own.fetchBytes(new URL(place, base), signal);
    }
    return { about, get, prepare };
  };

  /* Gives what opens the stops of a month, "stops-<month>" in `tilesets`; none where the list of months at `index` has none. */
  own.makeStops = function (index, urlOf, tilesets) {
    let listed = null;
    return async function (month) {
      listed = listed || (await own.fetchJson(index)).months;
      const name = `stops-${month}`;
      const isThere = listed.some((one) => one.month === month && one.tilejson);
      if (isThere && !tilesets.has(name)) tilesets.set(name, await own.openTileset(urlOf(month)));
      return tilesets.get(name) || null;
    };
  };

  own.canDraw = function () {
    const canvas = document.createElement("canvas");
    return Boolean(window.WebGLRenderingContext && (canvas.getContext("webgl2") || canvas.getContext("webgl")));
  };

  /* Lets MapLibre read `site://<name>/{z}/{x}/{y}` from the tilesets given by name; a name without a tileset is empty. A tile that
     cannot be had is reported, and empty too: MapLibre would go on showing what stood there, another month. */
  own.serveTilesets = function (maplibregl, tilesets, onMissing) {
    maplibregl.addProtocol("site", async function (request, abort) {
      const [, name, z, x, y] = /^site:\/\/(.+)\/(\d+)\/(\d+)\/(\d+)$/.exec(request.url);
      const tileset = tilesets.get(name);
      try {
        if (tileset) return { data: await tileset.get(+z, +x, +y, abort.signal) };
      } catch (error) {
        if (abort.signal.aborted) throw error;
        onMissing(name, error);
      }
      return { data: new ArrayBuffer(0) };
    });
  };

  /* ---- what stands in the view */

  const WORLD = 1 << 24;
  const base36 = (number) => number.toString(36);

  /* A snap point's id and zoom-24 pixel from where MapLibre says it is. */
  own.pixelOf = function ([lon, lat]) {
    const sine = Math.sin((lat * Math.PI) / 180);
    const x = Math.floor(((lon + 180) / 360) * WORLD + 0.25); // at zoom 13 a pixel has two places
    const y = Math.floor((0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * WORLD + 0.25);
    return { id: `${base36(x)}-${base36(y)}`, x, y };
  };

  own.pixelsOf = function (id) {
    const [x, y] = id.split("-").map((part) => parseInt(part, 36));
    return { id, x, y };
  };

  /* The middle of the pixel an id names, as [lon, lat]. */
  own.placeOf = function (id) {
    const { x, y } = own.pixelsOf(id);
    const north = Math.PI * (1 - (2 * (y + 0.5)) / WORLD);
    return [((x + 0.5) / WORLD) * 360 - 180, (Math.atan(Math.sinh(north)) * 180) / Math.PI];
  };

  /* Everything drawn whose place lies in the view, once each: `marks` with their numbers by key, and the sums by key. */
  own.marksInView = function (map, source, layer) {
    const bounds = map.getBounds();
    const marks = new Map();
    const sums = Object.create(null);
    for (const feature of map.getSource(source) ? map.querySourceFeatures(source, { sourceLayer: layer }) : []) {
      const place = feature.geometry.coordinates;
      const { id, x, y } = own.pixelOf(place);
      if (marks.has(id) || !bounds.contains(place)) continue;
      const counts = Object.assign(Object.create(null), feature.properties);
      marks.set(id, { id, x, y, place, counts });
      for (const key in counts) sums[key] = (sums[key] || 0) + counts[key];
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

  /* The names and neighbourhoods of marks, from the shards of their z12 squares: id to {street, areas}; null where a shard fails, which
     `onMissing` is told. */
  own.nameMarks = async function (marks, template, onMissing) {
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
        shards.set(square, loading.catch((error) => (shards.delete(square), onMissing(error), null)));
      }
      return shards.get(square);
    }
  };

  /* The name and bounds of a neighbourhood, "force/folder", or force; null where there is none of that name. */
  own.findArea = async function (boundaries, area, boxesUrl, onMissing) {
    const [force, folder] = area.split("/");
    const known = boundaries && boundaries["x-forces"][force];
    if (!known) return null;
    const boxes = folder && known.bounds && (await own.fetchJson(boxesUrl(force)).catch(onMissing));
    const [name, ...bounds] = (boxes && boxes[folder]) || [];
    return name ? { name, bounds } : known;
  };

  const results = new Map();

  /* What became of a month's crimes at a point, most first, as [name or null, crimes]; none where nothing is published of it: in the z10
     squares `without` outcomes there is no file. */
  own.outcomesAt = async function (template, month, id, without = []) {
    const { x, y } = own.pixelsOf(id);
    if (without.includes(`${x >> 14}/${y >> 14}`)) return [];
    let shard = await load(10);
    if (shard.squares) shard = await load(shard.zoom);
    const pairs = shard.points[id] || [];
    const rows = [];
    for (let place = 0; place < pairs.length; place += 2) rows.push([(shard.outcomes[pairs[place]] || [])[1] || null, pairs[place + 1]]);
    return rows.sort((one, other) => other[1] - one[1]);

    async function load(zoom) {
      const url = template.replace("{month}", month).replace("{z}", zoom).replace("{x}", x >> (24 - zoom)).replace("{y}", y >> (24 - zoom));
      if (!results.has(url)) results.set(url, await own.fetchJson(url));
      return results.get(url);
    }
  };

  /* The forces whose areas are in view, sorted. */
  own.forcesInView = function (map) {
    if (!map.getLayer("force-ground")) return [];
    return namesOf(map.queryRenderedFeatures({ layers: ["force-ground"] }));
  };

  /* The forces in whose area a point in view lies, sorted. */
  own.forcesAt = function (map, id) {
    return map.getLayer("force-ground") ? namesOf(map.queryRenderedFeatures(map.project(own.placeOf(id)), { layers: ["force-ground"] })) : [];
  };

  const namesOf = (features) => [...new Set(features.map((feature) => feature.properties.force))].sort();

  const NEAR = 22; // pixels: half of the 44 a finger needs

  /* The mark meant by a tap: the topmost circle under it, or else the nearest within a finger's width. */
  own.markAt = function (map, at) {
    const layers = { layers: ["crimes", "stops"].filter((layer) => map.getLayer(layer)) };
    const under = map.queryRenderedFeatures(at, layers)[0];
    if (under) return own.pixelOf(under.geometry.coordinates).id;
    const around = map.queryRenderedFeatures([[at.x - NEAR, at.y - NEAR], [at.x + NEAR, at.y + NEAR]], layers);
    const away = (feature) => Math.hypot(map.project(feature.geometry.coordinates).x - at.x, map.project(feature.geometry.coordinates).y - at.y);
    const nearest = around.sort((one, other) => away(one) - away(other))[0];
    return nearest ? own.pixelOf(nearest.geometry.coordinates).id : "";
  };

  /* ---- coverage: missing is not zero, a nought needs evidence of full supply */

  const isGap = (state) => state && !state.startsWith("supplied");

  /* What each force supplied. `about`: TileJSON of the month, null where it has none: every force is then in the state `missing`, or in
     none that we know where that is empty. `boundaries`: their TileJSON, or null. */
  own.readCoverage = function (about, missing, boundaries) {
    const areas = boundaries ? boundaries["x-forces"] : {};
    const names = about ? about["x-forces"] : {};
    const forces = Object.assign(Object.create(null), areas);
    for (const force in names) forces[force] = { bounds: null, ...areas[force], name: names[force] };
    const nameOf = (force) => (forces[force] ? forces[force].name : force);

    function stateOf(force, dataset) {
      if (!about) return missing;
      const covered = about["x-coverage"][force];
      if (!covered) return "not_supplied";
      return (dataset && covered[dataset] ? covered[dataset] : covered).state;
    }

    /* Forces whose area is hatched. */
    const hatched = Object.keys(forces).filter((force) => isGap(stateOf(force))).sort();

    /* Whether nothing recorded by these forces means that there was nothing. */
    function isKnown(some, dataset) {
      return some.length > 0 && some.every((force) => stateOf(force, dataset) === "supplied");
    }

    /* What these forces, and those without an area, left out: force names by the text that says it, [no figures, figures with a gap]. */
    function gapsOf(some) {
      const without = Object.keys(forces).filter((force) => !forces[force].bounds && !some.includes(force)).sort();
      const gaps = [new Map(), new Map()];
      const add = (gap, text, force) => gap.set(text, [...(gap.get(text) || []), nameOf(force)]);
      for (const force of [...some, ...without]) {
        const state = stateOf(force);
        const isDrawn = forces[force] && forces[force].bounds;
        if (isGap(state)) add(gaps[0], isDrawn || ["never", "not_in_copy"].includes(state) ? state : "elsewhere", force);
        else if (state === "supplied_partial") add(gaps[1], state, force);
        else if (isDrawn && isGap(stateOf(force, "asb"))) add(gaps[1], "noAsb", force);
      }
      return gaps;
    }

    /* How many rows of these forces have no location, and the name to give them: the force's, or none where there are several. */
    function unlocatedOf(some) {
      const counted = some.filter((force) => about && about["x-unlocated"][force]);
      const rows = counted.map((force) => about["x-unlocated"][force]);
      const n = rows.reduce((sum, { crimes, asb }) => sum + crimes + (asb || 0), 0);
      return { n, force: counted.length === 1 ? nameOf(counted[0]) : "" };
    }

    /* The known faults of these forces' data in this month, each sentence once. */
    function issuesOf(some) {
      const listed = ["all", ...some].flatMap((force) => (about && about["x-issues"][force]) || []);
      return [...new Map(listed.map((issue) => [issue.text, issue])).values()];
    }

    return { nameOf, hatched, isKnown, gapsOf, unlocatedOf, issuesOf };
  };
})(window.crimeMap);
