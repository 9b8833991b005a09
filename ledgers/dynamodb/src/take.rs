//! Buckets that many workers take from: an item for each window.

use crate::item::{self, attribute};
use crate::ledger::DynamoLedger;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::AttributeValue;
use std::time::Duration;
use ticket_bridge::{LedgerFailed, Moment};

/// A window's item is kept so long after its end: no clock is as late.
const KEPT: Duration = Duration::from_secs(24 * 60 * 60);

/// One conditional add.
///
/// The SDK repeats a request whose answer was lost, and then takes twice: fewer are granted than could be, never more.
pub(crate) async fn take(
    ledger: &DynamoLedger,
    bucket: &str,
    most: u32,
    window: Duration,
    now: Moment,
) -> Result<bool, LedgerFailed> {
    if most == 0 {
        return Ok(false);
    }
    let length = u64::try_from(window.as_millis()).unwrap_or(u64::MAX).max(1);
    let begins = now.as_millis() / length * length;
    let Some(key) = item::bucket_key(bucket, length, begins) else {
        return Err(LedgerFailed::new(format!(
            "the name of a bucket has {} bytes, too many for a key of DynamoDB: shorten the name of the budget",
            bucket.len()
        )));
    };
    let expires = item::expires_after(Moment::from_millis(begins.saturating_add(length)).after(KEPT));
    let request = ledger.client.update_item().table_name(&ledger.table).key(attribute::KEY, AttributeValue::S(key));
    let request = request
        .update_expression("SET #taken = if_not_exists(#taken, :none) + :one, #expires = :expires")
        .condition_expression("attribute_not_exists(#taken) OR #taken < :most")
        .expression_attribute_names("#taken", attribute::TAKEN)
        .expression_attribute_names("#expires", attribute::EXPIRES)
        .expression_attribute_values(":none", item::number(0))
        .expression_attribute_values(":one", item::number(1))
        .expression_attribute_values(":most", item::number(most.into()))
        .expression_attribute_values(":expires", item::number(expires));
    match request.send().await {
        Ok(_taken) => Ok(true),
        Err(error) => match error.as_service_error() {
            Some(UpdateItemError::ConditionalCheckFailedException(_)) => Ok(false),
            _ => Err(ledger.call("UpdateItem").failed(&error)),
        },
    }
}
