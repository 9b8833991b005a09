"""Event patterns, as EventBridge matches them: the operators that securityhub-pattern.json uses.

Arrays are looked into. Conditions under one array must hold for the same element. `exists: false` looks at the whole event.
"""


class Unknown(Exception):
    """An operator that is not known here."""


def leaves(event, path):
    """Each value at a path, whatever element of an array it is in."""
    if isinstance(event, list):
        return [leaf for each in event for leaf in leaves(each, path)]
    if not path:
        return [] if isinstance(event, dict) else [event]
    return leaves(event[path[0]], path[1:]) if isinstance(event, dict) and path[0] in event else []


def matches(pattern, event):
    return inside(pattern, event, (), event)


def inside(pattern, value, path, event):
    """Whether an object, or one element of an array, fits."""
    if isinstance(value, list):
        # Without an element only what must be absent can fit.
        return any(inside(pattern, each, path, event) for each in value or [{}])
    for key, wanted in pattern.items():
        if key.startswith("$"):
            raise Unknown(key)
        found = value.get(key) if isinstance(value, dict) else None
        here = (*path, key)
        if isinstance(wanted, list):
            if not any(allows(each, leaves(value, (key,)), here, event) for each in wanted):
                return False
        elif not inside(wanted, found if isinstance(found, (dict, list)) else {}, here, event):
            return False
    return True


def allows(rule, found, path, event):
    if not isinstance(rule, dict):
        return any(type(each) is type(rule) and each == rule for each in found)
    (operator, operand), = rule.items()
    if operator == "anything-but":
        refused = operand if isinstance(operand, list) else [operand]
        if not all(isinstance(each, str) for each in refused):
            raise Unknown(f"anything-but {operand!r}")
        return any(each not in refused for each in found)
    if operator == "exists":
        return bool(found) if operand else not leaves(event, path)
    raise Unknown(operator)
