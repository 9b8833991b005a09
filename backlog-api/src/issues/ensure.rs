use super::field_input::{CustomFieldInput, FieldWrite};
use super::{Issues, UpdateIssue};
use crate::error::ErrorCode;
use crate::id::IssueIdOrKey;
use crate::model::{FieldValue, Issue};
use saas_api_core::{Date, Decimal, Result, Timestamp, Update};

/// How [`Issues::ensure`] ended.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
#[must_use]
pub enum Ensured {
    /// The update was made.
    Applied(Issue),
    /// The issue was as wanted already: the API refused an update that changes nothing.
    AlreadyThere(Issue),
    /// The API accepted the update, and the issue read afterwards is not as wanted.
    NotReached {
        /// The issue as it is.
        issue: Issue,
        /// The parameters whose value is not there, by the API's names.
        parameters: Vec<String>,
    },
}

impl Ensured {
    /// The issue as it was read last.
    pub fn issue(&self) -> &Issue {
        match self {
            Self::Applied(issue) | Self::AlreadyThere(issue) | Self::NotReached { issue, .. } => issue,
        }
    }
}

impl Issues<'_> {
    /// Updates an issue and makes sure of the result.
    ///
    /// Backlog refuses an update that changes nothing and has no comment (code 7), so a repeated close fails: then the
    /// issue is read, and what it holds decides. An update with a comment or files is never refused for that, so its
    /// refusal stays an error. An accepted update is checked against the answer; where that differs, the issue is read.
    ///
    /// # Errors
    /// Like [`update`](Self::update), when the issue is not as wanted; and those of the reading.
    pub async fn ensure(&self, issue: impl Into<IssueIdOrKey>, request: &UpdateIssue) -> Result<Ensured> {
        let id = issue.into();
        match self.update(&id, request).await {
            Ok(issue) if request.unmet(&issue).is_empty() => Ok(Ensured::Applied(issue)),
            Ok(_) => {
                let issue = self.get(&id).await?;
                let parameters = request.unmet(&issue);
                Ok(if parameters.is_empty() {
                    Ensured::Applied(issue)
                } else {
                    Ensured::NotReached { issue, parameters }
                })
            }
            Err(refusal)
                if ErrorCode::of(&refusal) == Some(ErrorCode::InvalidRequestError) && request.is_state_only() =>
            {
                // The message may be localised, and other mistakes have the same code: the state decides.
                let issue = self.get(&id).await?;
                if request.unmet(&issue).is_empty() { Ok(Ensured::AlreadyThere(issue)) } else { Err(refusal) }
            }
            Err(error) => Err(error),
        }
    }
}

impl UpdateIssue {
    /// The parameters that the issue does not have as this update wants them.
    fn unmet(&self, issue: &Issue) -> Vec<String> {
        let mut unmet = Vec::new();
        let mut want = |name: &str, met: bool| {
            if !met {
                unmet.push(name.to_owned());
            }
        };
        want("summary", holds_text(self.summary.as_deref(), &issue.summary));
        want("parentIssueId", holds(&self.parent_issue, issue.parent_issue_id));
        want("description", holds_text(self.description.as_deref(), issue.description.as_deref().unwrap_or_default()));
        want("statusId", self.status.is_none_or(|status| status == issue.status.id));
        want("resolutionId", holds(&self.resolution, issue.resolution.as_ref().map(|resolution| resolution.id)));
        want("startDate", holds_date(self.start_date, issue.start_date.as_ref()));
        want("dueDate", holds_date(self.due_date, issue.due_date.as_ref()));
        want("estimatedHours", holds_number(&self.estimated_hours, issue.estimated_hours.as_ref(), 2));
        want("actualHours", holds_number(&self.actual_hours, issue.actual_hours.as_ref(), 2));
        want("issueTypeId", self.issue_type.is_none_or(|wanted| wanted == issue.issue_type.id));
        want("categoryId", holds_all(&self.categories, issue.categories.iter().map(|category| category.id)));
        want("versionId", holds_all(&self.versions, issue.versions.iter().map(|version| version.id)));
        want("milestoneId", holds_all(&self.milestones, issue.milestones.iter().map(|version| version.id)));
        let priority = issue.priority.as_ref().map(|priority| priority.id);
        want("priorityId", self.priority.is_none() || self.priority == priority);
        want("assigneeId", holds(&self.assignee, issue.assignee.as_ref().map(|user| user.id)));
        for write in &self.custom_fields {
            want(&format!("customField_{}", write.field), write.is_met(issue));
        }
        unmet
    }
}

impl FieldWrite {
    fn is_met(&self, issue: &Issue) -> bool {
        let Some(field) = issue.custom_field(self.field) else {
            // A field that does not show in the issue has no value.
            return matches!(self.value, Update::Keep | Update::Clear) && self.other.is_none();
        };
        let items = || field.items().iter().map(|item| item.id);
        let value_met = match &self.value {
            Update::Keep => true,
            Update::Clear => match &field.value {
                FieldValue::Empty => true,
                FieldValue::Text(text) => text.is_empty(),
                FieldValue::Items(items) => items.is_empty(),
                _ => false,
            },
            Update::Set(CustomFieldInput::Text(text)) => field.text().is_some_and(|is| same_text(text, is)),
            Update::Set(CustomFieldInput::Number(number)) => {
                field.number().is_some_and(|is| same_number(number, is, 4))
            }
            Update::Set(CustomFieldInput::Date(date)) => field.date().is_some_and(|is| same_date(*date, is)),
            Update::Set(CustomFieldInput::Item(item)) => items().eq([*item]),
            Update::Set(CustomFieldInput::Items(wanted)) => same_set(wanted, items()),
        };
        let other = field.other_value.as_deref().unwrap_or_default();
        value_met && holds_text(self.other.as_deref(), other)
    }
}

fn holds_text(wanted: Option<&str>, actual: &str) -> bool {
    wanted.is_none_or(|wanted| same_text(wanted, actual))
}

fn holds<T: PartialEq + Copy>(wanted: &Update<T>, actual: Option<T>) -> bool {
    *wanted == Update::Keep || wanted.value().copied() == actual
}

fn holds_date(wanted: Update<Date>, actual: Option<&Timestamp>) -> bool {
    match (wanted, actual) {
        (Update::Keep, _) | (Update::Clear, None) => true,
        (Update::Set(wanted), Some(actual)) => same_date(wanted, actual),
        (Update::Clear | Update::Set(_), _) => false,
    }
}

fn holds_number(wanted: &Update<Decimal>, actual: Option<&Decimal>, places: i32) -> bool {
    match (wanted, actual) {
        (Update::Keep, _) | (Update::Clear, None) => true,
        (Update::Set(wanted), Some(actual)) => same_number(wanted, actual, places),
        (Update::Clear | Update::Set(_), _) => false,
    }
}

fn holds_all<T: PartialEq>(wanted: &Update<Vec<T>>, actual: impl ExactSizeIterator<Item = T>) -> bool {
    match wanted {
        Update::Keep => true,
        Update::Clear => actual.len() == 0,
        Update::Set(wanted) => same_set(wanted, actual),
    }
}

/// Compared as sets: the order and repetitions of what was sent say nothing about the issue.
fn same_set<T: PartialEq>(wanted: &[T], actual: impl Iterator<Item = T>) -> bool {
    let actual: Vec<T> = actual.collect();
    wanted.iter().all(|item| actual.contains(item)) && actual.iter().all(|item| wanted.contains(item))
}

fn same_date(wanted: Date, actual: &Timestamp) -> bool {
    actual.calendar_date() == Some(wanted)
}

/// Backlog rounds to so many decimal places.
fn same_number(wanted: &Decimal, actual: &Decimal, places: i32) -> bool {
    (wanted.as_f64() - actual.as_f64()).abs() <= 0.5 * 10_f64.powi(-places) * (1.0 + f64::EPSILON)
}

/// Line ends may be stored in another form, and blanks at the end may be cut.
fn same_text(wanted: &str, actual: &str) -> bool {
    let normal = |text: &str| text.replace("\r\n", "\n").trim_end().to_owned();
    normal(wanted) == normal(actual)
}
