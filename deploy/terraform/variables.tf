variable "name" {
  description = "Prefix of every name, and the namespace of the metrics."
  type        = string
  default     = "ticket-bridge"
}

variable "packages" {
  description = "Folder with one zip for each function, as deploy/package.sh makes them."
  type        = string
}

variable "architecture" {
  description = "arm64 or x86_64, as built with cargo lambda build (--arm64 or not)."
  type        = string
  default     = "arm64"

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "Use arm64 or x86_64."
  }
}

variable "memory_size" {
  description = "Memory of each function in MB. More memory is also more CPU."
  type        = number
  default     = 256
}

variable "timeout" {
  description = "Seconds for one batch or one webhook. The queues' visibility timeout is six times this."
  type        = number
  default     = 60

  validation {
    condition     = var.timeout >= 60 && var.timeout <= 900
    error_message = "Use 60 to 900 seconds."
  }
}

variable "tick_timeout" {
  description = "Seconds for one tick or one reconcile. A reconcile that is cut short begins anew, so give it enough."
  type        = number
  default     = 300

  validation {
    condition     = var.tick_timeout >= 60 && var.tick_timeout <= 900
    error_message = "Use 60 to 900 seconds."
  }
}

variable "reserve_concurrency" {
  description = "Reserve concurrency for each function. False for accounts whose quota is too small to reserve any."
  type        = bool
  default     = true
}

variable "queue_concurrency" {
  description = "Instances at once for each queue. 2 is the least that Lambda accepts, and keeps writes to Backlog few."
  type        = number
  default     = 2

  validation {
    condition     = var.queue_concurrency >= 2 && var.queue_concurrency <= 1000
    error_message = "Use 2 to 1000."
  }
}

variable "webhook_concurrency" {
  description = "Instances at once for the webhook. The address is public, so this is also what a flood can cost."
  type        = number
  default     = 5
}

variable "running" {
  description = "False keeps what comes in the queues, for 14 days at most: until the ledger has adopted what is there, or while something is mended."
  type        = bool
  default     = true
}

variable "create_ledger" {
  description = "False where \"ticket-bridge init\" has made the table."
  type        = bool
  default     = true
}

variable "ledger_table" {
  description = "Name of the DynamoDB table, as ticket-bridge.toml names it."
  type        = string
  default     = "ticket-bridge"
}

variable "orca_principal_arn" {
  description = "The role or account that Orca's console names for sending to SQS. Empty, nobody can send."
  type        = string
  default     = ""
}

variable "security_hub_rule" {
  description = "DISABLED where no flow of ticket-bridge.toml has the source \"securityhub\"."
  type        = string
  default     = "ENABLED"
}

variable "backlog_secret_name" {
  description = "Secrets Manager's name of the Backlog API key, as ticket-bridge.toml names it."
  type        = string
  default     = "ticket-bridge/backlog"
}

variable "orca_secret_name" {
  description = "Name of the secret with Orca's API token. Empty without Orca."
  type        = string
  default     = "ticket-bridge/orca"
}

variable "chatwork_secret_name" {
  description = "Name of the secret with Chatwork's API token. Empty without notices to Chatwork."
  type        = string
  default     = ""
}

variable "webhook_secret_name" {
  description = "Name of the secret that ends the webhook's path."
  type        = string
  default     = "ticket-bridge/webhook"
}

variable "log_retention_days" {
  description = "How long logs are kept."
  type        = number
  default     = 90
}

variable "alarm_topic_arn" {
  description = "SNS topic that is told of alarms. Empty, alarms show in the console only."
  type        = string
  default     = ""
}
