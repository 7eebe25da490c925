#!/usr/bin/env bash
# tomlkit: where does a new key of a table land, if a blank line and the comment of the next table follow it?
#
# One would guess: behind the last key of its table.
# Seen: behind the comment of the next table. What stands before a header belongs to the table above, so the comment
# then explains the new key, and nothing says any more what the next table is.
# So here nothing to do: `check --fix` replaces parts of the text and adds no keys (`src/fix.rs`). Who fills data
# files by script had better write every key into the file and only replace the values.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv || exit 2
venv/bin/pip install --quiet tomlkit==0.15.2 || exit 2
venv/bin/pip list --format freeze | grep '^tomlkit='
seen=$(venv/bin/python - <<'PYTHON'
import tomlkit
report = tomlkit.parse("""\
[licensing]
issued = 3

# 行政处罚
[penalties]
issued = 1
""")
report["licensing"]["withdrawn"] = 2
print(tomlkit.dumps(report), end="")
PYTHON
)
echo "$seen"
expected='[licensing]
issued = 3

# 行政处罚
withdrawn = 2
[penalties]
issued = 1'
[ "$seen" = "$expected" ] || { echo "the behaviour has changed" >&2; exit 1; }
