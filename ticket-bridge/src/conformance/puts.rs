//! One record, one worker after the other.

use super::report::{Verdict, holds, lost, same, won};
use super::{Case, record};
use crate::ports::{Expected, Rev};
use crate::record::{Phase, Record};
use std::collections::HashSet;

/// What is stored under the key must be this.
async fn shows(case: &Case, what: &str, record: &Record, rev: &Rev) -> Verdict {
    let stored = case.ledger.get(&record.pk).await?;
    same(what, &stored, &Some((record.clone(), rev.clone())))
}

pub(super) async fn unknown(case: &Case) -> Verdict {
    same("get before any put", &case.ledger.get("conformance:a").await?, &None)?;
    let known = record("a", Phase::Linked);
    won("the first put", case.ledger.put(Expected::Absent, &known).await?)?;
    same("get of another key", &case.ledger.get("conformance:").await?, &None)?;
    same("get of a longer key", &case.ledger.get("conformance:ab").await?, &None)?;
    same("get of a key in capitals", &case.ledger.get("CONFORMANCE:A").await?, &None)
}

pub(super) async fn absent_once(case: &Case) -> Verdict {
    let (first, mut second) = (record("a", Phase::Linked), record("a", Phase::Closed));
    second.reverts = 7;
    let rev = won("the first put", case.ledger.put(Expected::Absent, &first).await?)?;
    lost("a second put that expects no record", &case.ledger.put(Expected::Absent, &second).await?)?;
    lost("the same put again", &case.ledger.put(Expected::Absent, &first).await?)?;
    shows(case, "get after the lost puts", &first, &rev).await
}

pub(super) async fn wrong_revision(case: &Case) -> Verdict {
    let (mut stored, absent) = (record("a", Phase::Linked), record("b", Phase::Linked));
    let old = won("the first put", case.ledger.put(Expected::Absent, &stored).await?)?;
    stored.reverts = 1;
    let rev = won("a put with its revision", case.ledger.put(Expected::Rev(old.clone()), &stored).await?)?;
    let mut other = stored.clone();
    other.reverts = 2;
    for wrong in [old, Rev::new("no revision"), Rev::new(""), Rev::new(format!("{}0", rev.as_str()))] {
        let put = case.ledger.put(Expected::Rev(wrong.clone()), &other).await?;
        lost(&format!("a put with the wrong revision {:?}", wrong.as_str()), &put)?;
        shows(case, "get after a lost put", &stored, &rev).await?;
    }
    lost("a put with a revision, where there is no record,", &case.ledger.put(Expected::Rev(rev), &absent).await?)?;
    same("get of what was never stored", &case.ledger.get(&absent.pk).await?, &None)
}

pub(super) async fn foreign_revision(case: &Case) -> Verdict {
    let (first, second) = (record("a", Phase::Linked), record("b", Phase::Linked));
    let of_first = won("the first put", case.ledger.put(Expected::Absent, &first).await?)?;
    let of_second = won("the first put of another", case.ledger.put(Expected::Absent, &second).await?)?;
    holds(of_first != of_second, "two records have the same revision")?;
    lost("a put with the revision of another record", &case.ledger.put(Expected::Rev(of_first), &second).await?)
}

pub(super) async fn new_revisions(case: &Case) -> Verdict {
    let mut stored = record("a", Phase::Linked);
    let mut rev = won("the first put", case.ledger.put(Expected::Absent, &stored).await?)?;
    let mut revs = HashSet::from([rev.clone()]);
    for turn in 0..50 {
        // Every other put says the same again.
        stored.reverts = turn / 2;
        rev = won("a put with the newest revision", case.ledger.put(Expected::Rev(rev), &stored).await?)?;
        holds(revs.insert(rev.clone()), "a revision came twice")?;
        shows(case, "get after a won put", &stored, &rev).await?;
    }
    Ok(())
}

pub(super) async fn aba(case: &Case) -> Verdict {
    let first = record("a", Phase::Linked);
    let mut other = first.clone();
    other.reverts = 1;
    let old = won("the first put", case.ledger.put(Expected::Absent, &first).await?)?;
    let between = won("the second put", case.ledger.put(Expected::Rev(old.clone()), &other).await?)?;
    let newest = won("a put of the first content", case.ledger.put(Expected::Rev(between.clone()), &first).await?)?;
    for (what, rev) in [("first", old), ("second", between)] {
        let put = case.ledger.put(Expected::Rev(rev), &other).await?;
        lost(&format!("a put with the {what} revision, after the first content was stored again,"), &put)?;
    }
    shows(case, "get after the lost puts", &first, &newest).await
}

pub(super) async fn own_writes(case: &Case) -> Verdict {
    for number in 0..100 {
        let mut stored = record(&format!("{number}"), Phase::Deferred);
        let rev = won("a first put", case.ledger.put(Expected::Absent, &stored).await?)?;
        shows(case, "get right after the first put", &stored, &rev).await?;
        stored.phase = Phase::Linked;
        let rev = won("a put with its revision", case.ledger.put(Expected::Rev(rev), &stored).await?)?;
        shows(case, "get right after a put", &stored, &rev).await?;
    }
    Ok(())
}
