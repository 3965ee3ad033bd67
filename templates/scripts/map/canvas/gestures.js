/* How fingers, a mouse and the wheel move a map: one finger drags, two zoom, a tap chooses, once no second one has come; two taps zoom; a drag let go in motion glides on. */

/** @typedef {import("./camera.js").Point} Point */
/** @typedef {object} Mover what a gesture may do with the map
 * @property {(across: number, down: number) => void} pan the ground, with the finger
 * @property {(zoom: number, around: Point) => void} zoomBy at once @property {(zoom: number, around: Point) => void} zoomSoftly
 * @property {(across: number, down: number) => void} glide @property {(point: Point) => void} tap
 * @property {() => void} begin a gesture: what moves by itself stops @property {() => void} end */

const STILL = 6; // pixels a finger may move in a tap
const TWICE = 260; // milliseconds from tap to tap
const NEAR = 30; // pixels from tap to tap
const LAST = 100; // milliseconds of a drag that say how fast it was
const FAST = 0.15; // pixels a millisecond from which it glides
const GLIDE = 240; // milliseconds it would go on for at that speed
const NOTCH = 40; // a turn of the wheel from which it is a mouse's, in steps

/** @param {HTMLElement} plane @param {Mover} mover */
export function addGestures(plane, mover) {
  /** @type {Map<number, Point>} */
  const fingers = new Map();
  /** @type {{ x: number, y: number, time: number }[]} */
  let trail = [];
  /** @type {{ point: Point, time: number } | null} */
  let tapped = null;
  let isTap = false;
  let waiting = 0; // the tap that may be the first of two

  /** @param {MouseEvent} event @returns {Point} */
  function pointOf(event) {
    const box = plane.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  const spread = () => {
    const [one, other] = [...fingers.values()];
    return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2, apart: Math.hypot(one.x - other.x, one.y - other.y) };
  };

  plane.addEventListener("pointerdown", function (event) {
    if (event.button) return;
    plane.setPointerCapture(event.pointerId);
    if (tapped && isNear(pointOf(event), event)) clearTimeout(waiting);
    if (!fingers.size) mover.begin();
    fingers.set(event.pointerId, pointOf(event));
    isTap = fingers.size === 1;
    trail = [];
  });

  plane.addEventListener("pointermove", function (event) {
    const before = fingers.get(event.pointerId);
    if (!before || fingers.size > 2) return;
    const point = pointOf(event);
    if (isTap && Math.hypot(point.x - before.x, point.y - before.y) < STILL) return;
    isTap = false;
    const from = fingers.size === 2 && spread();
    fingers.set(event.pointerId, point);
    if (!from) {
      mover.pan(before.x - point.x, before.y - point.y);
      trail.push({ ...point, time: event.timeStamp });
      return;
    }
    const to = spread();
    mover.pan(from.x - to.x, from.y - to.y);
    if (from.apart > 1 && to.apart > 1) mover.zoomBy(Math.log2(to.apart / from.apart), to);
  });

  /** @param {PointerEvent} event */
  function lift(event) {
    const point = fingers.get(event.pointerId);
    if (!point) return;
    fingers.delete(event.pointerId);
    if (fingers.size) return void (trail = []);
    mover.end();
    if (event.type === "pointercancel") return;
    if (isTap) return tap(point, event);
    const recent = trail.filter(({ time }) => event.timeStamp - time < LAST);
    const [first, last] = [recent[0], recent[recent.length - 1]];
    const took = recent.length > 1 ? last.time - first.time : 0;
    const speed = took ? Math.hypot(last.x - first.x, last.y - first.y) / took : 0;
    if (speed > FAST) mover.glide(((first.x - last.x) / took) * GLIDE, ((first.y - last.y) / took) * GLIDE);
  }
  plane.addEventListener("pointerup", lift);
  plane.addEventListener("pointercancel", lift);
  /* A finger is no mouse too: what a tap leads to keeps the focus. */
  plane.addEventListener("touchend", (event) => event.cancelable && event.preventDefault());

  /** Whether a touch is where the last tap was, and soon after it. @param {Point} point @param {PointerEvent} event */
  const isNear = (point, event) => event.timeStamp - tapped.time < TWICE && Math.hypot(point.x - tapped.point.x, point.y - tapped.point.y) < NEAR;

  /** @param {Point} point @param {PointerEvent} event */
  function tap(point, event) {
    const isSecond = tapped && isNear(point, event);
    tapped = isSecond ? null : { point, time: event.timeStamp };
    if (isSecond) return mover.zoomSoftly(event.shiftKey ? -1 : 1, point);
    waiting = setTimeout(() => mover.tap(point), TWICE);
  }

  plane.addEventListener(
    "wheel",
    function (event) {
      event.preventDefault();
      const turned = event.deltaY * (event.deltaMode === 1 ? 40 : event.deltaMode === 2 ? 800 : 1);
      const isNotch = Math.abs(turned) >= NOTCH;
      const zoom = Math.max(-2, Math.min(2, -turned / (isNotch ? 300 : 100)));
      if (isNotch) mover.zoomSoftly(zoom, pointOf(event));
      else mover.zoomBy(zoom, pointOf(event));
    },
    { passive: false }
  );
}

/** Arrows move the map, plus and minus zoom, Home leads back to the first view.
 * @param {HTMLElement} plane @param {{ panSoftly: (across: number, down: number) => void, zoomSoftly: (zoom: number) => void, home: () => void }} mover */
export function addKeys(plane, mover) {
  const STEP = 100; // pixels
  /** @type {Record<string, () => void>} */
  const keys = {
    ArrowLeft: () => mover.panSoftly(-STEP, 0),
    ArrowRight: () => mover.panSoftly(STEP, 0),
    ArrowUp: () => mover.panSoftly(0, -STEP),
    ArrowDown: () => mover.panSoftly(0, STEP),
    "+": () => mover.zoomSoftly(1),
    "=": () => mover.zoomSoftly(1),
    "-": () => mover.zoomSoftly(-1),
    _: () => mover.zoomSoftly(-1),
    Home: mover.home,
  };
  plane.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !Object.keys(keys).includes(event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });
}
