//! The client, and the way to each resource.

use crate::alerts::Alerts;
use crate::assets::Assets;
use crate::auth::Auth;
use crate::automations::Automations;
use crate::business_units::BusinessUnits;
use crate::compliance::Compliance;
use crate::cves::Cves;
use crate::error::{ALL, Orca};
use crate::exports::Exports;
use crate::groups::Groups;
use crate::integrations::Integrations;
use crate::region::{Region, without_api};
use crate::remediation_texts::RemediationTexts;
use crate::roles::Roles;
use crate::rules::Rules;
use crate::scans::Scans;
use crate::serving_layer::ServingLayer;
use crate::users::Users;
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

    /// Assets (アセット), in the older form.
    pub fn assets(&self) -> Assets<'_> {
        Assets::new(self)
    }

    /// Automations (オートメーション): what Orca does with alerts by itself.
    pub fn automations(&self) -> Automations<'_> {
        Automations::new(self)
    }

    /// Business units: named parts of the organization.
    pub fn business_units(&self) -> BusinessUnits<'_> {
        BusinessUnits::new(self)
    }

    /// Compliance frameworks and how far they are met.
    pub fn compliance(&self) -> Compliance<'_> {
        Compliance::new(self)
    }

    /// Vulnerabilities of assets, in the older form.
    pub fn cves(&self) -> Cves<'_> {
        Cves::new(self)
    }

    /// Bulk exports: whole result sets as one file.
    pub fn exports(&self) -> Exports<'_> {
        Exports::new(self)
    }

    /// Groups of users.
    pub fn groups(&self) -> Groups<'_> {
        Groups::new(self)
    }

    /// Integrations: where automations deliver to.
    pub fn integrations(&self) -> Integrations<'_> {
        Integrations::new(self)
    }

    /// An organization's own remediation texts.
    pub fn remediation_texts(&self) -> RemediationTexts<'_> {
        RemediationTexts::new(self)
    }

    /// Roles of users and tokens.
    pub fn roles(&self) -> Roles<'_> {
        Roles::new(self)
    }

    /// Alert rules: the organization's own, and the switch of built-in ones.
    pub fn rules(&self) -> Rules<'_> {
        Rules::new(self)
    }

    /// Scans of single assets.
    pub fn scans(&self) -> Scans<'_> {
        Scans::new(self)
    }

    /// The serving layer: one query for alerts, assets, vulnerabilities and accounts.
    pub fn serving_layer(&self) -> ServingLayer<'_> {
        ServingLayer::new(self)
    }

    /// Users of the organization.
    pub fn users(&self) -> Users<'_> {
        Users::new(self)
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
