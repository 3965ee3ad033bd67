/* A map drawn on two canvases: what it looks at, what it shows, and when it is painted. It knows tiles, layers and places, and nothing of
   what they mean. While it moves, the last picture moves with it, and is painted anew as often as the device can without stumbling. */

import { make } from "../../shared/elements.js";
import { tilesIn } from "../../shared/mercator.js";
import { at, between, boxOf, fitted, kept, moved, placeAt, screenOf, withIn, zoomed } from "./camera.js";
import { makeEvents } from "./events.js";
import { makeFrame } from "./frame.js";
import { addGestures, addKeys } from "./gestures.js";
import { makeMotion } from "./motion.js";
import { makeAsking } from "./asking.js";
import { paintAllFigures, paintAllGround } from "./painter.js";
import { makeSource } from "./source.js";

/** @typedef {ReturnType<typeof makeMap>} CanvasMap */
/** @typedef {import("./camera.js").Camera} Camera */
/** @typedef {import("./camera.js").Place} Place */
/** @typedef {import("./camera.js").Box} Box */
/** @typedef {import("./camera.js").Sides} Sides */
/** @typedef {import("./source.js").Tiles} Tiles */
/** @typedef {import("./values.js").Layer} Layer */
/** @typedef {object} Scene what is to be shown
 * @property {Layer[]} ground @property {Layer[]} figures @property {Record<string, Tiles>} tiles by the name layers call them
 * @property {Record<string, import("./painter.js").Given>} given likewise @property {import("./marks.js").Numbers} numbers */

const MARGIN = 96; // pixels painted around the view, to be moved into it
const FINEST = 2; // device pixels a CSS pixel, beyond which nobody sees a difference and a phone feels one
const REST = 2; // how many times as long as painting took nothing is painted, while the map moves
const FARTHER = 1; // zooms below the first of its tiles at which a source is still drawn
const SOFT = 250; // milliseconds a movement takes

/** A map in an element; `label` says to a screen reader what it is. Its events: move, moveend, idle (nothing is left to load or to paint), click
 * (a point of the view). `onMiss` is told the source whose tile could not be had or read. Null where the browser has no canvas.
 * @param {HTMLElement} container @param {string} label @param {(source: string, error: Error, tiles: Tiles) => void} onMiss */
export function makeMap(container, label, onMiss) {
  const plane = Object.assign(make("div", "", "plane"), { tabIndex: 0 });
  const stack = make("div");
  const [ground, figures] = [0, 1].map(() => document.createElement("canvas").getContext("2d"));
  if (!ground || !figures) return null;
  plane.setAttribute("role", "region");
  plane.setAttribute("aria-label", label);
  stack.append(ground.canvas, figures.canvas);
  plane.append(stack);
  container.append(plane);

  const { on, off, once, tell } = makeEvents();
  const motion = makeMotion();
  /** @type {Camera} */
  let camera = { x: 0.5, y: 0.33, zoom: 5, width: 1, height: 1 };
  /** @type {() => void} */
  let goHome = () => {};
  /** @type {Sides} */
  let padding = { left: 0, top: 0, right: 0, bottom: 0 };
  /** @type {import("./painter.js").Shown} */
  let shown = { ground: [], figures: [], sources: new Map(), given: {}, numbers: {} };
  /** @type {import("./painter.js").Shown | null} */
  let coming = null; // waits for the tiles that take the place of others
  /** @type {import("./painter.js").Drawn} */
  let drawn = { marks: new Map(), names: new Map() };
  /** @type {import("./frame.js").Frame} */
  let painted = null;
  let cost = 0; // milliseconds the last painting took
  let paintedAt = 0;
  let isGroundOld = true;
  let areFiguresOld = true;
  let isMoving = false;
  let isIdle = false;
  let asked = 0;

  // ---- what is shown

  /** Shows a scene. Where tiles take the place of others, all stays as it is until they have come, so that nothing flashes.
   * @param {Scene} scene */
  function show({ tiles, ...rest }) {
    const before = coming || shown;
    const sources = new Map(Object.entries(tiles).map(([name, one]) => [name, sourceOf(name, one, [before, shown])]));
    for (const [name, source] of before.sources) if (before === coming && source !== sources.get(name) && source !== shown.sources.get(name)) source.stop();
    coming = { ...rest, sources };
    look();
    takeUp();
    wake();
  }

  /** @param {string} name @param {Tiles} tiles @param {import("./painter.js").Shown[]} known */
  function sourceOf(name, tiles, known) {
    const same = known.map(({ sources }) => sources.get(name)).find((source) => source && source.tiles === tiles);
    return same || makeSource(tiles, arrived, (error) => onMiss(name, error, tiles));
  }

  function arrived() {
    takeUp();
    isGroundOld = areFiguresOld = true;
    wake();
  }

  function takeUp() {
    if (!coming) return;
    const isReady = [...coming.sources].every(([name, source]) => source.isWhole() || !shown.sources.has(name) || shown.sources.get(name) === source);
    if (!isReady) return;
    for (const [name, source] of shown.sources) if (coming.sources.get(name) !== source) source.stop();
    const isSame = signatureOf(coming) === signatureOf(shown) && [...coming.sources].every(([name, source]) => !isUnder(name) || shown.sources.get(name) === source);
    isGroundOld = isGroundOld || !isSame;
    areFiguresOld = true;
    shown = coming;
    coming = null;
  }

  const signatureOf = (/** @type {import("./painter.js").Shown} */ one) => JSON.stringify(one.ground);
  const isUnder = (/** @type {string} */ name) => coming.ground.some((layer) => layer.source === name);

  /** Asks for the tiles of the view, and for those of the spots given, which may lie outside it. */
  function look() {
    for (const { sources, given } of coming ? [shown, coming] : [shown]) {
      /** @type {Box[]} */
      const boxes = [boxOf(camera), ...Object.values(given).flatMap(({ spots = [] }) => spots.map(({ place }) => /** @type {Box} */ ([...place, ...place])))];
      for (const source of new Set(sources.values())) {
        const zoom = source.tiles.zoomAt(camera.zoom);
        const places = new Map(boxes.flatMap((box) => tilesIn(box, zoom)).map(([x, y]) => [`${x}/${y}`, [zoom, x, y]]));
        source.want(camera.zoom < source.minzoom - FARTHER ? [] : [.../** @type {Map<string, [number, number, number]>} */ (places).values()]);
      }
    }
  }

  /** Other spots or lines under a name. @param {string} name @param {import("./painter.js").Given} some */
  function give(name, some) {
    for (const one of [shown, coming]) if (one) one.given = { ...one.given, [name]: some };
    areFiguresOld = true;
    wake();
  }

  /** Asks once more for the tiles that were missed. */
  function again() {
    for (const source of shown.sources.values()) source.again();
    wake();
  }

  // ---- painting

  function wake() {
    isIdle = false;
    if (!asked) asked = requestAnimationFrame(work);
  }

  function work() {
    asked = 0;
    const isElsewhere = !painted || ["x", "y", "zoom", "width", "height"].some((name) => painted.camera[/** @type {"x"} */ (name)] !== camera[/** @type {"x"} */ (name)]);
    const isOld = isGroundOld || areFiguresOld || isElsewhere;
    if (isOld && painted && isMoving && performance.now() - paintedAt < REST * cost) {
      place();
      return wake();
    }
    if (isOld) paint(isElsewhere);
    const isLoading = Boolean(coming) || ![...shown.sources.values()].every((source) => source.isWhole());
    if (isMoving || isLoading || isIdle) return;
    isIdle = true;
    tell("idle");
  }

  /** @param {boolean} isElsewhere @param {number} [fine] */
  function paint(isElsewhere, fine = Math.min(FINEST, devicePixelRatio || 1)) {
    const start = performance.now();
    const frame = makeFrame(camera, MARGIN, fine);
    if (isGroundOld || isElsewhere || !painted || painted.fine !== frame.fine) paintAllGround(ground, frame, shown);
    drawn = paintAllFigures(figures, frame, shown, textScale());
    isGroundOld = areFiguresOld = false;
    painted = frame;
    paintedAt = performance.now();
    cost = paintedAt - start;
    place();
    tell("paint");
  }

  /** Paints at once, as paper waits for no frame, and as finely as it ever does. The canvases are left as pixels: what is drawn while a page is made
   * ready for paper is otherwise put on it stroke by stroke by some browsers, and where the upper canvas begins by being cleared, so is the lower. */
  function paintForPaper() {
    paint(true, FINEST);
    for (const ctx of [ground, figures]) ctx.putImageData(ctx.getImageData(0, 0, ctx.canvas.width, ctx.canvas.height), 0, 0);
  }

  /* Puts the last picture where it belongs now. */
  function place() {
    const now = makeFrame(camera, 0, 1);
    const times = now.world / painted.world;
    stack.style.transform = `translate(${painted.left * times - now.left}px,${painted.top * times - now.top}px) scale(${times})`;
  }

  // ---- moving

  /** @param {Camera} next */
  function set(next) {
    camera = next;
    look();
    tell("move");
    wake();
  }

  function rest() {
    isMoving = false;
    tell("moveend");
    wake();
  }

  /** @param {Camera} next @param {boolean} [isSoft] @param {number} [took] */
  function go(next, isSoft = true, took = SOFT) {
    const from = camera;
    isMoving = true;
    motion.run(isSoft ? took : 0, function (share, isLast) {
      set(isLast ? next : between(from, next, share));
      if (isLast) rest();
    });
  }

  const middle = () => ({ x: (camera.width + padding.left - padding.right) / 2, y: (camera.height + padding.top - padding.bottom) / 2 });
  const zoomSoftly = (/** @type {number} */ by, around = middle()) => go(zoomed(camera, camera.zoom + by, around));

  addGestures(plane, {
    begin: () => (motion.stop(), (isMoving = true)),
    end: rest,
    pan: (across, down) => set(moved(camera, across, down)),
    zoomBy: (by, around) => (motion.stop(), set(zoomed(camera, camera.zoom + by, around)), isMoving || rest()),
    zoomSoftly,
    glide: (across, down) => motion.isStill() || go(moved(camera, across, down), true, 500),
    tap: (point) => tell("click", point),
  });
  addKeys(plane, { panSoftly: (across, down) => go(moved(camera, across, down)), zoomSoftly, home: () => goHome() });

  function resize() {
    const { clientWidth, clientHeight } = container;
    if (!clientWidth || !clientHeight || (clientWidth === camera.width && clientHeight === camera.height)) return;
    camera = kept({ ...camera, width: clientWidth, height: clientHeight });
    look();
    isIdle = false;
    work(); // at once: what is painted by the next frame would be seen to jump
    tell("move");
  }
  new ResizeObserver(resize).observe(container);
  const { clientWidth: width, clientHeight: height } = container;
  camera = { ...camera, width: width || 1, height: height || 1 };

  /** Box and sides as `fitted` has them; the `padding` of each side comes on top of what lies over the map.
   * @param {Box} box @param {{ padding: Sides, maxZoom: number, isSoft: boolean }} how */
  function fit(box, { padding: free, maxZoom, isSoft }) {
    const sides = {
      left: padding.left + free.left,
      top: padding.top + free.top,
      right: padding.right + free.right,
      bottom: padding.bottom + free.bottom,
    };
    go(fitted(camera, box, sides, maxZoom), isSoft);
  }

  return {
    element: plane,
    on,
    off,
    once,
    show,
    give,
    again,
    resize,
    fit,
    wake,
    /** @param {Place} place @param {number} [zoom] */
    jumpTo: (place, zoom) => go(at(camera, place, zoom), false),
    zoomSoftly: (/** @type {number} */ by) => zoomSoftly(by),
    /** Moves the map as far as needed for a place to stand in the part of it that is free: its edges in CSS pixels from the map's left and top;
     * without it, what `setPadding` leaves. @param {Place} place @param {Sides} [free] */
    panInto: (place, free) => go(withIn(camera, place, free || { left: padding.left, top: padding.top, right: camera.width - padding.right, bottom: camera.height - padding.bottom })),
    /** How much on each side is covered by something else: the middle for zooms and fits is that of the rest, and only the rest is in view.
     * @param {Partial<Sides>} sides */
    setPadding(sides) {
      padding = { left: 0, top: 0, right: 0, bottom: 0, ...sides };
      wake();
    },
    /** Where the key Home leads. @param {() => void} work */
    setHome(work) {
      goHome = work;
    },
    paintForPaper,
    zoom: () => camera.zoom,
    center: () => placeAt(camera, { x: camera.width / 2, y: camera.height / 2 }),
    bounds: () => boxOf(camera),
    project: (/** @type {Place} */ place) => screenOf(camera, place),
    unproject: (/** @type {{ x: number, y: number }} */ point) => placeAt(camera, point),
    isWhole: () => !coming && [...shown.sources.values()].every((source) => source.isWhole()),
    ...makeAsking(() => ({ camera, shown, drawn, padding })),
  };
}

/* How much larger than usual the reader has text. */
const textScale = () => Math.min(2, Math.max(1, parseFloat(getComputedStyle(document.documentElement).fontSize) / 16)) || 1;
