//! The rules that every ledger keeps.

use crate::support::StandIn;
use std::sync::Arc;
use std::time::Duration;
use ticket_bridge::Ledger;
use ticket_bridge::conformance::{self, Setting};

async fn keeps_every_rule(stand_in: StandIn) {
    if stand_in.address().is_none() {
        return;
    }
    let make = async || Arc::new(stand_in.ledger().await.unwrap()) as Arc<dyn Ledger>;
    let setting = Setting::new().staleness(Duration::from_secs(2)).spawn(|task| drop(tokio::spawn(task)));
    let report = conformance::ledger(make, &setting).await;
    report.assert_kept();
    assert!(report.rules().len() > 25);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_rule_of_a_ledger_is_kept_over_moto() {
    keeps_every_rule(StandIn::Moto).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_rule_of_a_ledger_is_kept_over_dynalite() {
    keeps_every_rule(StandIn::Dynalite).await;
}
