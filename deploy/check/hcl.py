"""Reads a Terraform module, and works out its values: as much of the language as deploy/terraform uses.

What it does not know is an error, never a guess.
"""

import base64
import functools
import hashlib
import json
import re
from pathlib import Path

import hcl2

REGION, ACCOUNT = "ap-northeast-1", "000000000000"
DATA = {
    "aws_caller_identity": {"account_id": ACCOUNT},
    "aws_partition": {"partition": "aws"},
    "aws_region": {"region": REGION},
}
OPTIONS = hcl2.SerializationOptions(with_comments=False)
TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|([A-Za-z_][\w-]*)|(==|!=|<=|>=|&&|\|\||[-+*/%!<>?:.,=()\[\]{}])|(\"))")
BINARY = [("||",), ("&&",), ("==", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "/", "%")]


@functools.cache
def parsed(text):
    for body in hcl2.parses_to_tree(text).find_data("body"):
        names = [str(each.children[0].children[0]) for each in body.children if getattr(each, "data", "") == "attribute"]
        for name in names:
            if names.count(name) > 1:
                raise Unknown(f"{name} is there twice")
    return hcl2.loads(text, serialization_options=OPTIONS)


class Unknown(Exception):
    """A part of the language, or a name, that is not known here."""


def unquote(text):
    return text[1:-1] if text.startswith('"') else text


def tokens(text):
    """Pairs of kind and text. A string is one token, with its `${...}` inside."""
    out, at = [], 0
    while text[at:].strip():
        found = TOKEN.match(text, at)
        if not found:
            raise Unknown(f"cannot read {text[at:at + 20]!r}")
        at = found.end()
        if found.group(4):
            end = string_end(text, at)
            out.append(("string", text[at:end]))
            at = end + 1
        else:
            out.append((("number", "name", "sign")[found.lastindex - 1], found.group(found.lastindex)))
    return out


def string_end(text, at):
    """Where the string that begins at `at` is closed."""
    while text[at] != '"':
        if text[at] == "\\":
            at += 2
        elif text.startswith("${", at):
            at = template_end(text, at + 2) + 1
        else:
            at += 1
    return at


def template_end(text, at):
    depth = 0
    while depth or text[at] != "}":
        if text[at] == '"':
            at = string_end(text, at + 1)
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        at += 1
    return at


class Parser:
    """Expressions, as trees of tuples."""

    def __init__(self, text):
        self.text, self.rest = text, tokens(text)

    def peek(self):
        return self.rest[0] if self.rest else ("end", "")

    def take(self, sign=None):
        kind, text = self.peek()
        if sign is not None and text != sign:
            raise Unknown(f"expected {sign!r} at {text!r} in {self.text!r}")
        self.rest = self.rest[1:]
        return kind, text

    def accept(self, *signs):
        kind, text = self.peek()
        return self.take()[1] if kind == "sign" and text in signs else None

    def whole(self):
        tree = self.conditional()
        if self.rest:
            raise Unknown(f"{self.rest[0][1]!r} is left over in {self.text!r}")
        return tree

    def conditional(self):
        tree = self.binary(0)
        if self.accept("?"):
            then = self.conditional()
            self.take(":")
            return ("if", tree, then, self.conditional())
        return tree

    def binary(self, level):
        if level == len(BINARY):
            return self.unary()
        tree = self.binary(level + 1)
        while sign := self.accept(*BINARY[level]):
            tree = (sign, tree, self.binary(level + 1))
        return tree

    def unary(self):
        if sign := self.accept("!", "-"):
            return ("unary", sign, self.unary())
        tree = self.primary()
        while True:
            if self.accept("."):
                tree = ("get", tree, ("value", self.take()[1]))
            elif self.accept("["):
                tree = ("get", tree, self.conditional())
                self.take("]")
            else:
                return tree

    def primary(self):
        kind, text = self.take()
        if kind == "number":
            return ("value", float(text) if "." in text else int(text))
        if kind == "string":
            return ("template", text)
        if kind == "name" and self.accept("("):
            return ("call", text, self.until(")", self.conditional))
        if kind == "name":
            if text in ("true", "false", "null"):
                return ("value", {"true": True, "false": False, "null": None}[text])
            return ("name", text)
        if text == "(":
            tree = self.conditional()
            self.take(")")
            return tree
        if text == "[" and self.peek() == ("name", "for"):
            return self.comprehension()
        if text == "[":
            return ("list", self.until("]", self.conditional))
        if text == "{":
            return ("object", self.until("}", self.member))
        raise Unknown(f"{text!r} in {self.text!r}")

    def comprehension(self):
        """`[for NAME in LIST : VALUE if CONDITION]`"""
        self.take("for")
        name = self.take()[1]
        self.take("in")
        each = self.conditional()
        self.take(":")
        value = self.conditional()
        condition = ("value", True)
        if self.peek() == ("name", "if"):
            self.take()
            condition = self.conditional()
        self.take("]")
        return ("for", name, each, value, condition)

    def until(self, end, item):
        out = []
        while not self.accept(end):
            out.append(item())
            self.accept(",")
        return out

    def member(self):
        key = self.take()
        if not self.accept("=", ":"):
            raise Unknown(f"a key without value in {self.text!r}")
        return key[1], self.conditional()


class Module:
    """One folder of .tf files, with the values that its caller gives."""

    def __init__(self, folder, given, attributes, address=""):
        self.folder, self.address, self.attributes = Path(folder), address, attributes
        self.variables, self.locals, self.resources, self.data, self.calls, self.outputs = {}, {}, {}, {}, {}, {}
        for file in sorted(self.folder.glob("*.tf")):
            self.read(parsed(file.read_text()))
        unknown = set(given) - set(self.variables)
        if unknown:
            raise Unknown(f"{self.folder.name}: no variable {', '.join(sorted(unknown))}")
        self.given, self.modules, self.names = given, {}, {}

    def read(self, tree):
        for kind, blocks in tree.items():
            for block in blocks:
                for name, body in block.items():
                    if name == "__is_block__":
                        continue
                    name = unquote(name)
                    if kind in ("variable", "output", "module"):
                        into = {"variable": self.variables, "output": self.outputs, "module": self.calls}[kind]
                        self.add(into, name, body)
                    elif kind == "locals":
                        self.add(self.locals, name, body)
                    elif kind in ("resource", "data"):
                        into = self.resources if kind == "resource" else self.data
                        for label, inner in body.items():
                            if label != "__is_block__":
                                self.add(into, (name, unquote(label)), inner)
                    elif kind != "terraform":
                        raise Unknown(f"{kind} block")

    def add(self, into, name, body):
        if name in into:
            raise Unknown(f"{self.folder.name}: {name} is there twice")
        into[name] = body

    def variable(self, name):
        if name not in self.variables:
            raise Unknown(f"var.{name}")
        if name in self.given:
            return self.given[name]
        if "default" not in self.variables[name]:
            raise Unknown(f"var.{name} has no value")
        return self.value(self.variables[name]["default"])

    def module(self, name):
        if name not in self.modules:
            call = {key: body for key, body in self.calls[name].items() if key not in ("source", "__is_block__")}
            folder = self.folder / unquote(self.calls[name]["source"])
            given = {key: self.value(body) for key, body in call.items()}
            self.modules[name] = Module(folder, given, self.attributes, f"{self.address}module.{name}.")
        return self.modules[name]

    def every(self):
        """(address, type, values) of each resource of this module and of those that it calls."""
        for (kind, name), body in self.resources.items():
            count = self.value(body["count"]) if "count" in body else 1
            if count not in (0, 1):
                raise Unknown(f"{kind}.{name}: count {count}")
            if count:
                yield f"{self.address}{kind}.{name}", kind, self.resource(kind, name)
        for name in self.calls:
            yield from self.module(name).every()

    def resource(self, kind, name):
        body = self.resources[kind, name]
        return {key: self.value(each) for key, each in body.items() if key not in META and key != "__is_block__"}

    def value(self, given):
        if isinstance(given, dict):
            return {unquote(key): self.value(each) for key, each in given.items() if key != "__is_block__"}
        if isinstance(given, list):
            return [self.value(each) for each in given]
        if not isinstance(given, str):
            return given
        if given.startswith('"'):
            return self.template(given[1:-1])
        return self.run(Parser(given[2:-1] if given.startswith("${") else given).whole())

    def template(self, text):
        out, at = [], 0
        while at < len(text):
            if text.startswith("${", at):
                end = template_end(text, at + 2)
                out.append(self.run(Parser(text[at + 2:end]).whole()))
                at = end + 1
            elif text[at] == "\\":
                out.append({"n": "\n", "t": "\t"}.get(text[at + 1], text[at + 1]))
                at += 2
            else:
                out.append(text[at])
                at += 1
        return out[0] if len(out) == 1 else "".join(str(each) for each in out)

    def run(self, tree):
        kind = tree[0]
        if kind == "value":
            return tree[1]
        if kind == "template":
            return self.template(tree[1])
        if kind == "list":
            return [self.run(each) for each in tree[1]]
        if kind == "object":
            return {key: self.run(each) for key, each in tree[1]}
        if kind == "for":
            return list(self.each(*tree[1:]))
        if kind == "if":
            return self.run(tree[2] if self.run(tree[1]) else tree[3])
        if kind == "unary":
            inner = self.run(tree[2])
            return (not inner) if tree[1] == "!" else -inner
        if kind == "call":
            return self.call(tree[1], [self.run(each) for each in tree[2]])
        if kind in ("name", "get"):
            return self.reference(tree)
        left, right = self.run(tree[1]), self.run(tree[2])
        return {
            "==": lambda: left == right, "!=": lambda: left != right, "*": lambda: left * right,
            "+": lambda: left + right, "-": lambda: left - right, "&&": lambda: left and right,
            "||": lambda: left or right, ">=": lambda: left >= right, "<=": lambda: left <= right,
        }[kind]()

    def each(self, name, over, value, condition):
        for self.names[name] in self.run(over):
            if self.run(condition):
                yield self.run(value)
        self.names.pop(name, None)

    def call(self, name, given):
        if name == "jsonencode":
            return json.dumps(given[0])
        if name == "concat":
            return [each for part in given for each in part]
        if name == "contains":
            return given[1] in given[0]
        if name == "file":
            return Path(given[0]).read_text()
        if name == "filebase64sha256":
            # The package is made later; its name is what can be checked.
            return base64.b64encode(hashlib.sha256(given[0].encode()).digest()).decode()
        raise Unknown(f"{name}()")

    def reference(self, tree):
        path = []
        while tree[0] == "get":
            path.insert(0, self.run(tree[2]))
            tree = tree[1]
        if tree[0] != "name":
            value = self.run(tree)
        else:
            value, path = self.root(tree[1], path)
        for each in path:
            value = value[each]
        return value

    def root(self, name, path):
        """The value that the first words name, and the words that are left."""
        if name in self.names:
            return self.names[name], path
        if name == "var":
            return self.variable(path[0]), path[1:]
        if name == "local":
            return self.value(self.locals[path[0]]), path[1:]
        if name == "path" and path == ["module"]:
            return str(self.folder), []
        if name == "module":
            inner = self.module(path[0])
            return inner.value(inner.outputs[path[1]]["value"]), path[2:]
        if name == "data" and (path[0], path[1]) in self.data:
            return DATA[path[0]], path[2:]
        if (name, path[0]) in self.resources:
            return self.attributes(self, name, path[0], path[1]), path[2:]
        raise Unknown(f"{name}.{'.'.join(map(str, path))}")


META = ("count", "depends_on")
