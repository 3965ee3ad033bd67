/* Search in the page, with suggestions while somebody types. Words come from #search-texts, the way to the site's root from data-root,
   that to the pages of the page's language from data-home. Without it the form leads to the list of places. */
(function (own) {
  "use strict";

  const PAUSE = 150; // milliseconds without a letter before something is asked for
  let texts = document.getElementById("search-texts");

  const word = (kind) => texts.content.querySelector(`[data-text='${kind}']`).textContent;

  /* A page without the words has them from the list of places, where its form leads; asked for as soon as the field is used. */
  async function withTexts(form) {
    if (texts) return;
    const answer = await fetch(form.action, { credentials: "omit" });
    texts = texts || new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("search-texts");
    if (!texts) throw new Error(form.action);
  }

  function makeSearch(form) {
    const { root, home = root } = form.dataset;
    const input = Object.assign(form.querySelector("input"), { autocapitalize: "words", spellcheck: false });
    const here = form.querySelector("[data-here]");
    const box = form.querySelector("[data-list]");
    const status = form.querySelector("[data-found]");
    const isInFolder = location.protocol === "file:";
    let answers, waiting;
    let turn = 0; // what is found for an earlier turn comes too late

    async function prepare() {
      await withTexts(form);
      answers = answers || own.makeAnswers(root, Boolean(texts.content.querySelector("[data-text='form']")));
    }

    /* ---- what the reader sees */

    function say(kind, { text = "", month, number } = {}) {
      const named = month && `${word("months").split(",")[month.slice(5) - 1]} ${month.slice(0, 4)}`;
      const values = { q: text, n: number, month: named };
      status.textContent = word(kind).replace(/\{(q|n|month)\}/g, (_, key) => values[key]);
    }

    /* The rows as links under the names of their groups; while somebody types they are the options of the field. */
    function list(groups, isOptions = false) {
      let number = 0;
      box.hidden = !groups.length;
      box.replaceChildren(...groups.map(function ({ name, rows }) {
        const label = name && word(name);
        const item = make("div");
        if (label) item.append(make("b", label));
        const links = rows.map((row) => linkTo(row, isOptions && ++number));
        if (isOptions) {
          item.append(...links);
          item.setAttribute("role", "group");
          item.setAttribute("aria-label", label || word("results").replace("{n}", rows.length));
          if (label) item.firstChild.setAttribute("aria-hidden", "true");
        } else {
          item.append(make("ul"));
          item.lastChild.append(...links.map(inItem));
        }
        return item;
      }));
      if (isOptions) {
        box.setAttribute("role", "listbox");
        box.setAttribute("aria-label", word("options"));
      } else {
        box.removeAttribute("role");
        box.removeAttribute("aria-label");
      }
      input.setAttribute("aria-expanded", String(isOptions && groups.length > 0));
      input.removeAttribute("aria-activedescendant");
    }

    function linkTo([text, note, way], option) {
      const link = make("a");
      link.href = home + way + (isInFolder ? "index.html" : "");
      link.append(make("span", text));
      if (note) link.append(make("small", note));
      if (option) {
        link.setAttribute("role", "option");
        link.setAttribute("aria-selected", "false");
        link.tabIndex = -1;
        link.id = `q-${option}`;
      }
      return link;
    }

    const groupsOf = ({ groups, places = [] }) => groups || (places.length ? [{ name: "", rows: places }] : []);

    function show(answer) {
      if (answer.kind === "place") return location.assign(home + answer.places[0][2]);
      const groups = groupsOf(answer);
      say(answer.kind, answer);
      list(groups.length ? groups : [{ name: "", rows: [[word("places"), "", "find/"]] }]);
    }

    /* What was found so far, said by its number; nothing is said of what may still become a name or a postcode. */
    function suggest(answer) {
      const groups = groupsOf(answer);
      const number = groups.reduce((sum, { rows }) => sum + rows.length, 0);
      list(groups, true);
      if (answer.kind === "meant" || answer.kind === "common") say(answer.kind, answer);
      else status.textContent = number ? word("results").replace("{n}", number) : "";
    }

    function close() {
      status.textContent = "";
      list([]);
    }

    /* ---- what the reader does */

    function typing() {
      const mine = ++turn;
      clearTimeout(waiting);
      waiting = setTimeout(async function () {
        const answer = await prepare().then(() => answers.suggestionsFor(input.value)).catch(() => ({}));
        if (mine === turn && texts) suggest(answer);
      }, PAUSE);
    }

    async function submit(event) {
      event.preventDefault();
      clearTimeout(waiting);
      const mine = ++turn;
      const typed = input.value;
      try {
        await prepare();
      } catch {
        return location.assign(form.action);
      }
      if (mine !== turn) return;
      if (!/[a-z0-9]/i.test(typed)) {
        say("empty");
        list([]);
        return input.focus();
      }
      if (isInFolder) return show({ kind: "file" });
      say("busy", { text: typed.trim() });
      const answer = await answers.answerFor(typed).catch(() => ({ kind: "failed", text: typed.trim() }));
      if (mine === turn) show(answer);
    }

    /* Up and down go through the options, Enter follows the one that is marked, Escape closes the list. */
    function steer(event) {
      const options = [...form.querySelectorAll("[role=option]")];
      const at = options.findIndex((option) => option.id === input.getAttribute("aria-activedescendant"));
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!options.length || (!step && event.key !== "Escape" && (event.key !== "Enter" || at < 0))) return;
      event.preventDefault();
      if (event.key === "Escape") return close();
      if (event.key === "Enter") return options[at].click();
      if (at >= 0) options[at].setAttribute("aria-selected", "false");
      const next = at < 0 && step < 0 ? options.length - 1 : at + step;
      if (!options[next]) return input.removeAttribute("aria-activedescendant");
      options[next].setAttribute("aria-selected", "true");
      options[next].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", options[next].id);
    }

    async function locate() {
      turn++;
      try {
        await prepare();
      } catch {
        return location.assign(form.action);
      }
      say("locating");
      list([]);
      navigator.geolocation.getCurrentPosition(
        async ({ coords }) => show(await answers.answerForPosition(coords.longitude, coords.latitude).catch(() => ({ kind: "failed" }))),
        () => (show({ kind: "denied" }), input.focus()),
        { timeout: 15000, maximumAge: 300000 }
      );
    }

    form.addEventListener("submit", submit);
    if (isInFolder) return;
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", box.id);
    input.addEventListener("focus", () => prepare().then(() => answers.fetchIndex()).catch(() => null), { once: true });
    input.addEventListener("input", typing);
    input.addEventListener("keydown", steer);
    form.addEventListener("focusout", (event) => form.querySelector("[role=option]") && !form.contains(event.relatedTarget) && close());
    if (here && navigator.geolocation && window.isSecureContext) {
      here.hidden = false;
      here.addEventListener("click", locate);
    }
  }

  function inItem(link) {
    const item = make("li");
    item.append(link);
    return item;
  }

  function make(name, text) {
    const element = document.createElement(name);
    if (text) element.textContent = text;
    return element;
  }

  document.querySelectorAll("form.search[data-root]").forEach(makeSearch);
})(window.placeSearch);
