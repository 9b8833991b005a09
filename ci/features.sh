#!/usr/bin/env bash
# Prints the cargo arguments that switch on every feature that can be built here.
#
#   ci/features.sh [ROOT]
#
# `native-tls` needs OpenSSL's development files on Linux. Without them the answer is
# `--features a/x,b/y`: every feature of every member that does not lead to it.
set -euo pipefail
ci=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=${1:-$ci/..}

if [[ $(uname -s) != Linux || -n ${OPENSSL_DIR:-} ]] || "${PKG_CONFIG:-pkg-config}" --exists openssl 2>/dev/null; then
    printf -- '--all-features\n'
    exit 0
fi

members=$("$ci/members.sh" "$root")
list=""
while read -r member; do
    # One feature per line, as this repository writes them.
    names=$(awk '
        /^\[/ { section = $0 }
        section == "[package]" && /^name *=/ { split($0, part, "\""); package = part[2] }
        section == "[features]" && /^[A-Za-z0-9_-]+ *=/ && !/native-tls/ { split($0, part, /[ =]/); print package "/" part[1] }
    ' "$root/$member/Cargo.toml")
    [[ -z $names ]] || list+=$names$'\n'
done <<<"$members"

[[ -n $list ]] || { printf 'features.sh: no features found under %s\n' "$root" >&2; exit 2; }
printf -- '--features %s\n' "$(printf '%s' "$list" | paste -sd, -)"
