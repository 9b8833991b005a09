//! Clients of the stand-ins, and tables of each test's own.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Builder, Credentials, Region};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use ticket_bridge_dynamodb::DynamoLedger;

/// How long a table of a stand-in may take.
pub(crate) const SOON: Duration = Duration::from_secs(20);

/// A stand-in for DynamoDB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StandIn {
    Moto,
    Dynalite,
}

impl StandIn {
    /// Its address, if it runs. Else the test is skipped.
    pub(crate) fn address(self) -> Option<String> {
        let variable = match self {
            Self::Moto => "AWS_STANDIN_URL",
            Self::Dynalite => "DYNALITE_URL",
        };
        let address = std::env::var(variable).ok();
        if address.is_none() {
            println!("skipped: {variable} is not set; `ci/aws.sh cargo test` sets it");
        }
        address
    }

    /// A ledger over an empty table of its own.
    pub(crate) async fn ledger(self) -> Option<DynamoLedger> {
        let ledger = DynamoLedger::new(client(&self.address()?), new_table());
        ledger.create_table(SOON).await.unwrap();
        Some(ledger)
    }
}

/// A name that no other test has.
pub(crate) fn new_table() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos();
    format!("ledger-{}-{since}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst))
}

pub(crate) fn config(address: &str) -> Builder {
    let credentials = Credentials::new("AKIACANARY0000000000", "canary-of-the-ledger", None, None, "tests");
    aws_sdk_dynamodb::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("ap-northeast-1"))
        .credentials_provider(credentials)
        .endpoint_url(address)
        // As the default, without its pauses.
        .retry_config(RetryConfig::standard().with_initial_backoff(Duration::from_millis(10)))
}

pub(crate) fn client(address: &str) -> Client {
    Client::from_conf(config(address).build())
}
