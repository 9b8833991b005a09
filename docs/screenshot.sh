#!/usr/bin/env bash
# Takes the picture of the sandbox's look-at-it page that the quickstart guide shows.
#
#   docs/screenshot.sh [FILE.png]     default: docs/images/sandbox.png
#
# It starts the sandbox on free ports of this machine, makes some calls to it, takes the picture, and stops what it
# started. Needs Rust, curl and Chromium (Debian: apt-get install chromium fonts-dejavu-core).
set -euo pipefail
picture=${1:+$(realpath -m -- "$1")}
cd "$(dirname "${BASH_SOURCE[0]}")/.."
picture=${picture:-docs/images/sandbox.png}

die() {
    printf 'screenshot: %s\n' "$1" >&2
    exit 1
}
command -v curl >/dev/null || die "curl is not installed: apt-get install curl"
command -v chromium >/dev/null || die "chromium is not installed: apt-get install chromium fonts-dejavu-core"

work=$(mktemp -d) sandbox=""
finish() {
    if [[ -n $sandbox ]]; then
        kill "$sandbox" 2>/dev/null || true
        wait "$sandbox" 2>/dev/null || true
    fi
    rm -rf "$work"
}
trap finish EXIT

cargo build --quiet --locked -p ticket-bridge-sandbox
"${CARGO_TARGET_DIR:-target}/debug/ticket-bridge-sandbox" >"$work/lines" 2>"$work/problems" &
sandbox=$!
for _ in {1..100}; do
    grep -q '^Look at it: ' "$work/lines" && break
    kill -0 "$sandbox" 2>/dev/null || break
    sleep 0.1
done
page=$(sed -n 's/^Look at it: //p' "$work/lines")
[[ -n $page ]] || die "the sandbox did not start: $(cat "$work/problems")"

# What the sandbox printed: an address each, and the credentials in its curl lines.
address() { sed -n "s|^$1  *\(http.*\)|\1|p" "$work/lines"; }
printed() { grep -o "$1[^']*" "$work/lines" | head -n 1; }
backlog=$(address Backlog)/api/v2 orca=$(address Orca)/api chatwork=$(address Chatwork)/v2 hub=$(address 'Security Hub')
backlog_key=$(printed 'Backlog-API-Key: ') orca_token=$(printed 'Authorization: Token ')
chatwork_token=$(printed 'x-chatworktoken: ') aws=$(printed 'Authorization: AWS4-')
room=$(grep -o 'rooms/[0-9]*' "$work/lines") alert=$(grep -o 'orca-[0-9][0-9]*' "$work/lines" | head -n 1)

call() { curl --silent --show-error --fail --max-time 10 --noproxy '*' "$@"; }
to_backlog() { call -H "$backlog_key" "$@"; }
say() { call -o "$work/answer" -H "$chatwork_token" --data-urlencode "body=$1" "$chatwork/$room/messages"; }
first_id() { grep -o '"id":[0-9]*' | head -n 1 | cut -d: -f2; }

project=$(to_backlog "$backlog/projects/SEC" | first_id)
type=$(to_backlog "$backlog/projects/SEC/issueTypes" | first_id)
field=$(to_backlog "$backlog/projects/SEC/customFields" | first_id)
issue() {
    to_backlog "$backlog/issues" -d "projectId=$project" -d "issueTypeId=$type" -d priorityId=2 \
        --data-urlencode "summary=$1" -d "customField_$field=$2" | grep -o '"SEC-[0-9]*"' | tr -d '"'
}
ports=$(issue 'SSH is open to the world' orca-700002)
hash=$(issue 'Weak hash of passwords' orca-700003)
say "[info][title]A ticket was opened[/title]$ports: SSH is open to the world[/info]"
to_backlog -o "$work/answer" "$backlog/issues/$hash/comments" --data-urlencode 'content=On it.'
to_backlog -o "$work/answer" -X PATCH "$backlog/issues/$hash" -d statusId=2
to_backlog -o "$work/answer" -X PATCH "$backlog/issues/SEC-1" -d statusId=4 --data-urlencode 'comment=The bucket is private now.'
call -o "$work/answer" -H "$orca_token" -X PUT "$orca/alerts/$alert/status/close"
finding=$(call -H "$aws" -d '{}' "$hub/findings" | grep -o '"\(Id\|ProductArn\)":"arn:aws:securityhub:[^"]*"' | sort -u | paste -sd,)
call -o "$work/answer" -H "$aws" -X PATCH "$hub/findings/batchupdate" -d "{\"FindingIdentifiers\":[{$finding}],
    \"Workflow\":{\"Status\":\"NOTIFIED\"}, \"Note\":{\"Text\":\"$ports\",\"UpdatedBy\":\"ticket-bridge\"}}"
say "[info][title]A finding was closed: its ticket was[/title]SEC-1: S3 bucket readable by everyone[/info]"

mkdir -p "$(dirname "$picture")"
# Chromium's own sandbox needs rights that root and containers lack; the page is ours and has no scripts.
timeout --kill-after=5 60 chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
    --disable-background-networking --disable-component-update --disable-sync --hide-scrollbars \
    --user-data-dir="$work/profile" --disable-lcd-text --window-size=1200,1235 --screenshot="$work/picture.png" "$page" \
    >"$work/problems" 2>&1 || die "chromium failed: $(tail -n 3 "$work/problems")"
[[ -s $work/picture.png ]] || die "chromium made no picture: $(tail -n 3 "$work/problems")"
cp "$work/picture.png" "$picture"
printf '%s: %s bytes\n' "$picture" "$(stat -c %s "$picture")"
