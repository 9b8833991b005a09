//! The least that IAM must allow.

/// What a ledger does, on the table and on its indexes (`.../index/*`).
pub const LEDGER_ACTIONS: &[&str] = &["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"];

/// What [`DynamoLedger::check`](crate::DynamoLedger::check) does, on the table and on its indexes.
pub const CHECK_ACTIONS: &[&str] =
    &["dynamodb:DescribeTable", "dynamodb:DescribeTimeToLive", "dynamodb:GetItem", "dynamodb:Query"];

/// What [`DynamoLedger::create_table`](crate::DynamoLedger::create_table) does, on the table.
pub const CREATE_ACTIONS: &[&str] =
    &["dynamodb:CreateTable", "dynamodb:DescribeTable", "dynamodb:DescribeTimeToLive", "dynamodb:UpdateTimeToLive"];
