#!/usr/bin/env bash
# Checks generated DOCX files with tools that have nothing to do with this project:
# the Open XML SDK validator, openxml-audit, LibreOffice and python-docx.
#
# usage: check_docx.sh TOOLS FILES [--layout-only | --notices]
#   TOOLS  folder with node_modules/ (from package.json) and venv/ (from requirements.txt)
#   FILES  folder with <stem>.docx for every examples/<stem>.toml; with --layout-only of any reports,
#          whose figures are not read back; with --notices of notices, which have sections of their own
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
tools=$(cd "$1" && pwd)
files=$(cd "$2" && pwd)
kind=${3-}
pdfs=$(mktemp -d)
trap 'rm -rf "$pdfs"' EXIT

fail() {
  echo "check_docx: $*" >&2
  exit 1
}

shopt -s nullglob
documents=("$files"/*.docx)
[ "${#documents[@]}" -gt 0 ] || fail "no DOCX in $files"

for document in "${documents[@]}"; do
  name=$(basename "$document")
  [ "$(wc -c <"$document")" -le 30000 ] || fail "$name is larger than 30 KB"
  verdict=$("$tools/node_modules/.bin/ooxml-validator" "$document") || fail "$name: Open XML SDK: $verdict"
  printf '%s' "$verdict" | python3 -c '
import json, sys
verdict = json.load(sys.stdin)
sys.exit(0 if verdict["ok"] is True and verdict["errors"] == [] else 1)' || fail "$name: Open XML SDK: $verdict"
  "$tools/venv/bin/openxml-audit" --policy strict --quiet "$document" || fail "$name: openxml-audit"
done

# LibreOffice keeps a profile; one of its own keeps runs apart.
soffice "-env:UserInstallation=file://$pdfs/profile" --headless --convert-to pdf --outdir "$pdfs" "${documents[@]}" >/dev/null
for document in "${documents[@]}"; do
  name=$(basename "$document" .docx)
  pdf="$pdfs/$name.pdf"
  [ -s "$pdf" ] || fail "$name: LibreOffice made no PDF"
  pdfinfo "$pdf" | grep -Eq '^Page size: +595\.[0-9]+ x 84[12]\.?[0-9]* pts \(A4\)' || fail "$name: the page is not A4"
  # In a report section three is one page, as in the official form: head and last row stand together.
  pages=$(pdfinfo "$pdf" | awk '/^Pages:/ { print $2 }')
  together=0
  for page in $(seq "$pages"); do
    text=$(pdftotext -f "$page" -l "$page" "$pdf" - | tr -d ' \n\f')
    case "$text" in
      *申请人情况*四、结转下年度继续办理*) together=1 ;;
    esac
    case "$text" in
      *—"$page"—*) ;;
      *) fail "$name: page $page has no page number" ;;
    esac
  done
  [ "$together" = 1 ] || [ "$kind" = --notices ] || fail "$name: section three is torn over pages"
done

# What LibreOffice makes of a report is in Chinese for those who have it read out.
"$tools/venv/bin/python" - "$pdfs"/*.pdf <<'PYTHON' || fail "the language"
import sys

import pikepdf

for name in sys.argv[1:]:
    with pikepdf.open(name) as pdf:
        language = str(pdf.Root.get("/Lang"))
    if language != "zh-CN":
        sys.exit(f"{name} has the language {language}")
PYTHON

python3 "$here/check_pdf.py" "$pdfs"/*.pdf || fail "the pages"
"$tools/venv/bin/python" "$here/check_styles.py" $([ "$kind" != --notices ] || echo --notices) "${documents[@]}" || fail "styles and tables"
[ -n "$kind" ] || "$tools/venv/bin/python" "$here/read_back.py" "$files"
echo "check_docx: ${#documents[@]} documents, no complaint"
