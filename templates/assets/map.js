/* The interactive map: loads the library where the browser can draw it, and keeps map, panel and URL fragment in step. */
(function (own) {
  "use strict";

  const root = document.getElementById("map");
  const data = root.dataset;
  const words = JSON.parse(data.words);
  const panel = own.makePanel(root, words);
  const { parts, say } = panel;
  const options = [...parts.month.options].reverse(); // oldest first
  const months = options.map((option) => option.value);
  const monthName = (month) => options[months.indexOf(month)].dataset.name;
  const tilesets = new Map();
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const fill = (template, values) => template.replace(/\{(\w+)\}/g, (_, key) => values[key]);
  const state = { month: months.at(-1), view: null, keys: null, btp: false, area: "", point: "" };
  let map, specification, boundaries;
  let about = null; // TileJSON of the month shown; null: the month has no tiles
  let coverage;
  let isWhole = true; // false once a part of this month could not be loaded: what is not seen may then be there
  let found = { marks: new Map(), named: new Map() };
  let turn = 0;

  async function start() {
    if (!canDraw()) return fail(null, "noWebgl");
    const files = [data.library, ...(data.archiveLibrary ? [data.archiveLibrary] : [])].map(loadScript);
    own.fetchFile(data.worker).catch(() => null); // the library asks for it late: let it be in the browser's cache by then
    showLive("[data-live=first]", true);
    readFragment();
    let base;
    [specification, boundaries, base] = await Promise.all([
      own.fetchJson(data.style),
      own.openTileset(data.boundaries).catch(missPart),
      own.openTileset(data.base).catch(missPart),
      openMonth(),
      ...files,
    ]);
    if (boundaries) tilesets.set("boundaries", boundaries);
    if (base) tilesets.set("base", base);
    readCoverage();
    const bounds = await startingBounds();
    own.serveTilesets(window.maplibregl, tilesets, missPart);
    window.maplibregl.setWorkerUrl(new URL(data.worker, location.href).href);
    map = own.map = new window.maplibregl.Map({
      container: parts.canvas,
      style: makeStyle(),
      ...(state.view ? { center: [state.view.lon, state.view.lat], zoom: state.view.zoom } : { bounds, fitBoundsOptions: { padding: 24, maxZoom: 14 } }),
      minZoom: 4,
      maxZoom: 18,
      maxPitch: 0,
      dragRotate: false,
      touchPitch: false,
      renderWorldCopies: false,
      attributionControl: false,
      fadeDuration: 0,
      locale: { "Map.Title": say("canvas") },
    });
    map.keyboard.disableRotation();
    map.touchZoomRotate.disableRotation();
    map.on("styleimagemissing", () => own.addImages(map, specification, scheme()));
    map.on("load", ready);
    map.on("error", missPart);
  }

  function ready() {
    parts.plain.hidden = true;
    showLive("[data-live]", true);
    map.resize();
    root.dataset.ready = "true";
    own.addImages(map, specification, scheme());
    map.on("idle", () => refresh().catch(missPart));
    map.on("move", () => panel.writeScale(map));
    map.on("moveend", () => writeFragment("replaceState"));
    map.on("click", (event) => choose(own.markAt(map, event.point)));
    parts.canvas.addEventListener("wheel", keepPageScrolling, { capture: true, passive: true });
    parts.nearer.onclick = () => map.zoomIn();
    parts.farther.onclick = () => map.zoomOut();
    dark.addEventListener("change", function () {
      own.addImages(map, specification, scheme());
      draw();
    });
    addEventListener("popstate", followFragment);
    panel.writeScale(map);
    writeFragment("replaceState");
  }

  /* ---- the month */

  /* Takes up the month chosen; one that cannot be loaded has no figures, and no force is blamed for it. */
  async function openMonth() {
    const { month } = state;
    const { missing } = options[months.indexOf(month)].dataset;
    let tileset = tilesets.get(month) || null;
    let isLoaded = true;
    if (!missing && !tileset) tileset = await own.openTileset(fill(data.crime, { month })).catch(() => ((isLoaded = false), null));
    if (tileset) tilesets.set(month, tileset);
    if (month !== state.month) return;
    about = tileset && tileset.about;
    isWhole = isLoaded;
    panel.show("failed", !isLoaded);
    readCoverage();
    writeMonth();
    writeCategories();
  }

  function readCoverage() {
    coverage = own.readCoverage(about, options[months.indexOf(state.month)].dataset.missing || "", boundaries && boundaries.about);
  }

  function missPart() {
    isWhole = false;
    panel.show("failed", true);
    return null;
  }

  async function goToMonth(month) {
    if (month === state.month || !months.includes(month)) return;
    state.month = month;
    writeMonth();
    await showMonth();
    writeFragment("pushState");
  }

  async function showMonth() {
    const asked = state.month;
    await openMonth();
    if (asked !== state.month) return;
    map.getSource("crime").setTiles([tilesUrl()]);
    draw();
  }

  const tilesUrl = () => `site://${about ? state.month : "none"}/{z}/{x}/{y}`;

  function writeMonth() {
    const place = months.indexOf(state.month);
    parts.month.value = state.month;
    parts.slider.value = place;
    parts.slider.setAttribute("aria-valuetext", options[place].text);
    for (const [part, other, some, none] of [["before", place - 1, "before", "noBefore"], ["after", place + 1, "after", "noAfter"]]) {
      const month = months[other];
      parts[part].setAttribute("aria-disabled", String(!month));
      parts[part].setAttribute("aria-label", month ? say(some, { month: options[other].text }) : say(none));
    }
  }

  parts.month.onchange = () => goToMonth(parts.month.value);
  parts.slider.oninput = () => parts.slider.setAttribute("aria-valuetext", options[parts.slider.value].text);
  parts.slider.onchange = () => goToMonth(months[parts.slider.value]);
  parts.before.onclick = () => goToMonth(months[months.indexOf(state.month) - 1]);
  parts.after.onclick = () => goToMonth(months[months.indexOf(state.month) + 1]);

  /* ---- the categories */

  const boxes = () => [...parts.categories.querySelectorAll("input")];

  /* The rows of the categories in use in this month; one that the page does not know gets a row of its own. */
  function writeCategories() {
    for (const [key, { name }] of Object.entries(about ? about["x-categories"] : {})) {
      if (boxes().some((box) => box.value === key)) continue;
      const row = parts.categories.querySelector("label").cloneNode(true);
      row.querySelector("input").value = key;
      row.querySelector("span").textContent = name;
      Object.assign(row.dataset, { first: state.month, last: state.month });
      parts.categories.append(row);
    }
    for (const box of boxes()) {
      const { first, last } = box.closest("label").dataset;
      box.closest("label").hidden = state.month < first || Boolean(last && state.month > last);
      box.checked = box.value === "btp" ? state.btp : !state.keys || state.keys.has(box.value);
    }
  }

  parts.categories.onchange = function () {
    const categories = boxes().filter((box) => box.value !== "btp");
    const chosen = categories.filter((box) => box.checked).map((box) => box.value);
    chooseCategories(chosen.length === categories.length ? null : new Set(chosen), boxes().some((box) => box.value === "btp" && box.checked));
  };
  parts.every.onclick = () => chooseCategories(null, boxes().some((box) => box.value === "btp"));
  parts.none.onclick = () => chooseCategories(new Set(), false);

  function chooseCategories(keys, btp) {
    Object.assign(state, { keys, btp });
    writeCategories();
    writeFragment("pushState");
    draw();
  }

  /* ---- the chosen point */

  function choose(id) {
    const same = id === state.point;
    if (same && !id) return;
    state.point = same ? "" : id;
    writeFragment("pushState");
    draw();
    writeFound();
    panel.reveal();
  }

  function chosenPoint() {
    const mark = found.marks.get(state.point);
    const name = found.named.get(state.point);
    if (!state.point || (!mark && !name)) return null;
    const counts = mark ? mark.counts : {};
    const areas = (name && name.areas) || [];
    const rows = (isOfKind) =>
      boxes().filter((box) => counts[box.value] && isOfKind(box.value)).map((box) => [box.parentNode.querySelector("span").textContent, counts[box.value]]);
    return {
      street: name && name.street,
      month: monthName(state.month),
      crimes: rows((key) => key !== "asb" && key !== "btp"),
      asb: rows((key) => key === "asb"),
      btp: rows((key) => key === "btp"),
      isKnown: isWhole && ["crime", "asb"].every((dataset) => coverage.isKnown(areas.map(([force]) => force), dataset)),
      areas: areas.map(([force, folder, title]) => ({
        name: title,
        page: fill(data.neighbourhood, { force, folder }),
        streets: `${fill(data.streetPage, { force, folder })}#${state.point}`,
      })),
    };
  }

  /* ---- drawing */

  const scheme = () => (dark.matches ? "dark" : "light");

  function makeStyle() {
    const sources = { crime: { type: "vector", tiles: [tilesUrl()], minzoom: 5, maxzoom: 12 }, chosen: chosenSource() };
    for (const [name, { about }] of tilesets) {
      if (!months.includes(name)) sources[name] = { type: "vector", tiles: [`site://${name}/{z}/{x}/{y}`], minzoom: about.minzoom, maxzoom: about.maxzoom };
    }
    return own.makeStyle(specification, scheme(), { sources, sum: own.sumOf(state), missing: coverage.hatched, area: state.area, notSupplied: say("notSupplied") });
  }

  function chosenSource() {
    const mark = found.marks.get(state.point);
    const place = state.point && { type: "Point", coordinates: mark ? mark.place : own.placeOf(state.point) };
    const features = place ? [{ type: "Feature", geometry: place, properties: mark ? mark.counts : { total: 1 } }] : [];
    return { type: "geojson", data: { type: "FeatureCollection", features } };
  }

  function draw() {
    map.setStyle(makeStyle(), { diff: true });
  }

  /* ---- what is in view */

  async function refresh() {
    const mine = ++turn;
    const isFine = map.getZoom() >= 12;
    const { marks, sums } = own.marksInView(map, isFine ? "crimes" : "cells");
    const extra = isFine && state.point && !marks.has(state.point) ? [pointOf(state.point)] : [];
    const named = isFine ? await own.nameMarks([...marks.values(), ...extra], data.streets) : new Map();
    if (mine !== turn) return;
    if ([...named.values()].includes(null)) missPart();
    const before = found.marks.get(state.point);
    found = { marks: isFine ? marks : new Map(), named, sums, isFine, cells: marks };
    writeFound();
    if (state.point && (found.marks.get(state.point) || {}).counts !== (before || {}).counts) draw();
  }

  function pointOf(id) {
    const [x, y] = id.split("-").map((part) => parseInt(part, 36));
    return { id, x, y };
  }

  function writeFound() {
    const month = monthName(state.month);
    const forces = own.forcesInView(map);
    const drawn = [...found.cells.values()].map((mark) => ({ ...mark, number: own.split(mark.counts, state).drawn })).filter((mark) => mark.number);
    const rows = found.isFine ? rowsOf(drawn) : [];
    const isKnown = (dataset) => isWhole && coverage.isKnown(forces, dataset);
    const inUse = boxes().filter((box) => box.value !== "btp" && !box.closest("label").hidden);
    const chosen = inUse.filter((box) => box.checked).map((box) => box.value);
    panel.writeStatus({
      month,
      streets: found.isFine ? new Set(rows.map((row) => row.street || row.id)).size : null,
      places: drawn.length,
      sums: own.split(found.sums, state),
      hasCrimes: chosen.some((key) => key !== "asb") && isKnown(),
      hasAsb: chosen.includes("asb") && isKnown("asb"),
      isKnown: isKnown() && (!chosen.includes("asb") || isKnown("asb")),
      leftOut: inUse.length - chosen.length,
      unlocated: coverage.unlocatedOf(forces),
    });
    panel.writeNotices(...coverage.gapsOf(forces), coverage.issuesOf(forces), month);
    panel.writeList(rows, state.point, choose);
    panel.show("streets", found.isFine);
    panel.show("fartherNote", !found.isFine);
    panel.writeChosen(chosenPoint());
    for (const box of boxes()) {
      const zero = box.value !== "btp" && isKnown(box.value) ? 0 : null;
      box.parentNode.querySelector(".nums").textContent = panel.number(found.sums[box.value] || zero);
    }
    panel.writeLegend(found.isFine, specification.classes.cells.breaks, map.getZoom());
    document.title = say("title", { place: parts.heading.textContent, month });
  }

  /* Rows of the list, most first. Points that share a name are told apart by their place, from north to south. */
  function rowsOf(marks) {
    const rows = marks.map((mark) => ({ ...mark, street: (found.named.get(mark.id) || {}).street }));
    const byStreet = new Map();
    for (const row of rows.sort((one, other) => one.y - other.y || one.x - other.x)) {
      row.name = row.street || say("noStreet");
      byStreet.set(row.name, [...(byStreet.get(row.name) || []), row]);
    }
    for (const [street, same] of byStreet) {
      if (same.length > 1) same.forEach((row, place) => (row.name = say("several", { street, place: place + 1, n: same.length })));
    }
    return rows.sort((one, other) => other.number - one.number || one.name.localeCompare(other.name) || (one.id < other.id ? -1 : 1));
  }

  /* ---- the fragment */

  function readFragment() {
    const read = own.readState(location.hash, months);
    Object.assign(state, { ...read, month: read.month || months.at(-1) });
  }

  function writeFragment(how) {
    state.view = own.viewOf(map);
    const fragment = own.writeState(state);
    if (fragment !== location.hash) history[how](null, "", fragment);
  }

  async function followFragment() {
    const { month } = state;
    readFragment();
    const bounds = await startingBounds();
    if (state.view) map.jumpTo({ center: [state.view.lon, state.view.lat], zoom: state.view.zoom });
    else map.fitBounds(bounds, { padding: 24, maxZoom: 14, animate: false });
    writeCategories();
    if (state.month === month) draw();
    else await showMonth();
    writeFound();
  }

  /* Where a first visit begins: the neighbourhood or force asked for, else everything there is. Names the area in the heading. */
  async function startingBounds() {
    const everything = (boundaries && boundaries.about.bounds) || (about && about.bounds) || [-8.2, 49.8, 1.8, 60.9];
    const [force, folder] = state.area.split("/");
    const known = boundaries && boundaries.about["x-forces"][force];
    if (!known) state.area = "";
    const box = known && folder && known.bounds ? (await own.fetchJson(fill(data.boxes, { force })).catch(() => ({})))[folder] : null;
    const name = box ? box[0] : known && known.name;
    parts.heading.textContent = name ? say("headingOf", { area: name }) : say("heading");
    return (box && box.slice(1)) || (known && known.bounds) || everything;
  }

  /* ---- starting, failing, scrolling */

  function canDraw() {
    const canvas = document.createElement("canvas");
    return Boolean(window.WebGLRenderingContext && (canvas.getContext("webgl2") || canvas.getContext("webgl")));
  }

  function loadScript(url) {
    return new Promise(function (resolve, reject) {
      const script = document.createElement("script");
      Object.assign(script, { src: url, onload: resolve, onerror: () => reject(new Error(url)) });
      document.head.append(script);
    });
  }

  function showLive(which, isShown) {
    root.querySelectorAll(which).forEach((part) => (part.hidden = !isShown));
  }

  function fail(error, reason = "notLoaded") {
    root.dataset.failure = error ? error.message : reason; // for who looks into it
    showLive("[data-live]", false);
    parts.plain.hidden = false;
    parts.reason.textContent = say(reason);
    root.dataset.ready = "failed";
  }

  /* The wheel zooms only with Ctrl or while the map has the focus: a page one scrolls through is not to be caught. */
  function keepPageScrolling(event) {
    const isMeant = event.ctrlKey || event.metaKey || parts.canvas.contains(document.activeElement);
    if (!isMeant) event.stopPropagation();
    parts.hint.hidden = isMeant;
  }

  start().catch(fail);
})(window.crimeMap);
