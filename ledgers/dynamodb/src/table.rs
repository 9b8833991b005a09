//! The table itself: made, and looked at.

use crate::failure::Cause;
use crate::index::{self, DUE, PHASE, TICKET};
use crate::item::{self, attribute};
use crate::ledger::DynamoLedger;
use aws_sdk_dynamodb::config::AsyncSleep;
use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::{BuildError, ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::create_table::CreateTableError;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, AttributeValue, BillingMode, GlobalSecondaryIndex, GlobalSecondaryIndexDescription,
    IndexStatus, KeySchemaElement, KeyType, Projection, ProjectionType, ScalarAttributeType, TableDescription,
    TableStatus, TimeToLiveDescription, TimeToLiveSpecification, TimeToLiveStatus,
};
use aws_smithy_async::rt::sleep::default_async_sleep;
use std::fmt;
use std::time::Duration;

/// What [`DynamoLedger::create_table`] found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Created {
    /// It made the table.
    New,
    /// A table that fits was there.
    AlreadyThere,
}

/// All that is wrong with a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableError {
    table: String,
    problems: Vec<TableProblem>,
}

/// One thing that is wrong with a table. Its text says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TableProblem {
    /// There is none.
    #[error("there is no such table: create it, or correct the name, region or account")]
    Missing,
    /// It cannot be used now.
    #[error("the table is {status}, not ACTIVE: wait until it is; if it stays so, look at it in the console")]
    NotActive {
        /// The service's word.
        status: String,
    },
    /// Its key is another. Keys cannot be changed.
    #[error("the key of the table is {found}, not {wanted}: make another table")]
    Key {
        /// As it is.
        found: String,
        /// As it must be.
        wanted: String,
    },
    /// An index is not there.
    #[error("the index {index:?} is missing: add it, with the key {wanted} and the projection KEYS_ONLY")]
    NoIndex {
        /// Its name.
        index: &'static str,
        /// The key that it must have.
        wanted: String,
    },
    /// The key of an index is another. Keys cannot be changed.
    #[error("the key of the index {index:?} is {found}, not {wanted}: delete the index and add it again")]
    IndexKey {
        /// Its name.
        index: &'static str,
        /// As it is.
        found: String,
        /// As it must be.
        wanted: String,
    },
    /// An index cannot be used now.
    #[error("the index {index:?} is {status}, not ACTIVE: wait until it is; if it stays so, look at it in the console")]
    IndexNotActive {
        /// Its name.
        index: &'static str,
        /// The service's word.
        status: String,
    },
    /// Items with the attribute `expires` are not deleted: the table only grows.
    #[error("time to live is off: switch it on for the attribute \"expires\"")]
    NoTimeToLive,
    /// Items are deleted by another attribute.
    #[error("time to live is on for the attribute {attribute:?}: switch it off, and on for \"expires\"")]
    OtherTimeToLive {
        /// The attribute.
        attribute: String,
    },
    /// It was not ready in time.
    #[error("the table was not ready within {waited:?}: look again with check()")]
    NotInTime {
        /// How long was waited.
        waited: Duration,
    },
    /// The client cannot wait.
    #[error("the client has no way to wait: set `sleep_impl` in its configuration, or the SDK's feature rt-tokio")]
    NoSleep,
    /// IAM does not allow it.
    #[error("access denied: allow dynamodb:{action} on the table and its indexes")]
    Denied {
        /// What.
        action: &'static str,
    },
    /// A call failed for another reason.
    #[error("{message}")]
    Failed {
        /// What happened, and what to do.
        message: String,
    },
}

/// A key: attributes with their types, the partition's first.
type Key = &'static [(&'static str, ScalarAttributeType)];

const TABLE_KEY: Key = &[(attribute::KEY, ScalarAttributeType::S)];

/// The indexes and their keys.
const INDEXES: &[(&str, Key)] = &[
    (DUE, &[(attribute::SHARD, ScalarAttributeType::S), (attribute::WAKE, ScalarAttributeType::N)]),
    (PHASE, &[(attribute::PHASE, ScalarAttributeType::S), (attribute::KEY, ScalarAttributeType::S)]),
    (TICKET, &[(attribute::TICKET, ScalarAttributeType::S), (attribute::KEY, ScalarAttributeType::S)]),
];

/// Between two looks at a table that is being made.
const LOOK_EVERY: Duration = Duration::from_secs(1);

impl DynamoLedger {
    /// Makes the table, with on-demand billing, its indexes and time to live, and waits until it can be used.
    ///
    /// A table that is there already is left as it is, except that time to live is switched on if it is off. Needs
    /// [`CREATE_ACTIONS`](crate::CREATE_ACTIONS). DynamoDB takes about 10 to 30 seconds: wait for a minute or more.
    ///
    /// # Errors
    /// When the table cannot be made, does not fit, or is not ready in time: all that is wrong.
    pub async fn create_table(&self, wait: Duration) -> Result<Created, TableError> {
        let mut created = Created::AlreadyThere;
        let described = match self.describe().await {
            Err(TableProblem::Missing) => {
                created = self.create().await.map_err(|problem| self.wrong(vec![problem]))?;
                self.until_active(wait).await
            }
            Ok(table) if is_pending(&table) => self.until_active(wait).await,
            described => described,
        };
        let table = described.map_err(|problem| self.wrong(vec![problem]))?;
        let mut problems = problems_of(&table);
        if problems.is_empty() {
            // A table of someone else's is not touched.
            problems.extend(self.switch_on_time_to_live().await.err());
        }
        if problems.is_empty() { Ok(created) } else { Err(self.wrong(problems)) }
    }

    /// Looks whether the table is there, can be used and fits, and whether it may be read. Writes nothing, so it cannot
    /// tell whether `PutItem` and `UpdateItem` are allowed. Needs [`CHECK_ACTIONS`](crate::CHECK_ACTIONS).
    ///
    /// # Errors
    /// All that is wrong.
    pub async fn check(&self) -> Result<(), TableError> {
        let mut problems = match self.describe().await {
            Ok(table) => problems_of(&table),
            Err(problem) => vec![problem],
        };
        if problems != [TableProblem::Missing] {
            problems.extend(self.time_to_live().await.and_then(|found| fits_time_to_live(found.as_ref())).err());
            let is_misformed = problems.iter().any(TableProblem::is_of_form);
            problems.extend(self.try_reads(is_misformed).await);
        }
        // What holds for several calls is told once.
        let mut all: Vec<TableProblem> = Vec::new();
        for problem in problems {
            if !all.iter().any(|known| known.is_same_cause(&problem)) {
                all.push(problem);
            }
        }
        if all.is_empty() { Ok(()) } else { Err(self.wrong(all)) }
    }

    fn wrong(&self, problems: Vec<TableProblem>) -> TableError {
        TableError { table: self.table.clone(), problems }
    }

    fn problem<E: ProvideErrorMetadata>(
        &self,
        action: &'static str,
        error: &SdkError<E, HttpResponse>,
    ) -> TableProblem {
        self.problem_of(action, Cause::of(error))
    }

    fn problem_of(&self, action: &'static str, cause: Cause) -> TableProblem {
        match cause {
            Cause::Missing => TableProblem::Missing,
            Cause::Denied => TableProblem::Denied { action },
            cause => TableProblem::Failed { message: self.call(action).words(&cause) },
        }
    }

    async fn describe(&self) -> Result<TableDescription, TableProblem> {
        let described = self.client.describe_table().table_name(&self.table).send().await;
        let described = described.map_err(|error| self.problem("DescribeTable", &error))?;
        described.table.ok_or(TableProblem::Missing)
    }

    async fn create(&self) -> Result<Created, TableProblem> {
        let indexes = INDEXES.iter().map(|(name, key)| index_of(name, key)).collect::<Result<_, _>>();
        let request = self.client.create_table().table_name(&self.table).billing_mode(BillingMode::PayPerRequest);
        let request = definitions()
            .and_then(|definitions| {
                Ok(request.set_attribute_definitions(Some(definitions)).set_key_schema(Some(schema(TABLE_KEY)?)))
            })
            .and_then(|request| Ok(request.set_global_secondary_indexes(Some(indexes?))));
        let request = request.map_err(|error| TableProblem::Failed { message: error.to_string() })?;
        match request.send().await {
            Ok(_) => Ok(Created::New),
            // Someone else was first.
            Err(error) if error.as_service_error().is_some_and(CreateTableError::is_resource_in_use_exception) => {
                Ok(Created::AlreadyThere)
            }
            Err(error) => Err(self.problem("CreateTable", &error)),
        }
    }

    async fn until_active(&self, wait: Duration) -> Result<TableDescription, TableProblem> {
        let sleep = self.client.config().sleep_impl().or_else(default_async_sleep).ok_or(TableProblem::NoSleep)?;
        let mut waited = Duration::ZERO;
        loop {
            match self.describe().await {
                Ok(table) if !is_pending(&table) => return Ok(table),
                // A new table may be unknown for a moment.
                Ok(_) | Err(TableProblem::Missing) => {}
                Err(problem) => return Err(problem),
            }
            let step = LOOK_EVERY.min(wait.saturating_sub(waited));
            if step.is_zero() {
                return Err(TableProblem::NotInTime { waited: wait });
            }
            sleep.sleep(step).await;
            waited = waited.saturating_add(step);
        }
    }

    async fn time_to_live(&self) -> Result<Option<TimeToLiveDescription>, TableProblem> {
        match self.client.describe_time_to_live().table_name(&self.table).send().await {
            Ok(described) => Ok(described.time_to_live_description),
            Err(error) if Cause::of(&error) == Cause::Unknown => Ok(None),
            Err(error) => Err(self.problem("DescribeTimeToLive", &error)),
        }
    }

    async fn switch_on_time_to_live(&self) -> Result<(), TableProblem> {
        match fits_time_to_live(self.time_to_live().await?.as_ref()) {
            Err(TableProblem::NoTimeToLive) => {}
            fits => return fits,
        }
        let specification = TimeToLiveSpecification::builder().attribute_name(attribute::EXPIRES).enabled(true).build();
        let specification = specification.map_err(|error| TableProblem::Failed { message: error.to_string() })?;
        let request =
            self.client.update_time_to_live().table_name(&self.table).time_to_live_specification(specification);
        match request.send().await {
            Ok(_) => Ok(()),
            // An emulator without it deletes nothing, and nothing relies on that.
            Err(error) if Cause::of(&error) == Cause::Unknown => Ok(()),
            // Someone else may have been first.
            Err(error) => match fits_time_to_live(self.time_to_live().await?.as_ref()) {
                Ok(()) => Ok(()),
                Err(_) => Err(self.problem("UpdateTimeToLive", &error)),
            },
        }
    }

    /// One read of each kind. What a wrong form explains is told already.
    async fn try_reads(&self, is_misformed: bool) -> Vec<TableProblem> {
        let mut causes = Vec::new();
        let request = self.client.get_item().table_name(&self.table).consistent_read(true);
        let request = request.key(attribute::KEY, AttributeValue::S("check".to_owned()));
        causes.extend(request.send().await.err().map(|error| ("GetItem", Cause::of(&error))));
        for (name, key) in INDEXES {
            let Some((partition, _)) = key.first() else { continue };
            let request = index::query(self, name, partition, item::shard_name(0)).limit(1);
            let request = request.key_condition_expression("#partition = :partition");
            causes.extend(request.send().await.err().map(|error| ("Query", Cause::of(&error))));
        }
        causes.retain(|(_, cause)| !(is_misformed && matches!(cause, Cause::Missing | Cause::Refused(..))));
        causes.into_iter().map(|(action, cause)| self.problem_of(action, cause)).collect()
    }
}

impl TableProblem {
    /// Its keys or its indexes are others.
    const fn is_of_form(&self) -> bool {
        matches!(self, Self::Key { .. } | Self::NoIndex { .. } | Self::IndexKey { .. })
    }

    /// Whether two calls failed of the same thing: their words differ in the call's name only.
    fn is_same_cause(&self, other: &Self) -> bool {
        let cause = |problem: &Self| match problem {
            Self::Failed { message } => message.split_once(": ").map(|(_call, cause)| cause.to_owned()),
            _ => None,
        };
        self == other || cause(self).is_some_and(|own| cause(other) == Some(own))
    }
}

impl TableError {
    /// Each thing that is wrong.
    pub fn problems(&self) -> &[TableProblem] {
        &self.problems
    }

    /// Whether all that is wrong is that there is no table.
    pub fn is_missing(&self) -> bool {
        self.problems == [TableProblem::Missing]
    }
}

impl fmt::Display for TableError {
    /// One line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the table {:?} cannot be used", self.table)?;
        for (number, problem) in self.problems.iter().enumerate() {
            f.write_str(if number == 0 { ": " } else { "; " })?;
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for TableError {}

fn schema(key: Key) -> Result<Vec<KeySchemaElement>, BuildError> {
    let kinds = [KeyType::Hash, KeyType::Range];
    let elements = key.iter().zip(kinds);
    elements.map(|((name, _), kind)| KeySchemaElement::builder().attribute_name(*name).key_type(kind).build()).collect()
}

/// Each attribute of a key, once.
fn definitions() -> Result<Vec<AttributeDefinition>, BuildError> {
    let mut all: Vec<&(&str, ScalarAttributeType)> = Vec::new();
    for attribute in TABLE_KEY.iter().chain(INDEXES.iter().flat_map(|(_, key)| key.iter())) {
        if !all.contains(&attribute) {
            all.push(attribute);
        }
    }
    let built = |(name, kind): &(&str, ScalarAttributeType)| {
        AttributeDefinition::builder().attribute_name(*name).attribute_type(kind.clone()).build()
    };
    all.into_iter().map(built).collect()
}

fn index_of(name: &str, key: Key) -> Result<GlobalSecondaryIndex, BuildError> {
    let keys_only = Projection::builder().projection_type(ProjectionType::KeysOnly).build();
    GlobalSecondaryIndex::builder().index_name(name).set_key_schema(Some(schema(key)?)).projection(keys_only).build()
}

/// A table or an index is being made.
fn is_pending(table: &TableDescription) -> bool {
    let is_creating = |index: &GlobalSecondaryIndexDescription| index.index_status() == Some(&IndexStatus::Creating);
    matches!(table.table_status(), Some(TableStatus::Creating | TableStatus::Updating))
        || table.global_secondary_indexes().iter().any(is_creating)
}

fn problems_of(table: &TableDescription) -> Vec<TableProblem> {
    let types = table.attribute_definitions();
    let mut problems = Vec::new();
    match table.table_status() {
        // An update takes no use away.
        None | Some(TableStatus::Active | TableStatus::Updating) => {}
        Some(status) => problems.push(TableProblem::NotActive { status: status.as_str().escape_debug().to_string() }),
    }
    let (found, wanted) = (found_key(table.key_schema(), types), wanted_key(TABLE_KEY));
    if found != wanted {
        problems.push(TableProblem::Key { found, wanted });
    }
    for (index, key) in INDEXES {
        let wanted = wanted_key(key);
        let Some(there) = table.global_secondary_indexes().iter().find(|there| there.index_name() == Some(index))
        else {
            problems.push(TableProblem::NoIndex { index, wanted });
            continue;
        };
        let found = found_key(there.key_schema(), types);
        if found != wanted {
            problems.push(TableProblem::IndexKey { index, found, wanted });
        }
        match there.index_status() {
            None | Some(IndexStatus::Active | IndexStatus::Updating) => {}
            Some(status) => problems
                .push(TableProblem::IndexNotActive { index, status: status.as_str().escape_debug().to_string() }),
        }
    }
    problems
}

fn wanted_key(key: Key) -> String {
    let parts: Vec<String> = key.iter().map(|(name, kind)| format!("{name} ({kind})")).collect();
    parts.join(", ")
}

/// As [`wanted_key`] writes it: the partition's attribute first.
fn found_key(schema: &[KeySchemaElement], types: &[AttributeDefinition]) -> String {
    let mut parts = Vec::new();
    for kind in [KeyType::Hash, KeyType::Range] {
        for element in schema.iter().filter(|element| *element.key_type() == kind) {
            let name = element.attribute_name();
            let defined = types.iter().find(|defined| defined.attribute_name() == name);
            let kind = defined.map_or("?", |defined| defined.attribute_type().as_str());
            parts.push(format!("{} ({kind})", name.escape_debug()));
        }
    }
    if parts.is_empty() { "none".to_owned() } else { parts.join(", ") }
}

fn fits_time_to_live(found: Option<&TimeToLiveDescription>) -> Result<(), TableProblem> {
    let status = found.and_then(TimeToLiveDescription::time_to_live_status);
    let Some(TimeToLiveStatus::Enabled | TimeToLiveStatus::Enabling) = status else {
        return Err(TableProblem::NoTimeToLive);
    };
    match found.and_then(TimeToLiveDescription::attribute_name) {
        Some(other) if other != attribute::EXPIRES => {
            Err(TableProblem::OtherTimeToLive { attribute: other.to_owned() })
        }
        _ => Ok(()),
    }
}
