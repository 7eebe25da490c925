// Starts the program for the checks of the form.

"use strict";
const { spawn } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");

const [program, repository, folder] = process.argv.slice(2);
const example = (name) => path.join(repository, "examples", name);

const running = new Set();
process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")));

// Opens the form of a file; gives its process and its address with the secret.
function start(file, more = []) {
  const child = spawn(program, ["edit", file, "--no-open", ...more], { cwd: folder });
  running.add(child);
  child.on("exit", () => running.delete(child));
  return new Promise((resolve, reject) => {
    let said = "";
    child.stderr.on("data", (data) => {
      said += data;
      const address = /http:\/\/127\.0\.0\.1:\d+\/#[0-9a-f]{32}/.exec(said);
      if (address) resolve({ child, address: address[0] });
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

// The form of a copy of the example, with the report of the year before.
function startExample() {
  const file = path.join(folder, "年报.toml");
  fs.copyFileSync(example("qinghe-2024.toml"), file);
  return start(file, ["--prev", example("qinghe-2023.toml")]);
}

module.exports = { program, folder, example, start, startExample, end };
