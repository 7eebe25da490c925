// The list of findings. It is patched: what is the same stays, with its place, its focus and what is typed in it.
const Findings = (() => {
  let selected = null;
  // By name: { element, sign, finding, index }
  const items = new Map();

  // By what a finding is known again after a change, when its figures are others.
  function names(findings) {
    const times = new Map();
    return findings.map((finding) => {
      const cells = finding.cells.map((cell) => cell.path).join(" ");
      const words = finding.words ? finding.words.text : "";
      const name = `${finding.code} ${cells || words || finding.message} ${finding.section || ""}`;
      times.set(name, (times.get(name) || 0) + 1);
      return `${name} ${times.get(name)}`;
    });
  }

  function placeWords(finding) {
    if (finding.foundAt) return finding.foundAt;
    const section = Model.layout.sections.find((one) => one.key === finding.section);
    if (section) return section.title;
    return finding.place ? `数据文件第 ${finding.place.line} 行` : "整个文件";
  }

  function build(name, finding) {
    const kind = finding.accepted === null ? finding.severity : "accepted";
    const element = make("li", `finding ${kind}`);
    const button = makeButton("", "", () => choose(name, true));
    const head = make("span", "head");
    head.append(
      make("span", "tag", kind === "accepted" ? `已说明（${finding.severityWords}）` : finding.severityWords),
    );
    head.append(make("span", "where", placeWords(finding)), make("span", "code", finding.code));
    button.append(head, make("span", "message", finding.message));
    button.setAttribute("aria-expanded", "false");
    element.append(button);
    return element;
  }

  function details(finding) {
    const box = make("div", "details");
    const list = make("dl");
    const add = (name, words, className) => {
      if (words) list.append(make("dt", "", name), make("dd", className, words));
    };
    for (const note of finding.notes) add("算式", note);
    for (const fact of finding.facts) add("对照", fact);
    add("改法", finding.help, "mend");
    add("已说明", finding.accepted);
    box.append(list);
    if (finding.fix && finding.accepted === null) {
      const mend = make("p", "fix");
      mend.append(
        makeButton(finding.fix, "", () => {
          const index = Model.state.findings.indexOf(current(finding));
          if (index >= 0) Send.ask("/mend", { finding: index, version: Model.state.version });
        }),
      );
      box.append(mend);
    }
    const canAccept = finding.acceptable === undefined ? finding.severity !== "error" : finding.acceptable;
    if (canAccept && finding.accepted === null) box.append(Fields.reason(finding));
    return box;
  }

  // The finding as it is in the newest state.
  function current(finding) {
    const item = [...items.values()].find((one) => one.shown === finding || one.finding === finding);
    return item ? item.finding : finding;
  }

  // Opens a finding, and leads to what it is about.
  function choose(name, shouldLead) {
    selected = name;
    for (const [key, item] of items) {
      const isChosen = key === name;
      item.element.classList.toggle("selected", isChosen);
      item.element.firstChild.setAttribute("aria-expanded", String(isChosen));
      const open = item.element.querySelector(".details");
      if (!isChosen && open) open.remove();
      if (isChosen && !open) {
        item.shown = item.finding;
        item.element.append(details(item.finding));
      }
    }
    const item = items.get(name);
    if (item && shouldLead) item.element.scrollIntoView({ block: "nearest" });
    ReportView.mark(item ? item.finding : null, shouldLead);
    if (item && shouldLead) lead(item.finding);
  }

  function lead(finding) {
    // On a narrow window the form is in front while something is mended.
    const shown = finding.cells.flatMap((cell) => (cell.main ? cell.shown : []));
    const others = finding.cells.flatMap((cell) => cell.shown);
    const reach = () =>
      Narrative.leadTo(finding) ||
      Cells.focusOn([...shown, ...others]) ||
      (finding.section && Narrative.focusOn(finding.section));
    if ($("main").dataset.show === "list" && isNarrow()) Tabs.show("form");
    reach();
  }

  const isNarrow = () => getComputedStyle($("tabs")).display !== "none";

  // ---- Patching

  function show(state) {
    const list = names(state.findings);
    const present = new Set(list);
    for (const [name, item] of items) {
      if (present.has(name)) continue;
      if (item.element.contains(document.activeElement)) $("list").focus({ preventScroll: true });
      item.element.remove();
      items.delete(name);
    }
    const last = { open: null, accepted: null };
    list.forEach((name, index) => {
      const finding = state.findings[index];
      const element = patch(name, finding);
      const side = finding.accepted === null ? "open" : "accepted";
      const next = last[side] ? last[side].nextSibling : $(side).firstChild;
      if (next !== element) $(side).insertBefore(element, next);
      last[side] = element;
    });
    if (selected !== null && !items.has(selected)) selected = null;
    setHidden($("accepted-part"), last.accepted === null);
    setHidden($("unlisted"), state.unlisted === 0);
    setText($("unlisted"), `另有 ${state.unlisted} 处没有列出，请先改正以上各处。`);
    showNone(state);
  }

  function patch(name, finding) {
    const sign = JSON.stringify([
      finding.severityWords,
      finding.message,
      finding.help,
      finding.notes,
      finding.facts,
      finding.accepted,
      finding.fix,
    ]);
    const item = items.get(name);
    if (item && item.sign === sign) {
      item.finding = finding;
      return item.element;
    }
    const element = build(name, finding);
    items.set(name, { element, sign, finding, shown: finding });
    if (item) {
      const typed = item.element.querySelector(".reason textarea");
      const hadFocus = item.element.contains(document.activeElement);
      item.element.replaceWith(element);
      if (name === selected) choose(name, false);
      const again = element.querySelector(".reason textarea");
      if (typed && again) again.value = typed.value;
      if (hadFocus) element.firstChild.focus({ preventScroll: true });
    }
    return element;
  }

  function showNone(state) {
    const onlyErrors = $("only-errors").checked;
    const listed = onlyErrors ? state.counts.errors : state.findings.length;
    setHidden($("none"), listed > 0);
    $("none").className = state.reads ? "passed" : "";
    if (!state.reads) setText($("none"), "文件读不出来，无法检查");
    else setText($("none"), state.findings.length > 0 ? "没有错误" : "检查通过，没有发现问题");
  }

  function remark() {
    const item = items.get(selected);
    ReportView.mark(item ? item.finding : null, false);
  }

  // How many findings there are is said when that has changed.
  function tell(before, state) {
    if (!before) return;
    const [was, is] = [before.counts, state.counts];
    if (was.errors === is.errors && was.warnings === is.warnings && was.notes === is.notes) return;
    Voice.say(`检查结果：${is.errors} 处错误，${is.warnings} 处提醒，${is.notes} 处提示`);
  }

  $("only-errors").addEventListener("change", () => {
    $("panel").classList.toggle("only-errors", $("only-errors").checked);
    if (Model.state) showNone(Model.state);
  });

  Model.listen(({ state, before }) => {
    show(state);
    tell(before, state);
  });

  return { remark };
})();
