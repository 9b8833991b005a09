//! Events as Lambda gives them to functions.

use serde_json::{Value, json};

/// A batch of SQS: an id and a body for each message.
pub(crate) fn sqs<'a>(messages: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let record = |(id, body): (&str, &str)| {
        json!({
            "messageId": id,
            "receiptHandle": format!("receipt-of-{id}"),
            "body": body,
            "attributes": {"ApproximateReceiveCount": "1", "SentTimestamp": "1795000000000"},
            "messageAttributes": {},
            "md5OfBody": "00000000000000000000000000000000",
            "eventSource": "aws:sqs",
            "eventSourceARN": "arn:aws:sqs:ap-northeast-1:123456789012:alerts",
            "awsRegion": "ap-northeast-1",
        })
    };
    json!({"Records": messages.into_iter().map(record).collect::<Vec<_>>()}).to_string()
}

/// A call to a function URL.
pub(crate) fn function_url(path: &str, body: &str) -> String {
    with_context(path, body, "a1b2c3.lambda-url.ap-northeast-1.on.aws")
}

/// A call to an HTTP API of API Gateway, payload format 2.0.
pub(crate) fn gateway_v2(path: &str, body: &str) -> String {
    with_context(path, body, "a1b2c3.execute-api.ap-northeast-1.amazonaws.com")
}

fn with_context(path: &str, body: &str, domain: &str) -> String {
    json!({
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {"content-type": "application/json;charset=utf-8", "host": domain},
        "requestContext": {
            "accountId": "anonymous",
            "apiId": "a1b2c3",
            "domainName": domain,
            "http": {"method": "POST", "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "Backlog"},
            "requestId": "b5cfd9a0-2d5c-4d53-a0a5-0c7bd0b7f9f1",
            "stage": "$default",
            "timeEpoch": 1_795_000_000_000_u64,
        },
        "body": body,
        "isBase64Encoded": false,
    })
    .to_string()
}

/// A call to a REST API of API Gateway, payload format 1.0.
pub(crate) fn gateway_v1(path: &str, body: &str) -> String {
    json!({
        "resource": "/{proxy+}",
        "path": path,
        "httpMethod": "POST",
        "headers": {"Content-Type": "application/json;charset=utf-8"},
        "multiValueHeaders": {"Content-Type": ["application/json;charset=utf-8"]},
        "queryStringParameters": null,
        "requestContext": {"apiId": "a1b2c3", "httpMethod": "POST", "path": path, "stage": "prod"},
        "body": body,
        "isBase64Encoded": false,
    })
    .to_string()
}

/// What a schedule's rule sends, unless it has an input of its own.
pub(crate) fn schedule() -> String {
    json!({
        "version": "0",
        "id": "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa",
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": "123456789012",
        "time": "2026-11-28T16:00:00Z",
        "region": "ap-northeast-1",
        "resources": ["arn:aws:events:ap-northeast-1:123456789012:rule/each-minute"],
        "detail": {},
    })
    .to_string()
}

/// The bodies of an event of SQS.
pub(crate) fn bodies(event: &Value) -> Vec<String> {
    let records = event["Records"].as_array().unwrap();
    records.iter().map(|record| record["body"].as_str().unwrap().to_owned()).collect()
}
