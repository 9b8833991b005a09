use crate::support::{TOKEN, faked, fixture, sent};
use orca_api::alerts::{Changed, Closed, Reopened};
use orca_api::*;
use serde_json::{Value, json};

const PUT: &str = "PUT /api/alerts/orca-1/status/close";
const PUT_OPEN: &str = "PUT /api/alerts/orca-1/status/open";
const GET: &str = "GET /api/alerts/orca-1";

/// A client that would repeat whatever may be repeated, and its transport.
fn patient() -> (Client, FakeTransport) {
    faked(Auth::token(TOKEN), RetryPolicy::new())
}

fn alert(status: &str) -> String {
    json!({"state": {"alert_id": "orca-1", "status": status}}).to_string()
}

fn failure(text: &str) -> String {
    json!({"status": "failure", "error": text}).to_string()
}

const SAME: &str = "requested to set same configuration";

#[tokio::test]
async fn a_close_that_works_is_one_call() {
    let (client, transport) = patient();
    transport.reply(200, fixture("answers/close").to_string());
    let closed = client.alerts().close("orca-1").await.unwrap();
    assert!(matches!(&closed, Closed::ByThisCall(event) if event.sub_type.as_deref() == Some("closed")));
    assert_eq!(sent(&transport), [PUT]);
}

/// Dangerous point: same-state close. The text decides, on any status.
#[tokio::test]
async fn same_state_close_is_a_success_whatever_its_status() {
    let bodies = [
        failure(SAME),
        json!({"error": "Requested to set same configuration."}).to_string(),
        json!({"message": "Bad request", "error": SAME}).to_string(),
        json!({"errors": [SAME]}).to_string(),
        json!({"detail": SAME}).to_string(),
        SAME.to_owned(),
    ];
    for status in [400, 409, 422, 500] {
        for body in &bodies {
            let (client, transport) = patient();
            transport.reply(status, body.clone());
            assert_eq!(client.alerts().close("orca-1").await.unwrap(), Closed::AlreadyClosed, "{status} {body}");
            assert_eq!(sent(&transport), [PUT]);
        }
    }
    // And as a failure on 200.
    let (client, transport) = patient();
    transport.reply(200, failure(SAME));
    assert_eq!(client.alerts().close("orca-1").await.unwrap(), Closed::AlreadyClosed);
    assert_eq!(sent(&transport), [PUT]);
}

/// A text that only resembles it is no proof: the alert itself is asked.
#[tokio::test]
async fn words_around_the_text_are_not_taken_for_it() {
    let (client, transport) = patient();
    transport.reply(400, failure("cannot close: score requested to set same configuration")).reply(200, alert("open"));
    assert_eq!(client.alerts().close("orca-1").await.unwrap_err().status(), Some(400));
    assert_eq!(sent(&transport), [PUT, GET]);
}

/// Dangerous point: unknown alert = 500. It is no outage, and not repeated.
#[tokio::test]
async fn an_unknown_alert_is_not_found_after_one_call() {
    for (status, body) in [
        (500, json!({"error": "alert_id orca-1 does not exist"}).to_string()),
        (500, "alert_id orca-1 does not exist".to_owned()),
        (500, json!({"message": "Internal error: alert_id orca-1 does not exist (request 7)"}).to_string()),
        (400, json!({"errors": {"alert": ["alert_id orca-1 does not exist"]}}).to_string()),
        (404, failure("alert_id orca-1 does not exist")),
        (200, failure("alert_id orca-1 does not exist")),
    ] {
        let (client, transport) = patient();
        transport.reply(status, body.clone());
        let error = client.alerts().close("orca-1").await.unwrap_err();
        assert!(error.is_not_found() && !error.may_have_been_applied(), "{status} {body}: {error}");
        assert_eq!(OrcaErrorKind::of(&error), Some(OrcaErrorKind::UnknownAlert));
        assert_eq!(sent(&transport), [PUT]);
    }
}

/// Words in an envelope that nobody has seen still decide the class, and the alert is asked.
#[tokio::test]
async fn an_unknown_alert_in_an_unknown_envelope_is_not_found() {
    let (client, transport) = patient();
    let body = json!({"reason": {"text": "alert_id orca-1 does not exist"}}).to_string();
    transport.reply(500, body.clone()).reply(400, json!({"error": "alert_id orca-1 does not exist"}).to_string());
    assert!(client.alerts().close("orca-1").await.unwrap_err().is_not_found());
    assert_eq!(sent(&transport), [PUT, GET]);
}

/// Every other failure: the alert is read once, and its state decides.
#[tokio::test]
async fn a_failed_close_is_decided_by_the_alerts_state() {
    type Fail = fn(&FakeTransport) -> &FakeTransport;
    let failures: [(&str, Fail); 9] = [
        ("400", |transport| transport.reply(400, failure("invalid transition"))),
        ("403", |transport| transport.reply(403, failure("no permission"))),
        ("404 of something else", |transport| transport.reply(404, "<html>")),
        ("500", |transport| transport.reply(500, "oops")),
        ("502", |transport| transport.reply(502, "")),
        ("a failure on 200", |transport| transport.reply(200, failure("invalid transition"))),
        ("a page", |transport| transport.reply(200, "<html>")),
        ("a reset", |transport| transport.fail(TransportError::maybe_sent("reset"))),
        ("no answer", |transport| transport.hang()),
    ];
    for (name, fail) in failures {
        for spelling in ["closed", "close", "CLOSED"] {
            let (client, transport) = patient();
            fail(&transport);
            transport.reply(200, alert(spelling));
            let closed = client.alerts().close("orca-1").await.unwrap();
            assert!(matches!(&closed, Closed::FoundClosed(alert) if alert.id().as_str() == "orca-1"), "{name}");
            assert_eq!(sent(&transport), [PUT, GET], "{name}");
        }
        for state in ["open", "in_progress", "snoozed", "dismissed", "parked"] {
            let (client, transport) = patient();
            fail(&transport);
            transport.reply(200, alert(state));
            let error = client.alerts().close("orca-1").await.unwrap_err();
            assert_eq!(error.method(), "PUT", "{name}: the failure of the close, not of the look");
            assert_eq!(sent(&transport), [PUT, GET], "{name}");
        }
    }
}

#[tokio::test]
async fn the_newer_generation_decides_as_well() {
    let (client, transport) = patient();
    let mut row = fixture("alerts/row");
    row["data"]["Status"] = json!({"value": "closed"});
    transport.reply(500, "").reply(200, row.to_string());
    assert!(matches!(client.alerts().close("orca-1").await.unwrap(), Closed::FoundClosed(_)));
}

#[tokio::test]
async fn a_look_that_fails_leaves_the_failure_of_the_close() {
    for (status, body) in [(400, "{}".to_owned()), (403, failure("no")), (404, String::new()), (200, "{}".to_owned())] {
        let (client, transport) = patient();
        transport.fail(TransportError::maybe_sent("reset")).reply(status, body);
        let error = client.alerts().close("orca-1").await.unwrap_err();
        assert_eq!((error.method(), error.kind()), ("PUT", ErrorKind::Transport));
        assert!(error.may_have_been_applied());
        assert_eq!(sent(&transport), [PUT, GET]);
    }
}

#[tokio::test]
async fn an_alert_that_is_found_to_be_gone_is_not_found() {
    let (client, transport) = patient();
    transport.reply(500, "oops").reply(400, json!({"error": "alert_id orca-1 does not exist"}).to_string());
    let error = client.alerts().close("orca-1").await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    assert_eq!(sent(&transport), [PUT, GET]);
}

/// Dangerous point of redirects: a token would follow to another host, and a redirected PUT becomes a GET.
#[tokio::test]
async fn a_redirect_is_never_followed_and_never_a_success() {
    for status in [301, 302, 303, 307, 308] {
        let (client, transport) = patient();
        transport.reply_with(status, [("location", "https://other.example/api/alerts/orca-1")], "");
        transport.reply(200, alert("open"));
        let error = client.alerts().close("orca-1").await.unwrap_err();
        assert_eq!((error.status(), error.may_have_been_applied()), (Some(status), true));
        assert_eq!(sent(&transport), [PUT, GET]);
        assert!(transport.requests().iter().all(|request| request.uri.host() == Some("orca.example")));
    }
}

/// Where nothing can have happened there is nothing to look at.
#[tokio::test]
async fn nothing_is_read_when_nothing_was_done() {
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::none());
    transport.fail(TransportError::not_sent("refused")).reply_with(429, [("retry-after", "70")], "");
    assert_eq!(client.alerts().close("orca-1").await.unwrap_err().kind(), ErrorKind::Transport);
    let limited = client.alerts().close("orca-1").await.unwrap_err();
    assert!(limited.is_rate_limited() && limited.retry_after().is_some_and(|wait| wait.as_secs() == 70));
    assert_eq!(sent(&transport), [PUT, PUT]);
}

#[tokio::test]
async fn a_refusal_for_the_limit_is_repeated_for_it_closed_nothing() {
    let (client, transport) = patient();
    transport.reply_with(429, [("retry-after", "3")], "").reply(200, fixture("answers/close").to_string());
    assert!(matches!(client.alerts().close("orca-1").await.unwrap(), Closed::ByThisCall(_)));
    assert_eq!(sent(&transport), [PUT, PUT]);
}

#[tokio::test]
async fn reopen_is_as_patient_as_close() {
    let opened =
        json!({"data": {"type": "set_status", "sub_type": "open", "details": {"from": "close", "to": "open"}}});
    let (client, transport) = patient();
    transport.reply(200, opened.to_string()).reply(400, failure(SAME)).reply(500, "").reply(200, alert("in_progress"));
    transport.reply(500, "").reply(200, alert("closed"));
    let alerts = client.alerts();
    assert!(matches!(alerts.reopen("orca-1").await.unwrap(), Reopened::ByThisCall(_)));
    assert_eq!(alerts.reopen("orca-1").await.unwrap(), Reopened::AlreadyOpen);
    assert!(matches!(alerts.reopen("orca-1").await.unwrap(), Reopened::FoundOpen(_)));
    assert_eq!(alerts.reopen("orca-1").await.unwrap_err().status(), Some(500));
    assert_eq!(sent(&transport), [PUT_OPEN, PUT_OPEN, PUT_OPEN, GET, PUT_OPEN, GET]);
}

#[tokio::test]
async fn an_alert_that_tells_no_state_is_not_taken_for_closed() {
    let (client, transport) = patient();
    // The last choice of a person says nothing about the state.
    let silent: Value = json!({"state": {"alert_id": "orca-1"}, "configuration": {"user_status": "closed"}});
    transport.reply(500, "").reply(200, silent.to_string());
    assert_eq!(client.alerts().close("orca-1").await.unwrap_err().status(), Some(500));
}

/// Dismissing and starting work are as patient as closing.
#[tokio::test]
async fn other_states_are_reached_in_the_same_way() {
    for (word, state) in [("dismiss", "dismissed"), ("in_progress", "in_progress")] {
        let (client, transport) = patient();
        transport.reply(200, "{}").reply(400, failure(SAME)).reply(500, "").reply(200, alert(state));
        transport.fail(TransportError::maybe_sent("reset")).reply(200, alert("open"));
        transport.reply(500, failure("alert_id orca-1 does not exist"));
        let alerts = client.alerts();
        let change = async || match word {
            "dismiss" => alerts.dismiss("orca-1").await,
            _ => alerts.start_progress("orca-1").await,
        };
        assert!(matches!(change().await.unwrap(), Changed::ByThisCall(_)));
        assert_eq!(change().await.unwrap(), Changed::AlreadySo);
        assert!(matches!(change().await.unwrap(), Changed::FoundSo(_)));
        assert!(change().await.unwrap_err().may_have_been_applied());
        assert!(change().await.unwrap_err().is_not_found());
        let put = format!("PUT /api/alerts/orca-1/status/{word}");
        assert_eq!(sent(&transport), [&*put, &put, &put, GET, &put, GET, &put]);
    }
}

/// The call that ends a snooze would open a closed alert: what is not snoozed is left as it is.
#[tokio::test]
async fn unsnooze_leaves_alone_what_is_not_snoozed() {
    for state in ["open", "in_progress", "closed", "dismissed", "parked"] {
        let (client, transport) = patient();
        transport.reply(200, alert(state));
        assert!(matches!(client.alerts().unsnooze("orca-1").await.unwrap(), Changed::FoundSo(_)), "{state}");
        assert_eq!(sent(&transport), [GET]);
    }
    let (client, transport) = patient();
    transport.reply(200, alert("snoozed")).reply(502, "").reply(200, alert("open"));
    assert!(matches!(client.alerts().unsnooze("orca-1").await.unwrap(), Changed::FoundSo(_)));
    assert_eq!(sent(&transport), [GET, PUT_OPEN, GET]);
    let (client, transport) = patient();
    transport.reply(400, failure("alert_id orca-1 does not exist"));
    assert!(client.alerts().unsnooze("orca-1").await.unwrap_err().is_not_found());
    assert_eq!(sent(&transport), [GET]);
}
