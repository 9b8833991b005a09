//! The client, and the way to each resource.

use crate::auth::Auth;
use crate::contacts::Contacts;
use crate::error::Chatwork;
use crate::incoming_requests::IncomingRequests;
use crate::model::DownloadUrl;
use crate::my::My;
use crate::rate::ALL;
use crate::rooms::Rooms;
use http::Method;
use saas_api_core::{
    Answer, ApiClient, Call, CallOptions, Download, Expect, Pipeline, RateSnapshot, RawRequest, Result,
};
use serde::de::DeserializeOwned;

/// Settings of a [`Client`]: transport, retry, rate gate, timeouts. Made by [`Client::builder`].
pub type ClientBuilder = saas_api_core::ClientBuilder<Client>;

/// A client of Chatwork, as one user.
///
/// Cheap to clone: clones share connections and what is known of the rate limits. Build it once.
#[derive(Clone, Debug)]
pub struct Client(Pipeline);

impl Client {
    /// A client of `https://api.chatwork.com/v2`. It serves KDDI Chatwork too.
    ///
    /// # Errors
    /// Those of [`ClientBuilder::build`].
    pub fn new(auth: Auth) -> Result<Self> {
        Self::builder("https://api.chatwork.com", auth).build()
    }

    /// Settings for a client of any host, such as a proxy or a local server. `/v2` is added to the base URL.
    ///
    /// Chatwork has two limits: 300 calls in five minutes, and in each room 10 posts (messages and tasks together) in ten
    /// seconds. By default calls wait until there is room again. A wait of over 65 seconds fails with `RateLimited` at
    /// once, and [`retry_after`](crate::Error::retry_after) says how long it is.
    /// With [`RateGate::Off`](crate::RateGate::Off) posts are not held back before Chatwork refuses them.
    pub fn builder(base_url: impl Into<String>, auth: Auth) -> ClientBuilder {
        ClientBuilder::new(Chatwork, base_url, auth.into_source())
    }

    /// The same client with more options for its calls: a deadline, another retry policy.
    #[must_use]
    pub fn with(&self, options: CallOptions) -> Self {
        Self(self.0.with(options))
    }

    /// The caller's contacts (コンタクト).
    pub fn contacts(&self) -> Contacts<'_> {
        Contacts::new(self)
    }

    /// Requests to become a contact of the caller (コンタクト承認依頼).
    pub fn incoming_requests(&self) -> IncomingRequests<'_> {
        IncomingRequests::new(self)
    }

    /// What belongs to the caller: unread counts, tasks.
    pub fn my(&self) -> My<'_> {
        My::new(self)
    }

    /// Chat rooms (チャットルーム), with their members, messages, tasks, files and invitation links.
    pub fn rooms(&self) -> Rooms<'_> {
        Rooms::new(self)
    }

    /// Any call that has no method here, with the client's authentication, retry and redaction.
    ///
    /// The path is the whole path, percent-encoded, such as `/v2/rooms`. Chatwork reads the parameters of a write from
    /// the form body only. A raw post to a room is not held back for the room's limit.
    ///
    /// ```no_run
    /// # async fn example(chatwork: chatwork_api::Client) -> chatwork_api::Result<()> {
    /// use chatwork_api::Method;
    ///
    /// let answer = chatwork.request(Method::PUT, "/v2/rooms/400000001").form("name", "SOC").send().await?;
    /// let room: serde_json::Value = answer.json()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn request(&self, method: Method, path: impl Into<String>) -> RawRequest<'_> {
        RawRequest::new(&self.0, method, path)
    }

    /// What the last answers said of the limit of all calls, without a call.
    pub fn rate_limit(&self) -> Option<RateSnapshot> {
        self.0.rate_limit(ALL, None)
    }

    pub(crate) async fn send(&self, call: Call) -> Result<Answer> {
        self.0.execute(call).await
    }

    pub(crate) async fn download(&self, url: &DownloadUrl) -> Result<Download> {
        self.0.download("{download_url}", url.as_str()).await
    }

    pub(crate) async fn json<T: DeserializeOwned>(&self, call: Call) -> Result<T> {
        self.send(call).await?.json()
    }

    /// A list: an empty one is an answer without a body.
    pub(crate) async fn list<T: DeserializeOwned>(&self, call: Call) -> Result<Vec<T>> {
        self.json(call.expect(Expect::JsonOrEmpty)).await
    }
}

impl ApiClient for Client {
    fn from_pipeline(pipeline: Pipeline) -> Self {
        Self(pipeline)
    }
}
