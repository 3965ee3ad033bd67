/* An answer as a table, and as a drawing where it is a row of figures. */

import { make } from "../shared/elements.js";

const NS = "http://www.w3.org/2000/svg";
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;
const BARS = 25;

/** @param {import("./asking.js").Answer} answer @param {string} caption @param {string} nothing what stands for a cell without a value */
export function tableOf({ columns, rows }, caption, nothing) {
  const isNumber = columns.map((_, at) => rows.every((row) => row[at] === null || typeof row[at] === "number") && rows.some((row) => row[at] !== null));
  const table = make("table");
  table.append(make("caption", caption));
  const head = table.createTHead().insertRow();
  columns.forEach((name, at) => head.append(Object.assign(make("th", name, isNumber[at] ? "n" : ""), { scope: "col" })));
  const body = table.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    row.forEach(function (value, at) {
      const cell = at || isNumber[at] ? make("td", "", isNumber[at] ? "n" : "") : Object.assign(make("th"), { scope: "row" });
      if (value === null) cell.append(make("span", nothing, "quiet small"));
      else cell.textContent = shown(value);
      line.append(cell);
    });
  }
  return table;
}

const shown = (/** @type {unknown} */ value) => typeof value === "number" ? grouped(value) : String(value);

/** 11,840 as on every page, whatever the language of the browser.
 * @param {number} value */
const grouped = (value) => String(value).replace(/^(-?)(\d+)/, (_, sign, digits) => (sign ? "−" : "") + digits.replace(/\B(?=(\d{3})+$)/g, ","));

/** The figures that can be drawn: what each is called and how large it is, null for not known; null where the answer is no row of figures.
 * @param {import("./asking.js").Answer} answer */
export function seriesOf({ columns, rows, count }) {
  if (rows.length < 2 || count > rows.length) return null;
  const at = columns.findIndex((_, column) => column > 0 && rows.some((row) => typeof row[column] === "number"));
  if (at < 0 || rows.some((row) => row[0] === null || (row[at] !== null && !(typeof row[at] === "number" && row[at] >= 0)))) return null;
  const points = rows.map((row) => ({ name: String(row[0]), value: /** @type {number | null} */ (row[at]) }));
  if (points[0].name > points[1].name && isInOrder([...points].reverse())) points.reverse(); // the newest month first is time too
  const isTime = isInOrder(points);
  if (new Set(points.map((point) => point.name)).size < points.length || (!isTime && points.length > BARS)) return null;
  return { what: columns[at], points, isTime, most: Math.max(1, ...points.map((point) => point.value || 0)) };
}

/** Whether these are months, each later than the one before.
 * @param {{ name: string }[]} points */
const isInOrder = (points) => points.every((point, place) => MONTH.test(point.name) && (!place || point.name > points[place - 1].name));

/** @typedef {NonNullable<ReturnType<typeof seriesOf>>} Series */

/** @param {Series} series @param {string} nothing */
export const drawingOf = (series, nothing) => series.isTime ? drawLine(series) : drawBars(series, nothing);

/** @param {string} tag @param {Record<string, string | number>} attributes */
function draw(tag, attributes, text = "") {
  const element = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.textContent = text;
  return element;
}

const ROW = 44;

/** @param {Series} series @param {string} nothing */
function drawBars({ points, most }, nothing) {
  const svg = draw("svg", { height: points.length * ROW, "aria-hidden": "true" });
  svg.classList.add("chart");
  svg.classList.add("answer-bars");
  points.forEach(function ({ name, value }, at) {
    const y = at * ROW;
    svg.append(draw("text", { x: 0, y: y + 14 }, name));
    svg.append(draw("text", { x: "100%", y: y + 14, "text-anchor": "end", "font-weight": 700 }, value === null ? nothing : grouped(value)));
    const whole = draw("rect", { y: y + 20, width: "100%", height: 10 });
    if (value === null) whole.classList.add("gap");
    else whole.classList.add("rest");
    svg.append(whole);
    if (value) svg.append(draw("rect", { y: y + 20, width: `${(100 * value) / most}%`, height: 10 }));
  });
  return svg;
}

const HIGH = 180;

/** Each stretch of months that follow one another and are known is a line of its own; what is not known is hatched.
 * @param {Series} series */
function drawLine({ points, most }) {
  const first = monthNumber(points[0].name);
  const last = monthNumber(points[points.length - 1].name);
  const x = (/** @type {number} */ at) => (100 * (at - first)) / (last - first);
  const known = new Map(points.filter((point) => point.value !== null).map((point) => [monthNumber(point.name), point.value]));
  const svg = draw("svg", { height: HIGH + 40, "aria-hidden": "true" });
  svg.classList.add("chart");
  const plot = draw("svg", { y: 20, width: "100%", height: HIGH, viewBox: `0 0 100 ${HIGH}`, preserveAspectRatio: "none", overflow: "visible" });
  let path = "";
  const half = 50 / (last - first);
  for (let at = first; at <= last; at += 1) {
    if (!known.has(at)) plot.append(draw("rect", { x: Math.max(0, x(at) - half), y: 0, width: half * 2, height: HIGH, class: "gap" }));
    else path += `${known.has(at - 1) ? "L" : "M"}${x(at).toFixed(2)} ${(HIGH - (HIGH * known.get(at)) / most).toFixed(1)}${known.has(at - 1) ? "" : "h0"}`;
  }
  plot.append(draw("path", { d: path, class: "line" }));
  for (const share of [1, 0.5]) {
    const y = 20 + HIGH * (1 - share);
    svg.append(draw("line", { x1: 0, x2: "100%", y1: y, y2: y, class: "grid" }));
    if (Number.isInteger(most * share)) svg.append(draw("text", { x: 0, y: y - 5, class: "over" }, grouped(most * share)));
  }
  svg.append(plot, draw("line", { x1: 0, x2: "100%", y1: HIGH + 20, y2: HIGH + 20, class: "base" }));
  svg.append(draw("text", { x: 0, y: HIGH + 38 }, points[0].name));
  svg.append(draw("text", { x: "100%", y: HIGH + 38, "text-anchor": "end" }, points[points.length - 1].name));
  return svg;
}

const monthNumber = (/** @type {string} */ month) => 12 * +month.slice(0, 4) + +month.slice(5) - 1;
