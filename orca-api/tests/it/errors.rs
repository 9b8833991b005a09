use crate::support::{TOKEN, faked, fixture};
use orca_api::*;
use serde_json::json;

async fn failing(status: u16, body: impl Into<String>) -> Error {
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::none());
    transport.reply_with(status, [("x-orca-request-id", "7a1c0000-0000-4000-8000-000000000009")], body.into());
    client.alerts().get("orca-1").await.unwrap_err()
}

/// The words decide before the status: Orca says the same thing at different ones.
#[tokio::test]
async fn words_decide_before_the_status() {
    let scan = json!({"status": "failure", "error": "Scan is already running", "scan_id": "scan-7"}).to_string();
    let text = |text: &str| json!({"status": "failure", "error": text}).to_string();
    let no_rule = "There is no Automation Rule assigned to API token";
    let expired = "Given token not valid for any token type";
    for (status, body, kind, words) in [
        (400, text("alert_id orca-1 does not exist"), ErrorKind::NotFound, Some(OrcaErrorKind::UnknownAlert)),
        (500, text("alert_id orca-1 does not exist"), ErrorKind::NotFound, Some(OrcaErrorKind::UnknownAlert)),
        (404, text("alert_id orca-1 does not exist"), ErrorKind::NotFound, Some(OrcaErrorKind::UnknownAlert)),
        (400, text("asset vm_1 not found"), ErrorKind::NotFound, Some(OrcaErrorKind::UnknownAsset)),
        (404, text("not found"), ErrorKind::NotFound, None),
        (404, String::new(), ErrorKind::NotFound, None),
        (404, text("no associated files"), ErrorKind::NotFound, None),
        (404, json!({"error": "not found"}).to_string(), ErrorKind::NotFound, None),
        (400, text("state.x field does not exist"), ErrorKind::Api, Some(OrcaErrorKind::UnknownField)),
        (400, text("Unknown field 'CveIds'"), ErrorKind::Api, Some(OrcaErrorKind::UnknownField)),
        (400, text("invalid limit 1000000"), ErrorKind::Api, Some(OrcaErrorKind::InvalidLimit)),
        (400, text("invalid limit of alerts"), ErrorKind::Api, None),
        (400, text("asset vm_1  not found"), ErrorKind::NotFound, Some(OrcaErrorKind::UnknownAsset)),
        (500, json!({"reason": ["alert_id orca-1 does not exist"]}).to_string(), ErrorKind::NotFound, None),
        (500, "<html>alert_id orca-1 does not exist</html>".to_owned(), ErrorKind::NotFound, None),
        (500, text("alert_id  does not exist"), ErrorKind::Api, None),
        (500, text("database does not exist"), ErrorKind::Api, None),
        (400, text("requested to set same configuration"), ErrorKind::Api, Some(OrcaErrorKind::AlreadyInState)),
        (400, scan, ErrorKind::Api, Some(OrcaErrorKind::ScanAlreadyRunning)),
        (400, text(no_rule), ErrorKind::Api, Some(OrcaErrorKind::NoAutomationRule)),
        (200, text(no_rule), ErrorKind::Api, Some(OrcaErrorKind::NoAutomationRule)),
        (403, text(expired), ErrorKind::Auth, Some(OrcaErrorKind::TokenNotValid)),
        (400, text(expired), ErrorKind::Auth, Some(OrcaErrorKind::TokenNotValid)),
        (401, text("alert_id orca-1 does not exist"), ErrorKind::Auth, Some(OrcaErrorKind::UnknownAlert)),
        (403, String::new(), ErrorKind::Auth, None),
        (429, text("slow down"), ErrorKind::RateLimited, None),
        (503, String::new(), ErrorKind::Api, None),
    ] {
        let error = failing(status, body.clone()).await;
        assert_eq!((error.kind(), error.status()), (kind, Some(status)), "{body}");
        assert_eq!(OrcaErrorKind::of(&error), words, "{body}");
        assert_eq!(error.request_id(), Some("7a1c0000-0000-4000-8000-000000000009"));
    }
}

#[tokio::test]
async fn a_running_scan_is_named_where_the_answer_names_it() {
    let named = json!({"status": "failure", "error": "Scan is already running", "scan_id": "scan-7"}).to_string();
    for (body, scan) in [
        (&*named, Some(ScanId::new("scan-7"))),
        (&*named.replace("\"scan-7\"", "7"), Some(ScanId::new("7"))),
        (&*named.replace("\"scan-7\"", "\"\""), None),
        ("Scan is already running", None),
    ] {
        let error = failing(409, body).await;
        assert_eq!(OrcaErrorKind::of(&error), Some(OrcaErrorKind::ScanAlreadyRunning));
        assert_eq!(OrcaErrorKind::running_scan(&error), scan);
    }
}

#[tokio::test]
async fn error_bodies_of_any_form_are_read_as_far_as_they_go() {
    for (body, said) in [
        (json!({"message": "a", "error": "b", "errors": ["c"], "detail": "d"}).to_string(), ": a; b; c; d"),
        (json!({"error": "a", "message": "a", "status": "failure"}).to_string(), ": a"),
        (json!({"errors": "a"}).to_string(), ": a"),
        (json!({"errors": [{"message": "a", "code": 3}, "b", 7, null]}).to_string(), ": a; b"),
        (
            json!({"errors": {"days": ["too many", "odd"], "x": {"y": "z"}}}).to_string(),
            ": days: too many; days: odd; x: y: z",
        ),
        (json!({"error": {"message": "a"}}).to_string(), ": a"),
        (
            json!({"detail": "Authentication credentials were not provided."}).to_string(),
            ": Authentication credentials were not provided.",
        ),
        (json!({"error": "", "message": null, "detail": 5}).to_string(), ""),
        // A member that nobody knows may hold a secret: it stays in the body.
        (json!({"config": {"api_key": "k"}}).to_string(), ""),
        (json!(["a", "b"]).to_string(), ": a; b"),
        (json!("a").to_string(), ": a"),
        ("  upstream gone\r\n".to_owned(), ": upstream gone"),
        (" <html><body>Bad Request</body></html>".to_owned(), ""),
        (String::new(), ""),
    ] {
        let error = failing(400, body.clone()).await;
        // The id that Orca's support asks for stands in the line.
        let line =
            format!("GET /alerts/{{alert_id}}: 400 Bad Request{said} (request 7a1c0000-0000-4000-8000-000000000009)");
        assert_eq!(error.to_string(), line);
        assert_eq!(error.body(), Some(body.as_bytes()));
    }
    // A long text is kept whole, and is short in the line.
    let long = failing(400, "x".repeat(5_000)).await;
    assert_eq!(long.messages()[0].text.len(), 5_000);
    assert!(long.to_string().len() < 1_000, "{long}");
    let many: Vec<_> = (0..50).map(|number| number.to_string()).collect();
    assert_eq!(failing(400, json!({"errors": many}).to_string()).await.messages().len(), 20);
}

/// Some failures are a 200. Other values of `status` are not about the call.
#[tokio::test]
async fn a_failure_on_200_is_a_failure_and_a_scan_is_none() {
    for body in [json!({"status": "failure"}), json!({"status": "FAILURE", "error": "x", "data": []})] {
        let error = failing(200, body.to_string()).await;
        assert_eq!((error.kind(), error.status(), error.is_retryable()), (ErrorKind::Api, Some(200), false));
    }
    for status in [json!("success"), json!("scanning"), json!({"x": "failure"}), json!(null), json!(["failure"])] {
        let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::none());
        let mut body = fixture("alerts/legacy");
        body["status"] = status;
        transport.reply(200, body.to_string());
        assert!(client.alerts().get("orca-1").await.is_ok());
    }
    let unreadable = failing(200, "{\"x\": ").await;
    assert_eq!(unreadable.request_id(), Some("7a1c0000-0000-4000-8000-000000000009"));
    // A list whose first value is the word is no envelope.
    assert_eq!(failing(200, "[\"failure\"]").await.kind(), ErrorKind::Decode);
}

/// Dangerous point: unknown alert = 500. The text is matched before the retry; an outage is repeated.
#[tokio::test]
async fn an_unknown_alert_at_500_is_not_repeated_and_an_outage_is() {
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::new());
    transport.reply(500, json!({"error": "alert_id orca-1 does not exist"}).to_string());
    assert!(client.alerts().get("orca-1").await.unwrap_err().is_not_found());
    assert_eq!(transport.requests().len(), 1);
    transport.reply(500, "").reply(502, "").reply(200, fixture("alerts/legacy").to_string());
    assert!(client.alerts().get("orca-1").await.is_ok());
    assert_eq!(transport.requests().len(), 4);
}
