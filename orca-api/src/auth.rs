//! How calls to Orca are authenticated.

use http::header::AUTHORIZATION;
use saas_api_core::{Credential, FixedToken, Result, TokenSource};
use secrecy::SecretString;
use std::sync::Arc;

/// A credential for Orca. It appears in no `Debug` output, error or log.
#[derive(Clone, Debug)]
pub struct Auth(Kind);

#[derive(Clone, Debug)]
enum Kind {
    Token(Credential),
    Source(Arc<dyn TokenSource>),
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

    /// Tokens from a source that renews them.
    pub fn token_source(source: impl TokenSource + 'static) -> Self {
        Self(Kind::Source(Arc::new(source)))
    }

    pub(crate) fn into_source(self) -> Result<Arc<dyn TokenSource>> {
        match self.0 {
            Kind::Token(credential) => {
                credential.check("token")?;
                Ok(Arc::new(FixedToken::new(credential)))
            }
            Kind::Source(source) => Ok(source),
        }
    }
}
