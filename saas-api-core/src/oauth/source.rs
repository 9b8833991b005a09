//! Tokens that are renewed when they end: one request for all callers, and kept before they are used.

use super::endpoint::TokenEndpoint;
use super::tokens::Tokens;
use crate::auth::{Credential, TokenSource, scrub};
use crate::error::{Cause, Error, Result};
use async_trait::async_trait;
use secrecy::ExposeSecret as _;
use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

/// Tokens are renewed so long before they end.
const EARLY: Duration = Duration::from_secs(60);

/// A renewal that failed while the tokens are still good is tried again no sooner.
const REST: Duration = Duration::from_secs(10);

/// Where the tokens of one user are kept. Endpoints that rotate take each refresh token once, so whoever loses the newest
/// one has to ask the user for consent again.
#[async_trait]
pub trait TokenStore: fmt::Debug + Send + Sync {
    /// Keeps these tokens instead of those before. They are not used before this has succeeded.
    ///
    /// # Errors
    /// When they are not kept. They are given again before the next call, and no others are asked for meanwhile.
    async fn save(&self, tokens: &Tokens) -> Result<(), Box<dyn StdError + Send + Sync>>;

    /// The tokens that are kept: asked before each renewal, so that processes which share a store renew once. `None` where
    /// that is not wanted.
    ///
    /// # Errors
    /// When it is not known what is kept: nothing is renewed then.
    async fn load(&self) -> Result<Option<Tokens>, Box<dyn StdError + Send + Sync>> {
        Ok(None)
    }
}

#[async_trait]
impl<T: TokenStore + ?Sized> TokenStore for Arc<T> {
    async fn save(&self, tokens: &Tokens) -> Result<(), Box<dyn StdError + Send + Sync>> {
        (**self).save(tokens).await
    }

    async fn load(&self) -> Result<Option<Tokens>, Box<dyn StdError + Send + Sync>> {
        (**self).load().await
    }
}

/// A [`TokenSource`] that renews its tokens a minute before they end, and when the API refuses them.
///
/// All callers share one renewal. It goes on where it stood when the caller that drives it gives up: no answer of the
/// endpoint is lost that way, and no background task is needed. Clones share everything.
#[derive(Clone)]
pub struct RenewedTokens(Arc<Inner>);

struct Inner {
    endpoint: TokenEndpoint,
    store: Arc<dyn TokenStore>,
    known: Mutex<Known>,
    /// The renewal under way, driven by whoever holds the lock.
    flight: tokio::sync::Mutex<Option<Flight>>,
}

type Flight = Pin<Box<dyn Future<Output = Renewal> + Send>>;

struct Known {
    current: Tokens,
    /// The API refused the current ones.
    refused: bool,
    /// Given by the endpoint, and not kept yet.
    unsaved: Option<Tokens>,
    /// The endpoint will not renew these any more.
    ended: Option<Error>,
    /// Until when good tokens are not renewed: that failed a moment ago.
    rests_until: Option<SystemTime>,
    /// How many renewals have ended, and how the last one did where it failed.
    renewals: u64,
    failure: Option<Error>,
}

enum Renewal {
    Renewed(Tokens),
    Unsaved(Tokens, Error),
    Ended(Error),
    Failed(Error),
}

impl RenewedTokens {
    /// Renews these tokens at this endpoint, and keeps the new ones in this store.
    ///
    /// These themselves are not kept by this: save those of a new consent first.
    pub fn new(endpoint: TokenEndpoint, tokens: Tokens, store: impl TokenStore + 'static) -> Self {
        let known = Known {
            current: tokens,
            refused: false,
            unsaved: None,
            ended: None,
            rests_until: None,
            renewals: 0,
            failure: None,
        };
        let (known, flight) = (Mutex::new(known), tokio::sync::Mutex::new(None));
        Self(Arc::new(Inner { endpoint, store: Arc::new(store), known, flight }))
    }

    /// The tokens in use.
    pub fn current(&self) -> Tokens {
        self.known().current.clone()
    }

    /// Goes on with other tokens, such as those of a new consent, once they are kept.
    ///
    /// # Errors
    /// When they could not be kept: nothing changes then.
    pub async fn replace(&self, tokens: Tokens) -> Result<()> {
        // Not while a renewal is under way: its end would undo this.
        let mut flight = self.0.flight.lock().await;
        let kept = self.0.store.save(&tokens).await;
        kept.map_err(|error| store_failed("the new tokens could not be kept", &*error, &tokens))?;
        *flight = None;
        self.known().take(Renewal::Renewed(tokens));
        Ok(())
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Renews, or waits for the renewal under way. `seen`: how many had ended when the tokens were found to be old.
    async fn renew(&self, seen: u64) -> Result<Credential> {
        let mut flight = self.0.flight.lock().await;
        let begun_by_another = flight.is_some();
        let under_way = {
            let known = self.known();
            if known.renewals != seen {
                return known.outcome();
            }
            flight.get_or_insert_with(|| self.start(&known))
        };
        let mut renewal = under_way.await;
        *flight = None;
        // Whoever began it gave up, perhaps long ago: that it failed since says nothing of the endpoint now.
        if begun_by_another && matches!(&renewal, Renewal::Failed(error) if error.is_retryable()) {
            let again = {
                let known = self.known();
                self.start(&known)
            };
            renewal = flight.insert(again).await;
            *flight = None;
        }
        let mut known = self.known();
        known.take(renewal);
        let now = self.0.endpoint.clock().now();
        // What was tried early and failed for now does not end tokens that are still good.
        if known.is_good(now) && known.failure.is_some() && known.ended.is_none() {
            known.failure = None;
            known.rests_until = now.checked_add(REST);
        }
        known.outcome()
    }

    fn start(&self, known: &Known) -> Flight {
        let (endpoint, store) = (self.0.endpoint.clone(), Arc::clone(&self.0.store));
        let ended = known.ended.as_ref().map(Error::copy);
        Box::pin(renewal(endpoint, store, known.current.clone(), known.unsaved.clone(), ended))
    }
}

async fn renewal(
    endpoint: TokenEndpoint,
    store: Arc<dyn TokenStore>,
    current: Tokens,
    unsaved: Option<Tokens>,
    ended: Option<Error>,
) -> Renewal {
    let tokens = match unsaved {
        Some(tokens) => tokens,
        None => match ask(&endpoint, &*store, current, ended).await {
            Ok(tokens) => tokens,
            Err(renewal) => return renewal,
        },
    };
    match store.save(&tokens).await {
        Ok(()) => Renewal::Renewed(tokens),
        Err(error) => {
            let error = store_failed("the new tokens could not be kept", &*error, &tokens);
            Renewal::Unsaved(tokens, error)
        }
    }
}

/// New tokens of the endpoint, or how it ends without.
async fn ask(
    endpoint: &TokenEndpoint,
    store: &dyn TokenStore,
    current: Tokens,
    ended: Option<Error>,
) -> Result<Tokens, Renewal> {
    let kept = store.load().await;
    let unread = |error: Box<dyn StdError + Send + Sync>| {
        Renewal::Failed(store_failed("the kept tokens could not be read", &*error, &current))
    };
    let kept = kept.map_err(unread)?;
    // What is older is of before a new consent, and says nothing.
    let latest = match kept.filter(|kept| !kept.is_same(&current) && !kept.are_older_than(&current)) {
        // Another process has renewed them.
        Some(kept) if !kept.ends_within(EARLY, endpoint.clock().now()) => return Err(Renewal::Renewed(kept)),
        Some(kept) => kept,
        None => match ended {
            Some(error) => return Err(Renewal::Ended(error)),
            None => current,
        },
    };
    let Some(refresh_token) = &latest.refresh_token else {
        let error = "the access token has ended and there is no refresh token: the user has to give consent again";
        return Err(Renewal::Ended(Error::no_credential(error)));
    };
    let answer = endpoint.request("refresh_token", &[("refresh_token", refresh_token.expose_secret())]).await;
    match answer {
        Ok(mut tokens) => {
            // An endpoint that gives no new one goes on with the old one.
            tokens.refresh_token = tokens.refresh_token.or(latest.refresh_token);
            tokens.scope = tokens.scope.or(latest.scope);
            Ok(tokens)
        }
        Err(error) if is_final(&error) => {
            // Another process may have been faster: an endpoint that rotates takes each refresh token once.
            let kept = store.load().await.ok().flatten();
            let is_newer = |kept: &Tokens| !kept.is_same(&latest) && !kept.are_older_than(&latest);
            let is_good = |kept: &Tokens| !kept.ends_within(EARLY, endpoint.clock().now());
            match kept.filter(|kept| is_newer(kept) && is_good(kept)) {
                Some(kept) => Err(Renewal::Renewed(kept)),
                None => Err(Renewal::Ended(error)),
            }
        }
        Err(error) => Err(Renewal::Failed(error)),
    }
}

/// Whether the endpoint itself says that it will not renew these. A status alone may be of something before it.
fn is_final(error: &Error) -> bool {
    const FINAL: [&str; 4] = ["access_denied", "invalid_client", "invalid_grant", "unauthorized_client"];
    error.messages().iter().filter_map(|message| message.code.as_deref()).any(|code| FINAL.contains(&code))
}

/// The store's own words, without the tokens that it may quote.
fn store_failed(problem: &'static str, error: &(dyn StdError + 'static), tokens: &Tokens) -> Error {
    let clean = |text: &str| {
        let text = scrub(text, tokens.access_token.expose_secret());
        tokens.refresh_token.iter().fold(text, |text, token| scrub(&text, token.expose_secret()))
    };
    Error::no_credential(problem).because(Cause::new(error, &clean)).retryable(true)
}

impl Known {
    /// Whether calls can be sent with the current tokens.
    fn is_good(&self, now: SystemTime) -> bool {
        !self.refused && self.unsaved.is_none() && !self.current.ends_within(Duration::ZERO, now)
    }

    fn take(&mut self, renewal: Renewal) {
        self.renewals = self.renewals.wrapping_add(1);
        self.failure = None;
        self.rests_until = None;
        match renewal {
            Renewal::Renewed(tokens) => {
                self.current = tokens;
                self.refused = false;
                self.unsaved = None;
                self.ended = None;
            }
            Renewal::Unsaved(tokens, error) => {
                self.unsaved = Some(tokens);
                self.failure = Some(error);
            }
            Renewal::Ended(error) => {
                self.failure = Some(error.copy());
                self.ended = Some(error);
            }
            Renewal::Failed(error) => self.failure = Some(error),
        }
    }

    fn outcome(&self) -> Result<Credential> {
        match &self.failure {
            Some(error) => Err(error.copy()),
            None => Ok(self.current.credential()),
        }
    }
}

#[async_trait]
impl TokenSource for RenewedTokens {
    async fn credential(&self) -> Result<Credential> {
        let seen = {
            let known = self.known();
            let now = self.0.endpoint.clock().now();
            let rests = known.rests_until.is_some_and(|until| now < until);
            if known.is_good(now) && (rests || !known.current.ends_within(EARLY, now)) {
                return Ok(known.current.credential());
            }
            known.renewals
        };
        self.renew(seen).await
    }

    async fn refused(&self, credential: &Credential) -> Result<bool> {
        let mut known = self.known();
        if known.current.credential().is_same(credential) {
            known.refused = true;
            return Ok(known.current.refresh_token.is_some() && known.ended.is_none());
        }
        // Others have renewed it meanwhile.
        Ok(true)
    }
}

impl fmt::Debug for RenewedTokens {
    /// Without the store: one in memory may show what it keeps.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RenewedTokens").field("endpoint", &self.0.endpoint).finish_non_exhaustive()
    }
}
