//! Changes of an alert.

use super::Alerts;
use crate::error::{OrcaErrorKind, failure_of};
use crate::id::AlertId;
use crate::model::{Alert, AlertEvent, AlertState, AlertStatus, Severity, Verification};
use http::StatusCode;
use saas_api_core::{Answer, ApiMessage, Call, Error, ErrorKind, Failure, Replay, Result};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// How [`Alerts::close`] ended.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
#[must_use]
pub enum Closed {
    /// This call closed the alert.
    ByThisCall(Box<AlertEvent>),
    /// The alert was closed already: Orca refused to set the same status again. This call starts no scan.
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

/// How another change of an alert ended well.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
#[must_use]
pub enum Changed {
    /// This call did it. The event tells what Orca wrote down.
    ByThisCall(Box<AlertEvent>),
    /// It was so already: Orca refused to set the same again. By an earlier attempt of this call, where that one's answer
    /// was lost, or by somebody else.
    AlreadySo,
    /// The alert, read, is as wanted. The call that should have done it failed, or was not needed.
    FoundSo(Box<Alert>),
}

impl Alerts<'_> {
    /// Gives an alert another status, in one attempt.
    ///
    /// [`close`](Self::close), [`reopen`](Self::reopen), [`start_progress`](Self::start_progress) and
    /// [`dismiss`](Self::dismiss) look at the alert where an answer leaves it open what happened. The reason goes into a
    /// [`comment`](Self::comment): this call has no place for it.
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
    /// After any other failure that does not tell whether the alert is closed, the alert is read once, and its state
    /// decides. The close itself is never sent twice once it may have arrived. Not final: Orca checks again, and opens the
    /// alert where the risk remains. [`wait_for_verdict`](Self::wait_for_verdict) waits for that check.
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
        let changed = self.reach(&alert.into(), AlertStatus::Close, AlertState::is_closed).await?;
        Ok(match changed {
            Changed::ByThisCall(event) => Closed::ByThisCall(event),
            Changed::AlreadySo => Closed::AlreadyClosed,
            Changed::FoundSo(alert) => Closed::FoundClosed(alert),
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
        let changed = self.reach(&alert.into(), AlertStatus::Open, is_open).await?;
        Ok(match changed {
            Changed::ByThisCall(event) => Reopened::ByThisCall(event),
            Changed::AlreadySo => Reopened::AlreadyOpen,
            Changed::FoundSo(alert) => Reopened::FoundOpen(alert),
        })
    }

    /// Says that somebody works on an alert, and takes one that is in progress already for done.
    ///
    /// # Errors
    /// Like [`close`](Self::close).
    #[doc(alias = "対応中にする")]
    pub async fn start_progress(&self, alert: impl Into<AlertId>) -> Result<Changed> {
        let is_so = |state: &AlertState| *state == AlertState::InProgress;
        self.reach(&alert.into(), AlertStatus::InProgress, is_so).await
    }

    /// Accepts an alert's risk, and takes one that is dismissed already for done.
    ///
    /// It stays dismissed. For a risk that is accepted for some days there is [`snooze`](Self::snooze).
    ///
    /// # Errors
    /// Like [`close`](Self::close).
    #[doc(alias = "アラートの却下")]
    pub async fn dismiss(&self, alert: impl Into<AlertId>) -> Result<Changed> {
        let is_so = |state: &AlertState| *state == AlertState::Dismissed;
        self.reach(&alert.into(), AlertStatus::Dismiss, is_so).await
    }

    /// Puts an alert off for some days, 1 to 365. Orca opens it again when they are over.
    ///
    /// Orca's own tools take so many days in automations; the limit of this call is not known to be another. Repeated
    /// after a server error or a lost answer. Known from one client of a partner, which does not read the answer.
    ///
    /// # Errors
    /// `InvalidRequest` for other numbers of days. `NotFound` when there is no such alert.
    #[doc(alias = "スヌーズ")]
    pub async fn snooze(&self, alert: impl Into<AlertId>, days: u16) -> Result<Changed> {
        let call = Call::put("/alerts/{alert_id}/snooze").arg(alert.into()).json(&json!({"days": days}));
        let is_valid = (1..=365).contains(&days);
        self.set(if is_valid { call } else { call.refuse("days", "must be 1 to 365") }).await
    }

    /// Ends an alert's snooze: it is open again.
    ///
    /// Looks first, for the same call would open a closed alert: one that is not snoozed is left as it is, and comes as
    /// [`FoundSo`](Changed::FoundSo). Failures are treated as in [`close`](Self::close).
    ///
    /// # Errors
    /// Like [`get`](Self::get) and [`close`](Self::close). `Decode` when the alert tells no state: nothing is done then.
    #[doc(alias = "スヌーズの解除")]
    pub async fn unsnooze(&self, alert: impl Into<AlertId>) -> Result<Changed> {
        let id = alert.into();
        let answer = self.0.send(Call::get("/alerts/{alert_id}").arg(&id)).await?;
        let alert: Alert = answer.json()?;
        match alert.state() {
            Some(AlertState::Snoozed) => self.reach(&id, AlertStatus::Open, is_open).await,
            Some(_) => Ok(Changed::FoundSo(Box::new(alert))),
            None => {
                let told = vec![ApiMessage::new("the alert tells no state, so whether it is snoozed is not known")];
                Err(answer.failure(Failure::of_status(StatusCode::OK, told).kind(ErrorKind::Decode), false))
            }
        }
    }

    /// Gives an alert another score, 1.0 to 10.0: higher is worse.
    ///
    /// Repeated after a server error or a lost answer.
    ///
    /// # Errors
    /// `InvalidRequest` for another score. `NotFound` when there is no such alert.
    #[doc(alias = "スコアの変更")]
    pub async fn set_score(&self, alert: impl Into<AlertId>, score: f64) -> Result<Changed> {
        let call = severity_call(alert.into(), &json!({"orca_score": score}));
        let is_valid = (1.0..=10.0).contains(&score);
        self.set(if is_valid { call } else { call.refuse("orca_score", "must be 1.0 to 10.0") }).await
    }

    /// Gives an alert another severity in the old words. The score and the risk level are others.
    ///
    /// Known from one client of somebody else. Repeated after a server error or a lost answer.
    ///
    /// # Errors
    /// `InvalidRequest` for an empty word. `NotFound` when there is no such alert.
    #[doc(alias = "重大度の変更")]
    pub async fn set_severity(&self, alert: impl Into<AlertId>, severity: impl Into<Severity>) -> Result<Changed> {
        let severity = severity.into();
        let call = severity_call(alert.into(), &json!({"severity": severity}));
        let is_valid = !severity.as_str().trim().is_empty();
        self.set(if is_valid { call } else { call.refuse("severity", "must not be empty") }).await
    }

    /// Asks Orca to look again whether an alert's risk is there: a scan that takes minutes to hours.
    ///
    /// The answer says that the scan begins, not what it finds: see [`wait_for_verdict`](Self::wait_for_verdict). Orca
    /// verifies by itself what was closed. Never repeated once it may have arrived: a second call asks for a second scan.
    ///
    /// # Errors
    /// `NotFound` when there is no such alert: Orca says so at 400.
    #[doc(alias = "再検証")]
    pub async fn verify(&self, alert: impl Into<AlertId>) -> Result<Verification> {
        let call = Call::put("/alerts/{alert_id}/verify").arg(alert.into()).replay(Replay::Never);
        let answer = self.0.send(call).await?;
        if is_empty(&answer) { Ok(Verification::default()) } else { answer.json() }
    }

    /// Adds a comment to an alert.
    ///
    /// Never repeated once it may have arrived: a second try can make a second comment. [`EventLog::comments`] tells
    /// whether it is there.
    ///
    /// [`EventLog::comments`]: super::EventLog::comments
    ///
    /// # Errors
    /// `InvalidRequest` for an empty text. `NotFound` when there is no such alert.
    #[doc(alias = "コメントの追加")]
    pub async fn comment(&self, alert: impl Into<AlertId>, text: &str) -> Result<AlertEvent> {
        #[derive(Serialize)]
        struct Comment<'t> {
            comment: &'t str,
        }
        let mut call = Call::put("/alerts/{alert_id}/comment").arg(alert.into()).json(&Comment { comment: text });
        if text.is_empty() {
            call = call.refuse("comment", "must not be empty");
        }
        event(&self.0.send(call.replay(Replay::Never)).await?)
    }

    /// Sends a call that sets a value, so that sending it twice does the same: the second time it may be so already.
    async fn set(&self, call: Call) -> Result<Changed> {
        match self.0.send(call.replay(Replay::Safe)).await {
            Ok(answer) => event(&answer).map(Box::new).map(Changed::ByThisCall),
            Err(same) if OrcaErrorKind::of(&same) == Some(OrcaErrorKind::AlreadyInState) => Ok(Changed::AlreadySo),
            Err(failure) => Err(failure),
        }
    }

    async fn reach(&self, id: &AlertId, status: AlertStatus, is_so: fn(&AlertState) -> bool) -> Result<Changed> {
        let failure = match self.set_status(id, status).await {
            Ok(event) => return Ok(Changed::ByThisCall(Box::new(event))),
            Err(failure) => failure,
        };
        match OrcaErrorKind::of(&failure) {
            Some(OrcaErrorKind::AlreadyInState) => return Ok(Changed::AlreadySo),
            Some(OrcaErrorKind::UnknownAlert) => return Err(failure),
            _ if !leaves_it_open(&failure) => return Err(failure),
            _ => {}
        }
        match self.get(id).await {
            Ok(alert) if alert.state().is_some_and(is_so) => Ok(Changed::FoundSo(Box::new(alert))),
            Err(gone) if OrcaErrorKind::of(&gone) == Some(OrcaErrorKind::UnknownAlert) => Err(gone),
            Ok(_) | Err(_) => Err(failure),
        }
    }
}

/// One route for two things: which one, the body says.
fn severity_call(alert: AlertId, body: &Value) -> Call {
    Call::put("/alerts/{alert_id}/severity").arg(alert).json(body)
}

/// An alert in progress is open too: more was done than was asked for.
fn is_open(state: &AlertState) -> bool {
    matches!(state, AlertState::Open | AlertState::InProgress)
}

/// Whether the alert may be as wanted although the call failed. Not when nothing was sent, or only the rate limit spoke.
fn leaves_it_open(failure: &Error) -> bool {
    failure.may_have_been_applied() || (failure.status().is_some() && !failure.is_rate_limited())
}

fn is_empty(answer: &Answer) -> bool {
    answer.bytes().trim_ascii().is_empty()
}

/// The event of an accepted change: in `data` or bare, and at times nothing.
fn event(answer: &Answer) -> Result<AlertEvent> {
    if is_empty(answer) {
        return Ok(AlertEvent::default());
    }
    let mut members: Map<String, Value> = answer.json()?;
    let event = match members.remove("data") {
        Some(event @ Value::Object(_)) => event,
        // No event has an error: this is a failure that does not call itself one.
        _ if members.get("error").is_some_and(|error| !matches!(error, Value::Null) && error != "") => {
            return Err(answer.failure(failure_of(StatusCode::OK, answer.bytes()), true));
        }
        _ => Value::Object(members),
    };
    Ok(AlertEvent::read(event))
}
