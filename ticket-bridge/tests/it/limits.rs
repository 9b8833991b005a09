//! A thousand new findings against a tracker that takes 150 writes a minute.

use crate::support::{active, secs};
use backlog_api::RateGate;
use saas_api_core::{Clock, Sleep};
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use ticket_bridge::adapters::backlog::BacklogTracker;
use ticket_bridge::*;
use ticket_bridge_sandbox::{Backlog, BacklogField, BacklogOptions};

const FINDINGS: usize = 1_000;
const EACH_MINUTE: u32 = 150;

/// The stand-in's clock, for the client and the bridge.
#[derive(Clone, Debug)]
struct Shared(ticket_bridge_sandbox::Clock);

impl Clock for Shared {
    fn now(&self) -> SystemTime {
        self.0.now()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let clock = self.0.clone();
        Box::pin(async move { clock.sleep(duration).await })
    }
}

/// How many answers were 429, and how long it took until each finding had its ticket.
async fn flood(gate: RateGate) -> (usize, Duration) {
    let clock = ticket_bridge_sandbox::Clock::manual(SystemTime::now());
    let options = BacklogOptions::default().clock(clock.clone()).rate_limits(600, EACH_MINUTE, 150, 60);
    let backlog = Backlog::start_with(options).await.unwrap();
    let project = backlog.add_project("SEC").unwrap();
    let field = backlog.add_custom_field(project.id, "Alert-Id", BacklogField::Text).unwrap();
    let client = backlog_api::Client::builder(backlog.url(), backlog_api::Auth::api_key(backlog.api_key()));
    let client = client.clock(Shared(clock.clone())).rate_gate(gate).build().unwrap();
    let tracker = BacklogTracker::new(client, project.id, project.issue_type_id, field);
    let ledger = Arc::new(MemoryLedger::new());
    let bridge = Bridge::new(Policy::new("alerts", "SEC"), ledger, Arc::new(tracker));
    let bridge = bridge.clock(Arc::new(Shared(clock.clone()))).adopted(true);
    let begun = clock.now();
    for index in 0..FINDINGS {
        bridge.ingest(active(&format!("orca-{index}"), 0)).await.unwrap();
    }
    while backlog.issues().len() < FINDINGS {
        clock.advance(Duration::from_millis(500));
        bridge.tick(Deadline::none()).await.unwrap();
    }
    assert_eq!(backlog.issues().len(), FINDINGS);
    let refused = backlog.requests().iter().filter(|request| request.status == Some(429)).count();
    (refused, clock.now().duration_since(begun).unwrap())
}

#[tokio::test]
async fn a_thousand_findings_pass_the_limit_without_one_refusal_in_nearly_the_least_time() {
    // The first minute's share goes out at once; each further one after a reset.
    let shares = u64::try_from(FINDINGS).unwrap().div_ceil(u64::from(EACH_MINUTE));
    let least = secs((shares - 1) * 60);
    let (refused, took) = flood(RateGate::Fail).await;
    assert_eq!(refused, 0);
    assert!(took >= least && took <= least.mul_f64(1.05), "{took:?} for {least:?}");
    let (refused, _) = flood(RateGate::Off).await;
    assert!(refused > 0);
}
