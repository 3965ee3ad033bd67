/* A link to what is seen now: given to what the device shares with, or copied. */

/** @param {import("./panel.js").Panel} panel @param {import("./address.js").Address} address */
export function makeShare({ parts, say, show }, address) {
  const places = [parts.said, parts.saidBelow];

  /** Copies the link and says so where the button is, or offers the link where it can be taken by hand.
   * @param {HTMLElement} place */
  async function copy(place) {
    const href = address.href();
    const isCopied = await Promise.resolve(navigator.clipboard && navigator.clipboard.writeText(href).then(() => true)).catch(() => false);
    show("byHand", !isCopied);
    (isCopied ? place : parts.saidBelow).textContent = say(isCopied ? "copied" : "notCopied");
    if (isCopied) return;
    parts.link.value = href;
    parts.link.focus();
    parts.link.select();
  }

  /* Who changes their mind has not failed. */
  const share = () => navigator.share({ title: parts.what.textContent, url: address.href() }).catch((error) => error.name !== "AbortError" && copy(parts.said));

  parts.copy.onclick = () => copy(parts.saidBelow);
  parts.share.onclick = navigator.share ? share : () => copy(parts.said);
  if (navigator.share) parts.share.setAttribute("aria-label", say("shareLink"));
  for (const event of ["hashchange", "pointerdown", "keydown"]) addEventListener(event, () => places.forEach((one) => (one.textContent = "")), { capture: true });
}
