//! What operators do: hold findings back, let dead letters try again, say which ticket it is.

use super::{Bridge, BridgeError};
use crate::engine::{Disposition, Event};
use crate::intake::{Intake, Item};
use crate::marker::record_key;
use crate::moment::Deadline;
use crate::ports::{Expected, TicketState};
use crate::record::{Mute, Phase, TicketRef};
use std::sync::Arc;

impl Bridge {
    /// Holds one finding back until a moment, whatever its phase.
    ///
    /// # Errors
    /// When the ledger fails or does not know the finding.
    pub async fn mute(&self, key: &str, mute: Mute) -> Result<Disposition, BridgeError> {
        self.operate(&record_key(&self.policy.flow, key), Event::Muted(mute)).await
    }

    /// Lets a finding go again. What was said meanwhile is decided now.
    ///
    /// # Errors
    /// When the ledger fails or does not know the finding.
    pub async fn unmute(&self, key: &str) -> Result<Disposition, BridgeError> {
        self.operate(&record_key(&self.policy.flow, key), Event::Unmuted).await
    }

    /// Lets a dead letter try again, by the key of its record. A create that may have been done is looked for first.
    ///
    /// Unreadable input is read again, by this intake: another version may understand it.
    ///
    /// # Errors
    /// When the ledger fails or does not know the record.
    pub async fn replay(&self, pk: &str, intake: &dyn Intake) -> Result<Disposition, BridgeError> {
        if pk.starts_with("!dead:") {
            return self.read_again(pk, intake).await;
        }
        let replayed = self.operate(pk, Event::Replayed).await?;
        match replayed {
            Disposition::Ignored(_) => Ok(replayed),
            _ => self.item(pk, Event::Woken, Deadline::none()).await,
        }
    }

    /// Says which ticket is a finding's, by the key of its record. The ticket is read first.
    ///
    /// # Errors
    /// When the ledger fails or does not know the record, or the ticket cannot be read.
    pub async fn link(&self, pk: &str, ticket: &TicketRef) -> Result<Disposition, BridgeError> {
        match self.tracker.read(ticket, None).await {
            Ok(TicketState::There(read)) => self.operate(pk, Event::LinkedByHand(read.snapshot)).await,
            Ok(TicketState::Deleted) => Err(BridgeError::Tracker("the ticket was deleted".to_owned())),
            Ok(TicketState::Hidden(reason)) => Err(BridgeError::Tracker(reason)),
            Err(failure) => Err(BridgeError::Tracker(failure.to_string())),
        }
    }

    async fn operate(&self, pk: &str, event: Event) -> Result<Disposition, BridgeError> {
        if !self.owns(pk) {
            return Err(BridgeError::NoRecord { pk: pk.to_owned() });
        }
        self.stored(pk).await?;
        self.item(pk, event, Deadline::none()).await
    }

    async fn read_again(&self, pk: &str, intake: &dyn Intake) -> Result<Disposition, BridgeError> {
        let (mut record, rev) = self.stored(pk).await?;
        if record.phase != Phase::DeadLetter {
            return Ok(Disposition::Ignored("no dead letter"));
        }
        let raw = record.pending.as_ref().map(|pending| Arc::clone(&pending.raw)).unwrap_or_default();
        let items = intake.read(&raw);
        let is_unread = |item: &Item| matches!(item, Item::Malformed(_));
        if items.is_empty() || items.iter().any(is_unread) {
            return Ok(Disposition::DeadLetter);
        }
        let mut last = Disposition::Ignored("nothing in it concerns this flow");
        for item in items {
            last = match item {
                Item::Finding(observation) => self.ingest(*observation).await?,
                _ => continue,
            };
        }
        record.phase = Phase::Closed;
        record.problem = None;
        record.expires_at = Some(self.now());
        // Whoever stored meanwhile did the same.
        let _ = self.put(Expected::Rev(rev), &record).await?;
        Ok(last)
    }
}
