#!/usr/bin/env bash
# sarif-tools: is a result that SARIF marks as suppressed counted as an error?
#
# One would guess: no; `suppressions` says that somebody has looked at the result and let it stand.
# Seen: it is counted like any other, and `--check error` ends with a failure for it. Only a filter file that excludes
# what has a suppression leaves it out.
# So here: what `[[accept]]` lets stand keeps its level and gets `suppressions` (`src/diagnostic/sarif.rs`), as the
# standard has it, and a gate of sarif-tools needs the filter below. The exit status of `check` needs nothing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv || exit 2
venv/bin/pip install --quiet sarif-tools==3.0.5 || exit 2
venv/bin/pip list --format freeze | grep '^sarif-tools='
cat > report.sarif <<'JSON'
{
  "version": "2.1.0",
  "runs": [{
    "tool": { "driver": { "name": "example", "rules": [{ "id": "R1" }] } },
    "results": [{
      "ruleId": "R1",
      "level": "error",
      "message": { "text": "The total is not the sum." },
      "suppressions": [{ "kind": "inSource", "status": "accepted", "justification": "looked at" }]
    }]
  }]
}
JSON
cat > filter.yml <<'YAML'
exclude:
  - suppression:
YAML
count() {
    local status=0
    venv/bin/sarif --check error summary "$@" report.sarif > summary.txt 2> /dev/null || status=$?
    echo "$(grep '^error' summary.txt), status $status"
}
seen=$(
    count
    count --filter filter.yml
)
echo "$seen"
expected='error: 1, status 1
error: 0, status 0'
[ "$seen" = "$expected" ] || { echo "the behaviour has changed" >&2; exit 1; }
