// Fills in a report in the browser as a clerk does. Every check says what it saw; the first that fails ends the run.
//
// usage: node edit.cjs PROGRAM REPOSITORY FOLDER
//   FOLDER  an empty one for the data file

"use strict";
const assert = require("node:assert/strict");
const fs = require("node:fs");
const { launch } = require("./chromium.cjs");
const { end, startExample } = require("./edit_program.cjs");
const { cell, saved, openForm, close, audit } = require("./form_page.cjs");

const RECEIVED = "requests.received.natural_person";

let address;
const say = (words) => console.log(`check_edit: ${words}`);
const held = (page) =>
  page.evaluate(
    () => document.activeElement.dataset.cell || document.activeElement.id || document.activeElement.className,
  );

// As a spreadsheet puts a block on the clipboard.
const paste = (page, text, html = "") =>
  page.evaluate(
    ([plain, rich]) => {
      const data = new DataTransfer();
      data.setData("text/plain", plain);
      if (rich) data.setData("text/html", rich);
      document.activeElement.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
      );
    },
    [text, html],
  );

const report = (page, condition, value) => page.waitForFunction(condition, value, { polling: 20 });
const printed = (page, path, value) =>
  report(
    page,
    ([wanted, text]) => {
      const frame = document.querySelector("#frames iframe:not(.next)");
      const figure = frame && frame.contentDocument.querySelector(`[data-cell="${wanted}"]`);
      return Boolean(figure) && figure.textContent.trim().startsWith(text);
    },
    [path, value],
  );

async function keysMoveAndTypingReplaces(page) {
  await cell(page, RECEIVED).focus();
  await page.keyboard.type("60");
  await page.keyboard.press("Enter");
  assert.equal(await held(page), "requests.carried_in.natural_person");
  await saved(page);
  assert.equal(await cell(page, RECEIVED).inputValue(), "60");
  await printed(page, RECEIVED, "60");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowRight");
  assert.equal(await held(page), "requests.received.enterprise");
  await page.keyboard.type("99");
  await page.keyboard.press("ArrowLeft");
  // The caret is inside what is typed: it goes there first.
  assert.equal(await held(page), "requests.received.enterprise");
  await page.keyboard.press("Escape");
  assert.equal(await cell(page, "requests.received.enterprise").inputValue(), "7");
  await page.keyboard.press("F2");
  await page.keyboard.type("0");
  await page.keyboard.press("Tab");
  assert.equal(await cell(page, "requests.received.enterprise").inputValue(), "70");
  assert.equal(await held(page), "requests.received.research");
  await saved(page);
  say("keys move, typing replaces, Esc takes back, F2 edits");
}

async function undoGoesBackOverAll(page) {
  await page.keyboard.press("Control+z");
  await page.waitForFunction(() => document.activeElement.dataset.cell === "requests.received.enterprise");
  assert.equal(await cell(page, "requests.received.enterprise").inputValue(), "7");
  await page.keyboard.press("Control+z");
  await page.waitForFunction(
    (path) => document.querySelector(`[data-cell="${path}"]`).value === "58",
    RECEIVED,
  );
  await page.keyboard.press("Control+y");
  await page.waitForFunction(
    (path) => document.querySelector(`[data-cell="${path}"]`).value === "60",
    RECEIVED,
  );
  await page.keyboard.press("Control+z");
  await page.waitForFunction(
    (path) => document.querySelector(`[data-cell="${path}"]`).value === "58",
    RECEIVED,
  );
  say("undo and redo");
}

async function aContradictionIsFoundAtItsCellAndMended(page) {
  // A total that the file states stands beside the one that is computed.
  await cell(page, RECEIVED).focus();
  await page.keyboard.type("59");
  await page.keyboard.press("Enter");
  const total = page.locator("td.total", { has: page.locator('[id="about-requests.received.total"]') });
  await total.locator(".stated").waitFor();
  assert.equal(await total.locator("output").textContent(), "76");
  assert.equal(await total.locator(".stated").textContent(), "文件写75");
  assert((await total.getAttribute("class")).includes("error"));
  const marked = cell(page, RECEIVED);
  assert.equal(await marked.getAttribute("aria-invalid"), "true");
  const about = await marked.getAttribute("aria-describedby");
  assert((await page.locator(`[id="${about}"]`).textContent()).includes("75"));
  await audit(page, "a finding at its cell");
  const finding = page.locator("#open .finding", { hasText: "T101" }).first();
  await finding.locator("button").first().click();
  assert.equal(await held(page), "take");
  await page.locator("#says", { hasText: "错误" }).waitFor();
  await page.keyboard.press("Enter");
  await total.locator(".stated").waitFor({ state: "hidden" });
  await saved(page);
  await page.waitForFunction(
    () => ![...document.querySelectorAll("#open .code")].some((one) => one.textContent === "T101"),
  );
  say("a contradiction is marked at its cell, its finding leads there, the computed total is taken");
}

async function aBlockIsPasted(page) {
  await cell(page, "requests.received.natural_person").focus();
  await paste(page, "６１\t1,234\t0\r\n5\t2\t0\r\n");
  await page.waitForFunction(
    () => document.querySelector('[data-cell="requests.received.enterprise"]').value === "1234",
  );
  assert.equal(await cell(page, "requests.received.natural_person").inputValue(), "61");
  assert.equal(await cell(page, "requests.carried_in.enterprise").inputValue(), "2");
  await saved(page);
  await cell(page, "requests.carried_forward.other").focus();
  await paste(page, "1\t2\t3\n4\t5\t6\n");
  await page.locator("#notice.refusal").waitFor();
  assert.equal(await cell(page, "requests.carried_forward.other").inputValue(), "0");
  await page.locator("#notice-close").click();
  await page.locator("#undo").click();
  await page.waitForFunction(
    () => document.querySelector('[data-cell="requests.received.enterprise"]').value === "7",
  );
  say("a block is pasted whole or not at all");
}

async function whatIsNoFigureIsRefused(page) {
  const input = cell(page, "requests.granted.research");
  await input.focus();
  await page.keyboard.type("3件");
  await page.keyboard.press("Enter");
  await page.locator("td.refusal").waitFor();
  assert.equal(await input.inputValue(), "3件");
  await page.locator("#saving", { hasText: "没有保存" }).waitFor();
  await audit(page, "a refused figure");
  await input.focus();
  await page.locator("#says", { hasText: "没有保存" }).waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await input.inputValue(), "1");
  await saved(page);
  say("what is no figure is refused at its cell, and Esc takes it back");
}

async function blanksAreFilledAfterAQuestion(page) {
  for (const name of ["research", "other"]) {
    await cell(page, `requests.granted.${name}`).focus();
    await page.keyboard.press("Delete");
    await page.keyboard.press("Tab");
  }
  await saved(page);
  assert.equal(await page.locator("td.blank").count(), 2);
  await cell(page, "requests.granted.other").focus();
  await page.locator("#part-requests").getByText("本行空格填 0").click();
  assert((await page.locator("#ask").textContent()).includes("2 个空格"));
  await audit(page, "a question");
  await page.locator("#ask").getByText("全部填 0", { exact: true }).last().click();
  await page.waitForFunction(() => document.querySelectorAll("td.blank").length === 0);
  await page.locator("#undo").click();
  await page.waitForFunction(() => document.querySelectorAll("td.blank").length === 2);
  for (let left = 2; left > 0; left -= 1) await page.locator("#undo").click();
  await page.waitForFunction(() => document.querySelectorAll("td.blank").length === 0);
  say("blank cells are filled with zeros after a question, and blank again after an undo");
}

async function theNarrativeIsWritten(page) {
  const text = page.locator('[id="text-overview.text"]');
  // References are shown as their figures.
  assert(
    (await text.inputValue()).includes("结转下年度继续办理3件") && !(await text.inputValue()).includes("{{"),
  );
  await text.focus();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("\n受理政府信息公开申请9件。");
  await page.locator("#open .finding", { hasText: "N301" }).waitFor();
  await page.locator("#part-overview .found li").waitFor();
  await cell(page, RECEIVED).focus();
  await page.locator("#open .finding", { hasText: "N301" }).locator("button").first().click();
  const words = await page.evaluate(() =>
    document.activeElement.value.slice(
      document.activeElement.selectionStart,
      document.activeElement.selectionEnd,
    ),
  );
  assert.equal(words, "9件");
  await audit(page, "a finding in the narrative");
  // A number chosen from the tables takes the place of the typed one.
  await page.locator("#part-overview").getByText("插入数字").click();
  await page.locator("#ask select").first().selectOption({ label: "一、本年新收政府信息公开申请数量" });
  await page.locator("#ask select").last().selectOption("requests.received.total");
  await page.locator("#ask").getByText("插入", { exact: true }).click();
  await page.keyboard.type("件");
  await page.waitForFunction(
    () => ![...document.querySelectorAll("#open .code")].some((one) => one.textContent === "N301"),
  );
  const total = await page
    .locator("td.total output")
    .evaluateAll(
      (all) => all.find((one) => one.getAttribute("aria-label").startsWith("一、本年新收")).textContent,
    );
  assert((await text.inputValue()).endsWith(`受理政府信息公开申请${total}件。`));
  // Or by a click on its cell.
  await page.keyboard.press("Control+End");
  await page.keyboard.type("自然人");
  await page.locator("#part-overview").getByText("插入数字").click();
  await page.locator("#ask").getByText("到表格里点选").click();
  await page.locator("#picking").waitFor();
  await cell(page, RECEIVED).click();
  await page.waitForFunction(() => /自然人\d+$/.test(document.activeElement.value));
  await saved(page);
  // The figure follows its cell, and is deleted as one.
  await cell(page, RECEIVED).focus();
  await page.keyboard.type("777");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.getElementById("text-overview.text").value.endsWith("自然人777"));
  await text.focus();
  await page.keyboard.press("Control+End");
  await page.keyboard.press("Backspace");
  assert((await text.inputValue()).endsWith("自然人"));
  await page.keyboard.press("Control+z");
  await page.waitForFunction(() => document.getElementById("text-overview.text").value.endsWith("自然人777"));
  await saved(page);
  say("words of a finding are selected in their text, numbers are put in by choosing their cell");
}

async function richTextIsPasted(page) {
  const text = page.locator('[id="text-problems.text"]');
  const before = await text.inputValue();
  const rich = "<p><b>重点</b>工作</p><table><tr><td>网站</td><td>3</td></tr></table><script>alert(1)</script>";
  await text.focus();
  await page.keyboard.press("Control+Home");
  await paste(page, "重点工作", rich);
  // A table ends before the words that follow.
  const end = `|\n${before}`;
  await page.waitForFunction((words) => document.activeElement.value.endsWith(words), end);
  const after = await text.inputValue();
  assert(after.startsWith("**重点**工作\n\n| 网站 | 3 |\n") && !after.includes("alert"), after);
  await saved(page);
  await page.locator("#undo").click();
  await page.waitForFunction((words) => document.getElementById("text-problems.text").value === words, before);
  say("text pasted from a document keeps its bold words and its table, and nothing else");
}

async function fieldsAndReasons(page) {
  const phone = page.locator('[id="field-agency.phone"]');
  await phone.fill("0311-1234567");
  await page.keyboard.press("Enter");
  await saved(page);
  await cell(page, "requests.carried_in.natural_person").focus();
  await page.keyboard.type("4");
  await page.keyboard.press("Enter");
  const finding = page.locator("#open .finding", { hasText: "Y201" }).first();
  await finding.waitFor();
  await finding.locator("button").first().click();
  await finding.locator(".reason textarea").fill("好");
  await finding.getByText("保存说明").click();
  await finding.locator(".refusal", { hasText: "4 个字" }).waitFor();
  await finding.locator(".reason textarea").fill("机构改革，划入一件");
  await finding.getByText("保存说明").click();
  await page.locator("#accepted .finding", { hasText: "Y201" }).waitFor();
  await page.locator("#part-accepted .accepts li").waitFor();
  await audit(page, "an accepted finding");
  await page.locator("#part-accepted").getByText("删去").click();
  await page.locator("#open .finding", { hasText: "Y201" }).first().waitFor();
  await cell(page, RECEIVED).focus();
  await page.keyboard.press("Shift+F2");
  await page.keyboard.type("其中网上50件");
  await page.keyboard.press("Enter");
  await page.locator("td.cell small.note", { hasText: "其中网上50件" }).waitFor();
  say("fields, a written reason and a note of a cell");
}

async function downloads(page) {
  for (const label of ["Word", "网页", "Markdown"]) {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.locator("#downloads a", { hasText: label }).click(),
    ]);
    assert(fs.statSync(await download.path()).size > 0);
  }
  say("three downloads");
}

async function everyWidth(browser) {
  for (const [width, height] of [
    [1280, 800],
    [900, 700],
    [640, 400],
    [360, 740],
  ]) {
    const page = await openForm(browser, address, { width, height });
    await page.waitForTimeout(300);
    await audit(page, `the form at ${width} px`);
    if (width < 900) {
      for (const part of ["检查结果", "报告", "填报"]) {
        await page.locator("#tabs").getByText(part).click();
        await audit(page, `${part} at ${width} px`);
      }
    }
    await close(page);
  }
  say("axe-core is content at 1280, 900, 640 and 360 px, nothing is wider than the window");
}

async function main() {
  const form = await startExample();
  address = form.address;
  const browser = await launch();
  try {
    const page = await openForm(browser, address);
    await keysMoveAndTypingReplaces(page);
    await undoGoesBackOverAll(page);
    await aContradictionIsFoundAtItsCellAndMended(page);
    await aBlockIsPasted(page);
    await whatIsNoFigureIsRefused(page);
    await blanksAreFilledAfterAQuestion(page);
    await theNarrativeIsWritten(page);
    await richTextIsPasted(page);
    await fieldsAndReasons(page);
    await downloads(page);
    await close(page);
    await everyWidth(browser);
    await end(form.child);
  } finally {
    await browser.close();
  }
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
