//! Each rule of a tracker, a source and a notifier catches who breaks it.

use async_trait::async_trait;
use saas_api_core::{Clock, FakeClock};
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use ticket_bridge::conformance::{self, Report, Setting};
use ticket_bridge::{
    AttemptId, CallOutcome, Evidence, FakeNotifier, FakeSource, FakeTracker, FindingSource, FindingState, Moment,
    Notice, Notifier, Observation, OpId, OpKind, Probe, ReadFailed, Rejection, Severity, SourceWrite, TicketDraft,
    TicketPage, TicketRead, TicketRef, TicketSnapshot, TicketState, TicketTracker, TicketWrite,
};

/// A way to get a tracker wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wrong {
    CreateIgnoresFence,
    CreateRefusesOddText,
    WriteIgnoresFence,
    ReadForgetsAttempt,
    ReadForgetsMarker,
    ReadFindsAll,
    ProbeByPrefix,
    ProbeTakesFirst,
    ProbeMissesClosed,
    EvidenceByMarker,
    EvidenceNever,
    DoneAlreadyIsRefused,
    ReopenDoesNothing,
    AppliedAlways,
    AppliedNewestOnly,
    UpdateCloses,
    UpdateDoesNothing,
    UpdateClearsTitle,
    StrayStaysOpen,
    PageDropsLast,
    PageTwice,
    PageSinceNothing,
}

const CAUGHT: &[(Wrong, &str)] = &[
    (Wrong::CreateIgnoresFence, "create: nothing is sent after the fence"),
    (Wrong::CreateRefusesOddText, "create: text of every kind"),
    (Wrong::WriteIgnoresFence, "write: nothing is sent after the fence"),
    (Wrong::ReadForgetsAttempt, "create: the ticket is open"),
    (Wrong::ReadForgetsMarker, "create: the ticket is open"),
    (Wrong::ReadFindsAll, "read: a ticket that never was"),
    (Wrong::ProbeByPrefix, "probe: "),
    (Wrong::ProbeTakesFirst, "probe: "),
    (Wrong::ProbeMissesClosed, "probe: "),
    (Wrong::EvidenceByMarker, "evidence: "),
    (Wrong::EvidenceNever, "evidence: "),
    (Wrong::DoneAlreadyIsRefused, "write: closes, reopens"),
    (Wrong::ReopenDoesNothing, "write: closes, reopens"),
    (Wrong::AppliedAlways, "write: a ticket's comments name the write"),
    (Wrong::AppliedNewestOnly, "write: a ticket's comments name the write"),
    (Wrong::UpdateCloses, "write: an update"),
    (Wrong::UpdateDoesNothing, "write: an update"),
    (Wrong::UpdateClearsTitle, "write: an update"),
    (Wrong::StrayStaysOpen, "write: an update"),
    (Wrong::PageDropsLast, "page: all tickets once"),
    (Wrong::PageTwice, "page: all tickets once"),
    (Wrong::PageSinceNothing, "page: tickets that were changed"),
];

#[derive(Debug)]
struct WrongTracker {
    wrong: Wrong,
    below: FakeTracker,
    clock: FakeClock,
}

impl WrongTracker {
    fn is(&self, wrong: Wrong) -> bool {
        self.wrong == wrong
    }

    fn soon(&self) -> Moment {
        Moment::from(self.clock.now()).after(Duration::from_secs(30))
    }

    fn named(&self, fits: impl Fn(&str) -> bool) -> Vec<TicketSnapshot> {
        let tickets = self.below.tickets().into_iter().filter(|ticket| fits(&ticket.marker));
        tickets.map(|ticket| ticket.snapshot).collect()
    }
}

#[async_trait]
impl TicketTracker for WrongTracker {
    async fn create(&self, draft: &TicketDraft) -> CallOutcome<TicketSnapshot> {
        let mut draft = draft.clone();
        match self.wrong {
            Wrong::CreateIgnoresFence => draft.send_by = self.soon(),
            Wrong::CreateRefusesOddText if draft.observation.title.contains('\0') => {
                return CallOutcome::Rejected(Rejection::item("odd"));
            }
            _ => {}
        }
        self.below.create(&draft).await
    }

    async fn write(&self, write: &TicketWrite) -> CallOutcome<TicketSnapshot> {
        let mut write = write.clone();
        let before = self.below.tickets().into_iter().find(|ticket| ticket.snapshot.ticket == write.ticket).unwrap();
        let is_closed = before.snapshot.closed;
        match (self.wrong, write.kind) {
            (Wrong::WriteIgnoresFence, _) => write.send_by = self.soon(),
            (Wrong::DoneAlreadyIsRefused, OpKind::Resolve) if is_closed => {
                return CallOutcome::Rejected(Rejection::item("no change"));
            }
            (Wrong::ReopenDoesNothing, OpKind::Reopen)
            | (Wrong::UpdateDoesNothing, OpKind::Update)
            | (Wrong::StrayStaysOpen, OpKind::CloseStray) => return CallOutcome::Done(before.snapshot),
            (Wrong::UpdateCloses, OpKind::Update) => write.kind = OpKind::Resolve,
            (Wrong::UpdateClearsTitle, OpKind::Update) => write.fields.title = Some(String::new()),
            _ => {}
        }
        self.below.write(&write).await
    }

    async fn read(&self, ticket: &TicketRef, op: Option<&OpId>) -> Result<TicketState, ReadFailed> {
        let state = self.below.read(ticket, op).await?;
        let TicketState::There(mut read) = state else {
            let unknown = TicketSnapshot::new(ticket.clone(), "Open", false, self.soon(), self.soon());
            let read = TicketState::There(Box::new(TicketRead::new(unknown, None, None)));
            return Ok(if self.is(Wrong::ReadFindsAll) { read } else { state });
        };
        let stored = self.below.tickets().into_iter().find(|stored| stored.snapshot.ticket == *ticket).unwrap();
        match self.wrong {
            Wrong::ReadForgetsAttempt => read.attempt = None,
            Wrong::ReadForgetsMarker => read.marker = None,
            Wrong::AppliedAlways => read.applied = op.is_some(),
            Wrong::AppliedNewestOnly => read.applied = op.is_some() && stored.ops.last() == op,
            _ => {}
        }
        Ok(TicketState::There(read))
    }

    async fn probe(&self, marker: &str) -> Probe {
        match self.wrong {
            Wrong::ProbeByPrefix => Probe::of(self.named(|stored| stored.starts_with(marker))),
            Wrong::ProbeTakesFirst => Probe::of(self.named(|stored| stored == marker).into_iter().take(1).collect()),
            Wrong::ProbeMissesClosed => {
                let named = self.named(|stored| stored == marker);
                Probe::of(named.into_iter().filter(|snapshot| !snapshot.closed).collect())
            }
            _ => self.below.probe(marker).await,
        }
    }

    async fn evidence(&self, marker: &str, attempts: &[AttemptId], since: Moment) -> Evidence {
        match self.wrong {
            Wrong::EvidenceNever => Evidence::None,
            Wrong::EvidenceByMarker => Evidence::Found(self.named(|stored| stored == marker)),
            _ => self.below.evidence(marker, attempts, since).await,
        }
    }

    async fn page(&self, since: Option<Moment>, cursor: Option<&str>) -> Result<TicketPage, ReadFailed> {
        if self.is(Wrong::PageSinceNothing) && since.is_some() {
            return Ok(TicketPage::default());
        }
        let mut page = self.below.page(since, cursor).await?;
        match self.wrong {
            Wrong::PageDropsLast => drop(page.tickets.pop()),
            Wrong::PageTwice => page.tickets.extend(page.tickets.clone()),
            _ => {}
        }
        Ok(page)
    }
}

fn is_caught(report: &Report, rule: &str) -> bool {
    report.broken().iter().any(|broken| broken.rule.starts_with(rule))
}

#[tokio::test]
async fn each_wrong_tracker_is_caught_by_the_rule_it_breaks() {
    for (wrong, rule) in CAUGHT {
        let clock = FakeClock::new(SystemTime::now());
        let tracker =
            WrongTracker { wrong: *wrong, below: FakeTracker::new(Arc::new(clock.clone())), clock: clock.clone() };
        let report = conformance::tracker(&tracker, &Setting::new().clock(Arc::new(clock))).await;
        assert!(is_caught(&report, rule), "{wrong:?} keeps \"{rule}\": {report}");
        let uncaught = report.rules().iter().find(|rule| !CAUGHT.iter().any(|(_, caught)| rule.starts_with(caught)));
        assert_eq!(uncaught, None, "no wrong tracker breaks this rule");
    }
}

/// A way to get a source wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum WrongSource {
    ReadsAnyKey,
    IgnoresFence,
    RefusesDone,
    UpdateCloses,
    UnknownIsDone,
}

#[derive(Debug)]
struct Source(WrongSource, FakeSource, FakeClock);

#[async_trait]
impl FindingSource for Source {
    async fn write(&self, write: &SourceWrite) -> CallOutcome<()> {
        let mut write = write.clone();
        let known = self.1.read(&write.key).await.unwrap();
        let is_closed = known.as_ref().is_some_and(|finding| finding.state == FindingState::Inactive);
        match (self.0, write.kind) {
            (WrongSource::IgnoresFence, _) => write.send_by = Moment::from(self.2.now()),
            (WrongSource::RefusesDone, OpKind::CloseFinding) if is_closed => {
                return CallOutcome::Rejected(Rejection::item("closed already"));
            }
            (WrongSource::UpdateCloses, OpKind::UpdateFinding) => write.kind = OpKind::CloseFinding,
            (WrongSource::UnknownIsDone, _) if known.is_none() => return CallOutcome::Done(()),
            _ => {}
        }
        self.1.write(&write).await
    }

    async fn read(&self, key: &str) -> Result<Option<Observation>, ReadFailed> {
        let any = self.0 == WrongSource::ReadsAnyKey;
        self.1.read(if any { "known" } else { key }).await
    }
}

#[tokio::test]
async fn each_wrong_source_is_caught_by_the_rule_it_breaks() {
    for (wrong, rule) in [
        (WrongSource::ReadsAnyKey, "read: "),
        (WrongSource::IgnoresFence, "write: nothing is sent after the fence"),
        (WrongSource::RefusesDone, "write: closes, reopens"),
        (WrongSource::UpdateCloses, "write: an update"),
        (WrongSource::UnknownIsDone, "write: one to a finding that is not there"),
    ] {
        let clock = FakeClock::new(SystemTime::now());
        let below = FakeSource::new(Arc::new(clock.clone()));
        below.set(Observation::new("fake", "known", "Public bucket", Severity::High, Moment::from_millis(1)));
        let source = Source(wrong, below, clock.clone());
        let report = conformance::source(&source, "known", "unknown", &Setting::new().clock(Arc::new(clock))).await;
        assert!(is_caught(&report, rule), "{wrong:?} keeps \"{rule}\": {report}");
    }
}

/// Refuses what is long, what it was told already, or what is odd; or gives no id.
#[derive(Debug)]
struct Fussy(&'static str, FakeNotifier);

#[async_trait]
impl Notifier for Fussy {
    async fn notify(&self, notice: &Notice) -> CallOutcome<String> {
        let is_refused = match self.0 {
            "long" => notice.detail.len() > 50_000,
            "again" => self.1.notices().iter().any(|told| told.id == notice.id),
            "odd" => notice.title.contains('\0'),
            _ => return self.1.notify(notice).await.map(|_| String::new()),
        };
        if is_refused {
            return CallOutcome::Rejected(Rejection::item(self.0));
        }
        self.1.notify(notice).await
    }
}

#[tokio::test]
async fn each_wrong_notifier_is_caught_by_the_rule_it_breaks() {
    for (wrong, rule) in [
        ("long", "notify: a text of any length"),
        ("again", "notify: the same notice"),
        ("odd", "notify: text of every kind"),
        ("no id", "notify: a message has an id"),
    ] {
        let report = conformance::notifier(&Fussy(wrong, FakeNotifier::new()), &Setting::new()).await;
        assert!(is_caught(&report, rule), "{wrong} keeps \"{rule}\": {report}");
    }
}
