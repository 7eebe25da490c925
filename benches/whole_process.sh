#!/usr/bin/env bash
# Whole processes, as a user meets them: check, render, and DOCX side by side with pandoc making
# DOCX from the same report's HTML. Needs hyperfine and pandoc (Debian packages of these names).
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --release --locked
nianbao=$PWD/target/release/nianbao
report=$PWD/examples/qinghe-2024.toml
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
"$nianbao" render "$report" --to html -o "$out" 2>/dev/null

hyperfine --shell=none --warmup 3 --runs 30 \
  "$nianbao check $report" \
  "$nianbao render $report -o $out/all"
hyperfine --shell=none --warmup 3 --runs 30 \
  "$nianbao render $report --to docx -o $out/docx" \
  "pandoc -f html -t docx -o $out/pandoc.docx $out/qinghe-2024.html"

# Peak memory, in KB.
for arguments in "check $report" "render $report -o $out/all"; do
  # shellcheck disable=SC2086
  python3 - "$nianbao" $arguments <<'PYTHON'
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, _, usage = os.wait4(process.pid, 0)
print(f"peak memory of {sys.argv[2]}: {usage.ru_maxrss} KB")
PYTHON
done
