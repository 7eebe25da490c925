#!/usr/bin/env bash
# Checks generated HTML files with tools that have nothing to do with this project:
# the W3C's checker, axe-core in Chromium at two widths, and Chromium's printing.
#
# usage: check_html.sh TOOLS FILES FRAGMENTS|--notices|--collect
#   TOOLS      folder with node_modules/ (from package.json)
#   FILES      folder with whole pages
#   FRAGMENTS  folder with what `--fragment` makes; with --notices there is none, and the pages are no reports; with
#              --collect neither, and they are printed across the sheet
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
tools=$(cd "$1" && pwd)
files=$(cd "$2" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
  echo "check_html: $*" >&2
  exit 1
}

shopt -s nullglob
pages=("$files"/*.html)
[ "${#pages[@]}" -gt 0 ] || fail "no HTML in $files"
parts=()
is_report=1
size='59[45]\.?[0-9]* x 84[12]\.?[0-9]*'
case "$3" in
  --notices) is_report=0 ;;
  --collect)
    is_report=0
    size='84[12]\.?[0-9]* x 59[45]\.?[0-9]*'
    ;;
esac
if [ "$is_report" = 1 ]; then
  parts=("$3"/*.html)
  [ "${#parts[@]}" -gt 0 ] || fail "no HTML in $3"
fi

# A fragment is judged inside the plainest page.
for part in "${parts[@]}"; do
  {
    printf '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n<title>网页</title>\n'
    printf '<meta name="viewport" content="width=device-width, initial-scale=1">\n</head>\n<body>\n<main>\n'
    cat "$part"
    printf '</main>\n</body>\n</html>\n'
  } >"$work/fragment-$(basename "$part")"
done
wrapped=("$work"/fragment-*.html)

checker="$tools/node_modules/vnu-jar/build/dist/vnu.jar"
complaints=$(java -jar "$checker" --format gnu "${pages[@]}" "${wrapped[@]}" 2>&1) ||
  fail "the W3C's checker: $complaints"
[ -z "$complaints" ] || fail "the W3C's checker: $complaints"
# The checker must be one that complains.
printf '<!DOCTYPE html><html lang="zh-CN"><title>a</title><p><div></p>' >"$work/wrong.htm"
if java -jar "$checker" "$work/wrong.htm" >/dev/null 2>&1; then
  fail "the W3C's checker finds nothing in a page with faults"
fi

NODE_PATH="$tools/node_modules" node "$here/browse.cjs" "$work" "${pages[@]}" "${wrapped[@]}" || fail "in the browser"

# What is printed across the sheet is no report, and has no page numbers.
[ "$3" = --collect ] || python3 "$here/check_pdf.py" --printed "$work"/*.pdf || fail "the page numbers in print"
for pdf in "$work"/*.pdf; do
  name=$(basename "$pdf" .pdf)
  pdfinfo "$pdf" | grep -Eq "^Page size: +$size pts \(A4\)" || fail "$name: the print is not A4"
  # Section three is printed on one page.
  pages_of=$(pdfinfo "$pdf" | awk '/^Pages:/ { print $2 }')
  together=0
  for page in $(seq "$pages_of"); do
    case "$(pdftotext -f "$page" -l "$page" "$pdf" - | tr -d ' \n\f')" in
      *申请人情况*四、结转下年度继续办理*) together=1 ;;
    esac
  done
  [ "$together" = 1 ] || [ "$is_report" = 0 ] || fail "$name: section three is torn over pages in print"
done
echo "check_html: ${#pages[@]} pages and ${#wrapped[@]} fragments, no complaint"
