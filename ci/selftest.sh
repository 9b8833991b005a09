#!/usr/bin/env bash
# Shows that each script of ci/ passes on a good fixture and fails on a bad one.
set -euo pipefail
ci=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
checks=0

# expect STATUS TITLE COMMAND...: standard input goes to the command.
expect() {
    local wanted=$1 title=$2 status=0 output
    shift 2
    output=$("$@" 2>&1) || status=$?
    if [[ $status -ne $wanted ]]; then
        printf 'selftest: %s: status %s, expected %s\n%s\n' "$title" "$status" "$wanted" "$output" >&2
        exit 1
    fi
    checks=$((checks + 1))
}

# doctests WANTED TITLE FILE TEXT: one file in an otherwise empty tree.
doctests() {
    local tree=$work/doctests
    rm -rf "$tree"
    mkdir -p "$tree/$(dirname "$3")"
    printf '%b' "$4" >"$tree/$3"
    expect "$1" "no-ignored-doctests: $2" "$ci/no-ignored-doctests.sh" "$tree"
}
doctests 0 "no_run is fine" src/lib.rs '//! ```rust,no_run\n//! f();\n//! ```\n'
doctests 0 "the word elsewhere is fine" src/lib.rs '//! ```\n//! ignored();\n//! ```\n// ignore\n'
doctests 1 "plain ignore" src/lib.rs '/// ```ignore\n/// f();\n/// ```\n'
doctests 1 "ignore after rust" src/a/b.rs '/// ```rust,ignore\n/// f();\n/// ```\n'
doctests 1 "ignore after a space" src/lib.rs '    /// ``` rust, ignore\n'
doctests 1 "ignore for a target" src/lib.rs '/// ```ignore-windows\n'
doctests 1 "tilde fence" src/lib.rs '//! ~~~ignore\n'
doctests 1 "README" README.md '```ignore\n```\n'
doctests 1 "Japanese README" x/README.ja.md '```rust,ignore\n```\n'
doctests 2 "nothing to check" notes.txt 'text\n'

# finding WANTED TITLE TREE
finding() { expect "$1" "finding-has-no-http: $2" "$ci/finding-has-no-http.sh" - <<<"$3"; }
finding 0 "a model" $'securityhub-finding v0.1.0 (x)\nsaas-api-core v0.1.0 (x)\nserde v1.0.228'
for name in reqwest tokio hyper rustls tokio-util hyper-util rustls-pki-types; do
    finding 1 "$name" $'securityhub-finding v0.1.0 (x)\nserde v1.0.228\n'"$name v1.0.0"
done
finding 2 "an empty tree" ""
finding 2 "another crate's tree" $'serde v1.0.228'

# contributing WANTED TITLE ROW
mkdir -p "$work/tree/crate/src/model" "$work/tree/crate/fixtures/issues"
touch "$work/tree/crate/src/id.rs" "$work/tree/crate/src/issues.rs" "$work/tree/crate/fixtures/issues/list.json"
contributing() {
    printf '# C\n\n## Where things go\n\n| What | Where | For example |\n|---|---|---|\n%s\n\n## Next\n\n| a | `absent/other-table.rs` | |\n' "$3" \
        >"$work/tree/CONTRIBUTING.md"
    expect "$1" "contributing-paths: $2" "$ci/contributing-paths.sh" "$work/tree/CONTRIBUTING.md"
}
contributing 0 "a path" '| an id in an `id!` list | `crate/src/id.rs` | |'
contributing 0 "a pattern" '| an endpoint | `crate/src/<resource>.rs` | `crate/src/issues.rs` |'
contributing 0 "two placeholders" '| a fixture | `crate/fixtures/<resource>/<case>.json` | `crate/fixtures/issues/list.json` |'
contributing 1 "a missing path" '| an id | `crate/src/ids.rs` | |'
contributing 1 "a second, missing path" '| an id | `crate/src/id.rs`, `crate/src/ids.rs` | |'
contributing 1 "a pattern without example" '| an endpoint | `crate/src/<resource>.rs` | |'
contributing 1 "a missing example" '| an endpoint | `crate/src/<resource>.rs` | `crate/src/wikis.rs` |'
contributing 1 "an example of something else" '| an endpoint | `crate/src/<resource>.rs` | `crate/fixtures/issues/list.json` |'
contributing 1 "a placeholder does not span folders" '| an endpoint | `crate/<resource>.json` | `crate/fixtures/issues/list.json` |'
contributing 1 "a row without path" '| an endpoint | somewhere | |'
contributing 2 "an empty table" ''
printf '# C\n' >"$work/tree/CONTRIBUTING.md"
expect 2 "contributing-paths: no table" "$ci/contributing-paths.sh" "$work/tree/CONTRIBUTING.md"
expect 2 "contributing-paths: no file" "$ci/contributing-paths.sh" "$work/absent.md"

# members and features: the list that stands in for --all-features where OpenSSL is absent.
mkdir -p "$work/ws/a" "$work/ws/b"
printf '[workspace]\nmembers = [\n    "a",\n    "b",\n]\n' >"$work/ws/Cargo.toml"
printf '[package]\nname = "a-crate"\n\n[features]\ndefault = ["x"]\n# A note.\nx = []\nnative-tls = ["x"]\ny-z = ["dep:y"]\n\n[dependencies]\nserde = "1"\n' >"$work/ws/a/Cargo.toml"
printf '[package]\nname = "b"\n' >"$work/ws/b/Cargo.toml"
got=$("$ci/members.sh" "$work/ws" | paste -sd, -)
expect 0 "members ($got)" test "$got" = a,b
expect 2 "members: none" "$ci/members.sh" "$work/ws/a"
if [[ $(uname -s) == Linux ]]; then
    got=$(OPENSSL_DIR="" PKG_CONFIG=false "$ci/features.sh" "$work/ws")
    expect 0 "features: all but native-tls ($got)" test "$got" = "--features a-crate/default,a-crate/x,a-crate/y-z"
    expect 2 "features: no workspace" env OPENSSL_DIR= PKG_CONFIG=false "$ci/features.sh" "$work/ws/b"
fi
got=$(OPENSSL_DIR=/usr "$ci/features.sh" "$work/ws")
expect 0 "features: all" test "$got" = "--all-features"

# package WANTED TITLE LIST
package() { expect "$1" "package-contents: $2" "$ci/package-contents.sh" - fixture <<<"$3"; }
whole=$'Cargo.toml\nCargo.toml.orig\nCargo.lock\n.cargo_vcs_info.json\nREADME.md\nREADME.ja.md\nCHANGELOG.md\nLICENSE-MIT\nLICENSE-APACHE\nsrc/lib.rs'
package 0 "whole" "$whole"
package 1 "a test inside" "$whole"$'\ntests/it/main.rs'
package 1 "a capture inside" "$whole"$'\nsrc/capture.json'
package 1 "no licence" "${whole/$'\n'LICENSE-MIT/}"
package 1 "no README" "${whole/$'\n'README.md/}"

# js: what it says where npm or node is absent, or node is old.
mkdir -p "$work/bare" "$work/old"
printf '#!%s\nexit 1\n' "$BASH" >"$work/old/node"
cp "$work/old/node" "$work/old/npm"
chmod +x "$work/old/node" "$work/old/npm"
got=$(PATH=$work/bare "$BASH" "$ci/js.sh")
expect 0 "js: no npm ($got)" test "$got" = "official JavaScript clients: skipped: npm or node is not installed"
got=$(PATH=$work/old "$BASH" "$ci/js.sh")
expect 0 "js: old node ($got)" test "$got" = "official JavaScript clients: skipped: node is older than 20"
expect 1 "js: the reason alone" env PATH="$work/bare" "$BASH" "$ci/js.sh" --check

# canary WANTED TITLE TEXT: one log.
canary() {
    printf '%b' "$3" >"$work/log"
    expect "$1" "secrets-canary: $2" "$ci/secrets-canary.sh" "$work/log"
}
canary 0 "no secret" 'test a ... ok\ntest result: ok\n'
canary 1 "in a URL" 'ok\nGET https://api.example/?apiKey=a%%2Fcanary&b=1\n'
canary 1 "in other letters" 'Authorization: Token CANARY-1\n'
canary 1 "after a byte that is no text" '\xff canary\n'
canary 1 "the token of the test vectors" 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n'
canary 2 "an empty log" ''
expect 2 "secrets-canary: no log" "$ci/secrets-canary.sh" "$work/absent.log"
expect 2 "secrets-canary: no argument" "$ci/secrets-canary.sh"
printf 'ok\n' >"$work/clean.log"
printf 'one\n{"key":"s3/+\'"'"'canary\\"&z"} 2\n' >"$work/log"
expect 1 "secrets-canary: the second of two logs" "$ci/secrets-canary.sh" "$work/clean.log" "$work/log"
got=$("$ci/secrets-canary.sh" "$work/log" 2>/dev/null || true)
expect 0 "secrets-canary: names the line, not the secret ($got)" test "$got" = "log:2: [secret] 2"
got=$("$ci/secrets-canary.sh" --show "$work/log")
expect 0 "secrets-canary: shows a log masked ($got)" test "$got" = $'one\n[secret] 2'

# credential WANTED TITLE CODE: one test in an otherwise empty tree.
credential() {
    rm -rf "$work/sources"
    mkdir -p "$work/sources/crate/tests/it"
    printf '%s\n' "$3" >"$work/sources/crate/tests/it/main.rs"
    expect "$1" "secrets-canary: $2" "$ci/secrets-canary.sh" --sources "$work/sources"
}
credential 0 "a credential with the word" 'let auth = Auth::api_key("canary-1");'
credential 0 "an empty one" 'let auth = Auth::api_key("");'
credential 0 "one from elsewhere" 'let auth = Auth::api_key(sandbox.api_key());'
credential 1 "a credential without it" 'let auth = Auth::api_key("key-1");'
credential 1 "a bearer token without it" 'let token = bearer("token");'
expect 2 "secrets-canary: no sources" "$ci/secrets-canary.sh" --sources "$work/bare"

printf 'ci/selftest.sh: %s checks\n' "$checks"
