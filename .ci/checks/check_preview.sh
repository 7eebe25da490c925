#!/usr/bin/env bash
# Checks the preview in Chromium as a clerk uses it: findings, marks, saves, broken files, downloads,
# hundreds of saves, and a report whose words are meant to do harm.
#
# usage: check_preview.sh TOOLS PROGRAM
#   TOOLS    folder with node_modules/ (from package.json)
#   PROGRAM  the program
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
tools=$(cd "$1" && pwd)
program=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

NODE_PATH="$tools/node_modules" node "$here/preview.cjs" "$program" "$here/../.." "$work" || {
  echo "check_preview: in the browser" >&2
  exit 1
}
