#!/usr/bin/env python3
"""Writes aws-provider.json: names and types of the Terraform resources and data that the module uses.

    make_facts.py WHEEL TYPE...

WHEEL is the file that `pip download --no-deps cdktn-provider-aws==25.8.1` brings (71 MB): bindings generated from the
AWS provider's schema. TYPE is `aws_sqs_queue` and the like, or `data.aws_region`. Only names, types and what is required
are taken. The check says which types are missing.
"""

import io
import json
import re
import sys
import tarfile
import zipfile
from pathlib import Path

OUT = Path(__file__).with_name("aws-provider.json")
KIND = re.compile(r'static tfResourceType = "(\w+)"')
PROVIDER = re.compile(r"providers/hashicorp/aws/([0-9.]+)/docs/")
INTERFACE = re.compile(r"^export interface (\w+)(?: extends [\w.]+)? \{\n(.*?)^\}", re.S | re.M)
CONFIG = re.compile(r"^export interface (\w+) extends cdktn\.TerraformMetaArguments ", re.M)
MEMBER = re.compile(r"#(\w+) \w+#\w+\}(?:(?!\*/).)*\*/\s*readonly \w+(\??): ([^;{]+|\{[^}]*\});", re.S)
WRITTEN = re.compile(r"^ +(\w+): \{\n +value: .*\n +isBlock: true,", re.M)
READ = re.compile(r"get\w*Attribute\('(\w+)'\)|new \w+\(this, \"(\w+)\"")


def folders(wheel):
    """(folder, declarations, program) of each resource and data source."""
    outer = zipfile.ZipFile(wheel)
    inner = next(name for name in outer.namelist() if name.endswith(".jsii.tgz"))
    held = {}
    with tarfile.open(fileobj=io.BytesIO(outer.read(inner))) as files:
        for file in files:
            part = file.name.split("/")
            if len(part) == 4 and part[1] == "lib" and part[3] in ("index.d.ts", "index.js"):
                pair = held.setdefault(part[2], {})
                pair[part[3]] = files.extractfile(file).read().decode()
                if len(pair) == 2:
                    yield part[2], pair["index.d.ts"], pair["index.js"]
                    del held[part[2]]


def kind_of(declared):
    declared = declared.replace(" | cdktn.IResolvable", "").strip()
    if declared.startswith("{"):
        return "map"
    return {"boolean": "bool", "string[]": "list", "number[]": "list"}.get(declared, declared)


def body(name, interfaces, is_block):
    """What may stand in one resource or block."""
    attributes, blocks = {}, {}
    for member, optional, declared in MEMBER.findall(interfaces[name]):
        struct = declared.replace(" | cdktn.IResolvable", "").strip()
        required = not optional
        if struct.removesuffix("[]") not in interfaces:
            attributes[member] = {"type": kind_of(declared), "required": required}
        elif member in is_block:
            inner = body(struct.removesuffix("[]"), interfaces, is_block)
            blocks[member] = {"required": required, "many": struct.endswith("[]"), **inner}
        else:
            attributes[member] = {"type": "object", "required": required}
    return {"attributes": attributes, "blocks": blocks}


def facts(wheel, wanted):
    found, version = {}, None
    for folder, declarations, program in folders(wheel):
        kind = KIND.search(program)
        if not kind:
            continue
        key = ("data." if folder.startswith("data-aws") else "") + kind.group(1)
        if key not in wanted:
            continue
        interfaces = dict(INTERFACE.findall(declarations))
        config = CONFIG.search(declarations).group(1)
        is_block = set(WRITTEN.findall(program))
        entry = body(config, interfaces, is_block)
        whole = program[program.rindex("tfResourceType"):]
        entry["read"] = sorted({a or b for a, b in READ.findall(whole)})
        found[key] = entry
        version = PROVIDER.search(declarations).group(1)
    return version, found


def main(wheel, *wanted):
    version, found = facts(wheel, set(wanted))
    missing = sorted(set(wanted) - set(found))
    if missing:
        sys.exit(f"make_facts: not in the bindings: {', '.join(missing)}")
    bindings = Path(wheel).name.split("-py3")[0]
    # One line for each type.
    types = ",\n".join(f"{json.dumps(name)}: {json.dumps(found[name])}" for name in sorted(found))
    head = f'"provider": "hashicorp/aws {version}",\n"from": {json.dumps(bindings)},\n'
    OUT.write_text("{\n" + head + '"types": {\n' + types + "\n}\n}\n")
    print(f"{OUT.name}: {len(found)} types of hashicorp/aws {version}")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
