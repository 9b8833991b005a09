//! Calls over HTTP: who is let in, and what is read.

use data_encoding::BASE64;
use serde_json::{Value, json};
use ticket_bridge::intake::{HttpGuard, Trigger};

const SECRET: &str = "correct horse+battery%staple";

fn v1(path: &str, headers: &Value) -> Value {
    json!({"path": path, "httpMethod": "POST", "headers": headers, "multiValueHeaders": null, "requestContext": {}, "body": r#"{"a": 1}"#})
}

fn v2(path: &str, headers: &Value) -> Value {
    json!({"version": "2.0", "rawPath": path, "headers": headers, "requestContext": {"http": {"method": "POST"}}, "body": r#"{"a": 1}"#})
}

fn read(request: &Value, guard: &HttpGuard) -> Trigger {
    Trigger::read(request.to_string().as_bytes(), guard)
}

fn status(request: &Value, guard: &HttpGuard) -> u16 {
    let trigger = read(request, guard);
    assert_eq!(trigger.refusal.is_some(), trigger.deliveries.is_empty());
    trigger.refusal.map_or(200, |refusal| refusal.status)
}

fn by_path() -> HttpGuard {
    HttpGuard::path_secret(SECRET).unwrap()
}

fn by_header(name: &str) -> HttpGuard {
    HttpGuard::header_secret(name, SECRET).unwrap()
}

#[test]
fn without_a_guard_every_call_is_refused_with_what_to_configure() {
    for guard in [HttpGuard::none(), HttpGuard::default()] {
        for request in [v1("/hook", &Value::Null), v2("/hook", &json!({}))] {
            let refusal = read(&request, &guard).refusal.unwrap();
            assert_eq!(refusal.status, 403);
            assert!(refusal.message.contains("path secret") && refusal.message.contains("header secret"));
        }
    }
    assert_eq!(status(&v2("/hook", &json!({})), &HttpGuard::open()), 200);
}

#[test]
fn the_last_part_of_the_path_is_the_secret_as_it_is_or_percent_encoded() {
    let encoded = "correct%20horse%2Bbattery%25staple";
    for form in [v1, v2] {
        for path in [format!("/prod/hook/{encoded}"), format!("/{encoded}/"), format!("/hook/{SECRET}")] {
            assert_eq!(status(&form(&path, &json!({})), &by_path()), 200, "{path}");
        }
        let others = ["/", "", "/hook", "/hook/correct", &format!("/{encoded}/hook"), &format!("/{encoded}x"), "/%ff%"];
        for path in others {
            assert_eq!(status(&form(path, &json!({})), &by_path()), 401, "{path}");
        }
    }
}

#[test]
fn a_header_is_found_in_any_case_and_among_several() {
    for form in [v1, v2] {
        for name in ["authorization", "Authorization", "AUTHORIZATION"] {
            assert_eq!(status(&form("/", &json!({name: SECRET})), &by_header("Authorization")), 200);
        }
        for headers in
            [json!({}), json!({"authorization": "wrong"}), json!({"x-key": SECRET}), json!(null), json!([SECRET])]
        {
            assert_eq!(status(&form(&format!("/{SECRET}"), &headers), &by_header("Authorization")), 401);
        }
    }
    let mut request = v1("/", &json!({"X-Key": "other"}));
    request["multiValueHeaders"] = json!({"X-KEY": [SECRET, "other"]});
    assert_eq!(status(&request, &by_header("x-key")), 200);
}

#[test]
fn a_secret_that_is_easily_guessed_or_can_never_arrive_is_refused_by_name() {
    let path = |secret: &str| HttpGuard::path_secret(secret).unwrap_err().to_string();
    let header = |name: &str, secret: &str| HttpGuard::header_secret(name, secret).unwrap_err().to_string();
    assert_eq!(path("fifteen letters"), "path_secret: has fewer than 16 characters");
    assert_eq!(path(""), "path_secret: has fewer than 16 characters");
    assert_eq!(path("one part/of a path"), "path_secret: holds a slash, and is one part of a path");
    assert_eq!(header("x-key", "短い"), "header_secret: has fewer than 16 characters");
    assert_eq!(header("x-key", "sixteen letters "), "header_secret: begins or ends with a blank");
    for name in ["", "x key", "x:key", "鍵"] {
        assert_eq!(header(name, SECRET), "header_name: is no name of a header");
    }
    assert!(HttpGuard::path_secret("sixteen letters!").is_ok());
}

#[test]
fn no_secret_shows() {
    let guards = [by_path(), by_header("x-key")];
    let wrong = "a wrong secret of some length";
    for guard in &guards {
        let trigger = read(&v2(&format!("/hook/{wrong}"), &json!({"x-key": wrong})), guard);
        let shown = format!("{guard:?}{trigger:?}{:?}", trigger.answer(&[], ticket_bridge::intake::Counts::default()));
        assert!(!shown.contains(SECRET) && !shown.contains(wrong), "{shown}");
    }
    let admitted = read(&v2("/correct%20horse%2Bbattery%25staple", &json!({})), &by_path());
    assert!(!format!("{admitted:?}").contains("horse"));
}

#[test]
fn the_body_is_decoded_and_what_cannot_be_is_kept_as_it_came() {
    let body = |body: Value, encoded: bool| {
        let mut request = v2("/", &json!({}));
        (request["body"], request["isBase64Encoded"]) = (body, json!(encoded));
        let mut trigger = read(&request, &HttpGuard::open());
        assert_eq!(trigger.deliveries.len(), 1);
        let delivery = trigger.deliveries.remove(0);
        (delivery.body.map_err(|malformed| malformed.to_string()), delivery.text)
    };
    let inner = r#"{"a": "日本"}"#;
    assert_eq!(body(json!(inner), false), (Ok(json!({"a": "日本"})), inner.to_owned()));
    assert_eq!(body(json!(BASE64.encode(inner.as_bytes())), true), (Ok(json!({"a": "日本"})), inner.to_owned()));
    assert_eq!(body(json!({"a": 1}), false).0, Ok(json!({"a": 1})));
    let problem = |text: &str| Err::<Value, _>(text.to_owned());
    assert_eq!(body(json!("e30*"), true), (problem("$: no Base64 at position 3"), "e30*".to_owned()));
    assert_eq!(body(json!("AP8="), true), (problem("$: no UTF-8 at byte 1"), "AP8=".to_owned()));
    assert_eq!(body(json!("hello"), false), (problem("$: no JSON at line 1 column 1"), "hello".to_owned()));
    assert_eq!(body(Value::Null, false), (problem("$: no JSON at line 1 column 0"), String::new()));
}

#[test]
fn a_body_larger_than_the_limit_is_refused() {
    let mut request = v2("/", &json!({}));
    request["body"] = json!("x".repeat(101));
    let small = HttpGuard::open().max_body(100);
    assert_eq!((status(&request, &small), status(&request, &small.clone().max_body(101))), (413, 200));
    // It is the decoded body that counts.
    (request["body"], request["isBase64Encoded"]) = (json!(BASE64.encode(&[b'x'; 100])), json!(true));
    assert_eq!(status(&request, &small), 200);
    request["body"] = json!("*".repeat(101));
    assert_eq!(status(&request, &small), 413);
    request["body"] = json!("x".repeat(HttpGuard::MAX_BODY + 1));
    request["isBase64Encoded"] = json!(false);
    assert_eq!(status(&request, &HttpGuard::open()), 413);
}

#[test]
fn what_sns_posts_is_refused_even_where_everybody_is_let_in() {
    let envelope = |kind: &str| json!({"Type": kind, "MessageId": "n-1", "TopicArn": "t", "Message": r#"{"state": {"alert_id": "orca-1"}}"#, "SubscribeURL": "https://sns.example"});
    for form in [v1, v2] {
        let mut requests =
            vec![form("/", &json!({"X-Amz-Sns-Message-Type": "Notification", "x-amz-sns-rawdelivery": "true"}))];
        for kind in ["Notification", "SubscriptionConfirmation", "UnsubscribeConfirmation"] {
            let text = envelope(kind).to_string();
            for (body, encoded) in [
                (json!(text), false),
                (json!(BASE64.encode(text.as_bytes())), true),
                (json!(Value::from(text).to_string()), false),
            ] {
                let mut request = form("/", &json!({}));
                (request["body"], request["isBase64Encoded"]) = (body, json!(encoded));
                requests.push(request);
            }
        }
        for request in requests {
            let refusal = read(&request, &HttpGuard::open()).refusal.unwrap();
            assert_eq!(refusal.status, 403);
            assert!(refusal.message.contains("SNS"), "{}", refusal.message);
        }
    }
}

#[test]
fn only_posts_are_read_and_strangers_learn_nothing_of_it() {
    let mut request = v2("/", &json!({}));
    request["requestContext"]["http"]["method"] = json!("GET");
    assert_eq!((status(&request, &HttpGuard::open()), status(&request, &by_path())), (405, 401));
    let socket = json!({"requestContext": {"connectionId": "c", "eventType": "MESSAGE"}, "body": "{}"});
    assert_eq!((status(&socket, &HttpGuard::open()), status(&socket, &HttpGuard::none())), (400, 403));
}

#[test]
fn no_body_of_a_call_can_pass_for_another_trigger() {
    let batch = json!({"Records": [{"messageId": "m", "eventSource": "aws:sqs", "body": "{}"}]});
    let mut request = v2("/", &json!({}));
    request["Records"] = batch["Records"].clone();
    request["detail-type"] = json!("t");
    assert_eq!(status(&request, &HttpGuard::none()), 403);
    request["body"] = json!(batch.to_string());
    let trigger = read(&request, &HttpGuard::open());
    assert_eq!(trigger.deliveries[0].body, Ok(batch));
}
