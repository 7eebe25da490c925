// The reports that the checks of the start page need: last year's as it was published, and this year's as it is to
// become. The examples are of fixed years; here they are of those that the program makes a report for.

"use strict";
const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { program, example, start, end } = require("./edit_program.cjs");

const LAST = "去年的年报.docx";
const TITLE = "青禾县住房和城乡建设局";

const run = (cwd, ...words) => execFileSync(program, words, { cwd, stdio: "pipe" });

// An example with its years moved, so that it is of another year.
function moved(name, year) {
  const own = Number(/\d{4}/.exec(name)[0]);
  const text = fs.readFileSync(example(name), "utf8");
  return text.replace(/20(?:2[2-5])/g, (found) => String(Number(found) + year - own));
}

// Last year's report as Word file and as web page, without its data file.
function makeLast(folder, year) {
  const made = { docx: path.join(folder, LAST), html: path.join(folder, LAST.replace("docx", "html")) };
  if (fs.existsSync(folder)) return made;
  fs.mkdirSync(folder);
  const data = path.join(folder, LAST.replace("docx", "toml"));
  fs.writeFileSync(data, moved("qinghe-2023.toml", year));
  run(folder, "render", data, "--to", "docx,html");
  fs.rmSync(data);
  return made;
}

// This year's report as it is to become: what the form says of the finished one.
async function makeFinished(folder, year) {
  fs.mkdirSync(folder, { recursive: true });
  const [file, last] = ["编好的.toml", "上年.toml"].map((name) => path.join(folder, name));
  fs.writeFileSync(file, moved("qinghe-2024.toml", year));
  fs.writeFileSync(last, moved("qinghe-2023.toml", year - 1));
  const form = await start(file, ["--prev", last]);
  const ask = async (what) => (await fetch(new URL(what, form.address))).json();
  const [layout, { values, computed }] = [await ask("/layout"), await ask("/state")];
  await end(form.child);
  // The cells of each row of a table that are typed or computed, with what the finished report has in them.
  const rowsOf = (key) => {
    const { table } = layout.sections.find((section) => section.key === key);
    const rows = table.rows.map((row) => row.filter((one) => one.address)).filter((row) => row.length > 0);
    const value = (one) => String((one.computed ? computed[one.address] : values[one.address]) ?? "");
    return rows.map((row) => row.map((one) => ({ ...one, value: value(one) })));
  };
  return { layout, values, rowsOf };
}

module.exports = { LAST, TITLE, makeLast, makeFinished, run };
