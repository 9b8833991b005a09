//! The rules of every ledger, each over an empty file.

use crate::support::{Folder, open};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use ticket_bridge::Ledger;
use ticket_bridge::conformance::{self, Report, Setting};

async fn run(setting: &Setting) -> Report {
    let folder = Folder::new();
    let files = AtomicU32::new(0);
    let make = async || {
        let file = folder.file(&format!("{}.redb", files.fetch_add(1, Ordering::Relaxed)));
        Arc::new(open(&file).await) as Arc<dyn Ledger>
    };
    let report = conformance::ledger(make, setting).await;
    assert_eq!(usize::try_from(files.into_inner()).unwrap(), report.rules().len(), "one file for each rule");
    report
}

#[tokio::test]
async fn every_rule_is_kept() {
    let report = run(&Setting::new()).await;
    report.assert_kept();
    assert!(report.rules().len() > 25);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_rule_is_kept_on_many_threads() {
    run(&Setting::new().spawn(|task| drop(tokio::spawn(task)))).await.assert_kept();
}
