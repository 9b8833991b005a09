use super::field_input::{CustomFieldInput, FieldWrite};
use crate::id::{
    AttachmentId, CategoryId, CustomFieldId, IssueId, IssueTypeId, PriorityId, ProjectId, UserId, VersionId,
};
use saas_api_core::{Date, Decimal, Params, setters};

/// A new issue. For [`Issues::create`](super::Issues::create).
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct CreateIssue {
    project: ProjectId,
    summary: String,
    issue_type: IssueTypeId,
    priority: PriorityId,
    parent_issue: Option<IssueId>,
    description: Option<String>,
    start_date: Option<Date>,
    due_date: Option<Date>,
    estimated_hours: Option<Decimal>,
    actual_hours: Option<Decimal>,
    categories: Vec<CategoryId>,
    versions: Vec<VersionId>,
    milestones: Vec<VersionId>,
    assignee: Option<UserId>,
    notify: Vec<UserId>,
    attachments: Vec<AttachmentId>,
    custom_fields: Vec<FieldWrite>,
}

impl CreateIssue {
    /// What every issue has: its project, title (件名), type (種別) and priority (優先度).
    pub fn new(
        project: impl Into<ProjectId>,
        summary: impl Into<String>,
        issue_type: impl Into<IssueTypeId>,
        priority: impl Into<PriorityId>,
    ) -> Self {
        Self {
            project: project.into(),
            summary: summary.into(),
            issue_type: issue_type.into(),
            priority: priority.into(),
            parent_issue: None,
            description: None,
            start_date: None,
            due_date: None,
            estimated_hours: None,
            actual_hours: None,
            categories: Vec::new(),
            versions: Vec::new(),
            milestones: Vec::new(),
            assignee: None,
            notify: Vec::new(),
            attachments: Vec::new(),
            custom_fields: Vec::new(),
        }
    }

    /// The value of a custom field. Each field once: a second value replaces the first.
    pub fn custom_field(mut self, field: impl Into<CustomFieldId>, value: impl Into<CustomFieldInput>) -> Self {
        FieldWrite::entry(&mut self.custom_fields, field.into()).set(value.into());
        self
    }

    /// The free text of a list field's input "other", where the field allows it.
    pub fn custom_field_other(mut self, field: impl Into<CustomFieldId>, text: impl Into<String>) -> Self {
        FieldWrite::entry(&mut self.custom_fields, field.into()).other = Some(text.into());
        self
    }

    pub(super) fn params(&self) -> Params {
        let mut params = Params::new();
        params.push("projectId", self.project);
        params.push_required("summary", &self.summary);
        params.push("issueTypeId", self.issue_type);
        params.push("priorityId", self.priority);
        params.push_some("parentIssueId", self.parent_issue);
        params.push_some("description", self.description.as_deref());
        params.push_some("startDate", self.start_date);
        params.push_some("dueDate", self.due_date);
        params.push_some("estimatedHours", self.estimated_hours.as_ref());
        params.push_some("actualHours", self.actual_hours.as_ref());
        params.push_each("categoryId[]", &self.categories);
        params.push_each("versionId[]", &self.versions);
        params.push_each("milestoneId[]", &self.milestones);
        params.push_some("assigneeId", self.assignee);
        params.push_each("notifiedUserId[]", &self.notify);
        params.push_each("attachmentId[]", &self.attachments);
        for field in &self.custom_fields {
            field.push(&mut params);
        }
        params
    }
}

setters! {
    CreateIssue {
        /// The parent issue.
        parent_issue: IssueId;
        /// The text (詳細), in the project's markup.
        description: String;
        /// The first day.
        start_date: Date;
        /// The day it is due (期限日).
        due_date: Date;
        /// Estimated hours. The API keeps two decimal places.
        estimated_hours: Decimal;
        /// Hours spent. The API keeps two decimal places.
        actual_hours: Decimal;
        /// The categories (カテゴリー).
        [categories: CategoryId];
        /// The versions it occurs in (発生バージョン).
        [versions: VersionId];
        /// The milestones it is planned for (マイルストーン).
        [milestones: VersionId];
        /// Who works on it (担当者).
        assignee: UserId;
        /// Whom to tell.
        [notify: UserId];
        /// Files uploaded before, by the ids that the upload gave.
        [attachments: AttachmentId];
    }
}
