"""Compares OFDs with the PDFs of the same reports: the same glyphs and lines at the same places, the same picture.

usage: check_ofd.py READER FOLDER      (READER is ofd-check; for every <stem>.ofd in FOLDER there is a <stem>.pdf)

A page of ofd.js (`<stem>-<page>.png`, made by draw_ofd.cjs) is compared with the PDF's as poppler draws it, where
there is one: where one has ink the other has some within the width of a line.
"""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pdfplumber
from PIL import Image, ImageChops, ImageFilter

MM = 72 / 25.4
# Places in an OFD are whole micrometres, those in a PDF are rounded to about as much.
NEAR = 0.02
# Pixels of a picture of 192 to the inch: a quarter of a millimetre.
PIXELS = 2
DARK = 128
# Ink that only one of them has, of all of it, in thousandths. Edges of glyphs are smoothed in different ways, which
# gives up to 15; glyphs that stand 0.4 mm off give 90 and more.
ODD = 20


def read_ofd(reader, path):
    """Glyphs and lines of each page, sorted by their places."""
    told = subprocess.run([reader, path], check=True, capture_output=True, text=True).stdout
    pages = {}
    for line in told.splitlines():
        kind, page, *numbers = line.split()
        pages.setdefault(int(page), {"c": [], "l": []})[kind].append(numbers)
    for page in pages.values():
        page["c"] = [(chr(int(code)), float(x), float(y)) for x, y, _, code in page["c"]]
        page["l"] = [tuple(map(float, numbers)) for numbers in page["l"]]
    return pages


def read_pdf(path):
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            glyphs = [(char["text"], char["matrix"][4] / MM, (float(page.height) - char["matrix"][5]) / MM) for char in page.chars]
            areas = [tuple(float(rect[side]) / MM for side in ("x0", "top", "x1", "bottom")) for rect in page.rects]
            yield glyphs, areas


def compare(what, ofd, pdf, complain):
    """Each thing of one has its twin in the other."""
    key = lambda thing: tuple(round(value, 1) if isinstance(value, float) else value for value in thing)
    near = {}
    for thing in pdf:
        near.setdefault(thing[0] if isinstance(thing[0], str) else None, []).append(thing)
    left = Counter(pdf)
    for thing in ofd:
        same = near.get(thing[0] if isinstance(thing[0], str) else None, [])
        places = lambda other: [abs(a - b) for a, b in zip(thing, other) if isinstance(a, float)]
        twin = next((other for other in same if left[other] > 0 and max(places(other)) <= NEAR), None)
        if twin is None:
            complain(f"{what} only in the OFD: {key(thing)}")
        else:
            left[twin] -= 1
    for thing in left.elements():
        complain(f"{what} only in the PDF: {key(thing)}")


def ink(image):
    return image.convert("L").point(lambda value: 255 if value < DARK else 0)


def odd_ink(one, other):
    """How much of the ink of one has none of the other near it, in thousandths."""
    around = other.filter(ImageFilter.MaxFilter(2 * PIXELS + 1))
    count = lambda image: image.histogram()[255]
    return 1000 * count(ImageChops.subtract(one, around)) / max(count(one), 1)


def compare_pictures(folder, stem, number, complain):
    picture = folder / f"{stem}-{number}.png"
    if not picture.exists():
        return False
    ofd = Image.open(picture)
    drawn = folder / f"{stem}-pdf-{number}"
    command = ["pdftoppm", "-png", "-singlefile", "-f", str(number), "-l", str(number),
               "-scale-to-x", str(ofd.width), "-scale-to-y", str(ofd.height), folder / f"{stem}.pdf", drawn]
    subprocess.run(command, check=True)
    ofd, pdf = ink(ofd), ink(Image.open(f"{drawn}.png"))
    for name, odd in (("OFD", odd_ink(ofd, pdf)), ("PDF", odd_ink(pdf, ofd))):
        if odd > ODD:
            complain(f"page {number}: {odd:.1f} of 1000 dark pixels are only in the picture of the {name}")
    return True


def main():
    reader, folder = sys.argv[1], Path(sys.argv[2])
    complaints, compared = [], 0
    for path in sorted(folder.glob("*.ofd")):
        complain = lambda words: complaints.append(f"{path.name}: {words}")
        pages = read_ofd(reader, path)
        for number, (glyphs, areas) in enumerate(read_pdf(path.with_suffix(".pdf"))):
            page = pages.pop(number, {"c": [], "l": []})
            written = lambda all: [glyph for glyph in all if not glyph[0].isspace()]
            compare(f"page {number + 1}: glyph", written(page["c"]), written(glyphs), complain)
            compare(f"page {number + 1}: area", page["l"], areas, complain)
            compared += compare_pictures(folder, path.stem, number + 1, complain)
        if pages:
            complain(f"{len(pages)} pages more than the PDF")
    if not compared:
        complaints.append("no picture was compared")
    print("\n".join(complaints[:40]) or f"{compared} pictures are the same")
    sys.exit(bool(complaints))


main()
