#!/usr/bin/env bash
# An ignored doctest is an example that nobody compiles. Use `no_run` or `compile_fail`.
#
#   ci/no-ignored-doctests.sh [ROOT]
#
# Exit 1: a fence in a .rs file or a README carries `ignore`. Exit 2: nothing to check.
set -euo pipefail
root=${1:-$(dirname "${BASH_SOURCE[0]}")/..}

files=()
while IFS= read -r -d '' file; do files+=("$file"); done < <(
    find "$root" \( -name target -o -name .git \) -prune -o -type f \( -name '*.rs' -o -name 'README*.md' \) -print0
)
[[ ${#files[@]} -gt 0 ]] || { printf 'no-ignored-doctests: no files under %s\n' "$root" >&2; exit 2; }

# A fence, then anything but a closing fence, then the word.
if grep -nHE '(`{3,}|~{3,})([^`]*[^A-Za-z0-9_`])?ignore([^A-Za-z0-9_]|$)' "${files[@]}"; then
    printf 'no-ignored-doctests: use no_run or compile_fail instead of ignore\n' >&2
    exit 1
fi
printf 'no ignored doctest in %s files\n' "${#files[@]}"
