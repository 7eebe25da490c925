"""Reads with python-docx what the layout of official documents asks of a DOCX.

usage: check_styles.py [--notices] FILE.docx...
"""

import sys
from pathlib import Path

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

FONTS = {
    "Title": ("方正小标宋简体", 22),
    "Normal": ("仿宋_GB2312", 16),
    "heading 1": ("黑体", 16),
    "heading 2": ("楷体_GB2312", 16),
    "heading 3": ("仿宋_GB2312", 16),
    "heading 4": ("仿宋_GB2312", 16),
}


def inherited(style, read):
    """The first value along the styles that this one is based on."""
    while style is not None:
        value = read(style)
        if value is not None:
            return value
        style = style.base_style
    return None


def font(style):
    properties = style.element.rPr
    fonts = None if properties is None else properties.find(qn("w:rFonts"))
    return None if fonts is None else (fonts.get(qn("w:eastAsia")), fonts.get(qn("w:ascii")))


def outline(style):
    properties = style.element.pPr
    level = None if properties is None else properties.find(qn("w:outlineLvl"))
    return None if level is None else int(level.get(qn("w:val")))


def complaints_of(path, is_report):
    document = Document(path)
    near = lambda a, b: a is not None and abs(a - b) <= Mm(0.1)  # noqa: E731
    for section in document.sections:
        page = {
            "page_width": 210, "page_height": 297, "top_margin": 37,
            "bottom_margin": 35, "left_margin": 28, "right_margin": 26,
        }
        for name, millimetres in page.items():
            if not near(getattr(section, name), Mm(millimetres)):
                yield f"{name} is {getattr(section, name)}"
    styles = {style.element.find(qn("w:name")).get(qn("w:val")): style for style in document.styles}
    for name, (expected, size) in FONTS.items():
        if name not in styles:
            yield f"there is no style {name}"
            continue
        east_asia, latin = inherited(styles[name], font) or (None, None)
        if east_asia != expected or latin != "Times New Roman":
            yield f"style {name} has the fonts {east_asia}, {latin}"
        found = inherited(styles[name], lambda style: style.font.size)
        if found != Pt(size):
            yield f"style {name} has the size {found}"
        if name.startswith("heading") and outline(styles[name]) != int(name[-1]) - 1:
            yield f"style {name} has the outline level {outline(styles[name])}"
    titles = [paragraph.text for paragraph in document.paragraphs if paragraph.style == styles["heading 1"]]
    numbers = ["一、", "二、", "三、", "四、", "五、", "六、"]
    numbers = numbers if is_report else numbers[: len(titles)]
    if [title[:2] for title in titles] != numbers:
        yield f"the headings of level 1 are {titles}"
    substitutes = document.part.part_related_by(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/fontTable"
    ).blob.decode()
    for name, other in [("仿宋_GB2312", "仿宋"), ("楷体_GB2312", "楷体")]:
        if name not in substitutes or f'w:altName w:val="{other}' not in substitutes:
            yield f"the font table has no substitute for {name}"
    core = document.core_properties
    if not core.title or not core.author or core.language != "zh-CN":
        yield f"core properties: {core.title!r}, {core.author!r}, {core.language!r}"
    for number, table in enumerate(document.tables, 1):
        grid = table._tbl.tblGrid
        if not all(column.get(qn("w:w")) for column in grid.findall(qn("w:gridCol"))):
            yield f"table {number} has a column without a width"
        rows = table._tbl.tr_lst
        flags = [row.trPr is not None and row.trPr.find(qn("w:cantSplit")) is not None for row in rows]
        if not all(flags):
            yield f"table {number} has a row that may break over pages"
        header = rows[0].trPr is not None and rows[0].trPr.find(qn("w:tblHeader")) is not None
        # Section two has a head in each of its parts instead of one above all.
        if not header and "第二十条" not in table.cell(0, 0).text:
            yield f"table {number} repeats no head"


def main():
    failed = False
    names = [name for name in sys.argv[1:] if name != "--notices"]
    for name in names:
        for complaint in complaints_of(name, is_report=len(names) == len(sys.argv) - 1):
            print(f"{Path(name).name}: {complaint}", file=sys.stderr)
            failed = True
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
