/* Lines given by the program, such as a ring around a place. */

import { project } from "../../shared/mercator.js";
import { strokeAs } from "./ground.js";

/** @param {CanvasRenderingContext2D} ctx in CSS pixels @param {import("./frame.js").Frame} frame @param {import("./values.js").Layer} layer
 * @param {[number, number][][]} lines */
export function paintLines(ctx, frame, layer, lines) {
  ctx.beginPath();
  for (const line of lines) {
    line.forEach(function (place, at) {
      const { x, y } = frame.pointOf(...project(place));
      if (at) ctx.lineTo(x, y);
      else ctx.moveTo(x, y);
    });
  }
  strokeAs(ctx, layer, frame.zoom, 1);
  ctx.stroke();
}
