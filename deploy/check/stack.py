#!/usr/bin/env python3
"""Creates the SAM template's stack on moto, a stand-in for AWS in this process, and looks at what is there.

    stack.py [DEPLOY]

It knows no queue policies, alarms, metric filters, function URLs and invoke configurations, and takes no notice of time
to live, recovery and architecture: for those the lint and check.py stand.
"""

import io
import json
import logging
import sys
import warnings
import zipfile
from pathlib import Path

import boto3
from moto import mock_aws

import ledger
import sam

ROOT = Path(__file__).resolve().parent.parent.parent
NOT_MADE = {"AWS::CloudWatch::Alarm", "AWS::Lambda::EventInvokeConfig", "AWS::Lambda::Url", "AWS::Logs::MetricFilter",
            "AWS::SQS::QueuePolicy"}


def client(service):
    return boto3.client(service, region_name=sam.REGION, aws_access_key_id="canary", aws_secret_access_key="canary")


def create(template):
    """The logical names of what the stack says it made."""
    storage = client("s3")
    storage.create_bucket(Bucket="packages", CreateBucketConfiguration={"LocationConstraint": sam.REGION})
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("bootstrap", "")
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Lambda::Function":
            key = resource["Properties"]["Code"]["S3Key"]
            storage.put_object(Bucket="packages", Key=key, Body=packed.getvalue())
    # It cannot tell the address of what it does not make.
    template["Outputs"].pop("WebhookUrl")
    stacks = client("cloudformation")
    stacks.create_stack(StackName="ticket-bridge", TemplateBody=json.dumps(template), Capabilities=["CAPABILITY_IAM"])
    pages = stacks.get_paginator("list_stack_resources").paginate(StackName="ticket-bridge")
    return {each["LogicalResourceId"] for page in pages for each in page["StackResourceSummaries"]}


def differs(what, found, wanted):
    if found != wanted:
        yield f"{what} is {found}, not {wanted}"


def table(name, wanted):
    """As the service tells it."""
    told = client("dynamodb").describe_table(TableName=name)["Table"]
    keys = lambda schema: [each["AttributeName"] for each in sorted(schema, key=lambda each: each["KeyType"])]
    yield from differs("key of the table", keys(told["KeySchema"]), wanted["keys"])
    types = {each["AttributeName"]: each["AttributeType"] for each in told["AttributeDefinitions"]}
    yield from differs("attributes of the table", types, wanted["attributes"])
    indexes = {each["IndexName"]: keys(each["KeySchema"]) for each in told.get("GlobalSecondaryIndexes", [])}
    yield from differs("indexes", indexes, {name: each["keys"] for name, each in wanted["indexes"].items()})


def queue(name, left):
    """Where its messages end that are never deleted."""
    queues = client("sqs")
    told = queues.get_queue_attributes(
        QueueUrl=queues.get_queue_url(QueueName=name)["QueueUrl"], AttributeNames=["All"])["Attributes"]
    redrive = json.loads(told["RedrivePolicy"])
    found = (redrive["deadLetterTargetArn"].rsplit(":", 1)[1], int(redrive["maxReceiveCount"]))
    yield from differs(f"redrive of {name}", found, (left, 10))
    yield from differs(f"visibility timeout of {name}", told["VisibilityTimeout"], "360")


def functions():
    service = client("lambda")
    found = {each["FunctionName"]: each for each in service.list_functions()["Functions"]}
    yield from differs("functions", sorted(found), [f"ticket-bridge-{name}" for name in NAMES])
    for name, each in found.items():
        yield from differs(f"runtime of {name}", each["Runtime"], "provided.al2023")
    for name, queue in (("orca-to-backlog", "orca"), ("securityhub-to-backlog", "findings")):
        mappings = service.list_event_source_mappings(FunctionName=f"ticket-bridge-{name}")["EventSourceMappings"]
        told = [(each["EventSourceArn"].rsplit(":", 1)[1], each.get("FunctionResponseTypes")) for each in mappings]
        yield from differs(f"queue of {name}", told, [(f"ticket-bridge-{queue}", ["ReportBatchItemFailures"])])


NAMES = ["backlog-webhook", "orca-to-backlog", "securityhub-to-backlog", "tick"]


def rule(pattern):
    events = client("events")
    told = events.describe_rule(Name="ticket-bridge-findings")
    yield from differs("pattern", json.loads(told["EventPattern"]), pattern)
    targets = events.list_targets_by_rule(Rule="ticket-bridge-findings")["Targets"]
    names = [(each["Arn"].rsplit(":", 1)[1], each["DeadLetterConfig"]["Arn"].rsplit(":", 1)[1]) for each in targets]
    yield from differs("target", names, [("ticket-bridge-findings", "ticket-bridge-findings-undelivered")])


def problems(deploy):
    template = sam.translate(deploy / "sam/template.yaml")
    made = create(template)
    for name, resource in template["Resources"].items():
        if resource["Type"] not in NOT_MADE and "Condition" not in resource and name not in made:
            yield f"{name} was not made"
    yield from table("ticket-bridge", ledger.table(ROOT / "ledgers/dynamodb"))
    yield from functions()
    for name in ("orca", "findings"):
        yield from queue(f"ticket-bridge-{name}", f"ticket-bridge-{name}-dead-letters")
    yield from rule(json.loads((deploy / "securityhub-pattern.json").read_text()))


def main(deploy):
    logging.disable(logging.CRITICAL)
    # It warns of each kind that it does not make; the list above is ours.
    warnings.simplefilter("ignore")
    with mock_aws():
        found = list(problems(deploy))
    for each in found:
        print(f"stack: {each}", file=sys.stderr)
    if found:
        raise SystemExit(1)
    print("stack: created on moto; table, queues, functions and rule are as the template says")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT / "deploy")
