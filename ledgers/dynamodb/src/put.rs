//! The one conditional write.

use crate::item::{self, attribute};
use crate::ledger::DynamoLedger;
use aws_sdk_dynamodb::config::interceptors::FinalizerInterceptorContextRef;
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::error::BoxError;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValuesOnConditionCheckFailure};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use ticket_bridge::{Expected, LedgerFailed, Put, Record, Rev};

/// Stores the record if it is still as expected.
///
/// The SDK repeats a request whose answer was lost. If that was stored, the repetition fails its condition: against our own
/// write. So what stands in the table decides, not the answer alone.
pub(crate) async fn put(ledger: &DynamoLedger, expected: &Expected, record: &Record) -> Result<Put, LedgerFailed> {
    let rev = new_rev()?;
    let item = item::write(record, &rev)?;
    let unanswered = Unanswered::default();
    let request = ledger.client.put_item().table_name(&ledger.table).set_item(Some(item));
    let request = match expected {
        Expected::Absent => request
            .condition_expression("attribute_not_exists(#key)")
            .expression_attribute_names("#key", attribute::KEY),
        Expected::Rev(expected) => request
            .condition_expression("#rev = :expected")
            .expression_attribute_names("#rev", attribute::REV)
            .expression_attribute_values(":expected", AttributeValue::S(expected.as_str().to_owned())),
    };
    let request = request.return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
    let Err(error) = request.customize().interceptor(unanswered.clone()).send().await else {
        return Ok(Put::Won(Rev::new(rev)));
    };
    let Some(PutItemError::ConditionalCheckFailedException(failed)) = error.as_service_error() else {
        return Err(ledger.call("PutItem").failed(&error));
    };
    let known = failed.item().and_then(rev_of);
    if known.as_ref() == Some(&rev) {
        return Ok(Put::Won(Rev::new(rev)));
    }
    if !unanswered.is_set() {
        return Ok(Put::Lost);
    }
    // Emulators give no old item.
    let known = if known.is_some() { known } else { stored_rev(ledger, &record.pk).await? };
    if known.as_ref() == Some(&rev) {
        return Ok(Put::Won(Rev::new(rev)));
    }
    Err(LedgerFailed::new(format!(
        "it is not known whether the record {:?} was stored: the first answer was lost, and someone else has written since",
        record.pk
    )))
}

/// 128 bits from the system. A sequence of the process would repeat in copies of its snapshot.
fn new_rev() -> Result<String, LedgerFailed> {
    let mut bits = [0; 16];
    getrandom::fill(&mut bits)
        .map_err(|error| LedgerFailed::new(format!("the system gives no random numbers for a revision: {error}")))?;
    Ok(format!("{:032x}", u128::from_be_bytes(bits)))
}

fn rev_of(item: &item::Item) -> Option<String> {
    item.get(attribute::REV)?.as_s().ok().cloned()
}

async fn stored_rev(ledger: &DynamoLedger, pk: &str) -> Result<Option<String>, LedgerFailed> {
    let request = ledger.client.get_item().table_name(&ledger.table).consistent_read(true);
    let request = request
        .key(attribute::KEY, AttributeValue::S(item::record_key(pk)))
        .projection_expression("#rev")
        .expression_attribute_names("#rev", attribute::REV);
    let found = request.send().await.map_err(|error| ledger.call("GetItem").failed(&error))?;
    Ok(found.item.as_ref().and_then(rev_of))
}

/// Whether one of a request's attempts may have been carried out without our seeing its answer.
#[derive(Clone, Debug, Default)]
struct Unanswered(Arc<AtomicBool>);

impl Unanswered {
    fn is_set(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

impl Intercept for Unanswered {
    fn name(&self) -> &'static str {
        "Unanswered"
    }

    fn read_after_attempt(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        _config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        // DynamoDB refuses with 400, and then it is certain. Silence is not, and neither is what others may answer for it.
        let is_certain = context.response().is_some_and(|response| response.status().as_u16() == 400);
        if !is_certain && context.output_or_error().is_none_or(|ended| ended.is_err()) {
            self.0.store(true, Ordering::SeqCst);
        }
        Ok(())
    }
}
