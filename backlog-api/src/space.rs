//! The space (スペース).

use crate::client::Client;
use crate::model::RateLimit;
use saas_api_core::{Call, Result};
use serde::Deserialize;

/// The space. Made by [`Client::space`].
#[derive(Clone, Copy, Debug)]
pub struct Space<'c>(&'c Client);

impl<'c> Space<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self(client)
    }

    /// Gets the caller's rate limits. Itself counts as one read.
    ///
    /// [`Client::rate_limit`] tells what the last answers said, without a call.
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/get-rate-limit/>.
    ///
    /// # Errors
    /// None of its own.
    #[doc(alias = "Get Rate Limit")]
    #[doc(alias = "レート制限情報の取得")]
    pub async fn rate_limit(&self) -> Result<RateLimit> {
        self.0.json(Call::get("/rateLimit")).await.map(|answer: RateLimitAnswer| answer.rate_limit)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RateLimitAnswer {
    rate_limit: RateLimit,
}
