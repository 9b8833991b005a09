//! What events would write: the driver's own dry run, and the adapters' own requests, kept back before they are sent.

mod request;
mod told;

pub(crate) use request::{Body, Request};
pub(crate) use told::Item;

use request::Names;
use serde::Serialize;
use std::sync::Arc;
use ticket_bridge::intake::HttpGuard;
use ticket_bridge::{Bridge, CallOutcome, Deadline, DryRun, Notice, OpKind, Planned, SourceWrite};
use ticket_bridge_config::{Flow, Withheld};
use told::{Notices, Told};

/// What one event would do in one flow.
#[derive(Debug, Serialize)]
pub(crate) struct Planning {
    pub(crate) flow: String,
    /// What the trigger would be told.
    pub(crate) answer: Option<serde_json::Value>,
    /// Why it could not be planned, and would come again.
    pub(crate) error: Option<String>,
    /// What becomes of each of its parts.
    pub(crate) items: Vec<Item>,
    /// In order.
    pub(crate) writes: Vec<Write>,
}

/// One write of the plan.
#[derive(Debug, Serialize)]
pub(crate) struct Write {
    /// Which: `create`, `resolve`, `close_finding`, `notice` and so on.
    pub(crate) what: String,
    /// The marker of the finding, the key of the ticket, or the kind of the notice.
    pub(crate) of: String,
    /// The requests that would be sent, in order.
    pub(crate) requests: Vec<Request>,
    /// Why nothing would be sent.
    pub(crate) refused: Option<String>,
}

/// A flow whose events are planned one after the other: each builds on what the earlier ones would have done.
#[derive(Debug)]
pub(crate) struct Planner<'a> {
    flow: &'a Flow,
    kept: &'a Withheld,
    dry: Bridge,
    plan: DryRun,
    told: Arc<Told>,
    notices: Arc<Notices>,
    names: Names,
    /// So many planned writes were shown already.
    shown: usize,
}

enum Step {
    /// With its number, from 1 on.
    Planned(usize, Planned),
    Notice(Notice),
}

impl<'a> Planner<'a> {
    pub(crate) fn new(flow: &'a Flow, kept: &'a Withheld) -> Self {
        let (dry, plan) = flow.bridge().dry_run();
        let (told, notices) = (Arc::new(Told::default()), Arc::new(Notices::new(plan.clone())));
        // One key at a time, so that the order is the same in each run. Nobody calls this bridge but us.
        let mut dry = dry.watch(Arc::clone(&told) as _).concurrency(1).http(HttpGuard::open());
        if flow.notifier().is_some() {
            dry = dry.notifier(Arc::clone(&notices) as _);
        }
        Self { flow, kept, dry, plan, told, notices, names: Names::default(), shown: 0 }
    }

    /// What an event would do.
    pub(crate) async fn plan(&mut self, event: &[u8]) -> Planning {
        let handled = self.dry.handle(&*self.flow.intake(), event, Deadline::none()).await;
        let mut writes = Vec::new();
        for step in self.steps() {
            writes.push(self.write(step).await);
        }
        let answer = handled.as_ref().ok().and_then(|answer| serde_json::to_value(answer).ok());
        let error = handled.err().map(|error| error.to_string());
        Planning { flow: self.flow.name().to_owned(), answer, error, items: self.told.take(), writes }
    }

    /// What came to the plan since the last event: writes, and the notices between them.
    fn steps(&mut self) -> Vec<Step> {
        let planned = self.plan.planned();
        let mut notices = self.notices.take().into_iter().peekable();
        let mut steps = Vec::new();
        for (index, planned) in planned.into_iter().enumerate().skip(self.shown) {
            while let Some((_, notice)) = notices.next_if(|(after, _)| *after <= index) {
                steps.push(Step::Notice(notice));
            }
            self.shown = index.saturating_add(1);
            steps.push(Step::Planned(self.shown, planned));
        }
        steps.extend(notices.map(|(_, notice)| Step::Notice(notice)));
        steps
    }

    /// Lets the adapter write it, and takes what was kept back. What was kept back before is nobody's.
    async fn write(&mut self, step: Step) -> Write {
        drop(self.kept.take());
        let (what, of, why) = match step {
            Step::Planned(number, Planned::Create(draft)) => {
                self.names.attempt(draft.attempt.as_str());
                self.names.ticket(number);
                ("create".to_owned(), draft.marker.clone(), nothing_sent(self.flow.tracker().create(&draft).await))
            }
            Step::Planned(_, Planned::Write(write)) => {
                self.names.write(write.op.as_str());
                (word_of(write.kind), write.ticket.key.clone(), nothing_sent(self.flow.tracker().write(&write).await))
            }
            Step::Planned(_, Planned::WriteSource(write)) => {
                self.names.write(write.op.as_str());
                (word_of(write.kind), write.key.clone(), self.write_source(&write).await)
            }
            Step::Planned(..) => (String::new(), String::new(), "this version cannot show it".to_owned()),
            Step::Notice(notice) => ("notice".to_owned(), word(&notice.kind), self.notify(&notice).await),
        };
        let kept = self.kept.take();
        let requests: Vec<_> =
            kept.iter().map(|(service, kept)| Request::of(service.to_string(), kept, &self.names)).collect();
        // What was kept back was not done, and that is no refusal.
        let refused = requests.is_empty().then_some(why);
        Write { what, of: self.names.shown(&of), requests, refused }
    }

    /// Part by part: what comes after a request that was kept back is not sent.
    async fn write_source(&self, write: &SourceWrite) -> String {
        let Some(source) = self.flow.finding_source() else { return "the flow has no source".to_owned() };
        let mut first = write.clone();
        let note = first.update.note.take();
        if note.is_none() {
            return nothing_sent(source.write(write).await);
        }
        if first.update.status.is_some() || first.update.priority.is_some() {
            drop(source.write(&first).await);
        }
        let mut second = write.clone();
        (second.update.status, second.update.priority) = (None, None);
        nothing_sent(source.write(&second).await)
    }

    async fn notify(&self, notice: &Notice) -> String {
        match &self.flow.notifier() {
            Some(notifier) => nothing_sent(notifier.notify(notice).await),
            None => "the flow has no notifier".to_owned(),
        }
    }
}

/// Why nothing was sent, if nothing was.
fn nothing_sent<T>(outcome: CallOutcome<T>) -> String {
    match outcome {
        CallOutcome::Rejected(rejection) => rejection.message,
        CallOutcome::Done(_) => "nothing has to be sent".to_owned(),
        CallOutcome::NotSent { .. } | CallOutcome::InDoubt => "a read before it failed".to_owned(),
    }
}

fn word_of(kind: OpKind) -> String {
    word(&kind)
}

/// The word that records have for it.
fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
