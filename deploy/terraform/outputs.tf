output "orca_queue_url" {
  description = "Where Orca's automation sends to."
  value       = aws_sqs_queue.orca_queue.url
}

output "orca_queue_arn" {
  description = "The same queue, as its ARN."
  value       = aws_sqs_queue.orca_queue.arn
}

output "webhook_url" {
  description = "Add the webhook's secret to the end and give it to Backlog."
  value       = aws_lambda_function_url.backlog_webhook_function_url.function_url
}

output "ledger_table" {
  description = "The ledger."
  value       = var.ledger_table
}
