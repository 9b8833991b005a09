//! W1: an imported finding becomes an issue by the template.

use crate::events;
use crate::runtime_api::Outcome;
use crate::world::World;
use securityhub_finding::InputTransformer;
use serde_json::Value;

/// As in the configuration.
pub(crate) const PATHS: [(&str, &str); 2] =
    [("Title", "$.detail.findings[0].Title"), ("Resource", "$.detail.findings[0].Resources[0].Id")];
pub(crate) const TEMPLATE: &str =
    r#"{ "summary": <Title>, "description": "Found:<br /><Title><br /><br />On:<br /><Resource>" }"#;

/// What the rule alone would have posted.
fn posted_description(event: &str) -> String {
    let posted = InputTransformer::new(PATHS, TEMPLATE).unwrap().render_verbatim(&event.parse().unwrap());
    let posted: Value = serde_json::from_str(&posted).unwrap();
    posted["description"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_finding_becomes_an_issue_with_the_text_of_the_template() {
    let Some(world) = World::start().await else { return };
    let function = world.function("securityhub-to-backlog").await;
    for resource in ["arn:aws:s3:::reports-prod", "arn:aws:s3:::invoices-prod"] {
        world.hub.import(&world.hub.control_finding("S3.8", resource, "CRITICAL")).unwrap();
    }
    let [direct, queued] = world.hub.events().try_into().unwrap();
    let (direct, queued) = (direct.to_string(), queued.to_string());

    // The rule's target is the function.
    let counts = function.invoke(&direct).await.json();
    assert_eq!((&counts["accepted"], &counts["again"]), (&1.into(), &0.into()));
    // Or a queue before it.
    let answer = function.invoke(&events::sqs([("m-1", &*queued)])).await.text();
    assert_eq!(answer, r#"{"batchItemFailures":[]}"#);

    let issues = world.backlog.issues();
    let descriptions: Vec<String> = issues.iter().map(|issue| issue.description.clone()).collect();
    assert_eq!(descriptions, [posted_description(&direct), posted_description(&queued)]);

    // Security Hub imports them again, as it does each 12 to 24 hours.
    for finding in world.hub.findings() {
        let text = |name: &str| finding[name].as_str().unwrap();
        world.hub.report_again(text("ProductArn"), text("Id"), |_| {}).unwrap();
    }
    let again: Vec<String> = world.hub.events().iter().skip(2).map(Value::to_string).collect();
    assert_eq!(again.len(), 2);
    for event in again {
        assert_eq!(function.invoke(&event).await.json()["accepted"], 1);
    }
    assert_eq!((world.creates().len(), world.backlog.issues().len()), (2, 2));
}

/// EventBridge reads no answer: an error alone makes it deliver again.
#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_cannot_be_stored_fails_the_invocation() {
    let Some(world) = World::start().await else { return };
    let function = world.function("securityhub-to-backlog").await;
    world.hub.import(&world.hub.control_finding("S3.8", "arn:aws:s3:::reports-prod", "CRITICAL")).unwrap();
    let event = world.hub.events().remove(0).to_string();
    world.aws.breaks("PutItem", "findings:", u32::MAX);
    let Outcome::Error { kind, message } = function.invoke(&event).await else { panic!("it did not fail") };
    assert_eq!(kind, "Function.BridgeFailed");
    assert!(message.starts_with("the ledger failed: PutItem on the table"), "{message}");
    assert_eq!(world.creates(), []);

    world.aws.mend();
    assert_eq!(function.invoke(&event).await.json()["accepted"], 1);
    assert_eq!(world.creates().len(), 1);
}
