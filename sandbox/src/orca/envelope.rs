//! What AWS puts around an alert that an automation sends.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

const REGION: &str = "ap-northeast-1";
const TOPIC: &str = "arn:aws:sns:ap-northeast-1:123456789012:orca-alerts";
const SUBSCRIPTION: &str = "arn:aws:sns:ap-northeast-1:123456789012:orca-alerts:0e5a0000-0000-4000-8000-0000000000aa";
/// Nothing here is signed: a receiver that verifies has to refuse it.
const SIGNATURE: &str = "bm90IHNpZ25lZA==";

/// One record of the event that a Lambda function gets from SQS.
pub(super) fn sqs_record(body: &Value, number: u64, sent: SystemTime) -> Value {
    let millis = sent.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis().to_string();
    json!({
        "messageId": message_id(number),
        "receiptHandle": format!("sandbox-receipt-{number}"),
        "body": body.to_string(),
        "attributes": {
            "ApproximateReceiveCount": "1",
            "SentTimestamp": millis,
            "SenderId": "AROAEXAMPLEEXAMPLEEXA:orca",
            "ApproximateFirstReceiveTimestamp": millis,
        },
        "messageAttributes": {},
        "eventSource": "aws:sqs",
        "eventSourceARN": format!("arn:aws:sqs:{REGION}:123456789012:orca-alerts"),
        "awsRegion": REGION,
    })
}

/// What SNS posts to an HTTP endpoint, or sends to a queue that did not ask for raw messages.
pub(super) fn sns_notification(body: &Value, number: u64, sent: SystemTime) -> Value {
    json!({
        "Type": "Notification",
        "MessageId": message_id(number),
        "TopicArn": TOPIC,
        "Message": body.to_string(),
        "Timestamp": sns_time(sent),
        "SignatureVersion": "1",
        "Signature": SIGNATURE,
        "SigningCertURL": format!("https://sns.{REGION}.amazonaws.com/SimpleNotificationService-sandbox.pem"),
        "UnsubscribeURL": format!("https://sns.{REGION}.amazonaws.com/?Action=Unsubscribe&SubscriptionArn={SUBSCRIPTION}"),
    })
}

/// One record of the event that a Lambda function gets from SNS: some names are spelt in another way here.
pub(super) fn sns_record(body: &Value, number: u64, sent: SystemTime) -> Value {
    json!({
        "EventSource": "aws:sns",
        "EventVersion": "1.0",
        "EventSubscriptionArn": SUBSCRIPTION,
        "Sns": {
            "Type": "Notification",
            "MessageId": message_id(number),
            "TopicArn": TOPIC,
            "Subject": null,
            "Message": body.to_string(),
            "Timestamp": sns_time(sent),
            "SignatureVersion": "1",
            "Signature": SIGNATURE,
            "SigningCertUrl": format!("https://sns.{REGION}.amazonaws.com/SimpleNotificationService-sandbox.pem"),
            "UnsubscribeUrl": format!("https://sns.{REGION}.amazonaws.com/?Action=Unsubscribe&SubscriptionArn={SUBSCRIPTION}"),
            "MessageAttributes": {},
        },
    })
}

fn message_id(number: u64) -> String {
    format!("0e5a0000-0000-4000-8000-{number:012x}")
}

/// Milliseconds and `Z`, as SNS writes them.
fn sns_time(at: SystemTime) -> String {
    let text = |time: jiff::Timestamp| time.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string();
    jiff::Timestamp::try_from(at).map(text).unwrap_or_default()
}
