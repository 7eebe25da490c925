#!/usr/bin/env bash
# sarif-tools: is a result that SARIF marks as suppressed counted as an error?
#
# One would guess: no; `suppressions` says that somebody has looked at the result and let it stand.
# Seen: it is counted like any other, and `--check error` ends with a failure for it. `suppressions` is not read.
# So here: what `[[accept]]` lets stand keeps its level and gets `suppressions` (`src/diagnostic/sarif.rs`), as the
# standard has it. A gate that must let it pass is the exit status of `check`, or counts without such results.
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
seen=$(
    venv/bin/sarif --check error summary report.sarif 2> /dev/null | grep '^error' || true
    status=0
    venv/bin/sarif --check error summary report.sarif > /dev/null 2>&1 || status=$?
    echo "status $status"
)
echo "$seen"
expected='error: 1
status 1'
[ "$seen" = "$expected" ] || { echo "the behaviour has changed" >&2; exit 1; }
