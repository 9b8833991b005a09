//! One item: decide, store, act, and go on with what came of it.

use super::{Bridge, BridgeError};
use crate::engine::{Command, Context, Disposition, Event, decide};
use crate::marker::record_key;
use crate::moment::{Deadline, Moment};
use crate::observation::Observation;
use crate::ports::{Expected, LedgerFailed, Put, Rev};
use crate::record::{Phase, Record};
use crate::watch::{Decided, Settled};
use futures_util::future::join;
use std::collections::VecDeque;
use std::sync::PoisonError;
use std::time::Duration;

/// How often a decision is made again after another worker stored first.
const MOST_DECISIONS: u32 = 16;

/// What is known of the destination is asked again after this time.
const PLACE_FRESH: Duration = Duration::from_secs(10);

/// When what could not be stored with its record is tried again.
const HELD: Duration = Duration::from_secs(5 * 60);

/// What the keys of such records begin with.
pub(super) const HELD_KEYS: &str = "!held:";

/// What an item did so far.
#[derive(Debug, Default)]
pub(super) struct ItemLog {
    pub(super) rows: Vec<&'static str>,
    pub(super) calls: u32,
    disposition: Option<Disposition>,
}

/// What is known of the destination, and since when.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct PlaceView {
    asked_at: Option<Moment>,
    adopted: bool,
    has_circuit: bool,
    blocked_until: Option<Moment>,
}

impl Bridge {
    /// Drives one item to its end, and tells who looks on.
    pub(super) async fn item(&self, pk: &str, event: Event, deadline: Deadline) -> Result<Disposition, BridgeError> {
        let begun = self.now();
        let mut log = ItemLog::default();
        self.drive(pk, event, deadline, &mut log).await?;
        let disposition = log.disposition.take().unwrap_or(Disposition::Ignored("nothing happened"));
        self.settled(pk, &disposition, log, begun);
        Ok(disposition)
    }

    /// The decision record of an item that is no finding: kept, or of no concern.
    pub(crate) fn settled_without_a_finding(&self, pk: &str, disposition: &Disposition) {
        self.settled(pk, disposition, ItemLog::default(), self.now());
    }

    fn settled(&self, pk: &str, disposition: &Disposition, log: ItemLog, begun: Moment) {
        let Some(watch) = &self.watch else { return };
        let at = self.now();
        watch.settled(&Settled {
            at,
            pk: pk.to_owned(),
            rows: log.rows,
            disposition: disposition.as_str(),
            why: if let Disposition::Ignored(why) = disposition { Some(why) } else { None },
            calls: log.calls,
            took_ms: u64::try_from(begun.until(at).as_millis()).unwrap_or(u64::MAX),
        });
    }

    async fn drive(&self, pk: &str, event: Event, deadline: Deadline, log: &mut ItemLog) -> Result<(), BridgeError> {
        let mut events = VecDeque::from([(pk.to_owned(), event)]);
        let mut is_first = true;
        let mut last_put = None;
        while let Some((key, event)) = events.pop_front() {
            let decided = match self.decide(&key, &event, &mut last_put, log).await {
                Ok(decided) => decided,
                // The item itself is stored. What came of it stays due, and a tick goes on.
                Err(_) if !is_first => continue,
                Err(error) => return Err(error),
            };
            let (disposition, commands) = decided;
            if key.starts_with("!dest:") {
                self.forget_place();
            }
            if is_first || (key == pk && !matches!(disposition, Disposition::Ignored(_))) {
                log.disposition = Some(disposition);
            }
            is_first = false;
            for command in commands {
                if let Command::Trip { reason } = command {
                    events.push_back((self.place_key(), Event::PlaceRefused(reason)));
                    continue;
                }
                let is_write = matches!(command, Command::Create(_) | Command::WriteTicket(_));
                let came = self.act(command, deadline, log).await;
                if is_write && came.is_done() && self.place_view().has_circuit {
                    events.push_back((self.place_key(), Event::PlaceAccepted));
                }
                events.push_back((key.clone(), came));
            }
        }
        Ok(())
    }

    /// One decision, stored. What this item put last is decided on without reading it again: the next put finds out
    /// whether another worker stored meanwhile.
    async fn decide(
        &self,
        pk: &str,
        event: &Event,
        last_put: &mut Option<(Record, Rev)>,
        log: &mut ItemLog,
    ) -> Result<(Disposition, Vec<Command>), BridgeError> {
        let own = last_put.take().filter(|(record, _)| record.pk == pk);
        // What was put before, or read beside the place, may be older than the decision.
        let mut may_be_old = own.is_some() || self.known_place().is_none();
        let read = async {
            match own {
                Some(own) => Ok(Some(own)),
                None => self.ledger.get(pk).await,
            }
        };
        let (place, stored) = join(self.place(), read).await;
        let (place, mut next) = (place?, Some(stored?));
        for _ in 0..MOST_DECISIONS {
            let stored = match next.take() {
                Some(stored) => stored,
                None => self.ledger.get(pk).await?,
            };
            if let Some((record, _)) = stored.as_ref().filter(|(record, _)| record.is_newer()) {
                return Err(BridgeError::Newer { pk: pk.to_owned(), version: record.v });
            }
            let fresh_id = self.fresh_id();
            let cx = Context::new(&self.policy, self.now(), &self.owner, &fresh_id)
                .adopted(self.adopted || place.adopted)
                .blocked_until(place.blocked_until)
                .create_token(self.tracker.capabilities().create_token)
                .notifies(self.notifier.is_some())
                .has_source(self.source.is_some());
            let decision = decide(stored.as_ref().map(|(record, _)| record), event, &cx);
            if std::mem::take(&mut may_be_old) && decision.put.is_none() {
                // No put would find out: look.
                continue;
            }
            let before = stored.as_ref().map(|(record, _)| record.phase);
            let after = decision.put.as_ref().map(|record| record.phase).or(before);
            let is_stored = decision.put.is_some();
            if let Some(record) = decision.put {
                let expected = stored.map_or(Expected::Absent, |(_, rev)| Expected::Rev(rev));
                match self.put(expected, &record).await? {
                    Put::Lost => continue,
                    Put::Won(rev) => *last_put = Some((record, rev)),
                }
            }
            log.rows.push(decision.row);
            if let Some(watch) = &self.watch {
                let (row, disposition) = (decision.row, &decision.disposition);
                watch.decided(&Decided { pk, row, disposition, before, after, stored: is_stored });
            }
            return Ok((decision.disposition, decision.commands));
        }
        Err(BridgeError::Contended { attempts: MOST_DECISIONS })
    }

    /// A put whose answer is lost may have won: what is stored then tells.
    pub(super) async fn put(&self, expected: Expected, record: &Record) -> Result<Put, LedgerFailed> {
        let failure = match self.ledger.put(expected, record).await {
            Err(failure) => failure,
            ended => return ended,
        };
        match self.ledger.get(&record.pk).await {
            Ok(Some((stored, rev))) if stored == *record => Ok(Put::Won(rev)),
            _ => Err(failure),
        }
    }

    /// Keeps an observation beside a record that cannot be changed here: a tick brings it in later.
    pub(super) async fn hold(&self, observation: Observation) -> Result<Disposition, BridgeError> {
        let said = (observation.observed_at.as_millis(), observation.state);
        let pk = format!("{HELD_KEYS}{}", record_key(&self.policy.flow, &format!("{} {said:?}", observation.key)));
        let mut held = Record::new(pk, self.policy.destination.clone(), Phase::Deferred);
        held.defer_until = Some(self.now().after(HELD));
        held.wake_at = held.defer_until;
        held.pending = Some(observation);
        self.store_new(&held).await?;
        Ok(Disposition::Deferred)
    }

    /// Brings in what was kept beside its record.
    pub(super) async fn bring_in(&self, pk: &str, deadline: Deadline) -> Result<(), BridgeError> {
        let Some((mut held, rev)) = self.ledger.get(pk).await? else { return Ok(()) };
        let due = held.phase == Phase::Deferred && held.wake_at.is_some_and(|wake| wake <= self.now());
        let Some(observation) = held.pending.clone().filter(|_| due) else { return Ok(()) };
        let key = record_key(&self.policy.flow, &observation.key);
        match self.item(&key, Event::Observed(observation), deadline).await {
            Ok(_) => {
                held.phase = Phase::Closed;
                held.expires_at = Some(self.now());
                held.wake_at = None;
            }
            Err(_) => held.wake_at = Some(self.now().after(HELD)),
        }
        held.defer_until = held.wake_at;
        // Whoever stored meanwhile brought it in.
        let _ = self.put(Expected::Rev(rev), &held).await?;
        Ok(())
    }

    /// Stores a record that stands for itself. One that is there already is the same one.
    pub(crate) async fn store_new(&self, record: &Record) -> Result<(), BridgeError> {
        match self.put(Expected::Absent, record).await? {
            Put::Won(_) | Put::Lost => Ok(()),
        }
    }

    /// The record under a key.
    pub(super) async fn stored(&self, pk: &str) -> Result<(Record, Rev), BridgeError> {
        self.ledger.get(pk).await?.ok_or_else(|| BridgeError::NoRecord { pk: pk.to_owned() })
    }

    /// Whether a key is of this flow. Others may use the same ledger: what is theirs is decided by their rules.
    pub(super) fn owns(&self, pk: &str) -> bool {
        let of_finding = pk.strip_prefix(HELD_KEYS).unwrap_or(pk).rsplit_once(':');
        of_finding.is_some_and(|(flow, _)| flow == self.policy.flow) || pk == self.place_key()
    }

    pub(super) fn place_key(&self) -> String {
        Record::place_key(&self.policy.flow, &self.policy.destination)
    }

    /// What is known of the destination, asked again now and then.
    async fn place(&self) -> Result<PlaceView, BridgeError> {
        if let Some(known) = self.known_place() {
            return Ok(known);
        }
        let now = self.now();
        let stored = self.ledger.get(&self.place_key()).await?;
        let place = stored.and_then(|(record, _)| record.place).unwrap_or_default();
        let view = PlaceView {
            asked_at: Some(now),
            adopted: place.adopted_at.is_some(),
            has_circuit: place.circuit.is_some(),
            blocked_until: place.circuit.map(|circuit| circuit.until),
        };
        *self.place.lock().unwrap_or_else(PoisonError::into_inner) = view;
        Ok(view)
    }

    /// What is known of the destination, while it need not be asked again.
    fn known_place(&self) -> Option<PlaceView> {
        let (known, now) = (self.place_view(), self.now());
        known.asked_at.is_some_and(|at| at.after(PLACE_FRESH) > now).then_some(known)
    }

    fn place_view(&self) -> PlaceView {
        *self.place.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn forget_place(&self) {
        self.place.lock().unwrap_or_else(PoisonError::into_inner).asked_at = None;
    }
}
