#!/usr/bin/env bash
# CPU seconds (user and system) that the compiler needs for `securityhub-finding` alone.
#
#   ci/finding-build-cost.sh
#
# Its dependencies are built before, in a target directory of its own that is removed at the end. Exit 1: a bar is
# missed. Not a merge gate: the numbers depend on the machine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

target=$(mktemp -d)
trap 'rm -rf "$target"' EXIT
export CARGO_TARGET_DIR=$target CARGO_INCREMENTAL=0
unset RUSTFLAGS
missed=0

# cost BAR TITLE CARGO_ARGUMENT...
cost() {
    local bar=$1 title=$2 seconds times
    shift 2
    cargo "$@" -p securityhub-finding --locked --quiet
    cargo clean -p securityhub-finding --quiet
    cargo clean -p securityhub-finding --release --quiet
    TIMEFORMAT='%U %S'
    times=$({ time cargo "$@" -p securityhub-finding --locked --quiet; } 2>&1 | tail -n 1)
    seconds=$(awk '{ printf "%.1f", $1 + $2 }' <<<"$times")
    printf '%-45s %6s CPU s (bar %s)\n' "$title" "$seconds" "$bar"
    if awk -v seconds="$seconds" -v bar="$bar" 'BEGIN { exit !(seconds > bar) }'; then missed=1; fi
}

cost 6 "check, default features" check
cost 45 "release, with details" build --release --features details
exit "$missed"
