//! What REST answers show.

use jiff::{Timestamp, civil::Date};
use serde_json::{Map, Value, json};

use super::state::{
    Activity, Category, Change, Comment, Field, FieldValue, Held, Issue, IssueType, PRIORITIES, Project, RESOLUTIONS,
    State, Status, User, Version, Webhook,
};

/// UTC, whole seconds.
pub(super) fn time(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Calendar dates come back as timestamps.
pub(super) fn day(date: Option<Date>) -> Value {
    date.map_or(Value::Null, |date| json!(format!("{date}T00:00:00Z")))
}

impl State {
    pub(super) fn word<'a>(&self, english: &'a str, japanese: &'a str) -> &'a str {
        if self.settings.japanese { japanese } else { english }
    }

    pub(super) fn priorities(&self) -> Vec<Value> {
        PRIORITIES.iter().map(|(id, en, ja)| json!({ "id": id, "name": self.word(en, ja) })).collect()
    }

    pub(super) fn resolutions(&self) -> Vec<Value> {
        RESOLUTIONS.iter().map(|(id, en, ja)| json!({ "id": id, "name": self.word(en, ja) })).collect()
    }

    pub(super) fn priority_name(&self, id: u64) -> Option<&'static str> {
        PRIORITIES.iter().find(|row| row.0 == id).map(|(_, en, ja)| self.word(en, ja))
    }

    pub(super) fn resolution_name(&self, id: u64) -> Option<&'static str> {
        RESOLUTIONS.iter().find(|row| row.0 == id).map(|(_, en, ja)| self.word(en, ja))
    }

    pub(super) fn user_json(&self, id: u64) -> Value {
        self.users.get(&id).map_or(Value::Null, User::json)
    }

    /// As inside activities and webhooks: without what only an administrator sees.
    pub(super) fn actor_json(&self, id: u64) -> Value {
        let name = self.users.get(&id).map(|user| &user.name);
        json!({ "id": id, "name": name, "roleType": 1, "lang": null, "mailAddress": null, "userId": null, "nulabAccount": null })
    }

    pub(super) fn users_json(&self, ids: &[u64]) -> Value {
        ids.iter().map(|id| self.user_json(*id)).collect()
    }

    pub(super) fn issue_json(&self, issue: &Issue, with_children: bool) -> Value {
        let mut json = json!({
            "id": issue.id,
            "projectId": issue.project,
            "issueKey": self.issue_key(issue),
            "keyId": issue.key_id,
            "summary": issue.summary,
            "description": issue.description,
            "startDate": day(issue.start),
            "dueDate": day(issue.due),
            "estimatedHours": issue.estimated,
            "actualHours": issue.actual,
            "parentIssueId": issue.parent,
            "createdUser": self.user_json(issue.created_by),
            "created": time(issue.created),
            "updatedUser": issue.updated_by.map(|id| self.user_json(id)),
            "updated": time(issue.updated),
            "customFields": self.field_values(issue),
            "attachments": [],
            "sharedFiles": [],
            "externalFileLinks": [],
            "stars": [],
        });
        if let Some(map) = json.as_object_mut() {
            map.extend(self.named_parts(issue));
            if with_children {
                let children: Vec<&Issue> = self.issues.values().filter(|i| i.parent == Some(issue.id)).collect();
                let closed = children.iter().filter(|i| i.status == super::state::CLOSED).count();
                map.insert("childIssueSummary".to_owned(), json!({ "total": children.len(), "closed": closed }));
            }
        }
        json
    }

    /// The parts of an issue that are objects with names, the same in REST and webhooks.
    pub(super) fn named_parts(&self, issue: &Issue) -> Map<String, Value> {
        let project = self.projects.get(&issue.project);
        let versions = |ids: &[u64]| -> Value {
            let known = project.map(|p| p.versions.as_slice()).unwrap_or_default();
            let rows = ids.iter().filter_map(|id| known.iter().find(|v| v.id == *id));
            rows.map(|v| v.json(issue.project)).collect()
        };
        let issue_type = project.and_then(|p| p.issue_types.iter().find(|t| t.id == issue.kind));
        let status = project.and_then(|p| p.statuses.iter().find(|s| s.id == issue.status));
        let known = project.map(|p| p.categories.as_slice()).unwrap_or_default();
        let categories = issue.categories.iter().filter_map(|id| known.iter().find(|c| c.id == *id));
        let categories: Vec<Value> = categories.map(|c| c.json(issue.project)).collect();
        let pairs = [
            ("issueType", issue_type.map_or(Value::Null, |t| t.json(issue.project))),
            ("priority", json!({ "id": issue.priority, "name": self.priority_name(issue.priority) })),
            (
                "resolution",
                issue.resolution.map_or(Value::Null, |id| json!({ "id": id, "name": self.resolution_name(id) })),
            ),
            ("status", status.map_or(Value::Null, |s| s.json(issue.project))),
            ("assignee", issue.assignee.map_or(Value::Null, |id| self.user_json(id))),
            ("category", json!(categories)),
            ("versions", versions(&issue.versions)),
            ("milestone", versions(&issue.milestones)),
        ];
        pairs.map(|(name, value)| (name.to_owned(), value)).into_iter().collect()
    }

    /// The custom fields of the issue's type, set or not.
    pub(super) fn fields_of(&self, issue: &Issue) -> Vec<&Field> {
        let project = self.projects.get(&issue.project);
        let fields = project.map(|p| p.fields.iter().filter(|field| field.applies_to(issue.kind)));
        fields.into_iter().flatten().collect()
    }

    fn field_values(&self, issue: &Issue) -> Value {
        let value = |field: &Field| {
            let set = issue.fields.get(&field.id).cloned().unwrap_or_default();
            let mut json = json!({
                "id": field.id,
                "fieldTypeId": field.kind,
                "name": field.name,
                "value": field.value_json(&set.held),
            });
            if let Some(map) = json.as_object_mut()
                && field.kind >= 7
            {
                map.insert("otherValue".to_owned(), json!(set.other));
            }
            json
        };
        self.fields_of(issue).into_iter().map(value).collect()
    }

    pub(super) fn comment_json(&self, comment: &Comment) -> Value {
        let project = self.issues.get(&comment.issue).map(|issue| issue.project);
        let notifications: Vec<Value> = comment
            .notified
            .iter()
            .zip(1_u64..)
            .map(|(user, n)| {
                // Their own ids are never asked for here; they only have to differ.
                let id = comment.id * 1000 + n;
                let user = self.user_json(*user);
                json!({ "id": id, "alreadyRead": false, "reason": 2, "user": user, "resourceAlreadyRead": false })
            })
            .collect();
        json!({
            "id": comment.id,
            "projectId": project,
            "issueId": comment.issue,
            "content": comment.content,
            "changeLog": comment.changes.iter().map(Change::log_json).collect::<Vec<_>>(),
            "createdUser": self.user_json(comment.by),
            "created": time(comment.created),
            "updated": time(comment.updated),
            "stars": [],
            "notifications": notifications,
        })
    }

    pub(super) fn webhook_json(&self, hook: &Webhook) -> Value {
        json!({
            "id": hook.id,
            "name": hook.name,
            "description": hook.description,
            "hookUrl": hook.url,
            "allEvent": hook.all,
            "activityTypeIds": if hook.all { &[] } else { hook.types.as_slice() },
            "createdUser": self.user_json(hook.created_by),
            "created": time(hook.created),
            "updatedUser": self.user_json(hook.updated_by),
            "updated": time(hook.updated),
        })
    }

    /// The envelope of activities and webhooks, around `content`.
    pub(super) fn activity_json(&self, activity: &Activity, content: &Value) -> Value {
        let project = self.projects.get(&activity.project).map(|p| {
            let flag = |name| p.flags.get(name).copied().unwrap_or_default();
            json!({
                "id": p.id,
                "projectKey": p.key,
                "name": p.name,
                "archived": flag("archived"),
                "chartEnabled": flag("chartEnabled"),
                "subtaskingEnabled": flag("subtaskingEnabled"),
                "textFormattingRule": null,
            })
        });
        json!({
            "id": activity.id,
            "project": project,
            "type": activity.kind,
            "content": content,
            "notifications": [],
            "createdUser": self.actor_json(activity.by),
            "created": time(activity.created),
        })
    }
}

impl User {
    pub(super) fn json(&self) -> Value {
        json!({
            "id": self.id,
            "userId": self.name,
            "name": self.name,
            "roleType": 1,
            "lang": null,
            "mailAddress": format!("{}@example.com", self.name),
            "nulabAccount": null,
            "lastLoginTime": null,
        })
    }
}

impl Project {
    pub(super) fn json(&self) -> Value {
        let mut json = json!({
            "id": self.id,
            "projectKey": self.key,
            "name": self.name,
            "textFormattingRule": self.text_rule,
            "displayOrder": self.id,
        });
        if let Some(map) = json.as_object_mut() {
            map.extend(self.flags.iter().map(|(name, on)| ((*name).to_owned(), json!(on))));
        }
        json
    }

    pub(super) fn fields_json(&self) -> Value {
        self.fields.iter().map(|field| field.json(self.id)).collect()
    }
}

impl Status {
    pub(super) fn json(&self, project: u64) -> Value {
        json!({ "id": self.id, "projectId": project, "name": self.name, "color": self.color, "displayOrder": self.order })
    }
}

impl IssueType {
    pub(super) fn json(&self, project: u64) -> Value {
        json!({
            "id": self.id,
            "projectId": project,
            "name": self.name,
            "color": self.color,
            "displayOrder": 0,
            "templateSummary": self.template_summary,
            "templateDescription": self.template_description,
        })
    }
}

impl Category {
    pub(super) fn json(&self, project: u64) -> Value {
        json!({ "id": self.id, "projectId": project, "name": self.name, "displayOrder": 0 })
    }
}

impl Version {
    pub(super) fn json(&self, project: u64) -> Value {
        json!({
            "id": self.id,
            "projectId": project,
            "name": self.name,
            "description": self.description,
            "startDate": day(self.start),
            "releaseDueDate": day(self.due),
            "archived": self.archived,
            "displayOrder": 0,
        })
    }
}

impl Field {
    pub(super) fn json(&self, project: u64) -> Value {
        let mut json = json!({
            "id": self.id,
            "projectId": project,
            "typeId": self.kind,
            "version": 0,
            "name": self.name,
            "description": self.description,
            "required": self.required,
            "useIssueType": !self.issue_types.is_empty(),
            "applicableIssueTypes": self.issue_types,
            "displayOrder": 0,
        });
        let extra = match self.kind {
            3 => json!({
                "min": self.number.min,
                "max": self.number.max,
                "initialValue": self.number.initial,
                "unit": self.number.unit,
            }),
            4 => json!({
                "min": day(self.date.min),
                "max": day(self.date.max),
                "initialDate": self.date.initial_kind.map(
                    |id| json!({ "id": id, "date": day(self.date.initial), "shift": self.date.shift })
                ),
            }),
            5.. => {
                let items: Vec<Value> =
                    self.items.iter().zip(0..).map(|(item, n)| item_json(item.id, &item.name, n)).collect();
                json!({ "items": items, "allowAddItem": self.allow_add, "allowInput": self.allow_input })
            }
            _ => Value::Null,
        };
        if let (Some(map), Value::Object(extra)) = (json.as_object_mut(), extra) {
            map.extend(extra);
        }
        json
    }

    fn value_json(&self, held: &Held) -> Value {
        match held {
            Held::Nothing if self.is_multiple() => json!([]),
            Held::Nothing => Value::Null,
            Held::Text(text) => json!(text),
            Held::Number(number) => json!(number),
            Held::Date(date) => day(Some(*date)),
            Held::Items(ids) => {
                let chosen = self.items.iter().zip(0_u32..).filter(|(item, _)| ids.contains(&item.id));
                let mut chosen = chosen.map(|(item, n)| item_json(item.id, &item.name, n));
                if self.is_multiple() { chosen.collect() } else { chosen.next().unwrap_or_default() }
            }
        }
    }

    /// As one text: in change logs, activities and webhooks.
    pub(super) fn value_text(&self, value: Option<&FieldValue>) -> Option<String> {
        let value = value?;
        let held = match &value.held {
            Held::Nothing => None,
            Held::Text(text) => Some(text.clone()),
            Held::Number(number) => Some(number.to_string()),
            Held::Date(date) => Some(date.to_string()),
            Held::Items(ids) => {
                let names = self.items.iter().filter(|item| ids.contains(&item.id)).map(|item| item.name.as_str());
                Some(names.collect::<Vec<_>>().join(","))
            }
        };
        match (held, &value.other) {
            (Some(held), Some(other)) => Some(format!("{held},{other}")),
            (held, other) => held.or_else(|| other.clone()),
        }
    }
}

fn item_json(id: u64, name: &str, order: u32) -> Value {
    json!({ "id": id, "name": name, "displayOrder": order })
}

impl Change {
    fn log_json(&self) -> Value {
        let attribute = self.custom.map(|(id, kind)| json!({ "id": id, "typeId": kind.to_string() }));
        json!({
            "field": self.field,
            "newValue": self.new.name,
            "originalValue": self.old.name,
            "attachmentInfo": null,
            "attributeInfo": attribute,
            "notificationInfo": null,
        })
    }

    pub(super) fn activity_json(&self) -> Value {
        let kind = if self.custom.is_some() { "custom" } else { "standard" };
        // An unset value is an empty text here, as test sends show.
        let old = self.old.id.as_deref().unwrap_or_default();
        let new = self.new.id.as_deref().unwrap_or_default();
        json!({ "field": self.field, "old_value": old, "new_value": new, "type": kind })
    }
}
