"""Checks pages, ours or those that others made of our files, against the layout that they must have.

usage: check_pdf.py [--printed] FILE.pdf...

With --printed, pages that a browser has printed: A4 and the page numbers alone, since its lines are its own.

Every PDF: A4, nothing outside the text area but page numbers and the mark of a draft, page numbers
on the outer side one character in. `long.pdf` besides: 22 lines on a full page, 28 characters in a
full line, the head of a table on each of its pages, and no row torn.
"""

import re
import subprocess
import sys
from pathlib import Path

MM = 72 / 25.4
WIDTH, HEIGHT = 210 * MM, 297 * MM
LEFT, RIGHT = 28 * MM, WIDTH - 26 * MM
TOP, BOTTOM = 37 * MM, HEIGHT - 35 * MM
NUMBER_INDENT = 14
NUMBER_BELOW = 7 * MM
# Glyphs reach a little beyond their line.
SLACK = 5

WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')


def pages(pdf):
    """The words of each page with their boxes."""
    text = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True).stdout.decode()
    for page in text.split("<page ")[1:]:
        size = re.match(r'width="([\d.]+)" height="([\d.]+)"', page)
        words = [(*map(float, found[:4]), found[4]) for found in WORD.findall(page)]
        yield tuple(map(float, size.groups())), words


def check_number(number, size, words, complain):
    """Checks the size and the number of a page; returns the words of the number."""
    if abs(size[0] - WIDTH) > 1 or abs(size[1] - HEIGHT) > 1:
        complain(f"page {number} is {size} pt")
    footer = [word for word in words if word[1] > BOTTOM - 2]
    label = "".join(word[4] for word in sorted(footer))
    if label != f"—{number}—":
        complain(f"page {number} has the number {label!r}")
    elif number % 2 == 1:
        edge = max(word[2] for word in footer)
        if abs(edge - (RIGHT - NUMBER_INDENT)) > 2:
            complain(f"page {number}: the number ends at {edge:.1f} pt, not one character in from the right")
    else:
        edge = min(word[0] for word in footer)
        if abs(edge - (LEFT + NUMBER_INDENT)) > 2:
            complain(f"page {number}: the number begins at {edge:.1f} pt, not one character in from the left")
    for word in footer:
        below = (word[1] + word[3]) / 2 - BOTTOM
        if abs(below - NUMBER_BELOW) > SLACK:
            complain(f"page {number}: {word[4]!r} of the number stands {below:.1f} pt below the text, not 7 mm")
    return footer


def check_page(number, words, footer, complain):
    for x0, y0, x1, y1, text in words:
        if (x0, y0, x1, y1, text) in footer or "草稿" in text or "不得发布" in text:
            continue
        # A closing mark may hang over the edge of the text.
        x1 -= 16 if text[-1] in "，。、；：）》”！？" else 0
        if x0 < LEFT - SLACK or x1 > RIGHT + SLACK or y0 < TOP - SLACK or y1 > BOTTOM + SLACK:
            complain(f"page {number}: {text!r} stands outside the text area")


def lines_of(words):
    """Lines of running text: their words by the middle of the line."""
    lines = {}
    for word in words:
        if word[1] < BOTTOM - 2:
            lines.setdefault(round((word[1] + word[3]) / 2), []).append(word)
    return lines


def check_long(all_pages, complain):
    full = []
    place = {}
    heads = {}
    for number, (_, words) in enumerate(all_pages, 1):
        text = "".join(word[4] for word in words)
        for row in re.findall(r"行(\d\d)首", text):
            place[row] = number
        for row in re.findall(r"行(\d\d)尾", text):
            if place.get(row) != number:
                complain(f"row {row} of the table is torn: it begins on page {place.get(row)}, ends on {number}")
        heads[number] = "表头甲" in text and "表头乙" in text and "表头丙" in text
        if text.count("第") >= 3 and "段。我局坚持" in text and "表头" not in text and "六、" not in text:
            full.append((number, words))
    if len(place) != 40:
        complain(f"{len(place)} of 40 rows of the table are seen")
    if len(set(place.values())) < 3:
        complain("the table does not go over three pages")
    for number in set(place.values()):
        if not heads[number]:
            complain(f"page {number} repeats no head of the table")
    if not full:
        complain("no page is full of text")
    for number, words in full:
        lines = lines_of(words)
        if len(lines) != 22:
            complain(f"page {number} has {len(lines)} lines, not 22")
        most = max((len("".join(word[4] for word in line)) for line in lines.values()), default=0)
        if not 27 <= most <= 29:
            complain(f"page {number}: the longest line has {most} characters")


def main():
    complaints = []
    is_printed = sys.argv[1:2] == ["--printed"]
    for name in sys.argv[2 if is_printed else 1 :]:
        pdf = Path(name)
        complain = lambda text: complaints.append(f"{pdf.name}: {text}")  # noqa: E731, B023
        all_pages = list(pages(pdf))
        for number, (size, words) in enumerate(all_pages, 1):
            footer = check_number(number, size, words, complain)
            if not is_printed:
                check_page(number, words, footer, complain)
        if pdf.stem == "long" and not is_printed:
            check_long(all_pages, complain)
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
