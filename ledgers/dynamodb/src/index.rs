//! What is asked of many records: three indexes, each a moment behind.

use crate::item::{self, Item, attribute};
use crate::ledger::DynamoLedger;
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::types::AttributeValue;
use futures_util::future::try_join_all;
use ticket_bridge::{LedgerFailed, Moment, Phase};

/// Names of the indexes.
pub(crate) const DUE: &str = "due";
pub(crate) const PHASE: &str = "phase";
pub(crate) const TICKET: &str = "ticket";

pub(crate) async fn due(ledger: &DynamoLedger, now: Moment, limit: usize) -> Result<Vec<String>, LedgerFailed> {
    let shards = (0..item::SHARDS).map(|number| {
        let request = query(ledger, DUE, attribute::SHARD, item::shard_name(number))
            .key_condition_expression("#partition = :partition AND #wake <= :now")
            .expression_attribute_names("#wake", attribute::WAKE)
            .expression_attribute_values(":now", item::number(now.as_millis()));
        entries(ledger, request, limit)
    });
    let mut due: Vec<(u64, String)> = try_join_all(shards).await?.iter().flatten().filter_map(waking).collect();
    due.sort_unstable();
    due.truncate(limit);
    Ok(due.into_iter().map(|(_wake, pk)| pk).collect())
}

fn waking(entry: &Item) -> Option<(u64, String)> {
    let wake = entry.get(attribute::WAKE)?.as_n().ok()?.parse().ok()?;
    Some((wake, item::key_of_entry(entry)?))
}

pub(crate) async fn list(
    ledger: &DynamoLedger,
    phase: Phase,
    after: Option<&str>,
    limit: usize,
) -> Result<Vec<String>, LedgerFailed> {
    let request = query(ledger, PHASE, attribute::PHASE, item::phase_name(phase)?);
    let request = match after {
        None => request.key_condition_expression("#partition = :partition"),
        Some(after) if !item::can_be_key(after) => {
            return Err(LedgerFailed::new(format!(
                "cannot list after a key of {} bytes: no record has so long a key. Pass the last key of the page before",
                after.len()
            )));
        }
        Some(after) => request
            .key_condition_expression("#partition = :partition AND #key > :after")
            .expression_attribute_names("#key", attribute::KEY)
            .expression_attribute_values(":after", AttributeValue::S(item::record_key(after))),
    };
    let found = entries(ledger, request, limit).await?;
    Ok(found.iter().filter_map(item::key_of_entry).collect())
}

pub(crate) async fn by_ticket(
    ledger: &DynamoLedger,
    destination: &str,
    ticket_id: &str,
) -> Result<Vec<String>, LedgerFailed> {
    let request = query(ledger, TICKET, attribute::TICKET, item::ticket_key(destination, ticket_id))
        .key_condition_expression("#partition = :partition");
    let found = entries(ledger, request, usize::MAX).await?;
    Ok(found.iter().filter_map(item::key_of_entry).collect())
}

/// A question to one partition of an index.
pub(crate) fn query(ledger: &DynamoLedger, index: &str, attribute: &str, partition: String) -> QueryFluentBuilder {
    let request = ledger.client.query().table_name(&ledger.table).index_name(index);
    request
        .expression_attribute_names("#partition", attribute)
        .expression_attribute_values(":partition", AttributeValue::S(partition))
}

/// So many entries in their order, over as many pages as that takes.
async fn entries(ledger: &DynamoLedger, request: QueryFluentBuilder, limit: usize) -> Result<Vec<Item>, LedgerFailed> {
    let mut all = Vec::new();
    let mut from = None;
    loop {
        let left = limit.saturating_sub(all.len());
        if left == 0 {
            return Ok(all);
        }
        let request = request.clone().limit(i32::try_from(left).unwrap_or(i32::MAX)).set_exclusive_start_key(from);
        let page = request.send().await.map_err(|error| ledger.call("Query").failed(&error))?;
        all.extend(page.items.unwrap_or_default());
        let Some(next) = page.last_evaluated_key.filter(|next| !next.is_empty()) else { return Ok(all) };
        from = Some(next);
    }
}
