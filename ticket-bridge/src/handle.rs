//! Bytes in, the trigger's own answer out.

use crate::bridge::{Bridge, BridgeError};
use crate::intake::{Answer, Counts, Delivery, Ending, HttpGuard, Intake, Item, Malformed, Trigger};
use crate::marker::ticket_marker;
use crate::moment::Moment;
use crate::observation::{Observation, Severity};
use crate::record::{Phase, Record};
use serde_json::Value;

impl Bridge {
    /// Takes what a trigger sends: an SQS batch, an event, or a body as the source sends it. Calls over HTTP are refused.
    ///
    /// A delivery is done once each of its findings is stored, and each malformed part is kept as a dead letter. A message
    /// of a batch that could not be stored is named in the answer, and comes again; its neighbours are done.
    ///
    /// # Errors
    /// Where only an error makes the sender deliver again: see [`Answer::failed`].
    pub async fn handle(&self, intake: &dyn Intake, bytes: &[u8]) -> Result<Answer, BridgeError> {
        let trigger = Trigger::read(bytes, &HttpGuard::none());
        let mut endings = vec![Ending::Done; trigger.deliveries.len()];
        let (mut counts, mut failed) = (Counts::default(), None);
        for (index, delivery) in trigger.deliveries.iter().enumerate() {
            if endings.get(index) == Some(&Ending::Again) {
                continue;
            }
            if let Err(error) = self.delivery(intake, delivery, &mut counts).await {
                failed = Some(error);
                counts.again = counts.again.saturating_add(1);
                for again in std::iter::once(index).chain(trigger.fifo_rest(index)) {
                    if let Some(ending) = endings.get_mut(again) {
                        *ending = Ending::Again;
                    }
                }
            }
        }
        let answer = trigger.answer(&endings, counts);
        match failed {
            Some(error) if answer.failed() => Err(error),
            _ => Ok(answer),
        }
    }

    async fn delivery(&self, intake: &dyn Intake, delivery: &Delivery, counts: &mut Counts) -> Result<(), BridgeError> {
        let body = match &delivery.body {
            Ok(body) => body,
            Err(malformed) => {
                self.keep(malformed, &Value::String(delivery.text.clone())).await?;
                counts.dead_letters = counts.dead_letters.saturating_add(1);
                return Ok(());
            }
        };
        for item in intake.read(body) {
            let count = match item {
                Item::Finding(observation) => {
                    self.ingest(*observation).await?;
                    &mut counts.accepted
                }
                Item::Ticket(ticket) => {
                    self.ticket_changed(&ticket).await?;
                    &mut counts.accepted
                }
                Item::Malformed(malformed) => {
                    self.keep(&malformed, body).await?;
                    &mut counts.dead_letters
                }
                Item::Skipped(_) => &mut counts.skipped,
            };
            *count = count.saturating_add(1);
        }
        Ok(())
    }

    /// Keeps what can be no finding, under the digest of its text: the same text is kept once.
    async fn keep(&self, malformed: &Malformed, body: &Value) -> Result<(), BridgeError> {
        let text = format!("{malformed}\n{body}");
        let pk = format!("!dead:{}", ticket_marker(&text));
        let mut record = Record::new(pk, self.destination().to_owned(), Phase::DeadLetter);
        let mut kept =
            Observation::new("unreadable", "", "unreadable input", Severity::from("unknown"), Moment::default());
        kept.raw = body.clone();
        record.pending = Some(kept);
        record.problem = Some(malformed.to_string());
        self.store_new(&record).await
    }
}
