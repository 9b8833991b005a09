#!/usr/bin/env bash
# Runs each example as a newcomer would: with no account, and the quickstart also on a sandbox that runs already.
#
#   ci/examples.sh [CARGO ARGUMENTS]    builds with these (default: -p examples -p ticket-bridge-sandbox)
#
# Exit 1: an example failed, or did not print what the guide says. The line above names it.
# OUTPUT=FILE in the environment: what the examples print goes there too.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[[ $# -gt 0 ]] || set -- -p examples -p ticket-bridge-sandbox

# Cargo itself says where the programs are.
built=$(cargo build "$@" --bins --examples --locked --message-format=json-render-diagnostics)
program() {
    local path
    path=$(sed -n 's/.*"name":"'"$1"'".*"executable":"\([^"]*\)".*/\1/p' <<<"$built")
    [[ -x $path ]] || { printf 'examples.sh: cargo did not build %s\n' "$1" >&2; exit 1; }
    printf '%s\n' "$path"
}

# runs EXIT TEXT PROGRAM [ARGUMENT...]: it ends so within a minute, and prints a line that holds the text.
runs() {
    local wanted=$1 text=$2 path output status=0
    path=$(program "$3")
    output=$(timeout 60 "$path" "${@:4}" 2>&1 </dev/null) || status=$?
    [[ -z ${OUTPUT:-} ]] || printf '%s\n' "$output" >>"$OUTPUT"
    if [[ $status != "$wanted" || $output != *"$text"* ]]; then
        printf '%s: exit %s, wanted %s and "%s":\n%s\n' "${*:3}" "$status" "$wanted" "$text" "$output" >&2
        exit 1
    fi
    printf 'ok: %s\n' "${*:3}"
}

unset "${!BACKLOG_@}" "${!CHATWORK_@}" "${!ORCA_@}"
runs 0 "All as it should be." quickstart
runs 0 'dead letter: $.state.alert_id: holds no Orca alert' quickstart --events docs/events.json
runs 1 "no JSON at line 1" quickstart --events README.md
runs 2 "usage: quickstart" quickstart --wrong
for example in examples/*.rs; do
    name=$(basename "$example" .rs)
    [[ $name == quickstart ]] || runs 0 "" "$name"
done

work=$(mktemp -d) sandbox=""
finish() {
    if [[ -n $sandbox ]]; then kill "$sandbox" 2>/dev/null || true; fi
    rm -rf "$work"
}
trap finish EXIT
: >"$work/lines"
"$(program ticket-bridge-sandbox)" >"$work/lines" &
sandbox=$!
for _ in {1..100}; do
    grep -q '^Look at it: ' "$work/lines" && break
    kill -0 "$sandbox" 2>/dev/null || break
    sleep 0.1
done
printed() { sed -n "s/.*$1.*/\1/p" "$work/lines" | head -n 1; }
BACKLOG_SPACE=$(printed 'Backlog  *\(http:.*\)') BACKLOG_API_KEY=$(printed "Backlog-API-Key: \([^']*\)") BACKLOG_PROJECT=SEC
CHATWORK_URL=$(printed 'Chatwork  *\(http:.*\)') CHATWORK_API_TOKEN=$(printed "x-chatworktoken: \([^']*\)")
CHATWORK_ROOM=$(printed 'rooms\/\([0-9]*\)')
[[ $BACKLOG_SPACE && $CHATWORK_ROOM ]] || { printf 'examples.sh: the sandbox did not start\n' >&2; exit 1; }
export BACKLOG_SPACE BACKLOG_API_KEY CHATWORK_URL CHATWORK_API_TOKEN CHATWORK_ROOM

runs 1 "BACKLOG_PROJECT: must be set" quickstart --events docs/events.json
export BACKLOG_PROJECT
CHATWORK_ROOM=lobby runs 1 "CHATWORK_ROOM: must be a number" quickstart --events docs/events.json
runs 0 "Nothing was written." quickstart --events docs/events.json
runs 0 "and a message to Chatwork room $CHATWORK_ROOM" quickstart --events docs/events.json --yes
# The second run finds the issues of the first.
runs 0 $'Dry run on project SEC:\n  nothing' quickstart --events docs/events.json --yes
