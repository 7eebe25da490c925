// The form and the start page in Chromium, as the checks look at them.

"use strict";
const assert = require("node:assert/strict");
const fs = require("node:fs");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const cell = (page, address) => page.locator(`input[data-cell="${address}"]`);
const saved = (page) => page.waitForFunction(() => document.querySelector("#saving").className === "saved");
const holds = (page, address, value) =>
  page.waitForFunction(
    ([wanted, text]) => document.querySelector(`input[data-cell="${wanted}"]`).value === text,
    [address, value],
  );

// A page asks nobody but the server that it comes from; it may only go on to another on this machine.
function isOwn(request) {
  const { origin, hostname, protocol } = new URL(request.url());
  if (protocol === "data:") return true;
  const from = request.isNavigationRequest() ? request.frame().parentFrame() : request.frame();
  return from === null ? hostname === "127.0.0.1" : origin === new URL(from.url()).origin;
}

// What the page complains of is kept, and asked for by `close`.
async function open(browser, address, { width = 1280, height = 800, scale = 1 } = {}) {
  const context = await browser.newContext({
    viewport: { width, height },
    deviceScaleFactor: scale,
    acceptDownloads: true,
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const page = await context.newPage();
  page.setDefaultTimeout(8000);
  page.complaints = [];
  page.on("console", (message) => page.complaints.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => page.complaints.push(`error: ${error.stack}`));
  page.on("request", (request) => {
    if (!isOwn(request)) page.complaints.push(`fetched: ${request.url()}`);
  });
  await page.goto(address);
  return page;
}

// The form, once its fields are there.
async function openForm(browser, address, size) {
  const page = await open(browser, address, size);
  await page.locator("input[data-cell]").first().waitFor({ state: "attached" });
  return page;
}

async function close(page) {
  assert.deepEqual(page.complaints, []);
  await page.context().close();
}

async function audit(page, name) {
  await page.evaluate(axe);
  const found = await page.evaluate(() =>
    window.axe.run(document, { resultTypes: ["violations"], iframes: false }),
  );
  const words = found.violations.map((one) => `${one.id}: ${one.help}: ${one.nodes[0].html.slice(0, 200)}`);
  assert.deepEqual(words, [], name);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert(wide <= 0, `${name}: ${wide} px wider than the window`);
}

module.exports = { cell, saved, holds, open, openForm, close, audit };
