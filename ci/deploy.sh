#!/usr/bin/env bash
# Checks the AWS SAM template and the Terraform module in deploy/.
#
#   ci/deploy.sh               installs what is missing, once; lints; compares the two; creates the stack on moto
#   ci/deploy.sh --check       says why they cannot be checked here, if so
#   ci/deploy.sh --self-test   shows that each check fails on a broken copy
#
# cfn-lint reads the SAM template. Names and types of the Terraform module are held against the AWS provider's schema in
# deploy/check/aws-provider.json; `terraform fmt` runs where terraform is. Nothing is sent anywhere but to the registry.
# Exit 1: a problem; each is a line.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
deploy=$root/deploy
work=${CARGO_TARGET_DIR:-$root/target}/ci
venv=$work/venv-deploy

reason=""
if ! command -v python3 >/dev/null; then
    reason="python3 is not installed"
elif ! python3 -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
    reason="python3 is older than 3.10 or has no venv"
fi
if [[ ${1:-} == --check ]]; then
    [[ -z $reason ]] && exit
    printf '%s\n' "$reason"
    exit 1
fi
[[ -z $reason ]] || { printf 'deploy.sh: %s\n' "$reason" >&2; exit 1; }

wanted=$deploy/check/requirements.txt
if ! cmp -s "$wanted" "$venv/installed.txt"; then
    printf 'deploy.sh: installing cfn-lint and what reads the templates\n' >&2
    rm -rf "$venv"
    mkdir -p "$work"
    python3 -m venv "$venv"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --timeout 60 --retries 2 -r "$wanted" >&2
    cp "$wanted" "$venv/installed.txt"
fi

# Nothing of your own AWS configuration is read.
export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null AWS_EC2_METADATA_DISABLED=true
export AWS_DEFAULT_REGION=ap-northeast-1 SAM_CLI_TELEMETRY=0 CHECKPOINT_DISABLE=1
unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_ENDPOINT_URL TF_CLI_CONFIG_FILE

python() { "$venv/bin/python" -B "$@"; }
# Warnings fail too; no rule is left out.
lint() { "$venv/bin/cfn-lint" --regions ap-northeast-1 --non-zero-exit-code warning --template "$1"; }
format() { terraform fmt -check -diff -recursive "$1"; }

# Functions of nothing: what deploy/package.sh makes of them. Each step says how it ended, for `errexit` is off in a condition.
package() (
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    printf '# configuration\n' >"$folder/a.toml"
    for function in backlog-webhook orca-to-backlog securityhub-to-backlog tick; do
        mkdir "$folder/$function"
        printf '#!/bin/sh\n' >"$folder/$function/bootstrap"
        chmod +x "$folder/$function/bootstrap"
    done
    if [[ ${1:-} == broken ]]; then rm "$folder/tick/bootstrap"; fi
    "$deploy/package.sh" "$folder/a.toml" "$folder" >/dev/null || exit 1
    first=$(cksum <"$folder/tick.zip")
    touch "$folder/tick/bootstrap"
    "$deploy/package.sh" "$folder/a.toml" "$folder" >/dev/null || exit 1
    [[ $first == "$(cksum <"$folder/tick.zip")" ]] || { printf 'package.sh: two runs differ\n' >&2; exit 1; }
    python - "$folder" <<'PYTHON' || exit 1
import sys, zipfile
for name in ("backlog-webhook", "orca-to-backlog", "securityhub-to-backlog", "tick"):
    held = {each.filename: oct(each.external_attr >> 16) for each in zipfile.ZipFile(f"{sys.argv[1]}/{name}.zip").infolist()}
    if held != {"bootstrap": "0o755", "ticket-bridge.toml": "0o644"}:
        sys.exit(f"package.sh: {name}.zip holds {held}")
PYTHON
    printf 'package: four zips, each with an executable bootstrap and the configuration\n'
)

if [[ ${1:-} == --self-test ]]; then
    copy=$(mktemp -d)
    trap 'rm -rf "$copy"' EXIT
    fails() {
        local title=$1
        shift
        if "$@" >"$copy/said" 2>&1; then
            printf 'deploy.sh: %s passes\n' "$title" >&2
            exit 1
        fi
    }
    sed 's/QueueName:/QueueTitle:/' "$deploy/sam/template.yaml" >"$copy/template.yaml"
    fails "a property that does not exist" lint "$copy/template.yaml"
    sed 's/!GetAtt OrcaQueue.Arn/!GetAtt OrcaQ.Arn/' "$deploy/sam/template.yaml" >"$copy/template.yaml"
    fails "a resource that does not exist" lint "$copy/template.yaml"
    sed '/^  TickFunction:/a\    DependsOn: TickLogs' "$deploy/sam/template.yaml" >"$copy/template.yaml"
    fails "a warning" lint "$copy/template.yaml"
    if command -v terraform >/dev/null; then
        mkdir "$copy/terraform"
        sed 's/ = / =  /' "$deploy/terraform/main.tf" >"$copy/terraform/main.tf"
        fails "a file that is not formatted" format "$copy/terraform"
    fi
    fails "a function that was not built" package broken
    python "$deploy/check/selftest.py"
    exit
fi

lint "$deploy/sam/template.yaml"
printf 'cfn-lint: no error, no warning\n'
if command -v terraform >/dev/null; then
    format "$deploy/terraform"
    printf 'terraform fmt: formatted\n'
else
    printf 'terraform fmt: skipped: terraform is not installed\n'
fi
python "$deploy/check/check.py"
python "$deploy/check/stack.py"
package
