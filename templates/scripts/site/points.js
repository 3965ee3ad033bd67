/* A press on the drawn map says what the circle there is: the nearest one's count is its radius, its place gives the snap point, and the
   file of that square of the land the street (docs/DATA.md, "Baked maps"). With the keyboard one goes from circle to circle, the biggest first. */

import { make } from "../shared/elements.js";
import { pixelOf } from "../shared/snap-points.js";

/** @typedef {{ x: number, y: number, radius: number }} Circle */

const SQUARE = 4096; // pixels of a file's square, at zoom 24
const FINGER = 22; // CSS pixels by which a finger may miss

export function tellPoints() {
  /** @type {HTMLAnchorElement} */
  const way = document.querySelector("a[data-told]");
  if (!way || location.protocol === "file:") return;
  const svg = way.querySelector("svg");
  const circles = readCircles(svg);
  if (!circles.length) return;
  const said = make("p", "", "told");
  const ring = document.createElementNS(svg.namespaceURI, "circle");
  let at = -1;
  said.setAttribute("role", "status");
  ring.classList.add("m-ring");
  way.after(said);
  way.onclick = function (event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(event.detail ? nearest(svg, circles, event) : at + 1);
  };
  way.onkeydown = function (event) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step) event.preventDefault();
    if (step) show((at + step + circles.length) % circles.length);
    if (event.key === "Escape") show(-1);
  };
  new IntersectionObserver(function (entries, watcher) {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watcher.disconnect();
    namesAt(svg, circles[0]);
  }, { rootMargin: "50%" }).observe(way);

  /** @param {number} index of the circle, -1 for none */
  async function show(index) {
    at = index < circles.length ? index : 0;
    const circle = circles[at];
    said.replaceChildren();
    ring.remove();
    if (!circle) return;
    for (const [name, value] of [["cx", circle.x], ["cy", circle.y], ["r", circle.radius + 4]]) ring.setAttribute(`${name}`, `${value}`);
    svg.append(ring);
    const link = make("a", `${way.dataset.told}: ${countOf(circle.radius)}`);
    link.href = way.href;
    said.classList.toggle("high", circle.y > svg.viewBox.baseVal.height / 2);
    said.append(link);
    const there = await namesAt(svg, circle).catch(() => /** @type {[string, string | null][]} */ ([]));
    const names = new Set(there.map(([, name]) => name).filter(Boolean));
    if (names.size) link.prepend(make("b", [...names].join(" / ")), " ");
    if (there.length === 1) link.hash = there[0][0];
  }
}

/** The number that a circle of this radius stands for. @param {number} radius */
export const countOf = (radius) => Math.round(((radius - 1.6) / 3.4) ** 2);

/** @param {SVGSVGElement} svg @returns {Circle[]} */
function readCircles(svg) {
  const circles = [];
  for (const path of svg.querySelectorAll(".m-pt>path")) {
    const steps = path.getAttribute("d").match(/-?\d+/g).map(Number);
    for (let x = 0, y = 0, i = 0; i < steps.length; i += 2) {
      circles.push({ x: (x += steps[i]), y: (y += steps[i + 1]), radius: +path.getAttribute("stroke-width") });
    }
  }
  return circles;
}

/** The circle at a press, or the one a finger meant; -1 where there is none.
 * @param {SVGSVGElement} svg @param {Circle[]} circles @param {MouseEvent} event */
function nearest(svg, circles, event) {
  const { left, top, width } = svg.getBoundingClientRect();
  const scale = width / svg.viewBox.baseVal.width;
  const press = { x: (event.clientX - left) / scale, y: (event.clientY - top) / scale };
  let found = -1;
  let least = FINGER / scale;
  circles.forEach(function ({ x, y, radius }, index) {
    const away = Math.max(Math.hypot(x - press.x, y - press.y) - radius, 0);
    if (away <= least) [found, least] = [index, away];
  });
  return found;
}

/** @type {Record<string, Promise<{ points: Record<string, [string | null]> }>>} */
const asked = {};

/** The snap points that are drawn where a circle stands, mostly one, as [id, street].
 * @param {SVGSVGElement} svg @param {Circle} circle @returns {Promise<[string, string | null][]>} */
async function namesAt(svg, circle) {
  const root = /** @type {HTMLElement} */ (document.querySelector("[data-root]")).dataset.root;
  const [x0, y0, scale] = svg.dataset.frame.split(" ").map(Number);
  const squares = new Set([-0.5, 0.5].flatMap((dx) => [-0.5, 0.5].map((dy) =>
    [x0 + (circle.x + dx) / scale, y0 + (circle.y + dy) / scale].map((pixel) => Math.floor(pixel / SQUARE)).join("/"))));
  /** @type {[string, string | null][]} */
  const found = [];
  for (const square of squares) {
    asked[square] = asked[square] || fetch(`${root}streets/12/${square}.json`).then((answer) => answer.json());
    const { points } = await asked[square];
    for (const [id, [street]] of Object.entries(points)) {
      const { x, y } = pixelOf(id);
      if (Math.floor((x - x0) * scale + 0.5) === circle.x && Math.floor((y - y0) * scale + 0.5) === circle.y) found.push([id, street]);
    }
  }
  return found;
}
