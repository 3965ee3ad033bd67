/* Small comforts on every page: links that work from a folder, ages worked out today, meetings that are over, the section being read.
   Without it the page says the same with absolute dates. */
(function () {
  "use strict";

  function isOver(meeting) {
    return Date.parse(meeting.dataset.until) < Date.now();
  }

  // From a folder there is no server to turn "gwent/" into "gwent/index.html".
  if (location.protocol === "file:") {
    document.querySelectorAll("a[href], form[action]").forEach(function (element) {
      var name = element.tagName === "FORM" ? "action" : "href";
      var value = element.getAttribute(name);
      var parts = /^([^#?]*\/)((?:[?#].*)?)$/.exec(value);
      if (parts && !/^[a-z]+:/i.test(value)) element.setAttribute(name, parts[1] + "index.html" + parts[2]);
    });
  }

  // "Open for 140 days": the text of the plural form comes from the page, {n} is the number of days.
  document.querySelectorAll("[data-since]").forEach(function (element) {
    var days = Math.floor((Date.now() - Date.parse(element.dataset.since)) / 86400000);
    if (!(days > 0)) return;
    var form = new Intl.PluralRules(document.documentElement.lang).select(days);
    var texts = element.closest("[data-other]").dataset;
    var text = texts[form] || texts.other;
    element.textContent = text.replace("{n}", days.toLocaleString("en-GB"));
  });

  // The same place in another language: the part of the page, the month or the map that is looked at now.
  document.querySelectorAll("a.lang").forEach(function (link) {
    ["click", "auxclick", "contextmenu"].forEach(function (event) {
      link.addEventListener(event, function () { link.hash = location.hash; });
    });
  });

  // A link to a point of the list of streets shows what its row holds.
  function unfold() {
    var row = document.getElementById(location.hash.slice(1));
    var details = row && row.tagName === "TR" && row.querySelector("details");
    if (details) details.open = true;
  }
  addEventListener("hashchange", unfold);
  unfold();

  // The interactive map in place of the drawn one: its own page in a frame, which says when it is to be closed ("close") or why it cannot
  // be ("fail"). From a folder the link stays a link; what is not the map in the frame is what the link leads to.
  var way = location.protocol !== "file:" && document.querySelector("a[data-here]");
  if (way) {
    var button = document.createElement("button");
    var row = way.parentNode;
    var frame;
    var close = function () {
      frame.remove();
      row.prepend(button);
      button.focus();
    };
    button.type = "button";
    button.className = way.className;
    button.textContent = way.textContent;
    button.onclick = function () {
      frame = document.createElement("iframe");
      frame.className = "in-place no-print";
      frame.title = way.textContent;
      frame.allowFullscreen = true;
      frame.src = way.href;
      frame.onload = function () {
        var shown;
        try {
          shown = frame.contentWindow.crimeMap && frame.contentDocument;
        } catch { /* The browser’s own page. */ }
        if (!shown) return location.assign(way.href);
        frame.title = shown.querySelector("h1").textContent;
        frame.focus();
        shown.querySelector("[data-part=close]").focus();
      };
      frame.addEventListener("close", close);
      frame.addEventListener("fail", function (event) {
        var note = document.createElement("p");
        note.className = "notice";
        note.tabIndex = -1;
        note.textContent = event.detail;
        close();
        button.replaceWith(way);
        row.before(note);
        note.focus();
      });
      button.remove();
      row.before(frame);
      frame.scrollIntoView({ block: "nearest" });
    };
    way.replaceWith(button);
  }

  var next = document.querySelector("[data-gone]");
  if (next) {
    var soonest = Array.prototype.find.call(document.querySelectorAll("[data-brief]"), function (element) { return !isOver(element); });
    var address = soonest && soonest.querySelector("br") && soonest.querySelector("p").lastChild; // the force's words, in their own language
    var day = document.querySelector("[data-asof]"); // the day of the data, where nothing looks at the clock
    if (day) day.remove();
    next.textContent = soonest ? soonest.dataset.brief + (address ? ", " : "") : next.dataset.gone;
    if (address) {
      var where = document.createElement("span");
      where.lang = address.lang || document.documentElement.lang;
      where.textContent = address.textContent.split(",")[0].trim();
      next.append(where);
    }
  }

  // A meeting that is over goes to those already held, newest first; the first that is not is the next.
  var held = document.querySelector(".held");
  var coming = document.querySelector(".events");
  if (held && coming) {
    var over = document.createElement("ul");
    over.className = "events";
    Array.prototype.filter.call(coming.children, isOver).forEach(function (meeting) {
      var calendar = meeting.querySelector(".do");
      if (calendar) calendar.remove();
      meeting.classList.remove("next");
      over.prepend(meeting);
    });
    if (over.firstChild) {
      held.hidden = false;
      held.firstElementChild.after(over);
    }
    if (coming.firstElementChild) coming.firstElementChild.classList.add("next");
    else if (next) {
      var none = document.createElement("p");
      none.textContent = next.dataset.gone;
      coming.replaceWith(none);
    }
  }

  // Figures older than four months: the police publish each month about two months later.
  var newest = document.querySelector("[data-newest]");
  if (newest) {
    var parts = newest.dataset.newest.split("-");
    var beside = document.querySelector("#crime p");
    newest.hidden = new Date() < new Date(+parts[0], +parts[1] + 4);
    if (beside) beside.append(" ", newest);
  }

  // Areas kept on this device, where the browser can keep any. The script that does it comes when something is kept, or is to be.
  var keeper = document.querySelector("a[data-keep]");
  if (keeper && window.isSecureContext && "serviceWorker" in navigator && "caches" in window && location.protocol !== "file:") {
    var offer = document.querySelector("[data-area]");
    var scope = new URL("..", new URL(keeper.dataset.keep, location.href)).href;
    var keep = function () {
      var script = document.createElement("script");
      script.src = keeper.dataset.keep;
      document.head.append(script);
    };
    caches.has(scope + "#saved").then(function (some) {
      if (some) keep();
      else if (offer) {
        offer.hidden = false;
        offer.firstElementChild.onclick = function () {
          offer.firstElementChild.onclick = null;
          offer.dataset.pressed = "true";
          keep();
        };
      }
    }).catch(function () { /* A browser that keeps nothing, as in a private window: nothing is offered. */ });
  }

  var jumps = document.querySelectorAll(".jump a[href^='#']");
  if (jumps.length && "IntersectionObserver" in window) {
    var watcher = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) {
        if (!entry.isIntersecting) return;
        jumps.forEach(function (jump) {
          if (jump.hash === "#" + entry.target.id) jump.setAttribute("aria-current", "true");
          else jump.removeAttribute("aria-current");
        });
      });
    }, { rootMargin: "-10% 0px -70% 0px" });
    jumps.forEach(function (jump) {
      var section = document.getElementById(decodeURIComponent(jump.hash.slice(1)));
      if (section) watcher.observe(section);
    });
  }
})();
