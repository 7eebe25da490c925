"""Checks the workbook that `nianbao collect` makes with programs that have nothing to do with this project: openpyxl
reads it, LibreOffice works its sums out anew.

usage: check_collected.py BOOK REPORTS STATED      (REPORTS: the folder with the data files of the units;
                                                    STATED: the data file of the sum that they were compared with)

What must stand where comes from the data files, not from the program: the sums are added up here and in read_back.py.
"""

import sys
import tempfile
from decimal import Decimal
from pathlib import Path

import openpyxl

from check_xlsx import as_printed, is_formula, worked_out_anew
from read_back import expected_figures

SHEETS = ["情况", "问题", "数据", "核对"]
# Rows of the sheet with the figures, from 1: paths, sums, why there is none; then one a unit.
PATHS, SUMS, REMARKS, FIRST_UNIT = 3, 4, 5, 6
# Its columns: name and file, then the figures.
FIRST_FIGURE = 3
NO_SUM = "没有加总"


def shown(cell):
    """What a cell shows, its number with the decimals of its format."""
    is_number = isinstance(cell.value, (int, float))
    return as_printed(cell.value, cell.number_format) if is_number else cell.value


def added_up(units):
    """Path -> sum as it is printed; None where a unit has none."""
    sums = {}
    for path in units[0]:
        figures = [figures[path] for figures in units]
        sums[path] = None if "" in figures else str(sum(map(Decimal, figures)))
    return sums


def check_figures(values, formulas, units, sums):
    """The figures of the units, and over them their sums."""
    wrong = []
    columns = range(FIRST_FIGURE, values.max_column + 1)
    paths = {values.cell(PATHS, column).value: column for column in columns}
    if paths.keys() != sums.keys():
        wrong.append(f"other cells: {sorted(paths.keys() ^ sums.keys())[:3]}")
    last = FIRST_UNIT + len(units) - 1
    if values.max_row != last:
        wrong.append(f"{values.max_row} rows, not {last}")
    for path, column in paths.items():
        own = [shown(values.cell(row, column)) or "" for row in range(FIRST_UNIT, last + 1)]
        if sorted(own) != sorted(figures[path] for figures in units):
            wrong.append(f"{path}: the units have {own}")
        letter = openpyxl.utils.get_column_letter(column)
        total, formula = shown(values.cell(SUMS, column)), formulas.cell(SUMS, column).value
        remark = values.cell(REMARKS, column).value
        if sums[path] is None:
            if total != NO_SUM or is_formula(formula) or not remark:
                wrong.append(f"{path}: it has no sum, and shows {total} ({remark})")
        elif total != sums[path] or formula != f"=SUM({letter}{FIRST_UNIT}:{letter}{last})" or remark:
            wrong.append(f"{path}: it shows {total} by {formula}, not {sums[path]} ({remark})")
    return wrong


def check_tie(values, stated, sums):
    """What the report of the sum states, what the units add up to, and the difference."""
    found = {row[1].value: [shown(cell) for cell in row[2:5]] for row in values.iter_rows(min_row=2)}
    expected = {}
    for path, figure in sums.items():
        if figure is None:
            expected[path] = [None, None, None]
        elif Decimal(stated[path]) != Decimal(figure):
            expected[path] = [stated[path], figure, str(Decimal(stated[path]) - Decimal(figure))]
    return [f"{path}: {found.get(path)}, not {expected.get(path)}" for path in found.keys() | expected.keys()
            if found.get(path) != expected.get(path)]


def check_anew(book, anew):
    """LibreOffice comes to the same figures; words and formulas stay as they are."""
    wrong = []
    for data_only in (True, False):
        before, after = (
            {(sheet.title, cell.coordinate): shown(cell) for sheet in one for row in sheet.iter_rows() for cell in row
             if cell.value is not None}
            for one in (openpyxl.load_workbook(path, data_only=data_only) for path in (book, anew))
        )
        for at in sorted(before.keys() | after.keys()):
            if before.get(at) != after.get(at):
                wrong.append(f"{at}: {before.get(at)!r}, in LibreOffice {after.get(at)!r}")
    return wrong


def main():
    book, reports, stated = map(Path, sys.argv[1:])
    units = [expected_figures(path)[1] for path in sorted(reports.glob("*.toml"))]
    sums = added_up(units)
    values, formulas = openpyxl.load_workbook(book, data_only=True), openpyxl.load_workbook(book)
    wrong = [] if values.sheetnames == SHEETS else [f"the sheets are {values.sheetnames}"]
    wrong += check_figures(values["数据"], formulas["数据"], units, sums)
    wrong += check_tie(values["核对"], expected_figures(stated)[1], sums)
    for sheet in values:
        if not sheet.freeze_panes or (sheet.title != "数据" and not sheet.auto_filter.ref):
            wrong.append(f"{sheet.title}: its head does not stay, or offers no choice")
    with tempfile.TemporaryDirectory() as folder:
        wrong += check_anew(book, worked_out_anew([book], Path(folder))[book.stem])
    print(f"check_collected: {f'{len(wrong)} things are wrong' if wrong else 'the workbook is right'}")
    for line in wrong[:5]:
        print(f"  {line}")
    return 1 if wrong or None not in sums.values() or len(units) < 3 else 0


if __name__ == "__main__":
    sys.exit(main())
