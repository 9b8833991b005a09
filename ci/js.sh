#!/usr/bin/env bash
# The official JavaScript clients of Backlog and Chatwork, unchanged, against the sandbox on loopback.
#
#   ci/js.sh [CARGO ARGUMENTS]    builds the sandbox's example `serve` with these (default: -p ticket-bridge-sandbox)
#   ci/js.sh --check              says why the comparison cannot run here, if so
#
# The last line is `N passed, N failed`. Where npm or node is absent it says that it was skipped.
# Exit 1: a difference; the line above names it. Exit 0: none, or skipped.
set -euo pipefail

reason=""
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    reason="npm or node is not installed"
elif ! node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)'; then
    reason="node is older than 20"
fi
if [[ ${1:-} == --check ]]; then
    [[ -z $reason ]] && exit
    printf '%s\n' "$reason"
    exit 1
fi
if [[ -n $reason ]]; then
    printf 'official JavaScript clients: skipped: %s\n' "$reason"
    exit 0
fi

cd "$(dirname "${BASH_SOURCE[0]}")/.."
[[ $# -gt 0 ]] || set -- -p ticket-bridge-sandbox
work=${CARGO_TARGET_DIR:-target}/js
mkdir -p "$work"
cp ci/js/* "$work"
if ! cmp -s "$work/package-lock.json" "$work/installed.json"; then
    rm -f "$work/installed.json"
    npm ci --prefix "$work" --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error \
        --fetch-timeout=60000 --fetch-retries=2
    cp "$work/package-lock.json" "$work/installed.json"
fi

# Cargo itself says where the program is.
program=$(cargo build "$@" --example serve --locked --message-format=json-render-diagnostics |
    sed -n 's/.*"name":"serve".*"executable":"\([^"]*\)".*/\1/p')
[[ -x $program ]] || { printf 'js.sh: cargo did not build the example serve\n' >&2; exit 1; }

server=""
stop() {
    if [[ -n $server ]]; then kill "$server" 2>/dev/null || true; fi
}
trap stop EXIT
rm -f "$work/sandbox.json"
"$program" >"$work/sandbox.json" &
server=$!
SANDBOX=""
for _ in {1..100}; do
    # Fails until the line is whole.
    if [[ -s $work/sandbox.json ]] && IFS= read -r SANDBOX <"$work/sandbox.json"; then break; fi
    SANDBOX=""
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
done
[[ -n $SANDBOX ]] || { printf 'js.sh: the sandbox did not start\n' >&2; exit 1; }
export SANDBOX

# Each script ends by itself within two minutes.
passed=0 failed=0
for script in backlog chatwork; do
    node "$work/$script.mjs" | tee "$work/$script.log" || true
    counts=$(tail -n 1 "$work/$script.log")
    if [[ $counts =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
        passed=$((passed + BASH_REMATCH[1]))
        failed=$((failed + BASH_REMATCH[2]))
    else
        printf 'js.sh: %s.mjs broke off\n' "$script" >&2
        failed=$((failed + 1))
    fi
done
printf '%s passed, %s failed\n' "$passed" "$failed"
[[ $failed -eq 0 ]]
