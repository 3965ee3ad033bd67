/* Where the map's state is written: in the address of its own page, or, in another page, in the one that its own would have. */

/** @typedef {ReturnType<typeof makeAddress>} Address */
/** @typedef {"pushState" | "replaceState"} How a new entry of the history, or the same */

/** `here` is the way to the map's own page where it stands in another one.
 * @param {string} [here] */
export function makeAddress(here) {
  if (!here)
    return {
      read: () => location.hash,
      href: () => location.href,
      write: (/** @type {string} */ fragment, /** @type {How} */ how) => history[how](null, "", fragment),
      follow: (/** @type {(href: string) => void} */ tell) => addEventListener("popstate", () => tell(location.href)),
    };
  const url = new URL(here, location.href);
  /** @type {(href: string) => void} */
  let tell = () => {};
  return {
    read: () => url.hash,
    href: () => url.href,
    /** @param {string} fragment */
    write(fragment) {
      url.hash = fragment;
      tell(url.href);
    },
    /** @param {(href: string) => void} work */
    follow(work) {
      tell = work;
      tell(url.href);
    },
  };
}
