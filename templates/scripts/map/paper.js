/* The map on paper: the picture as it is seen, in the colours of paper, made as large or as small as a page has room for. */

/* CSS pixels of A4 within its margins; below the picture there is room for month, filters, key and answer. */
const WIDTH = 680;
const HEIGHT = 440;

/** @param {import("./panel.js").Panel} panel @param {(isPaper: boolean) => void} draw at once, in the colours of paper or of the screen */
export function makePaper({ parts: { stage, print } }, draw) {
  print.onclick = () => window.print();
  addEventListener("beforeprint", function () {
    const { clientWidth, clientHeight } = stage;
    const sizes = { wide: `${clientWidth}px`, high: `${clientHeight}px`, times: String(Math.min(WIDTH / clientWidth, HEIGHT / clientHeight)) };
    for (const [name, size] of Object.entries(sizes)) stage.style.setProperty(`--paper-${name}`, size);
    draw(true);
  });
  addEventListener("afterprint", () => draw(false));
}
