use super::field_input::CustomFieldFilter;
use crate::id::{
    CategoryId, CustomFieldId, IssueId, IssueTypeId, PriorityId, ProjectId, ResolutionId, StatusId, UserId, VersionId,
};
use crate::page::{FULL_PAGE, push_count};
use saas_api_core::{Date, Order, Params, Timestamp, open_enum, setters};

open_enum! {
    /// Which issues count by their place among parents and children.
    pub enum ParentChild: i64 {
        /// All.
        All = 0,
        /// Those that are no child.
        NotChild = 1,
        /// Children and grandchildren.
        Child = 2,
        /// Those with neither parent nor children.
        Standalone = 3,
        /// Those with children.
        Parent = 4,
        /// Grandchildren. Since July 2026, like those below.
        GrandchildOnly = 5,
        /// Children without grandchildren.
        ChildOnly = 6,
        /// The top level.
        TopLevelOnly = 7,
        /// All but grandchildren.
        ExceptGrandchild = 8,
        /// All but the top level.
        ExceptTopLevel = 9,
        /// Those without children.
        LeafOnly = 10,
    }
}

open_enum! {
    /// What an answer holds only when asked.
    pub enum IssueExpand: str {
        /// How many children an issue has, and how many are closed.
        ChildIssueSummary = "childIssueSummary",
    }
}

open_enum! {
    /// What issues are sorted by.
    pub enum IssueSort: str {
        /// The issue type.
        IssueType = "issueType",
        /// The category.
        Category = "category",
        /// The version.
        Version = "version",
        /// The milestone.
        Milestone = "milestone",
        /// The title.
        Summary = "summary",
        /// The status.
        Status = "status",
        /// The priority.
        Priority = "priority",
        /// Attachments.
        Attachment = "attachment",
        /// Shared files.
        SharedFile = "sharedFile",
        /// The creation.
        Created = "created",
        /// Who created it.
        CreatedUser = "createdUser",
        /// The last change.
        Updated = "updated",
        /// Who changed it last.
        UpdatedUser = "updatedUser",
        /// Who works on it.
        Assignee = "assignee",
        /// The first day.
        StartDate = "startDate",
        /// The day it is due.
        DueDate = "dueDate",
        /// Estimated hours.
        EstimatedHours = "estimatedHours",
        /// Hours spent.
        ActualHours = "actualHours",
        /// Child issues.
        ChildIssue = "childIssue",
    }
}

impl IssueSort {
    /// A custom field.
    pub fn custom_field(field: impl Into<CustomFieldId>) -> Self {
        Self::from(&*format!("customField_{}", field.into()))
    }
}

/// Filters and order of the issue list. For [`Issues::list`](super::Issues::list), `pages` and `count`.
///
/// Values of one filter are alternatives; all filters must hold. Without a project all of the caller's are searched.
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use]
pub struct ListIssues {
    projects: Option<Vec<ProjectId>>,
    issue_types: Option<Vec<IssueTypeId>>,
    categories: Option<Vec<CategoryId>>,
    versions: Option<Vec<VersionId>>,
    milestones: Option<Vec<VersionId>>,
    statuses: Option<Vec<StatusId>>,
    priorities: Option<Vec<PriorityId>>,
    assignees: Option<Vec<UserId>>,
    created_users: Option<Vec<UserId>>,
    resolutions: Option<Vec<ResolutionId>>,
    ids: Option<Vec<IssueId>>,
    parent_issues: Option<Vec<IssueId>>,
    parent_child: Option<ParentChild>,
    attachment: Option<bool>,
    shared_file: Option<bool>,
    keyword: Option<String>,
    created_since: Option<Date>,
    created_until: Option<Date>,
    updated_since: Option<Date>,
    updated_until: Option<Date>,
    start_date_since: Option<Date>,
    start_date_until: Option<Date>,
    due_date_since: Option<Date>,
    due_date_until: Option<Date>,
    without_due_date: bool,
    bad_moment: bool,
    custom_fields: Vec<(CustomFieldId, CustomFieldFilter)>,
    expand: Vec<IssueExpand>,
    sort: Option<IssueSort>,
    order: Option<Order>,
    offset: Option<u64>,
    count: Option<u8>,
}

impl ListIssues {
    /// All issues of the caller's projects.
    pub fn new() -> Self {
        Self::default()
    }

    /// Issues whose custom field fits. Several fields must all fit; a second filter of one field replaces the first.
    pub fn custom_field(mut self, field: impl Into<CustomFieldId>, filter: impl Into<CustomFieldFilter>) -> Self {
        let field = field.into();
        self.custom_fields.retain(|(known, _)| *known != field);
        self.custom_fields.push((field, filter.into()));
        self
    }

    /// Issues without a due date. The API has no filter for those with one.
    pub fn without_due_date(mut self) -> Self {
        self.without_due_date = true;
        self
    }

    /// Issues changed at this moment or later, and some that were changed on the day before.
    ///
    /// For polling after missed webhooks. The API filters by whole days in a zone that it does not tell, so this asks
    /// from the day before: compare [`Issue::updated`](crate::model::Issue::updated) yourself. A text that is no moment
    /// makes the call fail: without the filter it would find everything.
    pub fn updated_since_moment(mut self, moment: &Timestamp) -> Self {
        self.updated_since = moment.utc_date().and_then(|date| date.plus_days(-1));
        self.bad_moment = self.updated_since.is_none();
        self
    }

    /// Filters only: what the count endpoint takes.
    pub(super) fn filters(&self) -> Params {
        let mut params = Params::new();
        params.push_some_each("projectId[]", self.projects.as_deref());
        params.push_some_each("issueTypeId[]", self.issue_types.as_deref());
        params.push_some_each("categoryId[]", self.categories.as_deref());
        params.push_some_each("versionId[]", self.versions.as_deref());
        params.push_some_each("milestoneId[]", self.milestones.as_deref());
        params.push_some_each("statusId[]", self.statuses.as_deref());
        params.push_some_each("priorityId[]", self.priorities.as_deref());
        params.push_some_each("assigneeId[]", self.assignees.as_deref());
        params.push_some_each("createdUserId[]", self.created_users.as_deref());
        params.push_some_each("resolutionId[]", self.resolutions.as_deref());
        params.push_some_each("id[]", self.ids.as_deref());
        params.push_some_each("parentIssueId[]", self.parent_issues.as_deref());
        params.push_some("parentChild", self.parent_child);
        params.push_some("attachment", self.attachment);
        params.push_some("sharedFile", self.shared_file);
        params.push_some("keyword", self.keyword.as_deref());
        params.push_some("createdSince", self.created_since);
        params.push_some("createdUntil", self.created_until);
        if self.bad_moment {
            params.refuse("updatedSince", "must be a moment such as 2026-11-20T01:02:03Z");
        }
        params.push_some("updatedSince", self.updated_since);
        params.push_some("updatedUntil", self.updated_until);
        params.push_some("startDateSince", self.start_date_since);
        params.push_some("startDateUntil", self.start_date_until);
        params.push_some("dueDateSince", self.due_date_since);
        params.push_some("dueDateUntil", self.due_date_until);
        params.push_some("hasDueDate", self.without_due_date.then_some(false));
        for (field, filter) in &self.custom_fields {
            filter.push(*field, &mut params);
        }
        params
    }

    pub(super) fn params(&self) -> Params {
        let mut params = self.filters();
        params.push_each("expand[]", &self.expand);
        params.push_some("sort", self.sort.as_ref());
        params.push_some("order", self.order);
        params.push_some("offset", self.offset);
        push_count(&mut params, self.count);
        params
    }

    /// Sorted by creation unless sorted already, in pages as large as allowed unless told otherwise.
    pub(super) fn for_full_scan(mut self) -> Self {
        if self.sort.is_none() {
            self.sort = Some(IssueSort::Created);
            self.order = self.order.or(Some(Order::Ascending));
        }
        self.count = self.count.or(Some(FULL_PAGE));
        self
    }

    pub(super) fn page_size(&self) -> u8 {
        self.count.unwrap_or(FULL_PAGE)
    }

    pub(super) fn start(&self) -> u64 {
        self.offset.unwrap_or_default()
    }
}

setters! {
    ListIssues {
        /// Issues of these projects.
        [projects: ProjectId];
        /// Issues of these types (種別).
        [issue_types: IssueTypeId];
        /// Issues of these categories (カテゴリー).
        [categories: CategoryId];
        /// Issues that occur in these versions (発生バージョン).
        [versions: VersionId];
        /// Issues planned for these milestones (マイルストーン).
        [milestones: VersionId];
        /// Issues in these statuses (状態).
        [statuses: StatusId];
        /// Issues of these priorities (優先度).
        [priorities: PriorityId];
        /// Issues that these users work on (担当者).
        [assignees: UserId];
        /// Issues that these users created.
        [created_users: UserId];
        /// Issues settled in these ways (完了理由).
        [resolutions: ResolutionId];
        /// These issues.
        [ids: IssueId];
        /// Children of these issues.
        [parent_issues: IssueId];
        /// Issues by their place among parents and children.
        parent_child: ParentChild;
        /// Issues with (`true`) or without attachments.
        attachment: bool;
        /// Issues with (`true`) or without shared files.
        shared_file: bool;
        /// Issues whose text holds the keyword. The search index may lag.
        keyword: String;
        /// Issues created on this day or later.
        created_since: Date;
        /// Issues created on this day or before.
        created_until: Date;
        /// Issues changed on this day or later. See [`updated_since_moment`](Self::updated_since_moment).
        updated_since: Date;
        /// Issues changed last on this day or before.
        updated_until: Date;
        /// Issues that start on this day or later.
        start_date_since: Date;
        /// Issues that start on this day or before.
        start_date_until: Date;
        /// Issues due on this day or later.
        due_date_since: Date;
        /// Issues due on this day or before.
        due_date_until: Date;
        /// What else the answer holds.
        [expand: IssueExpand];
        /// What the list is sorted by.
        sort: IssueSort;
        /// The direction. The API's own is descending.
        order: Order;
        /// The first row, counted from 0.
        offset: u64;
        /// Rows per page, 1 to 100. The API's own is 20.
        count: u8;
    }
}
