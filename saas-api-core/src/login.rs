//! Sessions: a credential that ends, given by one call for a secret that does not.

use crate::answer::Answer;
use crate::auth::{Credential, FixedToken, TokenSource};
use crate::call::{Call, Replay};
use crate::error::{Error, Result};
use crate::pipeline::{Pipeline, Shared};
use async_trait::async_trait;
use secrecy::SecretString;
use std::fmt::{self, Debug};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

/// A login that was refused is tried again no sooner.
const REST: Duration = Duration::from_secs(60);

/// How an API is logged in to: one call, whose answer holds the credential of the calls after it. For client crates.
pub trait Login: Debug + Send + Sync {
    /// What the call proves itself by. The call sends it in its body; it is cut out of every error.
    fn secret(&self) -> SecretString;

    /// The call. It may be sent twice where its answer was lost: another session does no harm.
    fn call(&self) -> Call;

    /// The credential that the answer holds.
    fn credential(&self, answer: &Answer) -> Option<Credential>;
}

/// The sessions of one client: one login under way for all callers, and one session for all.
pub(crate) struct Sessions {
    login: Arc<dyn Login>,
    /// The client's own way to the API, with the secret in place of a session.
    api: Pipeline,
    known: Mutex<Known>,
    /// Held by whoever logs in. When that caller gives up, the next one logs in.
    turn: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Known {
    session: Option<Credential>,
    /// How many logins have ended, and how the last one did where it failed.
    logins: u64,
    failure: Option<Error>,
    /// Until when nobody asks again, as the last login was refused.
    rests_until: Option<SystemTime>,
}

impl Sessions {
    pub(crate) fn new(login: Arc<dyn Login>, shared: &Arc<Shared>) -> Self {
        let secret = FixedToken::new(Credential::in_body(login.secret()));
        let api = Pipeline::new(Arc::clone(shared), Arc::new(secret));
        Self { login, api, known: Mutex::default(), turn: tokio::sync::Mutex::default() }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn log_in(&self) -> Result<Credential> {
        // Neither way does an error keep the answer's body: it may hold a session.
        let answer = self.api.execute(self.login.call().replay(Replay::Safe)).await;
        // Nothing of the caller's was sent: whatever became of the login, their call was not applied.
        let answer = answer.map_err(|error| error.without_body().maybe_applied(false))?;
        self.login.credential(&answer).ok_or_else(|| answer.holds_no_session())
    }
}

impl Known {
    /// The session, or why there is none and none is asked for now.
    fn ready(&self, now: SystemTime) -> Option<Result<Credential>> {
        if let Some(session) = &self.session {
            return Some(Ok(session.clone()));
        }
        let failure = self.failure.as_ref().filter(|_| self.rests_until.is_some_and(|until| now < until))?;
        Some(Err(failure.copy()))
    }

    fn take(&mut self, outcome: &Result<Credential>, now: SystemTime) {
        self.logins = self.logins.wrapping_add(1);
        self.session = outcome.as_ref().ok().cloned();
        self.failure = outcome.as_ref().err().map(Error::copy);
        // What was answered and does not pass by itself: the secret is wrong, or the address.
        let is_refused = |error: &&Error| error.status().is_some() && !error.is_retryable();
        self.rests_until = self.failure.as_ref().filter(is_refused).and_then(|_| now.checked_add(REST));
    }
}

#[async_trait]
impl TokenSource for Sessions {
    async fn credential(&self) -> Result<Credential> {
        let seen = {
            let known = self.known();
            match known.ready(self.api.clock().now()) {
                Some(outcome) => return outcome,
                None => known.logins,
            }
        };
        let _turn = self.turn.lock().await;
        {
            let known = self.known();
            if let Some(outcome) = known.ready(self.api.clock().now()) {
                return outcome;
            }
            // Another caller's login failed while this one waited for it: that was this one's too.
            if let Some(failure) = known.failure.as_ref().filter(|_| known.logins != seen) {
                return Err(failure.copy());
            }
        }
        let outcome = self.log_in().await;
        self.known().take(&outcome, self.api.clock().now());
        outcome
    }

    async fn refused(&self, credential: &Credential) -> Result<bool> {
        let mut known = self.known();
        if known.session.as_ref().is_some_and(|session| session.is_same(credential)) {
            known.session = None;
        }
        Ok(true)
    }
}

impl Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sessions").field("login", &self.login).finish_non_exhaustive()
    }
}
