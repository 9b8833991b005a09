//! The client, and the way to each resource.

use crate::alerts::Alerts;
use crate::auth::Auth;
use crate::error::{ALL, Orca};
use crate::region::{Region, without_api};
use http::Method;
use saas_api_core::{Answer, ApiClient, Call, CallOptions, Pipeline, RateSnapshot, RawRequest, Result};
use serde::de::DeserializeOwned;

/// Settings of a [`Client`]: transport, retry, rate gate, timeouts. Made by [`Client::builder`].
pub type ClientBuilder = saas_api_core::ClientBuilder<Client>;

/// A client of one Orca organization.
///
/// Cheap to clone: clones share connections and what is known of the rate limit. Build it once.
#[derive(Clone, Debug)]
pub struct Client(Pipeline);

impl Client {
    /// A client of a region of Orca's cloud.
    ///
    /// # Errors
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest) for a token that cannot be sent, and those of
    /// [`ClientBuilder::build`].
    pub fn from_region(region: Region, auth: Auth) -> Result<Self> {
        Self::builder(region, auth).build()
    }

    /// Settings for a client of a [`Region`] or of any other origin, such as `https://api.orcasecurity.io`.
    ///
    /// The origin may end in `/`, `/api` or `/api/`: people copy it in all these forms.
    pub fn builder(origin: impl Into<String>, auth: Auth) -> ClientBuilder {
        ClientBuilder::new(Orca, without_api(&origin.into()), auth.into_source())
    }

    /// The same client with more options for its calls: a deadline, another retry policy.
    #[must_use]
    pub fn with(&self, options: CallOptions) -> Self {
        Self(self.0.with(options))
    }

    /// Alerts (アラート).
    pub fn alerts(&self) -> Alerts<'_> {
        Alerts::new(self)
    }

    /// Any call that has no method here, with the client's authentication, retry and redaction.
    ///
    /// The path is the whole path, percent-encoded, exactly as Orca routes it: redirects are not followed.
    ///
    /// ```no_run
    /// # async fn example(orca: orca_api::Client) -> orca_api::Result<()> {
    /// use orca_api::Method;
    ///
    /// let whoami: serde_json::Value = orca.request(Method::GET, "/api/user/action").send().await?.json()?;
    ///
    /// let days = serde_json::json!({"days": 7});
    /// orca.request(Method::PUT, "/api/alerts/orca-123456/snooze").json(&days).send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn request(&self, method: Method, path: impl Into<String>) -> RawRequest<'_> {
        RawRequest::new(&self.0, method, path)
    }

    /// What the last answers said of the rate limit, without a call. Orca publishes no limit: usually nothing.
    pub fn rate_limit(&self) -> Option<RateSnapshot> {
        self.0.rate_limit(ALL, None)
    }

    pub(crate) async fn send(&self, call: Call) -> Result<Answer> {
        self.0.execute(call).await
    }

    pub(crate) async fn json<T: DeserializeOwned>(&self, call: Call) -> Result<T> {
        self.send(call).await?.json()
    }
}

impl ApiClient for Client {
    fn from_pipeline(pipeline: Pipeline) -> Self {
        Self(pipeline)
    }
}
