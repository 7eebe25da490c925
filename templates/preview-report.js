"use strict";

// What the panel does inside the report: it finds places there, marks them, and keeps the reader's place
// when the page is replaced. The report itself runs no script.
const Report = (() => {
  const COLOURS = { error: "#c1121f", warning: "#b36b00", note: "#52606d" };
  const GROUNDS = { error: "#fde3e3", warning: "#fdebc8", note: "#e4e9ee" };
  const ANCHORS = "[data-cell], h1, h2, h3, h4, h5, h6, p, li";
  // Places that are tried, because an edit may have removed the nearest.
  const TRIED = 25;
  // A page that does not load within this time gives way to the next.
  const LOAD_MS = 15000;

  const view = (doc) => doc.scrollingElement || doc.documentElement;
  const quoted = (value) => `"${CSS.escape(value)}"`;

  // ---- The reader's place

  function* named(doc) {
    const seen = new Map();
    for (const element of doc.querySelectorAll(ANCHORS)) {
      const section = element.closest("section");
      let name = element.dataset.cell || element.id;
      if (!name) {
        const within = section ? section.getAttribute("aria-labelledby") : "";
        name = `${within} ${element.tagName} ${element.textContent}`;
      }
      const times = seen.get(name) || 0;
      seen.set(name, times + 1);
      yield [`${name} ${times}`, element];
    }
  }

  // Where the reader is: the nearest places with their distance from the top of the window.
  function place(doc) {
    const scroller = view(doc);
    const places = [];
    if (scroller.scrollTop > 0) {
      for (const [name, element] of named(doc)) {
        const rect = element.getBoundingClientRect();
        if (rect.height > 0) places.push({ name, top: rect.top });
      }
      // What is in the window comes before what is above it.
      places.sort((a, b) => (a.top < 0) - (b.top < 0) || Math.abs(a.top) - Math.abs(b.top));
    }
    const boxes = [...doc.querySelectorAll(".table-box")].map((box) => box.scrollLeft);
    return { top: scroller.scrollTop, left: scroller.scrollLeft, places: places.slice(0, TRIED), boxes };
  }

  function restore(doc, was) {
    const scroller = view(doc);
    doc.querySelectorAll(".table-box").forEach((box, index) => {
      box.scrollLeft = was.boxes[index] || 0;
    });
    let top = was.top;
    if (was.places.length > 0) {
      const elements = new Map(named(doc));
      const kept = was.places.find((one) => elements.has(one.name));
      if (kept) top = scroller.scrollTop + elements.get(kept.name).getBoundingClientRect().top - kept.top;
    }
    scroller.scrollTo({ top, left: was.left, behavior: "instant" });
  }

  // ---- Places of a finding

  function root(doc, section) {
    if (section === "title") return doc.querySelector("h1");
    if (section === "signature") return doc.querySelector(".signature");
    if (section === "preamble") return doc.querySelector("article");
    const heading = section && doc.getElementById(section);
    return heading && (heading.closest("section") || heading.parentElement);
  }

  // The text of an element without blanks, and the runs of characters that it is made of: where each starts
  // in it, and in which node at which offset.
  function solid(element) {
    const walker = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const runs = [];
    const parts = [];
    let length = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (const { 0: part, index } of node.data.matchAll(/\S+/g)) {
        runs.push({ node, offset: index, start: length, end: length + part.length });
        parts.push(part);
        length += part.length;
      }
    }
    return { text: parts.join(""), runs };
  }

  // Where the words of a finding print: so far behind the heading of their section. A template of one's own
  // may print more between the two: then the same words nearest to that place.
  function printed(text, base, words) {
    const due = base + words.start;
    const [before, after] = [text.lastIndexOf(words.text, due), text.indexOf(words.text, due)];
    const at = before < 0 || (after >= 0 && after - due < due - before) ? after : before;
    return at < 0 ? null : [at, at + words.text.length];
  }

  function markWords(element, heading, words, severity) {
    const { text, runs } = solid(element);
    const above = runs.filter((run) => heading && heading.contains(run.node)).pop();
    const place = printed(text, above ? above.end : 0, words);
    if (!place) return null;
    const doc = element.ownerDocument;
    const parts = new Map();
    for (const run of runs) {
      const [from, to] = [Math.max(run.start, place[0]), Math.min(run.end, place[1])];
      if (from >= to) continue;
      const end = run.offset + to - run.start;
      const part = parts.get(run.node);
      if (part) part[1] = end;
      else parts.set(run.node, [run.offset + from - run.start, end]);
    }
    let first = null;
    for (const [node, [start, end]] of parts) {
      const range = doc.createRange();
      range.setStart(node, start);
      range.setEnd(node, end);
      const mark = doc.createElement("mark");
      mark.dataset.marked = "words";
      mark.style.background = GROUNDS[severity];
      mark.style.color = "inherit";
      mark.style.outline = `2px solid ${COLOURS[severity]}`;
      range.surroundContents(mark);
      first = first || mark;
    }
    return first;
  }

  function markCell(element, severity, isMain) {
    element.dataset.marked = isMain ? "main" : "also";
    element.style.outline = isMain ? `3px solid ${COLOURS[severity]}` : `2px dashed ${COLOURS[severity]}`;
    element.style.outlineOffset = isMain ? "-2px" : "-3px";
    if (isMain) element.style.backgroundColor = GROUNDS[severity];
  }

  function markBlock(element, severity) {
    element.dataset.marked = "block";
    element.style.outline = `2px solid ${COLOURS[severity]}`;
    element.style.outlineOffset = "2px";
  }

  function clear(doc) {
    for (const element of doc.querySelectorAll("[data-marked]")) {
      if (element.dataset.marked === "words") {
        const parent = element.parentNode;
        element.replaceWith(...element.childNodes);
        parent.normalize();
      } else {
        delete element.dataset.marked;
        element.style.outline = "";
        element.style.outlineOffset = "";
        element.style.backgroundColor = "";
      }
    }
  }

  // Marks all that takes part in a finding; gives what should be in view.
  function mark(doc, finding) {
    clear(doc);
    const severity = finding.severity;
    let target = null;
    const hasMain = finding.cells.some((cell) => cell.main);
    finding.cells.forEach((cell, index) => {
      const isMain = hasMain ? cell.main : index === 0 && finding.cells.length > 1;
      for (const path of cell.shown) {
        for (const element of doc.querySelectorAll(`[data-cell=${quoted(path)}]`)) {
          if (element.dataset.marked !== "main") markCell(element, severity, isMain);
          if (isMain || !target) target = target && target.dataset.marked === "main" ? target : element;
        }
      }
    });
    const element = root(doc, finding.section);
    const heading = finding.section === "preamble" ? doc.querySelector("h1") : doc.getElementById(finding.section);
    const words = element && finding.words ? markWords(element, heading, finding.words, severity) : null;
    if (words || target) return words || target;
    if (!element) return null;
    const block = element.querySelector("[data-table]") || element.querySelector("h2") || element;
    markBlock(block, severity);
    return element.querySelector("h2") || block;
  }

  // Brings an element into view, the report's own tables included.
  function reveal(element) {
    const scroller = view(element.ownerDocument);
    const rect = element.getBoundingClientRect();
    const height = scroller.clientHeight;
    const room = Math.max((height - rect.height) / 2, Math.min(height / 8, 80));
    scroller.scrollTo({ top: scroller.scrollTop + rect.top - room, behavior: "instant" });
    const box = element.closest(".table-box");
    if (!box) return;
    const frame = box.getBoundingClientRect();
    if (rect.left < frame.left) box.scrollLeft += rect.left - frame.left - 20;
    else if (rect.right > frame.right) box.scrollLeft += rect.right - frame.right + 20;
  }

  // Links would lead the frame away from the report.
  function openLinksElsewhere(doc) {
    for (const link of doc.querySelectorAll("a[href]")) {
      if (link.getAttribute("href").startsWith("#")) continue;
      link.target = "_blank";
      link.rel = "noopener noreferrer";
    }
  }

  // ---- The page as a whole

  // Loads a version of the report out of sight, among the frames.
  function load(version) {
    const next = document.createElement("iframe");
    next.className = "next";
    next.title = "报告";
    next.setAttribute("sandbox", "allow-same-origin allow-popups allow-popups-to-escape-sandbox");
    next.src = `/report?v=${encodeURIComponent(version)}`;
    return new Promise((resolve, reject) => {
      const fail = () => {
        next.remove();
        reject(new Error("report"));
      };
      const timer = setTimeout(fail, LOAD_MS);
      next.addEventListener("load", () => {
        clearTimeout(timer);
        const doc = next.contentDocument;
        if (!doc || !doc.body || doc.URL === "about:blank") fail();
        else resolve(next);
      });
      document.getElementById("frames").append(next);
    });
  }

  // Shows a loaded page in place of the one before, at the same words.
  function replace(frame, next) {
    const doc = next.contentDocument;
    openLinksElsewhere(doc);
    if (frame) {
      const hadFocus = document.activeElement === frame;
      restore(doc, place(frame.contentDocument));
      frame.remove();
      if (hadFocus) next.focus({ preventScroll: true });
    }
    next.className = "";
    return next;
  }

  return { place, restore, mark, clear, reveal, load, replace, view };
})();

