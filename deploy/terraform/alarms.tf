# What a person should see to. Each function has an alarm of its own for errors.

resource "aws_cloudwatch_metric_alarm" "orca_dead_letters_alarm" {
  alarm_name          = "${var.name}-orca-dead-letters"
  alarm_description   = "Alerts that could not be stored. Mend the cause, then redrive the queue."
  alarm_actions       = local.alarm_actions
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  dimensions          = { QueueName = aws_sqs_queue.orca_dead_letters.name }
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
}

resource "aws_cloudwatch_metric_alarm" "findings_dead_letters_alarm" {
  alarm_name          = "${var.name}-findings-dead-letters"
  alarm_description   = "Findings that could not be stored. Mend the cause, then redrive the queue."
  alarm_actions       = local.alarm_actions
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  dimensions          = { QueueName = aws_sqs_queue.findings_dead_letters.name }
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
}

resource "aws_cloudwatch_metric_alarm" "findings_undelivered_alarm" {
  alarm_name          = "${var.name}-findings-undelivered"
  alarm_description   = "Findings that EventBridge could not hand to the queue."
  alarm_actions       = local.alarm_actions
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  dimensions          = { QueueName = aws_sqs_queue.findings_undelivered.name }
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
}

resource "aws_cloudwatch_metric_alarm" "tick_stopped_alarm" {
  alarm_name          = "${var.name}-tick-stopped"
  actions_enabled     = var.running
  alarm_description   = "No tick for 15 minutes. What waits in the ledger is not done."
  alarm_actions       = local.alarm_actions
  namespace           = "AWS/Lambda"
  metric_name         = "Invocations"
  dimensions          = { FunctionName = module.tick.name }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 3
  threshold           = 1
  comparison_operator = "LessThanThreshold"
  treat_missing_data  = "breaching"
}

resource "aws_cloudwatch_metric_alarm" "tick_dropped_alarm" {
  alarm_name          = "${var.name}-tick-dropped"
  alarm_description   = "A tick or a reconcile was not done. It failed, or all instances were busy for a minute."
  alarm_actions       = local.alarm_actions
  namespace           = "AWS/Lambda"
  metric_name         = "AsyncEventsDropped"
  dimensions          = { FunctionName = module.tick.name }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
}

resource "aws_cloudwatch_metric_alarm" "ledger_dead_letters_alarm" {
  alarm_name          = "${var.name}-dead-letters"
  alarm_description   = "The ledger holds items that a person decides. List them with the command line."
  alarm_actions       = local.alarm_actions
  namespace           = var.name
  metric_name         = "DeadLetters"
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
}
