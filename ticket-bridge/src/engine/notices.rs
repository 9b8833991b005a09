//! What people are told: stored with the decision that it is about, sent at least once.

use super::{Command, Context, Decision, Disposition, LATER};
use crate::moment::Moment;
use crate::observation::{Observation, Severity};
use crate::outcome::{Blame, CallOutcome, Rejection};
use crate::ports::{Notice, NoticeKind};
use crate::record::{Record, StoredNotice};
use std::time::Duration;

/// Whoever stored a notice sends it at once. If that worker dies, it is sent after this time.
const LEASE: Duration = Duration::from_secs(60);

/// How long to wait when the configuration keeps a notice from being sent.
const REFUSED: Duration = Duration::from_secs(10 * 60);

/// So many delivered notices are remembered, so that they can be told apart and found again.
const REMEMBERED: usize = 4;

impl Decision {
    /// Tells people, once the decision is stored.
    pub(super) fn tell(mut self, kind: NoticeKind, detail: impl Into<String>, cx: &Context<'_>) -> Self {
        let Some(record) = self.put.as_mut().filter(|_| cx.notifies) else { return self };
        let id = format!("{}-{}", cx.fresh_id, record.notices.len());
        let due = Some(cx.now.after(LEASE));
        let stored = StoredNotice { id, kind, detail: detail.into(), due, message_id: None };
        let notice = record.notice(&stored);
        record.notices.push(stored);
        record.forget_old_notices();
        self.then(Command::Notify(notice))
    }
}

/// How sending a notice ended.
pub(super) fn notified(record: &Record, id: &str, outcome: &CallOutcome<String>, cx: &Context<'_>) -> Decision {
    let mut next = record.clone();
    let Some(notice) = next.notices.iter_mut().find(|notice| notice.id == id && notice.message_id.is_none()) else {
        return Decision::ignore("n", "the notice is settled");
    };
    notice.due = match outcome {
        CallOutcome::Done(message_id) => {
            notice.message_id = Some(message_id.clone());
            None
        }
        // Twice is better than never.
        CallOutcome::InDoubt => Some(cx.now.after(LATER)),
        CallOutcome::NotSent { retry_after } => Some(cx.now.after(retry_after.unwrap_or(LATER))),
        CallOutcome::Rejected(Rejection { blame: Blame::Configuration, .. }) => Some(cx.now.after(REFUSED)),
        CallOutcome::Rejected(Rejection { message, .. }) => {
            next.problem = Some(format!("a notice was refused: {message}"));
            None
        }
    };
    next.forget_old_notices();
    Decision::put(next, "n", Disposition::Ignored("about a notice"))
}

impl Record {
    /// The notices that are due, each held for a while against other workers.
    pub(super) fn lease_notices(&mut self, cx: &Context<'_>) -> Vec<Command> {
        let mut due = Vec::new();
        for notice in self.notices.iter_mut().filter(|notice| notice.due.is_some_and(|due| due <= cx.now)) {
            notice.due = Some(cx.now.after(LEASE));
            due.push(notice.clone());
        }
        due.iter().map(|notice| Command::Notify(self.notice(notice))).collect()
    }

    fn notice(&self, stored: &StoredNotice) -> Notice {
        let mut notice = match &self.pending {
            Some(pending) => Notice::new(&stored.id, stored.kind, pending),
            None => Notice::new(&stored.id, stored.kind, &self.unknown_finding()),
        };
        notice.ticket.clone_from(&self.ticket);
        notice.detail.clone_from(&stored.detail);
        notice
    }

    /// For a ticket whose finding was not heard of yet, and for a destination.
    fn unknown_finding(&self) -> Observation {
        let title = if self.place.is_some() { &self.destination } else { self.marker() };
        Observation::new("", self.marker(), title, Severity::from("unknown"), Moment::default())
    }

    fn forget_old_notices(&mut self) {
        let settled = self.notices.iter().filter(|notice| notice.due.is_none()).count();
        let mut excess = settled.saturating_sub(REMEMBERED);
        self.notices.retain(|notice| {
            let forget = excess > 0 && notice.due.is_none();
            excess = excess.saturating_sub(usize::from(forget));
            !forget
        });
    }
}
