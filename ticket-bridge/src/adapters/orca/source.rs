//! What is read of alerts, and written to them.

use super::observation;
use crate::adapters::outcome;
use crate::observation::Observation;
use crate::outcome::{CallOutcome, Rejection};
use crate::ports::{FindingSource, ReadFailed, SourceWrite};
use crate::record::{FindingUpdate, OpKind};
use async_trait::async_trait;
use orca_api::model::AlertStatus;
use orca_api::{AlertId, CallOptions, Client, Error, OrcaErrorKind, RetryPolicy};

/// The alerts of one Orca tenant.
#[derive(Clone, Debug)]
pub struct OrcaSource {
    client: Client,
    in_progress: Vec<String>,
}

impl OrcaSource {
    /// Closes, reopens, updates and reads alerts with this client. Its token needs more than Orca's role Viewer.
    pub fn new(client: Client) -> Self {
        Self { client, in_progress: vec!["2".to_owned()] }
    }

    /// The ticket statuses in which somebody works on it, as the tracker writes them: an alert is set in progress then.
    /// `2` if not said otherwise, as Backlog writes it.
    #[must_use]
    pub fn in_progress_when(mut self, statuses: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.in_progress = statuses.into_iter().map(Into::into).collect();
        self
    }

    /// Tells what can be told, the status first: setting it twice does no harm. Orca knows no other status for a ticket's,
    /// and no priority.
    async fn update(&self, client: &Client, alert: &AlertId, update: &FindingUpdate) -> CallOutcome<()> {
        let (is_in_progress, untold) = self.sorted(update);
        if is_in_progress {
            match client.alerts().set_status(alert, AlertStatus::InProgress).await {
                Ok(_) => {}
                Err(error) if OrcaErrorKind::of(&error) == Some(OrcaErrorKind::AlreadyInState) => {}
                Err(error) => return ended(&error),
            }
        }
        if let Some(note) = update.note.as_deref().filter(|note| !note.trim().is_empty())
            && let Err(error) = client.alerts().comment(alert, note).await
        {
            return ended(&error);
        }
        if untold.is_empty() {
            return CallOutcome::Done(());
        }
        CallOutcome::Rejected(Rejection::item(format!("an Orca alert does not take {}", untold.join(" and "))))
    }

    /// Whether somebody works on the ticket now, and what Orca cannot be told.
    fn sorted(&self, update: &FindingUpdate) -> (bool, Vec<String>) {
        let is_in_progress = update.status.as_ref().is_some_and(|status| self.in_progress.contains(status));
        let status = update.status.as_ref().filter(|_| !is_in_progress);
        let status = status.map(|status| format!("the ticket status {status:?}"));
        let priority = update.priority.as_ref().map(|priority| format!("the priority {:?}", priority.as_str()));
        (is_in_progress, status.into_iter().chain(priority).collect())
    }
}

#[async_trait]
impl FindingSource for OrcaSource {
    async fn write(&self, write: &SourceWrite) -> CallOutcome<()> {
        let options = CallOptions::new().deadline(write.send_by.into()).retry(RetryPolicy::none());
        let (client, alert) = (self.client.with(options), AlertId::from(write.key.as_str()));
        let done = match write.kind {
            OpKind::CloseFinding => client.alerts().close(alert).await.map(drop),
            OpKind::ReopenFinding => client.alerts().reopen(alert).await.map(drop),
            OpKind::UpdateFinding => return self.update(&client, &alert, &write.update).await,
            kind => return CallOutcome::Rejected(Rejection::item(format!("{kind:?} is no write to a finding"))),
        };
        match done {
            Ok(()) => CallOutcome::Done(()),
            Err(error) => ended(&error),
        }
    }

    async fn read(&self, key: &str) -> Result<Option<Observation>, ReadFailed> {
        match self.client.alerts().get(AlertId::from(key)).await {
            Ok(alert) => Ok(Some(observation(&alert.view(), alert.raw()))),
            Err(error) if is_gone(&error) => Ok(None),
            Err(error) => Err(outcome::unread(&error)),
        }
    }
}

/// A "not found" that does not speak of the alert is about something else on the way: nobody's item.
fn ended(error: &Error) -> CallOutcome<()> {
    outcome::of(error, error.is_not_found() && !is_gone(error))
}

fn is_gone(error: &Error) -> bool {
    OrcaErrorKind::of(error) == Some(OrcaErrorKind::UnknownAlert)
}
