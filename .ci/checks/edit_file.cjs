// The data file behind the form: every byte that was not changed, two windows at once, a file that is changed elsewhere
// meanwhile. Every check says what it saw; the first that fails ends the run.
//
// usage: node edit_file.cjs PROGRAM REPOSITORY FOLDER
//   FOLDER  an empty one for data files

"use strict";
const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const { launch } = require("./chromium.cjs");
const { folder, example, start, startExample, end } = require("./edit_program.cjs");
const { cell, saved, holds, openForm, close } = require("./form_page.cjs");

const RECEIVED = "requests.received.natural_person";
const ENTERPRISE = "requests.received.enterprise";

const say = (words) => console.log(`check_edit: ${words}`);
const at = (name) => path.join(folder, name);
const read = (name) => fs.readFileSync(at(name), "utf8");
const ask = async (address, what) => (await fetch(new URL(what, address))).json();

async function type(page, address, value) {
  await cell(page, address).focus();
  await page.keyboard.type(value);
  await page.keyboard.press("Enter");
  await saved(page);
}

// ---- Byte for byte

async function everyByte(browser) {
  const sound = fs.readFileSync(example("qinghe-2024.toml"), "utf8");
  const before = `\ufeff${sound.replace(/\n/g, "\r\n")}`;
  fs.writeFileSync(at("逐字.toml"), before);
  const form = await start("逐字.toml");
  const page = await openForm(browser, form.address);
  await type(page, ENTERPRISE, "8");
  const row = (text) => text.split("\r\n").find((line) => line.startsWith("received "));
  const wanted = before.replace(row(before), row(before).replace("58,        7,", "58,        8,"));
  assert.equal(read("逐字.toml"), wanted);
  await page.locator('[id="text-problems.text"]').focus();
  await page.keyboard.press("Control+Home");
  await page.keyboard.type("新的一段。\n");
  await page.waitForFunction(() => document.querySelector("#saving").className === "busy");
  await saved(page);
  const problems = wanted.indexOf("[problems]");
  const text = wanted.indexOf("'''\r\n", problems) + 5;
  assert.equal(read("逐字.toml"), `${wanted.slice(0, text)}新的一段。\r\n${wanted.slice(text)}`);
  for (let steps = 0; (await page.locator("#undo").getAttribute("aria-disabled")) === "false"; steps += 1) {
    assert(steps < 10);
    const state = (await ask(form.address, "/state")).version;
    await page.locator("#undo").click();
    while ((await ask(form.address, "/state")).version === state) await page.waitForTimeout(20);
    await saved(page);
  }
  assert.equal(read("逐字.toml"), before);
  await close(page);
  await end(form.child);
  say("a file with a mark of its encoding and line ends of Windows keeps every byte but the changed ones");
}

// ---- Others change it too

async function twoWindows(browser) {
  const form = await startExample();
  const [one, other] = [await openForm(browser, form.address), await openForm(browser, form.address)];
  await type(one, RECEIVED, "59");
  await holds(other, RECEIVED, "59");
  // What is being typed is not overwritten, and the same cell asks.
  await cell(other, ENTERPRISE).focus();
  await other.keyboard.type("12");
  await type(one, ENTERPRISE, "13");
  await other.waitForTimeout(300);
  assert.equal(await cell(other, ENTERPRISE).inputValue(), "12");
  await other.keyboard.press("Enter");
  await other.locator("#ask[open]").waitFor();
  const asked = await other.locator("#ask").textContent();
  for (const words of ["12", "13", "用我的", "用文件里的"]) assert(asked.includes(words), words);
  assert(/59, +13,/.test(read("年报.toml")));
  await other.locator("#ask").getByText("用我的", { exact: true }).click();
  await saved(other);
  await holds(one, ENTERPRISE, "12");
  assert(/59, +12,/.test(read("年报.toml")));
  await close(one);
  await close(other);
  await end(form.child);
  say("two windows see each other's changes, and the same cell asks");
}

async function fromOutside(browser) {
  const form = await startExample();
  const page = await openForm(browser, form.address);
  await type(page, RECEIVED, "60");
  const replace = (from, to) => {
    const text = read("年报.toml");
    assert(from.test(text));
    fs.writeFileSync(at("年报.toml.new"), text.replace(from, to));
    fs.renameSync(at("年报.toml.new"), at("年报.toml"));
  };
  // Another cell is taken in, and a comment stays.
  replace(/60, +7,/, "60,        9,");
  replace(/^/, "# 同事加的说明\n");
  await holds(page, ENTERPRISE, "9");
  await type(page, "requests.received.research", "2");
  assert(/^# 同事加的说明\n/.test(read("年报.toml")) && /60, +9, +2,/.test(read("年报.toml")));
  // An own change that was changed since asks before it is taken back.
  replace(/60, +9, +2,/, "61,        9,        3,");
  await holds(page, RECEIVED, "61");
  await page.locator("#undo").click();
  await page.locator("#ask[open]").waitFor();
  await page.locator("#ask").getByText("用文件里的", { exact: true }).click();
  assert(/61, +9, +3,/.test(read("年报.toml")));
  // What does not read is shown, and nothing is written before it does.
  replace(/61, +9, +3,/, "61        9,        3,");
  await page.locator("#faulty").waitFor();
  const broken = read("年报.toml");
  assert(await page.locator("#parts").isHidden());
  assert.equal(read("年报.toml"), broken);
  replace(/61 +9, +3,/, "61,        9,        3,");
  await page.locator("#faulty").waitFor({ state: "hidden" });
  await type(page, RECEIVED, "62");
  assert(/62, +9, +3,/.test(read("年报.toml")));
  await close(page);
  await end(form.child);
  say("changes from outside are taken in and kept, and a file that does not read is shown until it does");
}

// ---- What the file states

const total = (page, address) =>
  page.locator("td.total", { has: page.locator(`[id="about-${address}"]`) });

async function stated(browser) {
  const form = await startExample();
  const again = (reason) => `\n[[accept]]\ncode = "T103"\nreason = "${reason}"\n`;
  fs.appendFileSync(at("年报.toml"), `${again("第一条说明")}${again("第二条说明")}`);
  const page = await openForm(browser, form.address);
  const reasons = page.locator("#part-accepted .accepts li");
  await reasons.nth(1).waitFor();
  // A row of totals goes as a whole: one cell of it alone would be left blank.
  const first = read("年报.toml");
  assert(/^total +=/m.test(first));
  await type(page, "requests.granted.enterprise", "5");
  await total(page, "requests.total.enterprise").getByText("改用程序算的").click();
  await total(page, "requests.total.enterprise").locator(".stated").waitFor({ state: "hidden" });
  await saved(page);
  assert(!/^total +=/m.test(read("年报.toml")));
  assert.equal(await total(page, "requests.total.enterprise").locator("output").textContent(), "9");
  await page.locator("#undo").click();
  await total(page, "requests.total.enterprise").locator(".stated").waitFor();
  await page.locator("#undo").click();
  await holds(page, "requests.granted.enterprise", "4");
  await saved(page);
  assert.equal(read("年报.toml"), first);
  // Where another cell of it says something of its own, only this one is set right.
  const other = first.replace(/^(total +=.*) 76 \]/m, "$1 78 ]").replace(/^(total +=.*59, +)8,/m, "$19,");
  fs.writeFileSync(at("年报.toml"), other);
  await total(page, "requests.total.enterprise").getByText("改用程序算的").click();
  await total(page, "requests.total.enterprise").locator(".stated").waitFor({ state: "hidden" });
  await saved(page);
  assert.equal(read("年报.toml"), other.replace(/^(total +=.*59, +)9,/m, "$18,"));
  // Of two equal reasons each is taken out and changed by itself.
  await reasons.nth(0).getByText("删去").click();
  await page.waitForFunction(() => document.querySelectorAll("#part-accepted .accepts li").length === 1);
  await saved(page);
  assert.equal(await reasons.locator("textarea").inputValue(), "第二条说明");
  assert(!read("年报.toml").includes("第一条说明") && read("年报.toml").includes("第二条说明"));
  await close(page);
  await end(form.child);
  say("a stated total gives way to the computed one, and of two equal reasons each can be taken out");
}

async function main() {
  const browser = await launch();
  try {
    await everyByte(browser);
    await twoWindows(browser);
    await fromOutside(browser);
    await stated(browser);
  } finally {
    await browser.close();
  }
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
