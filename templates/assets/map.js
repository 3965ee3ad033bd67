/* The interactive map: loads the library where the browser can draw it, and keeps map, panel and URL fragment in step. */
(function (own) {
  "use strict";

  const root = document.getElementById("map");
  const data = root.dataset;
  const words = own.parse(data.words);
  const panel = own.makePanel(root, words);
  const { parts, say } = panel;
  const time = own.makeTime(panel, goToMonth, prepareMonth);
  const { months } = time;
  const categories = own.makeCategories(panel, chooseCategories);
  const monthName = (month) => time.optionOf(month).dataset.name;
  const tilesets = new Map();
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const fill = (template, values) => template.replace(/\{(\w+)\}/g, (_, key) => values[key]);
  const state = { month: months.at(-1), view: null, keys: null, btp: false, area: "", point: "", edges: true, stops: false };
  let map, specification, boundaries;
  let about = null; // TileJSON of the month shown; null: the month has no tiles
  let coverage;
  const missed = own.makeMissed(panel, () => map && shown && writeFound());
  const { catcher, isWhole } = missed;
  const openStopsOf = own.makeStops(data.stopPeriods, (month) => fill(data.stops, { month }), tilesets);
  let found = { marks: new Map(), stops: new Map(), named: new Map() };
  let ring = [];
  let stops = null; // the tileset of the month's stops, where they are shown and there are any
  let turn = 0;
  const PATIENCE = 15000; // milliseconds before a map that does not appear is asked about
  let shown = ""; // the month whose tiles the map has
  const waiting = []; // called when the numbers of the month shown have been written

  async function start() {
    if (!own.canDraw()) return fail(null, "noWebgl");
    const files = [own.loadScript(data.library).then(startWorker), ...(data.archiveLibrary ? [own.loadScript(data.archiveLibrary)] : [])];
    root.dataset.ready = "loading";
    showLive("[data-live=first]", true);
    readFragment();
    time.write(state.month);
    const periods = findPeriods();
    if (state.month === own.YEAR) await periods;
    let base;
    [specification, boundaries, base] = await Promise.all([
      own.fetchJson(data.style),
      own.openTileset(data.boundaries).catch(catcher("boundaries")),
      own.openTileset(data.base).catch(catcher("base")),
      openMonth(),
      openStops(),
      ...files,
    ]);
    if (boundaries) tilesets.set("boundaries", boundaries);
    if (base) tilesets.set("base", base);
    readCoverage();
    const bounds = await startingBounds();
    own.serveTilesets(window.maplibregl, tilesets, (name, error) => missed.missTile(name, state.month, error));
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
      canvasContextAttributes: { preserveDrawingBuffer: true }, // for the printer
      locale: { "Map.Title": say("canvas") },
    });
    map.keyboard.disableRotation();
    map.touchZoomRotate.disableRotation();
    map.on("styleimagemissing", () => own.addImages(map, specification));
    map.on("load", ready);
    map.on("error", ({ sourceId, error }) => missed.miss(sourceId, error));
    setTimeout(askForWorker, PATIENCE);
  }

  /* The library's worker is begun as soon as the library is there, and so asked for once and early. */
  function startWorker() {
    if (!window.maplibregl) throw own.failure(data.library, "damaged");
    window.maplibregl.setWorkerUrl(new URL(data.worker, location.href).href);
    window.maplibregl.prewarm();
  }

  /* A worker that does not come tells nobody: where the map is not there after a while, its file is asked for to learn why. */
  async function askForWorker() {
    if (root.dataset.ready === "loading") await own.fetchFile(data.worker).catch(fail);
  }

  function ready() {
    shown = state.month;
    parts.plain.hidden = true;
    showLive("[data-live]", true);
    map.resize();
    root.dataset.ready = "true";
    own.addImages(map, specification);
    map.on("idle", () => refresh().catch(catcher("drawing")));
    map.on("move", () => panel.writeScale(map));
    map.on("moveend", () => writeFragment("replaceState"));
    map.on("click", (event) => choose(own.markAt(map, event.point)));
    dark.addEventListener("change", function () {
      own.addImages(map, specification);
      draw();
    });
    addEventListener("popstate", followFragment);
    panel.writeScale(map);
    writeFragment("replaceState");
  }

  /* ---- the month */

  const offerYear = (index) => Object.assign(time.optionOf(own.YEAR), { hidden: !index.last_12, disabled: !index.last_12 });

  /* Without a connection it is said already that other months may be missing. */
  const findPeriods = () => own.fetchJson(data.periods).then(offerYear, (error) => navigator.onLine && missed.miss("months", error));

  async function loadMonth(month) {
    if (time.optionOf(month).dataset.missing) return null;
    if (!tilesets.has(month)) tilesets.set(month, await own.openTileset(fill(data.crime, { month })));
    return tilesets.get(month);
  }

  async function prepareMonth(month) {
    const tileset = await loadMonth(month).catch(() => null);
    if (tileset) await tileset.prepare(map.getBounds(), map.getZoom());
  }

  /* Takes up the month chosen; one that cannot be loaded has no figures, and no force is blamed for it. */
  async function openMonth() {
    const { month } = state;
    let failure = null;
    missed.forget();
    const tileset = await loadMonth(month).catch((error) => ((failure = error), null));
    if (month !== state.month) return;
    about = tileset && tileset.about;
    readCoverage();
    writeCategories();
    if (failure) missed.miss("crime", failure);
  }

  function readCoverage() {
    coverage = own.readCoverage(about, time.optionOf(state.month).dataset.missing || "", boundaries && boundaries.about);
  }

  async function goToMonth(month, isPlayed) {
    if (month === state.month) return;
    state.month = month;
    if (!isPlayed) {
      time.write(month);
      panel.writeLoading(monthName(month));
    }
    await showMonth();
    writeFragment(isPlayed ? "replaceState" : "pushState");
    if (isPlayed && month === state.month) await new Promise((done) => waiting.push(done));
  }

  /* A month that is played stands in the box from the moment its numbers stand beside the map. */
  async function showMonth() {
    const asked = state.month;
    await openMonth();
    await openStops();
    if (asked !== state.month) return;
    shown = asked;
    draw();
  }

  const crimeTiles = () => (about ? state.month : "none");
  const months12 = () => (about && about["x-months"] ? about["x-months"].length : 1);
  const fineFrom = () => (about ? about.maxzoom : 12); // points from this zoom on, squares before

  async function openStops() {
    const { month } = state;
    const tileset = state.stops ? await openStopsOf(month).catch(catcher("stops")) : null;
    if (month === state.month) stops = state.stops ? tileset : null;
  }

  /* What could not be had is asked for again: tilesets, the month, and every tile. */
  async function retry() {
    missed.forgetAll();
    for (const name of ["boundaries", "base"]) {
      if (!tilesets.has(name)) await own.openTileset(data[name]).then((one) => tilesets.set(name, one), catcher(name));
    }
    if (time.optionOf(own.YEAR).hidden) await findPeriods();
    boundaries = tilesets.get("boundaries");
    await showMonth();
    changeTiles(true);
    for (const name of ["base", "boundaries"]) if (tilesets.has(name)) own.changeTiles(map.getSource(name), name, tilesets.get(name).about.maxzoom, true);
  }

  parts.again.onclick = retry;
  own.makeFrame(root, panel, () => map, () => map && missed.isAny() && retry());

  /* ---- the categories and layers */

  function writeCategories() {
    categories.write(state, about);
    parts.edges.checked = state.edges;
    parts.stops.checked = state.stops;
  }

  function chooseCategories(keys, btp) {
    Object.assign(state, { keys, btp });
    writeCategories();
    writeFragment("pushState");
    draw();
  }

  parts.layers.onchange = async function () {
    Object.assign(state, { edges: parts.edges.checked, stops: parts.stops.checked });
    writeFragment("pushState");
    await openStops();
    draw();
  };

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

  /* What became of the crimes at the point, in this month; British Transport Police and antisocial behaviour have no outcomes. */
  async function tellOutcomes() {
    const { point, month } = state;
    const mark = found.marks.get(point);
    const isAny = mark && month !== own.YEAR && (mark.counts.total || 0) > (mark.counts.asb || 0);
    let why = "";
    const rows = isAny ? await own.outcomesAt(data.outcomes, month, point, about["x-no-outcomes"]).catch((error) => ((why = error.why), null)) : [];
    if (point === state.point && month === state.month) panel.writeOutcomes(rows, why);
  }

  /* ---- drawing */

  function makeStyle() {
    const sources = { crime: own.vectorSource(crimeTiles(), { minzoom: 5, maxzoom: fineFrom() }), chosen: pointSource(state.point), lit: pointSource(""), search: own.featureSource(ring) };
    for (const name of ["boundaries", "base"]) if (tilesets.has(name)) sources[name] = own.vectorSource(name, tilesets.get(name).about);
    if (stops) sources.stops = own.vectorSource(`stops-${state.month}`, stops.about);
    const shown = { months: months12(), fine: fineFrom(), edges: state.edges, missing: coverage.hatched, area: state.area, notSupplied: say("notSupplied") };
    return own.makeStyle(specification, { sources, sum: own.sumOf(state), ...shown });
  }

  function pointSource(id) {
    const mark = found.marks.get(id) || found.stops.get(id);
    const place = id && { type: "Point", coordinates: mark ? mark.place : own.placeOf(id) };
    return own.featureSource(place ? [{ type: "Feature", geometry: place, properties: mark ? { ...mark.counts } : { total: 1 } }] : []);
  }

  /* Rings the point whose row has the focus or the pointer. */
  function light(id) {
    map.getSource("lit").setData(pointSource(id).data);
  }

  function changeTiles(isAgain) {
    own.changeTiles(map.getSource("crime"), crimeTiles(), fineFrom(), isAgain);
    if (stops) own.changeTiles(map.getSource("stops"), `stops-${state.month}`, stops.about.maxzoom, isAgain);
  }

  function draw() {
    changeTiles(false);
    map.setStyle(makeStyle(), { diff: true });
    map.triggerRepaint(); // what is drawn is counted when the map is idle again, though nothing else may have changed
  }

  /* ---- what is in view */

  async function refresh() {
    const mine = ++turn;
    const isFine = map.getZoom() >= fineFrom();
    const { marks, sums } = own.marksInView(map, "crime", isFine ? "crimes" : "cells");
    const stopped = own.marksInView(map, "stops", map.getZoom() >= 12 ? "stops" : "cells");
    const extra = isFine && state.point && !marks.has(state.point) ? [own.pixelsOf(state.point)] : [];
    let failure = null;
    const named = isFine ? await own.nameMarks([...marks.values(), ...extra], data.streets, (error) => (failure = error)) : new Map();
    if (mine !== turn || shown !== state.month) return;
    missed.forget(["names"]);
    if (failure) missed.miss("names", failure);
    const before = found.marks.get(state.point);
    found = { stops: map.getZoom() >= 12 ? stopped.marks : new Map(), stopped: stopped.sums.total || 0, marks: isFine ? marks : new Map(), named, sums, isFine, cells: marks, month: shown };
    writeFound();
    waiting.splice(0).forEach((done) => done());
    const countsOf = (mark) => JSON.stringify((mark || {}).counts);
    if (state.point && countsOf(found.marks.get(state.point)) !== countsOf(before)) draw();
  }

  /* Numbers are written under the month they are of: those of the one chosen follow when its tiles are there. */
  function writeFound() {
    if (found.month !== state.month) return;
    const month = monthName(state.month);
    time.write(state.month);
    const forces = own.forcesInView(map);
    const drawn = [...found.cells.values()].map((mark) => ({ ...mark, number: own.split(mark.counts, state).drawn })).filter((mark) => mark.number);
    const rows = found.isFine ? panel.rowsOf(drawn, found.named) : [];
    const isKnown = (dataset) => isWhole() && coverage.isKnown(forces, dataset);
    const { used, chosen } = categories.inUse();
    panel.writeStatus({
      month,
      streets: found.isFine ? new Set(rows.map((row) => row.street || row.id)).size : null,
      places: drawn.length,
      sums: own.split(found.sums, state),
      hasCrimes: chosen.some((key) => key !== "asb") && isKnown(),
      hasAsb: chosen.includes("asb") && isKnown("asb"),
      isKnown: isKnown() && (!chosen.includes("asb") || isKnown("asb")),
      isMissed: !isWhole(),
      leftOut: used.length - chosen.length,
      stops: state.stops && stops ? { n: found.stopped, isKnown: isWhole() && !missed.has("stops") && own.readCoverage(stops.about, "", boundaries && boundaries.about).isKnown(forces) } : null,
      noStops: state.stops && (missed.has("stops") ? "stopsMissed" : !stops && (state.month === own.YEAR ? "stopsMonthly" : "noStops")),
      unlocated: coverage.unlocatedOf(forces),
    });
    panel.writeNotices(...coverage.gapsOf(forces), coverage.issuesOf(forces), month);
    panel.writeList(rows, state.point, choose, light);
    panel.show("streets", found.isFine);
    panel.show("fartherNote", !found.isFine);
    const picked = own.describePoint(map, state.point, found, { month, coverage, categories, isWhole: isWhole(), stops: say("stopsHere") }, data);
    panel.writeChosen(picked);
    if (picked) tellOutcomes();
    categories.writeNumbers(found.sums, isKnown);
    panel.writeLegend(found.isFine, specification.classes.cells.breaks, map.getZoom(), months12());
    panel.show("stopsKey", Boolean(stops));
    panel.show("nearHint", rows.length > 0);
    panel.show("farHint", !found.isFine && drawn.length > 0);
    document.title = parts.what.textContent = say("title", { place: parts.heading.textContent, month });
  }

  /* ---- the fragment */

  function readFragment() {
    const read = own.readState(location.hash, [...months, own.YEAR]);
    Object.assign(state, { ...read, month: read.month || months.at(-1) });
  }

  function writeFragment(how) {
    state.view = own.viewOf(map);
    const fragment = own.writeState(state);
    if (fragment !== location.hash) history[how](null, "", fragment);
  }

  async function followFragment() {
    readFragment();
    time.write(state.month);
    const bounds = await startingBounds();
    if (state.view) map.jumpTo({ center: [state.view.lon, state.view.lat], zoom: state.view.zoom });
    else map.fitBounds(bounds, { padding: 24, maxZoom: 14, animate: false });
    await showMonth();
    writeFound();
  }

  /* Where a first visit begins: the neighbourhood or force asked for, else everything there is. Names the area in the heading. */
  async function startingBounds() {
    const everything = (boundaries && boundaries.about.bounds) || (about && about.bounds) || [-8.2, 49.8, 1.8, 60.9];
    const area = await own.findArea(boundaries && boundaries.about, state.area, (force) => fill(data.boxes, { force }), catcher("boundaries"));
    if (!area) state.area = "";
    parts.heading.textContent = area ? say("headingOf", { area: area.name }) : say("heading");
    return (area && area.bounds) || everything;
  }

  own.makeFind(
    panel,
    data,
    async function (area) {
      Object.assign(state, { area, view: null });
      const box = await startingBounds();
      writeFragment("pushState"); // before the map moves, which takes the newest entry along
      map.fitBounds(box, { padding: 24, maxZoom: 14, animate: false });
      draw();
    },
    function (features, box) {
      ring = features;
      draw();
      map.fitBounds(box, { padding: 24, animate: false });
    }
  );

  /* ---- starting and failing */

  function showLive(which, isShown) {
    root.querySelectorAll(which).forEach((part) => (part.hidden = !isShown));
  }

  function fail(error, reason = "notLoaded") {
    const text = [say(reason), ...(error && error.why ? [say(error.why)] : [])].join(" ");
    root.dataset.failure = error ? error.message : reason; // for who looks into it
    showLive("[data-live]", false);
    parts.plain.hidden = false;
    parts.reason.textContent = text;
    root.dataset.ready = "failed";
    own.tellPage("fail", text);
  }

  start().catch(fail);
})(window.crimeMap);
