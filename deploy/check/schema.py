"""The module against the AWS provider's schema, as aws-provider.json holds it: what `terraform validate` would say of names."""

import json
import re
from pathlib import Path

import hcl
import terraform

FACTS = Path(__file__).with_name("aws-provider.json")
META = {"count", "depends_on", "for_each", "lifecycle", "provider", "__is_block__"}
REFERENCE = re.compile(r"(?<![\w.])((?:data\.)?aws_\w+)\.(\w+)\.(\w+)")


def version(text):
    return tuple(int(each) for each in text.split("."))


def problems(folder):
    facts = json.loads(FACTS.read_text())
    types, found, used = facts["types"], [], set()
    for path in [Path(folder), *sorted(each for each in Path(folder).iterdir() if each.is_dir())]:
        module = hcl.Module(path, {}, terraform.attributes)
        for (kind, name), body in module.resources.items():
            used.add(kind)
            found += inside(types.get(kind), body, f"{path.name}: {kind}.{name}")
        for (kind, name), body in module.data.items():
            used.add(f"data.{kind}")
            found += inside(types.get(f"data.{kind}"), body, f"{path.name}: data.{kind}.{name}")
        for file in sorted(path.glob("*.tf")):
            code = re.sub(r"(?m)^\s*#.*$", "", file.read_text())
            for kind, name, wanted in REFERENCE.findall(code):
                found += reference(module, types, kind, name, wanted, f"{path.name}/{file.name}")
    unused = sorted(set(types) - used)
    if unused:
        found.append(f"{FACTS.name}: nothing uses {', '.join(unused)}: make it anew")
    return found + allowed(folder, facts["provider"].split()[1])


def inside(known, body, where):
    """A resource or block: names, what is required, plain types."""
    if known is None:
        return [f"{where}: not in {FACTS.name}: make it anew with this type"]
    found = []
    for name, value in body.items():
        if name in META:
            continue
        if name in known["attributes"]:
            found += fits(known["attributes"][name]["type"], value, f"{where}.{name}")
        elif name not in known["blocks"]:
            found.append(f"{where}: no attribute or block {name}")
        elif not isinstance(value, list) or not all(isinstance(each, dict) and "__is_block__" in each for each in value):
            found.append(f"{where}: {name} is a block: write it without =")
        else:
            if len(value) > 1 and not known["blocks"][name]["many"]:
                found.append(f"{where}: {len(value)} blocks {name}, and one may be there")
            for each in value:
                found += inside(known["blocks"][name], each, f"{where}.{name}")
    for part in ("attributes", "blocks"):
        for name, each in known[part].items():
            if each["required"] and name not in body:
                found.append(f"{where}: {name} is missing")
    return found


def fits(kind, value, where):
    """Only what stands there as it is; references have no type here."""
    written = None
    if isinstance(value, bool):
        written = "bool"
    elif isinstance(value, (int, float)):
        written = "number"
    elif isinstance(value, list):
        written = "block" if any(isinstance(each, dict) and "__is_block__" in each for each in value) else "list"
    elif isinstance(value, dict):
        written = "map"
    elif value.startswith('"'):
        written = "string"
    wrong = written is not None and written != kind and not (written == "map" and kind == "object")
    return [f"{where} is a {kind}, not a {written}"] if wrong else []


def reference(module, types, kind, name, wanted, where):
    own, bare = (module.data, kind.removeprefix("data.")) if kind.startswith("data.") else (module.resources, kind)
    if (bare, name) not in own:
        return [f"{where}: there is no {kind}.{name}"]
    if kind in types and wanted not in types[kind]["read"]:
        return [f"{where}: {kind}.{name} has no {wanted}"]
    return []


def allowed(folder, known):
    """The module's version of the provider takes in the one that was looked at."""
    text = (Path(folder) / "versions.tf").read_text()
    found = re.search(r'version = ">= ([\d.]+), < ([\d.]+)"', text)
    if not found or not version(found.group(1)) <= version(known) < version(found.group(2)):
        return [f"versions.tf does not take in {known}, whose schema {FACTS.name} holds"]
    return []
