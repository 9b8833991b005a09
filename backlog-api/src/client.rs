//! The client, and the way to each resource.

use crate::activities::ProjectActivities;
use crate::auth::Auth;
use crate::categories::Categories;
use crate::custom_fields::CustomFields;
use crate::error::Backlog;
use crate::id::{IssueKey, ProjectIdOrKey};
use crate::issue_types::IssueTypes;
use crate::issues::Issues;
use crate::priorities::Priorities;
use crate::projects::Projects;
use crate::rate::RateClass;
use crate::resolutions::Resolutions;
use crate::space::Space;
use crate::statuses::Statuses;
use crate::users::Users;
use crate::versions::Versions;
use http::Method;
use saas_api_core::{
    Answer, ApiClient, Call, CallOptions, Error, Pipeline, RateSnapshot, RawRequest, Result, encode_segment,
};
use serde::de::DeserializeOwned;

/// Settings of a [`Client`]: transport, retry, rate gate, timeouts. Made by [`Client::builder`].
pub type ClientBuilder = saas_api_core::ClientBuilder<Client>;

/// A client of one Backlog space.
///
/// Cheap to clone: clones share connections and what is known of the rate limits. Build it once.
#[derive(Clone, Debug)]
pub struct Client(Pipeline);

impl Client {
    /// A client of a space in Nulab's cloud, by its host: `example.backlog.jp`, `.backlog.com` or `.backlogtool.com`.
    ///
    /// # Errors
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest) naming `space` when this is no such host, and those of
    /// [`ClientBuilder::build`].
    pub fn from_space(space: &str, auth: Auth) -> Result<Self> {
        let host = space.to_ascii_lowercase();
        let key = [".backlog.jp", ".backlog.com", ".backlogtool.com"].iter().find_map(|end| host.strip_suffix(end));
        let is_label =
            |key: &str| !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if !key.is_some_and(is_label) {
            let rule = "must be a host such as example.backlog.jp; for any other host use Client::builder";
            return Err(Error::invalid_request("space", rule));
        }
        Self::builder(format!("https://{host}"), auth).build()
    }

    /// Settings for a client of any host, such as `https://backlog.example.com` for Backlog Enterprise.
    ///
    /// By default a call waits out a used-up rate limit: until the reset that the answer names, else a minute, as Nulab
    /// advises.
    pub fn builder(base_url: impl Into<String>, auth: Auth) -> ClientBuilder {
        ClientBuilder::new(Backlog, base_url, auth.into_source())
    }

    /// The same client with more options for its calls: a deadline, another retry policy.
    #[must_use]
    pub fn with(&self, options: CallOptions) -> Self {
        Self(self.0.with(options))
    }

    /// A project's activities: what happened, newest first.
    pub fn activities(&self, project: impl Into<ProjectIdOrKey>) -> ProjectActivities<'_> {
        ProjectActivities::new(self, project.into())
    }

    /// A project's categories (カテゴリー).
    pub fn categories(&self, project: impl Into<ProjectIdOrKey>) -> Categories<'_> {
        Categories::new(self, project.into())
    }

    /// A project's custom fields (カスタム属性).
    pub fn custom_fields(&self, project: impl Into<ProjectIdOrKey>) -> CustomFields<'_> {
        CustomFields::new(self, project.into())
    }

    /// A project's issue types (種別).
    pub fn issue_types(&self, project: impl Into<ProjectIdOrKey>) -> IssueTypes<'_> {
        IssueTypes::new(self, project.into())
    }

    /// Issues (課題).
    pub fn issues(&self) -> Issues<'_> {
        Issues::new(self)
    }

    /// Priorities (優先度).
    pub fn priorities(&self) -> Priorities<'_> {
        Priorities::new(self)
    }

    /// Projects (プロジェクト).
    pub fn projects(&self) -> Projects<'_> {
        Projects::new(self)
    }

    /// Resolutions (完了理由).
    pub fn resolutions(&self) -> Resolutions<'_> {
        Resolutions::new(self)
    }

    /// The space (スペース).
    pub fn space(&self) -> Space<'_> {
        Space::new(self)
    }

    /// A project's statuses (状態).
    pub fn statuses(&self, project: impl Into<ProjectIdOrKey>) -> Statuses<'_> {
        Statuses::new(self, project.into())
    }

    /// Users (ユーザー).
    pub fn users(&self) -> Users<'_> {
        Users::new(self)
    }

    /// A project's versions (発生バージョン) and milestones (マイルストーン).
    pub fn versions(&self, project: impl Into<ProjectIdOrKey>) -> Versions<'_> {
        Versions::new(self, project.into())
    }

    /// Any call that has no method here, with the client's authentication, retry and redaction.
    ///
    /// The path is the whole path, percent-encoded, such as `/api/v2/wikis/count`.
    ///
    /// ```no_run
    /// # async fn example(backlog: backlog_api::Client) -> backlog_api::Result<()> {
    /// use backlog_api::Method;
    ///
    /// let answer = backlog.request(Method::GET, "/api/v2/wikis/count").query("projectIdOrKey", "SEC").send().await?;
    /// let count: serde_json::Value = answer.json()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn request(&self, method: Method, path: impl Into<String>) -> RawRequest<'_> {
        RawRequest::new(&self.0, method, path)
    }

    /// What the last answers said of a rate limit, without a call. [`Space::rate_limit`] asks the API.
    pub fn rate_limit(&self, class: RateClass) -> Option<RateSnapshot> {
        self.0.rate_limit(class, None)
    }

    /// The address of an issue's page, for people.
    pub fn issue_url(&self, key: &IssueKey) -> String {
        format!("{}/view/{}", self.0.base_url(), encode_segment(key.as_str()))
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
