/* What was typed, read as a postcode. */

/** @typedef {{ outcode: string, incode: string, text: string }} Reading `incode` is empty or a beginning too */

/* No area of postcodes is made of O and I alone: "12" is a number, not I2. */
const OUTCODE = /^(?![OI]+[0-9])(?:[A-Z]{1,2}[0-9]{1,2}|(?:E|EC|N|NW|SE|SW|W|WC)[0-9][A-Z])$/;
const INCODE = /^[0-9](?:[A-Z][A-Z]?)?$/;
/** @type {Record<string, string>} */
const TWINS = { O: "0", 0: "O", I: "1", 1: "I" };

/** The letters and digits of what was typed, in capitals.
 * @param {string} typed */
export const lettersOf = (typed) => typed.toUpperCase().replace(/[^A-Z0-9]/g, "");

/** Whether a reading is what was typed, letter for letter.
 * @param {Reading} reading @param {string} typed */
export const isTyped = ({ text }, typed) => text.replace(" ", "") === lettersOf(typed);

/** Every way to read the text with O for 0 and I for 1, the typed one first.
 * @param {string} typed @returns {Reading[]} */
export function readingsOf(typed) {
  const halves = typed.trim().split(/[\s-]+/).map(lettersOf);
  const packed = halves.join("");
  /** @type {Map<string, Reading>} */
  const found = new Map();
  if (packed.length < 2 || packed.length > 7) return [];
  const cuts = [packed.length - 3, packed.length, packed.length - 1, packed.length - 2];
  if (halves.length === 2) cuts.unshift(halves[0].length);
  for (const text of twins(packed)) {
    for (const cut of cuts) {
      const [outcode, incode] = [text.slice(0, cut), text.slice(cut)];
      const whole = incode ? `${outcode} ${incode}` : outcode;
      if (!found.has(whole) && OUTCODE.test(outcode) && (!incode || INCODE.test(incode))) found.set(whole, { outcode, incode, text: whole });
    }
  }
  return [...found.values()];
}

/** @param {string} text */
function twins(text) {
  let all = [""];
  for (const letter of text) {
    const asTyped = all.map((start) => start + letter);
    all = TWINS[letter] ? [...asTyped, ...all.map((start) => start + TWINS[letter])] : asTyped;
  }
  return all;
}
