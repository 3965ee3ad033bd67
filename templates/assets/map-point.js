/* The chosen point: what was recorded there, in which neighbourhoods it lies, and the ways on from it. */
(function (own) {
  "use strict";

  const fill = (template, values) => template.replace(/\{(\w+)\}/g, (_, key) => values[key]);

  /* What the panel says of a point; null where nothing is known of it. `found` is what is in view, `shown` has month (in words), coverage,
     categories, isWhole and `stops`, the words for them; `pages` are the ways to the pages of a force, a neighbourhood and its streets. */
  own.describePoint = function (map, id, found, shown, pages) {
    const mark = found.marks.get(id);
    const name = found.named.get(id);
    const stopped = found.stops.get(id);
    if (!id || (!mark && !name && !stopped)) return null;
    const { coverage, categories, isWhole } = shown;
    const counts = mark ? mark.counts : Object.create(null);
    const areas = (name && name.areas) || [];
    const forces = areas.length ? areas.map(([force]) => force) : own.forcesAt(map, id);
    const rows = (isWanted) => categories.rowsOf(counts, isWanted);
    return {
      street: name && name.street,
      month: shown.month,
      crimes: rows((key) => key !== "asb" && key !== "btp"),
      asb: rows((key) => key === "asb"),
      btp: rows((key) => key === "btp"),
      stops: stopped ? [[shown.stops, stopped.counts.total || 0]] : [],
      isKnown: isWhole && ["crime", "asb"].every((dataset) => coverage.isKnown(forces, dataset)),
      isMissed: !isWhole,
      areas: areas.map(([force, folder, title]) => ({
        name: title,
        page: fill(pages.neighbourhood, { force, folder }),
        streets: `${fill(pages.streetPage, { force, folder })}#${id}`,
      })),
      isNowhere: Boolean(name) && !areas.length,
      forces: forces.map((force) => ({ name: coverage.nameOf(force), page: fill(pages.force, { force }) })),
    };
  };
})(window.crimeMap);
