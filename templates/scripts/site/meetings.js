/* Meetings, by the reader's clock. */

import { make } from "../shared/elements.js";

/** @param {Element} meeting */
const isOver = (meeting) => Date.parse(/** @type {HTMLElement} */ (meeting).dataset.until) < Date.now();

/** At the top of the page: the next meeting that is not over, and where it is. */
export function writeNextMeeting() {
  const next = nextMeeting();
  if (!next) return;
  const soonest = [...document.querySelectorAll(".event")].find((meeting) => !isOver(meeting));
  /** @type {any} */
  const address = soonest && soonest.querySelector("br") && soonest.querySelector("p").lastChild; // the force's words, in their own language
  const day = document.querySelector("[data-asof]"); // the day of the data, where nothing looks at the clock
  if (day) day.remove();
  next.textContent = soonest ? soonest.querySelector(".do .vh").textContent.slice(2) + (address ? ", " : "") : next.dataset.gone;
  if (address) {
    const where = make("span", address.textContent.split(",")[0].trim());
    where.lang = address.lang || document.documentElement.lang;
    next.append(where);
  }
}

/** A meeting that is over goes to those already held, newest first; the first that is not is the next. */
export function moveHeldMeetings() {
  /** @type {HTMLElement} */
  const held = document.querySelector(".held");
  const [coming, later] = document.querySelectorAll(".events");
  if (!held || !coming) return;
  const over = make("ul", "", "events");
  const folded = later ? later.children.length : 0;
  for (const meeting of [...document.querySelectorAll(".event")].filter(isOver)) {
    const calendar = meeting.querySelector(".do");
    if (calendar) calendar.remove();
    meeting.classList.remove("next");
    over.prepend(meeting);
  }
  if (over.firstChild) {
    held.hidden = false;
    held.firstElementChild.after(over);
  }
  // How many are folded is true as long as none of them is over; none is alone in the fold.
  if (later && (later.children.length < folded || !coming.firstElementChild)) {
    coming.append(...later.children);
    later.parentElement.remove();
  }
  const next = nextMeeting();
  if (coming.firstElementChild) coming.firstElementChild.classList.add("next");
  else if (next) coming.replaceWith(make("p", next.dataset.gone));
}

/** @returns {HTMLElement} */
const nextMeeting = () => document.querySelector("[data-gone]");
