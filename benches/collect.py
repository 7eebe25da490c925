#!/usr/bin/env python3
"""Collects the reports of a county, of a province and of many more: all that is planted is found, and nothing else.

usage: collect.py NIANBAO [UNITS…]                                (300, 3000 and 10000 without a number)

Up to 5,000 units file web pages, Word files, PDFs, Markdown and data files, with each kind of fault that
tests/common/county.rs knows; more file sound data files. Last year's reports, files filed twice and other names are
among them. What was found is compared with what was planted, the sum with an addition of its own, and a report of the
sum without one unit must be explained by that unit. Printed are time, memory and how many processors were at work,
and (with valgrind) what a data file costs beside `check` of the same files.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MIXED = 5000
KINDS = "html,docx,md,pdf,toml"
# What holds of data files: instructions beside `check`, without and with all that is written; memory of 10,000.
RATIOS = {"collect": 1.3, "collect -o": 1.6}
MEGABYTES, BOUNDED = 200, 10_000
# The sections with figures, and how many cells of a row are stated: what stands behind them is their total.
SECTIONS = {"disclosure": None, "requests": 6, "proceedings": 4}
# A row that the data file of the sum leaves to the program to add up.
TOTAL = ("requests", "total")
FAULTS = 20


def main():
    program = str(Path(sys.argv[1]).resolve())
    problems = []
    for units in [int(number) for number in sys.argv[2:]] or [300, 3000, 10_000]:
        with tempfile.TemporaryDirectory() as name:
            problems += collected(program, Path(name), units)
    if shutil.which("valgrind"):
        problems += beside_check(program)
    if problems:
        sys.exit("collect: " + "\n".join(problems[:40]))


def generated(folder, units, times=0, of_template=0, kinds="toml"):
    arguments = [str(value) for value in (folder, units, times, of_template, kinds)]
    subprocess.run(["cargo", "bench", "--quiet", "--profile", "dev", "--bench", "county", "--", *arguments], cwd=ROOT, check=True)
    return json.loads((folder / "truth.json").read_text())


def collected(program, folder, units):
    """Generates, measures and compares; returns what is wrong."""
    is_mixed = units <= MIXED
    # A tenth of the units, or once each where there are too few for that; and 40 with one template.
    of_template = min(40, max(2, units // 30))
    times = max(1, min(units // 10 // FAULTS, (units // 3 - of_template) // FAULTS))
    truth = generated(folder, units, times, of_template, KINDS) if is_mixed else generated(folder, units)
    make_pdfs(program, folder)
    run = measure([program, "collect", truth["folder"], "--roster", "名单.csv", "-o", "结果", "--sum", "汇总.toml"], folder)
    say(f"{units} units", run)
    problems = []
    if units == BOUNDED and run.megabytes > MEGABYTES:
        problems.append(f"{units} data files take {run.megabytes:.0f} MB")
    result = json.loads((folder / "结果/汇总.json").read_text())
    figures = {unit["name"]: rows(text_of(folder, unit)) for unit in truth["units"] if unit["summed"]}
    problems += wrong_units(truth, result) + wrong_passages(truth, result)
    problems += wrong_sum(added(figures.values()), rows((folder / "汇总.toml").read_text()))
    problems += unexplained(program, folder, truth, figures)
    planted = sum(unit["fault"] is not None for unit in truth["units"])
    say_of = f"{planted} units with something planted, {len(result['copied'])} passages in {len(truth['passages'])} groups"
    print(f"  {say_of}: {'as planted' if not problems else f'{len(problems)} differ'}", flush=True)
    return [f"{units} units: {problem}" for problem in problems]


def make_pdfs(program, folder):
    for town in sorted((folder / "pdf").glob("*")):
        target = folder / "各单位" / town.name
        files = [str(file) for file in sorted(town.glob("*.toml"))]
        subprocess.run([program, "render", "--to", "pdf", "-o", target, *files], capture_output=True, check=True)


class Run:
    def __init__(self, clock, usage, status):
        self.clock, self.status = clock, status
        self.busy, self.megabytes = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def measure(command, folder):
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    run = Run(time.perf_counter() - start, usage, os.waitstatus_to_exitcode(status))
    process.returncode = run.status
    assert run.status in (0, 1), run.status
    return run


def say(what, run):
    print(
        f"{what}: {run.clock:.2f} s by the clock, {run.busy:.2f} s of processors ({run.busy / run.clock:.2f} at work), "
        f"{run.megabytes:.1f} MB",
        flush=True,
    )


def wrong_units(truth, result):
    units = {unit["name"]: unit for unit in result["units"]}
    problems = [f"{name} is no unit" for name in units.keys() - {unit["name"] for unit in truth["units"]}]
    for expected in truth["units"]:
        unit = units.get(expected["name"])
        if unit is None:
            problems.append(f"{expected['name']} ({expected['fault']}) is not there")
            continue
        codes = sorted({finding["code"] for finding in unit["findings"] if finding["severity"] != "note"})
        found = (unit["state"], unit["late"], unit["listed"], unit["summed"], codes)
        planted = (*(expected[key] for key in ("state", "late", "listed", "summed")), expected["codes"])
        if found != planted:
            problems.append(f"{expected['fault']} of {expected['file'] or expected['name']}: {found} {unit['remarks']}")
    return problems


def wrong_passages(truth, result):
    """Passages by those who have them: one may be in several sections."""
    planted = {tuple(sorted(map(tuple, members))) for members in truth["passages"]}
    found = {tuple(sorted((member["unit"], member["last_year"]) for member in group["members"])) for group in result["copied"]}
    missed = [f"a passage is missed: {members[:4]}" for members in planted - found]
    return missed + [f"no passage was planted: {members[:4]}" for members in found - planted]


def text_of(folder, unit):
    return unit["text"] or (folder / unit["file"]).read_text()


def rows(text):
    """The cells of each row with figures; None for one that holds none."""
    file, found = tomllib.loads(text, parse_float=Decimal), {}

    def walk(path, value, count):
        if isinstance(value, dict):
            for key, below in value.items():
                walk([*path, key], below, count)
            return
        cells = value if isinstance(value, list) else [value]
        found[tuple(path)] = [cell if isinstance(cell, (int, Decimal)) else None for cell in cells[:count]]

    for section, count in SECTIONS.items():
        walk([section], file[section], count)
    found.pop(TOTAL, None)
    return found


def added(figures):
    """The sum of reports; None where one of them has no figure."""
    total = {}
    for report in figures:
        for path, cells in report.items():
            own = total.setdefault(path, [0] * len(cells))
            total[path] = [None if None in pair else sum(pair) for pair in zip(own, cells, strict=True)]
    return total


def wrong_sum(expected, found):
    as_text = lambda cells: [None if cell is None else str(cell) for cell in cells or []]
    paths = sorted(expected.keys() | found.keys())
    pairs = [(".".join(path), as_text(expected.get(path)), as_text(found.get(path))) for path in paths]
    return [f"sum of {path}: {theirs}, by hand {own}" for path, own, theirs in pairs if own != theirs]


def unexplained(program, folder, truth, figures):
    """A report of the sum without one unit: each cell that differs must be explained by that unit."""
    left_out = next(unit["name"] for unit in truth["units"] if unit["fault"] is None and figures.get(unit["name"]))
    text = (folder / "汇总.toml").read_text()
    for path, cells in figures[left_out].items():
        text = without(text, ".".join(path[1:]), cells)
    (folder / "少一家.toml").write_text(text)
    command = [program, "collect", truth["folder"], "--roster", "名单.csv", "--against", "少一家.toml", "--format", "json"]
    result = json.loads(subprocess.run(command, cwd=folder, capture_output=True).stdout)
    slips = [[(slip["unit"], slip["slip"]) for slip in cell["explained_by"]] for cell in result["against"]]
    own = [(left_out, "left_out")]
    explained = sum(slip == own for slip in slips)
    print(f"  a sum without one unit: {len(slips)} cells differ, {explained} explained by it", flush=True)
    wrong = [f"a difference is explained by {slip}, not by {own}" for slip in slips if slip and slip != own]
    return wrong + ([] if explained else ["no difference is explained"])


def without(text, key, cells):
    """The data file of a sum with the figures of a unit taken off in a row."""
    line = next(line for line in text.splitlines() if re.match(rf"{re.escape(key)}\s*=", line))
    head, rest = line.split("=", 1)
    stated = rest.split("#")[0].strip()
    own = [cell.strip() for cell in stated.strip("[]").split(",")][: len(cells)]
    less = [cell if cell == '""' else str(Decimal(cell) - taken) for cell, taken in zip(own, cells, strict=True)]
    new = f"[{', '.join(less)}]" if stated.startswith("[") else less[0]
    return text.replace(f"{line}\n", f"{head}= {new}\n", 1)


def instructions(command, folder):
    count = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
    result = subprocess.run([*count, *command], cwd=folder, capture_output=True, text=True)
    return int(re.search(r"Collected : (\d+)", result.stderr)[1])


def beside_check(program):
    """What one more data file costs, beside `check` of the same files."""
    counts, costs = (200, 400), {}
    for count in counts:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            truth = generated(folder, count)
            files = [unit["file"] for unit in truth["units"]]
            collect = [program, "collect", truth["folder"], "--roster", "名单.csv"]
            commands = {"check": [program, "check", *files], "collect": collect, "collect -o": [*collect, "-o", "结果"]}
            for job, command in commands.items():
                costs[job, count] = instructions(command, folder)
    few, many = counts
    per_file = {job: (costs[job, many] - costs[job, few]) / (many - few) for job in ("check", "collect", "collect -o")}
    problems = []
    for job, cost in per_file.items():
        ratio = cost / per_file["check"]
        print(f"{job:10} {cost:12,.0f} instructions a data file, {ratio:.2f} of check", flush=True)
        if ratio > RATIOS.get(job, 1):
            problems.append(f"{job} takes {ratio:.2f} times the instructions of check")
    return problems


if __name__ == "__main__":
    main()
