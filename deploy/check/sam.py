"""The SAM template as a model: translated as `sam deploy` has it translated, then with its parameters put in."""

import copy
import functools
import json
import os
import re
from pathlib import Path

import boto3
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse

from model import ACCOUNT, REGION, Properties, Surplus, arn, empty, statements

PSEUDO = {"AWS::Region": REGION, "AWS::AccountId": ACCOUNT, "AWS::Partition": "aws", "AWS::StackName": "ticket-bridge"}
NOTHING = object()
os.environ.setdefault("AWS_DEFAULT_REGION", REGION)


def translate(path):
    return copy.deepcopy(translated(Path(path).read_text()))


@functools.cache
def translated(text):
    """The template in CloudFormation's own words. Code is not uploaded, so each function's folder stands for it."""
    template = yaml_parse(text)
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            folder = resource["Properties"]["CodeUri"]
            resource["Properties"]["CodeUri"] = f"s3://packages/{Path(folder).name}"
    session = boto3.Session(region_name=REGION)
    return Translator({}, Parser(), boto_session=session).translate(template, {})


class Stack:
    """The translated template, with values for its parameters."""

    def __init__(self, template, given):
        self.template = template
        self.resources = template["Resources"]
        self.parameters = {name: each.get("Default") for name, each in template["Parameters"].items()}
        unknown = set(given) - set(self.parameters)
        if unknown:
            raise Surplus(f"no parameter {', '.join(sorted(unknown))}")
        self.parameters.update(given)
        self.conditions = template.get("Conditions", {})

    def every(self):
        for name, resource in self.resources.items():
            if "Condition" not in resource or self.condition(resource["Condition"]):
                surplus = set(resource) - {"Type", "Properties", "Condition", "DeletionPolicy", "UpdateReplacePolicy",
                                           "DependsOn", "Metadata"}
                if surplus:
                    raise Surplus(f"{name}: {', '.join(surplus)}")
                yield name, resource["Type"], self.value(resource.get("Properties", {}))

    def condition(self, name):
        return self.value(self.conditions[name])

    def value(self, given):
        if isinstance(given, list):
            return [each for each in map(self.value, given) if each is not NOTHING]
        if not isinstance(given, dict):
            return given
        if len(given) == 1:
            (name, inner), = given.items()
            if name in FUNCTIONS:
                return FUNCTIONS[name](self, inner)
            if name.startswith("Fn::"):
                raise Surplus(f"the check does not know {name}")
        out = {key: self.value(each) for key, each in given.items()}
        return {key: each for key, each in out.items() if each is not NOTHING}

    def ref(self, name):
        if name == "AWS::NoValue":
            return NOTHING
        if name in PSEUDO:
            return PSEUDO[name]
        if name in self.parameters:
            value = self.parameters[name]
            if self.template["Parameters"][name]["Type"] == "Number":
                return int(value)
            return value
        return self.attribute([name, "Ref"])

    def attribute(self, path):
        name, wanted = path if isinstance(path, list) else path.split(".")
        kind = self.resources[name]["Type"]
        if kind in ("AWS::IAM::Role", "AWS::IAM::ManagedPolicy"):
            return f"{kind}:{name}"
        named = self.value(self.resources[name]["Properties"].get(NAMES.get(kind)))
        known = {
            "AWS::SQS::Queue": {"Ref": f"queue:{named}", "Arn": arn("sqs", named), "QueueName": named},
            "AWS::DynamoDB::Table": {"Ref": named, "Arn": arn("dynamodb", f"table/{named}")},
            "AWS::Lambda::Function": {"Ref": named, "Arn": arn("lambda", f"function:{named}")},
            "AWS::Logs::LogGroup": {"Ref": named, "Arn": arn("logs", f"log-group:{named}:*")},
            "AWS::Events::Rule": {"Ref": named, "Arn": arn("events", f"rule/{named}")},
            "AWS::Lambda::Url": {"FunctionUrl": "url"},
        }
        return known[kind][wanted]

    def sub(self, text):
        def one(found):
            name = found.group(1)
            return str(self.attribute(name) if "." in name else self.ref(name))
        return re.sub(r"\$\{([^}!]+)\}", one, text)

    def choose(self, inner):
        name, then, otherwise = inner
        return self.value(then if self.condition(name) else otherwise)

    def find(self, inner):
        table, row, column = inner
        return self.template["Mappings"][table][str(self.value(row))][column]


NAMES = {"AWS::SQS::Queue": "QueueName", "AWS::DynamoDB::Table": "TableName", "AWS::Lambda::Function": "FunctionName",
         "AWS::Logs::LogGroup": "LogGroupName", "AWS::Events::Rule": "Name"}
FUNCTIONS = {
    "Ref": Stack.ref, "Fn::GetAtt": Stack.attribute, "Fn::Sub": Stack.sub, "Fn::If": Stack.choose,
    "Fn::FindInMap": Stack.find,
    "Fn::Equals": lambda stack, inner: str(stack.value(inner[0])) == str(stack.value(inner[1])),
    "Fn::Not": lambda stack, inner: not stack.value(inner[0]),
}


def model(template, given):
    """The model of a translated template."""
    out, roles, managed, functions = empty(), {}, {}, {}
    stack = Stack(template, given)
    for name, kind, values in stack.every():
        properties = Properties(name, values)
        if kind == "AWS::IAM::Role":
            roles[f"{kind}:{name}"] = role(properties)
        elif kind == "AWS::IAM::ManagedPolicy":
            managed[f"{kind}:{name}"] = properties.take("PolicyDocument")["Statement"]
        elif kind == "AWS::Lambda::Function":
            title, its_role, function = lambda_function(properties)
            out["functions"][title], functions[title] = function, its_role
        elif kind == "AWS::DynamoDB::Table":
            kept = [stack.resources[name].get(each) for each in ("DeletionPolicy", "UpdateReplacePolicy")]
            table(properties, out, kept == ["Retain", "Retain"])
        elif kind in HANDLED:
            HANDLED[kind](properties, out)
        else:
            raise Surplus(f"{name}: the check does not know {kind}")
        properties.done()
    for title, its_role in functions.items():
        trust, own, names = roles[its_role]
        allowed = own + [each for name in names for each in managed[name]]
        out["functions"][title].update(trust=trust, may=statements({"Statement": allowed}))
    out["permissions"].sort(key=str)
    return out


def truth(value):
    """CloudFormation takes the words too."""
    return {"true": True, "false": False}.get(value, value)


def role(properties):
    """Who may take it, what it allows itself, and the policies that it names."""
    trust = statements(properties.take("AssumeRolePolicyDocument"))
    own = [each for policy in properties.take("Policies", []) for each in policy["PolicyDocument"]["Statement"]]
    return trust, own, properties.take("ManagedPolicyArns", [])


def lambda_function(properties):
    take = properties.take
    take("Tags")
    logs = take("LoggingConfig")
    return take("FunctionName"), take("Role"), {
        "package": take("Code")["S3Key"], "runtime": take("Runtime"), "handler": take("Handler"),
        "architectures": take("Architectures"), "memory": take("MemorySize"), "timeout": int(take("Timeout")),
        "reserved": take("ReservedConcurrentExecutions"), "environment": take("Environment", {}).get("Variables", {}),
        "log_group": logs["LogGroup"], "log_format": logs.get("LogFormat", "Text"),
    }


def queue(properties, out):
    take = properties.take
    out["queues"][take("QueueName")] = {
        "sse": take("SqsManagedSseEnabled"), "retention": take("MessageRetentionPeriod"),
        "visibility": take("VisibilityTimeout", 30), "redrive": take("RedrivePolicy"),
    }


def queue_policy(properties, out):
    document = statements(properties.take("PolicyDocument"))
    for each in properties.take("Queues"):
        out["queue_policies"][each.removeprefix("queue:")] = document


def mapping(properties, out):
    take = properties.take
    out["mappings"][take("FunctionName")] = {
        "source": take("EventSourceArn"), "enabled": truth(take("Enabled", True)), "batch": take("BatchSize"), "responses": take("FunctionResponseTypes"),
        "concurrency": take("ScalingConfig", {}).get("MaximumConcurrency"),
    }


def table(properties, out, kept):
    take = properties.take
    ttl = take("TimeToLiveSpecification", {})
    keys = lambda of: [each["AttributeName"] for each in sorted(of, key=lambda each: each["KeyType"])]
    out["tables"][take("TableName")] = {
        "billing": take("BillingMode"), "protected": take("DeletionProtectionEnabled"), "kept": kept,
        "recovery": take("PointInTimeRecoverySpecification", {}).get("PointInTimeRecoveryEnabled"),
        "ttl": ttl.get("AttributeName") if ttl.get("Enabled") else None, "keys": keys(take("KeySchema")),
        "attributes": {each["AttributeName"]: each["AttributeType"] for each in take("AttributeDefinitions")},
        "indexes": {each["IndexName"]: {
            "keys": keys(each["KeySchema"]), "projection": each["Projection"]["ProjectionType"],
            "with": sorted(each["Projection"].get("NonKeyAttributes", [])),
        } for each in take("GlobalSecondaryIndexes", [])},
    }


def rule(properties, out):
    take = properties.take
    targets = []
    for each in take("Targets"):
        retry = each.get("RetryPolicy", {})
        targets.append({
            "arn": each["Arn"], "input": json.loads(each.get("Input", "null")),
            "dead_letters": each.get("DeadLetterConfig", {}).get("Arn"),
            "age": retry.get("MaximumEventAgeInSeconds"), "retries": retry.get("MaximumRetryAttempts"),
        })
        surplus = set(each) - {"Id", "Arn", "Input", "DeadLetterConfig", "RetryPolicy"}
        if surplus:
            raise Surplus(f"a target: {', '.join(surplus)}")
    out["rules"][take("Name")] = {
        "targets": targets, "state": take("State", "ENABLED"), "schedule": take("ScheduleExpression"),
        "description": take("Description"), "pattern": take("EventPattern"),
    }


def permission(properties, out):
    take = properties.take
    out["permissions"].append({
        "action": take("Action"), "function": take("FunctionName"), "principal": take("Principal"),
        "source": take("SourceArn"), "auth": take("FunctionUrlAuthType"), "via_url": take("InvokedViaFunctionUrl"),
    })


def url(properties, out):
    out["urls"][properties.take("TargetFunctionArn")] = properties.take("AuthType")


def invoke_config(properties, out):
    take = properties.take
    take("DestinationConfig"), take("Qualifier")
    out["invoke_configs"][take("FunctionName")] = {
        "retries": take("MaximumRetryAttempts"), "age": take("MaximumEventAgeInSeconds")}


def log_group(properties, out):
    out["log_groups"][properties.take("LogGroupName")] = properties.take("RetentionInDays")


def metric_filter(properties, out):
    metric, = properties.take("MetricTransformations")
    out["filters"][properties.take("LogGroupName")] = {
        "pattern": properties.take("FilterPattern"), "namespace": metric["MetricNamespace"],
        "metric": metric["MetricName"], "value": metric["MetricValue"]}


def alarm(properties, out):
    take = properties.take
    out["alarms"][take("AlarmName")] = {
        "description": take("AlarmDescription"), "acts": truth(take("ActionsEnabled", True)), "actions": take("AlarmActions"), "namespace": take("Namespace"),
        "metric": take("MetricName"), "dimensions": {each["Name"]: each["Value"] for each in take("Dimensions", [])},
        "statistic": take("Statistic"), "period": take("Period"), "periods": take("EvaluationPeriods"),
        "threshold": take("Threshold"), "comparison": take("ComparisonOperator"), "missing": take("TreatMissingData"),
    }


HANDLED = {
    "AWS::SQS::Queue": queue, "AWS::SQS::QueuePolicy": queue_policy, "AWS::Lambda::EventSourceMapping": mapping,
    "AWS::Events::Rule": rule, "AWS::Lambda::Permission": permission, "AWS::Lambda::Url": url,
    "AWS::Lambda::EventInvokeConfig": invoke_config, "AWS::Logs::LogGroup": log_group,
    "AWS::Logs::MetricFilter": metric_filter, "AWS::CloudWatch::Alarm": alarm,
}
