variable "settings" {
  description = "What all functions share."
  type = object({
    architecture  = string
    memory_size   = number
    log_retention = number
    alarm_actions = list(string)
    namespace     = string
    ledger        = string
    secrets       = list(string)
  })
}

variable "name" {
  description = "Name of the function, its role, its alarm; its log group is /aws/lambda/<name>."
  type        = string
}

variable "package" {
  description = "The zip with bootstrap and ticket-bridge.toml."
  type        = string
}

variable "timeout" {
  description = "Seconds."
  type        = number
}

variable "concurrency" {
  description = "Reserved concurrency; -1 reserves none."
  type        = number
}

variable "queue" {
  description = "The queue that the function takes messages from, if any."
  type        = string
  default     = ""
}
