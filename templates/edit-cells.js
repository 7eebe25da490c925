// Keys, pasted blocks and questions in the tables, as in a spreadsheet.
const Cells = (() => {
  const MOST_HTML = 300000;
  let isEditing = false;
  // The cell that was last in hand: what “this row” means once a button has the focus.
  const lastOf = new Map();

  function go(entry) {
    if (!entry) return;
    entry.input.focus({ preventScroll: true });
    isEditing = false;
    entry.input.select();
  }

  // Brings a cell into view, clear of the labels that stay at the left.
  function reveal(td) {
    td.scrollIntoView({ block: "nearest", inline: "nearest" });
    const box = td.closest(".table-box");
    const label = td.parentElement.querySelector('th[scope="row"]');
    if (!box || !label || getComputedStyle(label).position !== "sticky") return;
    const hidden = label.getBoundingClientRect().right - td.getBoundingClientRect().left;
    if (hidden > 0) box.scrollLeft -= hidden;
  }

  function isWhole(input) {
    return input.selectionStart === 0 && input.selectionEnd === input.value.length;
  }

  // Whether an arrow to the side leaves the cell: the caret is at that edge, or the whole is selected.
  function leaves(input, right) {
    if (isWhole(input) && !isEditing) return true;
    const edge = right > 0 ? input.value.length : 0;
    return input.selectionStart === input.selectionEnd && input.selectionStart === edge;
  }

  function onKey(event) {
    const input = event.target;
    if (!input.matches("input.figure") || event.isComposing) return;
    const entry = Grid.entryOf(input);
    const { key } = event;
    const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey;
    if (key === "Escape") {
      if (Model.isDirty(entry.field) || entry.field.refusal) {
        Model.takeBack(entry.field);
        input.select();
      } else Says.hide();
    } else if (key === "F2" && event.shiftKey) editNote(entry);
    else if (key === "F2") {
      isEditing = true;
      input.setSelectionRange(input.value.length, input.value.length);
    } else if (event.ctrlKey && (key === "Home" || key === "End")) go(Grid.edge(entry.section, key === "End"));
    else if (!isPlain) return;
    else if (key === "Enter") {
      const next = Grid.next(entry, event.shiftKey ? -1 : 1, 0, true);
      if (next) go(next);
      else Model.commit(entry.field);
    } else if (event.shiftKey) return;
    else if (key === "ArrowDown" || key === "ArrowUp")
      go(Grid.next(entry, key === "ArrowDown" ? 1 : -1, 0, false));
    else if (key === "ArrowLeft" || key === "ArrowRight") {
      const right = key === "ArrowRight" ? 1 : -1;
      if (!leaves(input, right)) return;
      go(Grid.next(entry, 0, right, false));
    } else return;
    event.preventDefault();
  }

  // ---- Pasting

  // A single value, without the line end that a spreadsheet adds; `null` if it is a block.
  function single(text, html) {
    const value = text.replace(/[\r\n]+$/, "");
    if (/[\t\r\n]/.test(value)) return null;
    return (html.match(/<t[dh][\s>]/gi) || []).length > 1 ? null : value.trim();
  }

  async function onPaste(event) {
    const input = event.target;
    if (!input.matches || !input.matches("input.figure")) return;
    event.preventDefault();
    const text = event.clipboardData.getData("text/plain");
    const given = event.clipboardData.getData("text/html");
    // Of a large sheet, what is plain is enough.
    const html = given.length > MOST_HTML && text !== "" ? "" : given;
    // A picture, say.
    if (text === "" && html === "") return;
    const value = single(text, html);
    if (value !== null) {
      input.setRangeText(value, input.selectionStart, input.selectionEnd, "end");
      input.dispatchEvent(new Event("input", { bubbles: true }));
      return;
    }
    const entry = Grid.entryOf(input);
    Model.takeBack(entry.field);
    const answer = await Send.ask("/paste", { start: entry.cell.address, text, html });
    if (answer.outcome === "saved" && document.activeElement === input) input.select();
  }

  // ---- 全部填 0

  async function zeros(section, entry) {
    const row = entry && Grid.rowOf(entry);
    Send.flush();
    const blanks = Grid.blanks(section.key, row);
    if (blanks.length === 0) {
      Notice.show(row ? "这一行没有空格。" : "这张表没有空格。", false);
      return;
    }
    const what = row ? `“${entry.cell.row}”一行` : `“${section.title}”的表`;
    const choice = await Question.ask({
      title: "全部填 0",
      body: [make("p", "", `${what}有 ${blanks.length} 个空格，全部填成 0 吗？没有核实过的数字请先留空。`)],
      choices: [
        ["zeros", "全部填 0"],
        ["", "不填"],
      ],
    });
    if (choice === "zeros") Send.ask("/zeros", row ? { row } : { section: section.key });
  }

  function tools(section) {
    const bar = make("div", "tools");
    bar.append(
      makeButton("本行空格填 0", "", () => {
        const entry = lastOf.get(section.key);
        if (entry) zeros(section, entry);
        else Notice.show("请先点一下要填的那一行。", false);
      }),
    );
    bar.append(makeButton("全表空格填 0", "", () => zeros(section, null)));
    bar.append(
      makeButton("格内附注", "", () => {
        const entry = lastOf.get(section.key);
        if (entry) editNote(entry);
        else Notice.show("请先点一下要加附注的那一格。", false);
      }),
    );
    asToolbar(bar, `${section.title}：表格的工具`);
    const keys =
      "Enter 和方向键移动，Ctrl+Home、Ctrl+End 到第一格、最后一格，F2 修改，Esc 恢复，Shift+F2 附注；可以从表格软件整块粘贴";
    bar.append(make("span", "hint", keys));
    return bar;
  }

  // ---- Notes of cells

  async function editNote(entry) {
    const address = `note:${entry.cell.address}`;
    const name = `${entry.cell.row}，${entry.cell.column}`;
    const label = make("label", "wide", "附注（印在数字后面的括号里，如“其中修订16件”）");
    const input = make("input");
    input.type = "text";
    input.value = Model.latest(address) || "";
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      $("ask").close("save");
    });
    label.append(input);
    const choice = await Question.ask({
      title: "格内附注",
      body: [make("p", "", name), label],
      choices: [
        ["save", "确定"],
        ["", "取消"],
      ],
      focus: input,
    });
    const now = Model.latest(address) || "";
    if (choice === "save" && input.value.trim() !== now) Send.change(address, input.value.trim() || null);
  }

  // ---- The mouse and the focus

  function onFocus(event) {
    const input = event.target;
    if (!input.matches("input.figure")) return;
    isEditing = false;
    input.select();
    const entry = Grid.entryOf(input);
    lastOf.set(entry.section, entry);
    reveal(entry.td);
    setText($("where"), Model.label(entry.cell.address));
    Says.show(entry);
  }

  function onBlur(event) {
    const input = event.target;
    if (!input.matches("input.figure")) return;
    const entry = Grid.entryOf(input);
    Says.hide();
    setText($("where"), "");
    if (entry) Model.commit(entry.field);
  }

  function listen(form) {
    form.addEventListener("keydown", onKey);
    form.addEventListener("paste", onPaste);
    form.addEventListener("focusin", onFocus);
    form.addEventListener("focusout", onBlur);
    // The first click selects the whole, as the keys do; the next one sets the caret.
    form.addEventListener("mousedown", (event) => {
      const td = event.target.closest("td.cell");
      const input = td && !event.target.closest("button") && td.querySelector("input.figure");
      if (!input || (document.activeElement === input && event.target === input)) return;
      event.preventDefault();
      input.focus({ preventScroll: true });
    });
    form.addEventListener("input", (event) => {
      if (event.target.matches("input.figure")) Grid.draw(Grid.entryOf(event.target));
    });
    form.addEventListener("mouseover", (event) => {
      const td = event.target.closest("td.cell");
      const held = document.activeElement && document.activeElement.closest("td.cell");
      if (held && Says.entry && Says.entry.td === held) return;
      const address = td && td.querySelector(".about").id.slice("about-".length);
      if (address) Says.show(Grid.entries.get(address));
      else Says.hide();
    });
  }

  // Where a finding leads in the tables: the first of its addresses that can be reached.
  function focusOn(addresses) {
    const all = addresses.map((address) => Grid.entries.get(address)).filter(Boolean);
    const entry = all[0];
    if (!entry) return false;
    if (entry.input) go(entry);
    else {
      const target = entry.take.hidden ? entry.output : entry.take;
      target.focus({ preventScroll: true });
      reveal(entry.td);
      Says.show(entry);
    }
    return true;
  }

  return { listen, tools, focusOn, editNote };
})();
