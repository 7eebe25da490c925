// The fields outside the tables and texts: the agency, dates, the site, last year's report; and the findings
// that have been accepted, each with its reason.
const Fields = (() => {
  const bindings = [];
  let accepted = null;

  function build(group) {
    const box = make("fieldset");
    box.append(make("legend", "", group.title));
    const grid = make("div", "fields");
    for (const field of group.fields) grid.append(one(field));
    box.append(grid);
    return box;
  }

  function one(field) {
    const id = `field-${field.address}`;
    const item = make("div", "field");
    const label = make("label", "", field.label);
    label.htmlFor = id;
    if (field.required) label.append(make("span", "needed", "（必填）"));
    const input = field.kind === "choice" || field.kind === "file" ? make("select") : make("input");
    input.id = id;
    const message = make("p", "refusal");
    message.id = `${id}-says`;
    item.append(label, input, message);
    if (field.hint) {
      const hint = make("p", "hint", field.hint);
      hint.id = `${id}-hint`;
      item.append(hint);
    }
    bindings.push({ field, input, message });
    if (input.localName === "select") fillChoices(field, input);
    else {
      input.type = "text";
      input.autocomplete = "off";
      if (field.kind === "year") input.inputMode = "numeric";
    }
    return item;
  }

  function fillChoices(field, input) {
    const empty = field.required ? "请选择" : "不填";
    for (const [value, words] of [["", empty], ...(field.choices || [])]) addChoice(input, value, words);
  }

  function addChoice(input, value, words) {
    const option = make("option", "", words);
    option.value = value;
    input.append(option);
  }

  // A value that is none of the choices is shown as it stands in the file; so is a date that is none.
  function prepare(field, input, text) {
    if (input.localName === "select") {
      if (![...input.options].some((option) => option.value === text)) addChoice(input, text, text);
    } else if (field.kind === "date") {
      input.type = text === "" || /^\d{4}-\d{2}-\d{2}$/.test(text) ? "date" : "text";
    }
  }

  function bind() {
    for (const { field, input, message } of bindings) {
      prepare(field, input, Model.latest(field.address) || "");
      const described = field.hint ? [`field-${field.address}-hint`] : [];
      const bound = Model.bind(field.address, input, {
        empty: field.required ? "" : null,
        put: (text) => {
          prepare(field, input, text);
          input.value = text;
        },
      });
      bound.draw = () => draw(bound, message, described);
      bound.draw();
      listen(bound, input);
    }
  }

  function draw(bound, message, described) {
    const { input, refusal } = bound;
    setText(message, refusal ? `没有保存：${refusal.message}` : "");
    setHidden(message, !refusal);
    const all = refusal ? [message.id, ...described] : described;
    if (all.length > 0) input.setAttribute("aria-describedby", all.join(" "));
    else input.removeAttribute("aria-describedby");
    if (refusal) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }

  function listen(bound, input) {
    const commit = () => Model.commit(bound);
    input.addEventListener(input.localName === "select" ? "change" : "blur", commit);
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Enter" && input.localName === "input") {
        event.preventDefault();
        commit();
      } else if (event.key === "Escape" && (Model.isDirty(bound) || bound.refusal)) {
        event.preventDefault();
        Model.takeBack(bound);
      }
    });
  }

  function focusOn(address) {
    const found = bindings.find(({ field }) => field.address === address);
    if (found) found.input.focus();
    return Boolean(found);
  }

  // ---- Accepted findings

  function buildAccepted() {
    accepted = { box: make("section", "part"), list: make("ul", "accepts"), items: new Map() };
    accepted.box.id = "part-accepted";
    const title = make("h2", "", "书面说明");
    title.id = "accepted-title";
    accepted.box.setAttribute("aria-labelledby", title.id);
    accepted.none = make("p", "hint", "还没有。检查结果确属实情的，可以在那一条结果下面写明原因。");
    accepted.box.append(title, accepted.none, accepted.list);
    return accepted.box;
  }

  function showAccepted() {
    if (accepted === null || Model.state === null) return;
    const { values } = Model.state;
    const present = Object.keys(values).filter(
      (address) => address.startsWith("accept:") && values[address] !== null,
    );
    // Of several that are bound to the same, the first has no number behind it.
    present.sort((one, other) => (one.slice(0, -1) < other.slice(0, -1) ? -1 : 1));
    for (const [address, item] of accepted.items) {
      if (present.includes(address)) continue;
      Model.unbind(item.bound);
      if (item.element.contains(document.activeElement)) $("form").focus();
      item.element.remove();
      accepted.items.delete(address);
    }
    for (const address of present) if (!accepted.items.has(address)) addAccepted(address);
    setHidden(accepted.none, present.length > 0);
  }

  function addAccepted(address) {
    const { code, cell, words } = Model.acceptance(address);
    const element = make("li");
    const what = [code, cell && Model.label(cell), words && `“${words}”`].filter(Boolean).join(" ");
    const label = make("label", "wide", `${what}：`);
    const input = make("textarea");
    input.rows = 2;
    label.append(input);
    const message = make("p", "refusal");
    message.id = `accept-${accepted.items.size}-${Date.now()}`;
    const remove = makeButton("删去", "", () => Send.change(address, null));
    remove.setAttribute("aria-label", `删去 ${what} 的书面说明`);
    element.append(label, message, remove);
    accepted.list.append(element);
    const bound = Model.bind(address, input, { empty: null });
    bound.draw = () => draw(bound, message, []);
    bound.draw();
    listen(bound, input);
    input.addEventListener("blur", () => Model.commit(bound));
    accepted.items.set(address, { element, bound });
  }

  // The address of the reason for a finding: as narrow as the finding is.
  function acceptAddress(finding) {
    const main =
      finding.cells.find((cell) => cell.main) || (finding.cells.length === 1 ? finding.cells[0] : null);
    const words = finding.words ? finding.words.text : null;
    return `accept:${JSON.stringify([finding.code, words === null && main ? main.path : null, words])}`;
  }

  // A field for the reason below an open finding.
  function reason(finding) {
    const box = make("div", "reason");
    const label = make("label", "wide", "确属实情的，写明原因（书面说明，写进数据文件）：");
    const input = make("textarea");
    input.rows = 2;
    label.append(input);
    const message = make("p", "refusal");
    message.setAttribute("role", "alert");
    const save = makeButton("保存说明", "", () => {
      const words = input.value.trim();
      if ([...words].length < 4) setText(message, "说明太短，至少写 4 个字：说清为什么是这样。");
      else {
        setText(message, "");
        Send.change(acceptAddress(finding), words);
      }
    });
    box.append(label, message, save);
    return box;
  }

  Model.listen(({ changed, before }) => {
    if (!before || changed.some((address) => address.startsWith("accept:"))) showAccepted();
  });

  function reset() {
    bindings.length = 0;
    accepted = null;
  }

  return { build, bind, buildAccepted, showAccepted, reason, acceptAddress, focusOn, reset };
})();
