#!/usr/bin/env bash
# LibreOffice: a page of GB/T 9704 is 156 mm wide between its margins and has 28 characters of 16 pt on a line, so
# Word's grid of characters is told to be 0.2 pt narrower than they are (`w:charSpace="-842"`). How many are on a line?
#
# One would guess: 28, or 27 if the grid is ignored.
# Seen: 14. A character wider than its place in the grid takes two of them; w:charSpace="0" gives the 27 that fit
# without any grid.
# So here the grid is one of lines only (`src/render/docx/page.rs`), and the style of the body condenses its
# characters (`w:spacing`, `src/render/docx/styles.rs`).
set -euo pipefail
command -v soffice > /dev/null && command -v pdftotext > /dev/null && command -v fc-list > /dev/null || exit 2
[ -n "$(fc-list :lang=zh-cn family)" ] || exit 2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
soffice "-env:UserInstallation=file://$folder/profile" --version
python3 - <<'PYTHON'
import zipfile
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
TYPES = f"""<Types xmlns="{PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml" ContentType="{WORD}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{WORD}.styles+xml"/>
</Types>"""
STYLES = f"""<w:styles xmlns:w="{MAIN}"><w:style w:type="paragraph" w:default="1" w:styleId="Normal">
<w:name w:val="Normal"/><w:rPr><w:sz w:val="32"/></w:rPr></w:style></w:styles>"""

def relation(kind, target):
    return f"""<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="r1" Type="{OFFICE}/{kind}" Target="{target}"/></Relationships>"""

def document(grid):
    return f"""<w:document xmlns:w="{MAIN}"><w:body><w:p><w:r><w:t>{"公" * 60}</w:t></w:r></w:p><w:sectPr>
<w:pgSz w:w="11906" w:h="16838"/>
<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="992" w:gutter="0"/>
{grid}</w:sectPr></w:body></w:document>"""

GRIDS = {
    "none": "",
    "even": '<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="0"/>',
    "narrow": '<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="-842"/>',
}
for name, grid in GRIDS.items():
    with zipfile.ZipFile(f"{name}.docx", "w") as package:
        for path, text in {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": relation("officeDocument", "word/document.xml"),
            "word/_rels/document.xml.rels": relation("styles", "styles.xml"),
            "word/styles.xml": STYLES,
            "word/document.xml": document(grid),
        }.items():
            package.writestr(path, HEAD + text)
PYTHON
soffice "-env:UserInstallation=file://$folder/profile" --headless --convert-to pdf ./*.docx > /dev/null 2>&1
seen=$(
    for name in none even narrow; do
        pdftotext -layout -enc UTF-8 "$name.pdf" "$name.txt"
        echo "$name: $(head -n 1 "$name.txt" | grep -o 公 | wc -l) characters on the first line"
    done
)
echo "$seen"
expected='none: 27 characters on the first line
even: 27 characters on the first line
narrow: 14 characters on the first line'
[ "$seen" = "$expected" ] || { echo "the behaviour has changed" >&2; exit 1; }
