//! Remediation texts of one's own.

use serde_json::json;

use super::{Bench, good, not_modelled, refused};

const PATH: &str = "/api/alerts/custom_remediation_text";

#[tokio::test]
async fn a_text_is_made_before_it_is_changed_and_goes_by_a_body() {
    let bench = Bench::start().await;
    let text = json!({"alert_type": "aws_s3_bucket_public_read", "enabled": true, "custom_text": "Ask the owner."});
    let read = format!("{PATH}?alert_type=aws_s3_bucket_public_read");
    refused(&bench.put(PATH, &text).await, 404, "not found");
    refused(&bench.get(&read).await, 404, "not found");
    assert_eq!(good(&bench.post(PATH, &text).await), text);
    assert_eq!(good(&bench.get(&read).await), text);
    not_modelled(&bench.post(PATH, &text).await);

    let off = json!({"alert_type": "aws_s3_bucket_public_read", "enabled": false, "custom_text": "Ask the owner."});
    assert_eq!(good(&bench.put(PATH, &off).await), off);
    assert_eq!(good(&bench.get(&read).await), off);

    let named = json!({"alert_type": "aws_s3_bucket_public_read"});
    assert_eq!(good(&bench.call("DELETE", PATH, &named.to_string()).await), off);
    refused(&bench.call("DELETE", PATH, &named.to_string()).await, 404, "not found");
    refused(&bench.get(&read).await, 404, "not found");
}

#[tokio::test]
async fn each_kind_of_alert_has_its_own() {
    let bench = Bench::start().await;
    for (kind, text) in [("a", "first"), ("b", "second")] {
        good(&bench.post(PATH, &json!({"alert_type": kind, "custom_text": text})).await);
    }
    good(&bench.call("DELETE", PATH, &json!({"alert_type": "a"}).to_string()).await);
    let left = good(&bench.get(&format!("{PATH}?alert_type=b")).await);
    assert_eq!(left, json!({"alert_type": "b", "enabled": true, "custom_text": "second"}));
}

#[tokio::test]
async fn what_is_missing_is_named() {
    let bench = Bench::start().await;
    refused(&bench.get(PATH).await, 400, "alert_type is required");
    refused(&bench.post(PATH, &json!({"custom_text": "x"})).await, 400, "alert_type is required");
    refused(&bench.post(PATH, &json!({"alert_type": "a"})).await, 400, "custom_text is required");
    refused(&bench.post(PATH, &json!({"alert_type": "a", "text": "x"})).await, 400, "text field does not exist");
    // The body names it, not the query.
    refused(&bench.call("DELETE", &format!("{PATH}?alert_type=a"), "").await, 400, "alert_type field does not exist");
}
