//! A bridge over the file, which is started anew between deliveries.

use crate::support::{Folder, open};
use saas_api_core::FakeClock;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use ticket_bridge::{Bridge, Deadline, FakeTracker, FindingState, Ledger, Moment, Observation, Policy, Severity};

#[tokio::test]
async fn a_delivery_after_a_restart_opens_nothing() {
    let folder = Folder::new();
    let path = folder.file("ledger.redb");
    let clock = FakeClock::new(SystemTime::now());
    let tracker = FakeTracker::new(Arc::new(clock.clone()));
    let mut finding =
        Observation::new("orca", "orca-1", "Public bucket", Severity::High, Moment::from(SystemTime::now()));
    let mut creates = 0;
    for delivery in 0..4 {
        // Everything is new but the file and the tracker.
        let ledger = open(&path).await;
        let bridge = Bridge::new(Policy::new("alerts", "SEC"), Arc::new(ledger.clone()), Arc::new(tracker.clone()))
            .clock(Arc::new(clock.clone()))
            .adopted(true);
        if delivery == 3 {
            clock.advance(Duration::from_secs(60));
            finding.state = FindingState::Inactive;
            finding.observed_at = finding.observed_at.after(Duration::from_secs(60));
        }
        bridge.ingest(finding.clone()).await.unwrap();
        bridge.tick(Deadline::none()).await.unwrap();
        creates += tracker.calls().iter().filter(|call| **call == "create").count();
        assert_eq!(creates, 1, "delivery {delivery}");
        assert_eq!(tracker.open(), usize::from(delivery < 3), "delivery {delivery}");
        let ticket = tracker.tickets()[0].snapshot.ticket.id.clone();
        assert_eq!(ledger.by_ticket("SEC", &ticket).await.unwrap().len(), 1);
        drop(bridge);
        drop(ledger);
    }
}
