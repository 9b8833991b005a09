//! How calls to Backlog are authenticated.

use http::header::{AUTHORIZATION, HeaderName};
use saas_api_core::{Credential, FixedToken, Result, TokenSource};
use secrecy::SecretString;
use std::sync::Arc;

/// A credential for Backlog. It appears in no `Debug` output, error or log.
///
/// Official page: <https://developer.nulab.com/docs/backlog/auth/>.
#[derive(Clone, Debug)]
pub struct Auth(Kind);

#[derive(Clone, Debug)]
enum Kind {
    Fixed { credential: Credential, field: &'static str },
    Source(Arc<dyn TokenSource>),
}

impl Auth {
    /// An API key, sent in the header `Backlog-API-Key`.
    ///
    /// Hosts that are older than August 2026 (Backlog Enterprise) may know only
    /// [`api_key_in_query`](Self::api_key_in_query).
    pub fn api_key(key: impl Into<SecretString>) -> Self {
        let header = HeaderName::from_static("backlog-api-key");
        Self(Kind::Fixed { credential: Credential::header(header, "", key), field: "api_key" })
    }

    /// An API key in the URL (`?apiKey=`): the old form. **Access logs and proxies keep URLs, and the key with them.**
    pub fn api_key_in_query(key: impl Into<SecretString>) -> Self {
        Self(Kind::Fixed { credential: Credential::query("apiKey", key), field: "api_key" })
    }

    /// An OAuth 2.0 access token. It ends after an hour: see [`token_source`](Self::token_source).
    pub fn bearer(token: impl Into<SecretString>) -> Self {
        Self(Kind::Fixed { credential: Credential::header(AUTHORIZATION, "Bearer ", token), field: "access_token" })
    }

    /// Tokens from a source that renews them.
    pub fn token_source(source: impl TokenSource + 'static) -> Self {
        Self(Kind::Source(Arc::new(source)))
    }

    pub(crate) fn into_source(self) -> Result<Arc<dyn TokenSource>> {
        match self.0 {
            Kind::Fixed { credential, field } => {
                credential.check(field)?;
                Ok(Arc::new(FixedToken::new(credential)))
            }
            Kind::Source(source) => Ok(source),
        }
    }
}
