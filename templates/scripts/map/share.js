/* A link to what is seen now: given to what the device shares with, or copied. */

/** @param {import("./panel.js").Panel} panel */
export function makeShare({ parts, say, show }) {
  const tell = (/** @type {string} */ name) => (parts.said.textContent = say(name));

  async function copy() {
    const href = location.href;
    const isCopied = await Promise.resolve(navigator.clipboard && navigator.clipboard.writeText(href).then(() => true)).catch(() => false);
    show("byHand", !isCopied);
    tell(isCopied ? "copied" : "notCopied");
    if (isCopied) return;
    parts.link.value = href;
    parts.link.focus();
    parts.link.select();
  }

  /* Who changes their mind has not failed. */
  const share = () => navigator.share({ title: document.title, url: location.href }).catch((error) => error.name !== "AbortError" && copy());

  parts.copy.onclick = copy;
  parts.share.onclick = navigator.share ? share : copy;
  if (navigator.share) parts.share.setAttribute("aria-label", say("shareLink"));
  for (const event of ["hashchange", "pointerdown", "keydown"]) addEventListener(event, () => (parts.said.textContent = ""), { capture: true });
}
