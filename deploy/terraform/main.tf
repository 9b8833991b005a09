# ticket-bridge: Orca alerts and Security Hub findings become Backlog issues, and closed issues close their findings.
# The guide is docs/deploy.md. deploy/sam holds the same for AWS SAM; ci/deploy.sh compares the two.

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  # Six times the function's timeout, as AWS recommends.
  visibility_timeout = 6 * var.timeout
  retention          = 1209600

  alarm_actions = var.alarm_topic_arn == "" ? [] : [var.alarm_topic_arn]

  # Each function reads the whole ticket-bridge.toml. Secrets Manager adds a hyphen and six characters to names.
  secrets = [
    for name in [var.backlog_secret_name, var.webhook_secret_name, var.orca_secret_name, var.chatwork_secret_name] :
    "arn:${data.aws_partition.current.partition}:secretsmanager:${data.aws_region.current.region}:${data.aws_caller_identity.current.account_id}:secret:${name}-??????"
    if name != ""
  ]

  ledger = "arn:${data.aws_partition.current.partition}:dynamodb:${data.aws_region.current.region}:${data.aws_caller_identity.current.account_id}:table/${var.ledger_table}"

  function = {
    architecture  = var.architecture
    memory_size   = var.memory_size
    log_retention = var.log_retention_days
    alarm_actions = local.alarm_actions
    namespace     = var.name
    ledger        = local.ledger
    secrets       = local.secrets
  }
}

# ---- The ledger, as the crate ticket-bridge-dynamodb has it. Without it the bridge does not know its tickets.

resource "aws_dynamodb_table" "ledger" {
  count                       = var.create_ledger ? 1 : 0
  name                        = var.ledger_table
  billing_mode                = "PAY_PER_REQUEST"
  deletion_protection_enabled = true
  hash_key                    = "pk"

  attribute {
    name = "pk"
    type = "S"
  }

  attribute {
    name = "phase"
    type = "S"
  }

  attribute {
    name = "shard"
    type = "S"
  }

  attribute {
    name = "ticket"
    type = "S"
  }

  attribute {
    name = "wake"
    type = "N"
  }

  global_secondary_index {
    name            = "due"
    hash_key        = "shard"
    range_key       = "wake"
    projection_type = "KEYS_ONLY"
  }

  global_secondary_index {
    name            = "phase"
    hash_key        = "phase"
    range_key       = "pk"
    projection_type = "KEYS_ONLY"
  }

  global_secondary_index {
    name            = "ticket"
    hash_key        = "ticket"
    range_key       = "pk"
    projection_type = "KEYS_ONLY"
  }

  # Deletes only what is finished.
  ttl {
    attribute_name = "expires"
    enabled        = true
  }

  point_in_time_recovery {
    enabled = true
  }

  lifecycle {
    prevent_destroy = true
  }
}

# ---- Orca's alerts.

resource "aws_sqs_queue" "orca_queue" {
  name                       = "${var.name}-orca"
  sqs_managed_sse_enabled    = true
  message_retention_seconds  = local.retention
  visibility_timeout_seconds = local.visibility_timeout

  # A message fails only while the ledger does, or while all instances are busy: what waits or cannot succeed is kept in
  # the ledger and acknowledged. Ten receives, six timeouts apart, are an hour at least.
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.orca_dead_letters.arn
    maxReceiveCount     = 10
  })
}

resource "aws_sqs_queue" "orca_dead_letters" {
  name                      = "${var.name}-orca-dead-letters"
  sqs_managed_sse_enabled   = true
  message_retention_seconds = local.retention
}

resource "aws_sqs_queue_policy" "orca_queue_policy" {
  count     = var.orca_principal_arn == "" ? 0 : 1
  queue_url = aws_sqs_queue.orca_queue.url
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "OrcaSends"
        Effect    = "Allow"
        Principal = { AWS = var.orca_principal_arn }
        Action    = ["sqs:SendMessage"]
        Resource  = [aws_sqs_queue.orca_queue.arn]
      },
      {
        Sid       = "OnlyOverTls"
        Effect    = "Deny"
        Principal = "*"
        Action    = ["sqs:SendMessage"]
        Resource  = [aws_sqs_queue.orca_queue.arn]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}

module "orca_to_backlog" {
  source      = "./function"
  settings    = local.function
  name        = "${var.name}-orca-to-backlog"
  package     = "${var.packages}/orca-to-backlog.zip"
  timeout     = var.timeout
  concurrency = var.reserve_concurrency ? var.queue_concurrency : -1
  queue       = aws_sqs_queue.orca_queue.arn
}

resource "aws_lambda_event_source_mapping" "orca_to_backlog_function_queue" {
  event_source_arn        = aws_sqs_queue.orca_queue.arn
  function_name           = module.orca_to_backlog.name
  enabled                 = var.running
  batch_size              = 10
  function_response_types = ["ReportBatchItemFailures"]

  # As many pollers as instances, else throttled receives would count towards maxReceiveCount.
  scaling_config {
    maximum_concurrency = var.queue_concurrency
  }
}

# ---- Security Hub's findings: rule -> queue -> function.

resource "aws_cloudwatch_event_rule" "findings_rule" {
  name          = "${var.name}-findings"
  description   = "New, active findings of high or critical severity that have not passed"
  state         = var.security_hub_rule
  event_pattern = file("${path.module}/../securityhub-pattern.json")
}

resource "aws_cloudwatch_event_target" "findings_rule_queue" {
  rule = aws_cloudwatch_event_rule.findings_rule.name
  arn  = aws_sqs_queue.findings_queue.arn

  dead_letter_config {
    arn = aws_sqs_queue.findings_undelivered.arn
  }

  retry_policy {
    maximum_event_age_in_seconds = 86400
    maximum_retry_attempts       = 185
  }

  # Else the first findings could come before they may be delivered.
  depends_on = [aws_sqs_queue_policy.findings_queue_policy, aws_sqs_queue_policy.findings_undelivered_policy]
}

resource "aws_sqs_queue" "findings_queue" {
  name                       = "${var.name}-findings"
  sqs_managed_sse_enabled    = true
  message_retention_seconds  = local.retention
  visibility_timeout_seconds = local.visibility_timeout

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.findings_dead_letters.arn
    maxReceiveCount     = 10
  })
}

resource "aws_sqs_queue" "findings_dead_letters" {
  name                      = "${var.name}-findings-dead-letters"
  sqs_managed_sse_enabled   = true
  message_retention_seconds = local.retention
}

resource "aws_sqs_queue" "findings_undelivered" {
  name                      = "${var.name}-findings-undelivered"
  sqs_managed_sse_enabled   = true
  message_retention_seconds = local.retention
}

resource "aws_sqs_queue_policy" "findings_queue_policy" {
  queue_url = aws_sqs_queue.findings_queue.url
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TheRuleSends"
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = ["sqs:SendMessage"]
      Resource  = [aws_sqs_queue.findings_queue.arn]
      Condition = { ArnEquals = { "aws:SourceArn" = aws_cloudwatch_event_rule.findings_rule.arn } }
    }]
  })
}

resource "aws_sqs_queue_policy" "findings_undelivered_policy" {
  queue_url = aws_sqs_queue.findings_undelivered.url
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TheRuleSends"
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = ["sqs:SendMessage"]
      Resource  = [aws_sqs_queue.findings_undelivered.arn]
      Condition = { ArnEquals = { "aws:SourceArn" = aws_cloudwatch_event_rule.findings_rule.arn } }
    }]
  })
}

module "securityhub_to_backlog" {
  source      = "./function"
  settings    = local.function
  name        = "${var.name}-securityhub-to-backlog"
  package     = "${var.packages}/securityhub-to-backlog.zip"
  timeout     = var.timeout
  concurrency = var.reserve_concurrency ? var.queue_concurrency : -1
  queue       = aws_sqs_queue.findings_queue.arn
}

resource "aws_lambda_event_source_mapping" "securityhub_to_backlog_function_queue" {
  event_source_arn        = aws_sqs_queue.findings_queue.arn
  function_name           = module.securityhub_to_backlog.name
  enabled                 = var.running
  batch_size              = 10
  function_response_types = ["ReportBatchItemFailures"]

  scaling_config {
    maximum_concurrency = var.queue_concurrency
  }
}

# ---- Backlog's webhook: closed issues close their findings.

module "backlog_webhook" {
  source      = "./function"
  settings    = local.function
  name        = "${var.name}-backlog-webhook"
  package     = "${var.packages}/backlog-webhook.zip"
  timeout     = var.timeout
  concurrency = var.reserve_concurrency ? var.webhook_concurrency : -1
}

# Public: Backlog can sign nothing. The path's secret is the guard, and a function URL keeps no access log of paths.
resource "aws_lambda_function_url" "backlog_webhook_function_url" {
  function_name      = module.backlog_webhook.name
  authorization_type = "NONE"
}

resource "aws_lambda_permission" "backlog_webhook_function_url_public_permissions" {
  action                 = "lambda:InvokeFunctionUrl"
  function_name          = module.backlog_webhook.name
  principal              = "*"
  function_url_auth_type = "NONE"
}

resource "aws_lambda_permission" "backlog_webhook_function_url_invoke_allow_public_access" {
  action                   = "lambda:InvokeFunction"
  function_name            = module.backlog_webhook.name
  principal                = "*"
  invoked_via_function_url = true
}

# ---- tick and reconcile: what is due, and what a lost webhook would have told.

module "tick" {
  source   = "./function"
  settings = local.function
  name     = "${var.name}-tick"
  package  = "${var.packages}/tick.zip"
  timeout  = var.tick_timeout

  # One each for two ticks that take long, and one for a reconcile.
  concurrency = var.reserve_concurrency ? 3 : -1
}

# The next minute brings the next tick: no second try of an old one.
resource "aws_lambda_function_event_invoke_config" "tick_function_event_invoke_config" {
  function_name                = module.tick.name
  maximum_retry_attempts       = 0
  maximum_event_age_in_seconds = 60
}

resource "aws_cloudwatch_event_rule" "tick_function_each_minute" {
  name                = "${var.name}-tick"
  schedule_expression = "rate(1 minute)"
  state               = var.running ? "ENABLED" : "DISABLED"
}

resource "aws_cloudwatch_event_target" "tick_function_each_minute" {
  rule  = aws_cloudwatch_event_rule.tick_function_each_minute.name
  arn   = module.tick.arn
  input = jsonencode({ task = "tick" })
}

resource "aws_lambda_permission" "tick_function_each_minute" {
  action        = "lambda:InvokeFunction"
  function_name = module.tick.name
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.tick_function_each_minute.arn
}

resource "aws_cloudwatch_event_rule" "tick_function_each_hour" {
  name                = "${var.name}-reconcile"
  schedule_expression = "rate(1 hour)"
  state               = var.running ? "ENABLED" : "DISABLED"
}

resource "aws_cloudwatch_event_target" "tick_function_each_hour" {
  rule  = aws_cloudwatch_event_rule.tick_function_each_hour.name
  arn   = module.tick.arn
  input = jsonencode({ task = "reconcile" })
}

resource "aws_lambda_permission" "tick_function_each_hour" {
  action        = "lambda:InvokeFunction"
  function_name = module.tick.name
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.tick_function_each_hour.arn
}
