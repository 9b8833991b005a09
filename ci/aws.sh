#!/usr/bin/env bash
# Runs a command with stand-ins for AWS beside it: moto, and dynalite where npm is present.
#
#   ci/aws.sh COMMAND [ARGUMENT...]   installs what is missing, once; starts the stand-ins; runs the command; stops them
#   ci/aws.sh --check                 says why they cannot run here, if so
#
# The command gets AWS_STANDIN_URL (moto: all services), DYNALITE_URL (a second DynamoDB, if there is one), placeholder
# credentials and a region. Nothing of your own AWS configuration is passed on. Several callers at once do not meet:
# each has stand-ins of its own, on free ports of the loopback address. The exit status is the command's.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
parts=$root/ci/aws
work=${CARGO_TARGET_DIR:-$root/target}/ci
venv=$work/venv

# The version that is asked for; a patch more or less does not matter.
version=$(sed -n 's/^moto\[.*\]==//p' "$parts/requirements.txt")
has_moto() {
    "$1" -c '
import importlib.metadata, sys
import flask, flask_cors, py_partiql_parser, werkzeug.serving
wanted, found = sys.argv[1], importlib.metadata.version("moto")
sys.exit(wanted.split(".")[:2] != found.split(".")[:2])
' "$version" 2>/dev/null
}

python=""
for candidate in "$venv/bin/python" python3; do
    if command -v "$candidate" >/dev/null && has_moto "$candidate"; then
        python=$candidate
        break
    fi
done

reason=""
if [[ -z $python ]]; then
    if ! command -v python3 >/dev/null; then
        reason="python3 is not installed"
    elif ! python3 -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
        reason="moto $version is not installed, and python3 is older than 3.10 or has no venv to install it"
    fi
fi
if [[ ${1:-} == --check ]]; then
    [[ -z $reason ]] && exit
    printf '%s\n' "$reason"
    exit 1
fi
[[ -z $reason ]] || { printf 'aws.sh: %s\n' "$reason" >&2; exit 1; }
[[ $# -gt 0 ]] || { printf 'usage: ci/aws.sh COMMAND [ARGUMENT...]\n' >&2; exit 2; }

# Installs what is missing. One caller at a time: the others wait, and find it done.
install_moto() {
    has_moto "$venv/bin/python" && return
    printf 'aws.sh: installing moto %s\n' "$version" >&2
    rm -rf "$venv" && python3 -m venv "$venv" &&
        "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --timeout 60 --retries 2 \
            -r "$parts/requirements.txt" >&2
}
install_dynalite() {
    cmp -s "$parts/package-lock.json" "$work/dynalite/installed.json" && return
    printf 'aws.sh: installing dynalite\n' >&2
    mkdir -p "$work/dynalite" && rm -f "$work/dynalite/installed.json" &&
        cp "$parts/package.json" "$parts/package-lock.json" "$work/dynalite" &&
        npm ci --prefix "$work/dynalite" --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error \
            --fetch-timeout=60000 --fetch-retries=2 >&2 &&
        cp "$parts/package-lock.json" "$work/dynalite/installed.json"
}
mkdir -p "$work"
exec {lock}>"$work/aws.lock"
if command -v flock >/dev/null; then
    flock --timeout 600 "$lock" || { printf 'aws.sh: another caller installs for too long\n' >&2; exit 1; }
fi
if [[ -z $python ]]; then
    install_moto || { printf 'aws.sh: moto cannot be installed\n' >&2; exit 1; }
    python=$venv/bin/python
fi
dynalite=""
if command -v node >/dev/null && command -v npm >/dev/null; then
    if install_dynalite; then
        dynalite=$work/dynalite
    else
        printf 'aws.sh: dynalite cannot be installed: its tests are skipped\n' >&2
    fi
fi
exec {lock}>&-

run=$(mktemp -d)
servers=() child=""
stop() {
    local status=$?
    [[ -z $child ]] || kill "$child" 2>/dev/null || true
    [[ ${#servers[@]} -eq 0 ]] || kill "${servers[@]}" 2>/dev/null || true
    [[ ${#servers[@]} -eq 0 ]] || wait "${servers[@]}" 2>/dev/null || true
    rm -rf "$run"
    exit "$status"
}
trap stop EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# The servers read this pipe and end with it, also when this script is killed and cannot stop them.
mkfifo "$run/alive"
exec {alive}<>"$run/alive"

# start NAME COMMAND...: starts a server. It prints its address once it listens.
start() {
    local name=$1
    shift
    "$@" <"$run/alive" >"$run/$name" 2>"$run/$name.log" {alive}>&- &
    servers+=("$!")
}
# address NAME PID: waits for it.
address() {
    local line=""
    for _ in {1..600}; do
        # Fails until the line is whole.
        if IFS= read -r line 2>/dev/null <"$run/$1"; then
            printf '%s\n' "$line"
            return
        fi
        kill -0 "$2" 2>/dev/null || break
        sleep 0.1
    done
    printf 'aws.sh: %s did not start\n' "$1" >&2
    tail -n 20 "$run/$1.log" >&2
    return 1
}

start moto "$python" "$parts/moto_server.py"
moto=${servers[-1]}
unset DYNALITE_URL
if [[ -n $dynalite ]]; then
    start dynalite env NODE_PATH="$dynalite/node_modules" node "$parts/dynalite_server.cjs"
    DYNALITE_URL=$(address dynalite "${servers[-1]}")
    export DYNALITE_URL
fi
AWS_STANDIN_URL=$(address moto "$moto")
export AWS_STANDIN_URL

# Placeholders. CI searches all output for the word.
export AWS_ACCESS_KEY_ID=AKIACANARY0000000000 AWS_SECRET_ACCESS_KEY=canary-of-the-stand-ins
export AWS_REGION=ap-northeast-1 AWS_DEFAULT_REGION=ap-northeast-1
export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null AWS_EC2_METADATA_DISABLED=true
export NO_PROXY="127.0.0.1,localhost${NO_PROXY:+,$NO_PROXY}"
unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SESSION_TOKEN AWS_ENDPOINT_URL AWS_ENDPOINT_URL_DYNAMODB no_proxy

"$@" <&0 {alive}>&- &
child=$!
status=0
wait "$child" || status=$?
child=""
exit "$status"
