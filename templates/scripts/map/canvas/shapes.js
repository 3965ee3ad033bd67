/* Areas of tiles: what lies in them, and what they touch. Areas are rings of points; what several rings hold an even number of times is outside. */

/** @typedef {{ x: number, y: number }} Point */

/** @param {Point[][]} rings @param {number} x @param {number} y */
export function holds(rings, x, y) {
  let inside = false;
  for (const ring of rings) {
    for (let at = 0, before = ring.length - 1; at < ring.length; before = at++) {
      const [one, other] = [ring[at], ring[before]];
      if (one.y > y !== other.y > y && x < ((other.x - one.x) * (y - one.y)) / (other.y - one.y) + one.x) inside = !inside;
    }
  }
  return inside;
}

/** Whether lines, or the edges of an area, have a part within a box. @param {Point[][]} lines @param {number[]} box left, top, right, bottom */
export function crosses(lines, [left, top, right, bottom]) {
  return lines.some((line) => line.some((point, at) => isThrough(line[Math.max(0, at - 1)], point, left, top, right, bottom)));
}

/** Whether an area has a part within a box. @param {Point[][]} rings @param {number[]} box */
export const touches = (rings, box) => crosses(rings, box) || holds(rings, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2);

/** Whether a line from one point to another has a part within a box: what is left of it after each side has cut it.
 * @param {Point} from @param {Point} to @param {number} left @param {number} top @param {number} right @param {number} bottom */
function isThrough(from, to, left, top, right, bottom) {
  const [across, down] = [to.x - from.x, to.y - from.y];
  let [enter, leave] = [0, 1];
  for (const [step, room] of [[-across, from.x - left], [across, right - from.x], [-down, from.y - top], [down, bottom - from.y]]) {
    if (!step && room < 0) return false;
    if (step < 0) enter = Math.max(enter, room / step);
    if (step > 0) leave = Math.min(leave, room / step);
  }
  return enter <= leave;
}
