//! Activities: what happened in a project.
//!
//! Official page: <https://developer.nulab.com/docs/backlog/api/2/get-project-recent-updates/>.

use crate::client::Client;
use crate::id::{ActivityId, ProjectIdOrKey};
use crate::model::{Activity, ActivityType};
use crate::page::{push_count, scan_by_id};
use saas_api_core::{Call, Order, Pager, Params, Result, setters};

/// The activities of one project. Made by [`Client::activities`].
#[derive(Clone, Debug)]
pub struct ProjectActivities<'c> {
    client: &'c Client,
    project: ProjectIdOrKey,
}

/// A page of activities. For [`ProjectActivities::list`] and [`ProjectActivities::pages`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct ListActivities {
    types: Option<Vec<ActivityType>>,
    min_id: Option<ActivityId>,
    max_id: Option<ActivityId>,
    count: Option<u8>,
    order: Option<Order>,
}

impl<'c> ProjectActivities<'c> {
    pub(crate) fn new(client: &'c Client, project: ProjectIdOrKey) -> Self {
        Self { client, project }
    }

    /// Lists activities, one page: the newest 20 unless the request says otherwise.
    ///
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/get-project-recent-updates/>.
    ///
    /// # Errors
    /// `NotFound` when there is no such project. `InvalidRequest` for a `count` that is not 1 to 100, or no type at all.
    ///
    /// # Examples
    /// ```no_run
    /// # async fn example(backlog: backlog_api::Client) -> backlog_api::Result<()> {
    /// use backlog_api::activities::ListActivities;
    /// use backlog_api::model::{ActivityContent, ActivityType};
    ///
    /// let created = ListActivities::new().types([ActivityType::IssueCreated]);
    /// for activity in backlog.activities("SEC").list(&created).await? {
    ///     if let ActivityContent::Issue(issue) = activity.content() {
    ///         println!("{:?}: {:?}", activity.issue_key(), issue.summary);
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "Get Project Recent Updates")]
    #[doc(alias = "プロジェクトの最近の活動の取得")]
    pub async fn list(&self, request: &ListActivities) -> Result<Vec<Activity>> {
        let call = Call::get("/projects/{projectIdOrKey}/activities").arg(&self.project);
        self.client.json(call.query(request.params())).await
    }

    /// Reads all activities, page by page, each exactly once, also while more happens.
    ///
    /// Newest first unless the request says otherwise, so a loop may stop at the activity that it knows.
    pub fn pages(&self, request: &ListActivities) -> Pager<Activity> {
        let (client, of, request) = (self.client.clone(), self.project.clone(), request.clone());
        scan_by_id(
            request.count,
            request.order,
            |activity: &Activity| activity.id.get(),
            move |scan| {
                let (client, of) = (client.clone(), of.clone());
                let mut request = request.clone().count(scan.count);
                scan.advance(&mut request.min_id, &mut request.max_id);
                async move { ProjectActivities::new(&client, of).list(&request).await }
            },
        )
    }
}

impl ListActivities {
    /// The newest 20.
    pub fn new() -> Self {
        Self::default()
    }

    fn params(&self) -> Params {
        let mut params = Params::new();
        params.push_some_each("activityTypeId[]", self.types.as_deref());
        params.push_some("minId", self.min_id);
        params.push_some("maxId", self.max_id);
        push_count(&mut params, self.count);
        params.push_some("order", self.order);
        params
    }
}

setters! {
    ListActivities {
        /// Activities of these types.
        [types: ActivityType];
        /// Activities from this one on. Whether it is itself among them is not documented.
        min_id: ActivityId;
        /// Activities up to this one. Whether it is itself among them is not documented.
        max_id: ActivityId;
        /// Rows per page, 1 to 100. The API's own is 20.
        count: u8;
        /// The direction. The API's own is descending: newest first.
        order: Order;
    }
}
