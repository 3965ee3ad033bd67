/* Tilesets: which of their tiles exist, and how one is fetched. No tile is asked for that is not there. */
window.crimeMap = {};
(function (own) {
  "use strict";

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

  /* Opens the tileset a TileJSON describes: `about` is the TileJSON, `get` gives a tile's bytes, none for an absent tile. */
  own.openTileset = async function (url) {
    const base = new URL(url, location.href);
    const about = await own.fetchJson(base);
    const present = readIndex(about["x-index"], about.minzoom, about.maxzoom);
    let archive;
    async function get(z, x, y, signal) {
      if (!present.has(`${z}/${x}/${y}`)) return new ArrayBuffer(0);
      if (about["x-archive"]) {
        archive = archive || new window.pmtiles.PMTiles(new URL(about["x-archive"], base).href);
        const found = await archive.getZxy(z, x, y, signal);
        if (!found) throw new Error(`${about["x-archive"]} has no tile ${z}/${x}/${y}`);
        return found.data;
      }
      const place = about.tiles[0].replace("{z}", z).replace("{x}", x).replace("{y}", y);
      return (await own.fetchFile(new URL(place, base), signal)).arrayBuffer();
    }
    return { about, get };
  };

  own.fetchFile = async function (url, signal) {
    const response = await fetch(url, { signal });
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    return response;
  };

  own.fetchJson = async function (url) {
    return (await own.fetchFile(url)).json();
  };

  /* Lets MapLibre read `site://<name>/{z}/{x}/{y}` from the tilesets given by name; a name without a tileset is empty. */
  own.serveTilesets = function (maplibregl, tilesets) {
    maplibregl.addProtocol("site", async function (request, abort) {
      const [, name, z, x, y] = /^site:\/\/(.+)\/(\d+)\/(\d+)\/(\d+)$/.exec(request.url);
      const tileset = tilesets.get(name);
      return { data: tileset ? await tileset.get(+z, +x, +y, abort.signal) : new ArrayBuffer(0) };
    });
  };
})(window.crimeMap);
