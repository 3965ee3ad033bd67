/* Movement that takes a moment, and none where the reader wants little of it. */

const still = matchMedia("(prefers-reduced-motion: reduce)");

/** `onStep` is given the share of the way, 0 to 1, and whether it is the last. */
export function makeMotion() {
  let turn = 0;

  /** @param {number} milliseconds @param {(share: number, isLast: boolean) => void} onStep */
  function run(milliseconds, onStep) {
    const mine = ++turn;
    if (still.matches || milliseconds <= 0) return onStep(1, true);
    const start = performance.now();
    function step() {
      if (mine !== turn) return;
      const part = Math.min(1, (performance.now() - start) / milliseconds);
      onStep(1 - (1 - part) ** 3, part === 1);
      if (part < 1) requestAnimationFrame(step);
    }
    requestAnimationFrame(step);
  }

  return { run, stop: () => (turn += 1), isStill: () => still.matches };
}
