/* A link to a point of the list of streets shows what its row holds. */

export function unfoldStreets() {
  addEventListener("hashchange", unfold);
  unfold();
}

function unfold() {
  const row = document.getElementById(location.hash.slice(1));
  const details = row && row.tagName === "TR" && row.querySelector("details");
  if (details) details.open = true;
}
