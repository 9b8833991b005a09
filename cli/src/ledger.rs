//! The ledger that the configuration names.

use crate::aws::Aws;
use crate::failure::Failure;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use ticket_bridge::{Ledger, MemoryLedger};
use ticket_bridge_config::{LedgerConfig, Problem};
use ticket_bridge_dynamodb::DynamoLedger;
use ticket_bridge_redb::{OpenError, RedbLedger};

/// DynamoDB takes 10 to 30 seconds to make a table.
const TABLE_WAIT: Duration = Duration::from_secs(3 * 60);

/// What a look at the ledger found.
#[derive(Debug)]
pub(crate) enum Looked {
    /// It can be used.
    Fits,
    /// There is none, and one can be created.
    Missing(Problem),
    /// It cannot be used.
    Wrong(Vec<Problem>),
    /// Another process uses it: it is there, and more cannot be seen.
    InUse,
}

/// A ledger by its place.
#[derive(Debug)]
pub(crate) enum Place {
    Table(DynamoLedger),
    File(PathBuf),
    Memory,
}

impl Place {
    /// `folder`: of the configuration file.
    pub(crate) async fn of(ledger: &LedgerConfig, folder: &Path, aws: &Aws) -> Result<Self, Failure> {
        Ok(match ledger {
            LedgerConfig::DynamoDb { table, region, .. } => {
                let config = aws.in_region(region.as_deref()).await;
                Self::Table(DynamoLedger::new(aws_sdk_dynamodb::Client::new(&config), table))
            }
            LedgerConfig::File { path, .. } => Self::File(folder.join(path)),
            LedgerConfig::Memory => Self::Memory,
            other => return Err(Failure::wrong(format!("ledger: this version does not know {other:?}"))),
        })
    }

    /// What it is, in words.
    pub(crate) fn named(&self) -> String {
        match self {
            Self::Table(ledger) => format!("the DynamoDB table {:?}", ledger.table()),
            Self::File(path) => format!("the ledger file {}", path.display()),
            Self::Memory => "a ledger in memory".to_owned(),
        }
    }

    /// Opens it.
    pub(crate) async fn open(&self) -> Result<Arc<dyn Ledger>, Failure> {
        match self {
            Self::Table(ledger) => Ok(Arc::new(ledger.clone())),
            Self::File(path) => match RedbLedger::open_existing(path).await {
                Ok(ledger) => Ok(Arc::new(ledger)),
                Err(OpenError::NoFile { path }) => Err(Failure::wrong(format!(
                    "there is no ledger {}: correct ledger.file, or let `ticket-bridge init` create it",
                    path.display()
                ))),
                Err(error) => Err(Failure::wrong(error.to_string())),
            },
            Self::Memory => Err(Failure::wrong(
                "the ledger is in memory, and only the process of the bridge sees it: set ledger.table or ledger.file",
            )),
        }
    }

    /// As [`open`](Self::open); in memory it is an empty one.
    pub(crate) async fn open_to_plan(&self) -> Result<Arc<dyn Ledger>, Failure> {
        match self {
            Self::Memory => Ok(Arc::new(MemoryLedger::new())),
            place => place.open().await,
        }
    }

    /// Looks, and changes nothing.
    pub(crate) async fn look(&self) -> Looked {
        match self {
            Self::Memory => Looked::Fits,
            Self::Table(ledger) => match ledger.check().await {
                Ok(()) => Looked::Fits,
                Err(error) if error.is_missing() => Looked::Missing(Problem::new(
                    "ledger.table",
                    format!("there is no table {:?}", ledger.table()),
                    "run `ticket-bridge init`, which creates it, or correct the name, region or account",
                )),
                Err(error) => {
                    let problem = |problem: &dyn ToString| {
                        let text = problem.to_string();
                        // The text says both, parted so.
                        let (what, fix) = text.split_once(": ").unwrap_or((&text, "see what DynamoDB says"));
                        Problem::new("ledger.table", what, fix)
                    };
                    Looked::Wrong(error.problems().iter().map(|found| problem(found)).collect())
                }
            },
            Self::File(path) => look_at_file(path).await,
        }
    }

    /// Makes it.
    pub(crate) async fn create(&self) -> Result<(), Failure> {
        match self {
            Self::Memory => Ok(()),
            Self::Table(ledger) => {
                let created = ledger.create_table(TABLE_WAIT).await;
                created.map(drop).map_err(|error| Failure::wrong(error.to_string()))
            }
            Self::File(path) => {
                let created = RedbLedger::open(path).await;
                created.map(drop).map_err(|error| Failure::wrong(error.to_string()))
            }
        }
    }
}

async fn look_at_file(path: &Path) -> Looked {
    let Err(error) = RedbLedger::open_existing(path).await else { return Looked::Fits };
    match error {
        OpenError::InUse { .. } => Looked::InUse,
        OpenError::NoFile { .. } => Looked::Missing(Problem::new(
            "ledger.file",
            format!("there is no file {}", path.display()),
            "run `ticket-bridge init`, which creates it, or correct the path",
        )),
        _ => {
            let text = error.to_string();
            let (what, fix) = text.rsplit_once("; ").unwrap_or((&text, "see what the system says"));
            Looked::Wrong(vec![Problem::new("ledger.file", what, fix)])
        }
    }
}
