#!/usr/bin/env python3
"""Two builds of the program side by side, and the newer one beside its peers.

usage: side_by_side.py BEFORE NOW

Counts the instructions of both builds with callgrind (needs valgrind), which are the same on a busy
machine as on an idle one. Then measures the processor time of the newer one beside programs that do part
of its work: taplo and docxtpl, which it installs for the run, and pandoc where the machine has it. A
figure of a peer counts only beside the one on the same line.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REPORT = ROOT / "examples" / "qinghe-2024.toml"
PEERS = ["taplo==0.9.3", "docxtpl==0.20.2"]
FILES = 100
# The quickest run is the one that was disturbed least.
RUNS = 5


def main():
    before, now = (str(Path(program).resolve()) for program in sys.argv[1:3])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        compare_builds(before, now, folder)
        compare_peers(now, folder)
        for arguments in (["check"], ["render", "-o", str(folder / "memory")]):
            _, memory = run([now, *arguments, str(REPORT)])
            print(f"peak memory of {arguments[0]}: {memory / 1024:.1f} MB")


# Two builds


def compare_builds(before, now, folder):
    others = copies(folder, sorted(ROOT.glob("examples/*.toml")))
    jobs = {
        "check": ["check"],
        "check --format json": ["check", "--format", "json"],
        "render of all three": ["render", "-o"],
    }
    print(f"{'instructions':28} {'before':>14} {'now':>14} {'ratio':>6}")
    for job, arguments in jobs.items():
        print_line(job, *(instructions(program, arguments, [REPORT], folder) for program in (before, now)))
    for job, arguments in jobs.items():
        counts = []
        for program in (before, now):
            one = instructions(program, arguments, [REPORT], folder)
            counts.append((instructions(program, arguments, [REPORT, *others], folder) - one) // FILES)
        print_line(f"{job}, each further file", *counts)


def print_line(job, before, now):
    print(f"{job:44} {before:>14,} {now:>14,} {now / before:>6.2f}", flush=True)


def copies(folder, sources):
    """A hundred data files: those given, one after the other."""
    files = [folder / f"{number}.toml" for number in range(FILES)]
    for number, file in enumerate(files):
        file.write_bytes(sources[number % len(sources)].read_bytes())
    return files


def instructions(program, arguments, files, folder):
    """Instructions of a run; outputs go to a folder that is not there."""
    out = folder / "out"
    shutil.rmtree(out, ignore_errors=True)
    if arguments[-1] == "-o":
        arguments = [*arguments, str(out)]
    count = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
    # One report in the examples has findings; the counts come on the error output.
    result = subprocess.run(
        [*count, program, *arguments, *map(str, files)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    found = re.search(r"Collected : (\d+)", result.stderr)
    if result.returncode not in (0, 1) or not found:
        sys.exit(f"side_by_side: {program} failed:\n{result.stderr}")
    return int(found.group(1))


# Peers


def compare_peers(now, folder):
    venv = folder / "venv"
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    install = [venv / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check", *PEERS]
    has_peers = subprocess.run(install).returncode == 0
    print(f"\n{'processor time':44} {'peer':>10} {'now':>10} {'peer is':>8}")
    if has_peers:
        check_beside_taplo(now, venv, folder)
        fill_beside_docxtpl(now, venv, folder)
    else:
        print("taplo and docxtpl cannot be installed here")
    if shutil.which("pandoc"):
        convert_beside_pandoc(now, folder)


def check_beside_taplo(now, venv, folder):
    """Both check a hundred data files of one form, taplo with its schema."""
    files = copies(folder, [REPORT, REPORT.with_name("qinghe-2023.toml")])
    schema = folder / "schema.json"
    subprocess.run([now, "schema", "-o", schema], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    taplo = [venv / "bin" / "taplo", "check", "--no-auto-config", "--schema", schema.as_uri(), *files]
    print_peer(f"check of {FILES} data files, taplo", quickest(taplo), quickest([now, "check", *files]))


def fill_beside_docxtpl(now, venv, folder):
    """Both make a hundred DOCX; of docxtpl only the filling counts, not the start of Python."""
    files = copies(folder, [REPORT])
    render = [now, "render", *files, "--to", "docx", "-o", folder / "docx"]
    ours = quickest(render, before=lambda: shutil.rmtree(folder / "docx", ignore_errors=True))
    program = [venv / "bin" / "python", __file__, "--docxtpl", folder / "docx" / "0.docx", folder]
    seconds = [float(subprocess.run(program, check=True, capture_output=True, text=True).stdout) for _ in range(2)]
    print_peer(f"{FILES} reports as DOCX, docxtpl", min(seconds), ours)


def convert_beside_pandoc(now, folder):
    """Both make one DOCX, pandoc of the same report as HTML."""
    subprocess.run([now, "render", REPORT, "--to", "html", "-o", folder], check=True, stderr=subprocess.DEVNULL)
    page = folder / f"{REPORT.stem}.html"
    theirs = quickest(["pandoc", "-f", "html", "-t", "docx", "-o", folder / "pandoc.docx", page])
    ours = quickest([now, "render", REPORT, "--to", "docx", "-o", folder / "one"])
    print_peer("one report as DOCX, pandoc", theirs, ours)


def print_peer(job, theirs, ours):
    print(f"{job:44} {theirs * 1000:>7.1f} ms {ours * 1000:>7.1f} ms {theirs / ours:>7.2f}×", flush=True)


def quickest(command, before=lambda: None):
    times = []
    for _ in range(RUNS):
        before()
        times.append(run(command)[0])
    return min(times)


def run(command):
    """Processor time of a whole process in seconds, and its peak memory in KB."""
    process = subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        sys.exit(f"side_by_side: {command[0]} {command[1]} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def fill(report, folder):
    """Runs within the peers' Python: turns a report into a template with all its numbers as variables, fills it
    a hundred times, and prints the processor time of that."""
    from docx import Document
    from docx.oxml.ns import qn
    from docxtpl import DocxTemplate

    document, values = Document(report), {}
    for text in document.element.body.iter(qn("w:t")):
        if re.search(r"\d", text.text or ""):
            name = f"value{len(values)}"
            values[name], text.text = text.text, f"{{{{ {name} }}}}"
    template = Path(folder) / "template.docx"
    document.save(template)
    start = os.times()
    for number in range(FILES):
        filled = DocxTemplate(template)
        filled.render({**values, "value0": str(number)})
        filled.save(Path(folder) / f"filled-{number}.docx")
    end = os.times()
    print(end.user + end.system - start.user - start.system)


if __name__ == "__main__":
    fill(*sys.argv[2:4]) if sys.argv[1] == "--docxtpl" else main()
