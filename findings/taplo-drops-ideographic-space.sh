#!/usr/bin/env bash
# taplo: does a text keep the two ideographic spaces that stand behind a line-ending backslash?
#
# One would guess: yes. TOML's whitespace is blank and tab; U+3000, with which Chinese paragraphs are indented, is
# a letter like any other.
# Seen: taplo takes U+3000 for whitespace and drops it with the end of the line, so its values, and what it says of
# a `pattern` or `maxLength`, are of another text than tomli and tomlkit read.
# So here nothing to do: new data files hold texts between ''' (no backslash counts there), and blanks at the start
# of a paragraph mean nothing, as each output indents by itself (tests of `src/document/narrative.rs`).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv || exit 2
venv/bin/pip install --quiet taplo==0.9.3 tomli==2.5.0 tomlkit==0.15.2 || exit 2
venv/bin/taplo --version
cat > text.toml <<'TOML'
text = """\
　　全年公开信息三件。"""
TOML
seen=$(
    echo "taplo   [$(venv/bin/taplo get --file-path text.toml text)]"
    venv/bin/python - <<'PYTHON'
import tomli, tomlkit
for reader in tomli, tomlkit:
    with open("text.toml", encoding="utf-8") as file:
        print(f"{reader.__name__:7} [{reader.loads(file.read())['text']}]")
PYTHON
)
echo "$seen"
expected='taplo   [全年公开信息三件。]
tomli   [　　全年公开信息三件。]
tomlkit [　　全年公开信息三件。]'
[ "$seen" = "$expected" ] || { echo "the behaviour has changed" >&2; exit 1; }
