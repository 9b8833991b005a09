//! How calls to Chatwork are authenticated.

use http::header::{AUTHORIZATION, HeaderName};
use saas_api_core::{Credential, FixedToken, Result, TokenSource};
use secrecy::SecretString;
use std::sync::Arc;

/// A credential for Chatwork. It appears in no `Debug` output, error or log.
///
/// Official page: <https://developer.chatwork.com/docs/endpoints>.
#[derive(Clone, Debug)]
pub struct Auth(Kind);

#[derive(Clone, Debug)]
enum Kind {
    Fixed { credential: Credential, field: &'static str },
    Source(Arc<dyn TokenSource>),
}

impl Auth {
    /// An API token, sent in the header `x-chatworktoken`.
    ///
    /// It never expires and may do whatever its user may. Posts made with it appear as that user's. Some plans need an
    /// administrator's approval before tokens can be issued.
    pub fn api_token(token: impl Into<SecretString>) -> Self {
        let header = HeaderName::from_static("x-chatworktoken");
        Self(Kind::Fixed { credential: Credential::header(header, "", token), field: "api_token" })
    }

    /// An OAuth 2.0 access token. It ends within the hour: see [`token_source`](Self::token_source).
    pub fn bearer(token: impl Into<SecretString>) -> Self {
        Self(Kind::Fixed { credential: Credential::header(AUTHORIZATION, "Bearer ", token), field: "access_token" })
    }

    /// Tokens from a source that renews them: [`OAuthApp::source`](crate::oauth::OAuthApp::source), or one of your own.
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
