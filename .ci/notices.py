"""Writes THIRD-PARTY-NOTICES.md: the crates that the program contains, with their licences.

usage: notices.py [--check]        (--check writes nothing, and fails if the file is not up to date)

A crate counts if it is linked into the program on one of TARGETS with the default features; what only builds or
tests it does not.
"""

import difflib
import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NOTICES = ROOT / "THIRD-PARTY-NOTICES.md"
TARGETS = [
    "x86_64-unknown-linux-gnu",
    "aarch64-unknown-linux-gnu",
    "x86_64-pc-windows-msvc",
    "x86_64-apple-darwin",
    "aarch64-apple-darwin",
]
# What is taken of that which a crate offers.
TAKEN = {
    "(Apache-2.0 OR MIT) AND BSD-3-Clause": ["MIT", "BSD-3-Clause"],
    "0BSD OR MIT OR Apache-2.0": ["MIT"],
    "Apache-2.0 OR BSL-1.0": ["Apache-2.0"],
    "Apache-2.0 OR MIT": ["MIT"],
    "Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT": ["MIT"],
    "Apache-2.0": ["Apache-2.0"],
    "BSD-2-Clause": ["BSD-2-Clause"],
    "BSD-3-Clause AND MIT": ["BSD-3-Clause", "MIT"],
    "BSD-3-Clause OR Apache-2.0": ["BSD-3-Clause"],
    "BSD-3-Clause": ["BSD-3-Clause"],
    "BSD-3-Clause/MIT": ["MIT"],
    "MIT OR Apache-2.0 OR Zlib": ["MIT"],
    "MIT OR Apache-2.0": ["MIT"],
    "MIT OR Zlib OR Apache-2.0": ["MIT"],
    "MIT": ["MIT"],
    "MIT/Apache-2.0": ["MIT"],
    "MPL-2.0": ["MPL-2.0"],
    "Unicode-3.0": ["Unicode-3.0"],
    "Unlicense OR MIT": ["MIT"],
    "Unlicense/MIT": ["MIT"],
    "Zlib OR Apache-2.0 OR MIT": ["MIT"],
    "Zlib": ["Zlib"],
}
# Crates without a text of their licence, each with one of the same repository that has it.
SHARED = {"alloc-stdlib": "alloc-no-stdlib"}
# What a text of a licence says and no other does.
WORDS = {
    "MIT": "Permission is hereby granted, free of charge",
    "Zlib": "This software is provided 'as-is', without any express or implied",
    "BSD-2-Clause": "Redistribution and use in source and binary forms",
    "BSD-3-Clause": "Redistribution and use in source and binary forms",
    "Unicode-3.0": "UNICODE LICENSE V3",
    "Apache-2.0": "TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION",
    "MPL-2.0": "Mozilla Public License Version 2.0",
}
FILES = re.compile(r"(licen[cs]e|copying|copyright|notice|unlicense)", re.IGNORECASE)
MIT = """Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to
permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE."""

HEAD = """# Third-party notices

nianbao itself is licensed under MIT or Apache-2.0, at your choice. A built program also contains the crates below,
each unchanged and under its own licence; where a crate offers several, the one named is the one taken. The source
of each, among them those under the Mozilla Public License 2.0, is to be had at the address beside it, in the version
named, and from the registry of crates under the same name and version.

`python3 .ci/notices.py` writes this page from `Cargo.lock`.
"""


def cargo(*arguments):
    return subprocess.run(["cargo", *arguments], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


def linked():
    """Name and version of each crate in the program."""
    targets = [word for target in TARGETS for word in ("--target", target)]
    edges = ["--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}"]
    lines = cargo("tree", "--locked", *edges, *targets).splitlines()
    crates = {tuple(line.split()[:2]) for line in lines if line.strip()}
    return {(name, version.lstrip("v")) for name, version in crates}


def taken(package):
    """The licences that apply."""
    if package["license"] not in TAKEN:
        sys.exit(f"notices: decide in TAKEN what is taken of “{package['license']}” ({package['name']})")
    return TAKEN[package["license"]]


def texts(package, licences):
    """The texts of a crate's licences, each with its name, and its notices."""
    # Crates of one repository of which only the other has the text.
    folder = Path(package["manifest_path"]).parent
    for name, other in SHARED.items():
        if package["name"] == name:
            folder = next(folder.parent.glob(f"{other}-[0-9]*"))
    files = [path for path in sorted(folder.iterdir()) if path.is_file() and FILES.match(path.name)]
    bodies = {path: path.read_text("utf-8", errors="replace").replace("\r\n", "\n").strip("\n") for path in files}
    for licence in licences:
        found = [body for body in bodies.values() if WORDS[licence] in body]
        if licence == "Apache-2.0":
            continue  # Stands in the repository.
        if found:
            yield licence, min(found, key=len)
        elif licence == "MIT":
            holders = ", ".join(re.sub(r" <.*?>", "", author) for author in package["authors"])
            yield licence, f"Copyright (c) {holders or 'the authors of ' + package['name']}\n\n{MIT}"
        elif licence != "MPL-2.0":  # Has no holder in its text: once is enough.
            sys.exit(f"notices: {package['name']} has no text of {licence}")
    for path, body in bodies.items():
        if path.name.lower().startswith("notice"):
            yield "NOTICE", body


def parted(licence, text):
    """Whose the text is, and what it says: most texts of a licence say the same of different holders."""
    at = text.find(WORDS.get(licence, ""))
    line = text.rfind("\n", 0, at) + 1
    return text[:line].strip(), text[line:].strip()


def tidy(text):
    return "\n".join(line.rstrip() for line in text.split("\n"))


def page():
    targets = [word for target in TARGETS for word in ("--filter-platform", target)]
    packages = json.loads(cargo("metadata", "--format-version", "1", "--locked", *targets))["packages"]
    packages = {(package["name"], package["version"]): package for package in packages}
    # By licence and words: the text, and the crates of each holder.
    rows, found = [], {}
    for key in sorted(linked()):
        package = packages[key]
        if package["source"] is None:
            continue
        licences = taken(package)
        rows.append(f"| {key[0]} {key[1]} | {' and '.join(licences)} | {package['repository'] or '–'} |")
        for licence, text in texts(package, licences):
            holder, words = parted(licence, text)
            _, holders = found.setdefault((licence, " ".join(words.split())), (words, {}))
            holders.setdefault(holder, []).append(key[0])
    for licence in {licence for row in TAKEN.values() for licence in row} - {"Apache-2.0"}:
        if not any(licence == of for of, _ in found):
            sys.exit(f"notices: no text of {licence}; take it out of TAKEN if no crate needs it any more")
    parts = [HEAD, "| crate | licence | source |\n|---|---|---|\n" + "\n".join(rows) + "\n"]
    parts.append("The text of Apache-2.0 is that of [LICENSE-APACHE](LICENSE-APACHE).\n")
    for (licence, _), (words, holders) in sorted(found.items(), key=lambda item: (item[0][0], -len(item[1][1]), item[0])):
        parts.append(f"## {licence}\n")
        for holder, crates in holders.items():
            parts.append(f"{', '.join(crates)}:\n\n~~~text\n{tidy(holder)}\n~~~\n" if holder else f"{', '.join(crates)}\n")
        parts.append(f"~~~text\n{tidy(words)}\n~~~\n")
    return "\n".join(parts)


def main():
    new = page()
    if sys.argv[1:] == ["--check"]:
        old = NOTICES.read_text("utf-8") if NOTICES.exists() else ""
        if old != new:
            changes = difflib.unified_diff(old.splitlines(), new.splitlines(), "committed", "of Cargo.lock", lineterm="", n=0)
            print(*list(changes)[:40], sep="\n")
            sys.exit("notices: THIRD-PARTY-NOTICES.md is not up to date; run python3 .ci/notices.py")
    else:
        NOTICES.write_text(new, "utf-8")


if __name__ == "__main__":
    main()
