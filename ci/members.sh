#!/usr/bin/env bash
# Prints the folder of each workspace member, one per line.
#
#   ci/members.sh [ROOT]
#
# Reads the list `members = [` of the root manifest, one member per line.
set -euo pipefail
root=${1:-$(dirname "${BASH_SOURCE[0]}")/..}

members=$(awk '
    /^members *=/ { inside = 1; next }
    inside && /^\]/ { exit }
    inside && split($0, part, "\"") > 2 { print part[2] }
' "$root/Cargo.toml")
[[ -n $members ]] || { printf 'members: none in %s/Cargo.toml\n' "$root" >&2; exit 2; }
while read -r member; do
    [[ -f $root/$member/Cargo.toml ]] || { printf 'members: %s has no Cargo.toml\n' "$member" >&2; exit 2; }
    printf '%s\n' "$member"
done <<<"$members"
