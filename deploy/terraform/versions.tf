terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source = "hashicorp/aws"
      # 6.29 is the first that can let a function URL be called as AWS asks for since November 2026.
      version = ">= 6.29, < 7.0"
    }
  }
}
