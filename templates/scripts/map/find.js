/* Ways to a place on the map: a postcode or a name, answered as everywhere on the site, or where the reader is, with a ring of a mile around. */

import { answerFor } from "../search/answers.js";
import { SEARCH } from "../search/names.js";
import { make, makeButton } from "../shared/elements.js";
import { fetchJson } from "../shared/files.js";

/** @typedef {import("../search/names.js").Row} Row */

const MILE = 1609.344; // metres
const SPOT_ZOOM = 13; // some four kilometres across a phone: a spot is no more exact than one
const GUESSED = ["meant", "partly"]; // answers that are near what was typed

/** Lets the reader look for a place. `goTo(area)` shows a force or neighbourhood, "force/folder"; `showRing(given, box)` a ring and the box around it.
 * @param {import("./panel.js").Panel} panel @param {DOMStringMap} data of the map
 * @param {(area: string) => void} goTo
 * @param {(given: import("./canvas/painter.js").Given, box: [number, number, number, number]) => void} showRing */
export function makeFind({ parts, say }, data, goTo, showRing) {
  parts.here.hidden = !navigator.geolocation;
  parts.here.onclick = function () {
    tell(say("locating"));
    navigator.geolocation.getCurrentPosition(showHere, () => tell(say("noLocation")), { maximumAge: 60000, timeout: 20000 });
  };

  /** The place is taken to a thousandth of a degree, about 100 metres: it will stand in the address that may be shared.
   * @param {GeolocationPosition} position */
  function showHere({ coords }) {
    const [lon, lat] = [+coords.longitude.toFixed(3), +coords.latitude.toFixed(3)];
    const up = MILE / 111195;
    const across = up / Math.cos((lat * Math.PI) / 180);
    /** @type {(turn: number) => [number, number]} */
    const at = (turn) => [lon + across * Math.sin(turn), lat + up * Math.cos(turn)];
    const line = Array.from({ length: 73 }, (_, step) => at((step * Math.PI) / 36));
    showRing({ lines: [line], spots: [{ place: at(0), properties: { name: say("mile") } }] }, [lon - across, lat - up, lon + across, lat + up]);
    tell(say("located"));
  }

  /** @param {string} text @param {Row[]} [rows] */
  function tell(text, rows = []) {
    parts.findSays.textContent = text;
    parts.findList.replaceChildren(...rows.map(itemOf));
  }

  /** @param {Row} row */
  function itemOf(row) {
    const item = make("li");
    const button = makeButton([row[0], row[1]].filter(Boolean).join(", "));
    button.onclick = () => open(row);
    item.append(button);
    return item;
  }

  /** Shows a neighbourhood or force, a street's point in its neighbourhood, or the spot of what lies in none; a near name or a district is searched for.
   * @param {Row} row @returns {unknown} */
  function open([name, , way, more]) {
    const [area, point] = way.split("/streets/#");
    if (way === SEARCH || way.startsWith("postcodes/")) return lookFor(name);
    tell(say("shown", { place: name }));
    if (more?.spot) return show({ z: [SPOT_ZOOM, ...more.spot.slice().reverse()].join("/") });
    if (point) return show({ area, p: point });
    goTo(area.replace(/\/$/, ""));
  }

  /** Takes the map elsewhere, with the month and the categories chosen.
   * @param {Record<string, string>} place as the address has it */
  function show(place) {
    const given = new URLSearchParams(location.hash.slice(1));
    for (const name of ["z", "area", "p"]) given.delete(name);
    location.hash = new URLSearchParams([...given, ...Object.entries(place)]).toString().replace(/%2F/g, "/").replace(/%2C/g, ",");
  }

  if (!parts.find) return;
  parts.find.onsubmit = function (/** @type {Event} */ event) {
    event.preventDefault();
    lookFor(parts.sought.value.trim());
  };

  /** @param {string} typed @returns {Promise<unknown>} */
  async function lookFor(typed) {
    if (!typed) return;
    parts.sought.value = typed;
    let why = "";
    /** @type {import("../search/answers.js").Answer} */
    const answer = await look(typed).catch((error) => ((why = error.why), /** @type {any} */ (null)));
    if (!answer) return tell([say("findFailed"), ...(why ? [say(why)] : [])].join(" "));
    /** @type {Row[]} */
    const found = (answer.groups || []).flatMap((group) => group.rows).flatMap((row) => row[3]?.rows || [row]);
    const rows = found.map((row) => (row[3]?.spot && !row[1] && row[2] ? named(row, typed) : row));
    const isGuess = GUESSED.includes(answer.kind);
    const meant = (answer.opens && rows.find((row) => row[2] === answer.opens)) || (!isGuess && rows.length === 1 && rows[0]);
    if (meant) return open(meant);
    tell(say(!rows.length ? "noPlace" : isGuess ? "nearPlaces" : "manyPlaces", { q: typed, n: rows.length }), rows);
    if (rows.length) parts.findList.querySelector("button").focus();
  }

  /** The spot of a postcode in no neighbourhood, called by the postcode.
   * @param {Row} row @param {string} typed @returns {Row} */
  const named = ([force, , way, more], typed) => [typed.toUpperCase(), force, way, more];

  /** @type {Map<string, Promise<any>>} */
  const files = new Map();

  /** A file of the site's lists, fetched once; null where there is no such file.
   * @param {string} path @returns {Promise<any>} */
  function read(path) {
    const reading = files.get(path) || fetchJson(data.root + path).catch(function (error) {
      files.delete(path);
      if (error.why === "notThere") return /** @type {any} */ (null);
      throw error;
    });
    files.set(path, reading);
    return reading;
  }

  /** @param {string} typed */
  async function look(typed) {
    const index = (await read("search/index.json")) || { outcodes: [], prefixes: [] };
    return answerFor({ fetchJson: read, fetchIndex: async () => index }, typed, index.outcodes.length > 0);
  }
}
