//! Alerts (アラート).
//!
//! Orca's API documentation is inside each tenant; what its own clients do is the only public source. So the methods here
//! take every answer that those clients were seen to get.

use crate::client::Client;
use crate::error::OrcaErrorKind;
use crate::id::AlertId;
use crate::model::{Alert, AlertEvent, AlertState, AlertStatus};
use saas_api_core::{Answer, Call, Error, Replay, Result};
use serde::Serialize;
use serde_json::{Map, Value};

/// Alerts. Made by [`Client::alerts`].
#[derive(Clone, Copy, Debug)]
pub struct Alerts<'c>(&'c Client);

/// How [`Alerts::close`] ended.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
#[must_use]
pub enum Closed {
    /// This call closed the alert.
    ByThisCall(Box<AlertEvent>),
    /// The alert was closed already: Orca refused to set the same status again.
    AlreadyClosed,
    /// The call failed, and the alert, read afterwards, is closed: by this call or by another.
    FoundClosed(Box<Alert>),
}

/// How [`Alerts::reopen`] ended.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
#[must_use]
pub enum Reopened {
    /// This call opened the alert.
    ByThisCall(Box<AlertEvent>),
    /// The alert was open already: Orca refused to set the same status again.
    AlreadyOpen,
    /// The call failed, and the alert, read afterwards, is open or in progress: by this call or by another.
    FoundOpen(Box<Alert>),
}

/// How a status came to be as wanted.
enum Reached {
    ByThisCall(Box<AlertEvent>),
    Already,
    Found(Box<Alert>),
}

#[derive(Serialize)]
struct Comment<'t> {
    comment: &'t str,
}

impl<'c> Alerts<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self(client)
    }

    /// Gets an alert.
    ///
    /// # Errors
    /// `NotFound` when there is no such alert: Orca says so at 400. `Decode` when the answer names no alert.
    #[doc(alias = "アラートの取得")]
    pub async fn get(&self, alert: impl Into<AlertId>) -> Result<Alert> {
        self.0.json(Call::get("/alerts/{alert_id}").arg(alert.into())).await
    }

    /// Gives an alert another status, in one attempt.
    ///
    /// [`close`](Self::close) and [`reopen`](Self::reopen) look at the alert where an answer leaves it open what happened.
    /// The reason goes into a [`comment`](Self::comment): this call has no place for it.
    ///
    /// # Errors
    /// `NotFound` when there is no such alert: Orca says so at 500. `Auth`, among others, when the token's role may not
    /// change alerts. [`AlreadyInState`](OrcaErrorKind::AlreadyInState) when the alert has the status already.
    #[doc(alias = "ステータスの変更")]
    pub async fn set_status(&self, alert: impl Into<AlertId>, status: impl Into<AlertStatus>) -> Result<AlertEvent> {
        let call = Call::put("/alerts/{alert_id}/status/{status}").arg(alert.into()).arg(status.into());
        // The default of a PUT, said here because it matters: nothing is repeated before somebody looked.
        event(&self.0.send(call.replay(Replay::Never)).await?)
    }

    /// Closes an alert, and takes one that is closed already for done.
    ///
    /// After any other failure that leaves it open whether the alert is closed, the alert is read once, and its state
    /// decides. The close itself is never sent twice once it may have arrived. Not final: Orca checks again, and opens the
    /// alert where the risk remains.
    ///
    /// # Errors
    /// `NotFound` with [`UnknownAlert`](OrcaErrorKind::UnknownAlert) when there is no such alert; a `NotFound` without it is
    /// about something else on the way. Otherwise the failure of the close, when the alert is not closed or cannot be read.
    /// Closing again later is safe.
    ///
    /// # Examples
    /// ```no_run
    /// # async fn example(orca: orca_api::Client) -> orca_api::Result<()> {
    /// use orca_api::alerts::Closed;
    ///
    /// match orca.alerts().close("orca-123456").await? {
    ///     Closed::AlreadyClosed => println!("nothing to do"),
    ///     _ => println!("closed"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "アラートのクローズ")]
    pub async fn close(&self, alert: impl Into<AlertId>) -> Result<Closed> {
        let reached = self.reach(&alert.into(), AlertStatus::Close, AlertState::is_closed).await?;
        Ok(match reached {
            Reached::ByThisCall(event) => Closed::ByThisCall(event),
            Reached::Already => Closed::AlreadyClosed,
            Reached::Found(alert) => Closed::FoundClosed(alert),
        })
    }

    /// Opens an alert again, and takes one that is open already for done. It also ends a snooze.
    ///
    /// Failures are treated as in [`close`](Self::close); an alert that is found in progress is taken for open.
    ///
    /// # Errors
    /// Like [`close`](Self::close).
    #[doc(alias = "アラートの再オープン")]
    pub async fn reopen(&self, alert: impl Into<AlertId>) -> Result<Reopened> {
        let is_open = |state: &AlertState| matches!(state, AlertState::Open | AlertState::InProgress);
        let reached = self.reach(&alert.into(), AlertStatus::Open, is_open).await?;
        Ok(match reached {
            Reached::ByThisCall(event) => Reopened::ByThisCall(event),
            Reached::Already => Reopened::AlreadyOpen,
            Reached::Found(alert) => Reopened::FoundOpen(alert),
        })
    }

    /// Adds a comment to an alert.
    ///
    /// Never repeated once it may have arrived: a second try can make a second comment.
    ///
    /// # Errors
    /// `InvalidRequest` for an empty text. `NotFound` when there is no such alert.
    #[doc(alias = "コメントの追加")]
    pub async fn comment(&self, alert: impl Into<AlertId>, text: &str) -> Result<AlertEvent> {
        let mut call = Call::put("/alerts/{alert_id}/comment").arg(alert.into()).json(&Comment { comment: text });
        if text.is_empty() {
            call = call.refuse("comment", "must not be empty");
        }
        event(&self.0.send(call.replay(Replay::Never)).await?)
    }

    async fn reach(&self, id: &AlertId, status: AlertStatus, is_so: fn(&AlertState) -> bool) -> Result<Reached> {
        let failure = match self.set_status(id, status).await {
            Ok(event) => return Ok(Reached::ByThisCall(Box::new(event))),
            Err(failure) => failure,
        };
        match OrcaErrorKind::of(&failure) {
            Some(OrcaErrorKind::AlreadyInState) => return Ok(Reached::Already),
            Some(OrcaErrorKind::UnknownAlert) => return Err(failure),
            _ if !leaves_it_open(&failure) => return Err(failure),
            _ => {}
        }
        match self.get(id).await {
            Ok(alert) if alert.state().is_some_and(is_so) => Ok(Reached::Found(Box::new(alert))),
            Err(gone) if OrcaErrorKind::of(&gone) == Some(OrcaErrorKind::UnknownAlert) => Err(gone),
            Ok(_) | Err(_) => Err(failure),
        }
    }
}

/// Whether the alert may be as wanted although the call failed. Not when nothing was sent, or only the rate limit spoke.
fn leaves_it_open(failure: &Error) -> bool {
    failure.may_have_been_applied() || (failure.status().is_some() && !failure.is_rate_limited())
}

/// The event of an accepted change: in `data` or bare, and at times nothing.
fn event(answer: &Answer) -> Result<AlertEvent> {
    if answer.bytes().trim_ascii().is_empty() {
        return Ok(AlertEvent::default());
    }
    let mut members: Map<String, Value> = answer.json()?;
    let event = match members.remove("data") {
        Some(event @ Value::Object(_)) => event,
        _ => Value::Object(members),
    };
    Ok(AlertEvent::read(event))
}
