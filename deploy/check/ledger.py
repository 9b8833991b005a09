"""The table that the crate ticket-bridge-dynamodb makes, and what it may do there, read from its sources."""

import re
from pathlib import Path

CONST = re.compile(r'const (\w+): &str = "([^"]*)";')
KEY = re.compile(r"\((attribute::\w+), ScalarAttributeType::(\w)\)")


class Unreadable(Exception):
    """The sources have another form now: bring this file after them."""


def constants(text):
    return dict(CONST.findall(text))


def part(pattern, text, what):
    found = re.search(pattern, text, re.S)
    if not found:
        raise Unreadable(f"ledgers/dynamodb: cannot find {what}")
    return found.group(1)


def table(crate):
    """In the words of the model."""
    source = {name: (Path(crate) / "src" / f"{name}.rs").read_text() for name in ("item", "index", "table")}
    attribute = constants(part(r"mod attribute \{(.*?)\n\}", source["item"], "the attributes"))
    names = constants(source["index"])

    def key(text):
        found = [(attribute[name.split("::")[1]], kind) for name, kind in KEY.findall(text)]
        if not found:
            raise Unreadable(f"ledgers/dynamodb: no key in {text!r}")
        return found

    own = key(part(r"const TABLE_KEY: Key = (.*?);", source["table"], "TABLE_KEY"))
    listed = part(r"const INDEXES: [^=]*= &\[(.*?)\n\];", source["table"], "INDEXES")
    indexes = {names[name]: key(rest) for name, rest in re.findall(r"\((\w+), &\[(.*?)\]\)", listed, re.S)}
    if len(indexes) != listed.count("&["):
        raise Unreadable("ledgers/dynamodb: cannot read INDEXES")
    expires = part(r"\.attribute_name\(attribute::(\w+)\)\.enabled\(true\)", source["table"], "time to live")
    projection = part(r"ProjectionType::(\w+)\)", source["table"], "the projection")
    every = own + [pair for each in indexes.values() for pair in each]
    return {
        "keys": [name for name, _ in own],
        "attributes": dict(every),
        "ttl": attribute[expires],
        "indexes": {name: {
            "keys": [each for each, _ in keys], "with": [],
            "projection": re.sub(r"(?<!^)(?=[A-Z])", "_", projection).upper(),
        } for name, keys in indexes.items()},
    }


def actions(crate, name):
    """One list of permissions.rs."""
    text = (Path(crate) / "src" / "permissions.rs").read_text()
    found = re.findall(r'"(dynamodb:\w+)"', part(rf"const {name}: &\[&str\] =\s*&\[(.*?)\];", text, name))
    if not found:
        raise Unreadable(f"ledgers/dynamodb: {name} is empty")
    return set(found)
