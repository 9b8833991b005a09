use crate::support::{Stub, TOKEN, WireTests, faked, fixture, lossless, sent};
use orca_api::model::{Alert, AlertEvent, AlertEventKind, AlertState, AlertStatus};
use orca_api::*;
use serde_json::{Value, json};

pub(crate) const WIRE: WireTests = &[
    ("get_reads_the_bare_document", get_reads_the_bare_document),
    (
        "set_status_puts_the_word_into_the_path_and_sends_no_body",
        set_status_puts_the_word_into_the_path_and_sends_no_body,
    ),
    ("comment_sends_the_text_as_json", comment_sends_the_text_as_json),
];

/// Text that would reach another endpoint if it were pasted into the path.
const HOSTILE: [&str; 6] = ["orca-1/../orca-2", "orca-1#x", "orca-1?x=1", "%2e%2e", "orca-1\r\nX: y", "アラート"];

#[tokio::test]
async fn get_reads_the_bare_document() {
    let stub = Stub::replying(200, &fixture("alerts/legacy")).await;
    let alert = stub.client().alerts().get("orca-700123").await.unwrap();
    assert_eq!((alert.id().as_str(), alert.state()), ("orca-700123", Some(&AlertState::Open)));
    assert!(matches!(alert, Alert::Legacy(_)));
    stub.request().await.is("GET", "/alerts/orca-700123", None);
}

/// Dangerous point: two alert generations. The endpoint may change to the other one.
#[tokio::test]
async fn get_reads_the_newer_generation_too() {
    let stub = Stub::replying(200, &fixture("alerts/row")).await;
    let alert = stub.client().alerts().get("orca-700123").await.unwrap();
    assert_eq!(alert.view().id.as_str(), "orca-700123");
    assert!(matches!(alert, Alert::Row(_)));
}

#[tokio::test]
async fn an_answer_that_names_no_alert_is_unreadable_and_not_quoted() {
    for body in [json!({"state": {"status": "canary"}}), json!(["canary"]), json!({"state": {"alert_id": ""}})] {
        let stub = Stub::replying(200, &body).await;
        let error = stub.client().alerts().get("orca-1").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        let cause = std::error::Error::source(&error).unwrap().to_string();
        assert!(!format!("{error} {cause}").contains("canary"), "{error}: {cause}");
    }
}

#[tokio::test]
async fn set_status_puts_the_word_into_the_path_and_sends_no_body() {
    let stub = Stub::replying(200, &fixture("answers/close")).await;
    let event = stub.client().alerts().set_status("orca-700123", AlertStatus::Close).await.unwrap();
    assert_eq!((event.kind, event.sub_type.as_deref()), (Some(AlertEventKind::SetStatus), Some("closed")));
    assert_eq!((event.details.from.as_deref(), event.details.to.as_deref()), (Some("in_progress"), Some("closed")));
    assert_eq!((event.unique_id, event.alert_id), (None, Some(AlertId::new("orca-700123"))));
    stub.request().await.is("PUT", "/alerts/orca-700123/status/close", None);
}

#[tokio::test]
async fn every_status_has_its_own_word() {
    let words = [
        (AlertStatus::Open, "open"),
        (AlertStatus::InProgress, "in_progress"),
        (AlertStatus::Close, "close"),
        (AlertStatus::Dismiss, "dismiss"),
        (AlertStatus::from("parked"), "parked"),
    ];
    for (status, word) in words {
        let stub = Stub::replying(200, &json!({"status": "success"})).await;
        let _event = stub.client().alerts().set_status("orca-1", status).await.unwrap();
        stub.request().await.is("PUT", &format!("/alerts/orca-1/status/{word}"), None);
    }
}

/// Dangerous point: PUT answer without `status`. Any object, or nothing, on a 2xx is a success.
#[tokio::test]
async fn an_answer_without_status_or_event_is_a_success() {
    let event = fixture("answers/close")["data"].clone();
    for (body, kind) in [
        (json!({"data": event}).to_string(), Some(AlertEventKind::SetStatus)),
        (event.to_string(), Some(AlertEventKind::SetStatus)),
        (json!({"status": "success", "data": null}).to_string(), None),
        (json!({"status": "scanning"}).to_string(), None),
        (json!({"data": {"type": 7, "details": "closed"}}).to_string(), None),
        ("{}".to_owned(), None),
        (" \n".to_owned(), None),
        (String::new(), None),
    ] {
        let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::none());
        transport.reply(200, body.clone());
        let event = client.alerts().set_status("orca-1", AlertStatus::Close).await.unwrap();
        assert_eq!(event.kind, kind, "{body}");
    }
}

/// What is no JSON comes from something else: a login page, a proxy.
#[tokio::test]
async fn a_page_instead_of_an_answer_is_no_success() {
    for body in ["<html>Sign in</html>", "[]", "null", "OK"] {
        let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::new());
        transport.reply(200, body);
        let error = client.alerts().set_status("orca-1", AlertStatus::Close).await.unwrap_err();
        assert_eq!((error.kind(), error.may_have_been_applied()), (ErrorKind::Decode, true), "{body}");
        assert_eq!(transport.requests().len(), 1);
    }
}

#[tokio::test]
async fn a_refused_status_tells_why() {
    let body = json!({"status": "failure", "error": "You do not have permission to perform this action."});
    let stub = Stub::replying(403, &body).await;
    let error = stub.client().alerts().set_status("orca-1", AlertStatus::Close).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "PUT /alerts/{alert_id}/status/{status}: 403 Forbidden: You do not have permission to perform this action."
    );
    assert_eq!((error.kind(), error.may_have_been_applied()), (ErrorKind::Auth, false));
}

#[tokio::test]
async fn comment_sends_the_text_as_json() {
    let stub = Stub::replying(200, &fixture("answers/comment")).await;
    let event = stub.client().alerts().comment("orca-700123", "Closed from SEC-12\n\"ok\" 完了").await.unwrap();
    assert_eq!(event.details.comment.as_deref(), Some("Closed from SEC-12"));
    assert_eq!((event.unique_id.as_deref(), event.user_name.as_deref()), (Some("41"), Some("Bridge Bot")));
    let body = json!({"comment": "Closed from SEC-12\n\"ok\" 完了"});
    stub.request().await.is("PUT", "/alerts/orca-700123/comment", Some(body));
}

#[tokio::test]
async fn an_empty_comment_is_refused_before_anything_is_sent() {
    let stub = Stub::empty().await;
    let error = stub.client().alerts().comment("orca-1", "").await.unwrap_err();
    assert_eq!(error.to_string(), "PUT /alerts/{alert_id}/comment: invalid request: comment: must not be empty");
    assert_eq!(stub.requests().await, []);
}

/// A comment appends: repeated, it stands there twice.
#[tokio::test]
async fn a_comment_that_may_have_arrived_is_never_repeated() {
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::new());
    transport.reply(502, "").fail(TransportError::maybe_sent("reset")).hang();
    for _ in 0..3 {
        let error = client.alerts().comment("orca-1", "seen again").await.unwrap_err();
        assert!(error.may_have_been_applied() && !error.is_retryable(), "{error}");
    }
    assert_eq!(transport.requests().len(), 3);
}

#[tokio::test]
async fn a_comment_that_did_not_arrive_is_repeated() {
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::new());
    transport.fail(TransportError::not_sent("refused")).reply_with(429, [("retry-after", "2")], "");
    transport.reply(200, fixture("answers/comment").to_string());
    let _event = client.alerts().comment("orca-1", "seen again").await.unwrap();
    assert_eq!(transport.requests().len(), 3);
}

#[tokio::test]
async fn a_comment_on_an_unknown_alert_is_not_found() {
    let stub = Stub::replying(400, &json!({"error": "alert_id orca-9 does not exist"})).await;
    let error = stub.client().alerts().comment("orca-9", "x").await.unwrap_err();
    assert!(error.is_not_found() && OrcaErrorKind::of(&error) == Some(OrcaErrorKind::UnknownAlert));
}

/// Dangerous point: path arguments.
#[tokio::test]
async fn an_id_or_status_never_reaches_another_endpoint() {
    for hostile in HOSTILE {
        let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::none());
        transport.reply(200, fixture("alerts/legacy").to_string());
        for _ in 0..3 {
            transport.reply(200, "{}");
        }
        let alerts = client.alerts();
        let _alert = alerts.get(hostile).await.unwrap();
        let _event = alerts.set_status(hostile, AlertStatus::Close).await.unwrap();
        let _event = alerts.set_status("orca-1", hostile).await.unwrap();
        let _event = alerts.comment(hostile, "x").await.unwrap();
        let segments: Vec<_> = sent(&transport).iter().map(|line| line.split('/').count()).collect();
        assert_eq!(segments, [4, 6, 6, 5], "{hostile:?}");
        assert!(transport.requests().iter().all(|request| request.uri.query().is_none()));
    }
    for hostile in ["", ".", ".."] {
        let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::none());
        let alerts = client.alerts();
        for error in [
            alerts.get(hostile).await.unwrap_err(),
            alerts.set_status(hostile, AlertStatus::Close).await.unwrap_err(),
            alerts.set_status("orca-1", hostile).await.unwrap_err(),
            alerts.comment(hostile, "x").await.unwrap_err(),
            alerts.close(hostile).await.unwrap_err(),
            alerts.reopen(hostile).await.unwrap_err(),
        ] {
            assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        }
        assert_eq!(sent(&transport), Vec::<String>::new());
    }
}

#[test]
fn alerts_and_events_decode_and_encode_without_loss() {
    for name in ["legacy", "legacy_minimal", "legacy_without_data", "row", "row_flat"] {
        lossless::<Alert>(&fixture(&format!("alerts/{name}")));
    }
    lossless::<AlertEvent>(&fixture("answers/close")["data"]);
    lossless::<AlertEvent>(&fixture("answers/comment"));
    assert_eq!(AlertEvent::default().raw(), &Value::Null);
}
