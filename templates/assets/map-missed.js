/* What could not be loaded, and why: remembered by part, told beside the map, and asked by whoever would say that there is nothing. */
(function (own) {
  "use strict";

  const PARTS = { crime: "partCrime", stops: "partStops", boundaries: "partBoundaries", base: "partBase", names: "partNames", months: "partMonths", drawing: "partDrawing" };
  const OF_MONTH = ["crime", "stops", "names", "drawing"];

  /* `onMissed()` is called after each part that is missed. */
  own.makeMissed = function ({ parts, say, show, list }, onMissed) {
    const causes = new Map();

    function write() {
      const reasons = [...new Set(causes.values())].filter(Boolean).map((why) => say(why));
      show("failed", causes.size > 0);
      parts.why.textContent = causes.size ? [say("failed", { parts: list([...causes.keys()].map((part) => say(PARTS[part]))) }), ...reasons].join(" ") : "";
    }

    /* A part that could not be had; what is neither known to be one nor to have a cause is something drawn, damaged. */
    function miss(part, error) {
      causes.set(Object.keys(PARTS).includes(part) ? part : "drawing", error && error.why ? error.why : "damaged");
      write();
      onMissed();
      return null;
    }

    /* What catches the failure of a part. */
    const catcher = (part) => (error) => miss(part, error);

    /* A tile; of another month than the one chosen nobody misses one. */
    function missTile(tileset, month, error) {
      if (["boundaries", "base"].includes(tileset)) miss(tileset, error);
      else if (tileset === month) miss("crime", error);
      else if (tileset === `stops-${month}`) miss("stops", error);
    }

    function forget(some = OF_MONTH) {
      some.forEach((part) => causes.delete(part));
      write();
    }

    return {
      catcher,
      miss,
      missTile,
      forget,
      forgetAll: () => forget(Object.keys(PARTS)),
      has: (part) => causes.has(part),
      isAny: () => causes.size > 0,
      /* Whether what is not seen of the crimes is not there: their tiles came, and the areas of the forces whose supply is asked. */
      isWhole: () => !causes.has("crime") && !causes.has("boundaries"),
    };
  };
})(window.crimeMap);
