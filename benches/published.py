#!/usr/bin/env python3
"""Reading published reports: instructions beside html5ever, time beside pdfplumber and pandoc, memory over many.

usage: published.py NIANBAO [FOLDER OF PUBLISHED REPORTS]

The reports are the examples as web pages and as PDFs (which needs soffice), and the .html and .pdf files of the
folder. A small program of html5ever's own tree parses the same bytes; pdfplumber is installed for the run. A
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
RUNS = 5
MANY = 1000
PARSER = """
use html5ever::tendril::TendrilSink;
fn main() {
    let bytes = std::fs::read(std::env::args().nth(1).unwrap()).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    let dom = html5ever::parse_document(markup5ever_rcdom::RcDom::default(), Default::default()).one(text.as_ref());
    println!("{}", dom.document.children.borrow().len());
}
"""
PLUMBER = """
import sys, time, pdfplumber
start = time.process_time()
with pdfplumber.open(sys.argv[1]) as pdf:
    tables = [page.extract_tables() for page in pdf.pages]
print(time.process_time() - start)
"""


def main():
    program = str(Path(sys.argv[1]).resolve())
    given = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run([program, "render", *ROOT.glob("examples/*.toml"), "-o", folder, "--to", "html,docx"], capture_output=True)
        own = sorted(folder.glob("*.html"))
        pages = [own[-1], *(sorted(given.glob("*.html")) if given else [])]
        print_instructions(program, build_parser(folder / "parser"), pages)
        print_times(program, pages[0], folder)
        pdfs = sorted(given.glob("*.pdf")) if given else []
        if shutil.which("soffice"):
            source = folder / f"{own[-1].stem}.docx"
            subprocess.run(["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, source], capture_output=True)
            pdfs.insert(0, source.with_suffix(".pdf"))
        print_pdfs(program, pdfs, folder)
        print_many(program, own, folder)


def build_parser(folder):
    (folder / "src").mkdir(parents=True)
    dependencies = 'html5ever = "0.40"\nmarkup5ever_rcdom = "0.40"\n'
    (folder / "Cargo.toml").write_text(f'[package]\nname = "parser"\nversion = "0.0.0"\nedition = "2021"\n[dependencies]\n{dependencies}')
    (folder / "src/main.rs").write_text(PARSER)
    subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=folder, check=True)
    return str(folder / "target/release/parser")


def instructions(command):
    count = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
    result = subprocess.run([*count, *command], capture_output=True, text=True)
    return int(re.search(r"Collected : (\d+)", result.stderr)[1])


def print_instructions(program, parser, pages):
    print(f"{'instructions':24} {'html5ever':>12} {'check':>12} {'ratio':>6}")
    for page in pages:
        peer, own = instructions([parser, page]), instructions([program, "check", page])
        print(f"{page.name[:24]:24} {peer:>12,} {own:>12,} {own / peer:>6.2f}", flush=True)


def seconds(command):
    def once():
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, _, usage = os.wait4(process.pid, 0)
        return usage.ru_utime + usage.ru_stime, usage.ru_maxrss
    return min(once() for _ in range(RUNS))


def print_times(program, page, folder):
    if not shutil.which("pandoc"):
        print("pandoc is not at hand")
        return
    own, peer = seconds([program, "check", page])[0], seconds(["pandoc", "-f", "html", "-t", "json", page, "-o", folder / "out.json"])[0]
    print(f"{page.name}: {own:.3f} s, pandoc's reader {peer:.3f} s, {peer / own:.1f} x")


def print_pdfs(program, pdfs, folder):
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    subprocess.run([folder / "venv/bin/pip", "install", "--quiet", "pdfplumber==0.11.10"], check=True)
    for pdf in pdfs:
        own = seconds([program, "check", pdf])[0]
        runs = [subprocess.run([folder / "venv/bin/python", "-c", PLUMBER, pdf], capture_output=True, text=True) for _ in range(RUNS)]
        peers = [float(run.stdout) for run in runs if run.returncode == 0]
        if peers:
            print(f"{pdf.name}: {own:.3f} s, pdfplumber's tables {min(peers):.3f} s, {min(peers) / own:.1f} x", flush=True)


def print_many(program, pages, folder):
    many = folder / "many"
    many.mkdir()
    for number in range(MANY):
        shutil.copy(pages[number % len(pages)], many / f"{number}.html")
    for count in (10, MANY):
        busy, memory = seconds([program, "check", *[many / f"{number}.html" for number in range(count)]])
        print(f"check of {count} pages: {busy:.2f} s, {memory / 1024:.1f} MB", flush=True)


if __name__ == "__main__":
    main()
