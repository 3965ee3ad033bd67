/* Text on a picture: how wide it is, in which lines, and with a halo in which it can be read on anything. */

const FAMILY = "system-ui, sans-serif";
const LINE = 1.2; // of the size

/** @typedef {ReturnType<typeof makeText>} Text */

const MOST = 4000; // widths remembered
/** @type {Map<string, number>} */
const widths = new Map();

/** @param {CanvasRenderingContext2D} ctx in CSS pixels */
export function makeText(ctx) {
  /** @param {string} text @param {number} size */
  function widthOf(text, size) {
    const key = `${size} ${text}`;
    if (!widths.has(key)) {
      if (widths.size > MOST) widths.clear();
      ctx.font = `${size}px ${FAMILY}`;
      widths.set(key, ctx.measureText(text).width);
    }
    return widths.get(key);
  }

  /** The lines of a text, none wider than so many times its size where a space allows it.
   * @param {string} text @param {number} size @param {number} wide */
  function wrap(text, size, wide) {
    return text.split("\n").flatMap(function (line) {
      /** @type {string[]} */
      const lines = [];
      for (const word of line.split(" ")) {
        const longer = `${lines[lines.length - 1]} ${word}`;
        if (lines.length && widthOf(longer, size) <= wide * size) lines[lines.length - 1] = longer;
        else lines.push(word);
      }
      return lines;
    });
  }

  /** Lines around a middle, or their halo alone, which must not cover the letters beside it.
   * @param {string[]} lines @param {number} size @param {{ x: number, y: number }} middle @param {import("./values.js").Layer} layer @param {boolean} isHalo */
  function write(lines, size, { x, y }, { colour, halo, haloWidth }, isHalo) {
    ctx.font = `${size}px ${FAMILY}`;
    Object.assign(ctx, { textAlign: "center", textBaseline: "middle", globalAlpha: 1, lineJoin: "round", strokeStyle: halo, lineWidth: 2 * haloWidth, fillStyle: colour });
    ctx.setLineDash([]);
    const from = y - ((lines.length - 1) * LINE * size) / 2;
    lines.forEach((line, at) => (isHalo ? ctx.strokeText(line, x, from + at * LINE * size) : ctx.fillText(line, x, from + at * LINE * size)));
  }

  /** The box of lines around a middle. @param {string[]} lines @param {number} size @param {{ x: number, y: number }} middle */
  function boxOf(lines, size, { x, y }) {
    const [wide, high] = [Math.max(...lines.map((line) => widthOf(line, size))) / 2 + 2, (lines.length * LINE * size) / 2];
    return { left: x - wide, top: y - high, right: x + wide, bottom: y + high };
  }

  return { widthOf, wrap, write, boxOf };
}
