//! Clients of the stand-ins, tables of each test's own, and records.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Builder, Credentials, Region};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use ticket_bridge::{Put, Record, Rev};
use ticket_bridge_dynamodb::DynamoLedger;

/// How long a table of a stand-in may take.
pub(crate) const SOON: Duration = Duration::from_secs(20);

/// A stand-in for DynamoDB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StandIn {
    Moto,
    Dynalite,
}

/// Both: moto gives the old item when a condition failed, dynalite does not.
pub(crate) const BOTH: [StandIn; 2] = [StandIn::Moto, StandIn::Dynalite];

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

/// A client that sends each request once.
pub(crate) fn client_without_retries(address: &str) -> Client {
    Client::from_conf(config(address).retry_config(RetryConfig::disabled()).build())
}

/// A record with some members set.
pub(crate) fn record_with(pk: &str, members: Value) -> Record {
    let mut all = json!({ "v": 1, "pk": pk, "destination": "SEC", "recurrence": 0, "phase": "linked" });
    let Value::Object(members) = members else { panic!("members are an object") };
    all.as_object_mut().unwrap().extend(members);
    Record::from_json(&all.to_string()).unwrap()
}

pub(crate) fn record(pk: &str) -> Record {
    record_with(pk, json!({}))
}

#[track_caller]
pub(crate) fn won(put: Put) -> Rev {
    match put {
        Put::Won(rev) => rev,
        Put::Lost => panic!("the put was lost"),
    }
}
