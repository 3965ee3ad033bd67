/* The section being read, marked among the links to them. */

export function markSections() {
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const jumps = document.querySelectorAll(".jump a[href^='#']");
  if (!jumps.length || !("IntersectionObserver" in window)) return;
  const watcher = new IntersectionObserver(function (entries) {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      for (const jump of jumps) {
        if (jump.hash === `#${target.id}`) jump.setAttribute("aria-current", "true");
        else jump.removeAttribute("aria-current");
      }
    }
  }, { rootMargin: "-10% 0px -70% 0px" });
  for (const jump of jumps) {
    const section = document.getElementById(decodeURIComponent(jump.hash.slice(1)));
    if (section) watcher.observe(section);
  }
}
