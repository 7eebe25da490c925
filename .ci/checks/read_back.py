"""Reads every figure of the generated DOCX files back with python-docx, by printed labels.

usage: read_back.py FILES      (a folder with <stem>.docx for every examples/<stem>.toml)

What must stand where comes from the data file and from tests/labels, not from the program: the sums
are added up here.
"""

import sys
import tomllib
from decimal import Decimal
from pathlib import Path

import docx

ROOT = Path(__file__).resolve().parents[2]
APPLICANTS = ["natural_person", "enterprise", "research", "public_interest", "legal_service", "other", "total"]
RESULTS = ["upheld", "corrected", "other", "pending", "total"]
DISCLOSURE = {
    "2021": {"regulations": ["issued", "repealed", "in_force"], "normative_documents": ["issued", "repealed", "in_force"]},
    "2019": {
        "regulations": ["made", "disclosed", "total_public"],
        "normative_documents": ["made", "disclosed", "total_public"],
        "licensing": ["previous", "change", "decisions"],
        "other_services": ["previous", "change", "decisions"],
        "penalties": ["previous", "change", "decisions"],
        "coercive_measures": ["previous", "change", "decisions"],
        "fees": ["previous", "change"],
        "procurement": ["projects", "amount"],
    },
}
OUTSIDE_TOTAL = {"received", "carried_in", "total", "carried_forward"}


def flatten(table, prefix=""):
    for key, value in table.items():
        if isinstance(value, dict):
            yield from flatten(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def expected_figures(path):
    """Cell path -> printed figure, with every sum added up from the data file's own cells."""
    with path.open("rb") as file:
        data = tomllib.load(file, parse_float=Decimal)
    figures = {}
    columns = DISCLOSURE[data["format"]]
    for row, cells in flatten(data["disclosure"]):
        if row in columns:
            figures.update({f"disclosure.{row}.{c}": v for c, v in zip(columns[row], cells, strict=True)})
        else:
            figures[f"disclosure.{row}"] = cells
    rows = {row: cells[:6] for row, cells in flatten(data["requests"]) if row != "total"}
    rows["total"] = [sum(column) for column in zip(*(c for r, c in rows.items() if r not in OUTSIDE_TOTAL))]
    for row, cells in rows.items():
        figures.update({f"requests.{row}.{c}": v for c, v in zip(APPLICANTS, [*cells, sum(cells)], strict=True)})
    for row, cells in flatten(data["proceedings"]):
        cells = [*cells[:4], sum(cells[:4])]
        figures.update({f"proceedings.{row}.{c}": v for c, v in zip(RESULTS, cells, strict=True)})
    return data["format"], {path: str(value) for path, value in figures.items()}


def grid_of(table):
    """The table as rows of (identity of the merged cell, text)."""
    return [[(cell._tc, cell.text.strip()) for cell in row.cells] for row in table.rows]


def is_head(row):
    properties = row._tr.trPr
    return properties is not None and properties.find(docx.oxml.ns.qn("w:tblHeader")) is not None


def chain(cells):
    """Texts of the different cells that a figure's row or column passes, outermost first."""
    seen, texts = [], []
    for identity, text in cells:
        if identity not in seen and text:
            seen.append(identity)
            texts.append(text)
    return texts


def figures_by_label(table):
    """(row labels, column headings) -> text, for every cell with a figure."""
    grid = grid_of(table)
    heads = [is_head(row) for row in table.rows]
    found = {}
    head = [i for i, is_header in enumerate(heads) if is_header]
    for r, row in enumerate(grid):
        if not any(heads):
            # Section two has a head of two rows for each item of Article 20: a band over the whole
            # width opens it.
            if len({id(identity) for identity, _ in row}) == 1:
                head = [r, r + 1]
            if r in head:
                continue
        elif heads[r]:
            continue
        labels = 0
        while labels < len(row) and not row[labels][1].lstrip("-").replace(".", "").isdigit():
            labels += 1
        for c in range(labels, len(row)):
            key = (" / ".join(chain(row[:labels])), " / ".join(chain(grid[h][c] for h in head)))
            found[key] = row[c][1]
    return found


def check(document, data_file):
    form, figures = expected_figures(data_file)
    found = {}
    for table in docx.Document(str(document)).tables:
        found.update(figures_by_label(table))
    wrong, count = [], 0
    for line in (ROOT / "tests" / "labels" / f"{form}.tsv").read_text("utf-8").splitlines():
        path, row, column = line.split("\t")
        count += 1
        if found.get((row, column)) != figures[path]:
            wrong.append(f"{path}: {found.get((row, column))!r} instead of {figures[path]!r}")
    if set(figures) != {line.split("\t")[0] for line in (ROOT / "tests" / "labels" / f"{form}.tsv").read_text("utf-8").splitlines()}:
        wrong.append("the data file has other cells than tests/labels")
    return count, wrong


def main():
    folder = Path(sys.argv[1])
    data_files = sorted((ROOT / "examples").glob("*.toml"))
    failures = 0
    for data_file in data_files:
        count, wrong = check(folder / f"{data_file.stem}.docx", data_file)
        print(f"read_back: {data_file.stem}: {count - len(wrong)} of {count} figures at their place")
        for line in wrong:
            print(f"  {line}")
        failures += len(wrong)
    return 1 if failures or not data_files else 0


if __name__ == "__main__":
    sys.exit(main())
