//! The ledger: one item for each record.

use crate::failure::Call;
use crate::item::{self, attribute};
use crate::{index, put, take};
use async_trait::async_trait;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue;
use std::fmt;
use std::time::Duration;
use ticket_bridge::{Expected, Ledger, LedgerFailed, Moment, Phase, Put, Record, Rev};

/// A ledger in a `DynamoDB` table. Clones share the client.
///
/// The client is yours: region, credentials, endpoint, time limits and retries are as you configured them. Each put is one
/// conditional write, and each `get` a strongly consistent read. What is asked of many records may be stale for a moment.
#[derive(Clone)]
pub struct DynamoLedger {
    pub(crate) client: Client,
    pub(crate) table: String,
}

impl DynamoLedger {
    /// The ledger in this table, given by its name or ARN. Nothing is sent: see [`create_table`](Self::create_table) and
    /// [`check`](Self::check).
    pub fn new(client: Client, table: impl Into<String>) -> Self {
        Self { client, table: table.into() }
    }

    /// The table's name or ARN, as it was given.
    pub fn table(&self) -> &str {
        &self.table
    }

    /// A call of this ledger, for the words of its failure.
    pub(crate) const fn call(&self, action: &'static str) -> Call<'_> {
        Call { action, table: self.table.as_str() }
    }
}

#[async_trait]
impl Ledger for DynamoLedger {
    async fn get(&self, pk: &str) -> Result<Option<(Record, Rev)>, LedgerFailed> {
        if !item::can_be_key(pk) {
            // It cannot have been put.
            return Ok(None);
        }
        let request = self.client.get_item().table_name(&self.table).consistent_read(true);
        let request = request.key(attribute::KEY, AttributeValue::S(item::record_key(pk)));
        let found = request.send().await.map_err(|error| self.call("GetItem").failed(&error))?;
        found.item.map(|item| item::read(pk, &item)).transpose()
    }

    async fn put(&self, expected: Expected, record: &Record) -> Result<Put, LedgerFailed> {
        put::put(self, &expected, record).await
    }

    async fn due(&self, now: Moment, limit: usize) -> Result<Vec<String>, LedgerFailed> {
        index::due(self, now, limit).await
    }

    async fn list(&self, phase: Phase, after: Option<&str>, limit: usize) -> Result<Vec<String>, LedgerFailed> {
        index::list(self, phase, after, limit).await
    }

    async fn by_ticket(&self, destination: &str, ticket_id: &str) -> Result<Vec<String>, LedgerFailed> {
        index::by_ticket(self, destination, ticket_id).await
    }

    async fn take(&self, bucket: &str, most: u32, window: Duration, now: Moment) -> Result<bool, LedgerFailed> {
        take::take(self, bucket, most, window, now).await
    }
}

impl fmt::Debug for DynamoLedger {
    /// The table only: a client may hold credentials.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DynamoLedger").field("table", &self.table).finish_non_exhaustive()
    }
}
