use super::guard::Refusal;
use super::trigger::{Trigger, TriggerKind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What became of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a delivery comes again or does not")]
pub enum Ending {
    /// Each of its items is stored: it need not come again.
    Done,
    /// It is to come again.
    Again,
}

/// How many items a trigger had.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Counts {
    /// Findings and tickets that were taken.
    pub accepted: usize,
    /// Items that are to come again.
    pub again: usize,
    /// Items that are kept as dead letters.
    pub dead_letters: usize,
    /// Items of no concern.
    pub skipped: usize,
}

/// What the trigger is told. Serialise it as it is: to Lambda, this is the function's result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Answer {
    /// To SQS: the messages that are to come again. All others are done.
    Sqs(SqsAnswer),
    /// To a gateway or a function URL: the response to send.
    Http(HttpAnswer),
    /// To anything else: counts, for the log.
    #[non_exhaustive]
    Plain {
        /// How many items there were.
        #[serde(flatten)]
        counts: Counts,
        /// Whether something is to come again. It is not written: see [`Answer::failed`].
        #[serde(skip)]
        failed: bool,
    },
}

/// SQS's own shape. An empty list means that all messages are done.
///
/// It takes effect only where the event source mapping says `ReportBatchItemFailures`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct SqsAnswer {
    /// The messages that are to come again.
    pub batch_item_failures: Vec<SqsFailure>,
}

/// A message that is to come again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct SqsFailure {
    /// Its id.
    pub item_identifier: String,
}

/// A response over HTTP, in the shape of both payload formats.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct HttpAnswer {
    /// The status.
    pub status_code: u16,
    /// The headers.
    pub headers: BTreeMap<String, String>,
    /// The body: JSON as text.
    pub body: String,
    /// Whether the body is Base64. It is not.
    pub is_base64_encoded: bool,
}

#[derive(Serialize)]
struct Refused {
    error: &'static str,
}

impl Trigger {
    /// The answer, by how each delivery ended, in their order. A delivery without an ending is to come again.
    ///
    /// Who is refused is told so, whatever the endings.
    pub fn answer(&self, endings: &[Ending], counts: Counts) -> Answer {
        if let Some(refusal) = &self.refusal {
            return Answer::Http(HttpAnswer::refused(refusal));
        }
        let is_again = |index| endings.get(index) != Some(&Ending::Done);
        let again = self.deliveries.iter().enumerate().filter(|(index, _)| is_again(*index));
        let mut again = again.map(|(_, delivery)| delivery);
        match self.kind {
            TriggerKind::Sqs => {
                let failure = again.map(|delivery| SqsFailure { item_identifier: delivery.id.clone() });
                Answer::Sqs(SqsAnswer { batch_item_failures: failure.collect() })
            }
            TriggerKind::ApiGatewayV1 | TriggerKind::ApiGatewayV2 | TriggerKind::FunctionUrl => {
                Answer::Http(HttpAnswer::counted(counts, again.next().is_some()))
            }
            TriggerKind::Sns | TriggerKind::EventBridge | TriggerKind::Plain => {
                Answer::Plain { counts, failed: again.next().is_some() }
            }
        }
    }
}

impl Answer {
    /// Whether the invocation must fail, for nothing else makes the sender deliver again. SQS and HTTP senders learn it
    /// from the answer itself.
    pub const fn failed(&self) -> bool {
        matches!(self, Self::Plain { failed: true, .. })
    }

    /// The answer as the trigger expects it.
    ///
    /// # Errors
    /// Never in practice: the answer holds texts and numbers only.
    pub fn to_json(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }
}

impl HttpAnswer {
    /// In seconds. Long enough for a short outage, short enough for a sender that gives up soon.
    const RETRY_AFTER: &str = "60";

    fn counted(counts: Counts, again: bool) -> Self {
        if again { Self::new(503, &counts).header("retry-after", Self::RETRY_AFTER) } else { Self::new(200, &counts) }
    }

    fn refused(refusal: &Refusal) -> Self {
        let answer = Self::new(refusal.status, &Refused { error: refusal.message });
        if refusal.status == 405 { answer.header("allow", "POST") } else { answer }
    }

    fn new(status_code: u16, body: &impl Serialize) -> Self {
        // Numbers and a text: it cannot fail, and an empty body would say no less than the status.
        let body = serde_json::to_string(body).unwrap_or_default();
        let answer = Self { status_code, headers: BTreeMap::new(), body, is_base64_encoded: false };
        answer.header("content-type", "application/json")
    }

    fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.insert(name.to_owned(), value.to_owned());
        self
    }
}
