//! How calls to Orca are authenticated.

use crate::session::KeyLogin;
use http::header::AUTHORIZATION;
use saas_api_core::{Credential, FixedToken, Login, Result, TokenSource};
use secrecy::SecretString;
use std::sync::Arc;

/// A credential for Orca. It appears in no `Debug` output, error or log.
#[derive(Clone, Debug)]
pub struct Auth(Kind);

#[derive(Clone, Debug)]
enum Kind {
    Token(Credential),
    ApiKey(SecretString),
    Source(Arc<dyn TokenSource>),
}

/// How a client comes to its credential.
pub(crate) enum Way {
    Source(Result<Arc<dyn TokenSource>>),
    Login(Result<Arc<dyn Login>>),
}

impl Auth {
    /// An API token, sent as `Authorization: Token ...`. It is valid in its own region only.
    ///
    /// Made in the console under Settings > Users & Permissions > API. The role Viewer reads alerts; changing them needs
    /// more, presumably Alert Manager or Editor.
    #[doc(alias = "API token")]
    pub fn token(token: impl Into<SecretString>) -> Self {
        Self(Kind::Token(Credential::header(AUTHORIZATION, "Token ", token)))
    }

    /// An old API key, from the time before API tokens: use a [`token`](Self::token) where you can.
    ///
    /// The client logs in with it before its first call, goes on as `Authorization: Bearer ...`, and logs in again when Orca
    /// says that the session has ended. One login serves all callers and clones. A key that Orca refuses is tried again
    /// after a minute at the soonest; the calls until then fail with the same error.
    #[doc(alias = "security_token")]
    pub fn api_key(key: impl Into<SecretString>) -> Self {
        Self(Kind::ApiKey(key.into()))
    }

    /// Tokens from a source that renews them.
    pub fn token_source(source: impl TokenSource + 'static) -> Self {
        Self(Kind::Source(Arc::new(source)))
    }

    pub(crate) fn way(self) -> Way {
        match self.0 {
            Kind::Token(credential) => {
                let checked = credential.check("token");
                Way::Source(checked.map(|()| -> Arc<dyn TokenSource> { Arc::new(FixedToken::new(credential)) }))
            }
            Kind::ApiKey(key) => Way::Login(KeyLogin::new(key).map(|login| -> Arc<dyn Login> { Arc::new(login) })),
            Kind::Source(source) => Way::Source(Ok(source)),
        }
    }
}
