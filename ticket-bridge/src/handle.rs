//! Bytes in, the trigger's own answer out.

use crate::bridge::{Bridge, BridgeError};
use crate::engine::Disposition;
use crate::intake::{Answer, Counts, Delivery, Ending, Intake, Item, Malformed, Trigger};
use crate::marker::{record_key, ticket_marker};
use crate::moment::{Deadline, Moment};
use crate::observation::{Observation, Severity};
use crate::record::{Phase, Record};
use futures_util::StreamExt;
use futures_util::stream;
use serde_json::Value;
use std::collections::BTreeMap;

/// What is too large to be kept as it is, is kept up to so many characters.
const MOST_TEXT: usize = 50_000;

/// One item of a delivery.
struct Job<'a> {
    delivery: usize,
    item: Item,
    body: &'a Value,
}

/// How one job ended.
struct Ended {
    delivery: usize,
    outcome: Result<Taken, BridgeError>,
}

/// What became of an item that was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Taken {
    Accepted,
    DeadLetter,
    Skipped,
    /// It is stored, and its message is to come again.
    Again,
    /// An earlier message of its group failed: it was left alone.
    LeftAlone,
}

impl Bridge {
    /// Takes what a trigger sends: an SQS batch, an event, a call over HTTP, or a body as the source sends it.
    ///
    /// A delivery is done once each of its findings is stored, and each malformed part is kept as a dead letter. A message
    /// of a batch that could not be stored is named in the answer, and comes again; its neighbours are done. Of a FIFO
    /// queue, what follows a failed message of the same group is left alone and named too.
    ///
    /// Findings are worked on side by side; what belongs to one finding keeps its order. Nothing is sent that could not be
    /// answered before the deadline.
    ///
    /// # Errors
    /// Where only an error makes the sender deliver again: see [`Answer::failed`]. And at once, when the invocation begins
    /// with less time than one call needs.
    pub async fn handle(&self, intake: &dyn Intake, bytes: &[u8], deadline: Deadline) -> Result<Answer, BridgeError> {
        if !deadline.has_time(self.now()) {
            return Err(BridgeError::NoTime);
        }
        let trigger = Trigger::read(bytes, self.guard());
        // What cannot be read is kept as text.
        let texts: Vec<Value> = trigger.deliveries.iter().map(|delivery| Value::from(delivery.text.as_str())).collect();
        let jobs = trigger.deliveries.iter().zip(&texts).enumerate();
        let jobs = jobs.flat_map(|(index, (delivery, text))| jobs_of(intake, index, delivery, text));
        let lanes = lanes(&trigger, jobs);
        // As a list: a future that holds the closure cannot be shown to be `Send`, and then no task could run it.
        let lanes: Vec<_> = lanes.into_iter().map(|(is_fifo, lane)| self.lane(is_fifo, lane, deadline)).collect();
        let mut lanes = stream::iter(lanes).buffer_unordered(self.most_at_once());
        let mut endings = vec![Ending::Done; trigger.deliveries.len()];
        let (mut counts, mut failure) = (Counts::default(), None);
        while let Some(lane) = lanes.next().await {
            for Ended { delivery, outcome } in lane {
                let is_again = !matches!(outcome, Ok(Taken::Accepted | Taken::DeadLetter | Taken::Skipped));
                counts.add(&outcome);
                if let (true, Some(ending)) = (is_again, endings.get_mut(delivery)) {
                    *ending = Ending::Again;
                }
                failure = failure.or(outcome.err());
            }
        }
        let answer = trigger.answer(&endings, counts);
        match failure {
            Some(error) if answer.failed() => Err(error),
            _ => Ok(answer),
        }
    }

    /// One after the other. In a FIFO lane nothing follows a failure.
    async fn lane(&self, is_fifo: bool, lane: Vec<Job<'_>>, deadline: Deadline) -> Vec<Ended> {
        let mut ended = Vec::with_capacity(lane.len());
        let mut failed = None;
        for Job { delivery, item, body } in lane {
            let left_alone = is_fifo && failed.is_some_and(|failed| failed != delivery);
            let outcome = if left_alone { Ok(Taken::LeftAlone) } else { self.take_item(item, body, deadline).await };
            if !matches!(outcome, Ok(Taken::Accepted | Taken::DeadLetter | Taken::Skipped)) {
                failed.get_or_insert(delivery);
            }
            ended.push(Ended { delivery, outcome });
        }
        ended
    }

    async fn take_item(&self, item: Item, body: &Value, deadline: Deadline) -> Result<Taken, BridgeError> {
        let disposition = match item {
            Item::Finding(observation) if self.redelivers() => {
                let pk = self.key_of_finding(&observation.key);
                self.ingest_by(*observation, deadline).await?;
                let again = self.is_owed(&pk, deadline).await?;
                return Ok(if again { Taken::Again } else { Taken::Accepted });
            }
            Item::Finding(observation) => self.ingest_by(*observation, deadline).await?,
            Item::Ticket(ticket) => self.ticket_changed_by(&ticket, deadline).await?,
            Item::Malformed(malformed) => {
                self.keep(&malformed, body).await?;
                return Ok(Taken::DeadLetter);
            }
            Item::Skipped(why) => {
                self.settled_without_a_finding("", &Disposition::Ignored(why));
                return Ok(Taken::Skipped);
            }
        };
        let again = disposition == Disposition::Deferred && self.redelivers();
        Ok(if again { Taken::Again } else { Taken::Accepted })
    }

    /// Keeps what can be no finding, under the digest of its text: the same text is kept once.
    async fn keep(&self, malformed: &Malformed, body: &Value) -> Result<(), BridgeError> {
        let text = format!("{malformed}\n{body}");
        let pk = format!("!dead:{}", ticket_marker(&text));
        let mut record = Record::new(pk, self.destination().to_owned(), Phase::DeadLetter);
        let mut kept =
            Observation::new("unreadable", "", "unreadable input", Severity::from("unknown"), Moment::default());
        kept.raw = body.clone().into();
        let mut kept = kept.to_keep();
        if kept.raw.is_null() {
            // Too large or too deep to be kept as it is: as text, cut.
            kept.raw = Value::String(text.chars().take(MOST_TEXT).collect()).into();
        }
        record.pending = Some(kept);
        record.problem = Some(malformed.to_string());
        self.store_new(&record).await?;
        self.settled_without_a_finding(&record.pk, &Disposition::DeadLetter);
        Ok(())
    }
}

fn jobs_of<'a>(intake: &dyn Intake, index: usize, delivery: &'a Delivery, text: &'a Value) -> Vec<Job<'a>> {
    match &delivery.body {
        Ok(body) => intake.read(body).into_iter().map(|item| Job { delivery: index, item, body }).collect(),
        Err(malformed) => vec![Job { delivery: index, item: Item::Malformed(malformed.clone()), body: text }],
    }
}

/// What must keep its order among itself: a group of a FIFO queue, else one finding or ticket.
fn lanes<'a>(trigger: &Trigger, jobs: impl Iterator<Item = Job<'a>>) -> Vec<(bool, Vec<Job<'a>>)> {
    let mut lanes: BTreeMap<(bool, String), Vec<Job<'a>>> = BTreeMap::new();
    let mut alone = Vec::new();
    for job in jobs {
        let group = trigger.deliveries.get(job.delivery).and_then(|delivery| delivery.group.clone());
        let own = match &job.item {
            Item::Finding(observation) => Some(record_key("", &observation.key)),
            Item::Ticket(ticket) => Some(ticket.id.clone()),
            Item::Malformed(_) | Item::Skipped(_) => None,
        };
        match (group, own) {
            (Some(group), _) => lanes.entry((true, group)).or_default().push(job),
            (None, Some(own)) => lanes.entry((false, own)).or_default().push(job),
            (None, None) => alone.push((false, vec![job])),
        }
    }
    lanes.into_iter().map(|((is_fifo, _), lane)| (is_fifo, lane)).chain(alone).collect()
}

impl Counts {
    fn add(&mut self, outcome: &Result<Taken, BridgeError>) {
        let count = match outcome {
            Ok(Taken::Accepted) => &mut self.accepted,
            Ok(Taken::DeadLetter) => &mut self.dead_letters,
            Ok(Taken::Skipped) => &mut self.skipped,
            Ok(Taken::Again | Taken::LeftAlone) | Err(_) => &mut self.again,
        };
        *count = count.saturating_add(1);
    }
}
