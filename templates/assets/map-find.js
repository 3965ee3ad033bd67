/* Ways to a place on the map: a postcode or a name from the site's lists, or where the reader is, with a ring of a mile around. */
(function (own) {
  "use strict";

  const MILE = 1609.344; // metres
  const MOST = 12; // places listed

  /* `goTo(area)` shows a neighbourhood, "force/folder"; `showRing(geojson, box)` a ring and the box around it. */
  own.makeFind = function ({ parts, say }, data, goTo, showRing) {
    parts.here.hidden = !navigator.geolocation;
    parts.here.onclick = function () {
      tell(say("locating"));
      navigator.geolocation.getCurrentPosition(showHere, () => tell(say("noLocation")), { maximumAge: 60000, timeout: 20000 });
    };

    /* The place is taken to a thousandth of a degree, about 100 metres: it will stand in the address that may be shared. */
    function showHere({ coords }) {
      const [lon, lat] = [+coords.longitude.toFixed(3), +coords.latitude.toFixed(3)];
      const up = MILE / 111195;
      const across = up / Math.cos((lat * Math.PI) / 180);
      const at = (turn) => [lon + across * Math.sin(turn), lat + up * Math.cos(turn)];
      const line = Array.from({ length: 73 }, (_, step) => at((step * Math.PI) / 36));
      const feature = (type, coordinates, properties) => ({ type: "Feature", geometry: { type, coordinates }, properties });
      showRing([feature("LineString", line, {}), feature("Point", at(0), { name: say("mile") })], [lon - across, lat - up, lon + across, lat + up]);
      tell(say("located"));
    }

    function tell(text, places = []) {
      parts.findSays.textContent = text;
      parts.findList.replaceChildren(...places.slice(0, MOST).map(rowOf));
    }

    function rowOf([name, force, page]) {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = `${name}, ${force}`;
      button.onclick = () => open([name, force, page]);
      item.append(button);
      return item;
    }

    function open([name, , page]) {
      tell(say("shown", { place: name }));
      goTo(page.replace(/\/$/, ""));
    }

    if (!parts.find) return;
    parts.find.onsubmit = async function (event) {
      event.preventDefault();
      const typed = parts.sought.value.trim();
      if (!typed) return;
      let why = "";
      const places = await look(typed).catch((error) => ((why = error.why), null));
      if (!places) tell([say("findFailed"), ...(why ? [say(why)] : [])].join(" "));
      else if (places.length === 1) open(places[0]);
      else tell(say(places.length ? "manyPlaces" : "noPlace", { q: typed }), places);
    };

    /* Neighbourhoods, as [name, force, page]: those of a postcode or of its beginning, or those in which a place of this name lies. */
    async function look(typed) {
      const packed = typed.toUpperCase().replace(/[^A-Z0-9]/g, "");
      const { outcodes, prefixes } = await own.fetchJson(`${data.root}search/index.json`);
      const halves = [3, 0, 2, 1].map((rest) => packed.slice(0, packed.length - rest)).map((outcode) => [outcode, packed.slice(outcode.length)]);
      const [outcode, incode] = halves.find(([half, rest]) => outcodes.includes(half) && (!rest || /^\d[A-Z]{0,2}$/.test(rest))) || [];
      if (outcode) {
        const shard = await own.fetchJson(`${data.root}postcodes/${outcode}.json`);
        const within = Object.keys(shard.postcodes).filter((one) => one.startsWith(incode)); // all of it, or its beginning
        return pick(shard, incode ? within.flatMap((one) => shard.postcodes[one]) : shard.neighbourhoods.keys());
      }
      const key = fold(typed);
      const prefix = prefixes.filter((one) => one <= key).pop() || prefixes[0];
      if (!key || !prefix) return [];
      const shard = await own.fetchJson(`${data.root}search/names/${prefix.replace(/ /g, "-")}.json`);
      const named = shard.places.filter(([name]) => fold(name).startsWith(key));
      const exact = named.filter(([name]) => fold(name) === key);
      return pick(shard, (exact.length ? exact : named).flatMap(([, , places]) => places));
    }
  };

  const pick = (shard, places) => [...new Set(places)].map((place) => shard.neighbourhoods[place]);

  /* What names are compared by: docs/DATA.md, "Places". */
  function fold(name) {
    const plain = name.normalize("NFKD").toLowerCase().replace(/[\u0300-\u036f'‘’`]/g, "").replace(/&/g, " and ");
    return (plain.match(/[a-z0-9]+/g) || []).join(" ").replace(/\bsaint\b/g, "st");
  }
})(window.crimeMap);
