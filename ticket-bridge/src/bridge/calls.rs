//! The calls to the outside. None is sent after its fence, or when its answer could not be waited for.

use super::Bridge;
use super::drive::ItemLog;
use crate::engine::{Command, Event};
use crate::moment::{Deadline, Moment};
use crate::outcome::CallOutcome;
use crate::ports::{Evidence, Notice, Probe, ReadFailed, SourceWrite, TicketDraft, TicketState, TicketWrite};
use crate::record::{AttemptId, OpId, TicketRef, TicketSnapshot};
use crate::watch::Called;
use futures_util::future::{Either, select};
use std::pin::pin;
use std::time::Duration;

impl Bridge {
    /// Does one thing; gives what came of it.
    pub(super) async fn act(&self, command: Command, deadline: Deadline, log: &mut ItemLog) -> Event {
        match command {
            Command::Probe { marker, attempt } => {
                Event::Probed { attempt, probe: self.probe(&marker, deadline, log).await }
            }
            Command::Create(draft) => {
                let (attempt, send_by) = (draft.attempt.clone(), draft.send_by);
                Event::Created { attempt, send_by, outcome: self.create(draft, deadline, log).await }
            }
            Command::Gather { marker, attempts, since } => {
                let read_at = self.now();
                let evidence = self.gather(&marker, &attempts, since, deadline, log).await;
                Event::Gathered { attempts, evidence, read_at }
            }
            Command::WriteTicket(write) => {
                let (op, send_by) = (write.op.clone(), write.send_by);
                Event::TicketWritten { op, send_by, outcome: self.write_ticket(write, deadline, log).await }
            }
            Command::WriteSource(write) => {
                let (op, send_by) = (write.op.clone(), write.send_by);
                Event::SourceWritten { op, send_by, outcome: self.write_source(write, deadline, log).await }
            }
            Command::ReadTicket { ticket, op } => {
                let begun = self.now();
                let read = self.read_ticket(&ticket, op.as_ref(), deadline, log).await;
                ticket_event(&ticket, op, read, begun)
            }
            Command::ReadSource { key } => {
                let read_at = self.now();
                Event::SourceSeen { read_at, seen: self.read_source(&key, deadline, log).await }
            }
            Command::Notify(notice) => {
                let outcome = self.notify(&notice, deadline, log).await;
                Event::Notified { notice: notice.id, outcome }
            }
            // Handled where commands are taken: it is about another record.
            Command::Trip { reason } => Event::PlaceRefused(reason),
        }
    }

    async fn create(
        &self,
        mut draft: TicketDraft,
        deadline: Deadline,
        log: &mut ItemLog,
    ) -> CallOutcome<TicketSnapshot> {
        if let Some(budget) = self.policy.storm {
            let bucket = format!("storm:{}:{}", self.policy.flow, self.policy.destination);
            if !self.ledger.take(&bucket, budget.most, budget.window, self.now()).await.unwrap_or(false) {
                return CallOutcome::NotSent { retry_after: Some(budget.window) };
            }
        }
        let _turn = self.pacing.turn().await;
        match self.fence(draft.send_by, deadline).await {
            Ok(send_by) => draft.send_by = send_by,
            Err(retry_after) => return CallOutcome::NotSent { retry_after },
        }
        let begun = self.now();
        let outcome = self.tracker.create(&draft).await;
        self.called("create", outcome.as_str(), begun, log);
        outcome
    }

    async fn write_ticket(
        &self,
        mut write: TicketWrite,
        deadline: Deadline,
        log: &mut ItemLog,
    ) -> CallOutcome<TicketSnapshot> {
        let _turn = self.pacing.turn().await;
        match self.fence(write.send_by, deadline).await {
            Ok(send_by) => write.send_by = send_by,
            Err(retry_after) => return CallOutcome::NotSent { retry_after },
        }
        let begun = self.now();
        let outcome = self.tracker.write(&write).await;
        self.called("write", outcome.as_str(), begun, log);
        outcome
    }

    /// The fence: until when the write may be sent and answered. Else, when to try again.
    async fn fence(&self, send_by: Moment, deadline: Deadline) -> Result<Moment, Option<Duration>> {
        // A turn that comes too late is not waited for.
        let now = self.now();
        let wait = self.pacing.wait(now, now.until(deadline.last_start(send_by))).map_err(Some)?;
        if !wait.is_zero() {
            self.clock.sleep(wait).await;
        }
        if let Some((bucket, budget)) = self.pacing.budget() {
            let granted = self.ledger.take(bucket, budget.most, budget.window, self.now()).await;
            if !granted.unwrap_or(false) {
                return Err(Some(budget.window));
            }
        }
        let now = self.now();
        #[cfg(feature = "test-util")]
        if self.policy.has(crate::flaw::Flaw::NoFence) {
            return Ok(now.after(self.policy.attempt_timeout));
        }
        if now > send_by || !deadline.has_time(now) {
            return Err(Some(Duration::ZERO));
        }
        Ok(send_by.min(deadline.answer_by(now, self.policy.attempt_timeout)))
    }

    async fn write_source(&self, mut write: SourceWrite, deadline: Deadline, log: &mut ItemLog) -> CallOutcome<()> {
        // A flow that only reads: the ticket's state is all there is.
        let Some(source) = &self.source else { return CallOutcome::Done(()) };
        let begun = self.now();
        if begun > write.send_by || !deadline.has_time(begun) {
            return CallOutcome::NotSent { retry_after: Some(Duration::ZERO) };
        }
        write.send_by = write.send_by.min(deadline.answer_by(begun, self.policy.attempt_timeout));
        let outcome = source.write(&write).await;
        self.called("source.write", outcome.as_str(), begun, log);
        outcome
    }

    pub(super) async fn read_ticket(
        &self,
        ticket: &TicketRef,
        op: Option<&OpId>,
        deadline: Deadline,
        log: &mut ItemLog,
    ) -> Result<TicketState, ReadFailed> {
        let begun = self.time_for_a_read(deadline)?;
        let read = self.in_time(deadline, self.tracker.read(ticket, op)).await.unwrap_or_else(|| Err(too_late()));
        self.called("read", of_read(read.is_ok()), begun, log);
        read
    }

    async fn read_source(
        &self,
        key: &str,
        deadline: Deadline,
        log: &mut ItemLog,
    ) -> Result<Option<crate::observation::Observation>, ReadFailed> {
        let Some(source) = &self.source else { return Ok(None) };
        let begun = self.time_for_a_read(deadline)?;
        let read = self.in_time(deadline, source.read(key)).await.unwrap_or_else(|| Err(too_late()));
        self.called("source.read", of_read(read.is_ok()), begun, log);
        read
    }

    async fn probe(&self, marker: &str, deadline: Deadline, log: &mut ItemLog) -> Probe {
        let begun = match self.time_for_a_read(deadline) {
            Ok(begun) => begun,
            Err(failure) => return Probe::Failed(failure),
        };
        let probe = self.in_time(deadline, self.tracker.probe(marker)).await;
        let probe = probe.unwrap_or_else(|| Probe::Failed(too_late()));
        self.called("probe", of_read(!matches!(probe, Probe::Failed(_))), begun, log);
        probe
    }

    async fn gather(
        &self,
        marker: &str,
        attempts: &[AttemptId],
        since: Moment,
        deadline: Deadline,
        log: &mut ItemLog,
    ) -> Evidence {
        #[cfg(feature = "test-util")]
        match () {
            () if self.policy.has(crate::flaw::Flaw::NoEvidence) => return Evidence::None,
            () if self.policy.has(crate::flaw::Flaw::AdoptByKeyMarker) => {
                return match self.tracker.probe(marker).await {
                    Probe::Open(snapshot) | Probe::Closed(snapshot) => Evidence::Found(vec![snapshot]),
                    _ => Evidence::None,
                };
            }
            () => {}
        }
        let begun = match self.time_for_a_read(deadline) {
            Ok(begun) => begun,
            Err(failure) => return Evidence::Incomplete(failure),
        };
        let evidence = self.in_time(deadline, self.tracker.evidence(marker, attempts, since)).await;
        let evidence = evidence.unwrap_or_else(|| Evidence::Incomplete(too_late()));
        self.called("evidence", of_read(!matches!(evidence, Evidence::Incomplete(_))), begun, log);
        evidence
    }

    async fn notify(&self, notice: &Notice, deadline: Deadline, log: &mut ItemLog) -> CallOutcome<String> {
        let begun = self.now();
        let Some(notifier) = self.notifier.as_ref().filter(|_| deadline.has_time(begun)) else {
            return CallOutcome::NotSent { retry_after: Some(Duration::ZERO) };
        };
        let outcome = self.in_time(deadline, notifier.notify(notice)).await.unwrap_or(CallOutcome::InDoubt);
        self.called("notify", outcome.as_str(), begun, log);
        outcome
    }

    fn time_for_a_read(&self, deadline: Deadline) -> Result<Moment, ReadFailed> {
        let now = self.now();
        if deadline.has_time(now) { Ok(now) } else { Err(too_late()) }
    }

    /// What comes of a call, if it comes before the deadline. For reads and messages: a write to a ticket or a finding has its
    /// fence, and nobody but its port can tell what became of it.
    pub(super) async fn in_time<T>(&self, deadline: Deadline, call: impl Future<Output = T>) -> Option<T> {
        let Some(left) = deadline.time_left(self.now()) else { return Some(call.await) };
        match select(pin!(call), self.clock.sleep(left)).await {
            Either::Left((answer, _)) => Some(answer),
            Either::Right(_) => None,
        }
    }

    pub(super) fn called(&self, call: &'static str, outcome: &'static str, begun: Moment, log: &mut ItemLog) {
        log.calls = log.calls.saturating_add(1);
        if let Some(watch) = &self.watch {
            watch.called(&Called { call, outcome, took: begun.until(self.now()) });
        }
    }
}

fn too_late() -> ReadFailed {
    ReadFailed::new("no time is left", Some(Duration::ZERO))
}

pub(super) const fn of_read(is_ok: bool) -> &'static str {
    if is_ok { "done" } else { "failed" }
}

/// What a reading of a ticket says. `op`: the write that was looked for in its comments.
pub(super) fn ticket_event(
    ticket: &TicketRef,
    op: Option<OpId>,
    read: Result<TicketState, ReadFailed>,
    read_at: Moment,
) -> Event {
    match read {
        Ok(TicketState::There(read)) => {
            let applied = op.map(|op| (op, read.applied));
            Event::TicketSeen { snapshot: read.snapshot, attempt: read.attempt, applied, read_at }
        }
        Ok(TicketState::Deleted) => Event::TicketDeleted(ticket.clone()),
        Ok(TicketState::Hidden(reason)) => Event::TicketHidden(ticket.clone(), reason),
        Err(failure) => Event::TicketUnread(failure),
    }
}

impl Event {
    /// Whether a write was done.
    pub(super) const fn is_done(&self) -> bool {
        matches!(
            self,
            Self::Created { outcome: CallOutcome::Done(_), .. }
                | Self::TicketWritten { outcome: CallOutcome::Done(_), .. }
        )
    }
}
