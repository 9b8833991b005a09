#!/usr/bin/env bash
# The Lambda functions as they are deployed, behind a Lambda Runtime API, with stand-ins of all services.
#
#   ci/lambda.sh [CARGO ARGUMENTS]   builds them with the profile `function`, and runs their tests against that build
#   ci/lambda.sh --measure           builds them too, and prints what starts, events and memory cost, beside a Python script
#
# The arguments are for the build of the tests (default: -p examples-lambda). Needs Python with pip, for the stand-in of
# AWS, cargo-lambda and requests: they are installed under the target folder.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

measure=""
if [[ ${1:-} == --measure ]]; then
    measure=yes
    shift
fi
[[ $# -gt 0 ]] || set -- -p examples-lambda
target=$(realpath "${CARGO_TARGET_DIR:-target}")
tools=$target/lambda-tools

# into FOLDER REQUIREMENT: installs a package of Python there, once.
into() {
    [[ -e $1/.$2 ]] && return
    rm -rf "$1"
    python3 -m pip install --quiet --disable-pip-version-check --no-warn-script-location --target "$1" "$2"
    touch "$1/.$2"
}

printf 'building the functions\n'
TIMEFORMAT='built in %R s: %U s + %S s of CPU'
time cargo build --profile function -p examples-lambda --bins --locked
export LAMBDA_BINARIES=$target/function
ls -l "$LAMBDA_BINARIES"/{orca-to-backlog,backlog-webhook,securityhub-to-backlog,tick} | awk '{print $5, $NF}'

if [[ $measure ]]; then
    into "$tools/python" requests==2.32.5
    export LAMBDA_PYTHON=$tools/python
    ci/aws.sh cargo test "$@" --test it --locked -- --ignored --exact measure::beside_python --nocapture
    exit
fi
into "$tools/cargo-lambda" cargo-lambda==1.9.2
export CARGO_LAMBDA=$tools/cargo-lambda/bin/cargo-lambda
if command -v cargo-nextest >/dev/null; then
    ci/aws.sh cargo nextest run "$@" -E 'package(examples-lambda)' --locked
else
    ci/aws.sh cargo test "$@" --test it --locked
fi
