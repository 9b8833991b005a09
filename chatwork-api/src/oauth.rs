//! OAuth 2.0: consent of a user, tokens, and their renewal.
//!
//! A user is sent to [`Consent::url`] and comes back to the application's redirect address. [`OAuthApp::exchange`] turns
//! what came back into tokens, within a minute. [`OAuthApp::source`] renews them: see
//! [`Auth::token_source`](crate::Auth::token_source).
//!
//! An access token ends within the hour. A refresh token ends after 14 days, or never with [`Scope::OfflineAccess`], and
//! each renewal gives a new one: it is kept in your [`TokenStore`] before the new access token is used.
//!
//! Official page: <https://developer.chatwork.com/docs/oauth>.
//!
//! ```no_run
//! use chatwork_api::oauth::{Consent, OAuthApp, Scope, TokenStore};
//! use chatwork_api::{Auth, Client, Result};
//!
//! # async fn example(client_secret: String, query: &str, store: impl TokenStore + 'static) -> Result<()> {
//! let app = OAuthApp::confidential("app-id", client_secret).redirect_uri("https://app.example/back");
//! let consent = app.begin([Scope::RoomsMessagesWrite, Scope::OfflineAccess])?;
//! println!("send the user to {}", consent.url());
//! let remembered = consent.to_json();
//!
//! // The user comes back to the redirect address with this query.
//! let tokens = app.exchange(&Consent::from_json(&remembered)?, query).await?;
//! let chatwork = Client::new(Auth::token_source(app.source(tokens, store)?))?;
//! # Ok(())
//! # }
//! ```

pub use saas_api_core::{RenewedTokens, TokenStore, Tokens};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::Uri;
use saas_api_core::{ClientAuth, Clock, Error, Result, TokenEndpoint, Transport, open_enum};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;
use std::sync::Arc;
use url::{Url, form_urlencoded};

const CONSENT_URL: &str = "https://www.chatwork.com/packages/oauth2/login.php";
const TOKEN_URL: &str = "https://oauth.chatwork.com/token";

open_enum! {
    /// What an application may do for a user. Each method of this crate names those that it needs.
    pub enum Scope: str {
        /// Refresh tokens that do not end by themselves. For confidential applications only.
        OfflineAccess = "offline_access",
        /// Everything that is below `users`.
        UsersAllRead = "users.all:read",
        /// The user's own profile.
        UsersProfileMeRead = "users.profile.me:read",
        /// The user's own unread counts.
        UsersStatusMeRead = "users.status.me:read",
        /// The user's own tasks.
        UsersTasksMeRead = "users.tasks.me:read",
        /// Everything that is below `rooms`.
        RoomsAllReadWrite = "rooms.all:read_write",
        /// Everything below `rooms` that only reads.
        RoomsAllRead = "rooms.all:read",
        /// Rooms and their names.
        RoomsInfoRead = "rooms.info:read",
        /// Members of rooms.
        RoomsMembersRead = "rooms.members:read",
        /// Messages of rooms.
        RoomsMessagesRead = "rooms.messages:read",
        /// Tasks of rooms.
        RoomsTasksRead = "rooms.tasks:read",
        /// Files of rooms.
        RoomsFilesRead = "rooms.files:read",
        /// Everything below `rooms` that writes.
        RoomsAllWrite = "rooms.all:write",
        /// Makes and ends rooms.
        RoomsWrite = "rooms:write",
        /// Changes rooms.
        RoomsInfoWrite = "rooms.info:write",
        /// Changes members of rooms.
        RoomsMembersWrite = "rooms.members:write",
        /// Posts and changes messages.
        RoomsMessagesWrite = "rooms.messages:write",
        /// Sets and ends tasks.
        RoomsTasksWrite = "rooms.tasks:write",
        /// Uploads files.
        RoomsFilesWrite = "rooms.files:write",
        /// Everything that is below `contacts`.
        ContactsAllReadWrite = "contacts.all:read_write",
        /// Reads contacts and requests to become one.
        ContactsAllRead = "contacts.all:read",
        /// Accepts and refuses requests to become a contact.
        ContactsAllWrite = "contacts.all:write",
    }
}

/// An application that is registered with Chatwork. Its secret is shown nowhere.
#[derive(Clone)]
#[must_use]
pub struct OAuthApp {
    client_id: String,
    client_secret: Option<SecretString>,
    redirect_uri: Option<String>,
    consent_url: String,
    token_url: String,
    transport: Option<Arc<dyn Transport>>,
    clock: Option<Arc<dyn Clock>>,
}

/// A user's consent that is asked for: where the user is sent, and what tells the answer from a forged one.
///
/// Keep it with the user's session ([`to_json`](Self::to_json)) until the user comes back. `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    url: String,
    state: String,
    verifier: String,
}

impl OAuthApp {
    /// An application with a secret, which a server keeps.
    pub fn confidential(client_id: impl Into<String>, client_secret: impl Into<SecretString>) -> Self {
        Self::new(client_id.into(), Some(client_secret.into()))
    }

    /// An application without a secret, on a machine of its user.
    pub fn public(client_id: impl Into<String>) -> Self {
        Self::new(client_id.into(), None)
    }

    fn new(client_id: String, client_secret: Option<SecretString>) -> Self {
        Self {
            client_id,
            client_secret,
            redirect_uri: None,
            consent_url: CONSENT_URL.to_owned(),
            token_url: TOKEN_URL.to_owned(),
            transport: None,
            clock: None,
        }
    }

    /// Where the user comes back to. Needed when several addresses are registered.
    pub fn redirect_uri(mut self, uri: impl Into<String>) -> Self {
        self.redirect_uri = Some(uri.into());
        self
    }

    /// Another consent page, such as a local server's.
    pub fn consent_url(mut self, url: impl Into<String>) -> Self {
        self.consent_url = url.into();
        self
    }

    /// Another token endpoint, such as a local server's.
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.token_url = url.into();
        self
    }

    /// How requests are sent: as for [`ClientBuilder::transport`](crate::ClientBuilder).
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// The clock and timer. For tests.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// Begins to ask a user for consent, with a fresh state and PKCE challenge.
    ///
    /// # Errors
    /// `InvalidRequest` for no scope, for [`Scope::OfflineAccess`] without a secret, and for a redirect address that
    /// Chatwork does not take: `https://` for an application with a secret, anything but `http://` for one without.
    pub fn begin(&self, scopes: impl IntoIterator<Item = Scope>) -> Result<Consent> {
        let scopes: Vec<Scope> = scopes.into_iter().collect();
        if scopes.is_empty() {
            return Err(Error::invalid_request("scope", "must name at least one"));
        }
        if self.client_secret.is_none() && scopes.contains(&Scope::OfflineAccess) {
            return Err(Error::invalid_request("scope", "offline_access is for applications with a secret"));
        }
        if self.client_id.is_empty() {
            return Err(Error::invalid_request("client_id", "must not be empty"));
        }
        self.check_redirect()?;
        let mut url = Url::parse(&self.consent_url)
            .map_err(|_invalid| Error::invalid_request("consent_url", "must be an absolute URL"))?;
        let (state, verifier) = (random()?, random()?);
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&verifier));
        let scope: Vec<&str> = scopes.iter().map(Scope::as_str).collect();
        {
            let mut query = url.query_pairs_mut();
            query.append_pair("response_type", "code").append_pair("client_id", &self.client_id);
            if let Some(uri) = &self.redirect_uri {
                query.append_pair("redirect_uri", uri);
            }
            query
                .append_pair("scope", &scope.join(" "))
                .append_pair("state", &state)
                .append_pair("code_challenge", &challenge)
                .append_pair("code_challenge_method", "S256");
        }
        Ok(Consent { url: url.into(), state, verifier })
    }

    /// Turns what the user came back with into tokens. The code in it lives for one minute and is good once.
    ///
    /// `query` is that of the address to which the user came, such as `code=..&state=..`.
    ///
    /// # Errors
    /// `Auth` when the user refused, when the answer is not one to this consent, and when Chatwork refuses the code or the
    /// application.
    pub async fn exchange(&self, consent: &Consent, query: &str) -> Result<Tokens> {
        let code = consent.code(query)?;
        let mut grant = vec![("code", code.expose_secret())];
        if let Some(uri) = &self.redirect_uri {
            grant.push(("redirect_uri", uri));
        }
        grant.push(("code_verifier", &consent.verifier));
        self.endpoint()?.request("authorization_code", &grant).await
    }

    /// A source that renews these tokens: for [`Auth::token_source`](crate::Auth::token_source).
    ///
    /// # Errors
    /// `InvalidRequest` naming the setting that cannot be used.
    pub fn source(&self, tokens: Tokens, store: impl TokenStore + 'static) -> Result<RenewedTokens> {
        Ok(RenewedTokens::new(self.endpoint()?, tokens, store))
    }

    fn endpoint(&self) -> Result<TokenEndpoint> {
        let client_id = self.client_id.clone();
        // A secret in the form is refused with 401.
        let client = match &self.client_secret {
            Some(secret) => ClientAuth::Basic { client_id, client_secret: secret.clone() },
            None => ClientAuth::Form { client_id, client_secret: None },
        };
        let mut builder = TokenEndpoint::builder(&self.token_url, client, crate::error::USER_AGENT);
        if let Some(transport) = &self.transport {
            builder = builder.transport(Arc::clone(transport));
        }
        if let Some(clock) = &self.clock {
            builder = builder.clock(Arc::clone(clock));
        }
        builder.build()
    }

    fn check_redirect(&self) -> Result<()> {
        let Some(uri) = &self.redirect_uri else { return Ok(()) };
        let refuse = |rule| Err(Error::invalid_request("redirect_uri", rule));
        let scheme = uri.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
        match (scheme.as_deref(), &self.client_secret) {
            (None, _) => refuse("must be an absolute address"),
            (Some("https"), Some(_)) if uri.parse::<Uri>().is_ok() => Ok(()),
            (_, Some(_)) => refuse("must begin with https:// for an application with a secret"),
            (Some("http"), None) => refuse("must not begin with http:// for an application without a secret"),
            (Some(_), None) => Ok(()),
        }
    }
}

impl Consent {
    /// Where the user is sent.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What must be remembered until the user comes back. It is **secret**: keep it in the user's own session.
    pub fn to_json(&self) -> String {
        // Three texts can always be written.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads what [`to_json`](Self::to_json) wrote.
    ///
    /// # Errors
    /// `InvalidRequest` when it is something else. The error quotes nothing of it.
    pub fn from_json(json: &str) -> Result<Self> {
        serde_json::from_str(json)
            .map_err(|_quotes| Error::invalid_request("consent", "must be what Consent::to_json wrote"))
    }

    /// The code in the query that the user came back with.
    fn code(&self, query: &str) -> Result<SecretString> {
        let query = query.strip_prefix('?').unwrap_or(query);
        let value = |name: &str| {
            form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
        };
        // Whose answer it is comes first: anyone can send a user to the redirect address.
        if !value("state").is_some_and(|state| is_equal(&state, &self.state)) {
            return Err(Error::no_credential("the answer is not one to this consent: its state differs"));
        }
        match value("error").as_deref() {
            None => {}
            Some("access_denied") => return Err(Error::no_credential("the user refused consent")),
            Some(error) if error.len() <= 40 && error.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') => {
                return Err(Error::no_credential(format!("the consent page answered {error}")));
            }
            Some(_) => return Err(Error::no_credential("the consent page answered an error")),
        }
        let code = value("code").filter(|code| !code.is_empty());
        code.map(SecretString::from).ok_or_else(|| Error::no_credential("the answer holds no code"))
    }
}

/// 256 bits of the system's randomness, as 43 characters that PKCE takes.
fn random() -> Result<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_source| Error::no_credential("the system gives no random numbers"))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// In a time that tells nothing of where they differ.
fn is_equal(one: &str, other: &str) -> bool {
    let differences = one.bytes().zip(other.bytes()).fold(0, |all, (one, other)| all | (one ^ other));
    one.len() == other.len() && differences == 0
}

impl fmt::Debug for OAuthApp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuthApp")
            .field("client_id", &self.client_id)
            .field("has_secret", &self.client_secret.is_some())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Consent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Consent").finish_non_exhaustive()
    }
}
