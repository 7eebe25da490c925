#!/usr/bin/env bash
# Checks the start page and the form in Chromium and in Firefox as a clerk uses them, and the data file that comes of it.
#
# usage: check_edit.sh TOOLS PROGRAM
#   TOOLS    folder with node_modules/ (from package.json)
#   PROGRAM  the program
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
tools=$(cd "$1" && pwd)
program=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for script in edit edit_file edit_firefox start start_firefox; do
  mkdir "$work/$script"
  NODE_PATH="$tools/node_modules" node "$here/$script.cjs" "$program" "$here/../.." "$work/$script" || {
    echo "check_edit: $script.cjs" >&2
    exit 1
  }
done
