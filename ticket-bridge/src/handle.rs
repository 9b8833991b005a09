//! Bytes in, the trigger's own answer out.

use crate::bridge::{Bridge, BridgeError};
use crate::intake::{Answer, Intake, Item, Malformed, PlainAnswer, SqsAnswer, SqsFailure, SqsRecord, Trigger};
use crate::marker::ticket_marker;
use crate::moment::Moment;
use crate::observation::{Observation, Severity};
use crate::record::{Phase, Record};
use serde_json::Value;

impl Bridge {
    /// Takes what a trigger sends: an SQS batch, or a body as the source sends it.
    ///
    /// A message of a batch is done once each of its findings is stored, and each malformed part is kept as a dead letter.
    /// One that could not be stored is named in the answer, and comes again; its neighbours are done.
    ///
    /// # Errors
    /// For a plain body whose findings could not all be stored: the whole body is to come again.
    pub async fn handle(&self, intake: &dyn Intake, bytes: &[u8]) -> Result<Answer, BridgeError> {
        match Trigger::read(bytes) {
            Ok(Trigger::Sqs(records)) => Ok(Answer::Sqs(self.batch(intake, &records).await)),
            Ok(Trigger::Plain(body)) => self.body(intake, &body).await.map(Answer::Plain),
            Err(malformed) => {
                let text = String::from_utf8_lossy(bytes).into_owned();
                self.keep(&malformed, &Value::String(text)).await?;
                Ok(Answer::Plain(PlainAnswer { dead_letters: 1, ..PlainAnswer::default() }))
            }
        }
    }

    async fn batch(&self, intake: &dyn Intake, records: &[SqsRecord]) -> SqsAnswer {
        let mut answer = SqsAnswer::default();
        for record in records {
            if self.message(intake, &record.body).await.is_err() {
                answer.batch_item_failures.push(SqsFailure { item_identifier: record.message_id.clone() });
            }
        }
        answer
    }

    async fn message(&self, intake: &dyn Intake, body: &str) -> Result<(), BridgeError> {
        match serde_json::from_str(body) {
            Ok(body) => self.body(intake, &body).await.map(drop),
            Err(error) => {
                let place = format!("no JSON at line {} column {}", error.line(), error.column());
                self.keep(&Malformed::new("$", place), &Value::String(body.to_owned())).await
            }
        }
    }

    async fn body(&self, intake: &dyn Intake, body: &Value) -> Result<PlainAnswer, BridgeError> {
        let mut answer = PlainAnswer::default();
        for item in intake.read(body) {
            let count = match item {
                Item::Finding(observation) => {
                    self.ingest(*observation).await?;
                    &mut answer.accepted
                }
                Item::Malformed(malformed) => {
                    self.keep(&malformed, body).await?;
                    &mut answer.dead_letters
                }
                Item::Skipped(_) => &mut answer.skipped,
            };
            *count = count.saturating_add(1);
        }
        Ok(answer)
    }

    /// Keeps what can be no finding, under the digest of its text: the same text is kept once.
    async fn keep(&self, malformed: &Malformed, body: &Value) -> Result<(), BridgeError> {
        let text = format!("{malformed}\n{body}");
        let pk = format!("!dead:{}", ticket_marker(&text));
        let mut record = Record::new(pk, self.destination().to_owned(), Phase::DeadLetter);
        let mut kept =
            Observation::new("unreadable", "", "unreadable input", Severity::from("unknown"), Moment::default());
        kept.raw = body.clone().into();
        record.pending = Some(kept);
        record.problem = Some(malformed.to_string());
        self.store_new(&record).await
    }
}
