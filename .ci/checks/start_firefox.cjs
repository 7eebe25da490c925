// The start page in Firefox: a report is drafted from last year's, and opened again; axe-core at every width.
//
// usage: node start_firefox.cjs PROGRAM REPOSITORY FOLDER
//   FOLDER  an empty one for data files

"use strict";
const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const { endBare, folder, startBare } = require("./edit_program.cjs");
const { audit, close, launch, open, until } = require("./firefox.cjs");
const { makeLast } = require("./start_reports.cjs");

const RECEIVED = 'input[data-cell="requests.received.natural_person"]';
const SIZES = [[1280, 800], [640, 400], [360, 740]];

const say = (words) => console.log(`check_edit: Firefox: ${words}`);
const focused = (page) => page.evaluate(() => document.activeElement.id);

async function everyWidth(browser, address) {
  for (const [width, height] of SIZES) {
    const page = await open(browser, address, width, height);
    await page.waitForSelector("#ways:not([hidden])");
    await audit(page, `the start page at ${width} px`);
    await close(page);
  }
}

async function main() {
  const own = path.join(folder, "年报");
  fs.mkdirSync(own);
  const server = await startBare(own);
  const { year } = await (await fetch(new URL("/files", server.address))).json();
  const file = `${year}年报.toml`;
  const last = makeLast(path.join(folder, "去年"), year - 1);
  const browser = await launch();
  try {
    await everyWidth(browser, server.address);
    const page = await open(browser, server.address, 1280, 800);
    await page.waitForSelector("#ways:not([hidden])");
    await (await page.$("#given")).uploadFile(last.docx);
    await page.waitForSelector(RECEIVED);
    await page.focus(RECEIVED);
    await page.keyboard.type("60");
    await page.keyboard.press("Enter");
    await until(page, () => document.querySelector("#saving").className === "saved");
    assert.match(fs.readFileSync(path.join(own, file), "utf8"), /^received +=.* 60,/m);
    await page.evaluate(() => history.back());
    await page.waitForSelector("#open.first .main");
    for (let steps = 0; !(await focused(page)).startsWith("open-"); steps += 1) {
      assert(steps < 20);
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Enter");
    await page.waitForSelector(RECEIVED);
    await until(page, (selector) => document.querySelector(selector).value === "60", RECEIVED);
    await close(page);
    await everyWidth(browser, server.address);
    assert.equal(await endBare(server.child), 0);
    say("a report is drafted from a Word file, filled in and opened again from the start page");
  } finally {
    await browser.close();
  }
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
