#!/usr/bin/env bash
# The checks of this repository. Needs Rust (with rustfmt and clippy) and a C compiler.
#
#   ./ci.sh               every push
#   ./ci.sh --full        every push, and what needs more tools or toolchains
#   ./ci.sh --weekly      --full, and each pair of features
#   ./ci.sh --release     before a release: packages and semver
#   ./ci.sh --advisories  known vulnerabilities; not a merge gate
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

export CARGO_INCREMENTAL=0 CARGO_PROFILE_DEV_DEBUG=line-tables-only CARGO_TERM_COLOR=always

current="" summary=() skipped=()

finish() {
    local status=$?
    printf '\n'
    [[ ${#summary[@]} -eq 0 ]] || printf '%s\n' "${summary[@]}"
    [[ ${#skipped[@]} -eq 0 ]] || printf 'SKIPPED  %s\n' "${skipped[@]}"
    if [[ $status -eq 0 ]]; then
        printf 'ci.sh: passed in %ss\n' "$SECONDS"
    else
        printf 'ci.sh: FAILED (status %s)%s\n' "$status" "${current:+ in: $current}"
    fi
}
trap finish EXIT

# step TITLE COMMAND...: runs the command and notes its time.
step() {
    local start=$SECONDS
    current=$1
    shift
    printf '\n==> %s\n' "$current"
    "$@"
    summary+=("$(printf '%6ss  %s' "$((SECONDS - start))" "$current")")
    current=""
}

# skip TITLE REASON: notes a step that cannot run here.
skip() {
    printf '\n==> %s\n    SKIPPED: %s\n' "$1" "$2"
    skipped+=("$1: $2")
}

logs=${CARGO_TARGET_DIR:-target}/ci written=()

# logged LOG COMMAND...: keeps what the command prints for the search for secrets, and shows it when the command fails.
logged() {
    local log=$logs/$1 status=0
    shift
    mkdir -p "$logs"
    written+=("$log")
    "$@" >"$log" 2>&1 || status=$?
    if [[ $status -ne 0 ]]; then
        ci/secrets-canary.sh --show "$log"
        return "$status"
    fi
    { grep -aE '^(ok: |test result: |[0-9]+ passed, )|Summary.* tests run: ' "$log" || true; } |
        ci/secrets-canary.sh --show /dev/stdin
}

has_subcommand() { command -v "cargo-$1" >/dev/null; }
has_toolchain() { command -v rustup >/dev/null && rustup run "$1" rustc --version >/dev/null 2>&1; }

# `--all-features`, or all but `native-tls` where the system has no OpenSSL to build against.
features_line=$(ci/features.sh)
read -ra features <<<"$features_line"
[[ $features_line == --all-features ]] || skipped+=("feature native-tls: no OpenSSL development files")

doc() { RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps "${features[@]}" --locked; }

examples() {
    mkdir -p "$logs"
    : >"$logs/examples-output.log"
    OUTPUT=$logs/examples-output.log logged examples.log ci/examples.sh --workspace "${features[@]}"
    written+=("$logs/examples-output.log")
}

push() {
    step fmt cargo fmt --all --check
    step clippy cargo clippy --workspace "${features[@]}" --all-targets --locked -- -D warnings
    # Stand-ins for AWS run beside the tests. Without them, tests that need one say that they are skipped.
    local reason aws=()
    if reason=$(ci/aws.sh --check); then aws=(ci/aws.sh); else skip "tests on stand-ins for AWS" "$reason"; fi
    # All output is kept, that of tests that pass too; that of those that fail stands at the end.
    if has_subcommand nextest; then
        local nextest=(cargo nextest run --workspace "${features[@]}" --locked)
        step "build tests" "${nextest[@]}" --no-run
        step "tests (nextest)" logged tests.log "${aws[@]}" "${nextest[@]}" --success-output immediate --failure-output immediate-final
    else
        local test=(cargo test --workspace "${features[@]}" --lib --bins --tests --examples --locked)
        step "build tests" "${test[@]}" --no-run
        step tests logged tests.log "${aws[@]}" "${test[@]}" -- --show-output
    fi
    step doctests logged doctests.log cargo test --workspace --doc "${features[@]}" --locked -- --show-output
    step doc doc
    step "self-test of ci/" ci/selftest.sh
    step "no ignored doctests" ci/no-ignored-doctests.sh
    step "securityhub-finding has no HTTP stack" ci/finding-has-no-http.sh
    step "paths in CONTRIBUTING.md" ci/contributing-paths.sh
    step "each credential in tests can be told" ci/secrets-canary.sh --sources .
    step "examples run" examples
    if reason=$(ci/deploy.sh --check); then
        step "deployment templates" logged deploy.log ci/deploy.sh
    else
        skip "deployment templates" "$reason"
    fi
    if reason=$(ci/js.sh --check); then
        step "official JavaScript clients" logged js.log ci/js.sh --workspace "${features[@]}"
    else
        skip "official JavaScript clients" "$reason"
    fi
    step "no secret in what was printed" ci/secrets-canary.sh "${written[@]}"
}

# Without what redb asks a newer Rust for, and what is never published.
msrv() {
    local without=(ticket-bridge-redb ticket-bridge-cli examples-service examples-lambda examples benches)
    cargo +1.88 check --workspace "${features[@]}" "${without[@]/#/--exclude=}" --locked
}

# Oldest versions that the manifests allow, in a copy: the lock file of the tree stays.
minimal_versions() (
    copy=$(mktemp -d)
    trap 'rm -rf "$copy"' EXIT
    git ls-files -z --cached --others --exclude-standard | tar --null -T - -cf - | tar -xf - -C "$copy"
    cd "$copy"
    cargo +nightly update -Z direct-minimal-versions
    cargo check --workspace "${features[@]}"
)

docs_host() {
    RUSTDOCFLAGS="-D warnings --cfg docsrs" cargo +nightly doc --workspace --no-deps "${features[@]}" --locked
}

# What `cargo test -p` does with no other word. `--all-features` tests over native-tls; this tests over rustls.
default_features() {
    local member
    while read -r member; do
        cargo test --manifest-path "$member/Cargo.toml" --tests --locked
    done < <(ci/members.sh .)
    cargo test -p saas-api-core --features oauth,reqwest,stream,test-util,tracing --tests --locked
}

full() {
    if ci/deploy.sh --check >/dev/null; then step "self-test of the deployment checks" ci/deploy.sh --self-test; fi
    step "each crate with its default features" default_features
    step "findings changed at random" ci/finding-fuzz.sh
    local reason
    if reason=$(ci/lambda.sh --check); then
        step "Lambda functions as they are deployed" logged lambda.log ci/lambda.sh --workspace "${features[@]}"
    else
        skip "Lambda functions as they are deployed" "$reason"
    fi
    local hack=(cargo hack check --workspace --no-dev-deps)
    [[ $features_line == --all-features ]] || hack+=(--exclude-features native-tls)
    if has_subcommand hack; then
        step "each feature alone" "${hack[@]}" --each-feature
        [[ $1 != weekly ]] || step "each pair of features" "${hack[@]}" --feature-powerset --depth 2
    else
        skip "each feature alone" "cargo-hack is not installed"
    fi
    if has_subcommand deny; then
        step "bans, licences, sources" cargo deny --all-features check bans licenses sources
    else
        skip "bans, licences, sources" "cargo-deny is not installed"
    fi
    if has_toolchain 1.88; then
        step "oldest Rust (1.88)" msrv
    else
        skip "oldest Rust (1.88)" "toolchain 1.88 is not installed"
    fi
    if has_toolchain nightly; then
        step "oldest direct dependencies" minimal_versions
        step "doc as the docs host builds it" docs_host
    else
        skip "oldest direct dependencies" "toolchain nightly is not installed"
        skip "doc as the docs host builds it" "toolchain nightly is not installed"
    fi
}

release() {
    local tag
    tag=$(git describe --tags --abbrev=0 2>/dev/null || true)
    if [[ -z $tag ]]; then
        skip "semver" "no tag yet, so there is no baseline"
    elif has_subcommand semver-checks; then
        # It does not see a changed field type: read the models' diff too.
        step "semver against $tag" cargo semver-checks --workspace --baseline-rev "$tag"
    else
        skip "semver against $tag" "cargo-semver-checks is not installed"
    fi
    step "package contents" ci/package-contents.sh
    step "publish (dry run)" cargo publish --workspace --dry-run --locked
}

case "${1:-}" in
"") push ;;
--full)
    push
    full once
    ;;
--weekly)
    push
    full weekly
    ;;
--release) release ;;
--advisories) step advisories cargo deny check advisories ;;
*)
    printf 'usage: ./ci.sh [--full | --weekly | --release | --advisories]\n' >&2
    exit 2
    ;;
esac
