# One function with its role, log and alarm.

terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

resource "aws_lambda_function" "function" {
  function_name                  = var.name
  filename                       = var.package
  source_code_hash               = filebase64sha256(var.package)
  runtime                        = "provided.al2023"
  handler                        = "bootstrap"
  architectures                  = [var.settings.architecture]
  memory_size                    = var.settings.memory_size
  timeout                        = var.timeout
  role                           = aws_iam_role.role.arn
  reserved_concurrent_executions = var.concurrency

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.logs.name
  }

  # Else a first call could come before its permissions.
  depends_on = [aws_iam_role_policy.function]
}

resource "aws_cloudwatch_log_group" "logs" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.settings.log_retention
}

resource "aws_iam_role" "role" {
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = ["sts:AssumeRole"]
    }]
  })
}

resource "aws_iam_role_policy" "function" {
  name = "function"
  role = aws_iam_role.role.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        {
          Sid      = "Logs"
          Effect   = "Allow"
          Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
          Resource = ["${aws_cloudwatch_log_group.logs.arn}:*"]
        },
        {
          Sid      = "Ledger"
          Effect   = "Allow"
          Action   = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]
          Resource = [var.settings.ledger]
        },
        {
          Sid      = "Indexes"
          Effect   = "Allow"
          Action   = ["dynamodb:Query"]
          Resource = ["${var.settings.ledger}/index/*"]
        },
        {
          Sid      = "Secrets"
          Effect   = "Allow"
          Action   = ["secretsmanager:GetSecretValue"]
          Resource = var.settings.secrets
        },
      ],
      var.queue == "" ? [] : [
        {
          Sid      = "Queue"
          Effect   = "Allow"
          Action   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
          Resource = [var.queue]
        },
      ],
    )
  })
}

resource "aws_cloudwatch_log_metric_filter" "dead_letters" {
  name           = "${var.name}-dead-letters"
  log_group_name = aws_cloudwatch_log_group.logs.name
  pattern        = "{ $.disposition = \"dead_letter\" }"

  metric_transformation {
    namespace = var.settings.namespace
    name      = "DeadLetters"
    value     = "1"
  }
}

resource "aws_cloudwatch_metric_alarm" "errors" {
  alarm_name          = "${var.name}-errors"
  alarm_description   = "The function failed. Its log says why."
  alarm_actions       = var.settings.alarm_actions
  namespace           = "AWS/Lambda"
  metric_name         = "Errors"
  dimensions          = { FunctionName = aws_lambda_function.function.function_name }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
}
