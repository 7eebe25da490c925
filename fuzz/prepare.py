#!/usr/bin/env python3
"""Writes the seed corpora (corpus/TARGET/) and the dictionary (words.dict) from what the repository has.

usage: prepare.py        Neither is committed; run it again after a change of examples or lexicon.
"""

import hashlib
import re
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
TARGETS = ["data_file", "published", "number", "narrative", "reference"]
# The first byte of an input of `narrative` says what surrounds the text; see Kind in src/reports.rs.
WORDS, FORM_2019, LAST_YEAR, GOVERNMENT, PLACE = 1, 2, 4, 8, 16


def data_files():
    return [path for folder in ("examples", "tests", "templates") for path in sorted((ROOT / folder).rglob("*.toml"))]


def texts(value):
    """Every narrative text of a data file."""
    if isinstance(value, str):
        if len(value) > 20:
            yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)


def narratives():
    """Sentences of the corpus and texts of the data files, with the form that each belongs to."""
    for corpus in sorted(ROOT.glob("tests/prose/*/corpus.tsv")):
        for line in corpus.read_text("utf-8").splitlines():
            if line and not line.startswith("#"):
                yield line.rsplit("\t", 1)[-1].replace("\\n", "\n"), 0
    for path in data_files():
        try:
            data = tomllib.loads(path.read_text("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError):
            continue
        for text in texts(data):
            yield text, FORM_2019 if data.get("format") == "2019" else 0


def as_page(path):
    """A page that has the rows of a data file: what a published report looks like, as far as a fuzzer needs."""
    text = path.read_text("utf-8", errors="replace")
    rows = re.findall(r"^[a-z_.]+ *= *(\[[^\]]*\]|[0-9.]+) *# *(.+)$", text, re.MULTILINE)
    cells = [(label, re.findall(r"-?[0-9.]+", figures)) for figures, label in rows]
    lines = ["<tr><td>" + "<td>".join([label, *figures]) + "</tr>" for label, figures in cells]
    return ("<h1>某县2024年政府信息公开工作年度报告</h1><h2>一、总体情况</h2><table>" + "".join(lines) + "</table>").encode()


def seeds():
    for path in data_files():
        yield "data_file", path.read_bytes()
        yield "published", as_page(path)
    for number, (text, form) in enumerate(narratives()):
        raw = text.encode("utf-8")
        kind = form | (LAST_YEAR if number % 3 == 0 else 0) | (GOVERNMENT if number % 5 == 0 else 0)
        for place in range(4) if len(raw) < 2000 else [number % 4]:
            yield "narrative", bytes([kind | PLACE * place]) + raw
        for target in ("number", "reference"):
            yield target, b"\0" + raw
    # Words by number: what they say is left to chance.
    for number in range(200):
        noise = b"".join(hashlib.sha256(f"{number}/{part}".encode()).digest() for part in range(1 + number % 6))
        for target in ("number", "narrative", "reference"):
            kind = (number * 2 + WORDS) % 64 if target == "narrative" else WORDS
            yield target, bytes([kind]) + noise


def words():
    """Quoted strings of the sources that know words, and keys and labels of the forms."""
    for line in (ROOT / "src/prose/lexicon.txt").read_text("utf-8").splitlines():
        if not line.startswith(("@", "#")):
            yield from line.split()
    for path in ["src/prose/number.rs", "src/reference/scan.rs", "formats/2019.toml", "formats/2021.toml"]:
        for line in (ROOT / path).read_text("utf-8").splitlines():
            yield from re.findall(r'"([^"\\]+)"', line.split("//")[0])
    for path in data_files():
        yield from re.findall(rb"^([a-z_.]+) *=", path.read_bytes(), re.MULTILINE)
        yield from re.findall(rb"^\[+[a-z_.]+\]+", path.read_bytes(), re.MULTILINE)
    yield from "{{ }} ''' \"\"\" [[ ]] ** （一） 。 ； ， 、 ： 《 》 其中 分别为 ⏎ ### % ％ 万元 年 月 日".split()


def quoted(word):
    raw = word if isinstance(word, bytes) else word.encode("utf-8")
    return '"' + "".join(f"\\x{byte:02X}" for byte in raw) + '"'


def main():
    counts = dict.fromkeys(TARGETS, 0)
    for target, seed in seeds():
        folder = HERE / "corpus" / target
        folder.mkdir(parents=True, exist_ok=True)
        (folder / hashlib.sha1(seed).hexdigest()).write_bytes(seed)
        counts[target] += 1
    # libFuzzer takes words of at most 64 bytes.
    dictionary = sorted({quoted(word) for word in words() if 0 < len(word if isinstance(word, bytes) else word.encode()) <= 64})
    (HERE / "words.dict").write_text("\n".join(dictionary) + "\n", "utf-8")
    print(", ".join(f"{target}: {count} seeds" for target, count in counts.items()), f"{len(dictionary)} words", sep="; ")


if __name__ == "__main__":
    main()
