/* The tiles of one tileset: asked for as they come into view, given up as they leave it, kept while there is room. What is not there yet
   is stood in for by the tile around it or those within it. */

import { readTile } from "./tile.js";

/** @typedef {ReturnType<typeof makeSource>} Source */
/** @typedef {import("./tile.js").Tile} Tile */
/** @typedef {[number, number, number]} Place zoom, column, row */
/** @typedef {{ tile: Tile, clip: Place }} Piece a tile, and the place of which it is to be drawn */
/** @typedef {{ tile: Tile | null, stop: AbortController | null, isMissed: boolean }} Held */
/** @typedef {object} Tiles where tiles come from
 * @property {{ minzoom: number, maxzoom: number }} about @property {(zoom: number) => number} zoomAt of the tiles that are drawn at a zoom of the map @property {(z: number, x: number, y: number, signal: AbortSignal) => Promise<ArrayBuffer>} get */

const MOST = 96; // tiles held

/** `onChange` is called when a tile has come, `onMiss` with what went wrong where it did not, or not whole.
 * @param {Tiles} tiles @param {() => void} onChange @param {(error: Error) => void} onMiss */
export function makeSource(tiles, onChange, onMiss) {
  const { minzoom, maxzoom } = tiles.about;
  /** @type {Map<string, Held>} the least lately used first */
  const held = new Map();
  /** @type {Place[]} */
  let wanted = [];
  let known = new Set();

  /** Takes up a view: loads what it lacks and stops loading what is not in it.
   * @param {Place[]} places */
  function want(places) {
    wanted = places;
    known = new Set(places.map(String));
    for (const [key, one] of held) if (one.stop && !known.has(key)) drop(key, one);
    for (const place of places) {
      const key = String(place);
      const one = held.get(key);
      if (one) held.delete(key), held.set(key, one);
      else load(key, place);
    }
    for (const [key] of held) if (held.size > MOST && !known.has(key)) held.delete(key);
  }

  /** @param {string} key @param {Held} one */
  function drop(key, one) {
    held.delete(key);
    one.stop.abort();
  }

  /** @param {string} key @param {Place} place */
  async function load(key, [z, x, y]) {
    const stop = new AbortController();
    /** @type {Held} */
    const one = { tile: null, stop, isMissed: false };
    held.set(key, one);
    try {
      one.tile = readTile({ z, x, y }, await tiles.get(z, x, y, stop.signal), onMiss);
    } catch (error) {
      if (stop.signal.aborted) return;
      one.isMissed = true;
      onMiss(error);
    }
    one.stop = null;
    onChange();
  }

  /* Asks once more for what was missed. */
  function again() {
    for (const [key, one] of held) if (one.isMissed) held.delete(key);
    want(wanted);
  }

  const there = (/** @type {Place} */ place) => (held.get(String(place)) || { tile: null }).tile;

  /** What to draw of a place: its tile, or the tiles within it and under them the nearest around it.
   * @param {Place} place @returns {Piece[]} */
  function piecesOf([z, x, y]) {
    const tile = there([z, x, y]);
    if (tile) return [{ tile, clip: [z, x, y] }];
    /** @type {Piece[]} */
    const pieces = [];
    for (let up = 1; z - up >= minzoom && !pieces.length; up++) {
      const around = there([z - up, x >> up, y >> up]);
      if (around) pieces.push({ tile: around, clip: [z, x, y] });
    }
    for (const [dx, dy] of [[0, 0], [1, 0], [0, 1], [1, 1]]) {
      /** @type {Place} */
      const inner = [z + 1, 2 * x + dx, 2 * y + dy];
      const within = there(inner);
      if (within) pieces.push({ tile: within, clip: inner });
    }
    return pieces;
  }

  function stop() {
    for (const [key, one] of held) if (one.stop) drop(key, one);
  }

  return {
    tiles,
    minzoom,
    maxzoom,
    want,
    again,
    stop,
    pieces: () => wanted.flatMap(piecesOf),
    /* The places of the view whose tiles could not be had. */
    missed: () => wanted.filter((place) => (held.get(String(place)) || { isMissed: false }).isMissed),
    /* The tiles of the view that are there. */
    inView: () => wanted.map(there).filter(Boolean),
    isWhole: () => wanted.every((place) => !(held.get(String(place)) || { stop: true }).stop),
  };
}
