use crate::support::{Seen, Stub, TOKEN, WireTests, faked, fixture, lossless, sent};
use orca_api::alerts::{Changed, ListAlerts, ListEvents};
use orca_api::model::{
    Alert, AlertEvent, AlertEventKind, AlertState, AlertStatus, MaliciousFileUrl, Names, RiskLevel, Severity,
    StateReport, VerificationStatus,
};
use orca_api::*;
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

pub(crate) const WIRE: WireTests = &[
    ("get_reads_the_bare_document", get_reads_the_bare_document),
    ("state_reads_the_state_alone", state_reads_the_state_alone),
    ("list_sends_its_filters", list_sends_its_filters),
    ("scheme_is_names", scheme_is_names),
    (
        "set_status_puts_the_word_into_the_path_and_sends_no_body",
        set_status_puts_the_word_into_the_path_and_sends_no_body,
    ),
    ("set_score_sends_a_number", set_score_sends_a_number),
    ("set_severity_sends_a_word", set_severity_sends_a_word),
    ("snooze_sends_days", snooze_sends_days),
    ("unsnooze_opens_what_is_snoozed", unsnooze_opens_what_is_snoozed),
    ("comment_sends_the_text_as_json", comment_sends_the_text_as_json),
    ("malicious_file_url_is_in_the_link", malicious_file_url_is_in_the_link),
    ("categories_are_names", categories_are_names),
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
async fn state_reads_the_state_alone() {
    let stub = Stub::replying(200, &fixture("answers/state")).await;
    let report = stub.client().alerts().state("orca-700123").await.unwrap();
    assert_eq!((report.alert_id, report.state.status), (Some(AlertId::new("orca-700123")), Some(AlertState::Closed)));
    assert_eq!(report.state.in_verification, Some(true));
    assert_eq!(report.state.verification_status, Some(VerificationStatus::ScanInitiated));
    assert_eq!(report.state.closed_reason.as_deref(), Some("user moved to done"));
    stub.request().await.is("GET", "/alerts/orca-700123/state", None);
}

/// The answer is known from guides only: what is around the state must not hide it.
#[test]
fn a_state_reads_within_an_envelope_too() {
    let state = fixture("answers/state");
    for value in [state.clone(), json!({"state": state}), json!({"status": "success", "data": state})] {
        let report = lossless::<StateReport>(&value);
        assert_eq!((report.alert_id, report.state.score), (Some(AlertId::new("orca-700123")), Some(2)));
    }
    assert_eq!(lossless::<StateReport>(&json!({})).state.status, None);
}

fn get(path: &str, query: &str) -> Seen {
    Seen { method: "GET".into(), path: path.into(), query: Some(query.into()), body: None }
}

#[tokio::test]
async fn list_sends_its_filters() {
    let stub = Stub::replying(200, &fixture("alerts/list")).await;
    let request = ListAlerts::new()
        .risk_level([RiskLevel::Critical, RiskLevel::High])
        .status([AlertState::Open])
        .severity([Severity::ImminentCompromise])
        .rule(["aws_s3_bucket_public_read"])
        .asset_unique_id(["AwsS3Bucket_1&2"])
        .labels(["fix_available"])
        .filter("cloud_provider", ["gcp"])
        .filter("cloud_provider", ["aws", "azure"])
        .limit(1_000_u32);
    let page = stub.client().alerts().list(&request).await.unwrap();
    assert_eq!((page.rows.len(), page.total, page.next_page_token), (3, Some(4), None));
    assert_eq!(page.envelope["total_supported_items"], 10_000);
    assert_eq!(
        stub.request().await,
        get(
            "/alerts",
            "state.risk_level=critical%2Chigh&state.status=open&state.severity=imminent+compromise\
             &type=aws_s3_bucket_public_read&asset_unique_id=AwsS3Bucket_1%262&alert_labels=fix_available\
             &cloud_provider=aws%2Cazure&limit=1000"
        )
    );
}

/// Both generations may stand in one list, and a bad row hides none of its neighbours.
#[tokio::test]
async fn list_reads_both_generations_and_keeps_what_it_cannot_read() {
    let stub = Stub::replying(200, &fixture("alerts/list")).await;
    let page = stub.client().alerts().list(&ListAlerts::new()).await.unwrap();
    stub.request().await.is("GET", "/alerts", None);
    let written: Vec<_> = page.rows.iter().map(|row| serde_json::to_value(row).unwrap()).collect();
    assert_eq!(Value::Array(written), fixture("alerts/list")["data"]);
    let [older, bad, newer] = &*page.rows else { panic!("three rows") };
    let Entry::Read(older @ Alert::Legacy(_)) = older else { panic!("the older generation") };
    let Entry::Read(newer @ Alert::Row(_)) = newer else { panic!("the newer generation") };
    assert_eq!((older.id().as_str(), newer.id().as_str()), ("orca-700124", "orca-700126"));
    let Entry::Unreadable(bad) = bad else { panic!("no alert") };
    assert_eq!(bad.raw()["type_string"], "A row without an id");
    assert!(bad.problem().contains("state.alert_id") && !bad.problem().contains("A row"), "{bad}");
}

/// Orca reads a comma as "or", and nothing as everything.
#[tokio::test]
async fn what_would_find_something_else_is_refused_before_anything_is_sent() {
    let stub = Stub::empty().await;
    let client = stub.client();
    for (request, refusal) in [
        (ListAlerts::new().limit(0_u32), "limit: must be 1 to 1000"),
        (ListAlerts::new().limit(1_001_u32), "limit: must be 1 to 1000"),
        (ListAlerts::new().status([]), "state.status: must name at least one value"),
        (ListAlerts::new().filter("type", ["a,b"]), "type: must hold no comma: Orca reads several values there"),
        (ListAlerts::new().rule([""]), "type: must hold no empty value"),
        (ListAlerts::new().filter("", ["x"]), "filter: must name a field"),
        (ListAlerts::new().filter("limit", ["5"]), "limit: is no field: see `ListAlerts::limit`"),
    ] {
        let error = client.alerts().list(&request).await.unwrap_err();
        assert_eq!(error.to_string(), format!("GET /alerts: invalid request: {refusal}"));
    }
    assert_eq!(stub.requests().await, []);
}

#[tokio::test]
async fn a_filter_that_orca_does_not_know_is_named() {
    let body = json!({"status": "failure", "error": "colour field does not exist"});
    let stub = Stub::replying(400, &body).await;
    let error = stub.client().alerts().list(&ListAlerts::new().filter("colour", ["red"])).await.unwrap_err();
    assert_eq!(error.to_string(), "GET /alerts: 400 Bad Request: colour field does not exist");
    assert_eq!((error.kind(), OrcaErrorKind::of(&error)), (ErrorKind::Api, Some(OrcaErrorKind::UnknownField)));
}

/// "No alerts" is a claim: an answer without a list does not make it.
#[tokio::test]
async fn an_answer_without_a_list_is_unreadable() {
    let stub = Stub::replying(200, &json!({"status": "success", "total_items": 0})).await;
    let error = stub.client().alerts().list(&ListAlerts::new()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn scheme_is_names() {
    let stub = Stub::replying(200, &fixture("answers/scheme")).await;
    let fields = stub.client().alerts().scheme().await.unwrap();
    assert_eq!(fields.names, ["asset_unique_id", "state.risk_level", "state.status", "type"]);
    stub.request().await.is("GET", "/alerts/scheme", None);
}

#[tokio::test]
async fn categories_are_names() {
    let stub = Stub::replying(200, &fixture("answers/categories")).await;
    let categories = stub.client().alerts().categories().await.unwrap();
    assert_eq!(categories.names, ["Authentication", "Data at risk", "Malware"]);
    stub.request().await.is("GET", "/alerts/catalog/category", None);
}

#[test]
fn names_read_in_each_form_and_are_kept_whole() {
    for (value, names) in [
        (fixture("answers/scheme"), 4),
        (fixture("answers/categories"), 3),
        (json!(["a", {"name": "b", "type": "str"}, 7]), 2),
        (json!({"data": {"a": {"type": "str"}}}), 0),
        (json!({}), 0),
    ] {
        assert_eq!(lossless::<Names>(&value).names.len(), names, "{value}");
    }
}

#[tokio::test]
async fn a_wrong_token_is_told_by_the_scheme() {
    let stub = Stub::replying(401, &json!({"detail": "Invalid token."})).await;
    let client = stub.client();
    assert_eq!(client.alerts().scheme().await.unwrap_err().kind(), ErrorKind::Auth);
    assert_eq!(client.alerts().categories().await.unwrap_err().kind(), ErrorKind::Auth);
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
async fn set_score_sends_a_number() {
    let stub = Stub::replying(200, &fixture("answers/score")).await;
    let changed = stub.client().alerts().set_score("orca-700123", 6.5).await.unwrap();
    let Changed::ByThisCall(event) = changed else { panic!("{changed:?}") };
    assert_eq!((event.kind, event.details.to.as_deref()), (Some(AlertEventKind::ScoreOverride), Some("6.5")));
    stub.request().await.is("PUT", "/alerts/orca-700123/severity", Some(json!({"orca_score": 6.5})));
}

#[tokio::test]
async fn set_severity_sends_a_word() {
    let stub = Stub::replying(200, &fixture("answers/score")).await;
    let _changed = stub.client().alerts().set_severity("orca-700123", Severity::Hazardous).await.unwrap();
    stub.request().await.is("PUT", "/alerts/orca-700123/severity", Some(json!({"severity": "hazardous"})));
}

#[tokio::test]
async fn snooze_sends_days() {
    let stub = Stub::replying(200, &json!({"status": "success"})).await;
    let _changed = stub.client().alerts().snooze("orca-700123", 7).await.unwrap();
    stub.request().await.is("PUT", "/alerts/orca-700123/snooze", Some(json!({"days": 7})));
}

#[tokio::test]
async fn values_out_of_range_are_refused_before_anything_is_sent() {
    let stub = Stub::empty().await;
    let client = stub.client();
    let alerts = client.alerts();
    for score in [0.9, 10.1, -1.0, f64::NAN, f64::INFINITY] {
        let error = alerts.set_score("orca-1", score).await.unwrap_err();
        assert!(error.to_string().ends_with("invalid request: orca_score: must be 1.0 to 10.0"), "{error}");
    }
    for days in [0, 366] {
        let error = alerts.snooze("orca-1", days).await.unwrap_err();
        assert!(error.to_string().ends_with("invalid request: days: must be 1 to 365"), "{error}");
    }
    let error = alerts.set_severity("orca-1", " ").await.unwrap_err();
    assert!(error.to_string().ends_with("invalid request: severity: must not be empty"), "{error}");
    assert_eq!(stub.requests().await, []);
    let stub = Stub::replying(200, &json!({})).await;
    let client = stub.client();
    for score in [1.0, 10.0] {
        assert!(client.alerts().set_score("orca-1", score).await.is_ok());
    }
    for days in [1, 365] {
        assert!(client.alerts().snooze("orca-1", days).await.is_ok());
    }
}

/// Setting a value twice does what setting it once does. So a lost answer is asked for again, and "the same already" is
/// what the first attempt did.
#[tokio::test]
async fn a_value_is_set_again_after_a_lost_answer_and_same_is_success() {
    let same = json!({"status": "failure", "error": "requested to set same configuration"}).to_string();
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::new());
    for _ in 0..3 {
        transport.fail(TransportError::maybe_sent("reset")).reply(502, "").reply(400, same.clone());
    }
    let alerts = client.alerts();
    assert_eq!(alerts.set_score("orca-1", 6.5).await.unwrap(), Changed::AlreadySo);
    assert_eq!(alerts.set_severity("orca-1", Severity::Hazardous).await.unwrap(), Changed::AlreadySo);
    assert_eq!(alerts.snooze("orca-1", 7).await.unwrap(), Changed::AlreadySo);
    assert_eq!(transport.requests().len(), 9);
}

#[tokio::test]
async fn a_value_for_an_unknown_alert_is_not_found_after_one_call() {
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::new());
    for _ in 0..3 {
        transport.reply(500, json!({"error": "alert_id orca-9 does not exist"}).to_string());
    }
    let alerts = client.alerts();
    assert!(alerts.set_score("orca-9", 2.0).await.unwrap_err().is_not_found());
    assert!(alerts.set_severity("orca-9", Severity::Hazardous).await.unwrap_err().is_not_found());
    assert!(alerts.snooze("orca-9", 2).await.unwrap_err().is_not_found());
    assert_eq!(transport.requests().len(), 3);
}

/// The look before it is a call of another row: the wire test shows the call that ends the snooze.
#[tokio::test]
async fn unsnooze_opens_what_is_snoozed() {
    let stub = Stub::replying(200, &json!({"state": {"alert_id": "orca-1", "status": "snoozed"}})).await;
    assert!(matches!(stub.client().alerts().unsnooze("orca-1").await.unwrap(), Changed::ByThisCall(_)));
    stub.last_request().await.is("PUT", "/alerts/orca-1/status/open", None);
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
        for _ in 0..9 {
            transport.reply(200, "{\"data\": []}");
        }
        let alerts = client.alerts();
        let _alert = alerts.get(hostile).await.unwrap();
        let _event = alerts.set_status(hostile, AlertStatus::Close).await.unwrap();
        let _event = alerts.set_status("orca-1", hostile).await.unwrap();
        let _event = alerts.comment(hostile, "x").await.unwrap();
        let _state = alerts.state(hostile).await.unwrap();
        let _changed = alerts.set_score(hostile, 5.0).await.unwrap();
        let _changed = alerts.snooze(hostile, 5).await.unwrap();
        let _verification = alerts.verify(hostile).await.unwrap();
        let _log = alerts.event_log(hostile).list(&ListEvents::new()).await.unwrap();
        let _no_link = alerts.malicious_file_url(hostile).await.unwrap_err();
        let segments: Vec<_> = sent(&transport).iter().map(|line| line.split('/').count()).collect();
        assert_eq!(segments, [4, 6, 6, 5, 5, 5, 5, 5, 5, 5], "{hostile:?}");
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

#[tokio::test]
async fn malicious_file_url_is_in_the_link() {
    let answer = json!({"status": "success", "link": "https://files.example/f?sig=canary"});
    let stub = Stub::replying(200, &answer).await;
    let url = stub.client().alerts().malicious_file_url("orca-700123").await.unwrap();
    assert_eq!(url, MaliciousFileUrl::new("https://files.example/f?sig=canary"));
    assert_eq!(format!("{url:?}"), "MaliciousFileUrl([redacted])");
    stub.request().await.is("GET", "/alerts/orca-700123/download_malicious_file", None);
}

/// The link is another host's, and a key by itself.
#[tokio::test]
async fn a_malicious_file_is_fetched_without_the_token() {
    let store = MockServer::start().await;
    let zip = ResponseTemplate::new(200).set_body_raw(b"PK\x03\x04".to_vec(), "application/zip");
    Mock::given(any()).respond_with(zip).mount(&store).await;
    let stub = Stub::replying(200, &json!({"link": format!("{}/f?sig=canary", store.uri())})).await;
    let file = stub.client().alerts().malicious_file("orca-1").await.unwrap();
    assert_eq!((file.content_type(), file.length()), (Some("application/zip"), Some(4)));
    assert_eq!(file.bytes(4).await.unwrap(), b"PK\x03\x04");
    let requests = store.received_requests().await.unwrap();
    assert_eq!(requests.len(), 1);
    for name in ["authorization", "cookie"] {
        assert!(!requests[0].headers.contains_key(name), "{name}");
    }
}

#[tokio::test]
async fn a_store_that_refuses_is_told_without_its_address() {
    let store = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(403).set_body_string("sig=canary")).mount(&store).await;
    let stub = Stub::replying(200, &json!({"link": format!("{}/f?sig=canary", store.uri())})).await;
    let error = stub.client().alerts().malicious_file("orca-1").await.unwrap_err();
    assert_eq!(error.to_string(), "GET {link}: 403 Forbidden");
    assert!(!format!("{error:?}").contains("canary"));
}

#[tokio::test]
async fn an_alert_without_a_file_is_told_from_an_unknown_one() {
    for (text, kind) in
        [("no associated files", None), ("alert_id orca-1 does not exist", Some(OrcaErrorKind::UnknownAlert))]
    {
        let stub = Stub::replying(404, &json!({"status": "failure", "error": text})).await;
        let error = stub.client().alerts().malicious_file("orca-1").await.unwrap_err();
        assert!(error.is_not_found() && error.messages()[0].text == text, "{error}");
        assert_eq!(OrcaErrorKind::of(&error), kind);
    }
}

#[tokio::test]
async fn an_answer_without_a_link_is_unreadable() {
    let stub = Stub::replying(200, &json!({"status": "success", "link": null})).await;
    let error = stub.client().alerts().malicious_file_url("orca-1").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[test]
fn ids_are_read_as_people_type_them() {
    for typed in [
        "orca-123456",
        "ORCA-123456",
        "123456",
        "#123456",
        " alert-123456\n",
        "Alert-123456",
        "＃１２３４５６",
        "ｏｒｃａ－１２３４５６",
    ] {
        assert_eq!(AlertId::from_human(typed).unwrap().as_str(), "orca-123456", "{typed}");
    }
    for typed in ["", "#", "orca-", "orca-1/../2", "12 34", "-5", "orca-orca-1", "１２３４５６٧", "alert", "SEC-12"]
    {
        let error = AlertId::from_human(typed).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{typed}");
    }
    // What a program gives is taken as it is.
    assert_eq!(AlertId::from("123456").as_str(), "123456");
}

#[test]
fn alerts_and_events_decode_and_encode_without_loss() {
    for name in ["legacy", "legacy_minimal", "legacy_without_data", "row", "row_flat"] {
        lossless::<Alert>(&fixture(&format!("alerts/{name}")));
    }
    lossless::<AlertEvent>(&fixture("answers/close")["data"]);
    lossless::<AlertEvent>(&fixture("answers/comment"));
    lossless::<AlertEvent>(&fixture("answers/score"));
    assert_eq!(AlertEvent::default().raw(), &Value::Null);
}
