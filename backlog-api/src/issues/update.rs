use super::field_input::{CustomFieldInput, FieldWrite};
use crate::id::{
    AttachmentId, CategoryId, CustomFieldId, IssueId, IssueTypeId, PriorityId, ResolutionId, StatusId, UserId,
    VersionId,
};
use saas_api_core::{Date, Decimal, Params, Update, setters};

/// A change of an issue: each field is left, cleared or set. For [`Issues::update`](super::Issues::update).
///
/// A list that is set replaces the whole list; an empty list clears it.
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use]
pub struct UpdateIssue {
    pub(super) summary: Option<String>,
    pub(super) parent_issue: Update<IssueId>,
    pub(super) description: Option<String>,
    pub(super) status: Option<StatusId>,
    pub(super) resolution: Update<ResolutionId>,
    pub(super) start_date: Update<Date>,
    pub(super) due_date: Update<Date>,
    pub(super) estimated_hours: Update<Decimal>,
    pub(super) actual_hours: Update<Decimal>,
    pub(super) issue_type: Option<IssueTypeId>,
    pub(super) categories: Update<Vec<CategoryId>>,
    pub(super) versions: Update<Vec<VersionId>>,
    pub(super) milestones: Update<Vec<VersionId>>,
    pub(super) priority: Option<PriorityId>,
    pub(super) assignee: Update<UserId>,
    notify: Vec<UserId>,
    attachments: Vec<AttachmentId>,
    comment: Option<String>,
    pub(super) custom_fields: Vec<FieldWrite>,
}

impl UpdateIssue {
    /// Nothing changes yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The value of a custom field.
    pub fn custom_field(mut self, field: impl Into<CustomFieldId>, value: impl Into<CustomFieldInput>) -> Self {
        FieldWrite::entry(&mut self.custom_fields, field.into()).set(value.into());
        self
    }

    /// Empties a custom field.
    ///
    /// Whether the API empties a multiple list or check boxes this way is not confirmed:
    /// [`Issues::ensure`](super::Issues::ensure) looks, and says when it did not.
    pub fn clear_custom_field(mut self, field: impl Into<CustomFieldId>) -> Self {
        FieldWrite::entry(&mut self.custom_fields, field.into()).value = Update::Clear;
        self
    }

    /// The free text of a list field's input "other", where the field allows it. Empty text clears it.
    pub fn custom_field_other(mut self, field: impl Into<CustomFieldId>, text: impl Into<String>) -> Self {
        FieldWrite::entry(&mut self.custom_fields, field.into()).other = Some(text.into());
        self
    }

    /// Whether all that the update asks for shows in the issue afterwards: no comment, no file.
    pub(super) fn is_state_only(&self) -> bool {
        self.comment.as_deref().unwrap_or_default().is_empty() && self.attachments.is_empty()
    }

    /// Only what was set: a parameter that an old host does not know makes it refuse the call.
    pub(super) fn params(&self) -> Params {
        let mut params = Params::new();
        params.push_some_required("summary", self.summary.as_deref());
        params.push_update("parentIssueId", &self.parent_issue);
        params.push_some("description", self.description.as_deref());
        params.push_some("statusId", self.status);
        params.push_update("resolutionId", &self.resolution);
        params.push_update("startDate", &self.start_date);
        params.push_update("dueDate", &self.due_date);
        params.push_update("estimatedHours", &self.estimated_hours);
        params.push_update("actualHours", &self.actual_hours);
        params.push_some("issueTypeId", self.issue_type);
        params.push_update_each("categoryId[]", &self.categories);
        params.push_update_each("versionId[]", &self.versions);
        params.push_update_each("milestoneId[]", &self.milestones);
        params.push_some("priorityId", self.priority);
        params.push_update("assigneeId", &self.assignee);
        params.push_each("notifiedUserId[]", &self.notify);
        params.push_each("attachmentId[]", &self.attachments);
        params.push_some("comment", self.comment.as_deref());
        for field in &self.custom_fields {
            field.push(&mut params);
        }
        params
    }
}

setters! {
    UpdateIssue {
        /// The title (件名).
        summary: String;
        /// The parent issue.
        parent_issue | clear_parent_issue: IssueId;
        /// The text (詳細). Empty text clears it.
        description: String;
        /// The status (状態). Any status can follow any other.
        status: StatusId;
        /// How it was settled (完了理由). A status does not need one, and reopening does not clear it.
        resolution | clear_resolution: ResolutionId;
        /// The first day.
        start_date | clear_start_date: Date;
        /// The day it is due (期限日).
        due_date | clear_due_date: Date;
        /// Estimated hours. The API keeps two decimal places.
        estimated_hours | clear_estimated_hours: Decimal;
        /// Hours spent. The API keeps two decimal places.
        actual_hours | clear_actual_hours: Decimal;
        /// The issue type (種別).
        issue_type: IssueTypeId;
        /// The categories (カテゴリー).
        [categories | clear_categories: CategoryId];
        /// The versions it occurs in (発生バージョン).
        [versions | clear_versions: VersionId];
        /// The milestones it is planned for (マイルストーン).
        [milestones | clear_milestones: VersionId];
        /// The priority (優先度).
        priority: PriorityId;
        /// Who works on it (担当者).
        assignee | clear_assignee: UserId;
        /// Whom to tell.
        [notify: UserId];
        /// Files uploaded before, to add.
        [attachments: AttachmentId];
        /// A comment on the change.
        comment: String;
    }
}
