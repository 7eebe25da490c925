// Opens pages in Chromium: axe-core on a desktop and at 320 px, nothing wider than the window,
// nothing fetched, no word of the console, tables that sort by their heads; then prints the whole pages as PDF.
//
// usage: node browse.cjs FOLDER PAGE…
//   FOLDER  where <stem>.pdf of each whole page goes

"use strict";
const fs = require("node:fs");
const path = require("node:path");
const { pathToFileURL } = require("node:url");
const { launch } = require("./chromium.cjs");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const WIDTHS = [1280, 320];

async function audit(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return found.violations.map((violation) => {
    const places = violation.nodes.slice(0, 3).map((node) => node.html.slice(0, 120));
    return `${violation.id}: ${violation.help}: ${places.join(" … ")}`;
  });
}

// Each head sorts up, then down, and then all stands as before; what sorts by a click is found by the keyboard, too.
async function sorts(page) {
  return page.evaluate(() => {
    const complaints = [];
    for (const table of document.querySelectorAll("table.sortable")) {
      const order = () => [...table.tBodies[0].rows].map((row) => row.textContent).join("|");
      const before = order();
      for (const head of table.tHead.rows[0].cells) {
        const name = head.textContent;
        const states = [1, 2, 3].map(() => {
          head.querySelector("button").click();
          return head.getAttribute("aria-sort");
        });
        if (String(states) !== "ascending,descending,") complaints.push(`${name} sorts as ${states}`);
        if (order() !== before) complaints.push(`${name} leaves another order`);
      }
      const keys = () => [...table.tBodies[0].rows].map((row) => row.cells[0].textContent.trim());
      table.tHead.rows[0].querySelector("button").click();
      const sorted = [...keys()].sort(new Intl.Collator("zh-CN", { numeric: true }).compare);
      if (String(keys()) !== String(sorted)) complaints.push(`the first column is not in order: ${keys()}`);
    }
    return complaints;
  });
}

async function look(browser, file, width) {
  const page = await browser.newPage({ viewport: { width, height: 800 } });
  const complaints = [];
  page.on("console", (message) => complaints.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  const url = pathToFileURL(file).href;
  page.on("request", (request) => {
    if (request.url() !== url) complaints.push(`fetched: ${request.url().slice(0, 100)}`);
  });
  await page.goto(url);
  complaints.push(...(await audit(page)));
  complaints.push(...(await sorts(page)));
  complaints.push(...(await audit(page)));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  if (wide > width) complaints.push(`the page is ${wide} px wide`);
  await page.close();
  return complaints.map((complaint) => `${path.basename(file)} at ${width} px: ${complaint}`);
}

async function main() {
  const [folder, ...files] = process.argv.slice(2);
  const browser = await launch();
  const complaints = [];
  try {
    // A page without a language and with a nameless picture: the audit must be one that finds faults.
    const wrong = await browser.newPage();
    await wrong.setContent("<!DOCTYPE html><title>a</title><img src='data:,'>");
    if ((await audit(wrong)).length < 2) complaints.push("axe-core finds nothing in a page with faults");
    await wrong.close();
    for (const file of files) {
      for (const width of WIDTHS) complaints.push(...(await look(browser, file, width)));
      if (path.basename(file).startsWith("fragment-")) continue;
      const page = await browser.newPage();
      await page.goto(pathToFileURL(file).href);
      const stem = path.basename(file, ".html");
      await page.pdf({ path: path.join(folder, `${stem}.pdf`), preferCSSPageSize: true, printBackground: true });
      await page.close();
    }
  } finally {
    await browser.close();
  }
  for (const complaint of complaints) console.error(complaint);
  process.exitCode = complaints.length > 0 ? 1 : 0;
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
