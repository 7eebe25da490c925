// Starts the program for the checks of the form and of the start page.

"use strict";
const { spawn } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");

const [program, repository, folder] = process.argv.slice(2);
const example = (name) => path.join(repository, "examples", name);

const running = new Set();
process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")));

// A terminal of the program's own; without a path nobody opens a browser.
const TERMINAL = `
import os, pty, sys
os.environ["PATH"] = ""
sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))
`;

// The address with the secret, once the program has said it.
function address(child, stream) {
  running.add(child);
  child.on("exit", () => running.delete(child));
  return new Promise((resolve, reject) => {
    child.said = "";
    stream.on("data", (data) => {
      child.said += data;
      const found = /http:\/\/127\.0\.0\.1:\d+\/#[0-9a-f]{32}/.exec(child.said);
      if (found) resolve(found[0]);
    });
    child.on("error", reject);
    child.on("exit", () => reject(new Error(`the program ended: ${child.said}`)));
  });
}

// Opens the form of a file; gives its process and its address with the secret.
async function start(file, more = []) {
  const child = spawn(program, ["edit", file, "--no-open", ...more], { cwd: folder });
  return { child, address: await address(child, child.stderr) };
}

function end(child) {
  return new Promise((resolve) => {
    child.on("exit", resolve);
    child.kill("SIGINT");
  });
}

// The program without a command in a terminal, as a person starts it in a folder: the start page.
async function startBare(cwd) {
  const child = spawn("python3", ["-c", TERMINAL, program], { cwd });
  return { child, address: await address(child, child.stdout) };
}

// As a person does it: Ctrl+C in that terminal. Gives the exit status.
function endBare(child) {
  return new Promise((resolve) => {
    child.on("exit", resolve);
    child.stdin.write("\x03");
  });
}

// The form of a copy of the example, with the report of the year before.
function startExample() {
  const file = path.join(folder, "年报.toml");
  fs.copyFileSync(example("qinghe-2024.toml"), file);
  return start(file, ["--prev", example("qinghe-2023.toml")]);
}

module.exports = { program, folder, example, start, startExample, end, startBare, endBare };
