#!/usr/bin/env python3
"""Shows that each check fails on a broken copy, and says why in its own words."""

import contextlib
import io
import shutil
import sys
import tempfile
from pathlib import Path

import check
import stack

DEPLOY = Path(__file__).resolve().parent.parent
SAM, MAIN, FUNCTION = "sam/template.yaml", "terraform/main.tf", "terraform/function/main.tf"
# What is broken: file, text, its replacement (each place), what the check must say.
BREAKS = [
    # One template alone: the two differ.
    (SAM, "Default: 256", "Default: 128", "parameter memory_size"),
    (SAM, "Parameters:\n", "Parameters:\n  Spare: {Type: String}\n", "SAM: nothing uses Spare"),
    ("terraform/versions.tf", "terraform {", 'variable "spare" {}\nterraform {', "Terraform: nothing uses spare"),
    (SAM, "BatchSize: 10", "BatchSize: 5", "/mappings/"),
    (SAM, "MaximumRetryAttempts: 185", "MaximumRetryAttempts: 3", "/retries"),
    (SAM, "  OrcaQueueArn:\n", "  QueueArn:\n", "outputs: SAM has"),
    (SAM, "lambda.amazonaws.com", "ec2.amazonaws.com", "its role may be taken by"),
    (MAIN, '= "rate(1 hour)"', '= "rate(2 hours)"', "schedules are"),
    ("terraform/variables.tf", "default     = 90", "default     = 30", "parameter log_retention_days"),
    (FUNCTION, '"dead_letter\\"', '"dead\\"', "/filters/"),
    ("terraform/alarms.tf", 'alarm_actions       = local.alarm_actions', "alarm_actions       = []", "/actions"),
    # Permissions.
    (SAM, "[dynamodb:GetItem,", "[dynamodb:DeleteItem, dynamodb:GetItem,", "Ledger allows dynamodb:DeleteItem"),
    (SAM, "Action: [dynamodb:Query]", 'Action: ["dynamodb:*"]', "Indexes allows dynamodb:*"),
    (SAM, ':table/${LedgerTable}"]', ':table/${LedgerTable}", "*"]', "Ledger allows *"),
    (FUNCTION, "Resource = var.settings.secrets", 'Resource = ["*"]', "Secrets allows *"),
    (FUNCTION, '"sqs:DeleteMessage", ', "", "nothing allows sqs:DeleteMessage"),
    (FUNCTION, "Resource = var.settings.secrets", 'Resource = var.queue == "" ? var.settings.secrets : []', "different secrets"),
    # Queues.
    (SAM, "[ReportBatchItemFailures]", "[]", "does not report batch item failures"),
    (MAIN, '  function_response_types = ["ReportBatchItemFailures"]\n', "", "does not report batch item failures"),
    (MAIN, "6 * var.timeout", "5 * var.timeout", "is less than six times"),
    (SAM, '"900": {Seconds: 5400}', '"900": {Seconds: 900}', "Timeout=900: ticket-bridge-"),
    (SAM, "maxReceiveCount: 10", "maxReceiveCount: 2", "fails for an hour"),
    (MAIN, "sqs_managed_sse_enabled    = true", "sqs_managed_sse_enabled    = false", "not encrypted"),
    (SAM, "MaximumConcurrency: !Ref QueueConcurrency", "MaximumConcurrency: 50", "with 2 reserved instances"),
    # Who may call.
    (SAM, "Principal: {AWS: !Ref OrcaPrincipalArn}", 'Principal: {AWS: "*"}', "anybody may send"),
    (MAIN, 'Condition = { ArnEquals = { "aws:SourceArn" = aws_cloudwatch_event_rule.findings_rule.arn } }', "",
     "any rule of any account may send"),
    (MAIN, "  invoked_via_function_url = true\n", "", "anybody may lambda:InvokeFunction"),
    (SAM, "      FunctionUrlConfig: {AuthType: NONE}\n", "      FunctionUrlConfig: {AuthType: AWS_IAM}\n", "open function URLs: none"),
    # The table.
    (SAM, "    Condition: MakeLedger\n", "", "/tables/"),
    (SAM, "MakeLedger: !Equals [!Ref CreateLedger", "MakeLedger: !Equals [!Ref Running", "/tables/"),
    ("terraform/variables.tf", 'has made the table."\n  type        = bool\n  default     = true',
     'has made the table."\n  type        = bool\n  default     = false', "Terraform: makes no table"),
    (SAM, "            Enabled: !Ref Running\n", "", "/enabled"),
    (SAM, "DeletionPolicy: Retain", "DeletionPolicy: Delete", "kept is False"),
    (MAIN, "prevent_destroy = true", "prevent_destroy = false", "kept is False"),
    (MAIN, 'attribute_name = "expires"', 'attribute_name = "ttl"', "ttl is ttl, and the crate has expires"),
    (SAM, "AttributeName: wake", "AttributeName: due_at", "the crate has"),
    (SAM, "ProjectionType: KEYS_ONLY", "ProjectionType: ALL", "README.md/ticket-bridge/indexes"),
    (MAIN, 'name            = "ticket"', 'name            = "tickets"', "indexes is"),
    (SAM, "PointInTimeRecoveryEnabled: true", "PointInTimeRecoveryEnabled: false", "recovery is False"),
    # The pattern.
    (SAM, ", {exists: false}]", "]", "not that of securityhub-pattern.json"),
    ("securityhub-pattern.json", ', { "exists": false }', "", "passes-without-compliance.json"),
    ("securityhub-pattern.json", '"HIGH", ', '"LOW", "HIGH", ', "stays-low.json"),
    ("securityhub-pattern.json", '"RecordState": ["ACTIVE"],', "", "stays-archived.json"),
    ("securityhub-pattern.json", '"Workflow": { "Status": ["NEW"] },', "", "stays-suppressed.json"),
    ("securityhub-pattern.json", '["PASSED"]', '["WARNING"]', "stays-passed.json"),
    # Alarms and logs.
    (SAM, "MetricName: Errors", "MetricName: Throttles", "no alarm for errors"),
    (SAM, "MetricName: Invocations", "MetricName: Duration", "no alarm when it does not run"),
    (SAM, "MetricName: AsyncEventsDropped", "MetricName: AsyncEventAge", "no alarm for a reconcile that is dropped"),
    (SAM, "!If [Reserve, 3,", "!If [Reserve, 2,", "leave none for the reconcile"),
    (FUNCTION, "{ $.disposition", '{ $.level = \\"INFO\\" && $.disposition', "not { $.disposition ="),
    ("terraform/alarms.tf", "QueueName = aws_sqs_queue.findings_undelivered.name", "QueueName = aws_sqs_queue.orca_queue.name",
     "no alarm for what is left there"),
    # Terraform's names.
    (MAIN, "batch_size              = 10", "batch_sise              = 10", "no attribute or block batch_sise"),
    (MAIN, "  authorization_type = \"NONE\"\n", "", "authorization_type is missing"),
    (MAIN, "scaling_config {", "scaling_config = {", "scaling_config is a block"),
    (MAIN, "maximum_concurrency = var", "maximum_concurency = var", "no attribute or block maximum_concurency"),
    (MAIN, "queue_url = aws_sqs_queue.findings_queue.url", "queue_url = aws_sqs_queue.findings_queue.uri", "has no uri"),
    (MAIN, "queue_url = aws_sqs_queue.findings_queue.url", "queue_url = aws_sqs_queue.finding_queue.url",
     "there is no aws_sqs_queue.finding_queue"),
    (MAIN, "batch_size              = 10", 'batch_size              = "10"', "is a number, not a string"),
    (MAIN, 'resource "aws_sqs_queue" "orca_dead_letters"', 'resource "aws_sqs_que" "orca_dead_letters"', "not in aws-provider.json"),
    (MAIN, "concurrency = var.reserve_concurrency ? 3 : -1", "concurency = 3", "no variable concurency"),
    (MAIN, "timeout  = var.tick_timeout", "", "var.timeout has no value"),
    ("terraform/versions.tf", "< 7.0", "< 6.30", "does not take in"),
    (MAIN, "  batch_size              = 10\n", "  batch_size              = 10\n  batch_size = 10\n", "batch_size is there twice"),
    # The guide.
    ("../docs/deploy.md", "--arm64 -p examples-lambda", "-p examples-lambda", "the guide's languages differ in"),
    ("../docs/deploy.ja.md", 'token = "secretsmanager:ticket-bridge/orca"', 'token = "env:ORCA"', "deploy.ja.md: secrets are"),
    ("../docs/deploy.md", "| `TickTimeout` |", "| `TickTime` |", "deploy.md: TickTimeout is a parameter in one"),
    ("../docs/deploy.md", "file:///dev/stdin", '"$KEY"', "deploy.md: a secret stands in the arguments"),
    ("../docs/deploy.md", "`<name>-tick-dropped`", "`<name>-tick-late`", "deploy.md: the alarm tick-late is in one"),
    ("../docs/deploy.ja.md", "アラーム 10 個", "アラーム 9 個", "deploy.ja.md: the guide counts"),
    ("../docs/deploy.ja.md", 'table = "ticket-bridge"', 'table = "ledger"', "deploy.ja.md: the table is not ticket-bridge"),
    # What the checks do not know is no pass.
    (MAIN, "6 * var.timeout", "max(6, var.timeout)", "max()"),
    (MAIN, "  batch_size              = 10\n", "  batch_size              = 10\n  tumbling_window_in_seconds = 1\n", "does not know tumbling_window_in_seconds"),
]
ON_MOTO = [
    (SAM, "AttributeName: shard", "AttributeName: part", "attributes of the table"),
    (SAM, "IndexName: due", "IndexName: late", "indexes is"),
    (SAM, "maxReceiveCount: 10", "maxReceiveCount: 3", "redrive of ticket-bridge-orca"),
    (SAM, "[ReportBatchItemFailures]", "[]", "queue of orca-to-backlog"),
    (SAM, "DeadLetterConfig: {Arn: !GetAtt FindingsUndelivered.Arn}", "DeadLetterConfig: {Arn: !GetAtt OrcaQueue.Arn}", "target is"),
]


def broken(copy, file, text, replacement):
    path = copy / file
    whole = (DEPLOY / file).read_text()
    if text not in whole:
        sys.exit(f"selftest: {file} has no {text!r} to break")
    path.write_text(whole.replace(text, replacement))


def said(run, copy):
    """What a check writes, and whether it passed."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        try:
            run(copy)
        except SystemExit as ended:
            return False, out.getvalue() + str(ended)
    return True, out.getvalue()


def main():
    done = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "deploy"
        shutil.copytree(DEPLOY, copy, ignore=shutil.ignore_patterns("check", ".terraform*"))
        (Path(folder) / "docs").mkdir()
        for page in ("deploy.md", "deploy.ja.md"):
            shutil.copy(DEPLOY.parent / "docs" / page, Path(folder) / "docs" / page)
        for run, breaks in ((check.main, BREAKS), (stack.main, ON_MOTO)):
            passed, words = said(run, copy)
            if not passed:
                sys.exit(f"selftest: the copy fails as it is\n{words}")
            for file, text, replacement, wanted in breaks:
                broken(copy, file, text, replacement)
                passed, words = said(run, copy)
                shutil.copy(DEPLOY / file, copy / file)
                if passed or wanted not in words:
                    sys.exit(f"selftest: {file} with {replacement!r} for {text!r}: expected {wanted!r}\n{words}")
                done += 1
    print(f"selftest: {done} broken copies, each found")


if __name__ == "__main__":
    main()
