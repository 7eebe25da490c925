"""Opens PDFs at the places that `import` names for their cells, with another reader than the program's.

usage: check_places.py PROGRAM FILE.pdf...

A PDF that the program refuses is left out; one whose cells it reads must have each of them where the account says.
"""

import json
import re
import subprocess
import sys
import tempfile
import unicodedata
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pdfplumber

PLACE = re.compile(r"第(\d+)页 表格(\d+) 第(\d+)行第(\d+)列")


def account(program, pdf):
    """The account of a PDF; None if it is refused."""
    with tempfile.TemporaryDirectory() as folder:
        command = [program, "import", pdf, "-o", Path(folder) / "年报.toml", "--format", "json"]
        run = subprocess.run(command, capture_output=True, timeout=60)
    return None if run.returncode == 2 else json.loads(run.stdout)["files"][0]


def tables(pdf, with_ground):
    """The tables of each page; of each table its rows, with the cells that begin in them.

    What fills the ground behind words can be a frame of cells, or of paragraphs, which makes other tables.
    """
    with pdfplumber.open(pdf) as document:
        for page in document.pages:
            # False bold paints each character twice.
            page = page.dedupe_chars().filter(lambda part: with_ground or not is_ground(part))
            found = sorted(page.find_tables(), key=lambda table: table.bbox[1])
            yield [[[words(page, cell) for cell in row.cells if cell] for row in table.rows] for table in found]


def is_ground(part):
    is_filled = part["object_type"] == "rect" and part.get("fill") and not part.get("stroke")
    return is_filled and min(part["width"], part["height"]) > 3


def words(page, box):
    return page.crop(box, strict=False).extract_text() or ""


def plain(text):
    """Words without blanks, a figure as a number."""
    text = re.sub(r"\s|\xa0", "", unicodedata.normalize("NFKC", text))
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        return text


def at(pages, place):
    """What stands at a place; None if there is no such cell."""
    for index in place:
        if index >= len(pages):
            return None
        pages = pages[index]
    return pages


def wrong(pdf, cells):
    readings = [list(tables(pdf, with_ground)) for with_ground in (True, False)]
    for cell in cells:
        if cell["value"] is None:
            continue
        place = [int(number) - 1 for number in PLACE.fullmatch(cell["place"]).groups()]
        there = [at(reading, place) for reading in readings]
        said = cell["value"] + (f"({cell['note']})" if cell["note"] else "")
        if plain(said) not in [plain(text) for text in there if text is not None]:
            yield f"{cell['path']}: {cell['place']} holds {there!r}, not {said!r}"


def main():
    program, *pdfs = sys.argv[1:]
    faults = read = 0
    for pdf in pdfs:
        found = account(program, pdf)
        if found is None:
            print(f"{pdf}: refused")
            continue
        read += 1
        bad = list(wrong(pdf, found["cells"]))
        print(f"{pdf}: {len(found['cells']) - len(bad)} cells at their place, {len(bad)} not")
        print("".join(f"  {fault}\n" for fault in bad[:5]), end="")
        faults += len(bad)
    sys.exit(faults > 0 or read == 0)


if __name__ == "__main__":
    main()
