//! What is asked of many records. Indexes may be stale for a while, and are right after it.

use super::report::{Verdict, Why, holds, same, won};
use super::{Case, record};
use crate::moment::Moment;
use crate::ports::{Expected, Ledger, Rev};
use crate::record::{Phase, Record, TicketRef};
use std::collections::BTreeSet;

async fn put_new(case: &Case, record: &Record) -> Verdict<Rev> {
    won("a first put", case.ledger.put(Expected::Absent, record).await?)
}

fn waking(name: &str, at: Option<u64>) -> Record {
    let mut record = record(name, Phase::Deferred);
    record.wake_at = at.map(Moment::from_millis);
    record
}

async fn due_is(case: &Case, now: u64, limit: usize, wanted: &[&str]) -> Verdict {
    let wanted: Vec<String> = wanted.iter().map(|name| format!("conformance:{name}")).collect();
    case.setting
        .eventually(async || {
            let due = case.ledger.due(Moment::from_millis(now), limit).await?;
            same(&format!("due at {now} ms, at most {limit}"), &due, &wanted)
        })
        .await
}

pub(super) async fn due_order(case: &Case) -> Verdict {
    // Neither the order of the keys nor that of the puts is the order of the times. 9 and 10 differ in length as text.
    let wakes = [("c", Some(9)), ("a", Some(1000)), ("e", None), ("b", Some(10)), ("d", Some(1001)), ("f", Some(0))];
    for (name, at) in wakes {
        put_new(case, &waking(name, at)).await?;
    }
    due_is(case, 1000, 10, &["f", "c", "b", "a"]).await?;
    due_is(case, 999, 10, &["f", "c", "b"]).await?;
    due_is(case, u64::MAX / 2, 10, &["f", "c", "b", "a", "d"]).await?;
    due_is(case, 1000, 2, &["f", "c"]).await?;
    due_is(case, 0, 10, &["f"]).await
}

pub(super) async fn due_moved(case: &Case) -> Verdict {
    let mut moved = waking("a", Some(10));
    let rev = put_new(case, &moved).await?;
    put_new(case, &waking("b", Some(20))).await?;
    due_is(case, 20, 10, &["a", "b"]).await?;
    moved.wake_at = Some(Moment::from_millis(30));
    let rev = won("a later wake time", case.ledger.put(Expected::Rev(rev), &moved).await?)?;
    due_is(case, 20, 10, &["b"]).await?;
    due_is(case, 30, 10, &["b", "a"]).await?;
    moved.wake_at = Some(Moment::from_millis(5));
    let rev = won("an earlier wake time", case.ledger.put(Expected::Rev(rev), &moved).await?)?;
    due_is(case, 30, 10, &["a", "b"]).await?;
    moved.wake_at = None;
    won("no wake time", case.ledger.put(Expected::Rev(rev), &moved).await?)?;
    due_is(case, 30, 10, &["b"]).await
}

/// All pages of a phase.
async fn listed(ledger: &dyn Ledger, phase: Phase, limit: usize) -> Verdict<Vec<String>> {
    let mut all: Vec<String> = Vec::new();
    loop {
        let page = ledger.list(phase, all.last().map(String::as_str), limit).await?;
        holds(page.len() <= limit, "a page is longer than was asked for")?;
        if page.is_empty() {
            return Ok(all);
        }
        for pk in page {
            if all.contains(&pk) {
                return Err(Why(format!("{pk} is on two pages")));
            }
            all.push(pk);
        }
    }
}

/// The pages hold these, in any order.
async fn list_is(case: &Case, phase: Phase, limit: usize, wanted: &BTreeSet<String>) -> Verdict {
    case.setting
        .eventually(async || {
            let all: BTreeSet<String> = listed(case.ledger.as_ref(), phase, limit).await?.into_iter().collect();
            same(&format!("list of {phase:?}, {limit} to a page"), &all, wanted)
        })
        .await
}

pub(super) async fn list_pages(case: &Case) -> Verdict {
    let mut of_phase = BTreeSet::new();
    for number in 0..25 {
        // "9" sorts after "10".
        let dead = record(&number.to_string(), Phase::DeadLetter);
        put_new(case, &dead).await?;
        put_new(case, &record(&format!("{number}-other"), Phase::Linked)).await?;
        of_phase.insert(dead.pk);
    }
    let mut place = Record::new(Record::place_key("conformance", "SEC"), "SEC".to_owned(), Phase::Place);
    place.v = crate::record::RECORD_VERSION;
    put_new(case, &place).await?;
    for limit in [1, 7, 25, 100] {
        list_is(case, Phase::DeadLetter, limit, &of_phase).await?;
    }
    list_is(case, Phase::Place, 7, &BTreeSet::from([place.pk])).await?;
    list_is(case, Phase::Orphaned, 7, &BTreeSet::new()).await
}

pub(super) async fn list_moved(case: &Case) -> Verdict {
    let mut revs = Vec::new();
    for name in ["a", "b", "c"] {
        revs.push(put_new(case, &record(name, Phase::Claimed)).await?);
    }
    let mut moved = record("b", Phase::Claimed);
    moved.phase = Phase::Linked;
    let Some(rev) = revs.into_iter().nth(1) else { return Ok(()) };
    won("a put in another phase", case.ledger.put(Expected::Rev(rev), &moved).await?)?;
    let keys = |names: &[&str]| names.iter().map(|name| format!("conformance:{name}")).collect();
    list_is(case, Phase::Claimed, 1, &keys(&["a", "c"])).await?;
    list_is(case, Phase::Linked, 1, &keys(&["b"])).await?;
    // The key where a page ended may have left the phase meanwhile.
    let rest = case.ledger.list(Phase::Claimed, Some(&moved.pk), 10).await?;
    same("list after a key that left the phase", &rest, &vec!["conformance:c".to_owned()])
}

fn linked(name: &str, destination: &str, id: &str) -> Record {
    let mut record = record(name, Phase::Linked);
    destination.clone_into(&mut record.destination);
    record.ticket = Some(TicketRef::new(id, format!("{destination}-{id}")));
    record
}

async fn named_is(case: &Case, destination: &str, id: &str, wanted: &[&str]) -> Verdict {
    let wanted: BTreeSet<String> = wanted.iter().map(|name| format!("conformance:{name}")).collect();
    case.setting
        .eventually(async || {
            let named = case.ledger.by_ticket(destination, id).await?;
            let once: BTreeSet<String> = named.iter().cloned().collect();
            same(&format!("by_ticket({destination}, {id})"), &once, &wanted)?;
            same("keys of by_ticket, each once", &named.len(), &once.len())
        })
        .await
}

pub(super) async fn by_ticket(case: &Case) -> Verdict {
    put_new(case, &record("none", Phase::Deferred)).await?;
    let named = [("a", "SEC", "1"), ("b", "SEC", "1"), ("c", "SEC", "12"), ("d", "OPS", "1"), ("e", "SEC#1", "2")];
    for (name, destination, id) in named {
        put_new(case, &linked(name, destination, id)).await?;
    }
    named_is(case, "SEC", "1", &["a", "b"]).await?;
    named_is(case, "SEC", "12", &["c"]).await?;
    named_is(case, "OPS", "1", &["d"]).await?;
    named_is(case, "SEC#1", "2", &["e"]).await?;
    named_is(case, "SEC", "1#2", &[]).await?;
    named_is(case, "SEC", "SEC-1", &[]).await?;
    named_is(case, "OPS", "12", &[]).await
}

pub(super) async fn by_ticket_moved(case: &Case) -> Verdict {
    let mut record = record("a", Phase::Claimed);
    let rev = put_new(case, &record).await?;
    named_is(case, "SEC", "1", &[]).await?;
    record.ticket = Some(TicketRef::new("1", "SEC-1"));
    let rev = won("a put with a ticket", case.ledger.put(Expected::Rev(rev), &record).await?)?;
    named_is(case, "SEC", "1", &["a"]).await?;
    record.previous.extend(record.ticket.replace(TicketRef::new("2", "SEC-2")));
    let rev = won("a put with another ticket", case.ledger.put(Expected::Rev(rev), &record).await?)?;
    named_is(case, "SEC", "1", &[]).await?;
    named_is(case, "SEC", "2", &["a"]).await?;
    record.ticket = None;
    won("a put without a ticket", case.ledger.put(Expected::Rev(rev), &record).await?)?;
    named_is(case, "SEC", "2", &[]).await
}
