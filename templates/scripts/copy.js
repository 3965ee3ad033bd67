/* Proves the page about this copy while it is looked at: pointer, signature, lists of files, the bytes of the page and of what it loads.
   Without it the page says how to do that by hand. */

import { check } from "./copy/check.js";
import { say } from "./copy/words.js";

/** @type {HTMLElement} */
const place = document.querySelector("[data-proof]");
const status = place.querySelector("[role=status]");

async function start() {
  place.hidden = false;
  if (location.protocol === "file:") return say(status, "folder", {});
  say(status, "busy", {});
  const { verdict, ...values } = await check(place.dataset);
  say(status, verdict, values);
}

start();
