// Draws the pages of OFDs as ofd.js shows them in Chromium.
//
// usage: node draw_ofd.cjs FOLDER FILE…      <stem>-<page>.png of each page goes into FOLDER
//
// Later versions of ofd.js draw nothing without a key of their maker.

"use strict";
const fs = require("node:fs");
const path = require("node:path");
const { launch } = require("./chromium.cjs");

// A4 at 192 pixels to the inch: ofd.js puts glyphs and lines on whole pixels.
const WIDTH = 1588;
const SHARPNESS = 1;


async function draw(page, file) {
  const base64 = fs.readFileSync(file).toString("base64");
  return page.evaluate(([base64, width]) => new Promise((resolve, reject) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    window.ofd.parseOfdDocument({
      ofd: bytes.buffer,
      success: (read) => {
        document.body.replaceChildren(...window.ofd.renderOfd(width, read[0] ?? read));
        resolve(document.body.children.length);
      },
      fail: (error) => reject(new Error(String(error))),
    });
  }), [base64, WIDTH]);
}

async function main() {
  const [folder, ...files] = process.argv.slice(2);
  const browser = await launch();
  try {
    for (const file of files) {
      const page = await browser.newPage({ viewport: { width: WIDTH + 100, height: 1200 }, deviceScaleFactor: SHARPNESS });
      page.on("pageerror", (error) => console.error(`${file}: ${error.message}`));
      await page.setContent("<!DOCTYPE html><style>body { margin: 0; background: white }</style><body></body>");
      await page.addScriptTag({ path: require.resolve("ofd.js/lib/ofd.umd.min.js") });
      const pages = await draw(page, file);
      await page.waitForTimeout(1000);
      for (let number = 1; number <= pages; number += 1) {
        const picture = path.join(folder, `${path.basename(file, ".ofd")}-${number}.png`);
        await page.locator(`body > *:nth-child(${number})`).screenshot({ path: picture });
      }
      await page.close();
    }
  } finally {
    await browser.close();
  }
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
