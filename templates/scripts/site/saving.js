/* Areas kept on this device, where the browser can keep any. The script that does it comes when something is kept, or is to be. */

export function offerSaving() {
  /** @type {HTMLElement} */
  const keeper = document.querySelector("a[data-keep]");
  if (!keeper || !window.isSecureContext || !("serviceWorker" in navigator && "caches" in window) || location.protocol === "file:") return;
  /** @type {HTMLElement} */
  const offer = document.querySelector("[data-area]");
  const scope = new URL("..", new URL(keeper.dataset.keep, location.href)).href;
  const load = () => document.head.append(Object.assign(document.createElement("script"), { src: keeper.dataset.keep }));
  caches.has(`${scope}#saved`).then(function (some) {
    if (some) load();
    else if (offer) {
      const button = /** @type {HTMLElement} */ (offer.firstElementChild);
      offer.hidden = false;
      button.onclick = function () {
        button.onclick = null;
        offer.dataset.pressed = "true";
        load();
      };
    }
  }).catch(function () { /* A browser that keeps nothing, as in a private window: nothing is offered. */ });
}
