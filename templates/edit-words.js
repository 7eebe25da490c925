// Words of the narrative as they print, and where they stand in the Markdown that is typed.
const Words = (() => {
  // References; links; rows of dashes below the head of a table; marks that do not print; blanks.
  const UNPRINTED =
    /(?<!\\)\{\{\s*([^{}]*?)\s*\}\}|\[([^\]\n]*)\]\([^)\n]*\)|^[ \t]*\|[-:| \t]+\|[ \t]*$|^[ \t\u3000]*#+|\*\*|\||\s+/gm;
  let kept = { raw: null, shown: null, printed: null };

  // The printed text without blanks; `at` gives the place of each of its characters, `to` the end of it.
  function printed(raw, shown) {
    if (kept.raw === raw && kept.shown === shown) return kept.printed;
    const parts = [];
    const runs = [];
    let length = 0;
    const add = (text, start, end, isWhole) => {
      if (text === "") return;
      parts.push(text);
      runs.push({ from: length, to: length + text.length, start, end, isWhole });
      length += text.length;
    };
    let done = 0;
    for (const found of raw.matchAll(UNPRINTED)) {
      add(raw.slice(done, found.index), done, found.index, false);
      done = found.index + found[0].length;
      if (found[1] !== undefined) add(figure(found[1]).replace(/\s+/g, ""), found.index, done, true);
      else if (found[2]) add(found[2].replace(/\s+/g, ""), found.index, done, true);
    }
    add(raw.slice(done), done, raw.length, false);
    kept = { raw, shown, printed: { text: parts.join(""), runs } };
    return kept.printed;
  }

  // What a reference prints; empty if that is not known.
  function figure(expression) {
    const { values, computed, references } = Model.state;
    const known = references && references[expression];
    return String(known ?? computed[expression] ?? values[expression] ?? "");
  }

  // The place of printed words in the Markdown: of the same words, those nearest to where they are due. `shown`
  // is the text with its figures, which tells whether they have changed.
  function find(raw, shown, words) {
    const { text, runs } = printed(raw, shown);
    const [before, after] = [text.lastIndexOf(words.text, words.start), text.indexOf(words.text, words.start)];
    const at = before < 0 || (after >= 0 && after - words.start < words.start - before) ? after : before;
    if (at < 0) return null;
    const place = (position, isEnd) => {
      const run = runs.find((one) => (isEnd ? position <= one.to : position < one.to));
      if (!run.isWhole) return run.start + position - run.from;
      return isEnd ? run.end : run.start;
    };
    const [start, end] = [place(at, false), place(at + words.text.length, true)];
    return { start, end, distance: Math.abs(at - words.start) };
  }

  // The references of a text, each with its place.
  function references(raw) {
    const all = [];
    if (!raw.includes("{{")) return all;
    for (const found of raw.matchAll(/(?<!\\)\{\{\s*([^{}]*?)\s*\}\}/g)) {
      all.push({ expression: found[1], start: found.index, end: found.index + found[0].length });
    }
    return all;
  }

  // The headings of a text, as a person writes them.
  function headings(raw) {
    const all = [];
    for (const found of raw.matchAll(
      /^[ \t\u3000]*(?:(#{1,6})[ \t]*(.+)|([（(][一二三四五六七八九十]+[）)][^。；，\n]{1,40}))$/gm,
    )) {
      const level = found[1] ? Math.max(3, found[1].length) : 3;
      all.push({
        title: (found[2] || found[3]).replace(/\*\*/g, ""),
        level,
        start: found.index,
        end: found.index + found[0].length,
      });
    }
    return all;
  }

  return { find, references, headings, figure };
})();

// What stands behind a text field: the same lines, with its references and the words of findings marked. It also
// gives the field its height. Only lines that differ are made anew.
class Mirror {
  constructor() {
    this.element = make("div", "mirror");
    this.element.setAttribute("aria-hidden", "true");
    this.keys = [];
  }

  // Shows a text with its marks, which are in the order of their starts.
  show(text, marks) {
    let start = 0;
    let first = 0;
    const keys = text.split("\n").map((line) => {
      const end = start + line.length;
      const own = [];
      while (first < marks.length && marks[first].end <= start) first += 1;
      for (let at = first; at < marks.length && marks[at].start < end; at += 1) {
        const mark = marks[at];
        if (mark.end > start)
          own.push(`${Math.max(mark.start, start) - start} ${Math.min(mark.end, end) - start} ${mark.kind}`);
      }
      start = end + 1;
      return own.length > 0 ? `${line}\n${own.join(",")}` : line;
    });
    this.patch(keys);
  }

  patch(keys) {
    const before = this.keys;
    let head = 0;
    while (head < keys.length && head < before.length && keys[head] === before[head]) head += 1;
    let tail = 0;
    const most = Math.min(keys.length, before.length) - head;
    while (tail < most && keys[keys.length - 1 - tail] === before[before.length - 1 - tail]) tail += 1;
    const { element } = this;
    for (let left = before.length - head - tail; left > 0; left -= 1) element.children[head].remove();
    const fresh = keys.slice(head, keys.length - tail).map((key) => Mirror.line(key));
    if (fresh.length > 0) {
      const next = element.children[head] || null;
      const parts = document.createDocumentFragment();
      parts.append(...fresh);
      element.insertBefore(parts, next);
    }
    this.keys = keys;
  }

  static line(key) {
    const [line, own] = key.split("\n");
    const element = make("div", /^[ \t\u3000]*#/.test(line) ? "heading" : "");
    const pieces = [];
    for (const words of own ? own.split(",") : []) {
      const [start, end, kind] = words.split(" ");
      pieces.push({ start: Number(start), end: Number(end), kind });
    }
    // Where pieces lie over each other, a finding goes before a reference.
    pieces.sort((a, b) => a.start - b.start || (a.kind === "reference") - (b.kind === "reference"));
    let done = 0;
    for (const piece of pieces) {
      const start = Math.max(piece.start, done);
      if (piece.end <= start) continue;
      element.append(line.slice(done, start), make("mark", piece.kind, line.slice(start, piece.end)));
      done = piece.end;
    }
    element.append(line.slice(done) || (done === 0 ? "\u200b" : ""));
    return element;
  }
}
