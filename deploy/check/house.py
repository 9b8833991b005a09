"""What must hold of either template, given its model."""

import re

FUNCTIONS = {"backlog-webhook", "orca-to-backlog", "securityhub-to-backlog", "tick"}
SENDS = ["sqs:SendMessage"]
# What each statement of a function may allow, beside what the ledger's crate says of its table.
LOGS = {"logs:CreateLogStream", "logs:PutLogEvents"}
SECRETS = {"secretsmanager:GetSecretValue"}
QUEUE = {"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"}


def problems(model, pattern, table, ledger_actions):
    """Sentences; none when all holds. `table` and `ledger_actions` are the crate's."""
    return [
        *functions(model, ledger_actions), *queues(model), *ledger(model, table), *rules(model, pattern),
        *public(model), *watched(model),
    ]


def functions(model, ledger_actions):
    found = {each["package"] for each in model["functions"].values()}
    if found != FUNCTIONS:
        yield f"functions are {', '.join(sorted(found))}, not {', '.join(sorted(FUNCTIONS))}"
    # Where the stack makes no table, one is there already.
    table = [f"arn:aws:dynamodb:[^:]+:[^:]+:table/{re.escape(name)}" for name in model["tables"] or ["ticket-bridge"]]
    for name, function in model["functions"].items():
        package, queue = function["package"], model["mappings"].get(name, {}).get("source")
        may = {
            "Logs": (LOGS, [f"arn:aws:logs:[^:]+:[^:]+:log-group:{re.escape(function['log_group'])}:\\*"]),
            "Ledger": (ledger_actions, [*table, *(f"{each}/index/\\*" for each in table)]),
            "Secrets": (SECRETS, [r"arn:aws:secretsmanager:[^:]+:[^:]+:secret:[\w/+=.@-]+-\?{6}"]),
            "Queue": (QUEUE, [re.escape(queue)] if queue else []),
        }
        for each in function["trust"]:
            if each["Principal"] != {"Service": "lambda.amazonaws.com"}:
                yield f"{package}: its role may be taken by {each['Principal']}"
        for each in function["may"]:
            sid = each.get("Sid", "")
            actions, resources = may.get("Ledger" if sid == "Indexes" else sid, (set(), []))
            if each["Effect"] != "Allow" or set(each) - {"Sid", "Effect", "Action", "Resource"}:
                yield f"{package}: {sid} has another form"
            for action in each.get("Action", []):
                if action not in actions:
                    yield f"{package}: {sid} allows {action}"
            for resource in each.get("Resource", []):
                if not any(re.fullmatch(known, resource) for known in resources):
                    yield f"{package}: {sid} allows {resource}"
        held = {action for each in function["may"] for action in each["Action"]}
        wanted = LOGS | SECRETS | ledger_actions | (QUEUE if queue else set())
        for action in sorted(wanted - held):
            yield f"{package}: nothing allows {action}"
        if function["runtime"] != "provided.al2023" or function["handler"] != "bootstrap":
            yield f"{package}: runs {function['handler']} on {function['runtime']}"
        if function["environment"]:
            yield f"{package}: has an environment; configuration is in ticket-bridge.toml, secrets in Secrets Manager"
        if package == "tick" and function["reserved"] is not None and function["reserved"] < 3:
            yield f"tick: {function['reserved']} reserved instances, so two long ticks leave none for the reconcile"
    if len({str(each) for function in model["functions"].values() for each in function["may"]
            if each.get("Sid") == "Secrets"}) != 1:
        yield "the functions may read different secrets, and each reads the whole ticket-bridge.toml"


def queues(model):
    arns = {f"arn:aws:sqs:ap-northeast-1:000000000000:{name}": name for name in model["queues"]}
    for name, each in model["queues"].items():
        if each["sse"] is not True:
            yield f"queue {name}: not encrypted"
    if len(model["mappings"]) != 2:
        yield f"{len(model['mappings'])} queues have a function, not 2"
    for name, mapping in model["mappings"].items():
        function = model["functions"][name]
        if mapping["responses"] != ["ReportBatchItemFailures"]:
            yield f"{name}: does not report batch item failures, so failed messages would be deleted"
        queue = model["queues"][arns[mapping["source"]]]
        if queue["visibility"] < 6 * function["timeout"]:
            yield f"{name}: visibility timeout {queue['visibility']} is less than six times {function['timeout']}"
        reserved = function["reserved"]
        if mapping["concurrency"] is None or (reserved is not None and mapping["concurrency"] > reserved):
            yield f"{name}: takes {mapping['concurrency']} batches at once with {reserved} reserved instances"
        redrive = queue["redrive"] or {}
        if redrive.get("deadLetterTargetArn") not in arns:
            yield f"{name}: its queue has no dead-letter queue"
        elif redrive["maxReceiveCount"] * queue["visibility"] < 3600:
            yield f"{name}: a ledger that fails for an hour sends its messages to the dead-letter queue"


def ledger(model, crate):
    if len(model["tables"]) > 1:
        yield f"{len(model['tables'])} tables"
    for name, each in model["tables"].items():
        for key, value in crate.items():
            if each[key] != value:
                yield f"table {name}: {key} is {each[key]}, and the crate has {value}"
        for key, value in (("billing", "PAY_PER_REQUEST"), ("protected", True), ("recovery", True), ("kept", True)):
            if each[key] != value:
                yield f"table {name}: {key} is {each[key]}, not {value}"


def rules(model, pattern):
    patterns = {name: each for name, each in model["rules"].items() if each["pattern"] is not None}
    if [each["pattern"] for each in patterns.values()] != [pattern]:
        yield "the rule's pattern is not that of securityhub-pattern.json"
    for name, each in patterns.items():
        for target in each["targets"]:
            if not target["dead_letters"] or not target["age"] or target["retries"] is None:
                yield f"rule {name}: a target without dead letters and retry policy"
    inputs = sorted((each["schedule"], str(target["input"])) for each in model["rules"].values() if each["schedule"]
                    for target in each["targets"])
    if inputs != SCHEDULES:
        yield f"schedules are {inputs}, not {SCHEDULES}"


SCHEDULES = [("rate(1 hour)", "{'task': 'reconcile'}"), ("rate(1 minute)", "{'task': 'tick'}")]


def public(model):
    """Nothing is open to all but the webhook's URL."""
    open_functions = {name for name, auth in model["urls"].items() if auth == "NONE"}
    if {model["functions"][name]["package"] for name in open_functions} != {"backlog-webhook"}:
        yield f"open function URLs: {', '.join(sorted(open_functions)) or 'none'}"
    through_url = set()
    for each in model["permissions"]:
        if each["principal"] == "*":
            how = (each["action"], each["auth"], each["via_url"])
            if each["function"] not in open_functions or how not in THROUGH_URL:
                yield f"{each['function']}: anybody may {each['action']}"
            through_url.add(how)
        elif not each["source"]:
            yield f"{each['function']}: {each['principal']} may call it from any account"
    if through_url != THROUGH_URL:
        yield "the function URL needs InvokeFunctionUrl and InvokeFunction, both through the URL only"
    for name, document in model["queue_policies"].items():
        for each in document:
            if each["Effect"] != "Allow":
                continue
            principal = each["Principal"]
            if principal == "*" or "*" in str(principal):
                yield f"queue {name}: anybody may send"
            if each["Action"] != SENDS or each["Resource"] != [f"arn:aws:sqs:ap-northeast-1:000000000000:{name}"]:
                yield f"queue {name}: its policy allows {each['Action']} on {each['Resource']}"
            if "Service" in principal and "aws:SourceArn" not in str(each.get("Condition")):
                yield f"queue {name}: any rule of any account may send"


THROUGH_URL = {("lambda:InvokeFunctionUrl", "NONE", None), ("lambda:InvokeFunction", None, True)}


# The item's line without its level: that may change. ticket-bridge/src/watch.rs names the member and its value.
DEAD_LETTER = '{ $.disposition = "dead_letter" }'


def watched(model):
    """Each function has a log that ends some day, and an alarm; so has each queue where messages are left."""
    alarms = [(each["namespace"], each["metric"], dict(each["dimensions"])) for each in model["alarms"].values()]
    for name, function in model["functions"].items():
        if not model["log_groups"].get(function["log_group"]):
            yield f"{name}: no log group with a retention"
        if function["log_group"] not in model["filters"]:
            yield f"{name}: its dead letters are not counted"
        if ("AWS/Lambda", "Errors", {"FunctionName": name}) not in alarms:
            yield f"{name}: no alarm for errors"
        if function["package"] == "tick" and ("AWS/Lambda", "Invocations", {"FunctionName": name}) not in alarms:
            yield f"{name}: no alarm when it does not run"
        if function["package"] == "tick" and ("AWS/Lambda", "AsyncEventsDropped", {"FunctionName": name}) not in alarms:
            yield f"{name}: no alarm for a reconcile that is dropped"
    left = {each["redrive"]["deadLetterTargetArn"] for each in model["queues"].values() if each["redrive"]}
    left |= {target["dead_letters"] for each in model["rules"].values() for target in each["targets"] if target["dead_letters"]}
    for name in sorted(each.rsplit(":", 1)[1] for each in left):
        if ("AWS/SQS", "ApproximateNumberOfMessagesVisible", {"QueueName": name}) not in alarms:
            yield f"queue {name}: no alarm for what is left there"
    for name, each in model["filters"].items():
        if each["pattern"] != DEAD_LETTER:
            yield f"{name}: counts {each['pattern']}, not {DEAD_LETTER}"
        if (each["namespace"], each["metric"], {}) not in alarms:
            yield f"{name}: no alarm for its count {each['metric']}"
