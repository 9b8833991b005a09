"""The Terraform module as a model."""

import json
from pathlib import Path

import hcl
from model import Properties, arn, empty, statements


def attributes(module, kind, name, wanted):
    """What one resource tells of itself: enough of each kind that the module refers to."""
    if kind == "aws_iam_role":
        return f"role:{module.address}{name}"
    body = module.resources[kind, name]
    named = lambda key="name": module.value(body[key])
    known = {
        "aws_sqs_queue": lambda: {"name": named(), "arn": arn("sqs", named()), "url": f"queue:{named()}"},
        "aws_dynamodb_table": lambda: {"name": named(), "arn": arn("dynamodb", f"table/{named()}")},
        "aws_lambda_function": lambda: {
            "function_name": named("function_name"), "arn": arn("lambda", f"function:{named('function_name')}")},
        "aws_lambda_function_url": lambda: {"function_url": f"url:{named('function_name')}"},
        "aws_cloudwatch_log_group": lambda: {"name": named(), "arn": arn("logs", f"log-group:{named()}")},
        "aws_cloudwatch_event_rule": lambda: {"name": named(), "arn": arn("events", f"rule/{named()}")},
    }
    if kind not in known or wanted not in known[kind]():
        raise hcl.Unknown(f"{kind}.{name}.{wanted}")
    return known[kind]()[wanted]


def load(folder, given):
    return hcl.Module(folder, {"packages": "packages", **given}, attributes)


def block(properties, name):
    """The one block of this name, or an empty one."""
    found = properties.take(name, [])
    if len(found) > 1:
        raise hcl.Unknown(f"{properties.where}: {len(found)} blocks {name}")
    return found[0] if found else {}


def model(folder, given):
    out, roles, functions = empty(), {}, {}
    for where, kind, values in load(folder, given).every():
        properties = Properties(where, values)
        if kind == "aws_iam_role_policy":
            role, policy = properties.take("role"), json.loads(properties.take("policy"))
            roles.setdefault(role, {}).setdefault("may", []).extend(policy["Statement"])
            properties.take("name")
        elif kind == "aws_iam_role":
            role = "role:" + where.replace("aws_iam_role.", "")
            roles.setdefault(role, {})["trust"] = statements(json.loads(properties.take("assume_role_policy")))
        elif kind == "aws_lambda_function":
            name, role, function = lambda_function(properties)
            out["functions"][name] = function
            functions[name] = role
        else:
            HANDLED[kind](properties, out)
        properties.done()
    for name, role in functions.items():
        allowed = statements({"Statement": roles[role].get("may", [])})
        out["functions"][name].update(trust=roles[role]["trust"], may=allowed)
    out["permissions"].sort(key=str)
    return out


def lambda_function(properties):
    take = properties.take
    take("source_code_hash")
    logs = block(properties, "logging_config")
    reserved = take("reserved_concurrent_executions")
    return take("function_name"), take("role"), {
        "package": Path(take("filename")).stem, "runtime": take("runtime"), "handler": take("handler"),
        "architectures": take("architectures"), "memory": take("memory_size"), "timeout": take("timeout"),
        "reserved": None if reserved == -1 else reserved,
        "environment": block(properties, "environment").get("variables", {}),
        "log_group": logs["log_group"], "log_format": logs["log_format"],
    }


def queue(properties, out):
    take = properties.take
    redrive = json.loads(take("redrive_policy", "null"))
    out["queues"][take("name")] = {
        "sse": take("sqs_managed_sse_enabled"), "retention": take("message_retention_seconds"),
        "visibility": take("visibility_timeout_seconds", 30), "redrive": redrive,
    }


def queue_policy(properties, out):
    name = properties.take("queue_url").removeprefix("queue:")
    out["queue_policies"][name] = statements(json.loads(properties.take("policy")))


def mapping(properties, out):
    take = properties.take
    out["mappings"][take("function_name")] = {
        "source": take("event_source_arn"), "enabled": take("enabled", True), "batch": take("batch_size"), "responses": take("function_response_types"),
        "concurrency": block(properties, "scaling_config").get("maximum_concurrency"),
    }


def table(properties, out):
    take = properties.take
    ttl = block(properties, "ttl")
    keys = lambda of: [key for key in (of.get("hash_key"), of.get("range_key")) if key]
    own = keys({"hash_key": take("hash_key"), "range_key": take("range_key")})
    out["tables"][take("name")] = {
        "billing": take("billing_mode"), "protected": take("deletion_protection_enabled"),
        "recovery": block(properties, "point_in_time_recovery").get("enabled"),
        "kept": block(properties, "lifecycle").get("prevent_destroy", False),
        "ttl": ttl.get("attribute_name") if ttl.get("enabled", True) else None, "keys": own,
        "attributes": {each["name"]: each["type"] for each in take("attribute", [])},
        "indexes": {each["name"]: {
            "keys": keys(each), "projection": each["projection_type"],
            "with": sorted(each.get("non_key_attributes", [])),
        } for each in take("global_secondary_index", [])},
    }


def rule(properties, out):
    take = properties.take
    pattern = take("event_pattern")
    entry = out["rules"].setdefault(take("name"), {"targets": []})
    entry.update(state=take("state", "ENABLED"), schedule=take("schedule_expression"), description=take("description"),
                 pattern=json.loads(pattern) if pattern else None)


def target(properties, out):
    take = properties.take
    entry = out["rules"].setdefault(take("rule"), {"targets": []})
    retry = block(properties, "retry_policy")
    entry["targets"].append({
        "arn": take("arn"), "input": json.loads(take("input", "null")),
        "dead_letters": block(properties, "dead_letter_config").get("arn"),
        "age": retry.get("maximum_event_age_in_seconds"), "retries": retry.get("maximum_retry_attempts"),
    })


def permission(properties, out):
    take = properties.take
    out["permissions"].append({
        "action": take("action"), "function": take("function_name"), "principal": take("principal"),
        "source": take("source_arn"), "auth": take("function_url_auth_type"), "via_url": take("invoked_via_function_url"),
    })


def url(properties, out):
    out["urls"][properties.take("function_name")] = properties.take("authorization_type")


def invoke_config(properties, out):
    take = properties.take
    out["invoke_configs"][take("function_name")] = {
        "retries": take("maximum_retry_attempts"), "age": take("maximum_event_age_in_seconds")}


def log_group(properties, out):
    out["log_groups"][properties.take("name")] = properties.take("retention_in_days")


def metric_filter(properties, out):
    metric = block(properties, "metric_transformation")
    properties.take("name")
    out["filters"][properties.take("log_group_name")] = {
        "pattern": properties.take("pattern"), "namespace": metric["namespace"], "metric": metric["name"],
        "value": metric["value"]}


def alarm(properties, out):
    take = properties.take
    out["alarms"][take("alarm_name")] = {
        "description": take("alarm_description"), "acts": take("actions_enabled", True), "actions": take("alarm_actions"), "namespace": take("namespace"),
        "metric": take("metric_name"), "dimensions": take("dimensions", {}), "statistic": take("statistic"),
        "period": take("period"), "periods": take("evaluation_periods"), "threshold": take("threshold"),
        "comparison": take("comparison_operator"), "missing": take("treat_missing_data"),
    }


HANDLED = {
    "aws_sqs_queue": queue, "aws_sqs_queue_policy": queue_policy, "aws_lambda_event_source_mapping": mapping,
    "aws_dynamodb_table": table, "aws_cloudwatch_event_rule": rule, "aws_cloudwatch_event_target": target,
    "aws_lambda_permission": permission, "aws_lambda_function_url": url,
    "aws_lambda_function_event_invoke_config": invoke_config, "aws_cloudwatch_log_group": log_group,
    "aws_cloudwatch_log_metric_filter": metric_filter, "aws_cloudwatch_metric_alarm": alarm,
}
