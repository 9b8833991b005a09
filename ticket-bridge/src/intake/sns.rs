//! The envelope that SNS puts around a message.

use super::Malformed;
use serde_json::Value;

/// Whether it is one of SNS's messages: a notification, or about a subscription.
pub(super) fn is_envelope(value: &Value) -> bool {
    let kind = value.get("Type").and_then(Value::as_str);
    matches!(kind, Some("Notification" | "SubscriptionConfirmation" | "UnsubscribeConfirmation"))
        && ["Message", "MessageId", "TopicArn"].iter().any(|name| value.get(name).is_some())
}

/// The message in an envelope.
pub(super) fn message(envelope: &mut Value) -> Result<String, Malformed> {
    // Lambda's own form may lack the type.
    if envelope.get("Type").and_then(Value::as_str).is_some_and(|kind| kind != "Notification") {
        return Err(Malformed::new("$.Type", "is SNS's own message about a subscription, which is never followed"));
    }
    match envelope.get_mut("Message").map(Value::take) {
        Some(Value::String(message)) => Ok(message),
        _ => Err(Malformed::new("$.Message", "is missing, or no text")),
    }
}
