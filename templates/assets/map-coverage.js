/* What each force supplied for the month shown. Missing is not zero: a nought needs evidence of full supply. */
(function (own) {
  "use strict";

  const isCounted = (state) => state.startsWith("supplied");

  /* `about`: TileJSON of the month, null where it has none and every force is in the state `missing`; `boundaries`: theirs, or null. */
  own.readCoverage = function (about, missing, boundaries) {
    const areas = boundaries ? boundaries["x-forces"] : {};
    const names = about ? about["x-forces"] : {};
    const forces = { ...areas };
    for (const force in names) forces[force] = { bounds: null, ...areas[force], name: names[force] };
    const nameOf = (force) => (forces[force] ? forces[force].name : force);

    function stateOf(force, dataset) {
      if (!about) return missing;
      const covered = about["x-coverage"][force];
      if (!covered) return "not_supplied";
      return (dataset && covered[dataset] ? covered[dataset] : covered).state;
    }

    /* Forces whose area is hatched. */
    const hatched = Object.keys(forces).filter((force) => !isCounted(stateOf(force))).sort();

    /* Whether nothing recorded by these forces means that there was nothing. */
    function isKnown(some, dataset) {
      return some.length > 0 && some.every((force) => stateOf(force, dataset) === "supplied");
    }

    /* What these forces, and those without an area, left out: force names by the text that says it, [no figures, figures with a gap]. */
    function gapsOf(some) {
      const without = Object.keys(forces).filter((force) => !forces[force].bounds && !some.includes(force)).sort();
      const gaps = [new Map(), new Map()];
      const add = (gap, text, force) => gap.set(text, [...(gap.get(text) || []), nameOf(force)]);
      for (const force of [...some, ...without]) {
        const state = stateOf(force);
        const isDrawn = forces[force] && forces[force].bounds;
        if (!isCounted(state)) add(gaps[0], isDrawn || state === "never" ? state : "elsewhere", force);
        else if (state !== "supplied") add(gaps[1], state, force);
        else if (isDrawn && !isCounted(stateOf(force, "asb"))) add(gaps[1], "noAsb", force);
      }
      return gaps;
    }

    /* How many rows of these forces have no location, and the name to give them: the force's, or none where there are several. */
    function unlocatedOf(some) {
      const counted = some.filter((force) => about && about["x-unlocated"][force]);
      const rows = counted.map((force) => about["x-unlocated"][force]);
      const n = rows.reduce((sum, { crimes, asb }) => sum + crimes + (asb || 0), 0);
      return { n, force: counted.length === 1 ? nameOf(counted[0]) : "" };
    }

    return { forces, hatched, isKnown, gapsOf, unlocatedOf };
  };
})(window.crimeMap);
