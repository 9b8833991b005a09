"""What both templates are turned into: plain values under the names that AWS will show."""

REGION, ACCOUNT = "ap-northeast-1", "000000000000"
KINDS = ("functions", "queues", "queue_policies", "mappings", "tables", "rules", "urls", "invoke_configs",
         "log_groups", "filters", "alarms")


class Surplus(Exception):
    """A property that the model does not hold, so that no check would see it."""


class Properties:
    """Takes each property once. `done` complains of what nobody took."""

    def __init__(self, where, given):
        self.where, self.rest = where, dict(given)

    def take(self, name, default=None):
        return self.rest.pop(name, default)

    def done(self):
        left = [name for name, value in self.rest.items() if value is not None]
        if left:
            raise Surplus(f"{self.where}: the check does not know {', '.join(sorted(left))}")


def empty():
    return {**{kind: {} for kind in KINDS}, "permissions": []}


def arn(service, rest):
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{rest}"


def statements(document):
    """A policy's statements, in one order, with lists for actions and resources."""
    out = []
    for each in document["Statement"]:
        each = dict(each)
        for key in ("Action", "Resource"):
            if isinstance(each.get(key), str):
                each[key] = [each[key]]
            if key in each:
                each[key] = sorted(each[key])
        out.append(each)
    return sorted(out, key=lambda each: (each.get("Sid", ""), str(each)))


def flatten(value, path=""):
    """(path, value) of each leaf."""
    if isinstance(value, dict) and value:
        for key in sorted(value):
            yield from flatten(value[key], f"{path}/{key}")
    elif isinstance(value, list) and value:
        for index, each in enumerate(value):
            yield from flatten(each, f"{path}/{index}")
    else:
        yield path, value


def differences(left, right):
    """Sentences about each leaf in which two models differ."""
    a, b = dict(flatten(left)), dict(flatten(right))
    out = []
    for path in sorted(a.keys() | b.keys()):
        if a.get(path, "nothing") != b.get(path, "nothing"):
            out.append(f"{path}: SAM has {a.get(path, 'nothing')!r}, Terraform {b.get(path, 'nothing')!r}")
    return out
