use crate::support::{Stub, TOKEN, WireTests, fixture, lossless};
use orca_api::alerts::{Closed, Verdict, WaitForVerdict};
use orca_api::model::{AlertState, Verification, VerificationStatus};
use orca_api::*;
use serde_json::{Value, json};
use std::time::{Duration, SystemTime};
use ticket_bridge_sandbox::{Clock as Time, Fault, Options, Orca, OrcaAlert, OrcaBehavior, OrcaStatus, OrcaVerdict};

pub(crate) const WIRE: WireTests = &[("verify_sends_no_body", verify_sends_no_body)];

const MINUTE: Duration = Duration::from_secs(60);
/// No timer of anything else is so long.
const LOOKS: Duration = Duration::from_secs(61);
const SCANNING: Option<&str> = Some("scanning");

#[tokio::test]
async fn verify_sends_no_body() {
    let stub = Stub::replying(200, &json!({"status": "scanning"})).await;
    let verification = stub.client().alerts().verify("orca-700123").await.unwrap();
    assert_eq!(verification.status, Some(VerificationStatus::Scanning));
    stub.request().await.is("PUT", "/alerts/orca-700123/verify", None);
}

/// A second request asks for a second scan.
#[tokio::test]
async fn a_verify_that_may_have_arrived_is_never_repeated() {
    let watched = Watched::new();
    watched.transport.reply(502, "").fail(TransportError::maybe_sent("reset")).hang();
    for _ in 0..3 {
        let error = watched.client.alerts().verify("orca-1").await.unwrap_err();
        assert!(error.may_have_been_applied() && !error.is_retryable(), "{error}");
    }
    assert_eq!(watched.transport.requests().len(), 3);
    watched.transport.reply(400, json!({"error": "alert_id orca-1 does not exist"}).to_string());
    assert!(watched.client.alerts().verify("orca-1").await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn an_answer_to_a_verify_of_any_form_is_a_success() {
    let watched = Watched::new();
    for (body, status) in [
        ("{\"status\": \"Scan_Initiated\"}", Some(VerificationStatus::ScanInitiated)),
        ("{\"status\": \"queued\"}", Some(VerificationStatus::from("queued"))),
        ("{}", None),
        ("", None),
    ] {
        watched.transport.reply(200, body);
        assert_eq!(watched.client.alerts().verify("orca-1").await.unwrap().status, status, "{body}");
    }
    watched.transport.reply(200, "<html>");
    assert_eq!(watched.client.alerts().verify("orca-1").await.unwrap_err().kind(), ErrorKind::Decode);
    lossless::<Verification>(&json!({"status": "scanning", "scan_id": "s-1"}));
    assert_eq!(Verification::default().raw(), &Value::Null);
}

/// A client whose waits take no time.
struct Watched {
    client: Client,
    transport: FakeTransport,
    clock: FakeClock,
}

impl Watched {
    fn new() -> Self {
        Self::with(RetryPolicy::none())
    }

    fn with(retry: RetryPolicy) -> Self {
        let (transport, clock) = (FakeTransport::new(), FakeClock::new(SystemTime::UNIX_EPOCH));
        let builder = Client::builder("https://orca.example", Auth::token(TOKEN)).transport(transport.clone());
        let client = builder.clock(clock.clone()).retry(retry).build().unwrap();
        Self { client, transport, clock }
    }

    /// Answers with a state: the status, whether a scan runs, and how far it is.
    fn shows(&self, status: &str, runs: impl Into<Option<bool>>, word: Option<&str>) -> &Self {
        let state = json!({"status": status, "in_verification": runs.into(), "verification_status": word});
        self.transport.reply(200, state.to_string());
        self
    }

    async fn verdict(&self) -> Result<Verdict> {
        let wait = WaitForVerdict::within(MINUTE * 10).every(MINUTE);
        self.client.alerts().wait_for_verdict("orca-1", &wait).await
    }

    fn looks(&self) -> usize {
        self.transport.requests().len()
    }
}

#[tokio::test]
async fn the_verdict_is_read_when_the_scan_is_over() {
    type Is = fn(&Verdict) -> bool;
    let ends: [(&str, Option<&str>, Is); 8] = [
        ("closed", None, |verdict| matches!(verdict, Verdict::Closed(_))),
        ("CLOSED", Some("verified"), |verdict| matches!(verdict, Verdict::Closed(_))),
        // The word may stay when the flag is down.
        ("closed", SCANNING, |verdict| matches!(verdict, Verdict::Closed(_))),
        ("open", None, |verdict| matches!(verdict, Verdict::StillThere(_))),
        ("in_progress", None, |verdict| matches!(verdict, Verdict::StillThere(_))),
        ("open", Some("scan_failed"), |verdict| matches!(verdict, Verdict::ScanFailed(_))),
        ("dismissed", None, |verdict| matches!(verdict, Verdict::OtherState(_))),
        ("parked", None, |verdict| matches!(verdict, Verdict::OtherState(_))),
    ];
    for (status, word, is) in ends {
        let watched = Watched::new();
        watched.shows("open", true, Some("scan_initiated")).shows("open", true, SCANNING).shows(status, false, word);
        let verdict = watched.verdict().await.unwrap();
        assert!(is(&verdict), "{status} {word:?}: {verdict:?}");
        assert_eq!(watched.looks(), 3);
    }
}

/// Where the flag is missing, the word alone says that a scan runs.
#[tokio::test]
async fn a_scan_is_seen_without_its_flag() {
    let watched = Watched::new();
    watched.shows("closed", None, Some("scan_initiated")).shows("closed", None, SCANNING).shows("closed", None, None);
    assert!(matches!(watched.verdict().await.unwrap(), Verdict::Closed(_)));
    let watched = Watched::new();
    watched.shows("closed", false, Some("scan_initiated")).shows("closed", true, None).shows("closed", false, None);
    assert!(matches!(watched.verdict().await.unwrap(), Verdict::Closed(_)));
    assert_eq!(watched.looks(), 3);
}

/// Before the scan begins the alert looks as if it were over.
#[tokio::test]
async fn a_state_without_a_scan_before_it_is_no_verdict() {
    for (status, word) in [
        ("closed", None),
        ("open", None),
        ("open", Some("scan_failed")),
        ("closed", Some("scan_failed")),
        ("closed", Some("queued")),
        ("snoozed", None),
    ] {
        let watched = Watched::new();
        for _ in 0..10 {
            watched.shows(status, false, word);
        }
        let Verdict::NotInTime { last, scan_seen } = watched.verdict().await.unwrap() else { panic!("no verdict") };
        assert_eq!((last.state.status, scan_seen), (Some(AlertState::read(status)), false));
        assert_eq!((watched.looks(), watched.clock.sleeps()), (10, vec![MINUTE; 9]));
    }
    // It begins late, and is waited for.
    let watched = Watched::new();
    watched.shows("closed", false, None).shows("closed", false, None).shows("closed", true, SCANNING);
    watched.shows("open", false, None);
    assert!(matches!(watched.verdict().await.unwrap(), Verdict::StillThere(_)));
}

/// A whole scan between two looks shows itself where it changed something that nothing else changes.
#[tokio::test]
async fn a_scan_between_two_looks_is_seen_by_what_it_left() {
    for word in [None, Some("scan_failed")] {
        let watched = Watched::new();
        watched.shows("closed", false, None).shows("in_progress", false, word);
        assert!(matches!(watched.verdict().await.unwrap(), Verdict::StillThere(_)), "{word:?}");
    }
    let watched = Watched::new();
    watched.shows("closed", false, None).shows("closed", false, Some("scan_failed"));
    assert!(matches!(watched.verdict().await.unwrap(), Verdict::ScanFailed(_)));
}

#[tokio::test]
async fn a_scan_that_does_not_end_in_time_is_told_with_the_last_state() {
    let watched = Watched::new();
    for _ in 0..10 {
        watched.shows("closed", true, SCANNING);
    }
    let Verdict::NotInTime { last, scan_seen: true } = watched.verdict().await.unwrap() else { panic!("no verdict") };
    assert_eq!(last.state.verification_status, Some(VerificationStatus::Scanning));
}

/// One bad answer in an hour is no reason to give up.
#[tokio::test]
async fn a_look_that_fails_for_a_passing_reason_is_not_the_end() {
    let watched = Watched::new();
    watched.transport.reply(502, "").fail(TransportError::not_sent("refused"));
    watched.shows("closed", true, SCANNING);
    watched.transport.reply_with(429, [("retry-after", "150")], "").hang();
    watched.shows("closed", false, None);
    assert!(matches!(watched.verdict().await.unwrap(), Verdict::Closed(_)));
    // What the server asks for is kept, even where it is longer than the time between looks.
    assert!(watched.clock.sleeps().contains(&Duration::from_secs(150)), "{:?}", watched.clock.sleeps());
}

#[tokio::test]
async fn what_does_not_pass_ends_the_wait() {
    let unknown = json!({"error": "alert_id orca-1 does not exist"}).to_string();
    for (status, body, kind) in
        [(400, &*unknown, ErrorKind::NotFound), (403, "", ErrorKind::Auth), (200, "<html>", ErrorKind::Decode)]
    {
        let watched = Watched::new();
        watched.shows("closed", true, SCANNING).transport.reply(status, body.to_owned());
        assert_eq!(watched.verdict().await.unwrap_err().kind(), kind);
        assert_eq!(watched.looks(), 2);
    }
}

/// The last look may tell more than that the time is over.
#[tokio::test]
async fn what_does_not_pass_is_told_at_the_last_look_too() {
    let watched = Watched::new();
    for _ in 0..9 {
        watched.shows("closed", true, SCANNING);
    }
    watched.transport.reply(403, "");
    assert_eq!(watched.verdict().await.unwrap_err().kind(), ErrorKind::Auth);
    assert_eq!(watched.looks(), 10);
    // A passing failure there is only the end of the time.
    let watched = Watched::new();
    for _ in 0..9 {
        watched.shows("closed", true, SCANNING);
    }
    watched.transport.reply(502, "");
    assert!(matches!(watched.verdict().await.unwrap(), Verdict::NotInTime { scan_seen: true, .. }));
}

#[tokio::test]
async fn looks_that_all_fail_end_with_their_error() {
    let watched = Watched::new();
    for _ in 0..10 {
        watched.transport.reply(502, "");
    }
    assert_eq!(watched.verdict().await.unwrap_err().status(), Some(502));
    assert_eq!(watched.looks(), 10);
}

/// A function that is killed at a known time must have ended before.
#[tokio::test]
async fn the_clients_own_deadline_ends_the_wait_too() {
    let watched = Watched::new();
    for _ in 0..3 {
        watched.shows("closed", true, SCANNING);
    }
    let hurried = watched.client.with(CallOptions::new().deadline(SystemTime::UNIX_EPOCH + Duration::from_secs(150)));
    let wait = WaitForVerdict::within(MINUTE * 10).every(MINUTE);
    let verdict = hurried.alerts().wait_for_verdict("orca-1", &wait).await.unwrap();
    assert!(matches!(verdict, Verdict::NotInTime { scan_seen: true, .. }));
    assert_eq!(watched.looks(), 3);
}

#[tokio::test]
async fn times_that_do_not_fit_are_refused_before_anything_is_sent() {
    let watched = Watched::new();
    for (wait, rule) in [
        (WaitForVerdict::within(MINUTE).every(Duration::ZERO), "every: must be at least 1 second"),
        (WaitForVerdict::within(MINUTE).every(MINUTE * 2), "every: must not be longer than the time to wait"),
        (WaitForVerdict::within(Duration::ZERO), "every: must not be longer than the time to wait"),
        (WaitForVerdict::within(Duration::MAX), "within: is too long"),
    ] {
        let error = watched.client.alerts().wait_for_verdict("orca-1", &wait).await.unwrap_err();
        assert_eq!(error.to_string(), format!("invalid request: {rule}"));
    }
    assert_eq!(watched.looks(), 0);
}

#[test]
fn a_state_is_kept_whole() {
    lossless::<model::StateReport>(&fixture("answers/state"));
}

/// The sandbox's time, which the waits between looks move on.
#[derive(Debug)]
struct Moved(Time);

impl Clock for Moved {
    fn now(&self) -> SystemTime {
        self.0.now()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let time = self.0.clone();
        Box::pin(async move {
            if duration == LOOKS {
                time.advance(duration);
            } else {
                // An answer's time limit: nothing moves the clock to it.
                time.sleep(duration).await;
            }
        })
    }
}

/// One closed loop with the stand-in: an open alert, and a client that looks at it.
struct Bench {
    orca: Orca,
    alert: String,
    client: Client,
}

impl Bench {
    async fn start(verdict: OrcaVerdict, behavior: OrcaBehavior) -> Self {
        let time = Time::manual(SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_225_600));
        let orca = Orca::start_with(Options::default().clock(time.clone())).await.unwrap();
        orca.behave(behavior);
        let alert = orca.add_alert(OrcaAlert::public_bucket("invoices-prod").verdict(verdict));
        let builder = Client::builder(orca.url(), Auth::token(orca.token())).clock(Moved(time));
        let client = builder.retry(RetryPolicy::none()).build().unwrap();
        Self { orca, alert, client }
    }

    async fn verdict(&self) -> Verdict {
        let wait = WaitForVerdict::within(MINUTE * 60).every(LOOKS);
        self.client.alerts().wait_for_verdict(&*self.alert, &wait).await.unwrap()
    }

    async fn close(&self) -> Verdict {
        assert!(matches!(self.client.alerts().close(&*self.alert).await.unwrap(), Closed::ByThisCall(_)));
        self.verdict().await
    }
}

#[tokio::test]
async fn the_sandbox_verifies_what_was_closed() {
    for starts_after in [Duration::ZERO, MINUTE * 5] {
        let behavior = || OrcaBehavior::new().scan_starts_after(starts_after);
        let bench = Bench::start(OrcaVerdict::RiskGone, behavior().verified_word("verified")).await;
        assert!(matches!(bench.close().await, Verdict::Closed(_)));
        assert_eq!(bench.orca.status(&bench.alert), Some(OrcaStatus::Closed));

        let bench = Bench::start(OrcaVerdict::RiskRemains, behavior().reopens_to(OrcaStatus::InProgress)).await;
        let Verdict::StillThere(report) = bench.close().await else { panic!("the risk remains") };
        assert_eq!(report.state.status, Some(AlertState::InProgress));

        let bench = Bench::start(OrcaVerdict::ScanFailed, behavior()).await;
        assert!(matches!(bench.close().await, Verdict::ScanFailed(_)));
        assert_eq!(bench.orca.status(&bench.alert), Some(OrcaStatus::Closed));
    }
}

#[tokio::test]
async fn the_sandbox_verifies_what_it_is_asked_for() {
    for (verdict, status) in [(OrcaVerdict::RiskGone, OrcaStatus::Closed), (OrcaVerdict::RiskRemains, OrcaStatus::Open)]
    {
        let bench = Bench::start(verdict, OrcaBehavior::new()).await;
        let asked = bench.client.alerts().verify(&*bench.alert).await.unwrap();
        assert_eq!(asked.status, Some(VerificationStatus::Scanning));
        // An answer that gets lost on the way is no end.
        bench.orca.fault(Fault::status(503).on("GET", "/api/alerts/"));
        let found = bench.verdict().await;
        assert_eq!(matches!(found, Verdict::Closed(_)), status == OrcaStatus::Closed, "{found:?}");
        assert_eq!(bench.orca.status(&bench.alert), Some(status));
    }
}

#[tokio::test]
async fn without_a_scan_the_sandbox_gives_no_verdict() {
    let bench = Bench::start(OrcaVerdict::RiskGone, OrcaBehavior::new().recheck_after_close(false)).await;
    let Verdict::NotInTime { last, scan_seen: false } = bench.close().await else { panic!("nobody looked") };
    assert_eq!(last.state.status, Some(AlertState::Closed));
}
