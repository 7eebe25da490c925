// A text field in which references to cells are shown as their figures. A reference is one piece: the caret does
// not go into it, and it is deleted whole. The Markdown keeps it as it is written: `{{ requests.received.total }}`.
class Written {
  // What own cut and copied text is kept as beside its plain words.
  static KIND = "application/x-nianbao-text";

  constructor(input) {
    this.input = input;
    this.shown = "";
    // { start, end, raw, expression }, in the order of the text as it is shown.
    this.tokens = [];
    this.before = null;
    this.caret = 0;
    this.isComposing = false;
    input.addEventListener("beforeinput", (event) => this.onBefore(event));
    input.addEventListener("input", () => this.follow());
    input.addEventListener("compositionstart", () => {
      this.isComposing = true;
    });
    input.addEventListener("compositionend", () => {
      this.isComposing = false;
    });
    input.addEventListener("copy", (event) => this.onCopy(event));
    input.addEventListener("cut", (event) => {
      this.onCopy(event);
      this.replace(input.selectionStart, input.selectionEnd, "");
    });
    document.addEventListener("selectionchange", () => this.keepCaretOut());
  }

  // ---- The Markdown and what is shown

  raw() {
    return this.slice(0, this.shown.length);
  }

  // The Markdown of a part of what is shown.
  slice(start, end) {
    let done = start;
    let out = "";
    for (const token of this.tokens) {
      if (token.start < start || token.end > end) continue;
      out += this.shown.slice(done, token.start) + token.raw;
      done = token.end;
    }
    return out + this.shown.slice(done, end);
  }

  put(raw) {
    const { input } = this;
    const isHeld = document.activeElement === input;
    const caret = isHeld ? [this.toRaw(input.selectionStart), this.toRaw(input.selectionEnd)] : null;
    this.tokens = [];
    let shown = "";
    let done = 0;
    for (const { expression, start, end } of Words.references(raw)) {
      const figure = Words.figure(expression);
      if (figure === "") continue;
      shown += raw.slice(done, start);
      this.tokens.push({
        start: shown.length,
        end: shown.length + figure.length,
        raw: raw.slice(start, end),
        expression,
      });
      shown += figure;
      done = end;
    }
    shown += raw.slice(done);
    this.shown = shown;
    if (input.value !== shown) input.value = shown;
    if (caret) input.setSelectionRange(this.toShown(caret[0]), this.toShown(caret[1]));
  }

  // References that were typed become figures, and figures follow the tables. True if anything changed.
  refresh() {
    if (this.isComposing) return false;
    const isStale = this.tokens.some(
      (token) => this.shown.slice(token.start, token.end) !== Words.figure(token.expression),
    );
    if (!isStale && !this.shown.includes("{{")) return false;
    const before = this.shown;
    this.put(this.raw());
    return this.shown !== before;
  }

  toRaw(position) {
    let shift = 0;
    for (const token of this.tokens) {
      if (token.start >= position) break;
      if (token.end > position) return token.start + shift + token.raw.length;
      shift += token.raw.length - (token.end - token.start);
    }
    return position + shift;
  }

  toShown(position) {
    let shift = 0;
    for (const token of this.tokens) {
      const start = token.start + shift;
      if (start >= position) break;
      if (start + token.raw.length > position) return token.end;
      shift += token.raw.length - (token.end - token.start);
    }
    return position - shift;
  }

  // ---- Editing

  // After an edit: references before and behind it are kept, those that it touched have become plain words.
  follow() {
    const [was, now] = [this.shown, this.input.value];
    if (was === now) return;
    const most = Math.min(was.length, now.length);
    // Among equal characters the caret says where the edit was.
    const known = Math.min(most, this.before === null ? this.caret : this.before, this.input.selectionStart);
    let head = 0;
    while (head < known && was[head] === now[head]) head += 1;
    let tail = 0;
    while (tail < most - head && was[was.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
    const [to, shift] = [was.length - tail, now.length - was.length];
    this.tokens = this.tokens.filter((token) => token.end <= head || token.start >= to);
    for (const token of this.tokens) {
      if (token.start < to || (to === head && token.end <= head)) continue;
      token.start += shift;
      token.end += shift;
    }
    this.shown = now;
    this.before = null;
  }

  replace(start, end, text) {
    this.before = start;
    this.input.setRangeText(text, start, end, "end");
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // What is selected gives way to Markdown.
  insert(raw) {
    this.input.focus({ preventScroll: true });
    const [start, end] = this.widened(this.input.selectionStart, this.input.selectionEnd);
    this.replace(start, end, raw);
    this.refresh();
  }

  // A range that takes no reference in half.
  widened(start, end) {
    for (const token of this.tokens) {
      if (token.start < start && start < token.end) start = token.start;
      if (token.start < end && end < token.end) end = token.end;
    }
    return [start, end];
  }

  onBefore(event) {
    const { selectionStart: start, selectionEnd: end } = this.input;
    this.before = start;
    const kind = event.inputType;
    if (!event.cancelable || this.isComposing) return;
    if (start !== end) {
      const [from, to] = this.widened(start, end);
      if (from === start && to === end) return;
      const text = kind === "insertLineBreak" || kind === "insertParagraph" ? "\n" : event.data || "";
      event.preventDefault();
      this.replace(from, to, text);
      return;
    }
    const isBack = kind === "deleteContentBackward";
    if (!isBack && kind !== "deleteContentForward") return;
    const token = this.tokens.find((one) =>
      isBack ? one.start < start && start <= one.end : one.start <= start && start < one.end,
    );
    if (!token) return;
    event.preventDefault();
    this.replace(token.start, token.end, "");
  }

  // Cut and pasted here again, references stay what they are; elsewhere their figures arrive.
  onCopy(event) {
    const [start, end] = this.widened(this.input.selectionStart, this.input.selectionEnd);
    if (start === end) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", this.shown.slice(start, end));
    event.clipboardData.setData(Written.KIND, this.slice(start, end));
    if (event.type === "cut") this.input.setSelectionRange(start, end);
  }

  keepCaretOut() {
    const { input } = this;
    if (document.activeElement !== input || this.isComposing) return;
    const at = input.selectionStart;
    if (at !== input.selectionEnd) {
      this.caret = at;
      return;
    }
    const token = this.tokens.find((one) => one.start < at && at < one.end);
    const edge = token && (this.caret <= token.start ? token.end : token.start);
    if (token) input.setSelectionRange(edge, edge);
    this.caret = token ? edge : at;
  }
}
