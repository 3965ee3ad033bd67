/* The frame around the map: zoom buttons, full screen, the wheel, the connection. */
(function (own) {
  "use strict";

  /* `getMap()` gives the map once there is one; `onOnline()` is called when the connection is back. */
  own.makeFrame = function (root, { parts, show }, getMap, onOnline) {
    parts.nearer.onclick = () => getMap().zoomIn();
    parts.farther.onclick = () => getMap().zoomOut();
    parts.full.hidden = !document.fullscreenEnabled;
    parts.full.onclick = () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen());
    document.addEventListener("fullscreenchange", () => parts.full.setAttribute("aria-pressed", String(Boolean(document.fullscreenElement))));
    parts.canvas.addEventListener("wheel", keepPageScrolling, { capture: true, passive: true });
    const writeConnection = () => show("offline", !navigator.onLine);
    addEventListener("offline", writeConnection);
    addEventListener("online", () => (writeConnection(), onOnline()));

    /* The wheel zooms only with Ctrl or while the map has the focus: a page one scrolls through is not to be caught. */
    function keepPageScrolling(event) {
      const isMeant = event.ctrlKey || event.metaKey || parts.canvas.contains(document.activeElement);
      if (!isMeant) event.stopPropagation();
      parts.hint.hidden = isMeant;
    }
  };
})(window.crimeMap);
