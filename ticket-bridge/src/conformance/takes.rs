//! Buckets that many workers take from.

use super::Case;
use super::report::{Verdict, same};
use crate::moment::Moment;
use std::sync::Arc;
use std::time::Duration;

const WINDOW: Duration = Duration::from_secs(60);

/// The beginning of a window, in milliseconds.
const BEGIN: u64 = 60_000 * 29_000_000;

/// How many of so many takes at once are granted.
async fn granted(case: &Case, bucket: &str, takes: u32, most: u32, now: u64) -> Verdict<usize> {
    let work = (0..takes).map(|_| {
        let (ledger, bucket) = (Arc::clone(&case.ledger), bucket.to_owned());
        async move { ledger.take(&bucket, most, WINDOW, Moment::from_millis(now)).await }
    });
    let ended: Vec<bool> = case.setting.together(work).await?.into_iter().collect::<Result<_, _>>()?;
    Ok(ended.into_iter().filter(|granted| *granted).count())
}

pub(super) async fn most(case: &Case) -> Verdict {
    same("granted of 64 takes at once, at most 10", &granted(case, "a", 64, 10, BEGIN).await?, &10)?;
    same("granted of more in the same window", &granted(case, "a", 8, 10, BEGIN + 59_999).await?, &0)?;
    same("granted of 5 takes, at most 10", &granted(case, "b", 5, 10, BEGIN).await?, &5)?;
    same("granted of the rest", &granted(case, "b", 64, 10, BEGIN + 1).await?, &5)
}

pub(super) async fn windows(case: &Case) -> Verdict {
    same("granted in the last moment of a window", &granted(case, "a", 8, 3, BEGIN - 1).await?, &3)?;
    same("granted in the first moment of the next", &granted(case, "a", 8, 3, BEGIN).await?, &3)?;
    same("granted in its last moment", &granted(case, "a", 8, 3, BEGIN + 59_999).await?, &0)?;
    same("granted in the first moment of the one after", &granted(case, "a", 8, 3, BEGIN + 60_000).await?, &3)?;
    same("granted long after", &granted(case, "a", 8, 3, BEGIN + 60_000 * 1000).await?, &3)
}

pub(super) async fn late_clock(case: &Case) -> Verdict {
    same("granted in a window", &granted(case, "a", 8, 3, BEGIN).await?, &3)?;
    // A worker whose clock is late is still in the window before.
    same("granted in the window before", &granted(case, "a", 8, 3, BEGIN - 1).await?, &3)?;
    same("granted in the later window again", &granted(case, "a", 8, 3, BEGIN + 1).await?, &0)?;
    same("granted in the window before again", &granted(case, "a", 8, 3, BEGIN - 1).await?, &0)
}

pub(super) async fn buckets(case: &Case) -> Verdict {
    same("granted of one bucket", &granted(case, "storm:a:SEC", 8, 3, BEGIN).await?, &3)?;
    same("granted of another", &granted(case, "storm:a:OPS", 8, 2, BEGIN).await?, &2)?;
    same("granted of one with a longer name", &granted(case, "storm:a:SEC:", 8, 1, BEGIN).await?, &1)
}

pub(super) async fn none(case: &Case) -> Verdict {
    same("granted, at most 0", &granted(case, "a", 8, 0, BEGIN).await?, &0)?;
    same("granted, at most 1", &granted(case, "a", 8, 1, BEGIN).await?, &1)?;
    same("granted, at most 0 again", &granted(case, "a", 8, 0, BEGIN + 60_000).await?, &0)
}
