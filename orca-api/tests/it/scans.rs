use crate::support::{Stub, TOKEN, WireTests, faked, fixture, lossless, sent};
use orca_api::model::{Scan, ScanStatus};
use orca_api::scans::{ScanEnd, ScanStart, WaitForScan};
use orca_api::*;
use serde_json::json;
use std::time::{Duration, SystemTime};

pub(crate) const WIRE: WireTests = &[
    ("start_posts_without_a_body", start_posts_without_a_body),
    ("get_reads_how_far_a_scan_is", get_reads_how_far_a_scan_is),
];

const ASSET: &str = "vm_123456789012_i-0a1b";

fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn clocked() -> (Client, FakeTransport, FakeClock) {
    let (transport, clock) = (FakeTransport::new(), FakeClock::new(SystemTime::UNIX_EPOCH));
    let builder = Client::builder(Region::Us, Auth::token(TOKEN)).retry(RetryPolicy::none());
    (builder.transport(transport.clone()).clock(clock.clone()).build().unwrap(), transport, clock)
}

#[tokio::test]
async fn start_posts_without_a_body() {
    let stub = Stub::replying(200, &fixture("scans/started")).await;
    let start = stub.client().scans().start(ASSET).await.unwrap();
    assert_eq!(start.scan_id(), Some(&ScanId::new("scan-7")));
    let ScanStart::Started(scan) = start else { panic!("{start:?}") };
    assert_eq!(scan.status.as_ref().map(ScanStatus::as_str), Some("initiated"));
    assert_eq!(scan.asset_unique_ids, [ASSET]);
    stub.request().await.is("POST", "/scan/asset/vm_123456789012_i-0a1b", None);
}

#[tokio::test]
async fn get_reads_how_far_a_scan_is() {
    let stub = Stub::replying(200, &fixture("scans/done")).await;
    let scan = stub.client().scans().get("scan-7").await.unwrap();
    assert!(scan.is_done());
    assert_eq!((scan.id, scan.version.as_deref()), (Some(ScanId::new("scan-7")), Some("0.1.0")));
    stub.request().await.is("GET", "/scan/status/scan-7", None);
}

/// Nobody recorded the status that this comes with.
#[tokio::test]
async fn a_scan_that_runs_already_is_no_error() {
    for status in [200, 400, 409, 500] {
        let stub = Stub::replying(status, &fixture("scans/already_running")).await;
        let start = stub.client().scans().start(ASSET).await.unwrap();
        assert_eq!(start, ScanStart::AlreadyRunning(Some(ScanId::new("scan-6"))));
    }
    let stub = Stub::replying(400, &json!({"error": "Scan is already running"})).await;
    assert_eq!(stub.client().scans().start(ASSET).await.unwrap(), ScanStart::AlreadyRunning(None));
}

/// Each start may be another scan.
#[tokio::test]
async fn a_start_that_may_have_arrived_is_never_repeated() {
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::new());
    transport.reply(502, "").fail(TransportError::maybe_sent("reset")).hang();
    for _ in 0..3 {
        let error = client.scans().start(ASSET).await.unwrap_err();
        assert!(error.may_have_been_applied() && !error.is_retryable(), "{error}");
    }
    assert_eq!(transport.requests().len(), 3);
}

#[tokio::test]
async fn unknown_assets_and_hostile_ids_are_told() {
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::none());
    transport.reply(400, json!({"error": "asset vm_9 not found"}).to_string());
    assert!(client.scans().start("vm_9").await.unwrap_err().is_not_found());
    transport.reply(404, json!({"error": "not found"}).to_string());
    assert!(client.scans().get("../alerts").await.unwrap_err().is_not_found());
    assert_eq!(sent(&transport)[1], "GET /api/scan/status/..%2Falerts");
    for id in ["", ".", ".."] {
        assert_eq!(client.scans().start(id).await.unwrap_err().kind(), ErrorKind::InvalidRequest);
        assert_eq!(client.scans().get(id).await.unwrap_err().kind(), ErrorKind::InvalidRequest);
    }
    assert_eq!(transport.requests().len(), 2);
}

#[tokio::test]
async fn a_wait_looks_until_the_scan_is_done() {
    let (client, transport, clock) = clocked();
    let (running, done) = (fixture("scans/started").to_string(), fixture("scans/done").to_string());
    // An outage in between is not the end.
    transport.reply(200, running.clone()).reply(502, "").reply_with(429, [("retry-after", "50")], "").reply(200, done);
    let end = client.scans().wait("scan-7", &WaitForScan::within(secs(600)).every(secs(20))).await.unwrap();
    assert!(matches!(end, ScanEnd::Done(scan) if scan.is_done()));
    let waited: Vec<_> = clock.sleeps().into_iter().filter(|sleep| *sleep >= secs(20)).collect();
    assert_eq!(waited[..], [secs(20), secs(20), secs(50)]);
}

#[tokio::test]
async fn a_wait_ends_in_time_with_what_was_last() {
    let (client, transport, clock) = clocked();
    for _ in 0..3 {
        transport.reply(200, fixture("scans/started").to_string());
    }
    let end = client.scans().wait("scan-7", &WaitForScan::within(secs(70)).every(secs(30))).await.unwrap();
    let ScanEnd::NotInTime(scan) = end else { panic!("{end:?}") };
    assert_eq!(scan.id, Some(ScanId::new("scan-7")));
    assert_eq!(transport.requests().len(), 3);
    assert!(clock.now() <= SystemTime::UNIX_EPOCH + secs(70));
}

/// The caller's own deadline is not put off by the wait.
#[tokio::test]
async fn a_wait_keeps_the_clients_deadline() {
    let (client, transport, clock) = clocked();
    transport.reply(200, fixture("scans/started").to_string()).reply(200, fixture("scans/started").to_string());
    let hurried = client.with(CallOptions::new().deadline(SystemTime::UNIX_EPOCH + secs(45)));
    let end = hurried.scans().wait("scan-7", &WaitForScan::within(secs(600)).every(secs(30))).await.unwrap();
    assert!(matches!(end, ScanEnd::NotInTime(_)));
    assert!(clock.now() <= SystemTime::UNIX_EPOCH + secs(45));
    assert_eq!(transport.requests().len(), 2);
}

#[tokio::test]
async fn a_wait_fails_with_what_does_not_pass() {
    let (client, transport, _) = clocked();
    let wait = WaitForScan::within(secs(60)).every(secs(30));
    transport.reply(200, fixture("scans/started").to_string()).reply(404, "");
    assert!(client.scans().wait("scan-7", &wait).await.unwrap_err().is_not_found());
    transport.reply(502, "").reply(502, "");
    assert_eq!(client.scans().wait("scan-7", &wait).await.unwrap_err().status(), Some(502));
    for (wait, rule) in [
        (WaitForScan::within(secs(60)).every(Duration::ZERO), "every: must be at least 1 second"),
        (WaitForScan::within(secs(10)), "every: must not be longer than the time to wait"),
        (WaitForScan::within(Duration::MAX), "within: is too long"),
    ] {
        let error = client.scans().wait("scan-7", &wait).await.unwrap_err();
        assert_eq!(error.to_string(), format!("invalid request: {rule}"));
    }
    assert_eq!(transport.requests().len(), 4);
}

#[test]
fn scans_decode_and_encode_without_loss() {
    lossless::<Scan>(&fixture("scans/started"));
    lossless::<Scan>(&fixture("scans/done"));
}
