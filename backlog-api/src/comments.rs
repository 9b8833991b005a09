//! Comments on issues (コメント).
//!
//! Official pages: <https://developer.nulab.com/docs/backlog/api/2/get-comment-list/> and its neighbours.

use crate::client::Client;
use crate::id::{AttachmentId, CommentId, IssueIdOrKey, UserId};
use crate::model::{Comment, Count};
use crate::page::{push_count, scan_by_id};
use saas_api_core::{Call, Order, Pager, Params, Result, setters};

/// The comments of one issue. Made by [`Issues::comments`](crate::issues::Issues::comments).
#[derive(Clone, Debug)]
pub struct Comments<'c> {
    client: &'c Client,
    issue: IssueIdOrKey,
}

/// A page of comments. For [`Comments::list`] and [`Comments::pages`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct ListComments {
    min_id: Option<CommentId>,
    max_id: Option<CommentId>,
    count: Option<u8>,
    order: Option<Order>,
}

/// Another content for a comment. For [`Comments::update`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct UpdateComment {
    content: String,
}

/// A new comment. For [`Comments::create`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct CreateComment {
    content: String,
    notify: Vec<UserId>,
    attachments: Vec<AttachmentId>,
}

impl<'c> Comments<'c> {
    pub(crate) fn new(client: &'c Client, issue: IssueIdOrKey) -> Self {
        Self { client, issue }
    }

    /// Lists comments, one page: the newest 20 unless the request says otherwise.
    ///
    /// Changes of the issue are comments too, without content.
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/get-comment-list/>.
    ///
    /// # Errors
    /// `NotFound` when there is no such issue. `InvalidRequest` for a `count` that is not 1 to 100.
    #[doc(alias = "Get Comment List")]
    #[doc(alias = "課題コメントの取得")]
    pub async fn list(&self, request: &ListComments) -> Result<Vec<Comment>> {
        self.client.json(Call::get("/issues/{issueIdOrKey}/comments").arg(&self.issue).query(request.params())).await
    }

    /// Reads all comments, page by page, each exactly once, also while others comment.
    pub fn pages(&self, request: &ListComments) -> Pager<Comment> {
        let (client, of, request) = (self.client.clone(), self.issue.clone(), request.clone());
        scan_by_id(
            request.count,
            request.order,
            |comment: &Comment| comment.id.get(),
            move |scan| {
                let (client, of) = (client.clone(), of.clone());
                let mut request = request.clone().count(scan.count);
                scan.advance(&mut request.min_id, &mut request.max_id);
                async move { Comments::new(&client, of).list(&request).await }
            },
        )
    }

    /// Counts the comments.
    ///
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/count-comment/>.
    ///
    /// # Errors
    /// `NotFound` when there is no such issue.
    #[doc(alias = "Count Comment")]
    #[doc(alias = "課題コメント数の取得")]
    pub async fn count(&self) -> Result<u64> {
        let call = Call::get("/issues/{issueIdOrKey}/comments/count").arg(&self.issue);
        self.client.json(call).await.map(|answer: Count| answer.count)
    }

    /// Gets a comment.
    ///
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/get-comment/>.
    ///
    /// # Errors
    /// `NotFound` when there is no such comment.
    #[doc(alias = "Get Comment")]
    #[doc(alias = "課題コメント情報の取得")]
    pub async fn get(&self, comment: impl Into<CommentId>) -> Result<Comment> {
        self.client
            .json(Call::get("/issues/{issueIdOrKey}/comments/{commentId}").arg(&self.issue).arg(comment.into()))
            .await
    }

    /// Adds a comment.
    ///
    /// Never repeated once it may have arrived: a second try can make a second comment.
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/add-comment/>.
    ///
    /// # Errors
    /// `InvalidRequest` when the content is empty. `NotFound` when there is no such issue.
    ///
    /// # Examples
    /// ```no_run
    /// # async fn example(backlog: backlog_api::Client) -> backlog_api::Result<()> {
    /// use backlog_api::UserId;
    /// use backlog_api::comments::CreateComment;
    ///
    /// let comment = CreateComment::new("seen again").notify([UserId::new(11)]);
    /// backlog.issues().comments("SEC-31").create(&comment).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "Add Comment")]
    #[doc(alias = "課題コメントの追加")]
    pub async fn create(&self, request: &CreateComment) -> Result<Comment> {
        self.client.json(Call::post("/issues/{issueIdOrKey}/comments").arg(&self.issue).form(request.params())).await
    }

    /// Replaces a comment's content.
    ///
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/update-comment/>.
    ///
    /// # Errors
    /// `InvalidRequest` when the content is empty. `Auth`, presumably, when the comment is another user's.
    #[doc(alias = "Update comment")]
    #[doc(alias = "課題コメント情報の更新")]
    pub async fn update(&self, comment: impl Into<CommentId>, request: &UpdateComment) -> Result<Comment> {
        let call = Call::patch("/issues/{issueIdOrKey}/comments/{commentId}").arg(&self.issue).arg(comment.into());
        self.client.json(call.form(request.params())).await
    }

    /// Deletes a comment.
    ///
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/delete-comment/>.
    ///
    /// # Errors
    /// `Auth`, presumably, when the comment is another user's.
    #[doc(alias = "Delete Comment")]
    #[doc(alias = "課題コメントの削除")]
    pub async fn delete(&self, comment: impl Into<CommentId>) -> Result<Comment> {
        let call = Call::delete("/issues/{issueIdOrKey}/comments/{commentId}").arg(&self.issue).arg(comment.into());
        self.client.json(call).await
    }
}

impl ListComments {
    /// The newest 20.
    pub fn new() -> Self {
        Self::default()
    }

    fn params(&self) -> Params {
        let mut params = Params::new();
        params.push_some("minId", self.min_id);
        params.push_some("maxId", self.max_id);
        push_count(&mut params, self.count);
        params.push_some("order", self.order);
        params
    }
}

impl UpdateComment {
    /// This content, in the project's markup.
    pub fn new(content: impl Into<String>) -> Self {
        Self { content: content.into() }
    }

    fn params(&self) -> Params {
        let mut params = Params::new();
        params.push_required("content", &self.content);
        params
    }
}

impl CreateComment {
    /// A comment with this content, in the project's markup.
    pub fn new(content: impl Into<String>) -> Self {
        Self { content: content.into(), notify: Vec::new(), attachments: Vec::new() }
    }

    fn params(&self) -> Params {
        let mut params = Params::new();
        params.push_required("content", &self.content);
        params.push_each("notifiedUserId[]", &self.notify);
        params.push_each("attachmentId[]", &self.attachments);
        params
    }
}

setters! {
    ListComments {
        /// Comments from this one on. Whether it is itself among them is not documented.
        min_id: CommentId;
        /// Comments up to this one. Whether it is itself among them is not documented.
        max_id: CommentId;
        /// Rows per page, 1 to 100. The API's own is 20.
        count: u8;
        /// The direction. The API's own is descending: newest first.
        order: Order;
    }
}

setters! {
    CreateComment {
        /// Whom to tell.
        [notify: UserId];
        /// Files uploaded before, by the ids that the upload gave.
        [attachments: AttachmentId];
    }
}
