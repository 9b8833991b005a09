//! The exact answers, for each trigger.

use crate::intake::{read, sqs_record};
use serde_json::{Value, json};
use ticket_bridge::intake::{Answer, Counts, Ending, HttpAnswer, HttpGuard, SqsAnswer, Trigger};

fn counts() -> Counts {
    let mut counts = Counts::default();
    (counts.accepted, counts.dead_letters, counts.skipped) = (2, 1, 3);
    counts
}

fn v1(body: &str) -> Value {
    json!({"resource": "/hook", "path": "/hook", "httpMethod": "POST", "headers": null, "requestContext": {}, "body": body, "isBase64Encoded": false})
}

fn v2(body: &str) -> Value {
    json!({"version": "2.0", "routeKey": "$default", "rawPath": "/hook", "headers": {}, "requestContext": {"http": {"method": "POST"}}, "body": body})
}

fn function_url(body: &str) -> Value {
    let mut request = v2(body);
    request["requestContext"]["domainName"] = json!("x.lambda-url.us-east-1.on.aws");
    request
}

fn opened(value: &Value) -> Trigger {
    Trigger::read(value.to_string().as_bytes(), &HttpGuard::open())
}

fn json_of(answer: &Answer) -> String {
    answer.to_json().unwrap()
}

#[test]
fn sqs_is_told_the_messages_that_are_to_come_again() {
    let trigger = read(
        &json!({"Records": [sqs_record("m1", "{}"), sqs_record("m2", "no"), sqs_record("m3", "{}"), sqs_record("", "{}")]}),
    );
    let (done, again) = (Ending::Done, Ending::Again);
    let answer = |endings: &[Ending]| trigger.answer(endings, counts());
    assert_eq!(json_of(&answer(&[done; 4])), r#"{"batchItemFailures":[]}"#);
    let some = answer(&[done, again, again, done]);
    assert_eq!(json_of(&some), r#"{"batchItemFailures":[{"itemIdentifier":"m2"},{"itemIdentifier":"m3"}]}"#);
    assert!(!some.failed());
    // An empty id makes SQS deliver the whole batch again.
    assert_eq!(json_of(&answer(&[done, done, done, again])), r#"{"batchItemFailures":[{"itemIdentifier":""}]}"#);
    // Who is not spoken for comes again.
    let rest = r#"{"batchItemFailures":[{"itemIdentifier":"m2"},{"itemIdentifier":"m3"},{"itemIdentifier":""}]}"#;
    assert_eq!(json_of(&answer(&[done])), rest);
}

#[test]
fn http_senders_get_200_or_503_with_a_wait() {
    for request in [v1("{}"), v2("{}"), function_url("{}")] {
        let trigger = opened(&request);
        let answer = trigger.answer(&[Ending::Done], counts());
        assert_eq!(
            json_of(&answer),
            r#"{"statusCode":200,"headers":{"content-type":"application/json"},"body":"{\"accepted\":2,\"again\":0,\"dead_letters\":1,\"skipped\":3}","isBase64Encoded":false}"#
        );
        let mut counts = counts();
        counts.again = 1;
        let answer = trigger.answer(&[Ending::Again], counts);
        assert_eq!(
            json_of(&answer),
            r#"{"statusCode":503,"headers":{"content-type":"application/json","retry-after":"60"},"body":"{\"accepted\":2,\"again\":1,\"dead_letters\":1,\"skipped\":3}","isBase64Encoded":false}"#
        );
        assert!(!answer.failed());
    }
}

#[test]
fn who_is_refused_is_told_so_whatever_the_endings() {
    for request in [v1("{}"), v2("{}"), function_url("{}")] {
        let answer = read(&request).answer(&[Ending::Again], counts());
        assert_eq!(
            json_of(&answer),
            r#"{"statusCode":403,"headers":{"content-type":"application/json"},"body":"{\"error\":\"no HTTP guard is configured: set a path secret or a header secret\"}","isBase64Encoded":false}"#
        );
        assert!(!answer.failed());
    }
    let mut request = v1("");
    request["httpMethod"] = json!("GET");
    assert_eq!(
        json_of(&opened(&request).answer(&[], counts())),
        r#"{"statusCode":405,"headers":{"allow":"POST","content-type":"application/json"},"body":"{\"error\":\"only POST is read\"}","isBase64Encoded":false}"#
    );
}

#[test]
fn all_others_get_counts_and_the_invocation_fails_when_something_is_to_come_again() {
    let sns = json!({"Records": [{"EventSource": "aws:sns", "Sns": {"Message": "{}"}}]});
    let event = json!({"detail-type": "t", "source": "aws.ec2", "detail": {}});
    for value in [sns, event, json!({"a": 1})] {
        let trigger = read(&value);
        for (ending, failed) in [(Ending::Done, false), (Ending::Again, true)] {
            let answer = trigger.answer(&[ending], counts());
            assert_eq!(json_of(&answer), r#"{"accepted":2,"again":0,"dead_letters":1,"skipped":3}"#);
            assert_eq!(answer.failed(), failed);
        }
        assert!(trigger.answer(&[], counts()).failed());
    }
}

#[test]
fn answers_read_back_and_a_misspelt_member_is_an_error() {
    let sqs = read(&json!({"Records": [sqs_record("m1", "{}")]})).answer(&[Ending::Again], counts());
    let text = json_of(&sqs);
    assert_eq!(Answer::Sqs(serde_json::from_str::<SqsAnswer>(&text).unwrap()), sqs);
    for wrong in [r#"{"batch_item_failures":[]}"#, r#"{"batchItemFailures":[{"ItemIdentifier":"m1"}]}"#, "{}"] {
        assert!(serde_json::from_str::<SqsAnswer>(wrong).is_err(), "{wrong}");
    }
    let http = opened(&v2("{}")).answer(&[Ending::Done], counts());
    let text = json_of(&http);
    let read_back: HttpAnswer = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_json::from_str::<Counts>(&read_back.body).unwrap(), counts());
    assert_eq!(Answer::Http(read_back), http);
    let plain = read(&json!(1)).answer(&[Ending::Done], counts());
    assert_eq!(serde_json::from_str::<Counts>(&json_of(&plain)).unwrap(), counts());
}
