//! One record, many workers at once.

use super::report::{Verdict, Why, same, won};
use super::{Case, record};
use crate::ports::{Expected, Ledger, LedgerFailed, Put, Rev};
use crate::record::{Phase, Record};
use std::sync::Arc;

/// So many workers at once.
const WORKERS: u32 = 64;

/// All put at once with one expectation, each its own record: one wins, and its record is what is stored.
async fn one_wins(case: &Case, expected: Expected) -> Verdict {
    let work = (0..WORKERS).map(|worker| {
        let (ledger, expected) = (Arc::clone(&case.ledger), expected.clone());
        let mut record = record("a", Phase::Linked);
        record.reverts = worker;
        async move { ledger.put(expected, &record).await.map(|put| (put, record)) }
    });
    let ended: Vec<(Put, Record)> = case.setting.together(work).await?.into_iter().collect::<Result<_, _>>()?;
    let mut winners: Vec<(Record, Rev)> = Vec::new();
    for (put, record) in ended {
        if let Put::Won(rev) = put {
            winners.push((record, rev));
        }
    }
    same(&format!("winners of {WORKERS} puts at once"), &winners.len(), &1)?;
    same("what is stored then", &case.ledger.get("conformance:a").await?, &winners.pop())
}

pub(super) async fn first_puts(case: &Case) -> Verdict {
    one_wins(case, Expected::Absent).await
}

pub(super) async fn same_revision(case: &Case) -> Verdict {
    let rev = won("the first put", case.ledger.put(Expected::Absent, &record("a", Phase::Deferred)).await?)?;
    one_wins(case, Expected::Rev(rev)).await
}

pub(super) async fn increments(case: &Case) -> Verdict {
    won("the first put", case.ledger.put(Expected::Absent, &record("a", Phase::Linked)).await?)?;
    let work = (0..WORKERS).map(|_| increment(Arc::clone(&case.ledger)));
    for ended in case.setting.together(work).await? {
        ended?;
    }
    let stored = case.ledger.get("conformance:a").await?;
    let count = stored.map(|(record, _)| record.reverts);
    same(&format!("after {WORKERS} increments"), &count, &Some(WORKERS))
}

/// Adds one, however often others are first.
async fn increment(ledger: Arc<dyn Ledger>) -> Verdict {
    // Each round has a winner, so the slowest worker needs as many rounds as there are workers.
    for _ in 0..=WORKERS {
        if try_increment(ledger.as_ref()).await? {
            return Ok(());
        }
    }
    Err(Why("there was no winner among many puts at once".to_owned()))
}

async fn try_increment(ledger: &dyn Ledger) -> Result<bool, LedgerFailed> {
    let Some((mut record, rev)) = ledger.get("conformance:a").await? else { return Ok(false) };
    record.reverts = record.reverts.saturating_add(1);
    Ok(ledger.put(Expected::Rev(rev), &record).await? != Put::Lost)
}
