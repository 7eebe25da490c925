"""Walks over the tags of PDFs, and reads what stands in them: the headings and every cell of the data file.

usage: check_tags.py FILES      (a folder with <stem>.pdf for every examples/<stem>.toml)

What must stand where comes from the data file and from tests/labels, as in read_back.py: each figure must be in a
cell whose headers say the labels that were typed in from the official form. Besides: the language, the title, the
levels of headings, rows that cover the same columns, a scope for every heading of a table, and all content marked.
"""

import re
import sys
from pathlib import Path

import pikepdf

from read_back import ROOT, expected_figures

SPACE = re.compile(r"\s+")


def solid(text):
    return SPACE.sub("", text)


class Reader:
    """The words of the marked parts of each page."""

    def __init__(self, pdf):
        self.pdf = pdf
        self.words = {}
        self.unmarked = []
        for number, page in enumerate(pdf.pages):
            self.read(number, page)

    def read(self, number, page):
        fonts = {name: to_unicode(font) for name, font in page.Resources.get("/Font", {}).items()}
        stack, font = [], {}
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name == "BDC" or name == "BMC":
                properties = operands[1] if name == "BDC" and isinstance(operands[1], pikepdf.Dictionary) else {}
                stack.append((str(operands[0]), properties.get("/MCID")))
            elif name == "EMC":
                stack.pop()
            elif name == "Tf":
                font = fonts[str(operands[0])]
            elif name in ("Tj", "TJ"):
                parts = operands[0] if name == "TJ" else [operands[0]]
                codes = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
                text = "".join(font[codes[at : at + 2]] for at in range(0, len(codes), 2))
                tag, mark = stack[-1] if stack else (None, None)
                if tag is None:
                    self.unmarked.append(text)
                elif mark is not None:
                    self.words.setdefault((number, int(mark)), []).append(text)


def to_unicode(font):
    """What each code of a font stands for."""
    text = font.ToUnicode.read_bytes().decode("ascii", errors="replace")
    table = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.S):
        for code, value in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            table[bytes.fromhex(code)] = bytes.fromhex(value).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.S):
        for first, last, value in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            start = int(value, 16)
            for step in range(int(last, 16) - int(first, 16) + 1):
                code = (int(first, 16) + step).to_bytes(len(first) // 2, "big")
                table[code] = (start + step).to_bytes(len(value) // 2, "big").decode("utf-16-be")
    return table


def children(element):
    kids = element.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def text_of(element, reader, pages, page=None):
    """All words under an element, in order."""
    if isinstance(element, int):
        return "".join(reader.words.get((page, element), []))
    if element.get("/Pg") is not None:
        page = pages[element.Pg.objgen]
    if element.get("/Type") == "/MCR":
        return "".join(reader.words.get((page, int(element.MCID)), []))
    if element.get("/Type") == "/OBJR":
        return ""
    return "".join(text_of(kid, reader, pages, page) for kid in children(element))


def attribute(element, key):
    owners = element.get("/A", [])
    for owner in owners if isinstance(owners, pikepdf.Array) else [owners]:
        if isinstance(owner, pikepdf.Dictionary) and key in owner:
            return owner[key]
    return None


def elements(element):
    """An element and all below it."""
    if isinstance(element, pikepdf.Dictionary) and "/S" in element:
        yield element
        for kid in children(element):
            yield from elements(kid)


def check_table(table, read, complain):
    """The figures of a table with the words of their headings; every row covers the same columns."""
    rows = [element for element in elements(table) if element.S == "/TR"]
    headings = {}
    for cell in (cell for row in rows for cell in children(row)):
        if cell.S == "/TH":
            if attribute(cell, "/Scope") is None:
                complain(f"the heading {read(cell)!r} has no scope")
            if "/ID" in cell:
                headings[bytes(cell.ID)] = solid(read(cell))
    open_rows, widths, figures = [], set(), []
    for row in rows:
        reached = [left - 1 for left in open_rows if left > 1]
        width = len(reached)
        open_rows = list(reached)
        for cell in children(row):
            columns = int(attribute(cell, "/ColSpan") or 1)
            width += columns
            open_rows += [int(attribute(cell, "/RowSpan") or 1)] * columns
            headers = attribute(cell, "/Headers")
            if cell.S == "/TD" and headers is not None:
                missing = [header for header in headers if bytes(header) not in headings]
                if missing:
                    complain(f"{read(cell)!r} names headings that there are not: {missing}")
                figures.append((solid(read(cell)), [headings.get(bytes(header), "") for header in headers]))
        widths.add(width)
    if len(widths) > 1:
        complain(f"the rows of a table cover {sorted(widths)} columns")
    return figures


def page_of(element):
    """The page on which an element begins."""
    pages = (part.Pg.objgen for part in elements(element) if "/Pg" in part)
    inner = (kid.Pg.objgen for kid in children(element) if isinstance(kid, pikepdf.Dictionary) and "/Pg" in kid)
    return next(pages, None) or next(inner, None)


def bookmarks(items):
    """The words of all bookmarks with the pages to which they lead, in order."""
    for item in items:
        yield solid(item.title), item.destination[0].objgen
        yield from bookmarks(item.children)


def check(path, example, complain):
    pdf = pikepdf.open(path)
    if str(pdf.Root.get("/Lang")) != "zh-CN":
        complain(f"the language is {pdf.Root.get('/Lang')}")
    if not pdf.Root.ViewerPreferences.DisplayDocTitle or "年度报告" not in str(pdf.docinfo.Title):
        complain("the title is not shown")
    reader = Reader(pdf)
    if reader.unmarked:
        complain(f"not marked: {reader.unmarked[:3]}")
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    document = children(pdf.Root.StructTreeRoot)[0]
    all_elements = list(elements(document))
    read = lambda element: text_of(element, reader, pages)  # noqa: E731
    levels = [int(str(element.S)[2:]) for element in all_elements if re.fullmatch(r"/H\d", str(element.S))]
    if levels[:1] != [1] or any(b > a + 1 for a, b in zip(levels, levels[1:])) or levels.count(1) != 1:
        complain(f"the headings have the levels {levels}")
    if levels.count(2) != 6:
        complain(f"{levels.count(2)} sections")
    headings = [element for element in all_elements if re.fullmatch(r"/H[2-9]", str(element.S))]
    expected = [(solid(read(heading)), page_of(heading)) for heading in headings]
    with pdf.open_outline() as outline:
        if list(bookmarks(outline.root)) != expected:
            complain(f"the bookmarks are {list(bookmarks(outline.root))}, not {expected}")
    figures = []
    for table in (element for element in all_elements if element.S == "/Table"):
        figures += check_table(table, read, complain)
    form, expected = expected_figures(example)
    found = {tuple(headers): figure for figure, headers in figures}
    for line in (ROOT / "tests" / "labels" / f"{form}.tsv").read_text("utf-8").splitlines():
        path, row, column = line.split("\t")
        headers = tuple(solid(label) for label in f"{row} / {column}".split(" / ") if label)
        if found.pop(headers, None) != expected[path]:
            complain(f"{path} is not {expected[path]} below {headers}")
    if found:
        complain(f"figures of no cell: {found}")


def main():
    complaints = []
    folder = Path(sys.argv[1])
    examples = sorted((ROOT / "examples").glob("*.toml"))
    for example in examples:
        path = folder / f"{example.stem}.pdf"
        check(path, example, lambda text: complaints.append(f"{path.name}: {text}"))  # noqa: B023
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return 1 if complaints or not examples else 0


if __name__ == "__main__":
    sys.exit(main())
