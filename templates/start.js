// The start page: opens a data file of the folder, drafts this year's report from last year's, or makes a new one.
(() => {
  // The program reads no larger file.
  const MOST_BYTES = 64 * 1024 * 1024;
  let isBusy = false;

  // Asks the program for a form; every button waits meanwhile.
  async function go(path, body, more, refuse) {
    if (isBusy) return;
    isBusy = true;
    document.body.setAttribute("aria-busy", "true");
    Voice.say("请稍候");
    const answer = await post(path, body, more);
    isBusy = false;
    document.body.removeAttribute("aria-busy");
    if (answer.outcome === "opened") location.assign(`${answer.address}#${Secret.key() || ""}`);
    else if (answer.outcome === "lost") contact("程序已关闭。请重新打开程序，从它打开的窗口进入。");
    else if (answer.outcome === "stranger") contact("请从程序打开的窗口进入（窗口里的地址带有口令）。");
    else refuse(answer.message);
  }

  const tell = (message) => Notice.show(message, true);

  function contact(words) {
    setText($("contact-words"), words);
    setHidden($("contact"), false);
  }

  function item(file) {
    const element = make("li");
    const name = make("div", "name");
    name.append(make("strong", "", file.title || file.name));
    if (file.title) name.append(make("span", "hint", file.name));
    element.append(name);
    const add = (words, path, className) => {
      const button = makeButton(words, className, () => go(path, { id: file.id }, undefined, tell));
      button.setAttribute("aria-label", `${words}：${file.name}`);
      element.append(button);
    };
    if (file.kind === "data") add("打开", "/open", "main");
    add(file.year ? `起草${file.year + 1}年的报告` : "从它起草", "/draft", "");
    return element;
  }

  function draftFrom(file) {
    if (!file) return;
    if (file.size > MOST_BYTES) {
      tell("文件太大，不像是一份年度报告。");
      return;
    }
    const more = {
      "Content-Type": "application/octet-stream",
      "X-Nianbao-Name": encodeURIComponent(file.name),
    };
    go("/draft", file, more, tell);
  }

  function create() {
    const [agency, year] = [$("agency").value.trim(), $("year").value.trim()];
    const refuse = (message) => setText($("new-refusal"), message);
    refuse("");
    if (agency === "") {
      refuse("请填机关全称。");
      $("agency").focus();
    } else if (!/^\d{4}$/.test(year)) {
      refuse("报告年度写四位数字，如 2024。");
      $("year").focus();
    } else go("/new", { agency, level: $("level").value, year: Number(year) }, undefined, refuse);
  }

  async function show() {
    const { folder, files } = await (await fetch("/files")).json();
    setText($("file"), folder);
    const data = files.filter((file) => file.kind === "data");
    const published = files.filter((file) => file.kind !== "data");
    $("data").replaceChildren(...data.map(item));
    $("published").replaceChildren(...published.map(item));
    setHidden($("no-data"), data.length > 0);
    setHidden($("no-published"), published.length > 0);
  }

  // A report of a year is made in the next one, or begun at that year's end.
  const today = new Date();
  $("year").value = String(today.getMonth() >= 10 ? today.getFullYear() : today.getFullYear() - 1);
  $("create").addEventListener("click", create);
  for (const id of ["agency", "year"]) {
    $(id).addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.isComposing) create();
    });
  }
  $("given").addEventListener("change", () => draftFrom($("given").files[0]));
  // A file that misses its place must not replace the page.
  for (const kind of ["dragover", "drop"]) document.addEventListener(kind, (event) => event.preventDefault());
  $("drop").addEventListener("dragover", () => $("drop").classList.add("over"));
  $("drop").addEventListener("dragleave", () => $("drop").classList.remove("over"));
  document.addEventListener("drop", (event) => {
    $("drop").classList.remove("over");
    draftFrom(event.dataTransfer.files[0]);
  });
  $("notice-close").addEventListener("click", Notice.hide);
  if (!Secret.key()) contact("请从程序打开的窗口进入（窗口里的地址带有口令）。");
  show().catch(() => contact("程序已关闭。请重新打开程序，从它打开的窗口进入。"));
})();
