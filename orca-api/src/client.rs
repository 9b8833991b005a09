//! The client, and the way to each resource.

use crate::alerts::Alerts;
use crate::assets::Assets;
use crate::auth::{Auth, Way};
use crate::automations::Automations;
use crate::business_units::BusinessUnits;
use crate::compliance::Compliance;
use crate::cves::Cves;
use crate::error::{ALL, Orca, failure_of};
use crate::exports::Exports;
use crate::feed::{Feed, FeedPosition};
use crate::groups::Groups;
use crate::integrations::{Integrations, hide_texts};
use crate::region::{Region, without_api};
use crate::remediation_texts::RemediationTexts;
use crate::roles::Roles;
use crate::rules::Rules;
use crate::scans::Scans;
use crate::serving_layer::ServingLayer;
use crate::users::Users;
use http::{Method, StatusCode};
use saas_api_core::{
    Answer, ApiClient, Call, CallOptions, Clock, Download, Pipeline, RateSnapshot, RawRequest, Replay, Result,
};
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};
use std::sync::Arc;
use std::time::SystemTime;

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
        let origin = origin.into();
        let origin = without_api(&origin);
        match auth.way() {
            Way::Source(source) => ClientBuilder::new(Orca, origin, source),
            Way::Login(login) => ClientBuilder::with_login(Orca, origin, login),
        }
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

    /// New and changed alerts since a position, each once: [`Feed`] says how.
    pub fn feed(&self, position: FeedPosition) -> Feed {
        Feed::new(self, position)
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

    /// Asks Orca's GraphQL endpoint, and gives the whole answer. Its schema is not known; one client of Orca's own sets one
    /// setting with it.
    ///
    /// Never repeated: a query and a mutation look the same from here.
    ///
    /// # Errors
    /// An answer with `errors` is one, whatever its status. It [may have been
    /// applied](crate::Error::may_have_been_applied) when there is `data` beside them. Which variables are secrets is not
    /// known: errors show `[redacted]` in place of each text of six letters or more.
    ///
    /// # Examples
    /// ```no_run
    /// # async fn example(orca: orca_api::Client) -> orca_api::Result<()> {
    /// let query = "query ($orgId: String!) { isDynamicTrustedIpsEnabled(orgId: $orgId) }";
    /// let answer = orca.gql(query, &serde_json::json!({"orgId": "5b0f1d7e"})).await?;
    /// println!("{}", answer["data"]["isDynamicTrustedIpsEnabled"]);
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "GraphQL")]
    pub async fn gql(&self, query: &str, variables: &(impl Serialize + ?Sized)) -> Result<Value> {
        #[derive(Serialize)]
        struct Question<'q, V: ?Sized> {
            query: &'q str,
            variables: &'q V,
        }
        let mut call = Call::post("/gql").json(&Question { query, variables }).replay(Replay::Never);
        // Errors of GraphQL quote the variable that does not fit.
        if let Ok(variables) = serde_json::to_value(variables) {
            call = hide_texts(call, &variables);
        }
        if query.trim().is_empty() {
            call = call.refuse("query", "must not be empty");
        }
        let answer = self.send(call).await?;
        let body: Value = answer.json()?;
        let is_there = |name| body.get(name).is_some_and(|value| !value.is_null());
        let is_empty = body.get("errors").and_then(Value::as_array).is_some_and(Vec::is_empty);
        if !is_there("errors") || is_empty {
            return Ok(body);
        }
        let status = StatusCode::from_u16(answer.status()).unwrap_or_default();
        Err(answer.failure(failure_of(status, answer.bytes()), is_there("data")))
    }

    /// What the last answers said of the rate limit, without a call. Orca publishes no limit: usually nothing.
    pub fn rate_limit(&self) -> Option<RateSnapshot> {
        self.0.rate_limit(ALL, None)
    }

    pub(crate) async fn send(&self, call: Call) -> Result<Answer> {
        self.0.execute(call).await
    }

    /// The one thing that an answer holds: in `data`, or bare.
    pub(crate) async fn one<T: DeserializeOwned>(&self, call: Call) -> Result<T> {
        self.json(call).await.map(|Enveloped(thing)| thing)
    }

    pub(crate) async fn json<T: DeserializeOwned>(&self, call: Call) -> Result<T> {
        self.send(call).await?.json()
    }

    /// Fetches a file from an address that an answer gave, without a credential. The label stands for it in errors.
    pub(crate) async fn download(&self, label: &'static str, address: &str) -> Result<Download> {
        self.0.download(label, address).await
    }

    pub(crate) fn clock(&self) -> &Arc<dyn Clock> {
        self.0.clock()
    }

    /// When the calls of this client must have ended.
    pub(crate) fn deadline(&self) -> Option<SystemTime> {
        self.0.deadline()
    }
}

/// A thing in its envelope, or bare.
struct Enveloped<T>(T);

impl<'de, T: DeserializeOwned> Deserialize<'de> for Enveloped<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut members = Map::deserialize(deserializer)?;
        let thing = match members.remove("data") {
            Some(thing @ Value::Object(_)) => thing,
            Some(other) => {
                members.insert("data".to_owned(), other);
                Value::Object(members)
            }
            None => Value::Object(members),
        };
        T::deserialize(thing).map(Self).map_err(D::Error::custom)
    }
}

impl ApiClient for Client {
    fn from_pipeline(pipeline: Pipeline) -> Self {
        Self(pipeline)
    }
}
