#!/usr/bin/env python3
"""Checks and renders 10, 100 and 1,000 files, as a superior does with the reports of a whole city.

usage: many_files.py NIANBAO

Prints for each number of files the time by the clock, the time of the processors, the memory, and how
many processors were at work. Time of the processors must grow with the number of files and not faster.
The clock says little while other programs run.
"""

import os
import shutil
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
        jobs = {
            "check": ["check"],
            "check --format json": ["check", "--format", "json"],
            # The first run makes the reports; the ones that count find them as they are to be.
            "render, nothing changed": ["render", "-o", "same"],
            "render, all made anew": ["render", "-o", "new"],
        }
        for job, arguments in jobs.items():
            for count in (10, 100, 1000):
                command = [nianbao, *arguments, *names[:count]]
                runs = []
                for _ in range(RUNS):
                    if "anew" in job:
                        shutil.rmtree(folder / "new", ignore_errors=True)
                    runs.append(measure(command, folder))
                # The quickest run is the one that was disturbed least.
                clock, busy, memory = min(runs)
                per_file[job, count] = busy / count
                print(
                    f"{job:24} {count:4} files: {clock * 1000:7.1f} ms by the clock, {busy * 1000:7.1f} ms of processors "
                    f"({busy / count * 1000:.2f} ms a file, {busy / clock:.2f} at work), {memory / 1024:.1f} MB",
                    flush=True,
                )
    for job in jobs:
        growth = per_file[job, 1000] / per_file[job, 100]
        if growth > 1.5:
            sys.exit(f"many_files: a file takes {growth:.1f} times as long among 1,000 as among 100 ({job})")


if __name__ == "__main__":
    main()
