// The panel: what the program says of the file, and the report beside it. All text of the file goes in
// as text, never as HTML.
(() => {
  const $ = (id) => document.getElementById(id);
  const RETRY_MS = 1000;
  // After so many failures in a row the fault is not one that passes.
  const MOST_FAILURES = 3;
  const MARGIN = 10;
  // Once the program has ended it is asked again for so long.
  const ASK_FOR_MS = 10 * 60 * 1000;

  let frame = null;
  let shownPage = null;
  let state = null;
  let selected = null;

  function make(tag, className, text) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  }

  // ---- Excerpt and details

  function placeWords(finding) {
    if (finding.foundAt) return finding.foundAt;
    if (!finding.place) return finding.words || finding.section ? "见左边的报告" : "整个文件";
    return `第 ${finding.place.line} 行第 ${finding.place.column} 列`;
  }

  function excerpt(finding) {
    const figure = make("figure", "excerpt");
    figure.append(make("figcaption", "", `数据文件${placeWords(finding)}`));
    const lines = make("ol");
    for (const line of finding.excerpt.lines) {
      const item = make("li");
      item.append(make("span", "number", String(line.number)));
      const text = make("bdi");
      for (const part of line.parts) {
        text.append(part.mark === "none" ? part.text : make("mark", part.mark, part.text));
      }
      item.append(text);
      for (const label of line.labels) item.append(make("span", "label", `↑ ${label}`));
      lines.append(item);
    }
    figure.append(lines);
    const rest = finding.excerpt.leftOut;
    if (rest) {
      const place = rest.count === 1 ? `${rest.from} 行` : `${rest.from}–${rest.to} 行`;
      figure.append(make("p", "rest", `另有 ${rest.count} 行未列出，见数据文件第 ${place}`));
    }
    return figure;
  }

  function details(finding) {
    const box = make("div", "details");
    if (finding.excerpt.lines.length > 0) box.append(excerpt(finding));
    const list = make("dl");
    const add = (name, words, className) => {
      if (words) list.append(make("dt", "", name), make("dd", className, words));
    };
    for (const note of finding.notes) add("算式", note);
    for (const fact of finding.facts) add("对照", fact);
    add("改法", finding.help, "mend");
    add("程序可以改", finding.fix && `${finding.fix}（nianbao check --fix）`);
    add("已说明", finding.accepted);
    box.append(list);
    return box;
  }

  // ---- The list

  // By what a finding is known again after a save, when figures and lines have changed.
  function names(findings) {
    const seen = new Map();
    return findings.map((finding) => {
      const cells = finding.cells.map((cell) => cell.path).join(" ");
      const words = finding.words ? finding.words.text : "";
      const name = `${finding.code} ${cells || words || finding.message} ${finding.section || ""}`;
      const times = seen.get(name) || 0;
      seen.set(name, times + 1);
      return `${name} ${times}`;
    });
  }

  function item(finding, name) {
    const kind = finding.accepted === null ? finding.severity : "accepted";
    const element = make("li", `finding ${kind}`);
    element.dataset.name = name;
    const button = make("button");
    button.type = "button";
    button.setAttribute("aria-expanded", "false");
    const head = make("span", "head");
    const tag = kind === "accepted" ? `已说明（${finding.severityWords}）` : finding.severityWords;
    head.append(make("span", "tag", tag), make("span", "where", placeWords(finding)));
    head.append(make("span", "code", finding.code));
    button.append(head, make("span", "message", finding.message));
    button.addEventListener("click", () => choose(selected === name ? null : name, true));
    element.append(button);
    return element;
  }

  function items() {
    return [...$("list").querySelectorAll(".finding")];
  }

  // Opens one finding and marks it in the report.
  function choose(name, shouldReveal) {
    selected = name;
    for (const element of items()) {
      const isChosen = element.dataset.name === name;
      element.classList.toggle("selected", isChosen);
      element.firstChild.setAttribute("aria-expanded", String(isChosen));
      const open = element.querySelector(".details");
      if (!isChosen && open) open.remove();
      if (isChosen && !open) element.append(details(state.findings[Number(element.dataset.index)]));
    }
    if (shouldReveal) revealChosen();
    markChosen(shouldReveal);
  }

  function markChosen(shouldReveal) {
    if (!frame) return;
    const index = selected === null ? -1 : state.names.indexOf(selected);
    // The findings of a report that is not drawn are on another text than the page.
    if (index < 0 || !state.drawn) {
      Report.clear(frame.contentDocument);
      return;
    }
    const target = Report.mark(frame.contentDocument, state.findings[index]);
    if (target && shouldReveal) Report.reveal(target);
  }

  // Brings the chosen finding into view in the list, moving it no more than needed.
  function revealChosen() {
    const list = $("list");
    const chosen = list.querySelector(".finding.selected");
    if (!chosen) return;
    const [outer, inner] = [list.getBoundingClientRect(), chosen.getBoundingClientRect()];
    const below = inner.bottom - outer.bottom + MARGIN;
    const above = inner.top - outer.top - MARGIN;
    if (below > 0) list.scrollTop += Math.min(below, above);
    else if (above < 0) list.scrollTop += above;
  }

  function showFindings() {
    const list = $("list");
    const top = list.getBoundingClientRect().top;
    const before = items().map((element) => ({ name: element.dataset.name, top: element.getBoundingClientRect().top }));
    const kept = before.filter((one) => one.top >= top).concat(before.filter((one) => one.top < top).reverse());
    const scrolled = list.scrollTop;
    const focused = document.activeElement && document.activeElement.closest(".finding");
    const focusedName = focused && focused.dataset.name;
    const open = [];
    const accepted = [];
    state.findings.forEach((finding, index) => {
      const element = item(finding, state.names[index]);
      element.dataset.index = String(index);
      (finding.accepted === null ? open : accepted).push(element);
    });
    $("open").replaceChildren(...open);
    $("accepted").replaceChildren(...accepted);
    $("accepted-part").hidden = accepted.length === 0;
    $("unlisted").hidden = state.unlisted === 0;
    $("unlisted").textContent = `另有 ${state.unlisted} 处没有列出，请先改正以上各处。`;
    if (!state.names.includes(selected)) selected = null;
    choose(selected, false);
    showNone();
    const elements = new Map(items().map((element) => [element.dataset.name, element]));
    const anchor = scrolled > 0 && kept.find((one) => elements.has(one.name));
    list.scrollTop = scrolled;
    if (anchor) list.scrollTop += elements.get(anchor.name).getBoundingClientRect().top - anchor.top;
    if (focusedName) {
      const again = elements.get(focusedName);
      (again ? again.firstChild : list).focus({ preventScroll: true });
    }
  }

  function showNone() {
    const onlyErrors = $("only-errors").checked;
    const listed = onlyErrors ? state.counts.errors : state.findings.length;
    $("none").hidden = listed > 0;
    $("none").className = state.reads ? "passed" : "";
    if (!state.reads) $("none").textContent = `${unread()}，无法检查`;
    else $("none").textContent = state.findings.length > 0 ? "没有错误" : "检查通过，没有发现问题";
  }

  // ---- Head and banner

  // Where no finding says what is wrong, it may be last year's file: its name stands in the problem.
  function unread() {
    return state.problem ? "文件读不出来" : "数据文件读不出来";
  }

  function showHead() {
    document.title = `${state.file}：报告预览`;
    $("file").textContent = state.file;
    $("file").title = state.title;
    const counts = [
      ["errors", "error", "处错误"], ["warnings", "warning", "处提醒"], ["notes", "note", "处提示"],
      ["accepted", "accepted", "处已说明"],
    ];
    const words = counts
      .filter(([key]) => state.counts[key] > 0)
      .map(([key, kind, name]) => make("span", `count ${kind}`, `${state.counts[key]} ${name}`));
    if (!state.reads) words.unshift(make("span", "count broken", "读不出来"));
    else if (!state.drawn) words.unshift(make("span", "count broken", "报告生成不了"));
    else if (words.length === 0) words.push(make("span", "passed", "检查通过"));
    $("verdict").replaceChildren(...words);
  }

  // Why there is nothing to download; empty if there is.
  function whyNot() {
    if (lostSince !== null) return "预览程序已关闭，不能下载";
    if (state.drawn) return "";
    return state.reads ? "报告能生成后才能下载" : "文件改正后才能下载";
  }

  function showDownloads() {
    const reason = whyNot();
    $("downloads-title").textContent = state.draft ? "下载草稿" : "下载";
    $("downloads").replaceChildren(...state.downloads.map(({ id, label, name }) => {
      const link = make("a", "", label);
      link.setAttribute("aria-label", `${state.draft ? "下载草稿" : "下载"} ${label}`);
      if (name && reason === "") {
        link.href = `/download/${id}`;
        link.download = name;
        link.title = name;
      } else {
        link.setAttribute("role", "link");
        link.setAttribute("aria-disabled", "true");
        link.setAttribute("aria-describedby", "why-not");
      }
      const entry = make("li");
      entry.append(link);
      return entry;
    }));
    $("why-not").hidden = reason === "";
    $("why-not").textContent = reason;
  }

  function showBroken() {
    const banner = $("broken");
    const height = banner.hidden ? 0 : banner.offsetHeight;
    banner.hidden = state.drawn;
    banner.replaceChildren();
    if (!state.drawn) {
      const first = state.findings.find((finding) => finding.severity === "error");
      const fault = state.reads ? "报告现在生成不了" : unread();
      banner.className = "error";
      banner.append(make("h2", "", frame ? `${fault}，下面是改动以前的报告` : fault));
      banner.append(make("p", "message", state.problem || (first ? first.message : "")));
      if (!state.problem && first) {
        if (first.excerpt.lines.length > 0) banner.append(excerpt(first));
        if (first.help) banner.append(make("p", "mend", `改法：${first.help}`));
        const more = state.counts.errors - 1;
        if (more > 0) banner.append(make("p", "more", `还有 ${more} 处，见检查结果。`));
      }
      banner.append(make("p", "more", "改正并保存后，这里会自动更新。"));
    }
    $("frames").className = frame ? (state.drawn ? "" : "stale") : "empty";
    $("nothing").hidden = frame !== null;
    // The words that are being read stay where they are on the screen.
    const moved = (banner.hidden ? 0 : banner.offsetHeight) - height;
    if (frame && moved !== 0) Report.view(frame.contentDocument).scrollTop += moved;
  }

  // Fetches state and page side by side and shows both at once; `page` is what the news say of it.
  async function refresh(page) {
    let next = page !== "" && page !== shownPage ? Report.load(page) : null;
    if (next) next.catch(() => {});
    const fetched = await (await fetch("/state")).json();
    if (fetched.page !== null && fetched.page !== page && fetched.page !== shownPage) {
      // Saved again in between.
      if (next) (await next).remove();
      next = Report.load(fetched.page);
    }
    show(fetched, next && (await next));
  }

  function show(fetched, next) {
    state = fetched;
    state.names = names(state.findings);
    if (next) {
      frame = Report.replace(frame, next);
      shownPage = fetched.page;
    }
    showHead();
    showDownloads();
    showBroken();
    showFindings();
  }

  // ---- News of the program

  let latest = null;
  let handled = null;
  let isBusy = false;
  let source = null;
  let lostSince = null;
  let wasLost = false;
  let timer = 0;
  let failures = 0;

  async function update() {
    if (isBusy || source === null) return;
    isBusy = true;
    try {
      while (handled !== latest) {
        const news = latest;
        await refresh(news.split(" ")[1]);
        handled = news;
        failures = 0;
      }
    } catch (fault) {
      // If the program has ended, the connection tells so.
      handled = null;
      failures += 1;
      if (failures === MOST_FAILURES && source !== null) console.error(fault);
      document.querySelectorAll("iframe.next").forEach((unused) => unused.remove());
      setTimeout(update, RETRY_MS);
    } finally {
      isBusy = false;
      showContact();
    }
  }

  function showContact() {
    const isLost = lostSince !== null;
    const hasGivenUp = isLost && Date.now() - lostSince >= ASK_FOR_MS;
    const isStuck = !isLost && failures >= MOST_FAILURES;
    $("contact").hidden = !isLost && !isStuck;
    $("contact-words").textContent = isLost ? "预览程序已关闭，页面不再更新。重新运行程序后会自动恢复。" : "";
    if (isStuck) $("contact-words").textContent = "页面没能更新，请刷新；仍不行请换用新版浏览器。";
    if (hasGivenUp) $("contact-words").textContent = "预览程序已关闭，页面不再更新。";
    $("reconnect").hidden = !hasGivenUp;
    if (isLost !== wasLost) {
      wasLost = isLost;
      if (state) showDownloads();
    }
    return hasGivenUp;
  }

  function disconnect() {
    clearTimeout(timer);
    if (source) source.close();
    source = null;
  }

  function appear() {
    if (document.hidden) return;
    // Whoever comes back finds that it is asked again.
    if (lostSince !== null) lostSince = Date.now();
    connect();
  }

  function connect() {
    disconnect();
    source = new EventSource("/events");
    source.addEventListener("message", (event) => {
      lostSince = null;
      showContact();
      latest = event.data;
      update();
    });
    source.addEventListener("error", () => {
      disconnect();
      failures = 0;
      if (lostSince === null) lostSince = Date.now();
      if (showContact()) return;
      const since = Date.now() - lostSince;
      timer = setTimeout(connect, Math.min(1000 + since / 4, 10000));
    });
  }

  $("only-errors").addEventListener("change", () => {
    $("panel").classList.toggle("only-errors", $("only-errors").checked);
    if (state) showNone();
  });
  $("reconnect").addEventListener("click", () => {
    if (source !== null) return;
    lostSince = Date.now();
    connect();
  });
  // A browser keeps six connections to one address: a window that nobody sees gives its own back.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) disconnect();
    else appear();
  });
  appear();
})();
