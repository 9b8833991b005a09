//! OAuth 2.0 tokens that are renewed: one refresh for all callers, kept before they are used.

mod endpoint;
mod source;
mod tokens;

pub use endpoint::{ClientAuth, TokenEndpoint, TokenEndpointBuilder};
pub use source::{RenewedTokens, TokenStore};
pub use tokens::Tokens;
