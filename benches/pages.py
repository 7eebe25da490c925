#!/usr/bin/env python3
"""PDF and OFD of a report of some ten pages, beside LibreOffice from its DOCX and typst from the same text and fonts.

usage: pages.py NIANBAO

Needs soffice; typst is installed for the run. All take turns, each after a run that does not count. Figures are
seconds of the processor, as a machine may do other work; those of a peer count only beside the ones of the same run.
"""

import html.parser
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RUNS = 7
# With so many more paragraphs the example fills ten pages.
MORE = 14
PARAGRAPH = (
    "坚持把政务公开纳入年度重点工作，定期召开专题会议，研究解决信息发布、政策解读和平台建设中的具体问题，健全信息发布审核制度，"
    "落实先审后发，及时整改错别字和失效链接，依托政务服务大厅设立公开查询点，安排专人引导群众查阅、复制政府信息。"
)
PREAMBLE = """
#set page("a4", margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm), numbering: "— 1 —")
#set text({body}, size: 16pt, lang: "zh")
#set par(first-line-indent: (amount: 2em, all: true), justify: true, leading: 0.7em)
#show heading.where(level: 1): set text({title}, size: 22pt)
#show heading.where(level: 2): set text({section}, size: 16pt)
#show heading.where(level: 3): set text({part}, size: 16pt)
#show table: set text({table}, size: 10.5pt)
"""
# Without the start of Python, and each time anew: typst keeps what it has made.
TYPST = """
import sys, time, typst
start = time.process_time()
typst.compile(sys.argv[1], output=sys.argv[2])
print(time.process_time() - start)
"""


class Typst(html.parser.HTMLParser):
    """The headings, paragraphs, lists and tables of a page, as a source of typst."""

    def __init__(self):
        super().__init__()
        self.out, self.cells, self.columns, self.is_text = [], None, 0, False

    def handle_starttag(self, tag, attributes):
        of = dict(attributes)
        if tag in ("h1", "h2", "h3", "h4"):
            self.out.append("\n" + "=" * int(tag[1]) + " ")
        elif tag in ("p", "li"):
            self.out.append("\n\n" if tag == "p" else "\n- ")
        elif tag == "table":
            self.cells, self.columns = [], 0
        elif tag == "tr":
            self.width = 0
        elif tag in ("td", "th"):
            across, down = int(of.get("colspan", 1)), int(of.get("rowspan", 1))
            self.width += across
            self.columns = max(self.columns, self.width)
            self.cells.append(f"table.cell(colspan: {across}, rowspan: {down})[")
        self.is_text |= tag in ("h1", "h2", "h3", "h4", "p", "li", "td", "th", "caption")

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.cells[-1] += "]"
        elif tag == "table":
            self.out.append(f"\n#table(columns: {self.columns}, {', '.join(self.cells)})\n")
            self.cells = None
        elif tag in ("h1", "h2", "h3", "h4"):
            self.out.append("\n")
        self.is_text &= tag not in ("h1", "h2", "h3", "h4", "p", "li", "td", "th", "caption")

    def handle_data(self, text):
        if self.is_text:
            words = re.sub(r"([\\\\#*_\\[\\]$@<>`~/=+-])", r"\\\\\\1", text.replace("\n", ""))
            if self.cells:
                self.cells[-1] += words
            elif self.cells is None:
                self.out.append(words)


def fonts(program):
    """For each role the font that the program takes, as typst names it."""
    listed = subprocess.run([program, "fonts"], capture_output=True, text=True).stdout
    found = {}
    for line in listed.splitlines():
        part = re.match(r"(\S+) +(?:\S+(?: \S+)*)  +(?:没有，用“(.+)”代替|([^ 没“].*))$", line)
        if part:
            name = part[2] or part[3]
            family, bold = re.fullmatch(r"(.+?)( Bold)?", name).groups()
            weight = "bold" if bold else "regular"
            found[part[1]] = f'font: {json.dumps(family, ensure_ascii=False)}, weight: "{weight}"'
    return found


def sources(program, folder):
    """The report as a data file, a DOCX and a source of typst."""
    text = (ROOT / "examples/qinghe-2024.toml").read_text()
    start = re.search(r"\[overview\].*\ntext = '''\n", text).end()
    data = folder / "report.toml"
    data.write_text(text[:start] + (PARAGRAPH + "\n\n") * MORE + text[start:])
    subprocess.run([program, "render", data, "-o", folder, "--to", "html,docx,pdf"], capture_output=True, check=True)
    page = Typst()
    page.feed((folder / "report.html").read_text().split("<body", 1)[1])
    roles = {"title": "小标宋", "body": "仿宋", "section": "黑体", "part": "楷体", "table": "宋体"}
    known = fonts(program)
    source = folder / "report.typ"
    source.write_text(PREAMBLE.format(**{part: known[role] for part, role in roles.items()}) + "".join(page.out))
    return data, folder / "report.docx", source


def seconds(command):
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, command
    return usage.ru_utime + usage.ru_stime


def main():
    program = str(Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data, docx, source = sources(program, folder)
        own = {kind: [program, "render", data, "-o", folder / "out", "--to", kind] for kind in ("pdf", "ofd")}
        office = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
        office += ["--convert-to", "pdf", "--outdir", folder / "office", docx]
        subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
        subprocess.run([folder / "venv/bin/pip", "install", "--quiet", "typst==0.15.2"], check=True)
        typst = [folder / "venv/bin/python", "-c", TYPST, source, folder / "typst.pdf"]
        runs = {kind: (lambda command=command: seconds(command)) for kind, command in own.items()}
        runs["LibreOffice"] = lambda: seconds(office)
        runs["typst"] = lambda: float(subprocess.run(typst, capture_output=True, check=True).stdout)
        for run in runs.values():
            run()
        times = {name: [] for name in runs}
        for _ in range(RUNS):
            for name, run in runs.items():
                times[name].append(run())
        medians = {name: statistics.median(values) for name, values in times.items()}
        for name, value in medians.items():
            ratios = ", ".join(f"{value / medians[kind]:.1f} x our {kind.upper()}" for kind in own)
            print(f"{name:12} {value:.3f} s, {ratios}")


if __name__ == "__main__":
    main()
