/* Search in the page, with suggestions while somebody types. Words come from #search-texts, the way to the site's root from data-root,
   that to the pages of the page's language from data-home. Without it the form leads to the list of places. */

import { answerFor, suggestionsFor } from "./search/answers.js";
import { openLists } from "./search/lists.js";
import { answerForPosition } from "./search/position-answers.js";
import { makeResults } from "./search/results.js";
import { fetchTexts, hasText, word } from "./search/words.js";
import { monthIn } from "./shared/texts.js";

/** @typedef {import("./search/answers.js").Answer} Answer */

const PAUSE = 150; // milliseconds without a letter before something is asked for
const REST = 450; // and from then on before what was found is said

/** @param {HTMLFormElement} form */
function makeSearch(form) {
  const { root, home = root } = form.dataset;
  const input = Object.assign(form.querySelector("input"), { autocapitalize: "words", spellcheck: false });
  /** @type {HTMLElement} */
  const here = form.querySelector("[data-here]");
  const status = form.querySelector("[data-found]");
  const isInFolder = location.protocol === "file:";
  const lists = openLists(root);
  const results = makeResults(form, input, home, isInFolder);
  /** @type {ReturnType<typeof setTimeout>} */
  let waiting;
  let turn = 0; // what is found for an earlier turn comes too late

  const hasPostcodes = () => hasText("form");

  /* ---- what the reader sees */

  /** @param {string} kind @param {Answer} [answer] */
  function say(kind, { text = input.value.trim(), month, number } = {}) {
    status.textContent = word(kind, { q: text, n: number, month: month && monthIn(month, word("months").split(",")) });
  }

  /** The one page that is meant is opened; else the reader is taken to the list, and told how long it is, or back to the field.
   * @param {Answer} answer */
  function show(answer) {
    if (answer.opens) return location.assign(home + answer.opens);
    const { groups = [] } = answer;
    const number = results.list(groups.length ? groups : [{ name: "", rows: [[word("places"), "", "find/"]] }], answer.text);
    say(answer.kind, { number, ...answer });
    if (groups.length) results.enter();
    else input.focus();
  }

  /** What was found so far, said once the letters rest; nothing is said of what may still become a name or a postcode.
   * @param {Answer} answer */
  function suggest(answer) {
    const number = results.list(answer.groups || [], answer.text, true);
    waiting = setTimeout(() => (number ? say(answer.kind, { number, ...answer }) : (status.textContent = "")), REST);
  }

  function close() {
    clearTimeout(waiting);
    status.textContent = "";
    results.list([]);
  }

  /* ---- what the reader does */

  /** Whether there are words to answer in; without them the reader goes on to the list of places. */
  const hasWords = () => fetchTexts(form).then(() => true, () => location.assign(form.action));

  function typing() {
    const mine = ++turn;
    clearTimeout(waiting);
    waiting = setTimeout(async function () {
      const answer = await fetchTexts(form).then(() => suggestionsFor(lists, input.value, hasPostcodes())).catch(() => /** @type {Answer} */ (null));
      if (answer && mine === turn) suggest(answer);
    }, PAUSE);
  }

  /** @param {Event} event */
  async function submit(event) {
    event.preventDefault();
    clearTimeout(waiting);
    const mine = ++turn;
    if (!(await hasWords()) || mine !== turn) return;
    if (isInFolder) return show({ kind: "file" });
    say("busy");
    const answer = await answerFor(lists, input.value, hasPostcodes()).catch(() => ({ kind: "failed" }));
    if (mine === turn) show(answer);
  }

  async function locate() {
    turn++;
    if (!(await hasWords())) return;
    say("locating");
    results.list([]);
    navigator.geolocation.getCurrentPosition(
      async ({ coords }) => show(await answerForPosition(lists, coords.longitude, coords.latitude).catch(() => ({ kind: "failed" }))),
      () => show({ kind: "denied" }),
      { timeout: 15000, maximumAge: 300000 }
    );
  }

  form.addEventListener("submit", submit);
  if (isInFolder) return;
  results.beCombobox(close);
  input.addEventListener("focus", () => fetchTexts(form).then(lists.fetchIndex).catch(() => ({})), { once: true });
  input.addEventListener("input", typing);
  if (here && navigator.geolocation && window.isSecureContext) {
    here.hidden = false;
    here.addEventListener("click", locate);
  }
}

/** @type {NodeListOf<HTMLFormElement>} */
const forms = document.querySelectorAll("form.search[data-root]");
forms.forEach(makeSearch);
