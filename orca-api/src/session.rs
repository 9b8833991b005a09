//! Sessions: what the old API key is traded for, who it is of, and whether Orca accepts it.

use crate::client::Client;
use crate::model::Whoami;
use http::header::AUTHORIZATION;
use saas_api_core::{Answer, Call, Credential, Login, Result, lenient};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};

impl Client {
    /// Tells whose token this is: the health check. It proves the token and the region, and names the organization.
    ///
    /// # Errors
    /// `Auth` when the token is wrong, has ended, or is of another region.
    ///
    /// # Examples
    /// ```no_run
    /// # async fn example(orca: orca_api::Client) -> orca_api::Result<()> {
    /// let whoami = orca.whoami().await?;
    /// println!("{}", whoami.organization_name.unwrap_or_default());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn whoami(&self) -> Result<Whoami> {
        self.one(Call::get("/user/action")).await
    }

    /// Whether Orca accepts the credential: `false` when it says 401 or 403. [`whoami`](Self::whoami) works for tokens too.
    ///
    /// Made for sessions: known from one client that asks with the session of an old API key. A session that has ended may
    /// be renewed on the way.
    ///
    /// # Errors
    /// When Orca says neither, such as in an outage.
    pub async fn is_session_valid(&self) -> Result<bool> {
        match self.send(Call::head("/auth/tokens")).await {
            Ok(_) => Ok(true),
            Err(error) if matches!(error.status(), Some(401 | 403)) => Ok(false),
            Err(error) => Err(error),
        }
    }
}

/// The login with an old API key.
#[derive(Debug)]
pub(crate) struct KeyLogin(SecretString);

#[derive(Serialize)]
struct Key<'k> {
    security_token: &'k str,
}

/// The answer to the login. Its refresh token is not used: another login does the same.
#[derive(Deserialize)]
struct Opened {
    #[serde(default, deserialize_with = "lenient")]
    jwt: Option<Tokens>,
}

#[derive(Deserialize)]
struct Tokens {
    access: String,
}

impl KeyLogin {
    pub(crate) fn new(key: SecretString) -> Result<Self> {
        Credential::header(AUTHORIZATION, "", key.clone()).check("api_key")?;
        Ok(Self(key))
    }
}

impl Login for KeyLogin {
    fn secret(&self) -> SecretString {
        self.0.clone()
    }

    fn call(&self) -> Call {
        Call::post("/user/session").json(&Key { security_token: self.0.expose_secret() })
    }

    fn credential(&self, answer: &Answer) -> Option<Credential> {
        let opened: Opened = answer.json().ok()?;
        let credential = Credential::header(AUTHORIZATION, "Bearer ", opened.jwt?.access);
        credential.check("jwt").ok().map(|()| credential)
    }
}
