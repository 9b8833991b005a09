#!/usr/bin/env bash
# The Lambda functions as they are deployed, behind a Lambda Runtime API, with stand-ins of all services.
#
#   ci/lambda.sh [CARGO ARGUMENTS]   builds them with the profile `function`, and runs their tests against that build
#   ci/lambda.sh --measure           builds them too, and prints what start, events and memory cost, beside a Python script
#   ci/lambda.sh --check             says why this cannot run here, if so
#
# The arguments are for the build of the tests (default: -p examples-lambda). cargo-lambda, and requests for the
# measurement, are installed under the target folder, once.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

reason=$(ci/aws.sh --check) || true
if [[ -z $reason ]] && ! python3 -m pip --version >/dev/null 2>&1; then
    reason="python3 has no pip"
fi
if [[ ${1:-} == --check ]]; then
    [[ -z $reason ]] && exit
    printf '%s\n' "$reason"
    exit 1
fi
[[ -z $reason ]] || { printf 'lambda.sh: %s\n' "$reason" >&2; exit 1; }
measure=""
if [[ ${1:-} == --measure ]]; then
    measure=yes
    shift
fi
[[ $# -gt 0 ]] || set -- -p examples-lambda
target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
tools=$target/lambda-tools

# into FOLDER REQUIREMENT: installs a package of Python there, once.
into() {
    [[ -e $1/.$2 ]] && return
    rm -rf "$1"
    python3 -m pip install --quiet --disable-pip-version-check --no-warn-script-location --root-user-action=ignore \
        --timeout 60 --retries 2 --target "$1" "$2"
    touch "$1/.$2"
}

TIMEFORMAT='the functions are built: %R s, %U s + %S s of CPU'
time cargo build --profile function -p examples-lambda --bins --locked
export LAMBDA_BINARIES=$target/function

if [[ $measure ]]; then
    into "$tools/python" requests==2.34.2
    LAMBDA_PYTHON=$(python3 -c 'import sys; print(sys.executable)')
    export LAMBDA_PYTHON LAMBDA_PYTHON_PACKAGES=$tools/python
    ci/aws.sh cargo test "$@" --test it --locked -- --ignored --exact measure::beside_python --nocapture
    exit
fi
into "$tools/cargo-lambda" cargo-lambda==1.9.2
export CARGO_LAMBDA=$tools/cargo-lambda/bin/cargo-lambda
if command -v cargo-nextest >/dev/null; then
    ci/aws.sh cargo nextest run "$@" -E 'package(examples-lambda)' --locked \
        --success-output immediate --failure-output immediate-final
else
    ci/aws.sh cargo test "$@" -p examples-lambda --test it --locked -- --show-output
fi
