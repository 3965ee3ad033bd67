/* Everything that the layout test wants to know of a page as it is now: the boxes of its components and what breaks a law. One call, one pass. */
() => {
  const wide = document.documentElement.clientWidth;
  const faults = new Set();
  const range = document.createRange();
  const scale = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16; // of the letters that the reader has chosen
  const isSeen = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest(".skip");
  const name = (element) => {
    const classes = typeof element.className === "string" && element.className ? "." + element.className.trim().replace(/\s+/g, ".") : "";
    const part = element.dataset && element.dataset.part ? `[data-part=${element.dataset.part}]` : "";
    return element.tagName.toLowerCase() + classes + part;
  };
  const said = (text) => text.trim().replace(/\s+/g, " ").slice(0, 40);

  // How far an element may be seen: what its ancestors cut off. A region that scrolls sideways may hold more than it shows.
  const windows = new Map([[null, { left: -Infinity, right: Infinity, top: -Infinity, bottom: Infinity, scrolls: false }]]);
  function windowOf(element) {
    if (windows.has(element)) return windows.get(element);
    let seen = windowOf(element.parentElement);
    const style = getComputedStyle(element);
    if (element !== document.documentElement && element !== document.body && style.overflowX !== "visible") {
      const box = element.getBoundingClientRect();
      seen = {
        left: Math.max(seen.left, box.left), right: Math.min(seen.right, box.right), top: Math.max(seen.top, box.top), bottom: Math.min(seen.bottom, box.bottom),
        scrolls: seen.scrolls || /auto|scroll/.test(style.overflowX + style.overflowY),
      };
    }
    windows.set(element, seen);
    return seen;
  }

  // A word of a table stands whole on its line, on a telephone of the usual width; what a force wrote may be of any length.
  function brokenWords(node) {
    for (const word of node.data.matchAll(/[\p{L}’\u00ad]{2,20}/gu)) {
      if (word[0].includes("\u00ad")) continue; // it says itself where it may be broken
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      if (new Set([...range.getClientRects()].filter((box) => box.width > 1).map((box) => Math.round(box.top))).size > 1) faults.add(`“${word[0]}” in a table is broken`);
    }
  }

  // Sideways.
  if (document.documentElement.scrollWidth > wide) faults.add(`the page is ${document.documentElement.scrollWidth} px wide`);
  for (const element of document.body.querySelectorAll("*")) {
    if (element.closest("svg") !== null && element.tagName !== "svg") continue;
    const box = element.getBoundingClientRect();
    if (!box.width || !box.height || !isSeen(element)) continue;
    if (element.hidden) faults.add(`${name(element)} is hidden and seen`);
    const seen = windowOf(element.parentElement);
    if (seen.scrolls || seen.right - seen.left < 2) continue;
    if (Math.min(box.right, seen.right) > wide + 1 || Math.max(box.left, seen.left) < -1 || Math.max(box.top, seen.top) + scrollY < -1)
      faults.add(`${name(element)} is off screen: ${Math.round(box.left)} to ${Math.round(box.right)}`);
  }

  // Controls: no taller than 120 px, but where their words need it, and not too small for a finger. A link within a sentence is as high as its line.
  for (const control of document.body.querySelectorAll("a[href], button, input, select, summary, label.check")) {
    const box = control.getBoundingClientRect();
    if (!box.width || !isSeen(control) || windowOf(control).right - windowOf(control).left < 2) continue;
    if (control.matches("label input")) continue; // its label is what one presses
    range.selectNodeContents(control);
    const needed = [...new Map([...range.getClientRects()].map((line) => [Math.round(line.top), line.height])).values()].reduce((sum, one) => sum + one, 0);
    if (box.height > 120 && box.height > needed + 60 * scale) faults.add(`${name(control)} “${said(control.textContent)}” is ${Math.round(box.height)} px tall`);
    const inProse = getComputedStyle(control).display === "inline" && said(control.parentElement.textContent) !== said(control.textContent);
    if (!inProse && box.height < 43.5) faults.add(`${name(control)} “${said(control.textContent)}” in ${name(control.parentElement)} is ${Math.round(box.height)} px high`);
  }

  // Texts: nothing over them, nothing cut off. Of every line only its middle counts: letters reach into the leading of their neighbours.
  const lines = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const holder = node.parentElement;
    if (!node.data.trim() || !isSeen(holder) || holder.closest("title, desc, option, script, template")) continue;
    const seen = windowOf(holder);
    if (seen.right - seen.left < 2) continue;
    range.selectNodeContents(node);
    const boxes = holder.closest("svg") ? [holder.getBoundingClientRect()] : range.getClientRects();
    if (boxes.length > 1 && scale === 1 && wide >= 360 && holder.closest("table")) brokenWords(node);
    for (const box of boxes) {
      if (box.width < 2) continue;
      const text = said(node.data);
      if (!seen.scrolls && (box.left < seen.left - 2 || box.right > seen.right + 2)) faults.add(`“${text}” is cut off`);
      const left = Math.max(box.left, seen.left) + 1, right = Math.min(box.right, seen.right) - 1;
      const top = Math.max(box.top + box.height * 0.3, seen.top), bottom = Math.min(box.bottom - box.height * 0.3, seen.bottom);
      if (left < right && top < bottom) lines.push({ left, right, top, bottom, text, node });
    }
  }
  lines.sort((one, other) => one.top - other.top);
  lines.forEach((one, at) => {
    for (let next = at + 1; next < lines.length && lines[next].top < one.bottom; next++) {
      const other = lines[next];
      if (other.node !== one.node && one.left < other.right && other.left < one.right) faults.add(`“${one.text}” and “${other.text}” lie over one another`);
    }
  });

  // Boxes: the first of each class that is seen, within the page's own part and around it.
  const boxes = { main: {}, around: {} };
  for (const element of document.body.querySelectorAll("[class], h1, h2, table, footer")) {
    if (element.closest("svg, table, [data-part=canvas]") && !element.matches("svg.chart, table")) continue;
    const there = boxes[element.closest("main") ? "main" : "around"];
    const keys = element.classList.length ? [...element.classList].map((one) => "." + one) : [element.tagName.toLowerCase()];
    for (const key of keys) {
      if (key in there || /^\.(vh|skip|n|nums|small|quiet|no-print)$/.test(key) || !isSeen(element) || getComputedStyle(element).display === "inline") continue; // where a word stands depends on the font
      const box = element.getBoundingClientRect();
      if (box.width && box.height) there[key] = [box.left, box.width, box.height].map(Math.round);
    }
  }
  return { boxes, faults: [...faults] };
}
