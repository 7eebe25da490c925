// Uses the preview in Chromium. Every check says what it saw; the first that fails ends the run.
//
// usage: node preview.cjs PROGRAM REPOSITORY FOLDER
//   FOLDER  an empty one for data files and downloads

"use strict";
const assert = require("node:assert/strict");
const { execFileSync, spawn } = require("node:child_process");
const fs = require("node:fs");
const http = require("node:http");
const path = require("node:path");
const { launch } = require("./chromium.cjs");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const [program, repository, folder] = process.argv.slice(2);
const FILE = path.join(folder, "年报.toml");
const SOUND = fs.readFileSync(path.join(repository, "examples/qinghe-2024.toml"), "utf8");
const SAVES = 500;
// What memory may grow by between the first saves and the last, in KiB.
const GROWTH = 6 * 1024;

const say = (words) => console.log(`check_preview: ${words}`);

function edit(text, ...edits) {
  return edits.reduce((out, [from, to]) => {
    assert(out.includes(from), from);
    return out.replace(from, () => to);
  }, text);
}

// Two errors in figures, one in the narrative, one warning.
const WRONG = edit(
  SOUND,
  ["2,   75 ]", "2,   76 ]"],
  ["组织业务培训4期", "受理政府信息公开申请57件，组织业务培训4期"],
  ["date     = 2025-01-16", ""],
);

function replace(text) {
  fs.writeFileSync(`${FILE}.tmp`, text);
  fs.renameSync(`${FILE}.tmp`, FILE);
}

const running = new Set();
process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")));

// Starts the program; gives its process and its address.
function start(file, port = "8765", more = []) {
  const child = spawn(program, ["preview", file, "--no-open", "--port", port, ...more], { cwd: folder });
  running.add(child);
  child.on("exit", () => running.delete(child));
  return new Promise((resolve, reject) => {
    let said = "";
    child.stderr.on("data", (data) => {
      said += data;
      const address = /http:\/\/127\.0\.0\.1:(\d+)\//.exec(said);
      if (address) resolve({ child, address: address[0], port: address[1] });
    });
    child.on("exit", () => reject(new Error(`the program ended: ${said}`)));
  });
}

function end(child) {
  return new Promise((resolve) => {
    child.on("exit", resolve);
    child.kill("SIGINT");
  });
}

// A page on which nothing may be said on the console, asked, or fetched from elsewhere.
async function open(browser, address, width = 1280, height = 800) {
  const page = await browser.newPage({ viewport: { width, height }, acceptDownloads: true });
  page.complaints = [];
  page.on("console", (message) => page.complaints.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => page.complaints.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    page.complaints.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(address) && url !== "data:,") page.complaints.push(`fetched: ${url.slice(0, 100)}`);
  });
  await page.goto(address);
  return page;
}

async function close(page) {
  assert.deepEqual(page.complaints, []);
  await page.close();
}

// Waits for a condition on the report in its frame; the report itself runs no script.
const report = (page, condition, value) => page.waitForFunction(condition, value, { polling: 20 });

const contains = (page, words) => report(page, (wanted) => {
  const frame = document.querySelector("#frames iframe:not(.next)");
  return frame && frame.contentDocument.body.textContent.includes(wanted);
}, words);

async function audit(page, name) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"], iframes: false }));
  const words = found.violations.map((one) => `${one.id}: ${one.help}: ${one.nodes[0].html.slice(0, 200)}`);
  assert.deepEqual(words, [], name);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert(wide <= 0, `${name}: ${wide} px wider than the window`);
}

// Marked figures of the report, and whether the strongest is in view.
const marked = (page) => page.evaluate(() => {
  const frame = document.querySelector("#frames iframe:not(.next)");
  const doc = frame.contentDocument;
  const describe = (element) => {
    const rect = element.getBoundingClientRect();
    return {
      cell: element.dataset.cell || null, kind: element.dataset.marked, text: element.textContent,
      outline: doc.defaultView.getComputedStyle(element).outlineStyle,
      inView: rect.top >= 0 && rect.bottom <= frame.clientHeight && rect.right <= frame.clientWidth,
    };
  };
  return [...doc.querySelectorAll("[data-marked]")].map(describe);
});

async function findingsAreShownAndMarked(browser) {
  fs.writeFileSync(FILE, WRONG);
  const { child, address } = await start(FILE);
  const page = await open(browser, address);
  await page.waitForSelector(".finding");
  await contains(page, "政府信息公开工作年度报告");
  let checked;
  try {
    checked = execFileSync(program, ["check", FILE, "--format", "json"]);
  } catch (error) {
    checked = error.stdout;
  }
  const expected = JSON.parse(checked).files[0].findings;
  const messages = await page.locator(".finding .message").allTextContents();
  assert.deepEqual(messages, expected.map((finding) => finding.message));
  assert((await page.locator("#verdict").textContent()).includes("2 处错误"));

  const total = page.locator(".finding", { hasText: "T101" });
  await total.locator("button").click();
  let cells = await marked(page);
  const main = cells.filter((cell) => cell.kind === "main");
  assert.deepEqual(main.map((cell) => cell.cell), ["requests.received.total"]);
  assert(main[0].inView && main[0].outline === "solid", JSON.stringify(main));
  const named = expected.find((finding) => finding.code === "T101").cells.map((cell) => cell.path).sort();
  assert.deepEqual(cells.map((cell) => cell.cell).sort(), named);
  assert(cells.every((cell) => cell.outline !== "none"));
  const place = expected.find((finding) => finding.code === "T101");
  const words = await total.locator(".details").textContent();
  assert(words.includes(`第 ${place.line} 行第 ${place.column} 列`) && words.includes(place.help), words);
  assert.equal(await total.locator("mark.main").textContent(), "76");

  // By keyboard, a finding in the narrative: its words are marked, the cells too.
  await page.locator(".finding", { hasText: "N301" }).locator("button").focus();
  await page.keyboard.press("Enter");
  cells = await marked(page);
  const text = cells.filter((cell) => cell.kind === "words");
  assert.deepEqual(text.map((cell) => [cell.text, cell.inView]), [["57件", true]]);
  assert(cells.some((cell) => cell.cell === "requests.received.total"));
  // A finding on the file as a whole marks nothing; a second click takes the marks away.
  await page.locator(".finding", { hasText: "S405" }).locator("button").click();
  assert.deepEqual((await marked(page)).filter((cell) => cell.kind !== "block"), []);
  await total.locator("button").click();
  await total.locator("button").click();
  assert.deepEqual(await marked(page), []);

  await page.locator("#only-errors").check();
  assert.equal(await page.locator(".finding:visible").count(), 2);
  await page.locator("#only-errors").uncheck();
  await total.locator("button").click();
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 740 });
    await audit(page, `findings at ${width} px`);
  }
  await close(page);
  await end(child);
  say(`${expected.length} findings shown; the cells of one marked, the words of another; axe-core content`);
}

async function manyLinesOfOneFinding(browser) {
  // Without the total of what was dealt with, all rows that it adds up take part.
  const carried = "[      2,        0,        0,            0,            1,    0,    3 ]";
  fs.writeFileSync(FILE, edit(SOUND, [carried, "[ 2, 0, 0, 0, 0, 0 ]"], ["total                        =", "#"]));
  const { child, address } = await start(FILE);
  const page = await open(browser, address);
  const finding = page.locator(".finding", { hasText: "T103" });
  await finding.locator("button").click();
  const lines = await finding.locator(".excerpt li").count();
  const words = await finding.locator(".excerpt .rest").textContent();
  const parts = /^另有 (\d+) 行未列出，见数据文件第 (\d+)–(\d+) 行$/.exec(words);
  // Three rows and the twenty-one that are added; the line beside the finding may be one of those shown.
  assert(parts && lines === 12 && [12, 13, 14].includes(Number(parts[1])), `${lines}: ${words}`);
  await audit(page, "many lines of one finding");
  await close(page);
  await end(child);
  say(words);
}

// The text and the place of what is at the top of the report's window.
const anchor = (page, words) => page.evaluate((wanted) => {
  const doc = document.querySelector("#frames iframe:not(.next)").contentDocument;
  const all = [...doc.querySelectorAll("p, h2, h3")].filter((element) => element.textContent.includes(wanted));
  return { top: all[0].getBoundingClientRect().top, scrolled: doc.scrollingElement.scrollTop };
}, words);

async function savesKeepThePlace(browser) {
  fs.writeFileSync(FILE, WRONG);
  const { child, address } = await start(FILE);
  const page = await open(browser, address);
  await contains(page, "政府信息公开工作年度报告");
  await page.locator(".finding", { hasText: "T101" }).locator("button").click();
  await page.evaluate(() => {
    const doc = document.querySelector("#frames iframe").contentDocument;
    const all = [...doc.querySelectorAll("h3")].filter((element) => element.textContent.includes("监督保障情况"));
    doc.scrollingElement.scrollTop += all[0].getBoundingClientRect().top - 33;
  });
  const before = await anchor(page, "监督保障情况");
  assert(Math.abs(before.top - 33) <= 1 && before.scrolled > 500, JSON.stringify(before));
  const kept = async (how, words) => {
    await contains(page, words);
    const after = await anchor(page, "监督保障情况");
    assert(Math.abs(after.top - before.top) <= 2, `${how}: ${before.top} → ${after.top}`);
    return after;
  };
  // Paragraphs come in above the place that is being read.
  const longer = (words) => edit(WRONG, ["### （一）主动公开情况", `${`${words}\n`.repeat(9)}### （一）主动公开情况`]);
  fs.writeFileSync(FILE, longer("新添一段。"));
  const after = await kept("saved in place", "新添一段。");
  assert(after.scrolled > before.scrolled + 100);
  replace(longer("又添一段文字。"));
  await kept("replaced", "又添一段文字。");
  fs.writeFileSync(FILE, WRONG);
  await report(page, () => !document.querySelector("#frames iframe:not(.next)").contentDocument.body.textContent.includes("又添"));
  await kept("back again", "监督保障情况");
  // The open finding is still open and marked, though its lines have moved.
  assert.equal(await page.locator(".finding.selected .code").textContent(), "T101");
  assert.equal((await marked(page)).filter((cell) => cell.kind === "main").length, 1);

  // Broken: the error with its line, and the last good page, where it was.
  const broken = edit(WRONG, ["received                     = [     58,", "received                     = [     58，"]);
  const line = broken.slice(0, broken.indexOf("58，")).split("\n").length;
  fs.writeFileSync(FILE, broken);
  await page.waitForSelector("#broken:not([hidden])");
  const words = await page.locator("#broken").textContent();
  assert(words.includes(`第 ${line} 行`) && words.includes("全角"), words);
  // The banner takes room at the top; on the screen the words stay where they are.
  const height = await page.evaluate(() => document.querySelector("#broken").offsetHeight);
  const now = await anchor(page, "监督保障情况");
  assert(height > 50 && Math.abs(now.top + height - before.top) <= 2, `${now.top} + ${height}`);
  assert.equal(await page.locator("#downloads a[href]").count(), 0);
  assert(await page.locator("#why-not").isVisible());
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 740 });
    await audit(page, `a broken file at ${width} px`);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  fs.writeFileSync(FILE, Buffer.from([0xb1, 0xb1, 0xbe, 0xa9, 0x0a]));
  await page.waitForFunction(() => document.querySelector("#broken").textContent.includes("GBK"));
  fs.rmSync(FILE);
  await page.waitForFunction(() => document.querySelector("#broken").textContent.includes("无法读取"));
  await contains(page, "监督保障情况");
  replace(SOUND);
  await page.waitForSelector("#broken", { state: "hidden" });
  await page.waitForFunction(() => document.querySelector("#none").textContent.includes("检查通过"));
  await audit(page, "no finding");
  await close(page);
  await end(child);
  say("the place is kept over saves, replaced files and broken ones");
}

async function aTemplateThatFails(browser) {
  fs.writeFileSync(FILE, WRONG);
  const look = path.join(folder, "版面");
  execFileSync(program, ["templates", look], { stdio: "ignore" });
  const { child, address } = await start(FILE, "8765", ["--templates", look]);
  const page = await open(browser, address);
  await contains(page, "政府信息公开工作年度报告");
  const count = await page.locator(".finding").count();
  for (const [name, text] of [["page.html", "{{ nothing }}"], ["page.html", "{% if"], ["docx.toml", "[page"]]) {
    const file = path.join(look, name);
    const before = fs.readFileSync(file);
    fs.writeFileSync(file, text);
    await page.waitForSelector("#broken:not([hidden])");
    const words = await page.locator("#broken").textContent();
    assert(words.includes("报告现在生成不了，下面是改动以前的报告") && words.includes(name), words);
    assert(!(await page.locator("body").textContent()).includes("数据文件读不出来"));
    // The data file is what it was: so are its findings.
    assert.equal(await page.locator(".finding").count(), count);
    assert((await page.locator("#verdict").textContent()).includes("2 处错误"));
    await page.locator(".finding", { hasText: "T101" }).locator("button").click();
    assert.deepEqual(await marked(page), []);
    assert.equal(await page.locator("#downloads a[href]").count(), 0);
    assert.equal(await page.locator("#why-not").textContent(), "报告能生成后才能下载");
    await audit(page, "a template that fails");
    fs.writeFileSync(file, before);
    await page.waitForSelector("#broken", { state: "hidden" });
    assert((await marked(page)).length > 0);
    await page.locator(".finding", { hasText: "T101" }).locator("button").click();
  }
  await close(page);
  await end(child);
  say("a template or a style that fails is told as such, beside the findings");
}

async function aFileThatNeverRead(browser) {
  fs.writeFileSync(FILE, "year = \n");
  const { child, address } = await start(FILE);
  const page = await open(browser, address);
  await page.waitForSelector("#broken:not([hidden])");
  assert(await page.locator("#nothing").isVisible());
  assert.equal(await page.locator("iframe").count(), 0);
  await audit(page, "a file that never read");
  fs.writeFileSync(FILE, SOUND);
  await contains(page, "政府信息公开工作年度报告");
  assert(!(await page.locator("#broken").isVisible()) && !(await page.locator("#nothing").isVisible()));
  await close(page);
  await end(child);
  say("a file that does not read shows its error alone, and its report once it is mended");
}

const DOWNLOADS = [
  ["Word", "docx"], ["PDF", "pdf"], ["OFD", "ofd"], ["Excel", "xlsx"],
  ["网页", "html"], ["Markdown", "md"], ["CSV", "csv"], ["JSON", "json"],
];

async function downloadsAreWhatRenderWrites(browser) {
  for (const [text, mark, more] of [[SOUND, "", []], [WRONG, "-草稿", ["--draft"]]]) {
    fs.writeFileSync(FILE, text);
    const { child, address } = await start(FILE);
    const out = path.join(folder, `输出${mark}`);
    try {
      const kinds = DOWNLOADS.map(([, kind]) => kind).join(",");
      execFileSync(program, ["render", FILE, "-o", out, "--to", kinds, ...more], { stdio: "ignore" });
    } catch (error) {
      assert.equal(error.status, 1);
    }
    const page = await open(browser, address);
    for (const [label, kind] of DOWNLOADS) {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.locator("#downloads a", { hasText: label }).click(),
      ]);
      const name = `年报${mark}.${kind}`;
      assert.equal(download.suggestedFilename(), name);
      const written = fs.readFileSync(path.join(out, name));
      assert(fs.readFileSync(await download.path()).equals(written), name);
    }
    await close(page);
    await end(child);
  }
  say(`${2 * DOWNLOADS.length} downloads equal the rendered files`);
}

const memory = (child) =>
  Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${child.pid}/status`, "utf8"))[1]);

async function manySaves(browser) {
  fs.writeFileSync(FILE, SOUND);
  const { child, address } = await start(FILE);
  const page = await open(browser, address);
  await contains(page, "政府信息公开工作年度报告");
  const numbered = (n) => edit(SOUND, ["组织业务培训4期", `组织业务培训4期（第${n}稿）`]);
  let early = 0;
  for (let n = 1; n <= SAVES; n += 1) {
    if (n % 3 === 0) replace(numbered(n));
    else fs.writeFileSync(FILE, numbered(n));
    // In bursts, with pauses in which some are shown.
    if (n % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 120));
    if (n === 50) {
      await contains(page, "第50稿");
      early = memory(child);
    }
  }
  await contains(page, `第${SAVES}稿`);
  assert.equal(await page.locator("#frames iframe").count(), 1);
  const late = memory(child);
  assert(late - early <= GROWTH, `memory went from ${early} to ${late} KiB`);
  await close(page);
  await end(child);
  say(`${SAVES} saves, the last one shown; memory ${early} KiB after 50, ${late} KiB after all`);
}

async function theEndOfTheProgram(browser) {
  fs.writeFileSync(FILE, SOUND);
  const { child, address, port } = await start(FILE);
  const page = await open(browser, address);
  await contains(page, "政府信息公开工作年度报告");
  assert.deepEqual(page.complaints, []);
  assert.equal(await end(child), 0);
  await page.waitForSelector("#contact:not([hidden])");
  assert((await page.locator("#contact").textContent()).includes("预览程序已关闭"));
  assert.equal(await page.locator("#downloads a[href]").count(), 0);
  assert.equal(await page.locator("#why-not:visible").textContent(), "预览程序已关闭，不能下载");
  await audit(page, "the program has ended");
  fs.writeFileSync(FILE, edit(SOUND, ["组织业务培训4期", "组织业务培训9期"]));
  const again = await start(FILE, port);
  await contains(page, "组织业务培训9期");
  await page.waitForSelector("#contact", { state: "hidden" });
  assert.equal(await page.locator("#downloads a[href]").count(), DOWNLOADS.length);
  assert(!(await page.locator("#why-not").isVisible()));
  // The browser itself remarks on each connection that is refused.
  page.complaints = page.complaints.filter((words) => !/ERR_(CONNECTION|INCOMPLETE|EMPTY)/.test(words));
  await close(page);
  await end(again.child);
  say("the end of the program is said, and a new run is found again");
}

// A browser that lacks something that the page's own script needs.
async function aPageThatFails(browser) {
  fs.writeFileSync(FILE, SOUND);
  const { child, address } = await start(FILE);
  const page = await open(browser, address);
  await contains(page, "政府信息公开工作年度报告");
  await page.evaluate(() => {
    window.kept = Element.prototype.replaceChildren;
    delete Element.prototype.replaceChildren;
  });
  fs.writeFileSync(FILE, WRONG);
  await page.waitForSelector("#contact:not([hidden])");
  assert((await page.locator("#contact").textContent()).includes("请刷新"));
  assert(page.complaints.length === 1 && page.complaints[0].includes("replaceChildren"), page.complaints.join());
  await audit(page, "a page that fails");
  await page.evaluate(() => { Element.prototype.replaceChildren = window.kept; });
  await page.waitForSelector("#contact", { state: "hidden" });
  assert((await page.locator("#verdict").textContent()).includes("2 处错误"));
  page.complaints = [];
  await close(page);
  await end(child);
  say("a fault of the page itself is said");
}

// As when another tab is brought to the front; every page of this browser counts as seen otherwise.
const turn = (page, isHidden) => page.evaluate((wanted) => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => wanted });
  document.dispatchEvent(new Event("visibilitychange"));
}, isHidden);

async function manyTabs(browser) {
  fs.writeFileSync(FILE, SOUND);
  const { child, address } = await start(FILE);
  // The limit is that of one browser, and each page opened alone would be one of its own.
  const context = await browser.newContext();
  const pages = [];
  for (let n = 1; n <= 8; n += 1) {
    if (n > 1) await turn(pages[n - 2], true);
    pages.push(await open(context, address));
    await contains(pages[n - 1], "政府信息公开工作年度报告");
  }
  fs.writeFileSync(FILE, edit(SOUND, ["组织业务培训4期", "组织业务培训8期"]));
  await contains(pages[7], "组织业务培训8期");
  await turn(pages[7], true);
  for (const page of pages) {
    await turn(page, false);
    await contains(page, "组织业务培训8期");
    await turn(page, true);
    await close(page);
  }
  // One that is opened out of sight asks for nothing before it is seen.
  const unseen = await context.newPage();
  await unseen.addInitScript(() => Object.defineProperty(document, "hidden", { configurable: true, get: () => true }));
  const asked = [];
  unseen.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await unseen.goto(address);
  assert(!asked.includes("/events"), asked.join(" "));
  await turn(unseen, false);
  await contains(unseen, "组织业务培训8期");
  await context.close();
  await end(child);
  say("eight tabs of one browser are served, each with the last save once it is seen");
}

async function wordsThatMeanHarm(browser) {
  const hostile = path.join(repository, "tests/fixtures/reports/hostile.toml");
  const { child, address } = await start(hostile);
  const page = await open(browser, address);
  await contains(page, "<script>alert(2)</script>");
  for (const button of await page.locator(".finding > button").all()) await button.click();
  // The words are on the page of the panel too, as words.
  await page.waitForFunction(() => document.querySelector("#list").textContent.includes("javascript:alert(7)"));
  const foreign = await page.evaluate(() => {
    const doc = document.querySelector("#frames iframe").contentDocument;
    const own = document.querySelectorAll("script").length - 1 + document.querySelectorAll("svg, img, #list a").length;
    return own + doc.querySelectorAll("script, svg, img, iframe, [onload], [onerror]").length;
  });
  assert.equal(foreign, 0);
  await audit(page, "words that mean harm");
  await close(page);
  // A template of the user's own may hold a script: it does not run.
  const templates = path.join(folder, "模板");
  execFileSync(program, ["templates", templates], { stdio: "ignore" });
  const shell = path.join(templates, "page.html");
  let hits = 0;
  const elsewhere = http.createServer((_, response) => {
    hits += 1;
    response.end();
  });
  await new Promise((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
  const picture = `http://127.0.0.1:${elsewhere.address().port}/x.png`;
  const evil = `<script>parent.document.title='换了'</script><img src='${picture}' onerror='alert(1)'></body>`;
  fs.writeFileSync(shell, fs.readFileSync(shell, "utf8").replace("</body>", evil));
  fs.writeFileSync(FILE, SOUND);
  const other = spawn(program, ["preview", FILE, "--no-open", "--templates", templates], { cwd: folder });
  running.add(other);
  const url = await new Promise((resolve) => {
    other.stderr.on("data", (data) => {
      const found = /http:\S+\//.exec(String(data));
      if (found) resolve(found[0]);
    });
  });
  const second = await open(browser, url);
  await contains(second, "政府信息公开工作年度报告");
  assert((await second.title()).includes("年报.toml"));
  // What is refused is remarked on the console, and nothing has arrived elsewhere.
  assert(second.complaints.some((words) => words.includes("Content Security Policy")), "no refusal was seen");
  const others = second.complaints.filter((words) => !/Content Security Policy|sandboxed|fetched: .*x\.png/.test(words));
  assert.deepEqual(others, []);
  assert.equal(hits, 0);
  elsewhere.close();
  await second.close();
  await end(other);
  await end(child);
  say("nothing of a hostile report or template runs");
}

async function main() {
  const browser = await launch();
  try {
    await findingsAreShownAndMarked(browser);
    await manyLinesOfOneFinding(browser);
    await savesKeepThePlace(browser);
    await aTemplateThatFails(browser);
    await aFileThatNeverRead(browser);
    await downloadsAreWhatRenderWrites(browser);
    await manySaves(browser);
    await theEndOfTheProgram(browser);
    await aPageThatFails(browser);
    await manyTabs(browser);
    await wordsThatMeanHarm(browser);
  } finally {
    await browser.close();
  }
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
}).finally(() => running.forEach((child) => child.kill("SIGKILL")));
