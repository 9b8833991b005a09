//! What a tracker must do.

use super::report::{Report, Verdict, Why, holds, same};
use super::setting::Setting;
use super::{ODD_TEXTS, finding};
use crate::marker::ticket_marker;
use crate::moment::Moment;
use crate::outcome::CallOutcome;
use crate::policy::Priority;
use crate::ports::{Evidence, Probe, TicketDraft, TicketRead, TicketState, TicketTracker, TicketWrite};
use crate::record::{AttemptId, OpId, OpKind, TicketFields, TicketRef, TicketSnapshot};
use std::hash::{BuildHasher, RandomState};
use std::pin::Pin;
use std::time::Duration;

/// One rule of a tracker.
type TrackerRule = (&'static str, for<'a> fn(&'a Run<'a>) -> Pin<Box<dyn Future<Output = Verdict> + 'a>>);

/// A tracker under test.
struct Run<'a> {
    tracker: &'a dyn TicketTracker,
    setting: &'a Setting,
    /// Other runs over the same destination have another name.
    name: String,
}

const RULES: &[TrackerRule] = &[
    ("create: the ticket is open, and is read by its id with its marker and its attempt", |run| Box::pin(created(run))),
    ("create: nothing is sent after the fence", |run| Box::pin(fence(run))),
    ("create: text of every kind makes a ticket", |run| Box::pin(texts(run))),
    ("read: a ticket that never was is not there", |run| Box::pin(never_was(run))),
    ("probe: finds the tickets of exactly this marker", |run| Box::pin(probes(run))),
    ("evidence: finds the tickets of exactly these attempts", |run| Box::pin(evidence(run))),
    ("write: closes, reopens, and done already is done", |run| Box::pin(writes(run))),
    ("write: a ticket's comments name the write, and no other", |run| Box::pin(applied(run))),
    ("write: an update changes what it names, and a stray is closed", |run| Box::pin(updates(run))),
    ("write: nothing is sent after the fence", |run| Box::pin(write_fence(run))),
    ("page: all tickets once, with their marker and attempt", |run| Box::pin(pages(run))),
    ("page: tickets that were changed since a moment", |run| Box::pin(changed_pages(run))),
];

pub(super) async fn run(tracker: &dyn TicketTracker, setting: &Setting) -> Report {
    let mut report = Report::new("TicketTracker");
    let name = format!("{:x}", RandomState::new().hash_one(0));
    let run = Run { tracker, setting, name };
    for (rule, check) in RULES {
        report.add(rule, check(&run).await);
    }
    report
}

impl Run<'_> {
    fn marker(&self, name: &str) -> String {
        ticket_marker(&format!("conformance-{}-{name}", self.name))
    }

    fn attempt(&self, name: &str) -> AttemptId {
        AttemptId::new(self.word(name))
    }

    fn op(&self, name: &str) -> OpId {
        OpId::new(self.word(name))
    }

    /// An id as a bridge makes them: 26 letters and digits.
    fn word(&self, name: &str) -> String {
        let word = ticket_marker(&format!("{} {name}", self.name));
        word.chars().filter(char::is_ascii_alphanumeric).take(26).collect()
    }

    /// Until when something may be sent.
    fn soon(&self) -> Moment {
        self.setting.now().after(Duration::from_secs(30))
    }

    fn over(&self) -> Moment {
        self.setting.now().before(Duration::from_secs(1))
    }

    fn draft(&self, name: &str, send_by: Moment) -> TicketDraft {
        let finding = finding(&self.marker(name), self.setting.now());
        TicketDraft::new(self.marker(name), self.attempt(name), finding, 0, send_by)
    }

    async fn create(&self, name: &str) -> Verdict<TicketSnapshot> {
        done("a create", self.tracker.create(&self.draft(name, self.soon())).await)
    }

    async fn write(&self, ticket: &TicketRef, op: &str, kind: OpKind) -> Verdict<TicketSnapshot> {
        let write = TicketWrite::new(ticket.clone(), self.op(op), kind, "The suite says so.", self.soon());
        done(&format!("a write ({kind:?})"), self.tracker.write(&write).await)
    }

    async fn read(&self, ticket: &TicketRef, op: Option<&str>) -> Verdict<TicketRead> {
        let op = op.map(|op| self.op(op));
        match self.tracker.read(ticket, op.as_ref()).await? {
            TicketState::There(read) => Ok(*read),
            other => Err(Why(format!("a ticket that is there was read as {other:?}"))),
        }
    }

    async fn pages(&self, since: Option<Moment>) -> Verdict<Vec<TicketRead>> {
        let (mut all, mut cursor) = (Vec::new(), None);
        loop {
            let page = self.tracker.page(since, cursor.as_deref()).await?;
            all.extend(page.tickets);
            holds(page.next.is_none() || page.next != cursor, "a page names itself as the next one")?;
            cursor = page.next;
            if cursor.is_none() {
                return Ok(all);
            }
        }
    }
}

fn done<T: std::fmt::Debug>(what: &str, outcome: CallOutcome<T>) -> Verdict<T> {
    match outcome {
        CallOutcome::Done(value) => Ok(value),
        other => Err(Why(format!("{what} was not done: {other:?}"))),
    }
}

fn found(evidence: Evidence) -> Verdict<Vec<String>> {
    match evidence {
        Evidence::Found(snapshots) => {
            let mut ids: Vec<_> = snapshots.into_iter().map(|snapshot| snapshot.ticket.id).collect();
            ids.sort();
            Ok(ids)
        }
        Evidence::None => Ok(Vec::new()),
        Evidence::Incomplete(failure) => Err(Why(format!("the evidence is incomplete: {failure}"))),
    }
}

async fn created(run: &Run<'_>) -> Verdict {
    let made = run.create("created").await?;
    same("closed, in the answer to a create", &made.closed, &false)?;
    let read = run.read(&made.ticket, None).await?;
    same("the ticket as it is read", &read.snapshot.ticket, &made.ticket)?;
    same("closed, in the ticket as it is read", &read.snapshot.closed, &false)?;
    same("its attempt", &read.attempt, &Some(run.attempt("created")))?;
    same("its marker", &read.marker, &Some(run.marker("created")))?;
    same("applied, with no write asked for", &read.applied, &false)
}

async fn fence(run: &Run<'_>) -> Verdict {
    let outcome = run.tracker.create(&run.draft("late", run.over())).await;
    holds(matches!(outcome, CallOutcome::NotSent { .. }), &format!("a create after its fence ended as {outcome:?}"))?;
    same("tickets of it", &run.tracker.probe(&run.marker("late")).await, &Probe::None)
}

async fn texts(run: &Run<'_>) -> Verdict {
    let mut draft = run.draft("texts", run.soon());
    draft.observation.title = ODD_TEXTS.concat();
    draft.observation.details = ODD_TEXTS.join("\n").repeat(20);
    draft.observation.resource = Some("資源 <&>".to_owned());
    let made = done("a create with odd text", run.tracker.create(&draft).await)?;
    let read = run.read(&made.ticket, None).await?;
    same("the attempt beside odd text", &read.attempt, &Some(run.attempt("texts")))?;
    same("the marker beside odd text", &read.marker, &Some(run.marker("texts")))
}

async fn never_was(run: &Run<'_>) -> Verdict {
    let read = run.tracker.read(&TicketRef::new("999999999", "NONE-999999999"), None).await;
    let is_there = matches!(read, Ok(TicketState::There(_)));
    holds(!is_there, &format!("a ticket that never was is read as {read:?}"))
}

async fn probes(run: &Run<'_>) -> Verdict {
    let made = run.create("probe").await?;
    let (marker, longer) = (run.marker("probe"), run.marker("probe-longer"));
    run.setting
        .eventually(async || match run.tracker.probe(&marker).await {
            Probe::Open(snapshot) => same("the ticket of the marker", &snapshot.ticket, &made.ticket),
            other => Err(Why(format!("one open ticket was probed as {other:?}"))),
        })
        .await?;
    let shorter: String = marker.chars().take(marker.chars().count().saturating_sub(2)).collect();
    for near in [shorter, longer, marker.to_ascii_uppercase()] {
        same(&format!("probe({near:?}), beside {marker:?}"), &run.tracker.probe(&near).await, &Probe::None)?;
    }
    let second = run.create("probe").await?;
    run.setting
        .eventually(async || match run.tracker.probe(&marker).await {
            Probe::Ambiguous(tickets) => same("open tickets of the marker", &tickets.len(), &2),
            other => Err(Why(format!("two open tickets were probed as {other:?}"))),
        })
        .await?;
    for (op, ticket) in [("probe-a", &made.ticket), ("probe-b", &second.ticket)] {
        run.write(ticket, op, OpKind::Resolve).await?;
    }
    run.setting
        .eventually(async || {
            let probe = run.tracker.probe(&marker).await;
            holds(matches!(probe, Probe::Closed(_)), &format!("two closed tickets were probed as {probe:?}"))
        })
        .await
}

async fn evidence(run: &Run<'_>) -> Verdict {
    let since = run.setting.now().before(Duration::from_secs(60 * 60));
    let made = run.create("evidence").await?;
    let marker = run.marker("evidence");
    let (ours, other) = (run.attempt("evidence"), run.attempt("evidence-other"));
    run.setting
        .eventually(async || {
            let attempts = [other.clone(), ours.clone()];
            let ids = found(run.tracker.evidence(&marker, &attempts, since).await)?;
            same("tickets of the attempts", &ids, &vec![made.ticket.id.clone()])
        })
        .await?;
    let none = found(run.tracker.evidence(&marker, std::slice::from_ref(&other), since).await)?;
    same("tickets of another attempt of the same finding", &none, &Vec::new())
}

async fn writes(run: &Run<'_>) -> Verdict {
    let made = run.create("writes").await?;
    let turns = [
        ("w1", OpKind::Resolve, true),
        ("w2", OpKind::Resolve, true),
        ("w3", OpKind::Reopen, false),
        ("w4", OpKind::Reopen, false),
        ("w5", OpKind::Resolve, true),
    ];
    for (op, kind, closed) in turns {
        let answer = run.write(&made.ticket, op, kind).await?;
        same(&format!("closed, in the answer to {kind:?} ({op})"), &answer.closed, &closed)?;
        let read = run.read(&made.ticket, None).await?;
        same(&format!("closed, as it is read after {kind:?} ({op})"), &read.snapshot.closed, &closed)?;
        same("the answer to the write, and what is read", &answer.says_the_same(&read.snapshot), &true)?;
        same("the marker after a write", &read.marker, &Some(run.marker("writes")))?;
        same("the attempt after a write", &read.attempt, &Some(run.attempt("writes")))?;
    }
    Ok(())
}

async fn applied(run: &Run<'_>) -> Verdict {
    let made = run.create("applied").await?;
    run.write(&made.ticket, "applied-1", OpKind::Resolve).await?;
    same("applied, of the write", &run.read(&made.ticket, Some("applied-1")).await?.applied, &true)?;
    same("applied, of another write", &run.read(&made.ticket, Some("applied-2")).await?.applied, &false)?;
    run.write(&made.ticket, "applied-2", OpKind::Reopen).await?;
    same("applied, of an older write", &run.read(&made.ticket, Some("applied-1")).await?.applied, &true)
}

async fn updates(run: &Run<'_>) -> Verdict {
    let made = run.create("updates").await?;
    let kind = OpKind::Update;
    let mut write = TicketWrite::new(made.ticket.clone(), run.op("u1"), kind, "It got worse.", run.soon());
    write.fields = TicketFields { title: None, priority: Some(Priority::High) };
    let answer = done("an update", run.tracker.write(&write).await)?;
    same("closed, after an update", &answer.closed, &false)?;
    let read = run.read(&made.ticket, None).await?.snapshot;
    if let Some(priority) = read.priority {
        same("the priority after an update", &priority, &Priority::High)?;
    }
    same("the title, which the update did not name", &read.title, &made.title)?;
    let stray = run.write(&made.ticket, "u2", OpKind::CloseStray).await?;
    same("closed, after a stray was closed", &stray.closed, &true)
}

async fn write_fence(run: &Run<'_>) -> Verdict {
    let made = run.create("write-fence").await?;
    let write = TicketWrite::new(made.ticket.clone(), run.op("late"), OpKind::Resolve, "Too late.", run.over());
    let outcome = run.tracker.write(&write).await;
    holds(matches!(outcome, CallOutcome::NotSent { .. }), &format!("a write after its fence ended as {outcome:?}"))?;
    same("closed, after a write that was not sent", &run.read(&made.ticket, None).await?.snapshot.closed, &false)
}

async fn pages(run: &Run<'_>) -> Verdict {
    let names: Vec<String> = (0..12).map(|number| format!("page-{number}")).collect();
    let mut wanted = Vec::new();
    for name in &names {
        let made = run.create(name).await?;
        wanted.push((made.ticket.id, Some(run.marker(name)), Some(run.attempt(name))));
    }
    wanted.sort_by(|one, other| one.0.cmp(&other.0));
    run.setting
        .eventually(async || {
            let all = run.pages(None).await?;
            holds(all.iter().all(|read| read.marker.is_some()), "a ticket that names no finding is on a page")?;
            let ours = all.into_iter().filter(|read| wanted.iter().any(|(id, ..)| *id == read.snapshot.ticket.id));
            let mut ours: Vec<_> = ours.map(|read| (read.snapshot.ticket.id, read.marker, read.attempt)).collect();
            ours.sort_by(|one, other| one.0.cmp(&other.0));
            same("the tickets of all pages", &ours, &wanted)
        })
        .await
}

async fn changed_pages(run: &Run<'_>) -> Verdict {
    let made = run.create("changed").await?;
    let since = run.setting.now().before(Duration::from_secs(1));
    run.write(&made.ticket, "changed", OpKind::Resolve).await?;
    run.setting
        .eventually(async || {
            let all = run.pages(Some(since)).await?;
            let ours = all.iter().find(|read| read.snapshot.ticket.id == made.ticket.id);
            same("closed, of the ticket that was changed", &ours.map(|read| read.snapshot.closed), &Some(true))
        })
        .await
}
