// The start page: opens a data file of the folder, drafts the next report from last year's, or begins one from nothing.
// Each of them leads to the form. The likeliest one stands first.
(() => {
  // The program reads no larger file.
  const MOST_BYTES = 64 * 1024 * 1024;
  const LOST = "程序已关闭。请重新打开程序，从它打开的窗口进入。";
  const STRANGER = "这个窗口里没有口令，或者口令已经失效。请从程序打开的窗口进入。";

  const DRAFTED = "已起草下一年度的报告";

  // What `/files` said last, as text and as read.
  let said = "";
  let listing = null;
  let isBusy = false;
  // Where what became of the last request is told.
  let told = null;

  function contact(words) {
    setText($("contact-words"), words);
    setHidden($("contact"), words === "");
  }

  // ---- Requests

  function tell(place, className, words) {
    if (told && told !== place) setHidden(told, true);
    told = place;
    place.className = `told ${className}`;
    place.replaceChildren(words);
    // Of a slow one it can be seen that it goes on.
    if (className === "busy") {
      const progress = make("progress");
      progress.setAttribute("aria-label", words);
      place.append(progress);
    }
    setHidden(place, words === "");
    Voice.say(words);
    if (words !== "") place.scrollIntoView({ block: "nearest" });
  }

  // Everything waits meanwhile, and keeps the focus.
  function setBusy(next) {
    isBusy = next;
    $("ways").setAttribute("aria-busy", String(next));
    for (const button of $("ways").querySelectorAll("button")) button.setAttribute("aria-disabled", String(next));
  }

  // Asks the program for a form and goes there; a refusal is told at `place`.
  async function go({ place, path, body, more, doing, done }) {
    if (isBusy) return;
    setBusy(true);
    tell(place, "busy", doing);
    const answer = await post(path, body, more);
    if (answer.outcome === "opened") {
      follow(answer, done);
      return;
    }
    setBusy(false);
    const refusal = answer.outcome === "refused" ? answer.message : "";
    tell(place, "refusal", refusal);
    if (answer.outcome === "lost") contact(LOST);
    if (answer.outcome === "stranger") contact(STRANGER);
  }

  // On to the form: at once, or after what has to be known before.
  function follow({ address, notes }, done) {
    if (!notes || notes.length === 0) {
      location.assign(address);
      return;
    }
    setText($("opened-title"), done);
    $("notes").replaceChildren(...notes.map((words) => make("li", "", words)));
    $("go-on").href = address;
    setHidden($("ways"), true);
    setHidden($("opened"), false);
    scrollTo(0, 0);
    $("opened-title").focus();
  }

  // ---- The files of the folder

  const WAYS = {
    open: { path: "/open", words: () => "打开", done: () => "已打开" },
    read: { path: "/open", words: () => "读成数据文件后打开", done: () => "已读成数据文件" },
    draft: { path: "/draft", words: draftWords, done: ({ year }) => (year ? `已${draftWords({ year })}` : DRAFTED) },
  };

  function draftWords({ year }) {
    return year ? `起草 ${year + 1} 年度的报告` : "从它起草下一年度的报告";
  }

  function row(file, name, isMain) {
    const way = WAYS[name];
    const words = way.words(file);
    const item = make("li");
    const about = make("div", "name");
    about.append(make("strong", "", file.title || file.name));
    if (file.title) about.append(make("span", "hint", file.name));
    const place = make("p", "told");
    place.hidden = true;
    const button = makeButton(words, isMain ? "main" : "", () =>
      go({ place, path: way.path, body: { id: file.id }, doing: `正在读“${file.name}”…`, done: way.done(file) }),
    );
    button.id = `${name}-${file.id}`;
    button.setAttribute("aria-label", `${words}：${file.name}`);
    item.append(about, button, place);
    return item;
  }

  function fill(list, files, name, mainFile) {
    const items = files.map((file) => row(file, name, file === mainFile));
    $(list).replaceChildren(...items);
    setHidden($(list), items.length === 0);
    const more = $(list).closest("details");
    if (more) setHidden(more, items.length === 0);
  }

  const stem = ({ name }) => name.replace(/\.[^.]*$/, "");

  // What each way has to choose from, and which file is the likeliest of all.
  function sort({ files, year }) {
    const data = files.filter((file) => file.kind === "data");
    const stems = new Set(data.map(stem));
    const published = files.filter((file) => file.kind === "published");
    // What the program has made of a data file stands beside it under the same name.
    const foreign = published.filter((file) => !stems.has(stem(file)));
    const isCurrent = (file) => file.year !== null && file.year >= year;
    // One whose year cannot be read has a fault, and is likely to be the one at hand.
    const current = data.filter((file) => isCurrent(file) || file.year === null);
    const opened = current.length > 0 ? current : data.filter((file) => file.year === data[0].year);
    const sources = data.some(isCurrent) ? [] : newest(data, foreign, year);
    return {
      opened,
      older: data.filter((file) => !opened.includes(file)),
      foreign,
      sources,
      others: [...data, ...published].filter((file) => !sources.includes(file)),
      likeliest: current[0] || sources[0] || data[0] || null,
    };
  }

  // What this year's report is likely to be drafted from: the newest reports of earlier years, unless the next year's
  // file is there; then those whose year is not known.
  function newest(data, foreign, year) {
    const isDrafted = (file) => data.some((other) => other.year === file.year + 1);
    const isBefore = (file) => file.year !== null && file.year < year && !isDrafted(file);
    const before = [...data, ...foreign].filter(isBefore);
    const last = Math.max(...before.map((file) => file.year));
    return [...before.filter((file) => file.year === last), ...foreign.filter((file) => file.year === null)];
  }

  // The likeliest way stands first.
  function arrange({ opened, sources, foreign, likeliest }) {
    const isOpening = opened.includes(likeliest) && !sources.includes(likeliest);
    const order = isOpening ? ["open", "draft"] : ["draft", "open"];
    if ($("ways").querySelector(".way").id !== order[0]) $("new").before(...order.map($));
    for (const id of order) $(id).classList.toggle("first", id === order[0]);
    setHidden($("open"), opened.length === 0);
    setHidden($("correct"), foreign.length === 0);
  }

  function draw() {
    const { folder, year } = listing;
    const held = document.activeElement && document.activeElement.id;
    const sorted = sort(listing);
    const { likeliest, sources } = sorted;
    setText($("file"), `文件夹：${folder}`);
    fill("open-files", sorted.opened, "open", likeliest);
    fill("older-files", sorted.older, "open", null);
    fill("correct-files", sorted.foreign, "read", null);
    fill("draft-files", sources, "draft", likeliest);
    fill("other-files", sorted.others, "draft", null);
    arrange(sorted);
    const kinds = "Word、网页、PDF、OFD、Excel 表格都可以";
    setText(
      $("drop-words"),
      sources.length > 0 ? `去年的报告在别处的，拖到这里（${kinds}），或者` : `把去年的报告拖到这里（${kinds}），或者`,
    );
    if ($("year").value === "") $("year").value = String(year);
    if (held && $(held)) $(held).focus({ preventScroll: true });
  }

  // The folder as it is now; files may have come while the page was away.
  async function show() {
    let text;
    try {
      text = await (await fetch("/files")).text();
      listing = JSON.parse(text);
    } catch {
      contact(LOST);
      return;
    }
    contact(Secret.key() ? "" : STRANGER);
    if (isBusy || text === said) return;
    said = text;
    draw();
    // Not while it is told what has to be known before the form.
    setHidden($("ways"), !$("opened").hidden);
  }

  // ---- A report from elsewhere

  const dropped = make("p", "told");
  dropped.hidden = true;
  $("drop").append(dropped);

  // True if a file of that name is in the list, where it can be opened or drafted from.
  const isListed = (file) => listing !== null && listing.files.some((one) => one.kind === "data" && one.name === file.name);

  async function draftFrom(files) {
    if (isBusy || files.length === 0) return;
    const refuse = (words) => tell(dropped, "refusal", words);
    const [file] = files;
    if (files.length > 1) return refuse("请一次只给一个文件：去年的那一份报告。");
    if (isListed(file)) return refuse(`“${file.name}”是数据文件，文件夹里已经有这个名称的，请在本页的列表里点。`);
    if (file.size > MOST_BYTES) return refuse(`“${file.name}”太大，不像是一份年度报告。`);
    let body;
    try {
      body = await file.arrayBuffer();
    } catch {
      return refuse(`“${file.name}”读不出来：是文件夹，或者已经移走、正被别的程序占用。`);
    }
    const more = {
      "Content-Type": "application/octet-stream",
      "X-Nianbao-Name": encodeURIComponent(file.name),
    };
    return go({ place: dropped, path: "/draft", body, more, doing: `正在读“${file.name}”…`, done: DRAFTED });
  }

  function listenToFiles() {
    const drop = $("drop");
    const isFile = (event) => [...event.dataTransfer.types].includes("Files");
    // A file that misses its place must not replace the page.
    document.addEventListener("dragover", (event) => {
      event.preventDefault();
      drop.classList.toggle("over", isFile(event));
    });
    document.addEventListener("dragleave", (event) => {
      if (event.relatedTarget === null) drop.classList.remove("over");
    });
    document.addEventListener("drop", (event) => {
      event.preventDefault();
      drop.classList.remove("over");
      if (!isFile(event)) tell(dropped, "refusal", "拖来的是文字，请拖去年的报告这个文件。");
      else draftFrom([...event.dataTransfer.files]);
    });
    $("given").addEventListener("click", (event) => {
      if (isBusy) event.preventDefault();
    });
    $("given").addEventListener("change", async () => {
      await draftFrom([...$("given").files]);
      // The same file can be chosen again.
      $("given").value = "";
    });
  }

  // ---- A new one

  function create(event) {
    event.preventDefault();
    const place = $("new-refusal");
    const level = document.querySelector("input[name='level']:checked");
    const agency = $("agency").value.trim();
    const year = $("year").value.normalize("NFKC").replace(/年度?$/, "").trim();
    const faults = [
      [agency === "", "agency", "请填机关全称。"],
      [level === null, "levels", "请选机关类别。"],
      [!/^\d{4}$/.test(year), "year", "报告年度写四位数字。"],
    ];
    for (const [isFault, id] of faults) {
      if (isFault) $(id).setAttribute("aria-invalid", "true");
      else $(id).removeAttribute("aria-invalid");
    }
    const first = faults.find(([isFault]) => isFault);
    if (first) {
      tell(place, "refusal", first[2]);
      const field = $(first[1]);
      (field.querySelector("input") || field).focus();
      return;
    }
    const body = { agency, level: level.value, year: Number(year) };
    go({ place, path: "/new", body, doing: "正在新建…", done: "已新建" });
  }

  for (const id of ["agency", "year"]) $(id).setAttribute("aria-describedby", "new-refusal");
  $("new-form").addEventListener("submit", create);
  listenToFiles();
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) show();
  });
  // The way back from the form.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    setBusy(false);
    if (told) setHidden(told, true);
    setHidden($("opened"), true);
    setHidden($("ways"), false);
    show();
  });
  show();
})();
