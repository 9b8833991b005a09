//! Work over many records: what is due, what a destination holds already, what no webhook told.

use super::drive::{HELD_KEYS, ItemLog};
use super::{Bridge, BridgeError, calls};
use crate::engine::{Disposition, Event};
use crate::moment::{Deadline, Moment};
use crate::ports::{Probe, TicketPage, TicketRead, TicketState};
use crate::record::Phase;
use futures_util::StreamExt;
use futures_util::stream;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// So many keys are asked for at once.
const PAGE: usize = 100;

/// So much before the last look, changes are looked at again: they come in no order.
const SLACK: Duration = Duration::from_secs(24 * 60 * 60);

/// One key can have several things due at once.
const MOST_TURNS: usize = 4;

/// What a tick did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ticked {
    /// Records that were due.
    pub woken: usize,
    /// Records whose turn failed, with the reason. They stay due.
    pub failed: Vec<(String, BridgeError)>,
    /// Something due is left, for the time was over.
    pub is_cut_short: bool,
}

/// What an adoption found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Adopted {
    /// Tickets that name a finding.
    pub tickets: usize,
    /// Findings that were linked to their ticket now.
    pub linked: usize,
    /// Findings that several open tickets name, with the keys of the tickets: a person decides. They are dead letters.
    pub ambiguous: Vec<(String, Vec<String>)>,
    /// All of the destination was read, and the ledger remembers it.
    pub is_complete: bool,
}

/// What a reconciliation found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reconciled {
    /// Tickets that were changed and name a finding.
    pub tickets: usize,
    /// Tickets that said something new.
    pub changed: usize,
    /// All changes were looked at.
    pub is_complete: bool,
}

impl Bridge {
    /// Does what is due: run it by a schedule, once a minute or so.
    ///
    /// Flows may share a ledger: each does its own. What is due in another flow is read past, so a flow that is given up
    /// should not be left in a ledger that others use.
    ///
    /// # Errors
    /// When the ledger does not tell what is due. A record that fails is named in the answer, and the others go on.
    pub async fn tick(&self, deadline: Deadline) -> Result<Ticked, BridgeError> {
        let mut ticked = Ticked::default();
        let mut done = BTreeSet::new();
        loop {
            // Those that were woken and are still due had their turn.
            let limit = PAGE.saturating_add(done.len());
            let due = self.ledger.due(self.now(), limit).await?;
            let fresh: Vec<String> = due.into_iter().filter(|pk| done.insert(pk.clone())).collect();
            if fresh.is_empty() {
                return Ok(ticked);
            }
            let own = fresh.into_iter().filter(|pk| self.owns(pk));
            let turns = own.map(|pk| self.turn_of(pk, deadline));
            let mut turns = stream::iter(turns).buffer_unordered(self.concurrency);
            while let Some((pk, ended)) = turns.next().await {
                match ended {
                    Ok(true) => ticked.woken = ticked.woken.saturating_add(1),
                    Ok(false) => ticked.is_cut_short = true,
                    Err(error) => ticked.failed.push((pk, error)),
                }
            }
            if ticked.is_cut_short {
                return Ok(ticked);
            }
        }
    }

    /// Whether something is left to be done for a finding, after what is due now was done. For a flow without a tick: its
    /// message is what wakes the record.
    pub(crate) async fn is_owed(&self, pk: &str, deadline: Deadline) -> Result<bool, BridgeError> {
        if deadline.has_time(self.now()) {
            self.wake(pk, deadline).await?;
        }
        let Some((record, _)) = self.ledger.get(pk).await? else { return Ok(false) };
        let waits = matches!(record.phase, Phase::Claimed | Phase::InDoubt)
            || (record.phase == Phase::Deferred && record.mute.is_none());
        Ok(waits || record.op.is_some() || record.is_newer())
    }

    /// One record's turn; `false` when there was no time for it.
    async fn turn_of(&self, pk: String, deadline: Deadline) -> (String, Result<bool, BridgeError>) {
        if !deadline.has_time(self.now()) {
            return (pk, Ok(false));
        }
        let ended = self.wake(&pk, deadline).await;
        (pk, ended.map(|()| true))
    }

    async fn wake(&self, pk: &str, deadline: Deadline) -> Result<(), BridgeError> {
        if pk.starts_with(HELD_KEYS) {
            return self.bring_in(pk, deadline).await;
        }
        for _ in 0..MOST_TURNS {
            self.item(pk, Event::Woken, deadline).await?;
            let wake = self.ledger.get(pk).await?.and_then(|(record, _)| record.wake_at);
            if wake.is_none_or(|wake| wake > self.now()) {
                break;
            }
        }
        Ok(())
    }

    /// Reads all tickets of the destination that name a finding, and links those that the ledger does not know. Once it
    /// was read completely, new findings need not be looked for there.
    ///
    /// Run it before the first delivery, and after the ledger was lost.
    ///
    /// # Errors
    /// When the ledger or the tracker fails. What was linked until then stays.
    pub async fn adopt(&self, deadline: Deadline) -> Result<Adopted, BridgeError> {
        let mut adopted = Adopted::default();
        let mut by_marker: BTreeMap<String, Vec<TicketRead>> = BTreeMap::new();
        let mut cursor = None;
        loop {
            let Some(page) = self.page(None, cursor.as_deref(), deadline).await? else { return Ok(adopted) };
            for read in page.tickets {
                let known = by_marker.entry(self.key_of(&read).unwrap_or_default()).or_default();
                // Pages shift while they are read: a ticket that comes twice is one.
                if known.iter().all(|known| known.snapshot.ticket.id != read.snapshot.ticket.id) {
                    adopted.tickets = adopted.tickets.saturating_add(1);
                    known.push(read);
                }
            }
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        for (pk, tickets) in by_marker.into_iter().filter(|(pk, _)| !pk.is_empty()) {
            let probe = Probe::of(tickets.into_iter().map(|read| read.snapshot).collect());
            let keys = match &probe {
                Probe::Ambiguous(tickets) => Some(tickets.iter().map(|ticket| ticket.key.clone()).collect()),
                _ => None,
            };
            match self.item(&pk, Event::Adopted { pk: pk.clone(), probe }, deadline).await? {
                Disposition::Linked => adopted.linked = adopted.linked.saturating_add(1),
                Disposition::DeadLetter => adopted.ambiguous.push((pk, keys.unwrap_or_default())),
                _ => {}
            }
        }
        self.item(&self.place_key(), Event::PlaceAdopted, deadline).await?;
        adopted.is_complete = true;
        Ok(adopted)
    }

    /// Reads all tickets that were changed since the last time, and decides on each: what no webhook told is seen so, and
    /// a second ticket of one finding too. Run it by a schedule, once an hour or so.
    ///
    /// # Errors
    /// When the ledger or the tracker fails. The next one looks at the same changes again.
    pub async fn reconcile(&self, deadline: Deadline) -> Result<Reconciled, BridgeError> {
        let begun = self.now();
        let place = self.ledger.get(&self.place_key()).await?.and_then(|(record, _)| record.place);
        let since = place.and_then(|place| place.reconciled_to).unwrap_or(begun).before(SLACK);
        let mut reconciled = Reconciled::default();
        let mut cursor = None;
        loop {
            let asked_at = self.now();
            let Some(page) = self.page(Some(since), cursor.as_deref(), deadline).await? else {
                return Ok(reconciled);
            };
            for read in page.tickets {
                reconciled.tickets = reconciled.tickets.saturating_add(1);
                let Some(pk) = self.key_of(&read) else { continue };
                let ticket = read.snapshot.ticket.clone();
                let seen = calls::ticket_event(&ticket, None, Ok(TicketState::There(Box::new(read))), asked_at);
                if !matches!(self.item(&pk, seen, deadline).await?, Disposition::Ignored(_)) {
                    reconciled.changed = reconciled.changed.saturating_add(1);
                }
            }
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        self.item(&self.place_key(), Event::PlaceReconciled(begun), deadline).await?;
        reconciled.is_complete = true;
        Ok(reconciled)
    }

    /// `None`: no time is left.
    async fn page(
        &self,
        since: Option<Moment>,
        cursor: Option<&str>,
        deadline: Deadline,
    ) -> Result<Option<TicketPage>, BridgeError> {
        if !deadline.has_time(self.now()) {
            return Ok(None);
        }
        let begun = self.now();
        let page = self.in_time(deadline, self.tracker.page(since, cursor)).await;
        let is_read = matches!(page, Some(Ok(_)));
        self.called("page", calls::of_read(is_read), begun, &mut ItemLog::default());
        page.transpose().map_err(|failure| BridgeError::Tracker(failure.to_string()))
    }
}
