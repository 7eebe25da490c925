#!/usr/bin/env bash
# mammoth: a head of two rows, 项目 merged down both, of which only the first is marked as a header row. Do the
# figures stay in their columns in the HTML?
#
# One would guess: yes; the merged cell gets `rowspan="2"`.
# Seen: it does, but the first row alone is put into `thead`, and in HTML no cell reaches beyond its `thead`. The row
# below has a cell less than the table has columns, and 自然人 and 法人 stand one column too far left. With both rows
# marked all is well.
# So here every row that a cell of the head reaches is a row of the head in the forms (`head = true`, `formats/`),
# and each of these is marked in the DOCX (`src/render/docx/properties.rs`).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --no-save docx@9.15.2 mammoth@1.13.0 > /dev/null || exit 2
node -p '"mammoth " + require("mammoth/package.json").version'
cat > show.mjs <<'JS'
import * as docx from "docx";
import mammoth from "mammoth";

const cell = (text, spans = {}) => new docx.TableCell({ children: [new docx.Paragraph(text)], ...spans });
const row = (tableHeader, ...children) => new docx.TableRow({ tableHeader, children });
for (const second of [false, true]) {
    const rows = [
        row(true, cell("项目", { rowSpan: 2 }), cell("申请人", { columnSpan: 2 })),
        row(second || undefined, cell("自然人"), cell("法人")),
        row(undefined, cell("新收"), cell("1"), cell("2")),
    ];
    const report = new docx.Document({ sections: [{ children: [new docx.Table({ rows })] }] });
    const { value } = await mammoth.convertToHtml({ buffer: await docx.Packer.toBuffer(report) });
    console.log(value.replaceAll(/<\/?p>/g, "").replaceAll(/(?=<tr>|<tbody>)/g, "\n"));
}
JS
seen=$(node show.mjs)
echo "$seen"
expected='<table><thead>
<tr><th rowspan="2">项目</th><th colspan="2">申请人</th></tr></thead>
<tbody>
<tr><td>自然人</td><td>法人</td></tr>
<tr><td>新收</td><td>1</td><td>2</td></tr></tbody></table>
<table><thead>
<tr><th rowspan="2">项目</th><th colspan="2">申请人</th></tr>
<tr><th>自然人</th><th>法人</th></tr></thead>
<tbody>
<tr><td>新收</td><td>1</td><td>2</td></tr></tbody></table>'
[ "$seen" = "$expected" ] || { echo "the behaviour has changed" >&2; exit 1; }
