//! A transport that lets nothing be changed.

use super::support::{Fixture, bearer};
use http::Method;
use saas_api_core::{Call, Credential, ErrorKind, FixedToken, Params, ReadOnly};
use serde_json::json;

/// A client that only reads, over the fixture's transport.
fn reader(credential: Credential) -> (Fixture, ReadOnly) {
    let transport = saas_api_core::FakeTransport::new();
    let read_only = ReadOnly::over(transport.clone());
    let mut fixture = Fixture::over(FixedToken::new(credential), |builder| builder.transport(read_only.clone()));
    fixture.transport = transport;
    (fixture, read_only)
}

#[tokio::test]
async fn reads_go_out_and_writes_are_kept_back_in_order_as_they_would_stand_on_the_wire() {
    let (fixture, read_only) = reader(bearer("canary"));
    fixture.transport.reply(200, "[]");
    fixture.execute(Call::get("/issues")).await.unwrap();

    let mut form = Params::new();
    form.push("summary", "a & b");
    let error = fixture.execute(Call::post("/issues").form(form)).await.unwrap_err();
    assert_eq!(error.to_string(), "POST /issues: connection failed: the request was kept back");
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(!error.may_have_been_applied() && !error.is_retryable());
    fixture.execute(Call::put("/alerts/{id}").arg("orca-1").json(&json!({"status": "close"}))).await.unwrap_err();

    assert_eq!(fixture.transport.requests().len(), 1);
    let kept = read_only.take();
    let wire: Vec<_> =
        kept.iter().map(|kept| (kept.method.clone(), kept.path.as_str(), kept.body.as_deref())).collect();
    assert_eq!(
        wire,
        [
            (Method::POST, "/api/v2/issues", Some(&b"summary=a+%26+b"[..])),
            (Method::PUT, "/api/v2/alerts/orca-1", Some(&br#"{"status":"close"}"#[..])),
        ]
    );
    assert_eq!(kept[0].content_type.as_deref(), Some("application/x-www-form-urlencoded"));
    assert!(read_only.kept_back().is_empty());
}

#[tokio::test]
async fn a_write_is_kept_back_once_whatever_the_retry_policy() {
    let (fixture, read_only) = reader(bearer("canary"));
    fixture.execute(Call::delete("/issues/{id}").arg("SEC-1")).await.unwrap_err();
    assert_eq!(read_only.kept_back().len(), 1);
    assert!(fixture.clock.sleeps().is_empty());
}

#[tokio::test]
async fn no_credential_is_kept_wherever_it_travels() {
    for credential in [bearer("canary-key"), Credential::query("apiKey", "canary-key")] {
        let (fixture, read_only) = reader(credential);
        let mut query = Params::new();
        query.push("force", true);
        fixture.execute(Call::delete("/issues/{id}").arg("SEC-1").query(query)).await.unwrap_err();
        let kept = read_only.take();
        assert_eq!(kept[0].path, "/api/v2/issues/SEC-1?force=true");
        assert!(!format!("{kept:?}{read_only:?}").contains("canary"));
        assert!(!String::from_utf8_lossy(kept[0].body.as_deref().unwrap_or_default()).contains("canary"));
    }
}
