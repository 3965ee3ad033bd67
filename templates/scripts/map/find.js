/* Ways to a place on the map: a postcode or a name from the site's lists, or where the reader is, with a ring of a mile around. */

import { make, makeButton } from "../shared/elements.js";
import { fold } from "../shared/names.js";
import { fetchJson } from "../shared/files.js";

/** @typedef {[string, string, string]} Found a neighbourhood: name, force, page */

const MILE = 1609.344; // metres
const MOST = 12; // places listed

/** Lets the reader look for a place. `goTo(area)` shows a neighbourhood, "force/folder"; `showRing(given, box)` a ring and the box around it.
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

  /** @param {string} text @param {Found[]} [places] */
  function tell(text, places = []) {
    parts.findSays.textContent = text;
    parts.findList.replaceChildren(...places.slice(0, MOST).map(rowOf));
  }

  /** @param {Found} place */
  function rowOf([name, force, page]) {
    const item = make("li");
    const button = makeButton(`${name}, ${force}`);
    button.onclick = () => open([name, force, page]);
    item.append(button);
    return item;
  }

  /** @param {Found} place */
  function open([name, , page]) {
    tell(say("shown", { place: name }));
    goTo(page.replace(/\/$/, ""));
  }

  if (!parts.find) return;
  parts.find.onsubmit = async function (/** @type {Event} */ event) {
    event.preventDefault();
    const typed = parts.sought.value.trim();
    if (!typed) return;
    let why = "";
    const places = await look(typed).catch((error) => ((why = error.why), /** @type {any} */ (null)));
    if (!places) tell([say("findFailed"), ...(why ? [say(why)] : [])].join(" "));
    else if (places.length === 1) open(places[0]);
    else tell(say(places.length ? "manyPlaces" : "noPlace", { q: typed }), places);
  };

  /** Neighbourhoods: those of a postcode or of its beginning, or those in which a place of this name lies.
   * @param {string} typed @returns {Promise<Found[]>} */
  async function look(typed) {
    const packed = typed.toUpperCase().replace(/[^A-Z0-9]/g, "");
    const { outcodes, prefixes } = await fetchJson(`${data.root}search/index.json`);
    const halves = [3, 0, 2, 1].map((rest) => packed.slice(0, packed.length - rest)).map((outcode) => [outcode, packed.slice(outcode.length)]);
    const [outcode, incode] = halves.find(([half, rest]) => outcodes.includes(half) && (!rest || /^\d[A-Z]{0,2}$/.test(rest))) || [];
    if (outcode) {
      const shard = await fetchJson(`${data.root}postcodes/${outcode}.json`);
      const within = Object.keys(shard.postcodes).filter((one) => one.startsWith(incode)); // all of it, or its beginning
      return pick(shard, incode ? within.flatMap((one) => shard.postcodes[one]) : shard.neighbourhoods.keys());
    }
    const key = fold(typed);
    const prefix = prefixes.filter((/** @type {string} */ one) => one <= key).pop() || prefixes[0];
    if (!key || !prefix) return [];
    const shard = await fetchJson(`${data.root}search/names/${prefix.replace(/ /g, "-")}.json`);
    /** @type {[string, string, number[]][]} */
    const places = shard.places;
    const named = places.filter(([name]) => fold(name).startsWith(key));
    const exact = named.filter(([name]) => fold(name) === key);
    return pick(shard, (exact.length ? exact : named).flatMap(([, , numbers]) => numbers));
  }
}

/** @param {{ neighbourhoods: Found[] }} shard @param {Iterable<number>} numbers */
const pick = (shard, numbers) => [...new Set(numbers)].map((number) => shard.neighbourhoods[number]);
