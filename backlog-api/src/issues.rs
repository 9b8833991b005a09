//! Issues (課題): list, count, get, create, update, delete.
//!
//! Official pages: <https://developer.nulab.com/docs/backlog/api/2/get-issue-list/> and its neighbours.

mod create;
mod ensure;
mod field_input;
mod list;
mod update;

pub use create::CreateIssue;
pub use ensure::Ensured;
pub use field_input::{CustomFieldFilter, CustomFieldInput};
pub use list::{IssueExpand, IssueSort, ListIssues, ParentChild};
pub use update::UpdateIssue;

use crate::client::Client;
use crate::comments::Comments;
use crate::id::{CustomFieldId, IssueIdOrKey, ProjectId};
use crate::model::{Count, Issue};
use crate::rate::SEARCH;
use saas_api_core::{Call, PageRequest, Pager, Params, Result};

/// The issues of the space. Made by [`Client::issues`].
#[derive(Clone, Copy, Debug)]
pub struct Issues<'c>(&'c Client);

impl<'c> Issues<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self(client)
    }

    /// Lists issues, one page: 20 unless the request says otherwise.
    ///
    /// Only issues of the caller's projects are found. Rate class: search.
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/get-issue-list/>.
    ///
    /// # Errors
    /// `InvalidRequest` for an empty list of ids, which would find everything, and a `count` that is not 1 to 100.
    ///
    /// # Examples
    /// ```no_run
    /// # async fn example(backlog: backlog_api::Client) -> backlog_api::Result<()> {
    /// use backlog_api::issues::ListIssues;
    /// use backlog_api::{ProjectId, StatusId};
    ///
    /// let open = ListIssues::new().projects([ProjectId::new(4200)]).statuses([StatusId::OPEN, StatusId::IN_PROGRESS]);
    /// for issue in backlog.issues().list(&open).await? {
    ///     println!("{} {}", issue.key, issue.summary);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "Get Issue List")]
    #[doc(alias = "課題一覧の取得")]
    pub async fn list(&self, request: &ListIssues) -> Result<Vec<Issue>> {
        self.0.json(Call::get("/issues").query(request.params()).class(SEARCH)).await
    }

    /// Reads all issues that match, page by page, from the request's `offset` on.
    ///
    /// Without a sort of its own the list is sorted by creation, oldest first, so that new issues come last. Still a
    /// list by offset drifts: an issue that leaves the filter while you read hides another. Rate class: search.
    pub fn pages(&self, request: &ListIssues) -> Pager<Issue> {
        let client = self.0.clone();
        let request = request.clone().for_full_scan();
        let (size, start) = (request.page_size(), request.start());
        Pager::by_offset(size.into(), start, move |page| {
            let request = match page {
                PageRequest::Offset(offset) => request.clone().offset(offset),
                _ => request.clone(),
            };
            let client = client.clone();
            async move { Issues(&client).list(&request).await }
        })
    }

    /// Counts issues. Sort, order, offset and count of the request are not sent. Rate class: search.
    ///
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/count-issue/>.
    ///
    /// # Errors
    /// Like [`list`](Self::list).
    #[doc(alias = "Count Issue")]
    #[doc(alias = "課題数の取得")]
    pub async fn count(&self, request: &ListIssues) -> Result<u64> {
        let call = Call::get("/issues/count").query(request.filters()).class(SEARCH);
        self.0.json(call).await.map(|answer: Count| answer.count)
    }

    /// Gets an issue.
    ///
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/get-issue/>.
    ///
    /// # Errors
    /// `NotFound` when there is no such issue, or the caller cannot see it.
    #[doc(alias = "Get Issue")]
    #[doc(alias = "課題情報の取得")]
    pub async fn get(&self, issue: impl Into<IssueIdOrKey>) -> Result<Issue> {
        self.0.json(Call::get("/issues/{issueIdOrKey}").arg(issue.into())).await
    }

    /// Gets an issue with what is otherwise left out, such as the summary of its children.
    ///
    /// # Errors
    /// Like [`get`](Self::get).
    pub async fn get_expanded(
        &self,
        issue: impl Into<IssueIdOrKey>,
        expand: impl IntoIterator<Item = IssueExpand>,
    ) -> Result<Issue> {
        let mut query = Params::new();
        query.push_each("expand[]", expand);
        self.0.json(Call::get("/issues/{issueIdOrKey}").arg(issue.into()).query(query)).await
    }

    /// Creates an issue.
    ///
    /// Never repeated once it may have arrived: Backlog knows no idempotency key, so a second try can make a second
    /// issue. When [`may_have_been_applied`](saas_api_core::Error::may_have_been_applied) is true, look before you try
    /// again.
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/add-issue/>.
    ///
    /// # Errors
    /// `InvalidRequest` when the summary is empty. Code 7 when a custom field that the project requires is missing.
    ///
    /// # Examples
    /// ```no_run
    /// # async fn example(backlog: backlog_api::Client) -> backlog_api::Result<()> {
    /// use backlog_api::issues::CreateIssue;
    /// use backlog_api::{CustomFieldId, IssueTypeId, PriorityId, ProjectId};
    ///
    /// let (project, bug, alert_id) = (ProjectId::new(4200), IssueTypeId::new(7001), CustomFieldId::new(110));
    /// let request = CreateIssue::new(project, "Public bucket", bug, PriorityId::HIGH)
    ///     .description("Anyone can read it.")
    ///     .custom_field(alert_id, "orca-123");
    /// let issue = backlog.issues().create(&request).await?;
    /// println!("created {}", issue.key);
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "Add Issue")]
    #[doc(alias = "課題の追加")]
    pub async fn create(&self, request: &CreateIssue) -> Result<Issue> {
        self.0.json(Call::post("/issues").form(request.params())).await
    }

    /// Updates an issue, and comments on it in the same step when the request has a comment.
    ///
    /// An update that changes nothing and has no comment is refused with code 7: [`ensure`](Self::ensure) takes that as
    /// done. Only what the request sets is sent.
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/update-issue/>.
    ///
    /// # Errors
    /// `NotFound`, or code 7 for a value that does not fit.
    ///
    /// # Examples
    /// ```no_run
    /// # async fn example(backlog: backlog_api::Client, key: backlog_api::IssueKey) -> backlog_api::Result<()> {
    /// use backlog_api::StatusId;
    /// use backlog_api::issues::UpdateIssue;
    ///
    /// backlog.issues().update(&key, &UpdateIssue::new().status(StatusId::CLOSED).comment("fixed")).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "Update Issue")]
    #[doc(alias = "課題情報の更新")]
    pub async fn update(&self, issue: impl Into<IssueIdOrKey>, request: &UpdateIssue) -> Result<Issue> {
        let call = Call::patch("/issues/{issueIdOrKey}").arg(issue.into()).form(request.params());
        self.0.json(call).await
    }

    /// Deletes an issue. It cannot be brought back.
    ///
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/delete-issue/>.
    ///
    /// # Errors
    /// `NotFound`. `Auth` when the caller may not delete: presumably all but administrators.
    #[doc(alias = "Delete Issue")]
    #[doc(alias = "課題の削除")]
    pub async fn delete(&self, issue: impl Into<IssueIdOrKey>) -> Result<Issue> {
        self.0.json(Call::delete("/issues/{issueIdOrKey}").arg(issue.into())).await
    }

    /// The comments of an issue.
    pub fn comments(&self, issue: impl Into<IssueIdOrKey>) -> Comments<'c> {
        Comments::new(self.0, issue.into())
    }

    /// Finds the issues of a project whose text custom field equals the text, letter by letter.
    ///
    /// The API's own filter is a keyword search: it finds `orca-123` for `orca-12`, and its index may lag behind. So this
    /// reads all hits and compares each. No hit right after a create proves nothing. Oldest first. Rate class: search.
    ///
    /// # Errors
    /// Like [`list`](Self::list), for any of the pages.
    pub async fn find_by_custom_field_exact(
        &self,
        project: impl Into<ProjectId>,
        field: impl Into<CustomFieldId>,
        text: &str,
    ) -> Result<Vec<Issue>> {
        let field = field.into();
        let request = ListIssues::new().projects([project.into()]).custom_field(field, text);
        let mut found: Vec<Issue> = Vec::new();
        let mut pages = self.pages(&request);
        while let Some(issue) = pages.next().await {
            let issue = issue?;
            let equal = issue.custom_field(field).and_then(|value| value.text()) == Some(text);
            // Offset paging may repeat an issue.
            if equal && found.iter().all(|known| known.id != issue.id) {
                found.push(issue);
            }
        }
        Ok(found)
    }
}
