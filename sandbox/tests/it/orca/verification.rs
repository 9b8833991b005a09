//! What Orca finds when it looks again.

use serde_json::{Value, json};
use ticket_bridge_sandbox::{Generation, OrcaActor, OrcaAlert, OrcaBehavior, OrcaStatus, OrcaVerdict};

use super::{Bench, MINUTE, good};

const STATE: &str = "/api/alerts/orca-700001/state";
const VERIFY: &str = "/api/alerts/orca-700001/verify";

/// The words of the log, oldest first, with who had it done.
async fn logged(bench: &Bench) -> Vec<(Value, bool)> {
    let log = good(&bench.get("/api/alerts/orca-700001/event_log?type=verification_scan_status").await);
    let events = log["event_log"].as_array().unwrap().iter().rev();
    events.map(|event| (event["sub_type"].clone(), event["user_email"].is_string())).collect()
}

#[tokio::test]
async fn verifying_a_closed_alert_whose_risk_remains_opens_it_again() {
    let bench = Bench::start().await;
    bench.orca.behave(OrcaBehavior::new().recheck_after_close(false).reopens_to(OrcaStatus::InProgress));
    bench.orca.add_alert(OrcaAlert::public_bucket("invoices-prod").verdict(OrcaVerdict::RiskRemains));
    good(&bench.set_status("close").await);
    bench.clock.advance(MINUTE * 60);
    assert_eq!(bench.status(), OrcaStatus::Closed);

    assert_eq!(good(&bench.call("PUT", VERIFY, "").await), json!({"status": "scanning"}));
    let state = good(&bench.get(STATE).await);
    assert_eq!((&state["in_verification"], &state["verification_status"]), (&json!(true), &json!("scanning")));
    assert_eq!(state["status"], "closed");
    bench.clock.advance(MINUTE * 10);
    let state = good(&bench.get(STATE).await);
    assert_eq!((&state["in_verification"], &state["verification_status"]), (&json!(false), &Value::Null));
    assert_eq!((&state["status"], &state["alert_id"]), (&json!("in_progress"), &json!("orca-700001")));
    assert_eq!(bench.orca.closes("orca-700001"), 1);
}

#[tokio::test]
async fn orca_verifies_after_each_close_and_may_reopen_each_time() {
    let bench = Bench::with_alert().await;
    bench.orca.behave(OrcaBehavior::new().verification_takes(MINUTE));
    assert!(bench.orca.set_verdict("orca-700001", OrcaVerdict::RiskRemains));
    assert!(!bench.orca.set_verdict("orca-1", OrcaVerdict::RiskRemains));
    for closes in 1..=2 {
        good(&bench.set_status("close").await);
        assert_eq!(bench.status(), OrcaStatus::Closed);
        bench.clock.advance(MINUTE);
        assert_eq!(bench.status(), OrcaStatus::Open);
        assert_eq!(bench.orca.closes("orca-700001"), closes);
    }
    bench.orca.set_verdict("orca-700001", OrcaVerdict::RiskGone);
    good(&bench.set_status("close").await);
    bench.clock.advance(MINUTE);
    assert_eq!(bench.status(), OrcaStatus::Closed);
}

#[tokio::test]
async fn verifying_an_open_alert_whose_risk_is_gone_closes_it() {
    let bench = Bench::with_alert().await;
    // A second request during the scan starts no other.
    for _ in 0..2 {
        good(&bench.call("PUT", VERIFY, "").await);
    }
    bench.clock.advance(MINUTE * 10);
    assert_eq!(bench.status(), OrcaStatus::Closed);
    assert_eq!(bench.orca.closes("orca-700001"), 0);
    let state = good(&bench.get(STATE).await);
    assert_eq!(state["closed_time"], "2026-01-01T00:10:00+00:00");
    let log = good(&bench.get("/api/alerts/orca-700001/event_log?type=verification_scan_status").await);
    assert_eq!(log["total_count"], 2);
    assert_eq!(log["event_log"][0]["user_email"], Value::Null);
}

#[tokio::test]
async fn a_failed_scan_changes_no_state() {
    let bench = Bench::with_alert().await;
    bench.orca.set_verdict("orca-700001", OrcaVerdict::ScanFailed);
    good(&bench.call("PUT", VERIFY, "").await);
    bench.clock.advance(MINUTE * 10);
    let state = good(&bench.get(STATE).await);
    assert_eq!((&state["status"], &state["verification_status"]), (&json!("open"), &json!("scan_failed")));
}

#[tokio::test]
async fn a_scan_may_wait_before_it_starts_and_end_with_a_word() {
    let bench = Bench::with_alert().await;
    bench.orca.behave(OrcaBehavior::new().scan_starts_after(MINUTE * 4).verified_word("verified"));
    assert_eq!(good(&bench.call("PUT", VERIFY, "").await), json!({"status": "scanning"}));
    let mut words = Vec::new();
    for _ in 0..4 {
        let state = good(&bench.get(STATE).await);
        words.push((state["in_verification"].as_bool().unwrap(), state["verification_status"].clone()));
        bench.clock.advance(MINUTE * 3);
    }
    let (asked, scans, ended) = (json!("scan_initiated"), json!("scanning"), json!("verified"));
    assert_eq!(words, [(true, asked.clone()), (true, asked.clone()), (true, scans.clone()), (true, scans.clone())]);
    let alert = bench.orca.alert("orca-700001", Generation::ServingLayer).unwrap();
    assert_eq!(alert["data"]["VerificationStatus"]["value"], "verified");
    assert_eq!(good(&bench.get(STATE).await)["in_verification"], false);
    assert_eq!(logged(&bench).await, [(asked, true), (scans, false), (ended, false)]);
}

#[tokio::test]
async fn a_scan_that_ends_before_it_starts_leaves_nothing_behind() {
    let bench = Bench::with_alert().await;
    bench.orca.behave(OrcaBehavior::new().scan_starts_after(MINUTE * 20));
    good(&bench.call("PUT", VERIFY, "").await);
    bench.clock.advance(MINUTE * 30);
    let state = good(&bench.get(STATE).await);
    assert_eq!((&state["in_verification"], &state["verification_status"]), (&json!(false), &Value::Null));
    assert_eq!(logged(&bench).await, [(json!("scan_initiated"), true), (Value::Null, false)]);
}

#[tokio::test]
async fn a_close_during_a_scan_waits_for_that_scan() {
    let bench = Bench::with_alert().await;
    bench.orca.set_verdict("orca-700001", OrcaVerdict::RiskRemains);
    good(&bench.call("PUT", VERIFY, "").await);
    bench.clock.advance(MINUTE * 6);
    good(&bench.set_status("close").await);
    bench.clock.advance(MINUTE * 3);
    assert_eq!((bench.status(), logged(&bench).await.len()), (OrcaStatus::Closed, 1));
    // Ten minutes after the first request, not after the close.
    bench.clock.advance(MINUTE);
    assert_eq!((bench.status(), logged(&bench).await.len()), (OrcaStatus::Open, 2));
    bench.clock.advance(MINUTE * 60);
    assert_eq!((bench.status(), logged(&bench).await.len()), (OrcaStatus::Open, 2));
}

#[tokio::test]
async fn a_scan_changes_only_what_it_is_about() {
    for (state, verdict, after) in [
        ("snooze", OrcaVerdict::RiskGone, OrcaStatus::Snoozed),
        ("snooze", OrcaVerdict::RiskRemains, OrcaStatus::Snoozed),
        ("dismiss", OrcaVerdict::RiskGone, OrcaStatus::Dismissed),
        ("dismiss", OrcaVerdict::RiskRemains, OrcaStatus::Dismissed),
        ("in_progress", OrcaVerdict::RiskRemains, OrcaStatus::InProgress),
        ("in_progress", OrcaVerdict::RiskGone, OrcaStatus::Closed),
    ] {
        let bench = Bench::with_alert().await;
        bench.orca.set_verdict("orca-700001", verdict);
        match state {
            "snooze" => good(&bench.put("/api/alerts/orca-700001/snooze", &json!({"days": 30})).await),
            word => good(&bench.set_status(word).await),
        };
        good(&bench.call("PUT", VERIFY, "").await);
        bench.clock.advance(MINUTE * 10);
        assert_eq!(bench.status(), after, "{state}: {verdict:?}");
    }
}

#[tokio::test]
async fn what_orca_closes_tells_the_reason_and_is_not_checked_again() {
    let bench = Bench::with_alert().await;
    bench.orca.set_verdict("orca-700001", OrcaVerdict::RiskRemains);
    assert!(bench.orca.set_status("orca-700001", OrcaStatus::Closed));
    let state = good(&bench.get(STATE).await);
    assert_eq!((&state["status"], &state["closed_reason"]), (&json!("closed"), &json!("asset deleted")));
    assert_eq!(state["in_verification"], false);
    bench.clock.advance(MINUTE * 60);
    assert_eq!(bench.status(), OrcaStatus::Closed);
    let closed = bench.orca.history("orca-700001").pop().unwrap();
    assert_eq!((closed.by, bench.orca.closes("orca-700001")), (OrcaActor::Orca, 0));

    good(&bench.set_status("open").await);
    bench.orca.set_verdict("orca-700001", OrcaVerdict::RiskGone);
    good(&bench.call("PUT", VERIFY, "").await);
    bench.clock.advance(MINUTE * 10);
    assert_eq!(good(&bench.get(STATE).await)["closed_reason"], "risk no longer found");
}
