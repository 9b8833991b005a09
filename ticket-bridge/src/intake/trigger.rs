use super::guard::{HttpGuard, Refusal};
use super::{Malformed, http, sns};
use serde_json::Value;

/// What called, and what it delivers.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Trigger {
    /// What called.
    pub kind: TriggerKind,
    /// What it delivers: at least one, unless the call is refused.
    pub deliveries: Vec<Delivery>,
    /// Why the call is refused. Then there is nothing to do but to answer.
    pub refusal: Option<Refusal>,
}

/// What called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TriggerKind {
    /// A batch of SQS messages.
    Sqs,
    /// A notification that SNS gave to Lambda.
    Sns,
    /// An event of `EventBridge`.
    EventBridge,
    /// API Gateway, payload format 1.0: REST APIs. Load balancers use it too.
    ApiGatewayV1,
    /// API Gateway, payload format 2.0: HTTP APIs.
    ApiGatewayV2,
    /// A function URL of Lambda.
    FunctionUrl,
    /// A source's body as it is.
    Plain,
}

/// One message, event or request.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Delivery {
    /// The sender's own id: of an SQS message, an SNS notification or an event. Empty where it has none.
    pub id: String,
    /// The message group, of messages of a FIFO queue only. Their order within the group counts.
    pub group: Option<String>,
    /// The body, out of any envelope.
    pub body: Result<Value, Malformed>,
    /// The text of the body: what to keep when it cannot be read.
    pub text: String,
}

impl Trigger {
    /// Reads the bytes of a trigger. Bytes that cannot be read are one delivery with a malformed body.
    ///
    /// What calls over HTTP passes the guard, or is refused.
    pub fn read(bytes: &[u8], guard: &HttpGuard) -> Self {
        match serde_json::from_slice(bytes) {
            Ok(value) => Self::of(value, bytes, guard),
            Err(error) => {
                let malformed = Malformed::no_json("$", &error);
                Self::delivering(TriggerKind::Plain, vec![Delivery::malformed(malformed, lossy(bytes))])
            }
        }
    }

    /// The deliveries that come after one of a FIFO queue, in its group: when it is to come again, so are they, or the
    /// group's order is lost. None for other queues.
    pub fn fifo_rest(&self, index: usize) -> impl Iterator<Item = usize> {
        let group = self.deliveries.get(index).and_then(|delivery| delivery.group.as_ref());
        let later = self.deliveries.iter().enumerate().skip(index.saturating_add(1));
        later.filter(move |(_, other)| group.is_some() && other.group.as_ref() == group).map(|(index, _)| index)
    }

    pub(super) fn delivering(kind: TriggerKind, deliveries: Vec<Delivery>) -> Self {
        Self { kind, deliveries, refusal: None }
    }

    pub(super) fn refused(kind: TriggerKind, refusal: Refusal) -> Self {
        Self { kind, deliveries: Vec::new(), refusal: Some(refusal) }
    }

    fn of(mut value: Value, bytes: &[u8], guard: &HttpGuard) -> Self {
        if let Some(kind) = http::kind(&value) {
            return http::read(kind, &mut value, guard);
        }
        if let Some(kind) = batch_kind(&value) {
            let records = value.get_mut("Records").and_then(Value::as_array_mut).map(std::mem::take);
            let deliveries = records.unwrap_or_default().into_iter().map(Delivery::of_record).collect();
            return Self::delivering(kind, deliveries);
        }
        let is_text = |name| value.get(name).is_some_and(Value::is_string);
        if is_text("detail-type") && is_text("source") && value.get("detail").is_some() {
            let id = text_of(&value, "id");
            let delivery = Delivery { id, ..Delivery::plain(Ok(value), lossy(bytes)) };
            return Self::delivering(TriggerKind::EventBridge, vec![delivery]);
        }
        Self::delivering(TriggerKind::Plain, vec![Delivery::of_value(value, lossy(bytes))])
    }
}

impl Delivery {
    /// Reads a text, out of any envelope.
    pub(super) fn of_text(text: String) -> Self {
        match serde_json::from_str(&text) {
            Ok(value) => Self::of_value(value, text),
            Err(error) => Self::malformed(Malformed::no_json("$", &error), text),
        }
    }

    fn of_value(mut value: Value, text: String) -> Self {
        // Some senders write the JSON as a JSON text.
        let inner = value.as_str().and_then(|inner| serde_json::from_str::<Value>(inner).ok());
        if let Some(inner) = inner.filter(|inner| inner.is_object() || inner.is_array()) {
            value = inner;
        }
        if sns::is_envelope(&value) { Self::of_envelope(&mut value, text) } else { Self::plain(Ok(value), text) }
    }

    fn of_envelope(envelope: &mut Value, text: String) -> Self {
        let message = match sns::message(envelope) {
            Ok(message) => message,
            Err(malformed) => return Self::malformed(malformed, text),
        };
        let body = serde_json::from_str(&message).map_err(|error| Malformed::no_json("$.Message", &error));
        Self::plain(body, message)
    }

    /// Reads a record by its own source: a batch may hold what is not its own.
    fn of_record(mut record: Value) -> Self {
        let (id, group) = (text_of(&record, "messageId"), group(&record));
        let (sqs, sns) = (record.get("eventSource"), record.get("EventSource"));
        let delivery = if sns.is_some_and(|source| source == "aws:sns") {
            Self::of_sns(&mut record)
        } else if sqs.or(sns).is_none_or(|source| source == "aws:sqs") {
            match record.get_mut("body").map(Value::take) {
                Some(Value::String(body)) => Self::of_text(body),
                _ => Self::malformed(Malformed::new("$.body", "is missing, or no text"), record.to_string()),
            }
        } else {
            let malformed = Malformed::new("$.eventSource", "is neither `aws:sqs` nor `aws:sns`");
            Self::malformed(malformed, record.to_string())
        };
        // To SQS an empty id names the whole batch: should that message fail, all of them come again.
        let id = if id.is_empty() { delivery.id.clone() } else { id };
        Self { id, group, ..delivery }
    }

    fn of_sns(record: &mut Value) -> Self {
        let text = record.to_string();
        let Some(envelope) = record.get_mut("Sns") else {
            return Self::malformed(Malformed::new("$.Sns", "is missing"), text);
        };
        let id = text_of(envelope, "MessageId");
        Self { id, ..Self::of_envelope(envelope, text) }
    }

    pub(super) fn malformed(malformed: Malformed, text: String) -> Self {
        Self::plain(Err(malformed), text)
    }

    fn plain(body: Result<Value, Malformed>, text: String) -> Self {
        Self { id: String::new(), group: None, body, text }
    }
}

fn batch_kind(value: &Value) -> Option<TriggerKind> {
    let records = value.get("Records")?.as_array()?;
    let any = |name, source| records.iter().any(|record| record.get(name).is_some_and(|found| found == source));
    if any("eventSource", "aws:sqs") {
        return Some(TriggerKind::Sqs);
    }
    any("EventSource", "aws:sns").then_some(TriggerKind::Sns)
}

/// The group of a message of a FIFO queue. Messages of other queues may name one too, for fairness: it orders nothing.
fn group(record: &Value) -> Option<String> {
    let group = record.pointer("/attributes/MessageGroupId").and_then(Value::as_str).map(str::to_owned);
    match record.get("eventSourceARN").and_then(Value::as_str).filter(|arn| !arn.is_empty()) {
        Some(arn) if arn.rsplit('.').next() == Some("fifo") => Some(group.unwrap_or_default()),
        Some(_) => None,
        None => group,
    }
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn text_of(value: &Value, name: &str) -> String {
    value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}
