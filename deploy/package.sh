#!/usr/bin/env bash
# Puts ticket-bridge.toml beside each function that cargo lambda built, and zips both.
#
#   deploy/package.sh TICKET_BRIDGE_TOML [BUILT]     BUILT: cargo lambda's folder (default: target/lambda)
#
# After it, `sam deploy` takes the folders BUILT/<function>, and Terraform the files BUILT/<function>.zip.
set -euo pipefail
config=${1:?usage: deploy/package.sh TICKET_BRIDGE_TOML [BUILT]}
built=${2:-$(dirname "${BASH_SOURCE[0]}")/../target/lambda}
functions=(backlog-webhook orca-to-backlog securityhub-to-backlog tick)

[[ -f $config ]] || { printf 'package.sh: there is no %s\n' "$config" >&2; exit 1; }
for function in "${functions[@]}"; do
    [[ -x $built/$function/bootstrap ]] || {
        printf 'package.sh: %s/%s/bootstrap is missing: run cargo lambda build --release --arm64 -p examples-lambda\n' \
            "$built" "$function" >&2
        exit 1
    }
done
for function in "${functions[@]}"; do
    cp "$config" "$built/$function/ticket-bridge.toml"
    # The same input gives the same bytes: times are fixed, so that nothing is deployed again without need.
    python3 - "$built/$function" <<'PYTHON'
import pathlib, sys, zipfile
folder = pathlib.Path(sys.argv[1])
with zipfile.ZipFile(folder.with_suffix(".zip"), "w", zipfile.ZIP_DEFLATED) as package:
    for name, mode in (("bootstrap", 0o755), ("ticket-bridge.toml", 0o644)):
        entry = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
        entry.create_system, entry.external_attr, entry.compress_type = 3, mode << 16, zipfile.ZIP_DEFLATED
        package.writestr(entry, (folder / name).read_bytes())
PYTHON
done
printf 'package.sh: %s functions in %s\n' "${#functions[@]}" "$built"
