// The narrative: one field a text, with its headings, a bar of tools, and its findings below.
const Narrative = (() => {
  const REST_MS = 200;
  // What is longer is taken as plain text: the program reads no more at once.
  const MOST_HTML = 300000;
  const TABLE = "\n| 项目 | 数量 | 说明 |\n|---|---:|---|\n|  |  |  |\n|  |  |  |\n";
  // By address: { section, text, input, field, mirror, … }
  const entries = new Map();

  function build(section, text) {
    const entry = { section, text, mirror: new Mirror(), timer: 0 };
    const box = make("div", text.required ? "narrative" : "narrative optional");
    const id = `text-${text.address}`;
    const label = make("label", "title", text.label);
    label.htmlFor = id;
    if (!text.required) label.append(make("span", "hint", "（可以不填）"));
    entry.input = make("textarea");
    entry.input.id = id;
    entry.input.spellcheck = false;
    entry.input.rows = 1;
    entry.input.setAttribute("aria-label", `${section.title}：${text.label}`);
    entry.written = new Written(entry.input);
    entry.found = [];
    entry.outline = make("ol", "headings");
    entry.outline.setAttribute("aria-label", `${section.title}的小标题`);
    entry.message = make("p", "refusal");
    entry.message.id = `refusal-${text.address}`;
    entry.list = make("ul", "found");
    entry.list.setAttribute("aria-label", `${section.title}：文中的检查结果`);
    entry.numbers = make("ul");
    entry.numbersPart = make("details", "numbers");
    entry.numbersTitle = make("summary");
    entry.numbersPart.append(entry.numbersTitle, entry.numbers);
    entry.numbersPart.addEventListener("toggle", () => showNumbers(entry));
    const pair = make("div", "pair");
    pair.append(entry.mirror.element, entry.input);
    const head = make("div", "text-head");
    head.append(label, bar(entry));
    box.append(head, entry.outline, pair, entry.message, entry.list, entry.numbersPart);
    entries.set(text.address, entry);
    listen(entry);
    return box;
  }

  function bind() {
    for (const entry of entries.values()) {
      const { address, required } = entry.text;
      entry.field = Model.bind(address, entry.input, {
        empty: required ? "" : null,
        // Blanks and line ends around a text are not part of it.
        same: (typed, value) => typed.trim() === value.replace(/\r\n/g, "\n").trim(),
        read: () => entry.written.raw(),
        put: (raw) => entry.written.put(raw),
        wrote: () => follow(entry),
        draw: () => draw(entry),
      });
      follow(entry);
    }
  }

  function draw(entry) {
    const refusal = entry.field && entry.field.refusal;
    setText(entry.message, refusal ? `没有保存：${refusal.message}` : "");
    setHidden(entry.message, !refusal);
    if (refusal) entry.input.setAttribute("aria-describedby", entry.message.id);
    else entry.input.removeAttribute("aria-describedby");
  }

  // The parts around a field, after its text was changed and is at rest.
  function follow(entry) {
    showHeadings(entry);
    showNumbers(entry);
    if (Model.state) findWords(entry);
    showMarks(entry);
  }

  // What stands behind the field: references, and the words of findings unless they are being typed over.
  function showMarks(entry) {
    const { written } = entry;
    const marks = written.tokens.map(({ start, end }) => ({ start, end, kind: "reference" }));
    for (const { finding, start, end } of entry.found) {
      marks.push({ start: written.toShown(start), end: written.toShown(end), kind: finding.severity });
    }
    entry.mirror.show(
      written.shown,
      marks.sort((a, b) => a.start - b.start || (a.kind === "reference") - (b.kind === "reference")),
    );
  }

  function listen(entry) {
    const { input } = entry;
    const rest = () => {
      clearTimeout(entry.timer);
      if (entry.written.isComposing) return;
      entry.timer = setTimeout(() => {
        if (entry.written.refresh()) showMarks(entry);
        Model.commit(entry.field);
        showHeadings(entry);
        showNumbers(entry);
      }, REST_MS);
    };
    input.addEventListener("input", () => {
      entry.found = [];
      showMarks(entry);
      rest();
    });
    input.addEventListener("compositionend", rest);
    input.addEventListener("blur", () => {
      clearTimeout(entry.timer);
      if (entry.written.refresh()) showMarks(entry);
      Model.commit(entry.field);
    });
    input.addEventListener("paste", (event) => paste(entry, event));
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !entry.field.refusal) return;
      event.preventDefault();
      Model.takeBack(entry.field);
    });
  }

  // ---- Tools

  function bar(entry) {
    const tools = make("div", "tools");
    const add = (words, act) => tools.append(makeButton(words, "", () => act(entry)));
    add("小标题", (one) =>
      eachLine(one, (line) => (/^#+\s*/.test(line) ? line.replace(/^#+\s*/, "") : `### ${line}`)),
    );
    add("加粗", (one) => insert(one, `**${selected(one)}**`, selected(one) === "" ? 2 : 0));
    add("列表", (one) => eachLine(one, (line) => (/^- /.test(line) ? line.slice(2) : `- ${line}`)));
    add("表格", (one) => insert(one, TABLE, 0));
    add("插入数字", chooseNumber);
    asToolbar(tools, `${entry.section.title}：${entry.text.label}的工具`);
    return tools;
  }

  const selected = ({ input, written }) =>
    written.slice(...written.widened(input.selectionStart, input.selectionEnd));

  // Puts Markdown in the place of what is selected.
  function insert({ input, written }, text, back) {
    written.insert(text);
    if (back > 0) input.setSelectionRange(input.selectionEnd - back, input.selectionEnd - back);
  }

  function eachLine(entry, change) {
    const { input } = entry;
    const start = input.value.lastIndexOf("\n", input.selectionStart - 1) + 1;
    const after = input.value.indexOf("\n", input.selectionEnd);
    const end = after < 0 ? input.value.length : after;
    const lines = entry.written.slice(start, end).split("\n").map(change);
    input.setSelectionRange(start, end);
    insert(entry, lines.join("\n"), 0);
  }

  async function paste(entry, event) {
    const html = event.clipboardData.getData("text/html");
    const text = event.clipboardData.getData("text/plain");
    const own = event.clipboardData.getData(Written.KIND);
    if (own !== "") {
      event.preventDefault();
      insert(entry, own, 0);
      return;
    }
    if (html === "" || html.length > MOST_HTML) return;
    event.preventDefault();
    const { input } = entry;
    const [start, end, before] = [input.selectionStart, input.selectionEnd, input.value];
    const answer = await post("/markdown", { html, text });
    if (input.value === before) input.setSelectionRange(start, end);
    insert(entry, answer.markdown === undefined ? text : onItsOwnLines(input, answer.markdown), 0);
  }

  // Headings, lists and tables end at the words that they were pasted before, and begin after those behind which
  // they were.
  function onItsOwnLines({ value, selectionStart, selectionEnd }, markdown) {
    const lines = markdown.split("\n");
    const isBlock = (line) => /^(#{1,6} |- |\d+\. |\|)/.test(line);
    const isInLine = (character) => character !== "" && character !== "\n";
    const before = isBlock(lines[0]) && isInLine(value.charAt(selectionStart - 1)) ? "\n" : "";
    const after = isBlock(lines[lines.length - 1]) && isInLine(value.charAt(selectionEnd)) ? "\n" : "";
    return before + markdown + after;
  }

  // ---- A number of the tables

  async function chooseNumber(entry) {
    const { input } = entry;
    const [start, end] = [input.selectionStart, input.selectionEnd];
    const put = (path) => {
      input.setSelectionRange(start, end);
      insert(entry, `{{ ${path} }}`, 0);
    };
    const [row, column] = [make("select"), make("select")];
    const rows = numberRows();
    rows.forEach(({ title, list }) => {
      const group = make("optgroup");
      group.label = title;
      list.forEach(({ words }, index) => {
        const option = make("option", "", words);
        option.value = `${title}\n${index}`;
        group.append(option);
      });
      row.append(group);
    });
    const showColumns = () => {
      const [title, index] = row.value.split("\n");
      const { cells } = rows.find((one) => one.title === title).list[Number(index)];
      column.replaceChildren(
        ...cells.map((cell) => {
          const option = make("option", "", `${cell.column}：${Words.figure(cell.address) || "空"}`);
          option.value = cell.address;
          return option;
        }),
      );
    };
    row.addEventListener("change", showColumns);
    showColumns();
    const labelled = (words, element) => {
      const label = make("label", "wide", words);
      label.append(element);
      return label;
    };
    const choice = await Question.ask({
      title: "插入数字",
      body: [
        make("p", "", "插入的数字随表格变化，不会与表格不一致。"),
        labelled("表格的行", row),
        labelled("列", column),
      ],
      choices: [
        ["insert", "插入"],
        ["pick", "到表格里点选"],
        ["", "取消"],
      ],
      focus: row,
    });
    if (choice === "insert") put(column.value);
    else if (choice === "pick") Picking.start(put, input);
  }

  function numberRows() {
    const tables = [];
    for (const section of Model.layout.sections) {
      if (!section.table) continue;
      const list = new Map();
      for (const cell of section.table.rows.flat()) {
        if (!cell.address) continue;
        const cells = list.get(cell.row) || [];
        cells.push(cell);
        list.set(cell.row, cells);
      }
      tables.push({ title: section.title, list: [...list].map(([words, cells]) => ({ words, cells })) });
    }
    // Sums of groups, the year, names: what can be referred to and is no cell.
    const others = Object.entries(Model.layout.labels || {});
    const list = others.map(([address, words]) => ({ words, cells: [{ address, column: words }] }));
    if (list.length > 0) tables.push({ title: "其他", list });
    return tables;
  }

  // ---- What stands around a text

  function select(entry, start, end) {
    const { input } = entry;
    input.focus({ preventScroll: true });
    input.setSelectionRange(start, end);
    // The field is as high as its text: the page is scrolled to the line, as its mirror has it.
    const line = entry.input.value.slice(0, start).split("\n").length - 1;
    const target = entry.mirror.element.children[line];
    if (target) (target.querySelector("mark:not(.reference)") || target).scrollIntoView({ block: "center" });
  }

  function showHeadings(entry) {
    const all = Words.headings(entry.input.value);
    const name = all.map((one) => `${one.level}${one.title}`).join("\n");
    if (entry.headingsName === name) return;
    entry.headingsName = name;
    entry.outline.hidden = all.length === 0;
    entry.outline.replaceChildren(
      ...all.map((one, index) => {
        const item = make("li", `level-${one.level}`);
        item.append(
          makeButton(one.title, "link", () => {
            const now = Words.headings(entry.input.value)[index];
            if (now) select(entry, now.start, now.end);
          }),
        );
        return item;
      }),
    );
  }

  // What the references of a text say just now.
  function showNumbers(entry) {
    const all = entry.written.tokens;
    entry.numbersPart.hidden = all.length === 0;
    setText(entry.numbersTitle, `文中引用的数字（${all.length} 处）`);
    if (!entry.numbersPart.open || !Model.state) return;
    entry.numbers.replaceChildren(
      ...all.map((token) => {
        const item = make("li");
        const words = `${entry.written.shown.slice(token.start, token.end)}：${expressionWords(token.expression)}`;
        item.append(makeButton(words, "link", () => select(entry, token.start, token.end)));
        return item;
      }),
    );
  }

  // A reference in words: what it refers to, and what is made of it.
  function expressionWords(expression) {
    const [path, filter] = expression.split("|").map((part) => part.trim());
    const other = /=\s*([a-z_.]+)/.exec(filter || "");
    const label = Model.label(path);
    if (!filter) return label;
    if (filter.startsWith("percent")) return `${label}，占${other ? Model.label(other[1]) : "比"}的百分比`;
    if (filter.startsWith("change")) return `${label}，比上年增减`;
    return filter.startsWith("wan") ? `${label}，以万计` : label;
  }

  // The findings whose words stand in this text, with their places in the Markdown. They are listed below it.
  // True if they are others than before.
  function findWords(entry) {
    const own = Model.state.findings.filter(
      (one) => one.accepted === null && one.words && one.section === entry.section.key,
    );
    if (own.length === 0 && entry.found.length === 0 && entry.foundName === "") return false;
    const raw = entry.written.raw();
    const places = own.map((finding) => ({ finding, ...Words.find(raw, entry.written.shown, finding.words) }));
    const found = places.filter((one) => one.end !== undefined);
    const name = found
      .map(({ finding, start }) => `${finding.severity} ${start} ${finding.message}`)
      .join("\n");
    const isOther = entry.foundName !== name || entry.found.length !== found.length;
    entry.found = found;
    if (entry.foundName === name) return isOther;
    entry.foundName = name;
    entry.list.replaceChildren(
      ...entry.found.map(({ finding }) => {
        const item = make("li", finding.severity);
        const button = makeButton("", "link", () => leadTo(finding));
        button.append(
          make("strong", "", `${finding.severityWords} `),
          `“${finding.words.text}”：${finding.message}`,
        );
        item.append(button);
        return item;
      }),
    );
    setHidden(entry.list, entry.found.length === 0);
    return true;
  }

  // Selects the words of a finding; false if no text has them.
  function leadTo(finding) {
    if (!finding.words) return false;
    let best = null;
    for (const entry of entries.values()) {
      if (entry.section.key !== finding.section) continue;
      const place = Words.find(entry.written.raw(), entry.written.shown, finding.words);
      if (place && (!best || place.distance < best.place.distance)) best = { entry, place };
    }
    if (!best) return false;
    const { written } = best.entry;
    select(best.entry, written.toShown(best.place.start), written.toShown(best.place.end));
    return true;
  }

  // The first text of a section, for a finding on the section as a whole.
  function focusOn(section) {
    const entry = [...entries.values()].find((one) => one.section.key === section);
    if (entry) select(entry, 0, 0);
    return Boolean(entry);
  }

  // Figures and marks of all texts, as the newest state has them.
  let isPlanned = false;
  function update() {
    isPlanned = false;
    if (Model.state.faulty) return;
    for (const entry of entries.values()) {
      // Typing on: the marks come with the answer to it.
      if (!entry.field || entry.written.isComposing || Model.isDirty(entry.field)) continue;
      const isOther = entry.written.refresh();
      if (isOther && entry.numbersPart.open) showNumbers(entry);
      if (findWords(entry) || isOther) showMarks(entry);
    }
  }

  Model.listen(() => {
    if (isPlanned) return;
    isPlanned = true;
    afterPaint(update);
  });

  return { build, bind, leadTo, focusOn, reset: () => entries.clear() };
})();

// The next click on a cell chooses it; so does Enter on one.
const Picking = (() => {
  let put = null;
  let back = null;

  function start(next, input) {
    [put, back] = [next, input];
    document.body.classList.add("picking");
    setText($("picking"), "请点表中要引用的一格（按 Esc 取消）");
    setHidden($("picking"), false);
    const table = document.querySelector("#parts table");
    const first = table && table.querySelector("input.figure");
    if (first) first.focus();
  }

  function stop() {
    put = null;
    document.body.classList.remove("picking");
    setHidden($("picking"), true);
    if (back) back.focus();
  }

  function choose(event) {
    if (put === null) return;
    const isKey = event.type === "keydown";
    if (isKey && event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      stop();
      return;
    }
    const td = event.target.closest && event.target.closest("td.cell");
    if (!td || (isKey && event.key !== "Enter")) return;
    event.preventDefault();
    event.stopPropagation();
    const done = put;
    stop();
    done(td.querySelector(".about").id.slice("about-".length));
  }
  document.addEventListener("mousedown", choose, true);
  document.addEventListener("keydown", choose, true);
  return { start };
})();
