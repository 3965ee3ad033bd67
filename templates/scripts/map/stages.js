/* From the page without its map to the map alive, or to the words on why it could not be: what of the page is shown when. */

/** `onFail(text)` hears why there is no map.
 * @param {HTMLElement} root @param {import("./panel.js").Panel} panel @param {(text: string) => void} onFail */
export function makeStages(root, { parts, say }, onFail) {
  /** @param {string} which @param {boolean} isShown */
  function showLive(which, isShown) {
    /** @type {NodeListOf<HTMLElement>} */
    const live = root.querySelectorAll(which);
    for (const part of live) part.hidden = !isShown;
  }

  /* The map is being fetched: what is there already is told. */
  function load() {
    root.dataset.ready = "loading";
    showLive("[data-live=first]", true);
  }

  function live() {
    parts.plain.hidden = true;
    showLive("[data-live]", true);
  }

  /* The baked picture stands until the map has painted the same, or is moved away from it. */
  function uncover() {
    root.dataset.drawn = "true";
  }

  /** @param {any} error @param {string} [reason] */
  function fail(error, reason = "notLoaded") {
    const text = [say(reason), ...(error && error.why ? [say(error.why)] : [])].join(" ");
    root.dataset.failure = error ? error.message : reason; // for who looks into it
    showLive("[data-live]", false);
    parts.plain.hidden = false;
    parts.reason.textContent = text;
    root.classList.remove("live");
    root.dataset.ready = "failed";
    onFail(text);
  }

  return { load, live, uncover, fail };
}
