// The form in Firefox: keys, a pasted block, a finding at its cell, words of the narrative, axe-core at every width.
//
// usage: node edit_firefox.cjs PROGRAM REPOSITORY FOLDER
//   FOLDER  an empty one for the data file

"use strict";
const assert = require("node:assert/strict");
const { end, startExample } = require("./edit_program.cjs");
const { audit, close, launch, open, until } = require("./firefox.cjs");

const RECEIVED = "requests.received.natural_person";
const ENTERPRISE = "requests.received.enterprise";

let address;
const say = (words) => console.log(`check_edit: Firefox: ${words}`);
const field = (path) => `input[data-cell="${path}"]`;
const holds = (page, path, value) =>
  until(page, (selector, wanted) => document.querySelector(selector).value === wanted, field(path), value);
const saved = (page) => until(page, () => document.querySelector("#saving").className === "saved");
const held = (page) => page.evaluate(() => document.activeElement.dataset.cell || document.activeElement.id);

async function chord(page, key) {
  await page.keyboard.down("Control");
  await page.keyboard.press(key);
  await page.keyboard.up("Control");
}

async function openForm(browser, width, height) {
  const page = await open(browser, address, width, height);
  await page.waitForSelector(field(RECEIVED));
  return page;
}

async function keys(page) {
  await page.focus(field(RECEIVED));
  await page.keyboard.type("60");
  await page.keyboard.press("Enter");
  assert.equal(await held(page), "requests.carried_in.natural_person");
  await saved(page);
  await until(page, () => document.querySelector("td.total.error output").textContent === "77");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowRight");
  assert.equal(await held(page), ENTERPRISE);
  await page.keyboard.type("9");
  await page.keyboard.press("Escape");
  await holds(page, ENTERPRISE, "7");
  await page.keyboard.press("F2");
  await page.keyboard.type("0");
  await page.keyboard.press("Tab");
  await holds(page, ENTERPRISE, "70");
  await saved(page);
  await chord(page, "z");
  await holds(page, ENTERPRISE, "7");
  say("keys move, a contradiction is marked, undo goes back");
}

async function aBlock(page) {
  // The clipboard of the browser itself: an event that a script makes brings no data in Firefox.
  await page.evaluate(() => {
    const text = document.createElement("textarea");
    text.id = "block";
    text.value = "1\t2\n3\t4\n";
    document.body.append(text);
    text.select();
  });
  await chord(page, "c");
  await page.evaluate(() => document.getElementById("block").remove());
  await page.focus(field(RECEIVED));
  await chord(page, "v");
  await holds(page, "requests.carried_in.enterprise", "4");
  await saved(page);
  await chord(page, "z");
  await holds(page, RECEIVED, "60");
  say("a block is pasted");
}

async function words(page) {
  await page.focus('[id="text-problems.text"]');
  await page.evaluate(() => document.activeElement.setSelectionRange(0, 0));
  await page.keyboard.type("受理政府信息公开申请9件。");
  await until(page, () => document.querySelectorAll("#part-problems .found li").length > 0);
  await page.evaluate(() => document.querySelector("#part-problems .found button").click());
  const chosen = await page.evaluate(() => {
    const { value, selectionStart, selectionEnd } = document.activeElement;
    return value.slice(selectionStart, selectionEnd);
  });
  assert.equal(chosen, "9件");
  // The field is as high as its text, and its marks stand behind the words.
  const heights = await page.evaluate(() => {
    const text = document.getElementById("text-overview.text");
    return [text.scrollHeight, text.clientHeight];
  });
  assert.equal(heights[0], heights[1]);
  await audit(page, "a finding in the narrative");
  say("words of a finding are selected");
}

async function main() {
  const form = await startExample();
  address = form.address;
  const browser = await launch();
  try {
    const page = await openForm(browser, 1280, 800);
    await keys(page);
    await aBlock(page);
    await words(page);
    await close(page);
    for (const [width, height] of [[900, 700], [640, 400], [360, 740]]) {
      const narrow = await openForm(browser, width, height);
      await audit(narrow, `${width} px`);
      await close(narrow);
    }
    say("axe-core is content at 1280, 900, 640 and 360 px");
    await end(form.child);
  } finally {
    await browser.close();
  }
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
