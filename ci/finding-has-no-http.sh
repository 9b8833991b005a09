#!/usr/bin/env bash
# `securityhub-finding` is a data model: its normal dependencies hold no HTTP stack.
#
#   ci/finding-has-no-http.sh      asks cargo
#   ci/finding-has-no-http.sh -    reads the tree from standard input
#
# Exit 1: the tree names reqwest, tokio, hyper or rustls, or a crate of their families
# (`tokio-util`, `hyper-util`). Exit 2: this is not the tree of securityhub-finding.
set -euo pipefail

if [[ ${1:-} == - ]]; then
    tree=$(cat)
else
    cd "$(dirname "${BASH_SOURCE[0]}")/.."
    tree=$(cargo tree -p securityhub-finding -e normal --locked --prefix none --color never)
fi

grep -q '^securityhub-finding v' <<<"$tree" || { printf 'finding-has-no-http: not the tree of securityhub-finding\n' >&2; exit 2; }
if grep -E '^(reqwest|tokio|hyper|rustls)([-_ ]|$)' <<<"$tree"; then
    printf 'finding-has-no-http: the crates above are an HTTP stack\n' >&2
    exit 1
fi
printf 'no HTTP stack in %s lines of the tree\n' "$(wc -l <<<"$tree" | tr -d ' ')"
