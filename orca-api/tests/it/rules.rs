use crate::support::{Stub, TOKEN, WireTests, faked, fixture, lossless};
use orca_api::model::Rule;
use orca_api::rules::{CreateRule, RuleFramework, UpdateRule};
use orca_api::serving_layer::{Clause, Query};
use orca_api::*;
use serde_json::{Value, json};

pub(crate) const WIRE: WireTests = &[
    ("create_sends_a_query", create_sends_a_query),
    ("get_unwraps_the_envelope", get_unwraps_the_envelope),
    ("exists_asks_with_head", exists_asks_with_head),
    ("update_sends_the_rule_with_its_changes", update_sends_the_rule_with_its_changes),
    ("delete_takes_any_answer", delete_takes_any_answer),
    ("set_enabled_tells_what_the_answer_says", set_enabled_tells_what_the_answer_says),
];

const ID: &str = "r00aa11bb22";

fn public_bucket() -> Query {
    Query::new("AwsS3Bucket").filter(Clause::flag("PublicRead", true))
}

fn own() -> Rule {
    lossless(&fixture("rules/own")["data"])
}

#[tokio::test]
async fn create_sends_a_query() {
    let stub = Stub::replying(200, &fixture("rules/own")).await;
    let request = CreateRule::new("Bucket", "Data at risk", 7, public_bucket().limit(5))
        .details("d")
        .context_score(true)
        .enabled(false)
        .compliance_frameworks([RuleFramework::new("Example Baseline", "Storage", "high").sub_category("Buckets")]);
    assert_eq!(stub.client().rules().create(&request).await.unwrap(), own());
    let body = json!({
        "name": "Bucket",
        "details": "d",
        "category": "Data at risk",
        "orca_score": 7,
        "context_score": true,
        "enabled": false,
        "rule_json": fixture("rules/own")["data"]["rule_json"],
        "compliance_frameworks": [{
            "compliance_framework": "Example Baseline", "category": "Storage", "sub_category": "Buckets",
            "priority": "high",
        }],
    });
    stub.request().await.is("POST", "/sonar/rules", Some(body));
}

#[tokio::test]
async fn a_rule_in_words_is_sent_as_text() {
    let stub = Stub::replying(200, &fixture("rules/own")).await;
    let request = CreateRule::new("Bucket", "Data at risk", 7, "AwsS3Bucket with PublicRead = true");
    let _rule = stub.client().rules().create(&request).await.unwrap();
    let body = json!({
        "name": "Bucket", "details": "", "category": "Data at risk", "orca_score": 7, "context_score": false,
        "rule": "AwsS3Bucket with PublicRead = true",
    });
    stub.request().await.is("POST", "/sonar/rules", Some(body));
}

#[tokio::test]
async fn what_is_wrong_with_a_rule_is_said_at_once() {
    let both = "name: must not be empty; category: must not be empty; orca_score: must be 1 to 10";
    for (request, wrong) in [
        (CreateRule::new("", " ", 0, " "), format!("{both}; rule: must not be empty")),
        (CreateRule::new("x", "y", 11, "z"), "orca_score: must be 1 to 10".to_owned()),
        (CreateRule::new("x", "y", 1, json!("z")), "rule_json: must be a query".to_owned()),
        (
            CreateRule::new("x", "y", 1, public_bucket().filter(Clause::all([]))),
            "rule_json: must be a query".to_owned(),
        ),
    ] {
        let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::none());
        let error = client.rules().create(&request).await.unwrap_err();
        assert_eq!((error.kind(), transport.requests().len()), (ErrorKind::InvalidRequest, 0));
        assert!(error.to_string().contains(&wrong), "{error}");
    }
}

#[tokio::test]
async fn get_unwraps_the_envelope() {
    let stub = Stub::replying(200, &fixture("rules/built_in")).await;
    let rule = stub.client().rules().get("r00cc33dd44").await.unwrap();
    assert_eq!(lossless::<Rule>(&fixture("rules/built_in")["data"]), rule);
    assert_eq!((rule.orca_score, rule.enabled, rule.custom), (Some(6.into()), Some(false), None));
    assert_eq!(rule.rule.as_deref(), Some("AwsS3Bucket with PublicRead = true"));
    stub.request().await.is("GET", "/sonar/rules/r00cc33dd44", None);
}

#[test]
fn a_rule_is_kept_as_it_came() {
    let rule = own();
    assert_eq!((rule.id.as_str(), rule.context_score), (ID, Some(true)));
    assert_eq!(rule.query(), Some(&fixture("rules/own")["data"]["rule_json"]));
    let place = &rule.compliance_frameworks[0];
    assert_eq!((place.framework.as_deref(), place.priority.as_deref()), (Some("Example Baseline"), Some("high")));
    assert!(serde_json::from_value::<Rule>(json!({"name": "x"})).is_err());
}

#[tokio::test]
async fn exists_asks_with_head() {
    let stub = Stub::replying(200, &Value::Null).await;
    assert!(stub.client().rules().exists("a/b").await.unwrap());
    stub.request().await.is("HEAD", "/sonar/rules/a%2Fb", None);
}

/// A deleted rule and an outage look the same: 500. Neither is taken for the other.
#[tokio::test]
async fn a_rule_that_never_was_is_told_from_an_unclear_failure() {
    for (status, exists) in [(200, Some(true)), (204, Some(true)), (400, Some(false)), (404, Some(false)), (500, None)]
    {
        let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::none());
        transport.reply(status, "");
        let answer = client.rules().exists(ID).await;
        assert_eq!(answer.as_ref().ok().copied(), exists, "{status}");
        assert!(exists.is_some() || answer.unwrap_err().status() == Some(500));
    }
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::new());
    transport.reply(500, "").reply(200, "");
    assert!(client.rules().exists(ID).await.unwrap(), "an outage that is over is no missing rule");
}

#[tokio::test]
async fn update_sends_the_rule_with_its_changes() {
    let stub = Stub::replying(200, &fixture("rules/own")).await;
    let request = UpdateRule::of(&own()).name("Other").orca_score(8).enabled(false);
    assert_eq!(stub.client().rules().update(ID, &request).await.unwrap(), own());
    let read = fixture("rules/own")["data"].clone();
    let body = json!({
        "name": "Other",
        "details": read["details"],
        "category": read["category"],
        "orca_score": 8,
        "context_score": true,
        "enabled": false,
        "rule_json": read["rule_json"],
        // With what has no name here.
        "compliance_frameworks": read["compliance_frameworks"],
    });
    stub.request().await.is("PUT", &format!("/sonar/rules/{ID}"), Some(body));
}

#[tokio::test]
async fn another_query_takes_the_place_of_the_one_that_was() {
    let stub = Stub::replying(200, &fixture("rules/own")).await;
    let request = UpdateRule::of(&own()).query("AwsS3Bucket").compliance_frameworks([]);
    let _rule = stub.client().rules().update(ID, &request).await.unwrap();
    let body = stub.request().await.body.unwrap();
    assert_eq!((&body["rule"], body.get("rule_json")), (&json!("AwsS3Bucket"), None));
    assert_eq!(body["compliance_frameworks"], json!([]));
}

#[tokio::test]
async fn delete_takes_any_answer() {
    let stub = Stub::replying(200, &json!({"status": "success"})).await;
    stub.client().rules().delete(ID).await.unwrap();
    stub.request().await.is("DELETE", &format!("/sonar/rules/{ID}"), None);
}

#[tokio::test]
async fn set_enabled_tells_what_the_answer_says() {
    let answer = json!({"version": "0.1.0", "rule_id": "r00cc33dd44", "enabled": false, "status": "success"});
    let stub = Stub::replying(200, &answer).await;
    let rules = stub.client();
    let told = rules.rules().set_enabled("r00cc33dd44", "aws_s3_bucket_public_read", false).await.unwrap();
    assert_eq!(told, Some(false));
    let body = json!({
        "rule_id": "r00cc33dd44", "rule_type": "aws_s3_bucket_public_read", "enabled": false, "custom": false,
    });
    stub.request().await.is("PUT", "/sonar/rules/status/r00cc33dd44", Some(body));
}

#[tokio::test]
async fn a_switch_whose_answer_tells_nothing_is_no_claim() {
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::none());
    transport.reply(200, json!({"data": {"enabled": true}}).to_string()).reply(200, "{}").reply(204, "");
    assert_eq!(client.rules().set_enabled(ID, "x", false).await.unwrap(), Some(true));
    assert_eq!(client.rules().set_enabled(ID, "x", false).await.unwrap(), None);
    assert_eq!(client.rules().set_enabled(ID, "x", false).await.unwrap(), None);
    let error = client.rules().set_enabled(ID, "", true).await.unwrap_err();
    assert!(error.to_string().contains("rule_type: must not be empty"), "{error}");
    assert_eq!(transport.requests().len(), 3);
}

#[tokio::test]
async fn writes_are_not_repeated_and_a_refusal_is_told() {
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::new());
    let lost = |error: Error| assert!(error.may_have_been_applied() && error.attempts() == 1, "{error}");
    for _ in 0..4 {
        transport.reply(502, "");
    }
    lost(client.rules().create(&CreateRule::new("x", "y", 1, "z")).await.unwrap_err());
    lost(client.rules().update(ID, &UpdateRule::of(&own())).await.unwrap_err());
    lost(client.rules().delete(ID).await.unwrap_err());
    lost(client.rules().set_enabled(ID, "x", true).await.unwrap_err());
    transport.reply(400, json!({"status": "failure", "error": "name is taken"}).to_string());
    let error = client.rules().create(&CreateRule::new("x", "y", 1, "z")).await.unwrap_err();
    assert_eq!(error.to_string(), "POST /sonar/rules: 400 Bad Request: name is taken");
}
