// Starts Firefox for the checks of pages, and looks at them.

"use strict";
const assert = require("node:assert/strict");
const fs = require("node:fs");
const puppeteer = require("puppeteer-core");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const FIREFOX = process.env.FIREFOX || "/usr/bin/firefox-esr";

const launch = () => puppeteer.launch({ browser: "firefox", executablePath: FIREFOX, headless: true });
const until = (page, condition, ...values) => page.waitForFunction(condition, { timeout: 10000 }, ...values);

async function open(browser, address, width, height) {
  const page = await browser.newPage();
  page.complaints = [];
  page.on("console", (message) => page.complaints.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => page.complaints.push(`error: ${error.stack}`));
  await page.setViewport({ width, height });
  await page.goto(address);
  return page;
}

async function close(page) {
  assert.deepEqual(page.complaints, []);
  await page.close();
}

async function audit(page, name) {
  await page.evaluate(axe);
  const words = await page.evaluate(async () => {
    const found = await window.axe.run(document, { resultTypes: ["violations"], iframes: false });
    return found.violations.map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 200)}`);
  });
  assert.deepEqual(words, [], name);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert(wide <= 0, `${name}: ${wide} px wider than the window`);
}

module.exports = { launch, until, open, close, audit };
