#!/usr/bin/env bash
# Findings changed at random, for longer than the tests do: no panic, and nothing lost.
#
#   ci/finding-fuzz.sh [SEED] [SECONDS]
#
# The seed is the time of day where none is given; the run prints it. Each of the two tests takes SECONDS, 60 by
# default. Stable toolchain.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export FINDING_FUZZ_SEED=${1:-$(date +%s)} FINDING_FUZZ_SECONDS=${2:-60}
cargo test -p securityhub-finding --test it --locked fuzz:: -- --nocapture --test-threads 1
