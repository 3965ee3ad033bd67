/* The page for developers: a button that copies each program, and the site's own address where the pages were not told it. */

import { make } from "./shared/elements.js";

/** @type {HTMLElement} */
const status = document.querySelector("[data-copied]");
/** @type {HTMLElement} */
const address = document.querySelector("[data-address]");

/** Put the address at which the page is read wherever the built-in one stands. */
function tellAddress() {
  const builtIn = address.textContent;
  const root = new URL(address.dataset.address, location.href).href;
  for (const code of document.querySelectorAll(".code code, [data-address]"))
    for (const node of texts(code)) node.data = node.data.replaceAll(builtIn, root);
  /** @type {HTMLElement} */
  const told = document.querySelector("[data-told]");
  told.textContent = told.dataset.told;
}

/** @param {Element} within @returns {Generator<Text>} */
function* texts(within) {
  const walker = document.createTreeWalker(within, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) yield /** @type {Text} */ (walker.currentNode);
}

/** The program selected, and copied where the browser lets it be. @param {Element} program @param {HTMLElement} button */
async function copy(program, button) {
  document.getSelection().selectAllChildren(program);
  status.textContent = "";
  try {
    await navigator.clipboard.writeText(program.textContent);
    status.textContent = button.textContent = status.dataset.copied;
  } catch {
    button.textContent = status.dataset.copy;
  }
}

function addButtons() {
  for (const program of document.querySelectorAll(".code")) {
    const button = make("button", status.dataset.copy, "plain");
    button.type = "button";
    button.classList.add("copier");
    button.addEventListener("click", () => copy(program, button));
    program.after(button);
  }
}

if (address && location.protocol !== "file:") tellAddress();
if (navigator.clipboard) addButtons();
