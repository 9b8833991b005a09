//! The source of the findings, and the people who are told.

use crate::fault::Fault;
use crate::generate::{KEYS, MINUTE, SECOND, SLOTS, Say, millis};
use crate::tracker::LATE;
use crate::world::{Answer, Due, Ended, Port, Sent, World, note, slot_of};
use async_trait::async_trait;
use ticket_bridge::{
    CallOutcome, FindingSource, FindingState, Moment, Notice, Notifier, Observation, OpKind, ReadFailed, Severity,
    SourceWrite,
};

const SEVERITIES: [Severity; 4] = [Severity::Low, Severity::Medium, Severity::High, Severity::Critical];

/// One finding as its source has it.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    pub(crate) is_there: bool,
    pub(crate) is_active: bool,
    pub(crate) severity: Severity,
    title: String,
    pub(crate) at: u64,
    absent_until: u64,
}

impl Default for Finding {
    fn default() -> Self {
        Self {
            is_there: false,
            is_active: false,
            severity: Severity::Medium,
            title: "A finding".to_owned(),
            at: 0,
            absent_until: 0,
        }
    }
}

impl World {
    fn observation(&self, key: usize) -> Observation {
        let finding = &self.findings[key];
        let at = Moment::from_millis(finding.at);
        let mut said = Observation::new("orca", KEYS[key], &finding.title, finding.severity.clone(), at);
        said.state = if finding.is_active { FindingState::Active } else { FindingState::Inactive };
        said
    }

    /// Something changes at the source, or it says the same again.
    pub(crate) fn source(&mut self, key: usize, say: Say) {
        let now = self.now;
        let severity = self.rng.pick(&SEVERITIES);
        let is_minor = self.rng.chance(200);
        let finding = &mut self.findings[key];
        if !finding.is_there && !matches!(say, Say::Active) {
            return;
        }
        if !finding.is_there && is_minor {
            finding.severity = Severity::Low;
        }
        let before = (finding.is_active, finding.severity.clone(), finding.title.clone());
        match say {
            Say::Active => finding.is_active = true,
            Say::Over => finding.is_active = false,
            Say::Severity => finding.severity = severity,
            Say::Title => finding.title = format!("A finding, seen at {now}"),
            Say::Repeat | Say::Import => {}
        }
        let is_change = before != (finding.is_active, finding.severity.clone(), finding.title.clone());
        if is_change || matches!(say, Say::Import) || !finding.is_there {
            finding.at = now.max(finding.at + 1);
        }
        finding.is_there = true;
        note!(self, "SOURCE {say:?} of {}: {:?}", KEYS[key], self.findings[key]);
        if is_change {
            self.oracle.stir(key);
        }
        self.say(key);
    }

    /// The source closed finding opens again.
    pub(crate) fn revert(&mut self, key: usize) {
        let now = self.now;
        let finding = &mut self.findings[key];
        if finding.is_active || self.is_quiet {
            return;
        }
        finding.is_active = true;
        finding.at = now.max(finding.at + 1);
        note!(self, "SOURCE takes the close of {} back", KEYS[key]);
        self.met(Fault::Reverted, key);
        self.oracle.stir(key);
        if self.rng.chance(600) {
            self.say(key);
        }
    }

    pub(crate) fn hide(&mut self, key: usize, long: u64) {
        self.findings[key].absent_until = self.now + long;
    }

    /// Sends what holds, once at least.
    pub(crate) fn say(&mut self, key: usize) {
        let said = self.observation(key);
        let late = self.meets(Fault::Reordered, key);
        let delay = if late { self.rng.below(LATE) } else { self.rng.between(10, 2 * SECOND) };
        if self.meets(Fault::Duplicated, key) {
            for _ in 0..self.rng.between(1, 2) {
                let again = self.rng.pick(&[10, SECOND, MINUTE, LATE]);
                let again = self.rng.below(again);
                self.after(delay + again, Due::Deliver(said.clone()));
            }
        }
        self.after(delay, Due::Deliver(said));
    }

    /// The source's side of a write.
    pub(crate) fn commit_source(&mut self, call: u64, key: usize, write: &SourceWrite) {
        let now = self.now;
        let moves = self.plan.write_moves;
        let finding = &mut self.findings[key];
        let was_active = finding.is_active;
        match write.kind {
            OpKind::CloseFinding => finding.is_active = false,
            OpKind::ReopenFinding => finding.is_active = true,
            _ => {}
        }
        let changes = was_active != finding.is_active || write.kind == OpKind::UpdateFinding;
        if changes && moves {
            finding.at = now.max(finding.at + 1);
        }
        note!(self, "SOURCE {:?} of {} by {}, changes: {changes}", write.kind, KEYS[key], write.op);
        self.end(call, Ended::Source(CallOutcome::Done(())));
        self.wrote(key, changes, &write.op);
        if !changes {
            return;
        }
        // The echo: each change is told to all who listen, us too.
        self.say(key);
        if write.kind == OpKind::CloseFinding && self.meets(Fault::Reverted, key) {
            let most = 2 * millis(self.plan.policy.verify_after);
            let delay = self.rng.below(most);
            self.after(delay, Due::Revert(key));
        }
    }

    fn read_finding(&mut self, key: usize) -> Result<Option<Observation>, ReadFailed> {
        if self.meets(Fault::ReadFailed, key) {
            return Err(ReadFailed::new("the source does not answer", None));
        }
        if !self.is_quiet && (self.findings[key].absent_until > self.now || self.meets(Fault::Absent, key)) {
            self.met(Fault::Absent, key);
            return Ok(None);
        }
        let said = self.observation(key);
        Ok(Some(said))
    }

    fn tell(&mut self, notice: &Notice) -> Answer {
        let slot = self.oracle.slot_of_notice(&notice.id).unwrap_or(SLOTS - 1);
        let done = match () {
            () if self.meets(Fault::Rejected, slot) => return Answer::Refused(ticket_bridge::Rejection::item("no")),
            () if self.meets(Fault::RateLimited, slot) => return Answer::NotSent(None),
            () if self.meets(Fault::ResetBefore, slot) => return Answer::Lost,
            () if self.meets(Fault::LostAnswer, slot) => Answer::Lost,
            () => Answer::Server,
        };
        note!(self, "NOTICE {:?} {}", notice.kind, notice.id);
        if !self.told.contains(&notice.id) {
            self.told.push(notice.id.clone());
        }
        done
    }
}

#[async_trait]
impl FindingSource for Port {
    async fn write(&self, write: &SourceWrite) -> CallOutcome<()> {
        let key = slot_of(&write.key);
        match self.send(key, write.send_by, false, Sent::Source(key, write.clone())).await {
            CallOutcome::Done(Ended::Source(outcome)) => outcome,
            CallOutcome::Done(Ended::Ticket(_)) | CallOutcome::InDoubt => CallOutcome::InDoubt,
            CallOutcome::NotSent { retry_after } => CallOutcome::NotSent { retry_after },
            CallOutcome::Rejected(rejection) => CallOutcome::Rejected(rejection),
        }
    }

    async fn read(&self, key: &str) -> Result<Option<Observation>, ReadFailed> {
        let slot = slot_of(key);
        let there = self.world().read_delay(slot);
        self.pause(there).await;
        let (read, back) = {
            let mut world = self.world();
            (world.read_finding(slot), world.read_delay(slot))
        };
        self.pause(back).await;
        read
    }
}

#[async_trait]
impl Notifier for Port {
    async fn notify(&self, notice: &Notice) -> CallOutcome<String> {
        let there = self.world().latency();
        self.pause(there).await;
        let answer = self.world().tell(notice);
        match answer {
            Answer::Server => CallOutcome::Done(notice.id.clone()),
            Answer::Lost => CallOutcome::InDoubt,
            Answer::NotSent(retry_after) => CallOutcome::NotSent { retry_after },
            Answer::Refused(rejection) => {
                self.world().oracle.give_up(&notice.id);
                CallOutcome::Rejected(rejection)
            }
        }
    }
}
