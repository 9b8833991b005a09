//! Calls over HTTP: API Gateway in both payload formats, function URLs.

use super::Malformed;
use super::guard::{HttpGuard, Refusal};
use super::sns;
use super::trigger::{Delivery, Trigger, TriggerKind};
use data_encoding::BASE64;
use serde_json::Value;

/// Which HTTP form it is, if any.
///
/// The outermost members are the gateway's own: no caller can write them. Lambda's records of failed invocations have a
/// `requestContext` too, and are no calls.
pub(super) fn kind(value: &Value) -> Option<TriggerKind> {
    let has = |name| value.get(name).is_some_and(|found| !found.is_null());
    let context = value.get("requestContext").filter(|context| context.is_object());
    if let Some(context) = context {
        let is_v2 = value.get("version").is_some_and(|version| version == "2.0")
            || has("rawPath")
            || context.get("http").is_some_and(Value::is_object);
        if is_v2 {
            let host = context.get("domainName").and_then(Value::as_str).unwrap_or_default();
            let is_url = host.contains(".lambda-url.");
            return Some(if is_url { TriggerKind::FunctionUrl } else { TriggerKind::ApiGatewayV2 });
        }
        if context.get("connectionId").is_some() {
            return Some(TriggerKind::ApiGatewayV1);
        }
    }
    let is_v1 = has("httpMethod") && (context.is_some() || has("path") || has("headers"));
    is_v1.then_some(TriggerKind::ApiGatewayV1)
}

pub(super) fn read(kind: TriggerKind, request: &mut Value, guard: &HttpGuard) -> Trigger {
    let delivery = admit(request, guard).and_then(|()| delivery(request, guard));
    match delivery {
        Ok(delivery) => Trigger::delivering(kind, vec![delivery]),
        Err(refusal) => Trigger::refused(kind, refusal),
    }
}

fn admit(request: &Value, guard: &HttpGuard) -> Result<(), Refusal> {
    let text = |pointers: [&str; 3]| pointers.iter().find_map(|pointer| request.pointer(pointer)?.as_str());
    let path = text(["/rawPath", "/path", "/requestContext/http/path"]).unwrap_or_default();
    guard.admit(path, |name| header(request, name))?;
    if request.pointer("/requestContext/connectionId").is_some() {
        return Err(Refusal { status: 400, message: "this is a WebSocket, and only plain requests are read" });
    }
    let method = text(["/httpMethod", "/requestContext/http/method", "/method"]);
    if method.is_some_and(|method| method != "POST") {
        return Err(Refusal { status: 405, message: "only POST is read" });
    }
    Ok(())
}

fn delivery(request: &mut Value, guard: &HttpGuard) -> Result<Delivery, Refusal> {
    if headers(request).any(|(name, _)| name.to_ascii_lowercase().starts_with("x-amz-sns-")) {
        return Err(SNS);
    }
    let is_base64 = request.get("isBase64Encoded").and_then(Value::as_bool).unwrap_or_default();
    let text = match request.get_mut("body").map(Value::take) {
        Some(Value::String(text)) => text,
        None | Some(Value::Null) => String::new(),
        // No gateway sends this; tools that try a function do.
        Some(other) => other.to_string(),
    };
    let text = if is_base64 {
        match decoded(&text) {
            Ok(decoded) => decoded,
            Err(malformed) => {
                guard.admit_body(text.len())?;
                return Ok(Delivery::malformed(malformed, text));
            }
        }
    } else {
        text
    };
    guard.admit_body(text.len())?;
    if is_of_sns(&text) {
        return Err(SNS);
    }
    Ok(Delivery::of_text(text))
}

/// Without a check of its signature, whoever knows the address could write in SNS's name.
const SNS: Refusal = Refusal {
    status: 403,
    message: "notifications of SNS over HTTP are refused, for their signature is not checked: \
              subscribe an SQS queue or the function itself",
};

fn is_of_sns(text: &str) -> bool {
    let Ok(value) = serde_json::from_str::<Value>(text) else { return false };
    let inner = value.as_str().and_then(|inner| serde_json::from_str(inner).ok());
    sns::is_envelope(inner.as_ref().unwrap_or(&value))
}

/// What cannot be decoded is kept as it came.
fn decoded(text: &str) -> Result<String, Malformed> {
    let bytes = BASE64
        .decode(text.as_bytes())
        .map_err(|error| Malformed::new("$", format!("no Base64 at position {}", error.position)))?;
    String::from_utf8(bytes)
        .map_err(|error| Malformed::new("$", format!("no UTF-8 at byte {}", error.utf8_error().valid_up_to())))
}

/// The values of a header, whatever the case of its name.
fn header<'a>(request: &'a Value, name: &str) -> Vec<&'a str> {
    headers(request).filter(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value).collect()
}

/// All headers. Format 1.0 gives each twice: its last value, and all its values.
fn headers(request: &Value) -> impl Iterator<Item = (&str, &str)> {
    let groups = ["headers", "multiValueHeaders"].into_iter().filter_map(|group| request.get(group)?.as_object());
    groups.flatten().flat_map(|(name, value)| {
        let list = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        list.iter().filter_map(move |value| Some((name.as_str(), value.as_str()?)))
    })
}
