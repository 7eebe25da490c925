"""Checks the generated workbooks and lists with programs that have nothing to do with this project: openpyxl reads
them, LibreOffice works their sums out anew and opens the CSV.

usage: check_xlsx.py FOLDER      (a folder with <stem>.xlsx and <stem>.csv for every examples/<stem>.toml)

What must stand where comes from the data file and from tests/labels, not from the program: the sums are added up
in read_back.py.
"""

import csv
import subprocess
import sys
import tempfile
from pathlib import Path

import openpyxl

from read_back import ROOT, expected_figures

# Fewer sums than any report has.
FEWEST_SUMS = 30
A4 = 9
NARRATIVE = "正文"
# Commas, quotes, UTF-8, from the first line: without a window LibreOffice does not look at the mark of the encoding.
CSV = "CSV:44,34,76,1"


def printed_order(form):
    """The paths of all cells in the order in which the tables print them."""
    lines = (ROOT / "tests" / "labels" / f"{form}.tsv").read_text("utf-8").splitlines()
    return [line.split("\t")[0] for line in lines]


def cells(book):
    """Sheet, place, value and number format of every cell with a value."""
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    yield sheet.title, cell.coordinate, cell.value, cell.number_format


def as_printed(value, number_format):
    decimals = len(number_format.split('"')[0].partition(".")[2])
    return f"{value:.{decimals}f}"


def figures(book):
    """What the numbers of the tables show, in the order of the sheets, rows and columns."""
    for title, _, value, number_format in cells(book):
        if title != NARRATIVE and isinstance(value, (int, float)):
            yield as_printed(value, number_format)


def converted(paths, folder, *options):
    """The workbooks that LibreOffice makes of files, by their names."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", *options, "--convert-to", "xlsx", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, paths)], check=True, stdout=subprocess.DEVNULL, timeout=600)
    return {path.stem: openpyxl.load_workbook(folder / f"{path.stem}.xlsx") for path in paths}


def check_book(path, data_file):
    form, meant = expected_figures(data_file)
    shown, formulas = openpyxl.load_workbook(path, data_only=True), openpyxl.load_workbook(path)
    wrong = []
    found = list(figures(shown))
    if found != [meant[path] for path in printed_order(form)]:
        wrong.append("the figures are not those of the data file")
    sums = [value for _, _, value, _ in cells(formulas) if isinstance(value, str) and value.startswith("=")]
    if len(sums) < FEWEST_SUMS or any(not value.startswith("=SUM(") for value in sums):
        wrong.append(f"{len(sums)} sums: {sums[:3]}")
    for sheet in formulas:
        setup = sheet.page_setup
        if int(setup.paperSize or 0) != A4 or not sheet.sheet_properties.pageSetUpPr.fitToPage:
            wrong.append(f"{sheet.title}: it is not set for A4 paper")
        if len(sheet.title) > 31:
            wrong.append(f"{sheet.title}: the name is too long")
    if not any(sheet.print_title_rows for sheet in formulas):
        wrong.append("no head of a table is repeated in print")
    return wrong


def is_formula(value):
    return isinstance(value, str) and value.startswith("=")


def worked_out_anew(books, folder):
    """The workbooks as LibreOffice writes them, which has no results of formulas but its own."""
    bare = folder / "bare"
    bare.mkdir()
    for path in books:
        # openpyxl stores no result of a formula.
        openpyxl.load_workbook(path).save(bare / path.name)
    converted([bare / path.name for path in books], folder)
    return {path.stem: folder / path.name for path in books}


def check_sums(path, anew):
    """LibreOffice comes to the same sums; texts and formulas stay as they are."""
    wrong = []
    for data_only in (True, False):
        before, after = (
            {(sheet, place): value for sheet, place, value, _ in cells(openpyxl.load_workbook(one, data_only=data_only))}
            for one in (path, anew)
        )
        if data_only == any(is_formula(value) for value in after.values()):
            wrong.append("LibreOffice has worked out no formula" if data_only else "LibreOffice has kept no formula")
        for at in sorted(before.keys() | after.keys()):
            if before.get(at) != after.get(at):
                wrong.append(f"{at}: {before.get(at)!r}, in LibreOffice {after.get(at)!r}")
    return wrong


def check_list(path, data_file, opened):
    _, meant = expected_figures(data_file)
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    wrong = []
    # By this mark Excel finds the encoding.
    if not path.read_bytes().startswith(b"\xef\xbb\xbf"):
        wrong.append("there is no byte-order mark")
    if {line["路径"]: line["数值"] for line in lines} != meant or len(lines) != len(meant):
        wrong.append("the figures are not those of the data file")
    [sheet] = opened
    rows = [[cell if cell is not None else "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    head, *rows = rows
    if head != list(lines[0]):
        wrong.append(f"LibreOffice reads the head as {head}")
    for line, row in zip(lines, rows, strict=True):
        own = list(line.values())
        if own[:4] != row[:4] or own[5:] != row[5:] or float(own[4]) != row[4]:
            wrong.append(f"LibreOffice reads {own} as {row}")
    return wrong


def main():
    folder = Path(sys.argv[1])
    data_files = sorted((ROOT / "examples").glob("*.toml"))
    books, lists = ([folder / f"{file.stem}.{ending}" for file in data_files] for ending in ("xlsx", "csv"))
    failures = 0
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        anew = worked_out_anew(books, Path(one))
        opened = converted(lists, Path(other), f"--infilter={CSV}")
        for data_file, book, lines in zip(data_files, books, lists, strict=True):
            stem = data_file.stem
            wrong = check_book(book, data_file) + check_sums(book, anew[stem])
            wrong += check_list(lines, data_file, opened[stem])
            print(f"check_xlsx: {stem}: {f'{len(wrong)} things are wrong' if wrong else 'workbook and list are right'}")
            for line in wrong[:5]:
                print(f"  {line}")
            failures += len(wrong)
    return 1 if failures or not data_files else 0


if __name__ == "__main__":
    sys.exit(main())
