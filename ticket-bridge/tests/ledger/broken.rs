//! Each rule of a ledger catches a ledger that breaks it.

use async_trait::async_trait;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use ticket_bridge::conformance::{self, Setting};
use ticket_bridge::{Expected, Ledger, LedgerFailed, MemoryLedger, Moment, Phase, Put, Record, Rev};

/// A way to get a ledger wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wrong {
    /// Nothing.
    Right,
    /// `get` finds a key by its letters, whatever their case.
    GetIgnoresCase,
    /// `get` shows the put before the last one.
    GetIsLate,
    /// A put that expects no record overwrites one.
    AbsentOverwrites,
    /// Looks first and stores then, with a gap between.
    GetThenPut,
    /// A put with any revision wins.
    NoCondition,
    /// A lost put is stored all the same.
    LostIsStored,
    /// A put with a revision makes a record where there is none.
    RevMakes,
    /// A revision is the digest of what is stored.
    RevOfContent,
    /// A revision counts the puts of its own record.
    RevOfKey,
    /// The put of what is stored already keeps its revision.
    RevKept,
    /// A revision comes again after ten others.
    RevReused,
    /// Drops members that it does not know.
    DropsExtra,
    /// Drops one known member.
    DropsMember,
    /// Cuts large text.
    CutsText,
    /// Changes text to plain letters.
    MendsText,
    DueUnordered,
    DueOrderedAsText,
    DueUnlimited,
    DueTooEarly,
    DueNowMissing,
    /// `due` still gives a record at an old wake time.
    DueRemembers,
    ListDropsPageEnd,
    ListRepeats,
    ListIgnoresCursor,
    ListCursorByPlace,
    ListAnyPhase,
    /// `list` still gives a record in an old phase.
    ListRemembers,
    TicketAnyDestination,
    TicketPrefix,
    TicketFirstOnly,
    TicketNoOld,
    /// `by_ticket` still gives a record by an old ticket.
    TicketRemembers,
    /// `due`, `list` and `by_ticket` fail once there is a record of a newer version.
    FailsForNewer,
    TakeOneMore,
    TakeSliding,
    TakeWithGap,
    TakeOneBucket,
    TakeOneWindow,
    TakeAlwaysOne,
    TakeNever,
}

#[derive(Debug)]
struct Broken {
    wrong: Wrong,
    below: MemoryLedger,
    state: Mutex<Kept>,
    puts: AtomicU64,
}

#[derive(Debug, Default)]
struct Kept {
    /// What was stored before, with its revision.
    before: BTreeMap<String, (Record, Rev)>,
    /// Everything that was ever stored.
    ever: Vec<Record>,
    /// Revisions as they are given outside, to those of the ledger below.
    revs: BTreeMap<String, (String, Rev)>,
    taken: BTreeMap<(String, u64), u32>,
}

impl Broken {
    fn ledger(wrong: Wrong) -> Arc<dyn Ledger> {
        Arc::new(Self { wrong, below: MemoryLedger::new(), state: Mutex::default(), puts: AtomicU64::new(0) })
    }

    fn is(&self, wrong: Wrong) -> bool {
        self.wrong == wrong
    }

    /// The revision as a ledger that makes it wrongly tells it.
    fn told(&self, record: &Record, rev: &Rev, number: u64) -> Rev {
        match self.wrong {
            Wrong::RevOfContent => Rev::new(serde_json::to_string(record).unwrap()),
            Wrong::RevOfKey | Wrong::RevReused => Rev::new(number.to_string()),
            _ => rev.clone(),
        }
    }

    async fn put_told(&self, expected: Expected, record: &Record) -> Put {
        let stored = self.below.get(&record.pk).await.unwrap();
        let known = self.state.lock().unwrap().revs.get(&record.pk).cloned();
        let expected = match (&expected, &known) {
            (Expected::Rev(told), Some((known, below))) if told.as_str() == known => Expected::Rev(below.clone()),
            _ => expected,
        };
        let Put::Won(below) = self.below.put(expected, record).await.unwrap() else { return Put::Lost };
        let number = match (self.wrong, &known) {
            (Wrong::RevOfKey, Some((known, _))) => known.parse::<u64>().unwrap() + 1,
            (Wrong::RevOfKey, None) => 1,
            _ => self.puts.fetch_add(1, Ordering::SeqCst) % 10,
        };
        let told = match (self.wrong, &known, stored) {
            (Wrong::RevKept, Some((known, _)), Some((stored, _))) if stored == *record => Rev::new(known.as_str()),
            _ => self.told(record, &below, number),
        };
        self.state.lock().unwrap().revs.insert(record.pk.clone(), (told.as_str().to_owned(), below));
        Put::Won(told)
    }

    /// As the wrong ledger stores it.
    fn changed(&self, record: &Record) -> Record {
        let mut changed = record.clone();
        match self.wrong {
            Wrong::DropsExtra => changed.extra.clear(),
            Wrong::DropsMember => changed.held_until = None,
            Wrong::CutsText => {
                if let Some(pending) = changed.pending.as_mut().filter(|pending| pending.raw.to_string().len() > 65_536)
                {
                    pending.raw = Arc::default();
                }
            }
            Wrong::MendsText => {
                changed.problem = changed.problem.map(|text| text.replace(['\0', '\u{feff}', '\u{ffff}'], ""));
            }
            _ => {}
        }
        changed
    }

    fn newer_is_there(&self) -> Result<(), LedgerFailed> {
        if self.is(Wrong::FailsForNewer) && self.below.records().iter().any(Record::is_newer) {
            return Err(LedgerFailed::new("unknown form"));
        }
        Ok(())
    }

    fn ever(&self, fits: impl Fn(&Record) -> bool) -> Vec<String> {
        let mut keys: Vec<String> = Vec::new();
        for record in self.state.lock().unwrap().ever.iter().filter(|record| fits(record)) {
            if !keys.contains(&record.pk) {
                keys.push(record.pk.clone());
            }
        }
        keys
    }
}

/// Lets others go first, once.
async fn gap() {
    let mut is_first = true;
    std::future::poll_fn(|cx| {
        if std::mem::take(&mut is_first) {
            cx.waker().wake_by_ref();
            return std::task::Poll::Pending;
        }
        std::task::Poll::Ready(())
    })
    .await;
}

#[async_trait]
impl Ledger for Broken {
    async fn get(&self, pk: &str) -> Result<Option<(Record, Rev)>, LedgerFailed> {
        if self.is(Wrong::GetIgnoresCase) {
            return self.below.get(&pk.to_lowercase()).await;
        }
        let found = self.below.get(pk).await?;
        let state = self.state.lock().unwrap();
        if self.is(Wrong::GetIsLate) && state.before.contains_key(pk) {
            return Ok(state.before.get(pk).cloned());
        }
        let told = state.revs.get(pk).map(|(told, _)| Rev::new(told.as_str()));
        Ok(found.map(|(record, rev)| (record, told.unwrap_or(rev))))
    }

    async fn put(&self, expected: Expected, record: &Record) -> Result<Put, LedgerFailed> {
        let record = &self.changed(record);
        self.state.lock().unwrap().ever.push(record.clone());
        let stored = self.below.get(&record.pk).await?;
        if let (Wrong::GetIsLate, Some(stored)) = (self.wrong, &stored) {
            self.state.lock().unwrap().before.insert(record.pk.clone(), stored.clone());
        }
        let now = |rev: Option<Rev>| rev.map_or(Expected::Absent, Expected::Rev);
        let rev = stored.as_ref().map(|(_, rev)| rev.clone());
        match self.wrong {
            Wrong::AbsentOverwrites if expected == Expected::Absent => self.below.put(now(rev), record).await,
            Wrong::NoCondition if rev.is_some() && expected != Expected::Absent => {
                self.below.put(now(rev), record).await
            }
            Wrong::RevMakes if rev.is_none() => self.below.put(Expected::Absent, record).await,
            Wrong::LostIsStored => {
                let put = self.below.put(expected, record).await?;
                if put == Put::Lost {
                    let _ = self.below.put(now(rev), record).await?;
                }
                Ok(put)
            }
            Wrong::GetThenPut => {
                if expected != now(rev) {
                    return Ok(Put::Lost);
                }
                gap().await;
                let rev = self.below.get(&record.pk).await?.map(|(_, rev)| rev);
                self.below.put(now(rev), record).await
            }
            Wrong::RevOfContent | Wrong::RevOfKey | Wrong::RevKept | Wrong::RevReused => {
                Ok(self.put_told(expected, record).await)
            }
            _ => self.below.put(expected, record).await,
        }
    }

    async fn due(&self, now: Moment, limit: usize) -> Result<Vec<String>, LedgerFailed> {
        self.newer_is_there()?;
        let mut waking: Vec<_> =
            self.below.records().into_iter().filter_map(|record| Some((record.wake_at?, record.pk))).collect();
        waking.sort();
        if self.is(Wrong::DueOrderedAsText) {
            waking.sort_by_key(|(wake, _)| wake.as_millis().to_string());
        }
        if self.is(Wrong::DueUnordered) {
            waking.sort_by(|one, other| one.1.cmp(&other.1));
        }
        waking.retain(|(wake, _)| match self.wrong {
            Wrong::DueTooEarly => wake.as_millis() <= now.as_millis() + 1,
            Wrong::DueNowMissing => *wake < now,
            _ => *wake <= now,
        });
        let mut keys: Vec<String> = waking.into_iter().map(|(_, pk)| pk).collect();
        if self.is(Wrong::DueRemembers) {
            keys = self.ever(|record| record.wake_at.is_some_and(|wake| wake <= now));
        }
        if !self.is(Wrong::DueUnlimited) {
            keys.truncate(limit);
        }
        Ok(keys)
    }

    async fn list(&self, phase: Phase, after: Option<&str>, limit: usize) -> Result<Vec<String>, LedgerFailed> {
        self.newer_is_there()?;
        let is_any = self.is(Wrong::ListAnyPhase);
        let mut keys: Vec<String> = if self.is(Wrong::ListRemembers) {
            self.ever(|record| record.phase == phase)
        } else {
            let of_phase = |record: &Record| is_any || record.phase == phase;
            self.below.records().into_iter().filter(of_phase).map(|record| record.pk).collect()
        };
        keys.sort();
        let after = after.filter(|_| !self.is(Wrong::ListIgnoresCursor));
        let begins = match (self.wrong, after) {
            (_, None) => 0,
            (Wrong::ListRepeats, Some(after)) => keys.iter().position(|pk| pk.as_str() >= after).unwrap_or(keys.len()),
            // Finds the place of the key, and begins again when it is gone.
            (Wrong::ListCursorByPlace, Some(after)) => keys.iter().position(|pk| pk == after).map_or(0, |at| at + 1),
            (_, Some(after)) => keys.iter().position(|pk| pk.as_str() > after).unwrap_or(keys.len()),
        };
        let mut page: Vec<String> = keys.into_iter().skip(begins).take(limit).collect();
        if self.is(Wrong::ListDropsPageEnd) && page.len() > 2 {
            page.remove(page.len() - 2);
        }
        Ok(page)
    }

    async fn by_ticket(&self, destination: &str, ticket_id: &str) -> Result<Vec<String>, LedgerFailed> {
        self.newer_is_there()?;
        let names = |record: &Record| {
            let is_there = record.destination == destination || self.is(Wrong::TicketAnyDestination);
            let is = |id: &str| id == ticket_id || (self.is(Wrong::TicketPrefix) && id.starts_with(ticket_id));
            let own = record.ticket.as_ref().is_some_and(|ticket| is(&ticket.id));
            let old = self.is(Wrong::TicketNoOld) && record.previous.iter().any(|ticket| is(&ticket.id));
            is_there && (own || old)
        };
        if self.is(Wrong::TicketRemembers) {
            return Ok(self.ever(names));
        }
        let mut keys: Vec<String> =
            self.below.records().into_iter().filter(|record| names(record)).map(|record| record.pk).collect();
        if self.is(Wrong::TicketFirstOnly) {
            keys.truncate(1);
        }
        Ok(keys)
    }

    async fn take(&self, bucket: &str, most: u32, window: Duration, now: Moment) -> Result<bool, LedgerFailed> {
        let length = u64::try_from(window.as_millis()).unwrap();
        let number = now.as_millis() / length;
        match self.wrong {
            Wrong::TakeNever => Ok(false),
            Wrong::TakeOneMore => self.below.take(bucket, most + 1, window, now).await,
            Wrong::TakeAlwaysOne => self.below.take(bucket, most.max(1), window, now).await,
            Wrong::TakeOneBucket => self.below.take("all", most, window, now).await,
            Wrong::TakeSliding => {
                // A window begins with its first take.
                let mut state = self.state.lock().unwrap();
                let begun = state.taken.keys().filter(|(name, _)| name == bucket).map(|(_, begun)| *begun).max();
                let begun = begun.filter(|begun| now.as_millis() < begun + length).unwrap_or(now.as_millis());
                let taken = state.taken.entry((bucket.to_owned(), begun)).or_default();
                *taken += 1;
                Ok(*taken <= most)
            }
            Wrong::TakeOneWindow => {
                // Remembers the newest window that it was asked for only.
                let mut state = self.state.lock().unwrap();
                state.taken.retain(|(name, window), _| name != bucket || *window == number);
                let taken = state.taken.entry((bucket.to_owned(), number)).or_default();
                *taken += 1;
                Ok(*taken <= most)
            }
            Wrong::TakeWithGap => {
                let key = (bucket.to_owned(), number);
                let taken = self.state.lock().unwrap().taken.get(&key).copied().unwrap_or_default();
                gap().await;
                self.state.lock().unwrap().taken.insert(key, taken + 1);
                Ok(taken < most)
            }
            _ => self.below.take(bucket, most, window, now).await,
        }
    }
}

/// What a suite must say of each wrong ledger: a rule that begins so is broken.
const CAUGHT: &[(Wrong, &str)] = &[
    (Wrong::GetIgnoresCase, "get: a key that was never put"),
    (Wrong::GetIsLate, "get: shows every put"),
    (Wrong::GetIsLate, "bridge: a lost answer to a put"),
    (Wrong::GetIsLate, "bridge: a stale index"),
    (Wrong::AbsentOverwrites, "put: one that expects no record wins once"),
    (Wrong::GetThenPut, "put: of many at once that expect no record"),
    (Wrong::GetThenPut, "put: of many at once with one revision"),
    (Wrong::GetThenPut, "put: no update is lost"),
    (Wrong::NoCondition, "put: one with a wrong revision"),
    (Wrong::NoCondition, "put: of many at once with one revision"),
    (Wrong::LostIsStored, "put: one with a wrong revision"),
    (Wrong::RevMakes, "put: one with a wrong revision"),
    (Wrong::RevOfContent, "put: an old revision never fits again"),
    (Wrong::RevOfContent, "put: each win gives a new revision"),
    (Wrong::RevOfKey, "put: a revision fits its own record only"),
    (Wrong::RevKept, "put: each win gives a new revision"),
    (Wrong::RevReused, "put: each win gives a new revision"),
    (Wrong::DropsExtra, "get: what a newer version added"),
    (Wrong::DropsMember, "get: a record with every member set"),
    (Wrong::CutsText, "get: a large record"),
    (Wrong::MendsText, "get: text of every kind"),
    (Wrong::DueUnordered, "due: the longest due first"),
    (Wrong::DueOrderedAsText, "due: the longest due first"),
    (Wrong::DueUnlimited, "due: the longest due first"),
    (Wrong::DueTooEarly, "due: the longest due first"),
    (Wrong::DueNowMissing, "due: the longest due first"),
    (Wrong::DueRemembers, "due: a record whose wake time moved"),
    (Wrong::ListDropsPageEnd, "list: every record of a phase once"),
    (Wrong::ListRepeats, "list: every record of a phase once"),
    (Wrong::ListIgnoresCursor, "list: every record of a phase once"),
    (Wrong::ListCursorByPlace, "list: a record that changed its phase"),
    (Wrong::ListAnyPhase, "list: every record of a phase once"),
    (Wrong::ListRemembers, "list: a record that changed its phase"),
    (Wrong::TicketAnyDestination, "by_ticket: every record that names the ticket"),
    (Wrong::TicketPrefix, "by_ticket: every record that names the ticket"),
    (Wrong::TicketFirstOnly, "by_ticket: every record that names the ticket"),
    (Wrong::TicketNoOld, "by_ticket: a record whose ticket changed"),
    (Wrong::TicketRemembers, "by_ticket: a record whose ticket changed"),
    (Wrong::FailsForNewer, "get: what a newer version added"),
    (Wrong::TakeOneMore, "take: no more than the most"),
    (Wrong::TakeSliding, "take: full again in the next window"),
    (Wrong::TakeWithGap, "take: no more than the most"),
    (Wrong::TakeOneBucket, "take: buckets do not share"),
    (Wrong::TakeOneWindow, "take: a late clock"),
    (Wrong::TakeAlwaysOne, "take: none of none"),
    (Wrong::TakeNever, "take: no more than the most"),
];

#[tokio::test]
async fn a_wrapper_that_changes_nothing_keeps_every_rule() {
    conformance::ledger(async || Broken::ledger(Wrong::Right), &Setting::new()).await.assert_kept();
}

#[tokio::test]
async fn each_wrong_ledger_is_caught_by_the_rule_it_breaks() {
    let mut missed = Vec::new();
    for (wrong, rule) in CAUGHT {
        let report = conformance::ledger(async || Broken::ledger(*wrong), &Setting::new()).await;
        if !report.broken().iter().any(|broken| broken.rule.starts_with(rule)) {
            missed.push(format!("{wrong:?} keeps \"{rule}\": {report}"));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[tokio::test]
async fn each_rule_is_broken_by_some_wrong_ledger() {
    let report = conformance::ledger(async || Broken::ledger(Wrong::Right), &Setting::new()).await;
    let is_caught = |rule: &&&str| CAUGHT.iter().any(|(_, caught)| rule.starts_with(caught));
    let uncaught: Vec<_> = report.rules().iter().filter(|rule| !is_caught(rule)).collect();
    assert!(uncaught.is_empty(), "{uncaught:#?}");
}

#[tokio::test]
#[should_panic(expected = "take: none of none")]
async fn a_broken_rule_fails_the_test_by_its_name() {
    conformance::ledger(async || Broken::ledger(Wrong::TakeAlwaysOne), &Setting::new()).await.assert_kept();
}
