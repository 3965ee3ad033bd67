/* Who wants to know of what happens on a map. */

/** @typedef {(event?: any) => void} Listener */

export function makeEvents() {
  /** @type {Map<string, Set<Listener>>} */
  const listeners = new Map();

  /** @param {string} name @param {Listener} listener */
  function on(name, listener) {
    listeners.set(name, (listeners.get(name) || new Set()).add(listener));
  }

  /** @param {string} name @param {Listener} listener */
  function off(name, listener) {
    if (listeners.has(name)) listeners.get(name).delete(listener);
  }

  /** @param {string} name @param {Listener} listener */
  function once(name, listener) {
    const first = (/** @type {any} */ event) => (off(name, first), listener(event));
    on(name, first);
  }

  /** @param {string} name @param {any} [event] */
  function tell(name, event) {
    for (const listener of [...(listeners.get(name) || [])]) listener(event);
  }

  return { on, off, once, tell };
}
