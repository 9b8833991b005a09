#!/usr/bin/env bash
# A published package holds the sources, the README, the changelog and the licences; no more, no less.
#
#   ci/package-contents.sh                     asks cargo about every member that may be published
#   ci/package-contents.sh - NAME              reads one package's list from standard input
#
# Exit 1: a file too much or too few.
set -euo pipefail

# check NAME: reads a list of files.
check() {
    local list extra needed status=0
    list=$(cat)
    extra=$(grep -vE '^(src/.*\.rs|README(\.ja)?\.md|CHANGELOG\.md|LICENSE-(MIT|APACHE)|Cargo\.lock|Cargo\.toml(\.orig)?|\.cargo_vcs_info\.json)$' <<<"$list" || true)
    if [[ -n $extra ]]; then
        printf 'package-contents: %s must not hold:\n%s\n' "$1" "$extra" >&2
        status=1
    fi
    for needed in README.md README.ja.md CHANGELOG.md LICENSE-MIT LICENSE-APACHE; do
        grep -qxF "$needed" <<<"$list" || { printf 'package-contents: %s lacks %s\n' "$1" "$needed" >&2; status=1; }
    done
    grep -qE '^src/(lib|main)\.rs$' <<<"$list" || { printf 'package-contents: %s lacks its root file\n' "$1" >&2; status=1; }
    return $status
}

if [[ ${1:-} == - ]]; then
    check "${2:?name of the package}"
    exit
fi

cd "$(dirname "${BASH_SOURCE[0]}")/.."
members=$(ci/members.sh)
packages=0
while read -r member; do
    if grep -q '^publish = false' "$member/Cargo.toml"; then continue; fi
    packages=$((packages + 1))
    cargo package --list --locked --manifest-path "$member/Cargo.toml" | tr '\\' '/' | check "$member"
done <<<"$members"
[[ $packages -gt 0 ]] || { printf 'package-contents: no package to check\n' >&2; exit 2; }
printf '%s packages hold what they should\n' "$packages"
