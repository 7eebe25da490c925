// From the start page to the downloaded report, by keyboard alone: this year's report is drafted from last year's
// published one, filled in from a pasted block and by keys, and downloaded; opened again; begun from nothing; refused.
// Every check says what it saw; the first that fails ends the run.
//
// usage: node start.cjs PROGRAM REPOSITORY FOLDER
//   FOLDER  an empty one for data files and outputs

"use strict";
const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const { launch } = require("./chromium.cjs");
const { startBare, endBare, folder } = require("./edit_program.cjs");
const { cell, saved, holds, open, close, audit } = require("./form_page.cjs");
const { LAST, TITLE, makeLast, makeFinished, run } = require("./start_reports.cjs");

const SIZES = [
  { width: 1280, height: 800, words: "1280 px" },
  { width: 640, height: 400, scale: 2, words: "200 %" },
  { width: 360, height: 740, words: "360 px" },
];

const say = (words) => console.log(`check_edit: start page: ${words}`);
const ask = async (address, what) => (await fetch(new URL(what, address))).json();
const at = (...names) => path.join(folder, ...names);
const read = (...names) => fs.readFileSync(at(...names), "utf8");

// An empty folder in which the program is started.
async function begin(name) {
  fs.mkdirSync(at(name));
  const server = await startBare(at(name));
  const { year } = await ask(server.address, "/files");
  return { ...server, year, name, file: `${year}年报.toml` };
}

async function openStart(browser, address, size) {
  const page = await open(browser, address, size);
  await page.locator("#ways").waitFor();
  return page;
}

// ---- By keyboard

const focused = (page) =>
  page.evaluate(() => {
    const held = document.activeElement;
    return {
      id: held.id,
      address: held.dataset.cell,
      words: held.getAttribute("aria-label") || held.textContent.trim(),
    };
  });

// Goes on with Tab until what is wanted has the focus.
async function tabTo(page, wanted) {
  const seen = [];
  for (let steps = 0; steps < 120; steps += 1) {
    const held = await focused(page);
    if (wanted(held)) return;
    seen.push(held.id || held.address || held.words.slice(0, 20));
    await page.keyboard.press("Tab");
  }
  assert.fail(`not reached with Tab: ${wanted}\n${seen.join("\n")}`);
}

const withId = (id) => (held) => held.id === id;
const withWords = (words) => (held) => held.words.startsWith(words);

async function chooseByKeys(page, file) {
  // Listened to in time: the browser has to be told of it first.
  const chooser = page.waitForEvent("filechooser");
  await tabTo(page, withId("given"));
  await page.keyboard.press("Enter");
  await (await chooser).setFiles(file);
}

// What has to be known before the form, if there is anything; then the form.
async function goOn(page) {
  await page.waitForFunction(() => document.querySelector("#opened:not([hidden]), #parts .part"));
  if (await page.locator("#opened").isVisible()) {
    assert.equal((await focused(page)).id, "opened-title");
    await audit(page, "what has to be known before the form");
    await tabTo(page, withId("go-on"));
    await page.keyboard.press("Enter");
  }
  await page.locator("input[data-cell]").first().waitFor({ state: "attached" });
}

// ---- Filling in

async function words(page, text) {
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(text);
  await saved(page);
}

// The browser's own field: in which order it takes year, month and day by keys depends on its language.
async function day(page, date) {
  const id = "field-publication.date";
  await tabTo(page, withId(id));
  await page.locator(`[id="${id}"]`).fill(date);
  await tabTo(page, (held) => held.id !== id);
  await saved(page);
}

async function byKeys(page, rows) {
  for (const { address, value } of rows.flat().filter((one) => !one.computed)) {
    await tabTo(page, (held) => held.address === address);
    await page.keyboard.type(value);
  }
  await page.keyboard.press("Tab");
  await saved(page);
}

async function asABlock(page, rows) {
  const block = rows.map((row) => row.map((one) => one.value).join("\t")).join("\r\n");
  await page.evaluate((text) => navigator.clipboard.writeText(text), block);
  await tabTo(page, (held) => held.address === rows[0][0].address);
  await page.keyboard.press("Control+v");
  const last = rows[rows.length - 1][0];
  await holds(page, last.address, last.value);
  await saved(page);
  // The next Tab leads out of the table.
  await page.keyboard.press("Control+End");
}

async function fillIn(page, { layout, values, rowsOf }, draft) {
  await day(page, values["publication.date"]);
  for (const section of layout.sections) {
    const isOpen = ({ address, place }, after) =>
      draft.values[address] !== null && values[address] && (place === "after") === after;
    for (const after of [false, true]) {
      if (after && section.table) {
        const fill = section.key === "requests" ? asABlock : byKeys;
        await fill(page, rowsOf(section.key));
      }
      for (const { address } of section.texts.filter((text) => isOpen(text, after))) {
        await tabTo(page, withId(`text-${address}`));
        await words(page, values[address]);
      }
    }
  }
  await page.waitForFunction(() => document.querySelector("#verdict .passed"));
}

// ---- What is wrong

async function aContradiction(page) {
  const address = "requests.carried_forward.natural_person";
  const right = await cell(page, address).inputValue();
  await tabTo(page, withWords("三、"));
  await page.keyboard.press("Enter");
  await tabTo(page, (held) => held.address);
  await page.keyboard.press("Control+End");
  for (let steps = 0; (await focused(page)).address !== address; steps += 1) {
    assert(steps < 10);
    await page.keyboard.press("ArrowLeft");
  }
  await page.keyboard.type(String(Number(right) + 1));
  await page.keyboard.press("Enter");
  await saved(page);
  const marked = (wanted) =>
    page.waitForFunction(
      ([one, value]) => document.querySelector(`input[data-cell="${one}"]`).getAttribute("aria-invalid") === value,
      [address, wanted],
    );
  await marked("true");
  const about = await cell(page, address).getAttribute("aria-describedby");
  assert((await page.locator(`[id="${about}"]`).textContent()).startsWith("错误："));
  await audit(page, "a contradiction");
  for (let steps = 0; (await focused(page)).address !== address; steps += 1) {
    assert(steps < 400);
    await page.keyboard.press("Shift+Tab");
  }
  assert(await page.locator("#says").isVisible());
  await page.keyboard.type(right);
  await page.keyboard.press("Enter");
  await marked(null);
  await page.waitForFunction(() => document.querySelector("#verdict .passed"));
  await page.keyboard.press("Control+End");
}

async function outputs(page, { name, file }) {
  run(at(name), "render", file, "-o", "printed");
  for (const [label, ending] of [["Word", "docx"], ["网页", "html"], ["Markdown", "md"]]) {
    await tabTo(page, withWords(`下载 ${label}`));
    const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
    const printed = `${path.basename(file, ".toml")}.${ending}`;
    assert.equal(download.suggestedFilename(), printed);
    assert.deepEqual(fs.readFileSync(await download.path()), fs.readFileSync(at(name, "printed", printed)), label);
  }
}

// A file without what was filled in: the texts, the figures and the blanks that line them up.
function without(text) {
  const blank = text.replace(/'''\n[^]*?'''/g, "'''").replace(/= *(\[[^\]\n]*\]|""|[\d.]+)/g, "= ?");
  return blank.replace(/ +/g, " ");
}

async function aReport(browser, size) {
  const server = await begin(`年报 ${size.words}`);
  const { name, file, year } = server;
  const last = makeLast(at("去年"), year - 1);
  const finished = await makeFinished(at("编好"), year);
  const page = await openStart(browser, server.address, size);
  await audit(page, `an empty folder at ${size.words}`);
  assert(await page.locator("#open").isHidden());
  await chooseByKeys(page, last.docx);
  await goOn(page);
  await audit(page, `the form at ${size.words}`);
  assert.deepEqual(fs.readFileSync(at(name, LAST)), fs.readFileSync(last.docx));
  const draft = read(name, file);
  run(path.dirname(last.docx), "new", "--from", LAST, "-o", file);
  assert.equal(draft, fs.readFileSync(path.join(path.dirname(last.docx), file), "utf8"));
  fs.rmSync(path.join(path.dirname(last.docx), file));
  const form = page.url();
  await fillIn(page, finished, await ask(form, "/state"));
  await aContradiction(page);
  await outputs(page, server);
  await figuresAre(await ask(form, "/state"), finished);
  // The day has taken the place of the comment that offered it.
  const day = new RegExp(`^(date +=) ${finished.values["publication.date"]}( +# 落款日期：)`, "m");
  assert.match(read(name, file), day);
  assert.equal(without(read(name, file).replace(day, "# $1 2025-01-20$2")), without(draft));
  assert.equal(read(name, file.replace(".toml", "-原稿.toml")), draft);
  run(at(name), "check", file);
  say(`${size.words}: drafted from a Word file, filled in, checked and downloaded by keyboard; the rest of the file stays`);
  await openedAgain(page, server, form);
  await close(page);
  assert.equal(await endBare(server.child), 0, server.child.said);
}

async function figuresAre({ values }, finished) {
  const figures = finished.layout.sections.flatMap(({ table }) => table?.rows.flat() ?? []);
  for (const { address, computed } of figures) {
    if (address && !computed) assert.equal(Number(values[address]), Number(finished.values[address]), address);
  }
}

// Back on the start page the file is the first to be opened, and its form is the one that is there.
async function openedAgain(page, { address, file, year }, form) {
  await page.goto(new URL("/", address).href);
  await page.locator("#open.first").waitFor();
  await audit(page, "a folder with this year's data file");
  const first = page.locator("#open-files li").first();
  assert((await first.textContent()).includes(`${TITLE} ${year}年度`), await first.textContent());
  await tabTo(page, withWords(`打开：${file}`));
  await page.keyboard.press("Enter");
  await goOn(page);
  assert.equal(new URL(page.url()).origin, new URL(form).origin);
  say("the same file is opened in the same form again");
}

// ---- Other ways

async function fromTheFolder(browser) {
  const server = await begin("文件夹");
  const last = makeLast(at("去年"), server.year - 1);
  // With a total that is wrong in it, which has to be known.
  const total = /(data-cell="requests\.received\.total"[^>]*>)\d+/;
  const html = fs.readFileSync(last.html, "utf8");
  assert.match(html, total);
  fs.writeFileSync(at(server.name, "公布的.html"), html.replace(total, (_, before) => `${before}99`));
  const page = await openStart(browser, server.address);
  await page.locator("#draft.first").waitFor();
  await audit(page, "a folder with last year's report");
  await tabTo(page, withWords(`起草 ${server.year} 年度的报告：公布的.html`));
  await page.keyboard.press("Enter");
  await page.locator("#notes li", { hasText: "“公布的.html”本身还有 2 处必须改正的错误" }).waitFor();
  await goOn(page);
  assert(read(server.name, server.file).includes('file     = "公布的.html"'));
  // What is there is not drafted again.
  await page.goBack();
  await page.locator("#open.first").waitFor();
  await page.locator("#others summary").click();
  await page.locator("#other-files").getByText(`起草 ${server.year} 年度的报告`).click();
  await page.locator("#others .refusal", { hasText: server.file }).waitFor();
  await audit(page, "a refused draft");
  // A file with a fault is offered first, and hides nothing else.
  const data = read(server.name, server.file);
  fs.writeFileSync(at(server.name, server.file), data.replace(/^year .*/m, "year = ["));
  await page.reload();
  await page.locator("#open.first #open-files button.main").waitFor();
  await page.locator("#draft-files button").waitFor();
  fs.writeFileSync(at(server.name, server.file), data);
  await page.reload();
  await page.locator("#ways").waitFor();
  // A published report is read into a data file, which is opened.
  await page.locator("#correct summary").click();
  await page.locator("#correct-files button").click();
  await goOn(page);
  assert(read(server.name, "公布的.toml").includes(`year   = ${server.year - 1}`));
  await close(page);
  assert.equal(await endBare(server.child), 0);
  say("a report of the folder is drafted from, not twice, and read for a correction");
}

// A file as it is dragged into the window.
const drop = (page, name, bytes) =>
  page.evaluate(
    ([called, text]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([Uint8Array.from(atob(text), (one) => one.charCodeAt(0))], called));
      const options = { dataTransfer, bubbles: true, cancelable: true };
      for (const kind of ["dragover", "drop"]) document.querySelector("#drop").dispatchEvent(new DragEvent(kind, options));
    },
    [name, bytes.toString("base64")],
  );

async function refused(browser) {
  const server = await begin("拒绝");
  const page = await openStart(browser, server.address);
  const refusal = page.locator("#drop .refusal");
  await drop(page, "通知.docx", Buffer.from("这不是报告"));
  await refusal.waitFor();
  await audit(page, "a file that is no report");
  await drop(page, "通知.exe", Buffer.from("MZ"));
  await page.waitForFunction(() => document.querySelector("#drop .refusal")?.textContent.includes("通知.exe"));
  assert.deepEqual(fs.readdirSync(at(server.name)), []);
  // Dropped beside its place, a file does not take the place of the page.
  const last = makeLast(at("去年"), server.year - 1);
  await drop(page, LAST, fs.readFileSync(last.docx));
  await goOn(page);
  assert(fs.existsSync(at(server.name, server.file)));
  await close(page);
  assert.equal(await endBare(server.child), 0);
  say("what is no report is refused in words and not kept; a dropped report is drafted from");
}

async function fromNothing(browser) {
  const server = await begin("新建");
  const page = await openStart(browser, server.address);
  await tabTo(page, withId("agency"));
  const told = (text) => page.locator("#new-refusal.refusal", { hasText: text }).waitFor();
  await page.keyboard.press("Enter");
  await told("机关全称");
  assert.equal((await focused(page)).id, "agency");
  await audit(page, "a name that is missing");
  await page.keyboard.insertText("示例县财政局");
  await page.keyboard.press("Enter");
  await told("机关类别");
  await page.keyboard.press("Space");
  await tabTo(page, withId("year"));
  assert.equal(await page.locator("#year").inputValue(), String(server.year));
  await page.keyboard.type("去年");
  await page.keyboard.press("Enter");
  await told("四位数字");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("1999");
  await page.keyboard.press("Enter");
  await told("1999 年度没有");
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText("２０２４年");
  await page.keyboard.press("Enter");
  await goOn(page);
  const other = at("另一个");
  fs.mkdirSync(other);
  run(other, "new", "--agency", "示例县财政局", "--level", "department", "--year", "2024");
  assert.equal(read(server.name, "2024年报.toml"), read("另一个", "2024年报.toml"));
  await close(page);
  assert.equal(await endBare(server.child), 0);
  say("a report is begun from nothing, once all that is needed is there");
}

async function twoWindows(browser) {
  const server = await begin("两个窗口");
  const last = makeLast(at("去年"), server.year - 1);
  fs.copyFileSync(last.docx, at(server.name, LAST));
  const [one, other] = [await openStart(browser, server.address), await openStart(browser, server.address)];
  await one.locator("#draft-files button").click();
  await goOn(one);
  // The other one is told of the new file when it asks again.
  await other.locator("#draft-files button").click();
  await other.locator("#draft-files .refusal", { hasText: server.file }).waitFor();
  await other.reload();
  await other.locator("#open-files button").first().click();
  await goOn(other);
  assert.equal(new URL(one.url()).origin, new URL(other.url()).origin);
  const address = "requests.received.natural_person";
  await cell(one, address).fill("5");
  await one.keyboard.press("Enter");
  await holds(other, address, "5");
  // Without the secret of the address a page may look, and change nothing.
  const stranger = await open(browser, new URL("/", server.address).href);
  await stranger.locator("#contact", { hasText: "口令" }).waitFor();
  await stranger.locator("#open-files button").first().click();
  await stranger.waitForTimeout(300);
  assert.equal(new URL(stranger.url()).origin, new URL(server.address).origin);
  stranger.complaints = stranger.complaints.filter((words) => !words.includes("403"));
  // The program ends with all its pages.
  const back = await openStart(browser, server.address);
  assert.equal(await endBare(server.child), 0);
  await back.locator("#open-files button").first().click();
  await back.locator("#contact", { hasText: "程序已关闭" }).waitFor();
  await one.locator("#contact", { hasText: "程序已关闭" }).waitFor();
  for (const page of [one, other, back]) {
    page.complaints = page.complaints.filter((words) => !words.includes("ERR_CONNECTION_REFUSED"));
    page.complaints = page.complaints.filter((words) => !words.includes("ERR_INCOMPLETE_CHUNKED_ENCODING"));
  }
  for (const page of [one, other, stranger, back]) await close(page);
  say("two windows come to one form; without the secret nothing is opened; Ctrl+C ends them all");
}

async function main() {
  const browser = await launch();
  try {
    for (const size of SIZES) await aReport(browser, size);
    await fromTheFolder(browser);
    await refused(browser);
    await fromNothing(browser);
    await twoWindows(browser);
  } finally {
    await browser.close();
  }
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
