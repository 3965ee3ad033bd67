/* The period shown: buttons, select, slider, and playing the months one after the other. */

export const YEAR = "last-12"; // the newest 12 months together, where the site has them
const STEP = 900; // milliseconds a month stands while they are played

/** `go(month, isPlayed)` shows a month, `prepare(month)` fetches what it needs in this view; both may be waited for.
 * @param {import("./panel.js").Panel} panel @param {(month: string, isPlayed: boolean) => Promise<void>} go @param {(month: string) => Promise<void>} prepare */
export function makeTime({ parts, say }, go, prepare) {
  /** @type {HTMLOptionElement[]} */
  const options = [...parts.month.options].filter((option) => option.value !== YEAR).reverse(); // oldest first
  const months = options.map((option) => option.value);
  /** @type {(month: string) => HTMLOptionElement} */
  const optionOf = (month) => [...parts.month.options].find((option) => option.value === month);
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let isPlaying = false;
  let place = 0;

  /** A button to another month, or to none.
   * @param {HTMLElement} button @param {HTMLOptionElement | undefined} option @param {string} some @param {string} none */
  function label(button, option, some, none) {
    button.setAttribute("aria-disabled", String(!option));
    button.setAttribute("aria-label", option ? say(some, { month: option.text }) : say(none));
  }

  /** @param {string} month */
  function write(month) {
    place = month === YEAR ? months.length : months.indexOf(month);
    parts.month.value = month;
    parts.slider.value = place;
    parts.slider.setAttribute("aria-valuetext", optionOf(month).text);
    label(parts.before, options[place - 1], "before", "noBefore");
    label(parts.after, options[place + 1], "after", "noAfter");
  }

  /** @param {string} month */
  function goTo(month) {
    stop();
    if (optionOf(month)) go(month, false);
  }

  async function play() {
    if (isPlaying) return stop();
    setPlaying(true);
    for (let next = place + 1 < months.length ? place + 1 : 0; isPlaying && next < months.length; next++) {
      const pause = new Promise((done) => setTimeout(done, STEP));
      await prepare(months[next]);
      await pause;
      if (isPlaying) await go(months[next], true);
    }
    stop();
  }

  function stop() {
    if (isPlaying) setPlaying(false);
  }

  /** What changes by itself every second is not read out.
   * @param {boolean} isSo */
  function setPlaying(isSo) {
    isPlaying = isSo;
    parts.play.setAttribute("aria-label", say(isSo ? "stop" : "play"));
    parts.play.textContent = isSo ? "❚❚" : "▶";
    parts.status.setAttribute("aria-live", isSo ? "off" : "polite");
  }

  /* The newest 12 months together are offered where the list of periods has them. */
  function offerYear(/** @type {any} */ index) {
    Object.assign(optionOf(YEAR), { hidden: !index.last_12, disabled: !index.last_12 });
  }

  const writeMotion = () => (stop(), (parts.play.hidden = still.matches || months.length < 2));
  still.addEventListener("change", writeMotion);
  document.addEventListener("visibilitychange", () => document.hidden && stop());
  setPlaying(false);
  writeMotion();
  parts.month.onchange = () => goTo(parts.month.value);
  parts.slider.oninput = () => parts.slider.setAttribute("aria-valuetext", options[parts.slider.value].text);
  parts.slider.onchange = () => goTo(months[parts.slider.value]);
  parts.before.onclick = () => goTo(months[place - 1]);
  parts.after.onclick = () => goTo(months[place + 1]);
  parts.play.onclick = play;
  return { months, optionOf, offerYear, write };
}
