#!/usr/bin/env bash
# The "Where things go" table of CONTRIBUTING.md names only paths that exist.
#
#   ci/contributing-paths.sh [CONTRIBUTING.md]
#
# The rule. Columns: what, where, for example. Every `code` in the last two is a path,
# seen from the file's own folder.
# - Without <...>: it must exist.
# - With <...>: it is a pattern; each <...> stands for one name without a slash. A path in
#   the same row's third column must match it.
# - Every path of the third column must exist and match a pattern of its row.
# Exit 1: a row breaks the rule. Exit 2: no table.
set -euo pipefail
file=${1:-$(dirname "${BASH_SOURCE[0]}")/../CONTRIBUTING.md}
[[ -f $file ]] || { printf 'contributing-paths: no file %s\n' "$file" >&2; exit 2; }
root=$(dirname "$file")
rows=0 bad=0

complain() {
    printf 'contributing-paths: %s\n' "$1" >&2
    bad=1
}

# code CELL: the `code` words of a cell, one per line.
code() { grep -o '`[^`]*`' <<<"$1" | tr -d '`' || true; }

# matches PATH PATTERN
matches() {
    local regex
    regex=$(sed -e 's/[.[\*^$()+?{|]/\\&/g' -e 's/<[^>]*>/[^\/]+/g' <<<"$2")
    [[ $1 =~ ^$regex$ ]]
}

while IFS='|' read -r _ what where example _; do
    rows=$((rows + 1))
    examples=$(code "$example")
    patterns=""
    paths=$(code "$where")
    [[ -n $paths ]] || complain "no path in row:$what"
    while IFS= read -r path; do
        [[ -n $path ]] || continue
        if [[ $path != *"<"* ]]; then
            [[ -e $root/$path ]] || complain "$path does not exist (row:$what)"
            continue
        fi
        patterns+=$path$'\n'
        found=""
        while IFS= read -r candidate; do
            if [[ -n $candidate ]] && matches "$candidate" "$path"; then found=yes; fi
        done <<<"$examples"
        [[ -n $found ]] || complain "$path has no example (row:$what)"
    done <<<"$paths"
    while IFS= read -r path; do
        [[ -n $path ]] || continue
        [[ -e $root/$path ]] || complain "$path does not exist (row:$what)"
        found=""
        while IFS= read -r pattern; do
            if [[ -n $pattern ]] && matches "$path" "$pattern"; then found=yes; fi
        done <<<"$patterns"
        [[ -n $found ]] || complain "$path matches no pattern (row:$what)"
    done <<<"$examples"
done < <(awk 'tolower($0) ~ /^## where things go/ { inside = 1; next } /^## / { inside = 0 } inside && /^\|/ && ++n > 2' "$file")

[[ $rows -gt 0 ]] || { printf 'contributing-paths: no "Where things go" table in %s\n' "$file" >&2; exit 2; }
[[ $bad -eq 0 ]] || exit 1
printf '%s rows, every path exists\n' "$rows"
