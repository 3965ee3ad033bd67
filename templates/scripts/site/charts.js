/* A field to choose a kind of crime, above the chart; the list of all kinds goes below it. The chart chosen comes from the page of all of
   them, which is fetched once, and takes the place of the one there. Where it does not come, its link is followed. */

import { make } from "../shared/elements.js";

export function chooseCharts() {
  /** @type {HTMLElement} */
  const list = document.querySelector("[data-field]");
  if (!list || location.protocol === "file:") return;
  let shown = list.nextElementSibling;
  const [choice, label, select] = [make("p", "", "read"), make("label", list.dataset.field), make("select")];
  for (const link of list.querySelectorAll("a")) select.append(Object.assign(make("option", link.textContent), { value: link.href }));
  label.append(select);
  choice.append(label);
  list.replaceWith(choice);
  shown.after(list);
  /** @type {Promise<Document>} */
  let charts;
  select.onchange = async function () {
    const chosen = select.value;
    try {
      charts = charts || fetch(chosen).then((answer) => answer.text()).then((text) => new DOMParser().parseFromString(text, "text/html"));
      const section = (await charts).getElementById(decodeURIComponent(new URL(chosen).hash.slice(1)));
      const chart = document.importNode(section.querySelector("figure"), true);
      if (select.value !== chosen) return;
      chart.style.minHeight = `${shown.clientHeight}px`;
      shown.replaceWith(chart);
      shown = chart;
    } catch {
      location.assign(chosen);
    }
  };
}
