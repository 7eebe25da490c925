// The page as a whole: its head, the news of the program, faults of the file, undo and redo.
(() => {
  const RETRY_MS = 1000;
  // Once the program has ended it is asked again for so long.
  const ASK_FOR_MS = 10 * 60 * 1000;

  // ---- Building

  function part(section) {
    const box = make("section", "part");
    box.id = `part-${section.key}`;
    const title = make("h2", "", section.title);
    title.id = `part-title-${section.key}`;
    title.tabIndex = -1;
    box.setAttribute("aria-labelledby", title.id);
    box.append(title);
    const after = section.texts.filter((text) => text.place === "after");
    for (const text of section.texts) if (!after.includes(text)) box.append(Narrative.build(section, text));
    if (section.table) box.append(Cells.tools(section), Grid.build(section));
    for (const text of after) box.append(Narrative.build(section, text));
    return box;
  }

  function build(layout) {
    Grid.reset();
    Narrative.reset();
    Fields.reset();
    Model.setLayout(layout);
    const head = make("section", "part");
    head.id = "part-fields";
    const title = make("h2", "", "机关、日期和网站");
    title.id = "part-title-fields";
    title.tabIndex = -1;
    head.setAttribute("aria-labelledby", title.id);
    head.append(title, ...layout.fields.map(Fields.build));
    const parts = [head, ...layout.sections.map(part), Fields.buildAccepted()];
    $("parts").replaceChildren(...parts);
    $("outline").firstElementChild.replaceChildren(
      ...parts.map((box) => {
        const item = make("li");
        const heading = box.querySelector("h2");
        heading.tabIndex = -1;
        item.append(
          makeButton(heading.textContent, "link", () => {
            heading.focus({ preventScroll: true });
            box.scrollIntoView({ block: "start" });
          }),
        );
        return item;
      }),
    );
  }

  function bind() {
    Grid.bind();
    Narrative.bind();
    Fields.bind();
    Fields.showAccepted();
  }

  async function take(state) {
    if (!Model.layout || Model.layout.version !== state.layout) {
      const layout = await (await fetch("/layout")).json();
      Send.flush();
      build(layout);
      Model.take(state);
      bind();
      return [];
    }
    return Model.take(state);
  }

  // ---- Head

  function showHead({ state }) {
    const name = `${state.file}：填报`;
    if (document.title !== name) document.title = name;
    setText($("file"), state.file);
    $("file").title = state.title;
    const kinds = [
      ["errors", "error", "处错误"],
      ["warnings", "warning", "处提醒"],
      ["notes", "note", "处提示"],
      ["accepted", "accepted", "处已说明"],
    ];
    const words = kinds
      .filter(([key]) => state.counts[key] > 0)
      .map(([key, kind, tail]) => [`count ${kind}`, `${state.counts[key]} ${tail}`]);
    if (!state.reads) words.unshift(["count broken", "读不出来"]);
    else if (!state.drawn) words.unshift(["count broken", "报告生成不了"]);
    else if (words.length === 0) words.push(["passed", "检查通过"]);
    const all = words.map(([, text]) => text).join("");
    if ($("verdict").textContent !== all)
      $("verdict").replaceChildren(...words.map(([kind, text]) => make("span", kind, text)));
    const open = state.counts.errors + state.counts.warnings + state.counts.notes;
    setText($("tab-count"), open > 0 ? `（${open}）` : "");
    $("undo").setAttribute("aria-disabled", String(!state.undo));
    $("redo").setAttribute("aria-disabled", String(!state.redo));
    setHidden($("broken"), state.drawn || Boolean(state.faulty));
    const first = state.findings.find((finding) => finding.severity === "error");
    setText(
      $("broken"),
      state.drawn ? "" : `报告现在生成不了：${state.problem || (first ? first.message : "")}`,
    );
    showDownloads();
  }

  function whyNot() {
    const { state } = Model;
    if (lostSince !== null) return "程序已关闭，不能下载";
    if (Send.hold || Send.waiting > 0) return Send.hold ? "有内容还没有保存，保存后才能下载" : "";
    if (state.drawn) return "";
    return state.reads ? "报告能生成后才能下载" : "文件改正后才能下载";
  }

  let downloadsName = "";
  function showDownloads() {
    const { state } = Model;
    const reason = whyNot();
    const name = JSON.stringify([state.draft, state.downloads, reason]);
    if (name === downloadsName) return;
    downloadsName = name;
    const verb = state.draft ? "下载草稿" : "下载";
    setText($("downloads-title"), verb);
    $("downloads").replaceChildren(
      ...state.downloads.map((download) => {
        const link = make("a", "", download.label);
        link.setAttribute("aria-label", `${verb} ${download.label}`);
        if (download.name && reason === "") {
          link.href = `/download/${download.id}`;
          link.download = download.name;
          link.title = download.name;
        } else {
          link.setAttribute("role", "link");
          link.setAttribute("aria-disabled", "true");
          link.setAttribute("aria-describedby", "why-not");
        }
        const entry = make("li");
        entry.append(link);
        return entry;
      }),
    );
    setHidden($("why-not"), reason === "");
    setText($("why-not"), reason);
  }

  // Whether all is in the file; also said aloud when that changes for the worse or the better.
  let lastKind = "";
  function showSaving() {
    if (!Model.state) return;
    const { hold, waiting } = Send;
    const drafts = Model.drafts();
    const refused = drafts.filter(({ field }) => field.refusal).length;
    let [kind, words] = ["saved", `已保存 ${Model.state.saved || ""}`];
    if (hold) [kind, words] = ["unsaved", `未保存（${hold.words}）`];
    else if (waiting > 0) [kind, words] = ["busy", "正在保存"];
    else if (drafts.length > refused) [kind, words] = ["busy", "正在填写"];
    else if (refused > 0) [kind, words] = ["unsaved", `${refused} 处没有保存，见标记`];
    $("saving").className = kind;
    document.body.classList.toggle("held", Boolean(hold));
    setText($("saving"), words);
    setHidden($("retry"), !hold || hold.kind === "stranger");
    if (kind === "unsaved" && lastKind !== kind) Voice.say(words);
    if (kind === "saved" && lastKind === "unsaved") Voice.say("已保存");
    if (kind !== "busy") lastKind = kind;
    showDownloads();
    showContact();
  }

  // ---- A file that does not read

  function showFaulty({ state }) {
    const { faulty } = state;
    setHidden($("faulty"), !faulty);
    setHidden($("parts"), Boolean(faulty));
    setHidden($("outline"), Boolean(faulty));
    if (!faulty) return;
    const first = state.findings.find((finding) => finding.severity === "error");
    const what = first ? `${first.message}。` : "";
    setText(
      $("faulty-words"),
      `第 ${faulty.line} 行第 ${faulty.column} 列起读不下去。${what}改正以前不会写入任何内容；已填的内容都留在页面里。`,
    );
    const lines = faulty.text.split(/\r\n|\n|\r/);
    const from = Math.max(0, faulty.line - 6);
    $("faulty-lines").start = from + 1;
    $("faulty-lines").replaceChildren(
      ...lines.slice(from, faulty.line + 5).map((line, index) => {
        const item = make("li");
        item.append(from + index + 1 === faulty.line ? make("mark", "", line || " ") : line);
        return item;
      }),
    );
    $("faulty-fixes").replaceChildren(
      ...faulty.fixes.map(({ id, words }) => {
        const item = make("li");
        item.append(makeButton(words, "", () => Send.ask("/mend", { id, version: Model.state.version })));
        return item;
      }),
    );
    $("faulty-text").value = faulty.text;
  }

  // ---- Undo and redo

  async function step(path) {
    Send.flush();
    if (Model.state && !Model.state[path.slice(1)] && Send.waiting === 0) {
      Notice.show(path === "/undo" ? "没有可以撤销的。" : "没有可以重做的。", false);
      return;
    }
    const answer = await Send.ask(path, {});
    if (answer.outcome !== "saved") return;
    const address = answer.changed.find((one) => Model.fields.has(one));
    const words = `${path === "/undo" ? "已撤销" : "已重做"}：${answer.changed.map(Model.label).slice(0, 3).join("、")}`;
    Voice.say(words);
    if (!address) return;
    if (!Cells.focusOn([address])) Model.fields.get(address)[0].input.focus();
  }

  function onKey(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || $("ask").open) return;
    const key = event.key.toLowerCase();
    const isUndo = key === "z" && !event.shiftKey;
    const isRedo = key === "y" || (key === "z" && event.shiftKey);
    if (key === "s") {
      event.preventDefault();
      Send.flush();
      showSaving();
      return;
    }
    if (!isUndo && !isRedo) return;
    const field = Model.fieldOf(event.target);
    // A field of the page's own, such as that of a reason, has the browser's.
    if (!field && event.target.matches("textarea, input[type='text']")) return;
    if (field && (Model.isDirty(field) || field.refusal)) {
      // A cell is taken back whole; what was typed into a text is a step of its own.
      event.preventDefault();
      if (field.input.localName !== "textarea") {
        if (isUndo) Model.takeBack(field);
        return;
      }
    }
    event.preventDefault();
    if (field && field.refusal) Model.takeBack(field);
    else step(isUndo ? "/undo" : "/redo");
  }

  // ---- News of the program

  let source = null;
  let lostSince = null;
  let timer = 0;
  let isFetching = false;
  let latest = null;
  let failures = 0;

  // The state is fetched if the program is ahead of the page; own changes bring theirs along.
  async function update() {
    if (isFetching || source === null) return;
    isFetching = true;
    try {
      while (latest !== null && !(Model.state && Model.state.version === latest)) {
        if (Send.isBusy && !Send.hold) {
          await new Promise((resolve) => {
            setTimeout(resolve, 20);
          });
          continue;
        }
        const now = latest;
        const state = await (await fetch("/state")).json();
        const changed = await take(state);
        if (changed.length > 0) tellOutside(changed);
        failures = 0;
        if (latest === now) latest = null;
      }
    } catch (fault) {
      failures += 1;
      if (failures === 3) console.error(fault);
      setTimeout(update, RETRY_MS);
    } finally {
      isFetching = false;
    }
    showContact();
    Send.run();
  }

  function tellOutside(changed) {
    const names = changed
      .slice(0, 2)
      .map((address) => `“${Model.label(address)}”`)
      .join("、");
    Notice.show(
      `文件在别处改过：${names}${changed.length > 2 ? `等 ${changed.length} 处` : ""}，页面已更新。`,
      false,
    );
  }

  function contactWords() {
    const count = Send.unsaved().length;
    const kept = count > 0 ? `还有 ${count} 处没有保存，都留在这个页面里。` : "";
    if (!Secret.key()) return "请从程序打开的窗口进入（窗口里的地址带有口令）。这里只能看，不能改。";
    if (Send.hold && Send.hold.kind === "stranger") {
      return `程序重新打开过，这个窗口的口令不再有效。请到程序新打开的窗口里继续填。${count > 0 ? `下面 ${count} 处没有保存，可以复制过去。` : ""}`;
    }
    if (lostSince !== null) return `程序已关闭。${kept}重新打开程序后会自动继续；请不要关闭这个页面。`;
    return failures >= 3 ? "页面没能更新，请刷新；仍不行请换用新版浏览器。" : "";
  }

  function showContact() {
    const words = contactWords();
    const isGivenUp = lostSince !== null && Date.now() - lostSince >= ASK_FOR_MS;
    setText($("contact-words"), words);
    setHidden($("contact"), words === "");
    setHidden($("reconnect"), !isGivenUp);
    const unsaved = words === "" ? [] : Send.unsaved();
    setHidden($("unsent"), unsaved.length === 0);
    const text = unsaved
      .map(({ address, to }) => `${Model.label(address)}：${to === null ? "（删去）" : to}`)
      .join("\n");
    if ($("unsent-words").value !== text) $("unsent-words").value = text;
    return isGivenUp;
  }

  function disconnect() {
    clearTimeout(timer);
    if (source) source.close();
    source = null;
  }

  function connect() {
    disconnect();
    source = new EventSource("/events");
    source.addEventListener("message", (event) => {
      const wasLost = lostSince !== null;
      lostSince = null;
      latest = event.data.split(" ")[0];
      if (wasLost) showSaving();
      update();
    });
    source.addEventListener("error", () => {
      disconnect();
      failures = 0;
      if (lostSince === null) lostSince = Date.now();
      if (Model.state) showSaving();
      if (showContact()) return;
      timer = setTimeout(connect, Math.min(1000 + (Date.now() - lostSince) / 4, 10000));
    });
  }

  function appear() {
    if (document.hidden) return;
    if (lostSince !== null) lostSince = Date.now();
    connect();
  }

  // ---- Start

  Model.listen(showHead);
  Model.listen(showFaulty);
  Model.listen(showSaving);
  Send.listen(showSaving);
  Cells.listen($("form"));
  $("undo").addEventListener("click", () => step("/undo"));
  $("redo").addEventListener("click", () => step("/redo"));
  $("retry").addEventListener("click", () => Send.run());
  $("reconnect").addEventListener("click", () => {
    lostSince = Date.now();
    connect();
  });
  $("notice-close").addEventListener("click", Notice.hide);
  document.addEventListener("keydown", onKey);
  // The browser's own undo, from its menu, knows nothing of the file.
  document.addEventListener("beforeinput", (event) => {
    if (!/^history/.test(event.inputType) || !Model.fieldOf(event.target)) return;
    event.preventDefault();
    step(event.inputType === "historyUndo" ? "/undo" : "/redo");
  });
  document.addEventListener("input", (event) => {
    if (Model.touch(event.target)) showSaving();
  });
  window.addEventListener("beforeunload", (event) => {
    Send.flush();
    if (Send.unsaved().length > 0) event.preventDefault();
  });
  // A browser keeps six connections to one address: a window that nobody sees gives its own back.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      Send.flush();
      disconnect();
    } else appear();
  });
  appear();
  showContact();
})();
