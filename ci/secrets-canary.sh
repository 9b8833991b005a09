#!/usr/bin/env bash
# No secret is in what the tests print. Each secret that they use holds the word `canary`, so one search finds it.
#
#   ci/secrets-canary.sh LOG...           searches logs
#   ci/secrets-canary.sh --show LOG       prints a log with its secrets masked
#   ci/secrets-canary.sh --sources ROOT   searches tests, examples and benches for a credential without the word
#
# Exit 1: a log holds a secret, or a credential lacks the word; the lines above say where. Exit 2: nothing to search.
set -euo pipefail

# The webhook token of the published test vectors cannot hold the word. It has a line of its own.
words='canary
AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8'

# Masks each run of characters without a blank that holds a word: a secret may have any sign beside it.
mask() {
    LC_ALL=C awk -v words="$words" '
        BEGIN { count = split(tolower(words), word, "\n") }
        {
            for (w = 1; w <= count; w++)
                if (index(tolower($0), word[w]))
                    for (field = 1; field <= NF; field++)
                        if (index(tolower($field), word[w])) $field = "[secret]"
            print
        }
    '
}

case "${1:-}" in
--show)
    mask <"${2:?a log}"
    exit
    ;;
--sources)
    cd "${2:?a root}"
    files=()
    while IFS= read -r -d '' file; do files+=("$file"); done < <(
        find . -name target -prune -o -name '*.rs' \( -path '*/tests/*' -o -path './examples/*' -o -path './benches/*' \) -print0
    )
    [[ ${#files[@]} -gt 0 ]] || { printf 'secrets-canary: no sources under %s\n' "$2" >&2; exit 2; }
    # A credential that is written out, and not empty.
    if grep -nHE '(Auth::[a-z_]+|bearer|FixedToken::new)\("[^"]' "${files[@]}" | grep -viF "$words"; then
        printf 'secrets-canary: the credentials above lack the word "canary"\n' >&2
        exit 1
    fi
    printf 'each credential in %s files holds the word\n' "${#files[@]}"
    exit
    ;;
esac

[[ $# -gt 0 ]] || { printf 'usage: ci/secrets-canary.sh LOG...\n' >&2; exit 2; }
found=0 lines=0
for log; do
    [[ -s $log ]] || { printf 'secrets-canary: %s is empty or absent\n' "$log" >&2; exit 2; }
    lines=$((lines + $(wc -l <"$log")))
    # `-a`: one odd byte must not hide the rest of the log.
    if grep -naiF "$words" "$log" | sed 's/:/: /' | mask | cut -c 1-300 | sed "s|^|${log##*/}:|"; then found=1; fi
done
if [[ $found -ne 0 ]]; then
    printf 'secrets-canary: the lines above hold a secret\n' >&2
    exit 1
fi
printf 'no secret in %s lines\n' "$lines"
