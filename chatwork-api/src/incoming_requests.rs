//! Requests to become a contact of the caller (コンタクト承認依頼).

use crate::client::Client;
use crate::id::RequestId;
use crate::model::{Contact, IncomingRequest};
use saas_api_core::{Call, Expect, Params, Replay, Result};

/// Requests to become a contact of the caller. Made by [`Client::incoming_requests`].
#[derive(Clone, Copy, Debug)]
pub struct IncomingRequests<'c>(&'c Client);

impl<'c> IncomingRequests<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self(client)
    }

    /// Lists requests, at most 100. There are no pages.
    ///
    /// OAuth scope: `contacts.all:read_write` or `contacts.all:read`.
    /// Official page: <https://developer.chatwork.com/reference/get-incoming_requests>.
    ///
    /// # Errors
    /// None of its own.
    #[doc(alias = "自分へのコンタクト承認依頼一覧を取得")]
    pub async fn list(&self) -> Result<Vec<IncomingRequest>> {
        self.0.list(Call::get("/incoming_requests")).await
    }

    /// Accepts a request, and gives the new contact.
    ///
    /// OAuth scope: `contacts.all:read_write` or `contacts.all:write`.
    /// Official page: <https://developer.chatwork.com/reference/put-incoming_requests-request_id>.
    ///
    /// # Errors
    /// `NotFound` when there is no such request, also when an earlier attempt of this call accepted it.
    #[doc(alias = "自分に対するコンタクト承認依頼を承認")]
    pub async fn accept(&self, request: impl Into<RequestId>) -> Result<Contact> {
        let call = Call::put("/incoming_requests/{request_id}").arg(request.into());
        self.0.json(call.form(Params::new()).replay(Replay::Safe)).await
    }

    /// Refuses a request.
    ///
    /// OAuth scope: as for [`accept`](Self::accept).
    /// Official page: <https://developer.chatwork.com/reference/delete-incoming_requests-request_id>.
    ///
    /// # Errors
    /// `NotFound` when there is no such request, also when an earlier attempt of this call refused it.
    #[doc(alias = "自分に対するコンタクト承認依頼を拒否")]
    pub async fn reject(&self, request: impl Into<RequestId>) -> Result<()> {
        let call = Call::delete("/incoming_requests/{request_id}").arg(request.into());
        self.0.send(call.replay(Replay::Safe).expect(Expect::Empty)).await.map(drop)
    }
}
