# Runs steps two at a time; to be read by a bash script (`source`) that has set -euo pipefail.
#
# A step is a function without arguments. What it says goes to a file of its own and is shown whole, in the order
# of the steps, so that nothing is mixed up. The first step that fails ends the run, and its words come last.

step_logs=$(mktemp -d)
# Process of each step that runs; it leads a group of its own, by which all that it has started can be ended.
declare -A step_process=()
# When each has begun, and how many seconds it took.
declare -A step_start=() step_seconds=()
set -m

end_steps() {
  local process
  for process in "${step_process[@]}"; do
    kill -- "-$process" 2>/dev/null || true
    wait "$process" 2>/dev/null || true
  done
  rm -rf "$step_logs"
}

# Shows what a step has said since it was last shown.
show() {
  local length
  length=$(stat -c %s "$step_logs/$1")
  [ "$length" -gt "$shown_bytes" ] || return 0
  head -c "$length" "$step_logs/$1" | tail -c "$((length - shown_bytes))"
  shown_bytes=$length
}

# usage: side_by_side STEP…
side_by_side() {
  local steps=("$@") next=0 shown=0 shown_bytes=0 opened='' step process status
  while [ "$shown" -lt $# ]; do
    while [ "${#step_process[@]}" -lt 2 ] && [ "$next" -lt $# ]; do
      step=${steps[next]}
      "$step" >"$step_logs/$step" 2>&1 </dev/null &
      step_process[$step]=$!
      step_start[$step]=$SECONDS
      next=$((next + 1))
    done
    sleep 0.1
    for step in "${!step_process[@]}"; do
      process=${step_process[$step]}
      kill -0 "$process" 2>/dev/null && continue
      status=0
      wait "$process" || status=$?
      unset "step_process[$step]"
      step_seconds[$step]=$((SECONDS - step_start[$step]))
      if [ "$status" -ne 0 ]; then
        [ "$step" = "$opened" ] || printf '\n== %s\n' "$step"
        [ "$step" = "$opened" ] || shown_bytes=0
        show "$step"
        printf '\n== failed with status %s: %s\n' "$status" "$step"
        exit 1
      fi
    done
    while [ "$shown" -lt "$next" ]; do
      step=${steps[shown]}
      [ "$step" = "$opened" ] || printf '\n== %s\n' "$step"
      opened=$step
      show "$step"
      [ -z "${step_process[$step]-}" ] || break
      printf '== %s took %s s\n' "$step" "${step_seconds[$step]}"
      shown=$((shown + 1))
      shown_bytes=0
    done
  done
}
