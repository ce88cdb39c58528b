#!/usr/bin/env bash
# Proves that the comparison runs from end to end, without PostgreSQL and without the large ledger. It looks at no
# time: only that every figure is there and is a number above 0.
set -euo pipefail

out=$TEST_TMPDIR/out
tests/bench/compare --quick --skip message-db --bin . --directory "$TEST_TMPDIR" | tee "$out"

figures=(
  append_vs_echo_{1,16,64} plan_vs_echo_64 note_vs_echo_64 command_vs_echo_64 append_vs_raw_64 batch_100_vs_raw
  samverkd_resident_mb ledger_scan_events_per_second view_rebuild_events_per_second append_large_vs_small_ledger
  plan_edit_vs_echo_64 plan_edit_one_plan_vs_echo_64 get_plan_vs_echo_64 plan_list_as_of_vs_current
  plan_edit_5000_vs_fresh plan_cold_load_ms text_merge_p99_ms
  large_ledger_open_seconds large_ledger_scan_events_per_second large_ledger_resident_mb
)
for figure in "${figures[@]}"; do
  line=$(grep "^ratio $figure " "$out") || { echo "smoke_test: no line for $figure" >&2; exit 1; }
  read -r _ _ value low high <<<"$line"
  awk -v value="$value" -v low="$low" -v high="$high" 'BEGIN { exit !(low > 0 && low <= value && value <= high) }' ||
    { echo "smoke_test: not a figure with its range: $line" >&2; exit 1; }
done
if grep -q message_db "$out"; then echo "smoke_test: message-db was to be left out" >&2; exit 1; fi
if compgen -G "$TEST_TMPDIR/samverk-bench.*" >/dev/null; then echo "smoke_test: a directory is left" >&2; exit 1; fi
