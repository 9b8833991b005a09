//! Triggers: what called, what it delivers, and several intakes as one.

use crate::support::active;
use serde_json::{Value, json};
use ticket_bridge::intake::{Delivery, HttpGuard, Intake, Item, Malformed, Trigger, TriggerKind, first_of};

pub(crate) const GROUPLESS: &str = "arn:aws:sqs:ap-northeast-1:123456789012:alerts";

pub(crate) fn read(value: &Value) -> Trigger {
    Trigger::read(value.to_string().as_bytes(), &HttpGuard::none())
}

pub(crate) fn sqs_record(id: &str, body: &str) -> Value {
    json!({"messageId": id, "eventSource": "aws:sqs", "eventSourceARN": GROUPLESS, "body": body})
}

fn sns_record(message: &Value) -> Value {
    let sns = json!({"Type": "Notification", "MessageId": "n-1", "TopicArn": "arn:aws:sns:us-east-1:123456789012:t",
        "Subject": null, "Message": message, "SigningCertUrl": "https://sns.us-east-1.amazonaws.com/c.pem"});
    json!({"EventVersion": "1.0", "EventSource": "aws:sns", "Sns": sns})
}

fn notification(message: &str) -> Value {
    json!({"Type": "Notification", "MessageId": "n-1", "TopicArn": "arn:aws:sns:us-east-1:123456789012:t", "Message": message})
}

fn bodies(trigger: &Trigger) -> Vec<Result<Value, String>> {
    let body = |delivery: &Delivery| delivery.body.clone().map_err(|malformed| malformed.to_string());
    trigger.deliveries.iter().map(body).collect()
}

fn ids(trigger: &Trigger) -> Vec<&str> {
    trigger.deliveries.iter().map(|delivery| delivery.id.as_str()).collect()
}

#[test]
fn each_form_is_told_by_what_its_sender_writes() {
    let event = json!({"detail-type": "t", "source": "aws.ec2", "detail": {}});
    let context = |more: Value| json!({"requestContext": more, "version": "2.0", "rawPath": "/"});
    let cases = [
        (json!({"Records": [sqs_record("m", "{}")]}), TriggerKind::Sqs),
        (json!({"Records": [sns_record(&json!("{}"))]}), TriggerKind::Sns),
        (event.clone(), TriggerKind::EventBridge),
        (json!({"httpMethod": "POST", "path": "/", "requestContext": {}}), TriggerKind::ApiGatewayV1),
        (json!({"httpMethod": "POST", "path": "/", "requestContext": {"elb": {}}}), TriggerKind::ApiGatewayV1),
        (json!({"requestContext": {"connectionId": "c"}, "body": "{}"}), TriggerKind::ApiGatewayV1),
        (context(json!({"domainName": "x.execute-api.us-east-1.amazonaws.com"})), TriggerKind::ApiGatewayV2),
        (json!({"requestContext": {"http": {"method": "POST"}}}), TriggerKind::ApiGatewayV2),
        (context(json!({"domainName": "x.lambda-url.us-east-1.on.aws"})), TriggerKind::FunctionUrl),
        (json!({"Records": [{"eventSource": "aws:s3"}]}), TriggerKind::Plain),
        (json!({"Records": []}), TriggerKind::Plain),
        (json!({"Records": "aws:sqs"}), TriggerKind::Plain),
        (json!({"requestContext": {"condition": "RetriesExhausted"}, "requestPayload": {}}), TriggerKind::Plain),
        (json!([event]), TriggerKind::Plain),
        (json!(null), TriggerKind::Plain),
        (json!({"state": {"alert_id": "orca-1"}}), TriggerKind::Plain),
    ];
    for (value, kind) in cases {
        assert_eq!(read(&value).kind, kind, "{value}");
    }
}

#[test]
fn bytes_that_are_no_json_are_one_malformed_delivery_with_their_text() {
    for (bytes, text) in
        [(&b""[..], ""), (b"\xff{", "\u{fffd}{"), (b"hello", "hello"), (b"{\"a\":1e999}", "{\"a\":1e999}")]
    {
        let trigger = Trigger::read(bytes, &HttpGuard::none());
        assert_eq!((trigger.kind, trigger.deliveries.len()), (TriggerKind::Plain, 1));
        assert!(trigger.deliveries[0].body.is_err());
        assert_eq!(trigger.deliveries[0].text, text);
    }
    let deep = "[".repeat(100_000);
    assert!(Trigger::read(deep.as_bytes(), &HttpGuard::none()).deliveries[0].body.is_err());
}

#[test]
fn an_sqs_body_may_be_raw_or_a_notification_or_an_event_or_text_in_text() {
    let event = json!({"detail-type": "t", "source": "aws.ec2", "detail": {"a": 1}});
    let trigger = read(&json!({"Records": [
        sqs_record("m1", r#"{"a": 1}"#),
        sqs_record("m2", &notification(r#"{"a": 2}"#).to_string()),
        sqs_record("m3", &notification(&event.to_string()).to_string()),
        sqs_record("m4", &event.to_string()),
        sqs_record("m5", &Value::from(r#"{"a": 5}"#).to_string()),
        sqs_record("m6", "[1]"),
        sqs_record("m7", "\"a word\""),
    ]}));
    let expected =
        [json!({"a": 1}), json!({"a": 2}), event.clone(), event, json!({"a": 5}), json!([1]), json!("a word")];
    assert_eq!(bodies(&trigger), expected.map(Ok));
    assert_eq!(ids(&trigger), ["m1", "m2", "m3", "m4", "m5", "m6", "m7"]);
    assert_eq!(trigger.deliveries[1].text, r#"{"a": 2}"#);
}

#[test]
fn what_cannot_be_read_is_a_malformed_delivery_with_its_text() {
    let lone = |more: Value| json!({"messageId": "x", "eventSource": "aws:sqs", "body": more});
    let trigger = read(&json!({"Records": [
        sqs_record("m1", "hello"),
        sqs_record("m2", &notification("hello").to_string()),
        sqs_record("m3", &json!({"Type": "Notification", "TopicArn": "t", "Message": {"a": 1}}).to_string()),
        sqs_record("m4", &json!({"Type": "SubscriptionConfirmation", "Message": "{}", "SubscribeURL": "https://sns.example"}).to_string()),
        lone(json!({"a": 1})),
        {"messageId": "m6", "eventSource": "aws:s3", "s3": {"bucket": "b"}},
        "no record",
        sqs_record("m8", "{}"),
    ]}));
    assert_eq!(trigger.kind, TriggerKind::Sqs);
    let problem = |text: &str| Err(text.to_owned());
    let expected = [
        problem("$: no JSON at line 1 column 1"),
        problem("$.Message: no JSON at line 1 column 1"),
        problem("$.Message: is missing, or no text"),
        problem("$.Type: is SNS's own message about a subscription, which is never followed"),
        problem("$.body: is missing, or no text"),
        problem("$.eventSource: is neither `aws:sqs` nor `aws:sns`"),
        problem("$.body: is missing, or no text"),
        Ok(json!({})),
    ];
    assert_eq!(bodies(&trigger), expected);
    assert_eq!(ids(&trigger), ["m1", "m2", "m3", "m4", "x", "m6", "", "m8"]);
    let texts: Vec<&str> = trigger.deliveries.iter().map(|delivery| delivery.text.as_str()).collect();
    assert_eq!(texts[..2], ["hello", "hello"]);
    for (text, part) in
        [(texts[2], "\"a\":1"), (texts[3], "SubscribeURL"), (texts[5], "bucket"), (texts[6], "no record")]
    {
        assert!(text.contains(part), "{text}");
    }
}

#[test]
fn a_notification_to_lambda_gives_its_message() {
    let trigger =
        read(&json!({"Records": [sns_record(&json!(r#"{"a": 1}"#)), sns_record(&json!("hi")), sns_record(&json!(7))]}));
    let problem = |text: &str| Err(text.to_owned());
    let expected = [
        Ok(json!({"a": 1})),
        problem("$.Message: no JSON at line 1 column 1"),
        problem("$.Message: is missing, or no text"),
    ];
    assert_eq!((trigger.kind, bodies(&trigger)), (TriggerKind::Sns, expected.to_vec()));
    assert_eq!(ids(&trigger), ["n-1", "n-1", "n-1"]);
    assert_eq!(trigger.deliveries[1].text, "hi");
    let empty = read(&json!({"Records": [{"EventSource": "aws:sns"}, sns_record(&json!("{}"))]}));
    assert_eq!(bodies(&empty), [problem("$.Sns: is missing"), Ok(json!({}))]);
}

#[test]
fn a_batch_of_mixed_sources_is_read_record_by_record() {
    let trigger = read(&json!({"Records": [sns_record(&json!("{\"a\": 1}")), sqs_record("m2", "{\"a\": 2}")]}));
    assert_eq!((trigger.kind, bodies(&trigger)), (TriggerKind::Sqs, vec![Ok(json!({"a": 1})), Ok(json!({"a": 2}))]));
}

#[test]
fn a_plain_body_comes_out_of_its_envelope_too() {
    assert_eq!(bodies(&read(&notification(r#"{"a": 1}"#))), [Ok(json!({"a": 1}))]);
    // `type` is a member of alerts and webhooks, `Type` of resources and accounts.
    let own = json!({"Type": "AwsAccount", "Message": "{}"});
    assert_eq!(bodies(&read(&own)), [Ok(own)]);
}

#[test]
fn an_event_keeps_its_own_id() {
    let trigger = read(&json!({"id": "e-1", "detail-type": "t", "source": "aws.ec2", "detail": {}}));
    assert_eq!(ids(&trigger), ["e-1"]);
}

#[test]
fn in_a_fifo_queue_the_rest_of_the_group_follows_a_message_that_comes_again() {
    let in_group = |id: &str, arn: Value, group: Value| json!({"messageId": id, "eventSource": "aws:sqs", "body": "{}", "eventSourceARN": arn, "attributes": {"MessageGroupId": group}});
    let fifo = json!(format!("{GROUPLESS}.fifo"));
    let groups = ["a", "b", "a", "b", "a"];
    let batch = |arn: &Value| {
        let records: Vec<Value> = groups.iter().map(|group| in_group("m", arn.clone(), json!(group))).collect();
        read(&json!({"Records": records}))
    };
    let rest = |trigger: &Trigger, index| trigger.fifo_rest(index).collect::<Vec<_>>();
    for arn in [fifo.clone(), Value::Null] {
        let trigger = batch(&arn);
        assert_eq!(trigger.deliveries[1].group.as_deref(), Some("b"));
        assert_eq!([0, 1, 2, 4, 5].map(|index| rest(&trigger, index)), [vec![2, 4], vec![3], vec![4], vec![], vec![]]);
    }
    // Elsewhere a group is for fairness, and orders nothing.
    let fair = batch(&json!(GROUPLESS));
    assert_eq!((&fair.deliveries[0].group, rest(&fair, 0)), (&None, vec![]));
    // A message without a group keeps its place among its like.
    let nameless = in_group("m", fifo, Value::Null);
    assert_eq!(rest(&read(&json!({"Records": [nameless, nameless]})), 0), [1]);
}

/// Reads what is its own; calls words malformed; skips the rest.
#[derive(Debug)]
struct Only(&'static str);

impl Intake for Only {
    fn read(&self, body: &Value) -> Vec<Item> {
        match body.as_str() {
            Some(text) if text == self.0 => {
                vec![Item::Malformed(Malformed::new("$", "a neighbour")), Item::Finding(Box::new(active(text, 0)))]
            }
            Some(_) => vec![Item::Malformed(Malformed::new("$", format!("is not {}", self.0)))],
            None if body.is_null() => Vec::new(),
            None => vec![Item::Skipped(self.0)],
        }
    }
}

#[test]
fn of_several_intakes_the_one_that_reads_is_taken_then_the_one_that_complains() {
    let both = first_of([Box::new(Only("a")) as Box<dyn Intake>, Box::new(Only("b"))]);
    for name in ["a", "b"] {
        assert!(matches!(&both.read(&json!(name))[1], Item::Finding(seen) if seen.key == name));
    }
    assert_eq!(both.read(&json!("c")), [Item::Malformed(Malformed::new("$", "is not a"))]);
    assert_eq!(both.read(&json!(1)), [Item::Skipped("a")]);
    assert_eq!(both.read(&json!(null)), [Item::Skipped("no intake reads it")]);
    assert_eq!(first_of([]).read(&json!(1)), [Item::Skipped("no intake reads it")]);
}
