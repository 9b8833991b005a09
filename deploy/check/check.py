#!/usr/bin/env python3
"""The checks of the templates that no lint makes. Each problem is one line; none is exit 0.

    check.py [DEPLOY]      DEPLOY: the folder with sam/, terraform/ and securityhub-pattern.json (default: this one's parent)
"""

import json
import logging
import re
import sys
from pathlib import Path

import house
import ledger
import pattern
import sam
import schema
import terraform
from model import Properties, differences, empty

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PRINCIPAL = "arn:aws:iam::111122223333:role/orca"
TOPIC = "arn:aws:sns:ap-northeast-1:000000000000:alarms"
# Sets of parameters under which both must be the same: as they are, and all of them changed.
CASES = [
    {},
    {"CreateLedger": "false", "OrcaPrincipalArn": PRINCIPAL, "ChatworkSecretName": "ticket-bridge/chatwork", "AlarmTopicArn": TOPIC},
    {"ReserveConcurrency": "false", "OrcaSecretName": "", "Architecture": "x86_64", "MemorySize": 512,
     "TickTimeout": 900, "QueueConcurrency": 7, "WebhookConcurrency": 9, "LedgerTable": "another",
     "SecurityHubRule": "DISABLED", "Running": "false", "BacklogSecretName": "b", "WebhookSecretName": "/webhook",
     "LogRetentionDays": 7},
]


def snake(name):
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def for_terraform(given):
    typed = {"true": True, "false": False}
    return {snake(name): int(value) if name == "Timeout" else typed.get(value, value) for name, value in given.items()}


def parameters(template, module, sam_text):
    """The same names and defaults, but for what only one of the two has."""
    ours = {snake(name): each.get("Default") for name, each in template["Parameters"].items()}
    theirs = {name: module.value(each.get("default")) for name, each in module.variables.items()
              if name not in ("name", "packages")}
    for name in sorted(ours.keys() | theirs.keys()):
        left, right = ours.get(name, "nothing"), theirs.get(name, "nothing")
        if str(left).lower() != str(right).lower():
            yield f"parameter {name}: SAM has {left!r}, Terraform {right!r}"
    texts = {"SAM": sam_text, "Terraform": "".join(file.read_text() for file in module.folder.glob("*.tf"))}
    for name in template["Parameters"]:
        if not re.search(rf"(!Ref |, ){name}\b|\$\{{{name}\}}", texts["SAM"]):
            yield f"SAM: nothing uses {name}"
    for name in module.variables:
        if not re.search(rf"\bvar\.{name}\b(?!.*\n\s*error_message)", texts["Terraform"]):
            yield f"Terraform: nothing uses {name}"
    left, right = sorted(map(snake, template["Outputs"])), sorted(module.outputs)
    if left != right:
        yield f"outputs: SAM has {left}, Terraform {right}"


def events(deploy):
    """securityhub-pattern.json against the events in events/: what each file's name says."""
    wanted = json.loads((deploy / "securityhub-pattern.json").read_text())
    files = sorted((HERE / "events").glob("*.json"))
    counts = {"passes": 0, "stays": 0}
    for file in files:
        says = file.name.split("-")[0]
        counts[says] += 1
        if pattern.matches(wanted, json.loads(file.read_text())) != (says == "passes"):
            yield f"pattern: {file.name} does not do what its name says"
    if min(counts.values()) < 2:
        yield "pattern: too few events"


def readme(crate, tables):
    """The table is the one of the crate's README, which a test of the crate creates and gives to the ledger's `check`."""
    shown = re.search(r"```yaml\n(.*?)```", (crate / "README.md").read_text(), re.S)
    resource = sam.yaml_parse(shown.group(1))["Resources"]["Ledger"] if shown else {"Properties": {}}
    out = empty()
    sam.table(Properties("README.md", resource["Properties"]), out, resource.get("DeletionPolicy") == "Retain")
    for each in differences(tables, out["tables"]):
        yield f"ledgers/dynamodb/README.md{each}".replace("Terraform", "the README")


def blocks(text):
    """The code of a page, without remarks: those are in its language."""
    code = re.findall(r"```(\w+)\n(.*?)```", text, re.S)
    return [(kind, re.sub(r"(?m)\s*#.*$", "", body)) for kind, body in code]


def alarms(text, model):
    """Those of the guide's table and its count of them, against the template's."""
    told = re.findall(r"`<\w+>-([<>\w-]+)`", text)
    told = {re.sub(r"<\w+>", function, each) for each in told for function in house.FUNCTIONS}
    made = {each.removeprefix("ticket-bridge-") for each in model["alarms"]}
    for each in sorted(told ^ made):
        yield f"the alarm {each} is in one of the guide and the template"
    counts = re.findall(r"(\d+) alarms|アラーム (\d+) 個", text)
    if ["".join(each) for each in counts] != [str(len(made))]:
        yield f"the guide counts {counts} alarms, and the template has {len(made)}"


def guide(docs, template):
    """docs/deploy.md: one in both languages, and true to the template."""
    texts = {name: (docs / name).read_text() for name in ("deploy.md", "deploy.ja.md")}
    codes = [blocks(text) for text in texts.values()]
    for left, right in zip(*codes):
        if left != right:
            yield f"the guide's languages differ in\n{left[1]}"
    if len(codes[0]) != len(codes[1]) or not codes[0]:
        yield f"the guide has {len(codes[0])} and {len(codes[1])} pieces of code"
    defaults = {name: each.get("Default") for name, each in template["Parameters"].items()}
    wanted = {defaults[name] for name in ("BacklogSecretName", "OrcaSecretName", "WebhookSecretName")}
    for name, text in texts.items():
        if re.search(r"--secret-string (?!file:)", text):
            yield f"{name}: a secret stands in the arguments of a command"
        config = "".join(body for kind, body in blocks(text) if kind == "toml")
        found = set(re.findall(r'"secretsmanager:([^"#]+)', config))
        made = set(re.findall(r"create-secret --name (\S+)", text))
        if found != wanted or made != wanted:
            yield f"{name}: secrets are {sorted(found)} and made {sorted(made)}, and the template has {sorted(wanted)}"
        if f'table = "{defaults["LedgerTable"]}"' not in config:
            yield f"{name}: the table is not {defaults['LedgerTable']}"
        rows = "\n".join(re.findall(r"(?m)^\| (`[A-Z].*)$", text))
        told = set(re.findall(r"`([A-Z][A-Za-z]+)`", "\n".join(row.split("|")[0] for row in rows.split("\n"))))
        for each in sorted(told ^ set(defaults)):
            yield f"{name}: {each} is a parameter in one of the guide and the template"
        yield from (f"{name}: {each}" for each in alarms(text, sam.model(template, {})))


def functions():
    """The binaries of examples/lambda are the functions."""
    found = {file.stem for file in (ROOT / "examples/lambda/src/bin").glob("*.rs")}
    if found != house.FUNCTIONS:
        yield f"examples/lambda has {', '.join(sorted(found))}"


def problems(deploy):
    wanted = json.loads((deploy / "securityhub-pattern.json").read_text())
    crate = ROOT / "ledgers/dynamodb"
    table, may = ledger.table(crate), ledger.actions(crate, "LEDGER_ACTIONS")
    template, module = sam.translate(deploy / "sam/template.yaml"), terraform.load(deploy / "terraform", {})
    yield from schema.problems(deploy / "terraform")
    yield from parameters(template, module, (deploy / "sam/template.yaml").read_text())
    yield from events(deploy)
    yield from functions()
    yield from guide(deploy.parent / "docs", template)
    timeouts = template["Parameters"]["Timeout"]["AllowedValues"]
    for given in CASES + [{"Timeout": each} for each in timeouts]:
        left = sam.model(template, given)
        right = terraform.model(deploy / "terraform", for_terraform(given))
        case = ", ".join(f"{name}={value}" for name, value in given.items()) or "defaults"
        for each in differences(left, right):
            yield f"{case}: {each}"
        if not given:
            yield from readme(crate, left["tables"])
        for title, model in (("SAM", left), ("Terraform", right)):
            if not given and not model["tables"]:
                yield f"{title}: makes no table"
            for each in house.problems(model, wanted, table, may):
                yield f"{title}, {case}: {each}"


def main(deploy):
    logging.disable(logging.CRITICAL)
    found = []
    try:
        for each in problems(deploy):
            found.append(each)
    except Exception as error:  # Whatever the readers cannot read is a problem too.
        found.append(str(error) if type(error).__module__ != "builtins" else f"the check does not understand this: {error!r}")
    for each in found:
        print(f"deploy: {each}", file=sys.stderr)
    if found:
        raise SystemExit(1)
    print(f"deploy: the templates agree and hold under {len(CASES) + 5} sets of parameters")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else HERE.parent)
