use crate::support::{Seen, Stub, TOKEN, WireTests, faked, fixture, lossless, sent};
use orca_api::model::RemediationText;
use orca_api::remediation_texts::WriteRemediationText;
use orca_api::*;
use serde_json::{Value, json};

pub(crate) const WIRE: WireTests = &[
    ("get_names_the_type_in_the_query", get_names_the_type_in_the_query),
    ("create_posts_the_text", create_posts_the_text),
    ("update_puts_the_text", update_puts_the_text),
    ("delete_names_the_type_in_its_body", delete_names_the_type_in_its_body),
];

const PATH: &str = "/alerts/custom_remediation_text";
const TYPE: &str = "aws_s3_bucket_public_read";

fn text() -> WriteRemediationText {
    WriteRemediationText::new(TYPE, "手順書: https://wiki.example.co.jp/s3")
}

fn body() -> Value {
    json!({"alert_type": TYPE, "enabled": true, "custom_text": "手順書: https://wiki.example.co.jp/s3"})
}

#[tokio::test]
async fn get_names_the_type_in_the_query() {
    let stub = Stub::replying(200, &fixture("remediation_texts/text")).await;
    let text = stub.client().remediation_texts().get("shiftleft_1&2").await.unwrap();
    assert_eq!((text.alert_type.as_deref(), text.enabled), (Some(TYPE), Some(true)));
    assert_eq!(text.custom_text.as_deref(), Some("手順書: https://wiki.example.co.jp/s3"));
    assert_eq!(text.raw()["organization"], "5b0f1d7e-0000-4000-8000-000000000002");
    let seen = stub.request().await;
    assert_eq!(
        seen,
        Seen { method: "GET".into(), path: PATH.into(), query: Some("alert_type=shiftleft_1%262".into()), body: None }
    );
}

#[tokio::test]
async fn create_posts_the_text() {
    let stub = Stub::replying(200, &fixture("remediation_texts/text")).await;
    let written = stub.client().remediation_texts().create(&text()).await.unwrap();
    assert_eq!(written.alert_type.as_deref(), Some(TYPE));
    stub.request().await.is("POST", PATH, Some(body()));
}

#[tokio::test]
async fn update_puts_the_text() {
    let stub = Stub::replying(200, &fixture("remediation_texts/text")).await;
    let _written = stub.client().remediation_texts().update(&text().enabled(false)).await.unwrap();
    let mut hidden = body();
    hidden["enabled"] = json!(false);
    stub.request().await.is("PUT", PATH, Some(hidden));
}

#[tokio::test]
async fn delete_names_the_type_in_its_body() {
    let stub = Stub::replying(200, &json!({})).await;
    stub.client().remediation_texts().delete(TYPE).await.unwrap();
    stub.request().await.is("DELETE", PATH, Some(json!({"alert_type": TYPE, "enabled": false, "custom_text": ""})));
}

#[tokio::test]
async fn set_updates_and_creates_only_what_is_not_there() {
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::new());
    let not_found = json!({"error": "not found", "status": "failure"}).to_string();
    let answer = fixture("remediation_texts/text").to_string();
    transport.reply(200, answer.clone()).reply(404, not_found).reply(200, answer);
    let texts = client.remediation_texts();
    for _ in 0..2 {
        assert_eq!(texts.set(&text()).await.unwrap().enabled, Some(true));
    }
    let (put, post) = (format!("PUT /api{PATH}"), format!("POST /api{PATH}"));
    assert_eq!(sent(&transport), [&*put, &put, &post]);
    let bodies = transport.requests();
    let bodies = bodies.iter().map(|request| serde_json::from_slice::<Value>(&request.body).unwrap());
    assert!(bodies.into_iter().all(|sent| sent == body()));
}

/// What may have been written is looked at before it is written again.
#[tokio::test]
async fn a_text_that_may_have_arrived_is_not_sent_again() {
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::new());
    transport.reply(502, "").fail(TransportError::maybe_sent("reset")).hang().reply(502, "");
    let texts = client.remediation_texts();
    for error in [
        texts.set(&text()).await.unwrap_err(),
        texts.create(&text()).await.unwrap_err(),
        texts.update(&text()).await.unwrap_err(),
        texts.delete(TYPE).await.unwrap_err(),
    ] {
        assert!(error.may_have_been_applied() && !error.is_retryable(), "{error}");
    }
    assert_eq!(transport.requests().len(), 4);
}

#[tokio::test]
async fn a_type_without_a_text_is_not_found() {
    let stub = Stub::replying(404, &json!({"error": "not found"})).await;
    let client = stub.client();
    let texts = client.remediation_texts();
    assert!(texts.get(TYPE).await.unwrap_err().is_not_found());
    assert!(texts.delete(TYPE).await.unwrap_err().is_not_found());
    assert!(texts.update(&text()).await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn an_empty_type_is_refused_before_anything_is_sent() {
    let stub = Stub::empty().await;
    let client = stub.client();
    let (texts, nameless) = (client.remediation_texts(), WriteRemediationText::new("", "x"));
    for error in [
        texts.get("").await.unwrap_err(),
        texts.set(&nameless).await.unwrap_err(),
        texts.create(&nameless).await.unwrap_err(),
        texts.delete("").await.unwrap_err(),
    ] {
        assert!(error.to_string().ends_with("invalid request: alert_type: must not be empty"), "{error}");
    }
    assert_eq!(stub.requests().await, []);
}

/// Orca's own client does not read the answers of writes.
#[tokio::test]
async fn an_empty_answer_to_a_write_is_a_success() {
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::new());
    transport.reply(201, "").reply(204, "");
    let written = client.remediation_texts().create(&text()).await.unwrap();
    assert_eq!((written.alert_type.as_deref(), written.raw()), (None, &Value::Null));
    client.remediation_texts().delete(TYPE).await.unwrap();
}

#[test]
fn texts_decode_and_encode_without_loss() {
    lossless::<RemediationText>(&fixture("remediation_texts/text"));
    lossless::<RemediationText>(&json!({"alert_type": 7, "enabled": "False", "custom_text": null}));
}
