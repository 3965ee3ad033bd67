/* Areas kept on the reader's device: saves one with its page, streets and map, lists them, removes them. Loaded when it is wanted.
   What it has to know and say comes from offline/words.json, in the page's language. */
(async function () {
  "use strict";

  const link = document.querySelector("a[data-keep]");
  const scope = new URL("..", new URL(link.dataset.keep, location.href)).href;
  const INDEX = `${scope}offline/saved.json`;
  const SAVED = `${scope}#saved`;
  const ASSETS = `${scope}#assets`;
  const TILES_MOST = 100; // of one tileset and zoom: a wide area goes without its closest zooms, and is told so
  const AT_ONCE = 6;
  const language = document.documentElement.lang;
  const locale = language === "en" ? "en-GB" : language;
  const words = await (await get(new URL("words.json", link.href).href, "default")).json();
  const { texts } = words;
  const here = location.href.replace(/[?#].*$/, "").replace(/index\.html$/, "");
  const offer = document.querySelector("[data-area]");
  const status = document.createElement("p");

  if (offer) await offerArea();
  await writeList();
  if (location.search === "?not-saved") history.replaceState(null, "", location.pathname);

  /* ---- the button of a neighbourhood's page */

  async function offerArea() {
    const button = offer.querySelector("button");
    const later = document.createElement("button");
    const key = here.slice(scope.length);
    status.setAttribute("role", "status");
    later.type = "button";
    later.className = "plain";
    later.textContent = texts.later;
    offer.after(status);
    offer.hidden = false;
    let plan = null;

    function show(label, said, isAsking = false) {
      button.textContent = label;
      status.textContent = said;
      if (isAsking) offer.append(" ", later);
      else later.remove();
    }

    later.onclick = function () {
      plan = null;
      show(texts.save, "");
      button.focus();
    };

    async function once(work) {
      if (button.getAttribute("aria-disabled")) return;
      button.setAttribute("aria-disabled", "true");
      try {
        await work();
      } catch (error) {
        plan = null;
        show(texts.save, error.name === "QuotaExceededError" ? texts.full : texts.failed);
      }
      button.removeAttribute("aria-disabled");
    }

    const press = () => once(async function () {
      if (await entryOf(key)) {
        await remove(key);
        show(texts.save, texts.removed);
      } else if (plan) {
        await keep(key, plan, (done, all) => show(texts.saving, fill(texts.progress, { done, all })));
        plan = null;
        showSaved(await entryOf(key));
      } else {
        show(texts.save, texts.measuring);
        plan = await planArea(key);
        const size = sizeOf(plan.bytes);
        const said = fill(plan.hasTiles ? texts.size : texts.sizeWithoutMap, { size, month: monthOf(words.month) });
        show(fill(texts.confirm, { size }), plan.isWide ? `${said} ${texts.wide}` : said, true);
      }
      await writeList();
    });
    button.onclick = press;

    function showSaved(entry) {
      show(texts.remove, fill(texts.saved, { size: sizeOf(entry.bytes), month: monthOf(entry.month), date: dayOf(entry.saved) }));
    }

    const entry = await entryOf(key);
    if (entry) {
      showSaved(entry);
      if (!document.querySelector("[data-offline-note]")) bringUpToDate(entry).then((isNew) => isNew && entryOf(key).then(showSaved)).catch(() => null);
    } else if (offer.dataset.pressed) await press();
  }

  /* An area whose page has changed since, or that an earlier build saved, is saved anew; with it the others of that build. */
  async function bringUpToDate(entry) {
    const now = await (await get(here, "no-store")).text();
    const kept = await (await caches.open(entry.cache)).match(here);
    if (entry.version === words.version && kept && (await kept.text()) === now) return false;
    await keep(entry.key, await planArea(entry.key, false));
    for (const other of await readIndex()) {
      if (other.language === language && other.version !== words.version) await keep(other.key, await planArea(other.key, false));
    }
    return true;
  }

  /* ---- the list, on the pages that have a place for it */

  async function writeList() {
    const place = document.querySelector("[data-saved]");
    if (!place) return;
    const entries = await readIndex();
    const list = place.querySelector("ul");
    place.hidden = !entries.length && !place.dataset.always;
    place.querySelector("[data-none]").hidden = entries.length > 0;
    list.textContent = "";
    for (const entry of entries) {
      const item = document.createElement("li");
      const to = document.createElement("a");
      const button = document.createElement("button");
      const about = fill(texts.entry, { month: monthOf(entry.month), date: dayOf(entry.saved), size: sizeOf(entry.bytes) });
      to.href = scope + entry.key;
      to.textContent = entry.name;
      button.type = "button";
      button.className = "plain";
      button.textContent = texts.removeShort;
      button.setAttribute("aria-label", fill(texts.removeNamed, { name: entry.name }));
      button.onclick = async function () {
        const heading = place.querySelector("h2");
        await remove(entry.key);
        await writeList();
        place.hidden = false;
        place.querySelector("[role=status]").textContent = fill(texts.removedNamed, { name: entry.name });
        heading.tabIndex = -1;
        heading.focus();
      };
      const said = document.createElement("span");
      said.append(to, document.createElement("br"), about);
      item.append(said, button);
      list.append(item);
    }
  }

  /* ---- what belongs to an area */

  /* The files of an area, those that had to be read already with their answers, and about how many bytes all are. Of an archive the
     parts that the map will ask for are files. */
  async function planArea(key, isMeasured = true) {
    const [force, folder] = key.split("/").slice(-3);
    const answers = new Map();
    const read = async function (url, isOptional) {
      const response = await get(url, "no-store", isOptional);
      if (response) answers.set(url, response.clone());
      return response;
    };
    const pages = [scope + key, `${scope}${key}streets/`, scope + words.map];
    const parsed = await Promise.all(pages.map(async (url) => new DOMParser().parseFromString(await (await read(url)).text(), "text/html")));
    const assets = new Set(parsed.flatMap((page, place) => assetsOf(page, pages[place])));
    const calendars = [...parsed[0].querySelectorAll("a[href$='.ics']")].map((link) => new URL(link.getAttribute("href"), pages[0]).href);
    const files = [...new Set(calendars)].map((url) => ({ url }));
    const boxes = await read(`${scope}tiles/boundaries/${force}.json`, true);
    const box = boxes && new Map(Object.entries(await boxes.json())).get(folder); // a folder may be called "constructor"
    let hasTiles = false;
    let isWide = false;
    if (box) {
      const bounds = widened(box.slice(1));
      for (const name of [`tiles/crime/${words.month}.json`, "tiles/boundaries.json", "tiles/base.json"]) {
        const found = await read(scope + name, true);
        if (!found) continue;
        const about = await found.json();
        const { places, isWhole } = tilesIn(about, bounds);
        const base = scope + name;
        files.push(...(about["x-archive"] ? await partsOf(new URL(about["x-archive"], base).href, places, parsed[2], answers) : filesOf(about, base, places)));
        hasTiles = hasTiles || places.length > 0;
        isWide = isWide || !isWhole;
      }
      for (const [x, y] of squares(bounds, 10)) files.push({ url: `${scope}outcomes/${words.month}/10/${x}/${y}.json` });
      for (const [x, y] of squares(bounds, 12)) files.push({ url: `${scope}streets/12/${x}/${y}.json` });
    }
    let bytes = 0;
    for (const answer of answers.values()) bytes += (await answer.clone().blob()).size;
    if (isMeasured) await each([...[...assets].map((url) => ({ url })), ...files], async function ({ url, size }) {
      const found = size || (await sizeThere(url));
      bytes += found;
    });
    return { name: parsed[0].querySelector("h1").textContent.trim(), answers, assets: [...assets].sort(), files, bytes, hasTiles, isWide };
  }

  /* The styles, scripts and drawings a page names, and those that the map loads later. */
  function assetsOf(page, base) {
    const named = [...page.querySelectorAll("link[href], script[src], a[data-keep], #map")].flatMap((element) => [
      element.getAttribute("src"), element.tagName === "LINK" ? element.getAttribute("href") : "", ...Object.values(element.dataset),
    ]);
    const found = named.filter((value) => /^(\.\.\/|\.\/)*assets\/[\w./-]+$/.test(value || ""));
    return found.map((value) => new URL(value, base).href);
  }

  /* A quarter more than the area on every side: what the map shows around it. */
  function widened([west, south, east, north]) {
    const [across, up] = [(east - west) / 4, (north - south) / 4];
    return [west - across, south - up, east + across, north + up];
  }

  /* The squares of a zoom that a box touches. */
  function squares([west, south, east, north], z) {
    const column = (lon) => Math.floor(((lon + 180) / 360) * 2 ** z);
    const row = (lat) => Math.floor((0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI)) * 2 ** z);
    const found = [];
    for (let x = column(west); x <= column(east); x++) for (let y = row(north); y <= row(south); y++) found.push([x, y]);
    return found;
  }

  /* The tiles of a tileset in a box as [z, x, y], and whether all its zooms are among them. */
  function tilesIn(about, bounds) {
    const places = [];
    const present = readPresence(about["x-index"], about.maxzoom);
    for (let z = about.minzoom; z <= about.maxzoom; z++) {
      const there = squares(bounds, z).filter(([x, y]) => present.has(`${z}/${x}/${y}`));
      if (there.length > TILES_MOST) return { places, isWhole: false };
      places.push(...there.map(([x, y]) => [z, x, y]));
    }
    return { places, isWhole: true };
  }

  function filesOf(about, base, places) {
    return places.map(([z, x, y]) => ({ url: new URL(about.tiles[0].replace("{z}", z).replace("{x}", x).replace("{y}", y), base).href }));
  }

  /* The parts of an archive that hold its tiles. The map's own reader says which: it is given the head and the directories, whose answers
     are kept, and of a tile nothing: what it asks for is written down. */
  async function partsOf(url, places, mapPage, answers) {
    if (!places.length) return [];
    const src = new URL(mapPage.getElementById("map").dataset.archiveLibrary, scope + words.map).href;
    const load = (onload, onerror) => document.head.append(Object.assign(document.createElement("script"), { src, onload, onerror }));
    if (!window.pmtiles) await new Promise(load);
    const parts = new Map();
    let tilesFrom = Infinity;
    const source = {
      getKey: () => url,
      async getBytes(offset, length) {
        const range = `bytes=${offset}-${offset + length - 1}`;
        if (offset >= tilesFrom) {
          parts.set(range, { url, range, size: length });
          return { data: new ArrayBuffer(0) };
        }
        const part = await partOf(await get(url, "default", false, range));
        answers.set(`${url}?${range}`, part.clone());
        return { data: await part.arrayBuffer() };
      },
    };
    const archive = new window.pmtiles.PMTiles(source, undefined, async (data) => data);
    tilesFrom = (await archive.getHeader()).tileDataOffset;
    for (const [z, x, y] of places) await archive.getZxy(z, x, y);
    return [...parts.values()];
  }

  /* A part as it can be kept: a browser's store takes whole answers only. The worker makes a part of it again. */
  async function partOf(response) {
    return new Response(await response.blob(), { headers: { "content-range": response.headers.get("content-range"), "content-type": "application/octet-stream" } });
  }

  /* The tiles of a presence index (docs/DATA.md, "Crime tiles") as a set of "z/x/y". */
  function readPresence(index, maxzoom) {
    const bytes = atob(index.tree);
    const present = new Set();
    let level = bytes.length ? [[0, 0]] : [];
    let place = 0;
    for (let z = 1; z <= maxzoom; z++) {
      const below = [];
      for (const [x, y] of level) {
        const both = bytes.charCodeAt(place >> 1);
        const half = place++ % 2 ? both & 15 : both >> 4;
        for (let quarter = 0; quarter < 4; quarter++) if (half & (8 >> quarter)) below.push([2 * x + (quarter & 1), 2 * y + (quarter >> 1)]);
      }
      level = below;
      level.forEach(([x, y]) => present.add(`${z}/${x}/${y}`));
    }
    index.without.forEach((tile) => present.delete(tile));
    return present;
  }

  /* ---- keeping and forgetting */

  /* Saves a planned area beside what is saved of it, and only when all of it is there lets the old one go. */
  async function keep(key, plan, tell = () => null) {
    const saved = new Date();
    const name = `${scope}#area ${saved.toISOString()} ${key}`;
    const [cache, assets] = await Promise.all([caches.open(name), caches.open(ASSETS)]);
    const all = plan.answers.size + plan.assets.length + plan.files.length;
    let bytes = 0;
    let done = 0;
    const put = async function (place, url, response) {
      const size = (await response.clone().blob()).size; // refused where an answer breaks off
      await place.put(url, response);
      bytes += size;
      tell(++done, all);
    };
    const before = await entryOf(key);
    try {
      for (const [url, response] of plan.answers) await put(cache, url, response.clone());
      await each(plan.assets, async (url) => put(assets, url, (await assets.match(url)) || (await get(url, "default"))));
      await each(plan.files, async function ({ url, range }) {
        const response = await get(url, /\.(json|ics)$/.test(url) ? "no-store" : "default", true, range);
        if (response) await put(cache, range ? `${url}?${range}` : url, range ? await partOf(response) : response);
        else done++;
      });
      await navigator.serviceWorker.register(new URL("sw.js", scope), { scope, updateViaCache: "none" });
      await navigator.serviceWorker.ready;
      const entry = { key, language, name: plan.name, month: words.month, saved: saved.toISOString(), bytes, version: words.version, cache: name, assets: plan.assets };
      await writeIndex([...(await readIndex()).filter((one) => one.key !== key), entry]);
    } catch (error) {
      await caches.delete(name);
      await tidy();
      throw error;
    }
    if (before) await caches.delete(before.cache);
    await tidy();
  }

  async function remove(key) {
    const entry = await entryOf(key);
    if (entry) await caches.delete(entry.cache);
    await writeIndex((await readIndex()).filter((one) => one.key !== key));
    await tidy();
  }

  /* Lets go of assets that no area names; with the last area everything goes, the worker too. */
  async function tidy() {
    const entries = await readIndex();
    if (!entries.length) {
      for (const name of await caches.keys()) if (name.startsWith(`${scope}#`)) await caches.delete(name);
      const registration = await navigator.serviceWorker.getRegistration(scope);
      if (registration && registration.scope === scope) await registration.unregister();
      return;
    }
    const named = new Set(entries.flatMap((entry) => entry.assets));
    const assets = await caches.open(ASSETS);
    for (const request of await assets.keys()) if (!named.has(request.url)) await assets.delete(request);
  }

  async function readIndex() {
    if (!(await caches.has(SAVED))) return [];
    const found = await (await caches.open(SAVED)).match(INDEX);
    return found ? found.json() : [];
  }

  async function writeIndex(entries) {
    const sorted = entries.sort((one, other) => one.name.localeCompare(other.name) || (one.key < other.key ? -1 : 1));
    await (await caches.open(SAVED)).put(INDEX, new Response(JSON.stringify(sorted), { headers: { "content-type": "application/json" } }));
  }

  async function entryOf(key) {
    return (await readIndex()).find((entry) => entry.key === key);
  }

  /* ---- asking, and saying */

  /* A whole good answer, or that part of it which was asked for; null for an optional file that is not there. */
  async function get(url, cache, isOptional, range) {
    const response = await fetch(url, { cache, headers: range ? { range } : {} });
    if (isOptional && response.status === 404) return null;
    if (response.status !== (range ? 206 : 200) || response.redirected) throw new Error(`${url}: ${response.status}`);
    return response;
  }

  async function sizeThere(url) {
    const kept = (await caches.has(ASSETS)) && (await (await caches.open(ASSETS)).match(url));
    if (kept) return 0;
    const response = await fetch(url, { method: "HEAD" });
    return response.ok ? +response.headers.get("content-length") || 0 : 0;
  }

  /* Some at once; after a failure no more is begun, and what was begun is waited for. */
  async function each(items, work) {
    const waiting = [...items];
    let failure = null;
    await Promise.all(Array.from({ length: AT_ONCE }, async function () {
      while (waiting.length && !failure) await work(waiting.shift()).catch((error) => (failure = error));
    }));
    if (failure) throw failure;
  }

  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  function sizeOf(bytes) {
    const [number, unit] = bytes < 1e6 ? [Math.max(1, Math.round(bytes / 1000)), "kilobyte"] : [bytes / 1e6, "megabyte"];
    return number.toLocaleString(locale, { style: "unit", unit, maximumFractionDigits: 1 });
  }

  function monthOf(month) {
    return `${words.months[month.slice(5) - 1]} ${month.slice(0, 4)}`;
  }

  function dayOf(moment) {
    const day = new Date(moment);
    return `${day.getDate()} ${words.months[day.getMonth()]} ${day.getFullYear()}`;
  }
})();
