#!/usr/bin/env python3
"""Checks 10, 100 and 1,000 files, as a superior does with the reports of a whole city.

usage: many_files.py NIANBAO

Prints for each number of files the time by the clock, the time of the processors, the memory, and how
many processors were at work. Time of the processors must grow with the number of files and not faster.
The clock says little while other programs run.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RUNS = 5


def measure(command, folder):
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    clock = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode in (0, 1), process.returncode
    return clock, usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def main():
    nianbao = str(Path(sys.argv[1]).resolve())
    examples = [path.read_bytes() for path in sorted(ROOT.glob("examples/*.toml"))]
    per_file = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        names = [f"第{number}个机关.toml" for number in range(1000)]
        for number, file in enumerate(names):
            (folder / file).write_bytes(examples[number % len(examples)])
        for form in ("human", "json"):
            for count in (10, 100, 1000):
                command = [nianbao, "check", "--format", form, *names[:count]]
                # The quickest run is the one that was disturbed least.
                clock, busy, memory = min(measure(command, folder) for _ in range(RUNS))
                per_file[form, count] = busy / count
                print(
                    f"{form:5} {count:4} files: {clock * 1000:7.1f} ms by the clock, {busy * 1000:7.1f} ms of processors "
                    f"({busy / count * 1000:.2f} ms a file, {busy / clock:.2f} at work), {memory / 1024:.1f} MB"
                )
    for form in ("human", "json"):
        growth = per_file[form, 1000] / per_file[form, 100]
        if growth > 1.5:
            sys.exit(f"many_files: a file takes {growth:.1f} times as long among 1,000 as among 100 ({form})")


if __name__ == "__main__":
    main()
