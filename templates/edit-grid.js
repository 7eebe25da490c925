// The official tables with a field in every cell.
const Grid = (() => {
  const SIGNS = { error: "▲", warning: "△", note: "○", refusal: "！" };
  // By address: { cell, td, field | output, … }
  const entries = new Map();
  // By section: the table's rows, each a list of the entry that stands in every column.
  const tables = new Map();

  function build(section) {
    const box = make("div", "table-box");
    const element = make("table", "form");
    element.append(make("caption", "unseen", section.table.caption || section.title));
    const [head, body] = [make("thead"), make("tbody")];
    const matrix = [];
    let isHead = true;
    section.table.rows.forEach((cells, index) => {
      isHead = isHead && cells.every((cell) => !cell.address);
      const row = make("tr");
      for (const cell of cells) place(matrix, index, cell, row, section, cells);
      (isHead ? head : body).append(row);
    });
    element.append(columns(matrix), ...[head, body].filter((part) => part.childElementCount > 0));
    const { labels } = element.querySelector("colgroup").dataset;
    element.classList.add(`labels-${labels}`);
    element.style.setProperty("--figures", String(matrix[0].length - Number(labels)));
    box.append(element);
    tables.set(section.key, matrix);
    return box;
  }

  // The columns of the labels, and those of the figures, which are all as wide as each other.
  function columns(matrix) {
    const group = make("colgroup");
    const firsts = matrix.map((line) => line.findIndex((entry) => entry.cell)).filter((at) => at >= 0);
    const labels = Math.min(...firsts);
    for (let at = 0; at < matrix[0].length; at += 1) {
      group.append(make("col", at < labels - 1 ? "group" : at < labels ? "label" : "figure"));
    }
    group.dataset.labels = String(labels);
    return group;
  }

  // Puts a cell where the next free column of the row is.
  function place(matrix, index, cell, row, section, cells) {
    const line = (matrix[index] = matrix[index] || []);
    let column = 0;
    while (line[column] !== undefined) column += 1;
    const entry = cell.address ? figure(cell, section) : { td: heading(cell, cells, section.table.columns) };
    Object.assign(entry, { section: section.key, row: index, column });
    for (let down = 0; down < (cell.rows || 1); down += 1) {
      const below = (matrix[index + down] = matrix[index + down] || []);
      for (let right = 0; right < (cell.columns || 1); right += 1) below[column + right] = entry;
    }
    if (cell.columns > 1) entry.td.colSpan = cell.columns;
    if (cell.rows > 1) entry.td.rowSpan = cell.rows;
    row.append(entry.td);
  }

  function heading(cell, cells, columns) {
    if (!cell.head) return make("td", "remark", cell.text);
    const th = make("th", "", cell.text);
    const isRow = cells.some((one) => one.address);
    th.scope = isRow ? (cell.rows > 1 ? "rowgroup" : "row") : cell.columns > 1 ? "colgroup" : "col";
    if (cell.columns === columns) th.className = "band";
    return th;
  }

  function figure(cell, section) {
    const td = make("td", "cell");
    const entry = { cell, td, findings: [] };
    entry.sign = make("span", "sign");
    entry.sign.setAttribute("aria-hidden", "true");
    entry.note = make("small", "note");
    entry.about = make("span", "about");
    entry.about.id = `about-${cell.address}`;
    entry.about.hidden = true;
    if (cell.computed) computed(entry);
    else {
      const input = make("input", "figure");
      // The keys of a phone: whole numbers, amounts, or all of them where a minus may stand.
      input.inputMode = cell.signed ? "text" : cell.amount ? "decimal" : "numeric";
      input.autocomplete = "off";
      input.spellcheck = false;
      input.enterKeyHint = "next";
      input.setAttribute("aria-label", `${cell.row}，${cell.column}`);
      input.dataset.cell = cell.address;
      td.append(input, entry.sign, entry.note, entry.about);
      entry.input = input;
    }
    entries.set(cell.address, entry);
    return entry;
  }

  function computed(entry) {
    entry.td.classList.add("total");
    entry.output = make("output");
    // A hundred sums that change are not to be read out.
    entry.output.setAttribute("aria-live", "off");
    entry.output.setAttribute("aria-label", `${entry.cell.row}，${entry.cell.column}，程序计算`);
    entry.output.tabIndex = -1;
    entry.stated = make("small", "stated");
    entry.take = makeButton("改用程序算的", "take", () => takeComputed(entry));
    entry.take.setAttribute("aria-label", `${entry.cell.row}，${entry.cell.column}：改用程序算的`);
    entry.td.append(entry.output, entry.sign, entry.stated, entry.take, entry.note, entry.about);
  }

  // What the file states goes, and the program computes it. One cell of a row of totals cannot go alone: it would be
  // left blank. So the row goes as a whole, unless another of its cells still says something of its own.
  function takeComputed(entry) {
    const { values, computed: sums } = Model.state;
    const row = [...entries.values()].filter(
      (one) => one.section === entry.section && rowOf(one) === rowOf(entry),
    );
    const stated = row.map(({ cell }) => cell.address).filter((address) => values[address] !== null);
    const { address } = entry.cell;
    const others = stated.filter((one) => one !== address && values[one] !== sums[one]);
    if (row.some((one) => one.input)) Send.change(address, null);
    else if (others.length > 0) Send.change(address, sums[address]);
    else Send.changeAll(stated.map((one) => ({ address: one, to: null })));
  }

  // Ties the cells to what the program says; called once the tables stand in the page.
  function bind() {
    for (const entry of entries.values()) {
      if (entry.input)
        entry.field = Model.bind(entry.cell.address, entry.input, {
          put: put(entry.input),
          draw: () => draw(entry),
        });
      else draw(entry);
    }
    for (const address of Model.cells.keys()) showNote(address);
  }

  // What comes from elsewhere into the cell in hand is selected as a whole, as on arriving there.
  const put = (input) => (text) => {
    input.value = text;
    if (document.activeElement === input) input.select();
  };

  function reset() {
    entries.clear();
    tables.clear();
  }

  // ---- What a cell shows

  function draw(entry) {
    if (entry.output) drawTotal(entry);
    const field = entry.field;
    const isEmpty = Boolean(entry.input) && entry.input.value === "";
    const refusal = field ? field.refusal : null;
    const worst = refusal ? "refusal" : entry.findings.reduce(worse, null);
    // Cells that only take part in what is wrong elsewhere are told apart from the one that is wrong.
    const isAside =
      worst !== null &&
      !refusal &&
      !entry.findings.some(({ finding, isMain }) => isMain && finding.severity === worst);
    const isUnsaved = Boolean(field) && (refusal !== null || Send.queued(field.address) !== undefined);
    const isAbsent = isEmpty && Model.latest(entry.cell.address) === null;
    const wanted = [
      "cell",
      entry.output && "total",
      isEmpty && "blank",
      worst,
      isAside && "aside",
      isUnsaved && "unsaved",
    ];
    const name = wanted.filter(Boolean).join(" ");
    if (entry.td.className !== name) entry.td.className = name;
    setText(entry.sign, worst ? SIGNS[worst] : "");
    if (entry.input) {
      const words = isAbsent ? "缺" : "空";
      if (entry.input.placeholder !== words) entry.input.placeholder = words;
    }
    describe(entry, refusal);
  }

  function worse(worst, { finding }) {
    const order = [null, "note", "warning", "error"];
    return order.indexOf(finding.severity) > order.indexOf(worst) ? finding.severity : worst;
  }

  function drawTotal(entry) {
    const { address } = entry.cell;
    const sum = Model.state ? Model.state.computed[address] : null;
    const stated = Model.latest(address);
    setText(entry.output, sum === null || sum === undefined ? "—" : sum);
    const differs = stated !== null && stated !== "" && stated !== sum;
    // Where a cell is still blank, nothing can be said against a stated total.
    const isKnown = sum !== null && sum !== undefined;
    setHidden(entry.stated, !differs);
    setHidden(entry.take, !differs || !isKnown);
    setText(entry.stated, differs ? `文件写${stated}` : "");
    entry.stated.classList.toggle("open", !isKnown);
  }

  // What stands at a cell in words, the gravest first.
  function words(entry) {
    const all = entry.findings.map(({ finding, isMain }) => {
      const help = finding.help && isMain ? `改法：${finding.help}` : "";
      return { severity: finding.severity, head: finding.severityWords, message: finding.message, help };
    });
    const refusal = entry.field && entry.field.refusal;
    if (refusal)
      all.unshift({
        severity: "refusal",
        head: "没有保存",
        message: refusal.message,
        help: "按 Esc 恢复原来的数",
      });
    return all;
  }

  function describe(entry, refusal) {
    const said = words(entry).map((one) => `${one.head}：${one.message}${one.help ? `。${one.help}` : ""}`);
    if (entry.input && Model.latest(entry.cell.address) === null && said.length === 0)
      said.push("文件里没有这一格");
    setText(entry.about, said.join("；"));
    const target = entry.input || entry.output;
    if (said.length > 0) target.setAttribute("aria-describedby", entry.about.id);
    else target.removeAttribute("aria-describedby");
    const isWrong = refusal || entry.findings.some(({ finding }) => finding.severity === "error");
    if (entry.input && isWrong) target.setAttribute("aria-invalid", "true");
    else target.removeAttribute("aria-invalid");
    if (Says.entry === entry) Says.show(entry);
  }

  function showNote(address) {
    const entry = entries.get(address);
    if (!entry) return;
    const text = Model.latest(`note:${address}`) || "";
    setText(entry.note, text ? `（${text}）` : "");
  }

  // ---- The findings of the cells

  // Only cells whose findings differ are drawn.
  function mark(findings) {
    const wanted = new Map();
    findings.forEach((finding) => {
      if (finding.accepted !== null) return;
      const hasMain = finding.cells.some((cell) => cell.main);
      for (const cell of finding.cells) {
        for (const address of cell.shown) {
          const list = wanted.get(address) || [];
          if (!list.some((one) => one.finding === finding))
            list.push({ finding, isMain: cell.main || !hasMain });
          wanted.set(address, list);
        }
      }
    });
    for (const [address, entry] of entries) {
      const next = wanted.get(address) || [];
      const name = next
        .map(({ finding, isMain }) => `${finding.severity} ${isMain} ${finding.message} ${finding.help}`)
        .join("\n");
      if (entry.markName === name) continue;
      entry.markName = name;
      entry.findings = next;
      draw(entry);
    }
  }

  Model.listen(({ state, changed, computed: sums }) => {
    for (const address of new Set([...changed, ...sums])) {
      const entry = entries.get(address);
      if (entry) draw(entry);
      else if (address.startsWith("note:")) showNote(address.slice(5));
    }
    if (!state.faulty) mark(state.findings);
  });

  // ---- Ways through the table

  const entryOf = (input) => entries.get(input.dataset.cell);

  // The next field from an entry in a direction; at the foot of a column the top of the next one.
  function next(entry, down, right, wraps) {
    const matrix = tables.get(entry.section);
    let [row, column] = [entry.row, entry.column];
    for (;;) {
      row += down;
      column += right;
      if (row < 0 || row >= matrix.length || column < 0 || column >= matrix[row].length) break;
      const found = matrix[row][column];
      if (found && found !== entry && found.input) return found;
    }
    if (!wraps || down === 0) return null;
    for (column = entry.column + down; column >= 0 && column < matrix[entry.row].length; column += down) {
      const rows = down > 0 ? matrix : [...matrix].reverse();
      const found = rows.map((line) => line[column]).find((one) => one && one.input && one.column === column);
      if (found) return found;
    }
    return null;
  }

  // The first or the last cell of a table that can be filled.
  function edge(section, isLast) {
    const all = tables.get(section).flat().filter((entry) => entry && entry.input);
    return all[isLast ? all.length - 1 : 0];
  }

  // The cells of a table that can be filled and are empty.
  function blanks(section, rowKey) {
    const all = [...entries.values()].filter(
      (one) => one.section === section && one.input && one.input.value === "",
    );
    return rowKey ? all.filter((one) => rowOf(one) === rowKey) : all;
  }

  // The row of a cell, as the program names it: a row of one cell is its own.
  function rowOf({ cell, section }) {
    const row = cell.address.slice(0, cell.address.lastIndexOf("."));
    return row === section ? cell.address : row;
  }

  return { build, bind, reset, draw, words, entries, entryOf, next, edge, blanks, rowOf };
})();

// The words at the cell in hand, close above it: the rows below are those to be filled in next.
const Says = (() => {
  let entry = null;

  function show(next) {
    entry = next;
    const all = Grid.words(next);
    const box = $("says");
    setHidden(box, all.length === 0);
    if (all.length === 0) return;
    box.replaceChildren(
      ...all.map((one) => {
        const line = make("p", one.severity);
        line.append(make("strong", "", `${one.head} `), one.message);
        if (one.help) line.append(make("span", "help", one.help));
        return line;
      }),
    );
    place();
  }

  function place() {
    if (entry === null || $("says").hidden) return;
    const box = $("says");
    const cell = entry.td.getBoundingClientRect();
    const form = $("form").getBoundingClientRect();
    const isAway =
      cell.bottom < form.top || cell.top > form.bottom || cell.right < form.left || cell.left > form.right;
    box.classList.toggle("away", isAway);
    const [width, height] = [box.offsetWidth, box.offsetHeight];
    const left = Math.max(8, Math.min(cell.left, document.documentElement.clientWidth - width - 8));
    const above = cell.top - height - 3;
    const isBelow = above < Math.max(4, form.top) && cell.bottom + height + 6 <= document.documentElement.clientHeight;
    box.style.left = `${left}px`;
    box.style.top = `${isBelow ? cell.bottom + 3 : Math.max(4, above)}px`;
  }

  function hide() {
    entry = null;
    setHidden($("says"), true);
  }

  let isPlanned = false;
  function follow() {
    if (isPlanned || entry === null) return;
    isPlanned = true;
    requestAnimationFrame(() => {
      isPlanned = false;
      place();
    });
  }
  document.addEventListener("scroll", follow, { capture: true, passive: true });
  window.addEventListener("resize", follow);
  return {
    show,
    hide,
    get entry() {
      return entry;
    },
  };
})();
