// The report as it will be published, beside the form. A new page is loaded out of sight and then takes the
// place of the old one, at the same words.
const ReportView = (() => {
  let frame = null;
  let shown = null;
  let wanted = null;
  let isLoading = false;
  let marked = null;

  // The page of a state; while one loads, only the newest waits.
  async function show(page) {
    wanted = page;
    if (isLoading) return;
    isLoading = true;
    while (wanted !== null && wanted !== shown && isSeen()) {
      const now = wanted;
      try {
        // What was typed is marked first.
        await new Promise(afterPaint);
        frame = Report.replace(frame, await Report.load(now));
        setHidden($("nothing"), true);
        Findings.remark();
      } catch {
        // The next state brings the next page.
        wanted = null;
      }
      shown = now;
    }
    isLoading = false;
  }

  const isSeen = () => $("frames").offsetParent !== null;

  function mark(finding, shouldReveal) {
    marked = finding;
    if (!frame || !frame.contentDocument || !frame.contentDocument.body) return;
    if (!marked || !Model.state.drawn) {
      Report.clear(frame.contentDocument);
      return;
    }
    const target = Report.mark(frame.contentDocument, marked);
    if (target && shouldReveal && isSeen()) Report.reveal(target);
  }

  function fold() {
    const isFolded = $("sheet").classList.toggle("folded");
    $("side").classList.toggle("without-report", isFolded);
    $("fold").setAttribute("aria-expanded", String(!isFolded));
    setText($("fold"), isFolded ? "展开" : "收起");
    if (!isFolded) resume();
  }

  // The report came into sight: it catches up.
  function resume() {
    if (Model.state) show(Model.state.page);
  }

  Model.listen(({ state }) => {
    $("frames").classList.toggle("stale", !state.drawn);
    setHidden($("nothing"), frame !== null || state.drawn);
    if (state.drawn) show(state.page);
  });
  $("fold").addEventListener("click", fold);
  return { mark, resume };
})();

// Below a certain width one part is seen at a time.
const Tabs = (() => {
  const buttons = [...$("tabs").querySelectorAll("button")];

  function show(part) {
    $("main").dataset.show = part;
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.show === part));
    if (part === "report") ReportView.resume();
  }
  for (const button of buttons) button.addEventListener("click", () => show(button.dataset.show));
  window.addEventListener("resize", () => ReportView.resume());
  return { show };
})();
