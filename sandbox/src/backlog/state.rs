//! What the space holds.

use std::{collections::BTreeMap, time::SystemTime};

use jiff::{Timestamp, civil::Date};
use serde_json::Value;

use super::{BacklogRefused as Refused, options::Settings, rate::Rates};
use crate::delivery::Deliveries;

/// The fixed statuses: id, English, Japanese, colour, order.
pub(super) const STATUSES: [(u64, &str, &str, &str, u32); 4] = [
    (1, "Open", "未対応", "#ed8077", 1000),
    (2, "In Progress", "処理中", "#4488c5", 2000),
    (3, "Resolved", "処理済み", "#5eb5a6", 3000),
    (4, "Closed", "完了", "#b0be3c", 4000),
];
pub(super) const OPEN: u64 = 1;
pub(super) const CLOSED: u64 = 4;

pub(super) const PRIORITIES: [(u64, &str, &str); 3] = [(2, "High", "高"), (3, "Normal", "中"), (4, "Low", "低")];

pub(super) const RESOLUTIONS: [(u64, &str, &str); 5] = [
    (0, "Fixed", "対応済み"),
    (1, "Won't Fix", "対応しない"),
    (2, "Invalid", "無効"),
    (3, "Duplication", "重複"),
    (4, "Cannot Reproduce", "再現しない"),
];

#[derive(Debug)]
pub(super) struct State {
    pub(super) activities: Vec<Activity>,
    pub(super) comments: BTreeMap<u64, Comment>,
    pub(super) deliveries: Deliveries,
    pub(super) index: BTreeMap<u64, Vec<Indexed>>,
    pub(super) issues: BTreeMap<u64, Issue>,
    pub(super) last_id: u64,
    pub(super) projects: BTreeMap<u64, Project>,
    pub(super) rates: Rates,
    pub(super) settings: Settings,
    pub(super) users: BTreeMap<u64, User>,
}

/// What searches see of an issue from a moment on; `None`: deleted.
#[derive(Debug)]
pub(super) struct Indexed {
    pub(super) from: SystemTime,
    pub(super) issue: Option<Issue>,
}

#[derive(Debug)]
pub(super) struct User {
    pub(super) id: u64,
    pub(super) name: String,
    pub(super) key: String,
}

#[derive(Debug)]
pub(super) struct Project {
    pub(super) id: u64,
    pub(super) key: String,
    pub(super) name: String,
    pub(super) flags: BTreeMap<&'static str, bool>,
    pub(super) text_rule: String,
    pub(super) last_key: u64,
    pub(super) members: Vec<u64>,
    pub(super) statuses: Vec<Status>,
    pub(super) issue_types: Vec<IssueType>,
    pub(super) categories: Vec<Category>,
    pub(super) versions: Vec<Version>,
    pub(super) fields: Vec<Field>,
    pub(super) webhooks: Vec<Webhook>,
}

#[derive(Clone, Debug)]
pub(super) struct Status {
    pub(super) id: u64,
    pub(super) name: String,
    pub(super) color: String,
    pub(super) order: u32,
}

#[derive(Clone, Debug)]
pub(super) struct IssueType {
    pub(super) id: u64,
    pub(super) name: String,
    pub(super) color: String,
    pub(super) template_summary: Option<String>,
    pub(super) template_description: Option<String>,
}

#[derive(Clone, Debug)]
pub(super) struct Category {
    pub(super) id: u64,
    pub(super) name: String,
}

#[derive(Clone, Debug)]
pub(super) struct Version {
    pub(super) id: u64,
    pub(super) name: String,
    pub(super) description: Option<String>,
    pub(super) start: Option<Date>,
    pub(super) due: Option<Date>,
    pub(super) archived: bool,
}

/// A custom field's definition.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) id: u64,
    pub(super) kind: u8,
    pub(super) name: String,
    pub(super) description: String,
    pub(super) required: bool,
    /// Empty: all.
    pub(super) issue_types: Vec<u64>,
    pub(super) items: Vec<Item>,
    pub(super) last_item: u64,
    pub(super) allow_input: bool,
    pub(super) allow_add: bool,
    pub(super) number: NumberRules,
    pub(super) date: DateRules,
}

#[derive(Clone, Debug, Default)]
pub(super) struct NumberRules {
    pub(super) min: Option<f64>,
    pub(super) max: Option<f64>,
    pub(super) initial: Option<f64>,
    pub(super) unit: Option<String>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct DateRules {
    pub(super) min: Option<Date>,
    pub(super) max: Option<Date>,
    pub(super) initial_kind: Option<u8>,
    pub(super) initial: Option<Date>,
    pub(super) shift: Option<i32>,
}

#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) id: u64,
    pub(super) name: String,
}

#[derive(Clone, Debug)]
pub(super) struct Webhook {
    pub(super) id: u64,
    pub(super) name: String,
    pub(super) description: String,
    pub(super) url: String,
    pub(super) all: bool,
    pub(super) types: Vec<u64>,
    pub(super) created_by: u64,
    pub(super) created: Timestamp,
    pub(super) updated_by: u64,
    pub(super) updated: Timestamp,
}

#[derive(Clone, Debug)]
pub(super) struct Issue {
    pub(super) id: u64,
    pub(super) project: u64,
    pub(super) key_id: u64,
    pub(super) parent: Option<u64>,
    /// The issue type.
    pub(super) kind: u64,
    pub(super) summary: String,
    pub(super) description: String,
    pub(super) resolution: Option<u64>,
    pub(super) priority: u64,
    pub(super) status: u64,
    pub(super) assignee: Option<u64>,
    pub(super) categories: Vec<u64>,
    pub(super) versions: Vec<u64>,
    pub(super) milestones: Vec<u64>,
    pub(super) start: Option<Date>,
    pub(super) due: Option<Date>,
    pub(super) estimated: Option<f64>,
    pub(super) actual: Option<f64>,
    pub(super) fields: BTreeMap<u64, FieldValue>,
    pub(super) created_by: u64,
    pub(super) created: Timestamp,
    pub(super) updated_by: Option<u64>,
    pub(super) updated: Timestamp,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct FieldValue {
    pub(super) held: Held,
    pub(super) other: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Held {
    #[default]
    Nothing,
    Text(String),
    Number(f64),
    Date(Date),
    Items(Vec<u64>),
}

#[derive(Clone, Debug)]
pub(super) struct Comment {
    pub(super) id: u64,
    pub(super) issue: u64,
    pub(super) content: Option<String>,
    pub(super) changes: Vec<Change>,
    pub(super) notified: Vec<u64>,
    pub(super) by: u64,
    pub(super) created: Timestamp,
    pub(super) updated: Timestamp,
}

/// One changed field, in the spellings of the change log (names) and of activities (mostly ids).
#[derive(Clone, Debug)]
pub(super) struct Change {
    pub(super) field: String,
    pub(super) old: Spelled,
    pub(super) new: Spelled,
    /// The custom field's id and kind.
    pub(super) custom: Option<(u64, u8)>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Spelled {
    pub(super) name: Option<String>,
    pub(super) id: Option<String>,
}

#[derive(Clone, Debug)]
pub(super) struct Activity {
    pub(super) id: u64,
    pub(super) project: u64,
    pub(super) kind: u64,
    pub(super) content: Value,
    pub(super) by: u64,
    pub(super) created: Timestamp,
}

impl State {
    /// One counter for everything: an id of one kind never fits another kind by luck.
    pub(super) fn next_id(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id
    }

    pub(super) fn now(&self) -> Timestamp {
        Timestamp::try_from(self.settings.clock.now()).unwrap_or_default()
    }

    /// The project of this id or key, as far as this user may see it.
    pub(super) fn project_id(&self, user: u64, id_or_key: &str) -> Result<u64, Refused> {
        let id = id_or_key.parse().ok();
        let found = self.projects.values().find(|p| id.map_or(p.key == id_or_key, |id: u64| p.id == id));
        let found = found.filter(|p| p.members.contains(&user));
        found.map(|p| p.id).ok_or_else(|| Refused::none("project"))
    }

    pub(super) fn project(&self, id: u64) -> Result<&Project, Refused> {
        self.projects.get(&id).ok_or_else(|| Refused::none("project"))
    }

    pub(super) fn project_mut(&mut self, id: u64) -> Result<&mut Project, Refused> {
        self.projects.get_mut(&id).ok_or_else(|| Refused::none("project"))
    }

    /// The issue of this id or key, as far as this user may see it.
    pub(super) fn issue_of(&self, user: u64, id_or_key: &str) -> Result<&Issue, Refused> {
        let found = match (id_or_key.parse::<u64>(), id_or_key.rsplit_once('-')) {
            (Ok(id), _) => self.issues.get(&id),
            (_, Some((project, number))) => {
                let project = self.projects.values().find(|p| p.key == project).map(|p| p.id);
                let number = number.parse().ok();
                self.issues.values().find(|i| Some(i.project) == project && Some(i.key_id) == number)
            }
            _ => None,
        };
        let found = found.filter(|i| self.projects.get(&i.project).is_some_and(|p| p.members.contains(&user)));
        found.ok_or_else(|| Refused::none("issue"))
    }

    pub(super) fn issue_key(&self, issue: &Issue) -> String {
        let key = self.projects.get(&issue.project).map_or("", |p| p.key.as_str());
        format!("{key}-{}", issue.key_id)
    }

    /// Stores an issue and lets searches see it once the lag has passed.
    pub(super) fn store(&mut self, issue: Issue) {
        self.index(issue.id, Some(issue.clone()));
        self.issues.insert(issue.id, issue);
    }

    pub(super) fn index(&mut self, id: u64, issue: Option<Issue>) {
        let now = self.settings.clock.now();
        // A lag without end: searches never see it.
        let Some(from) = now.checked_add(self.settings.lag) else { return };
        let entries = self.index.entry(id).or_default();
        entries.push(Indexed { from, issue });
        // Only the newest visible entry and the ones still to come matter.
        let visible = entries.iter().rposition(|entry| entry.from <= now).unwrap_or(0);
        entries.drain(..visible);
    }

    /// The issues as searches see them now.
    pub(super) fn searchable(&self) -> impl Iterator<Item = &Issue> {
        let now = self.settings.clock.now();
        self.index
            .values()
            .filter_map(move |entries| entries.iter().rev().find(|entry| entry.from <= now))
            .filter_map(|entry| entry.issue.as_ref())
    }
}

impl Project {
    pub(super) fn field(&self, id: u64) -> Result<&Field, Refused> {
        self.fields.iter().find(|field| field.id == id).ok_or_else(|| Refused::none("custom field"))
    }

    pub(super) fn field_mut(&mut self, id: u64) -> Result<&mut Field, Refused> {
        self.fields.iter_mut().find(|field| field.id == id).ok_or_else(|| Refused::none("custom field"))
    }
}

impl Field {
    pub(super) fn is_list(&self) -> bool {
        self.kind >= 5
    }

    pub(super) fn is_multiple(&self) -> bool {
        self.kind == 6 || self.kind == 7
    }

    pub(super) fn applies_to(&self, issue_type: u64) -> bool {
        self.issue_types.is_empty() || self.issue_types.contains(&issue_type)
    }

    pub(super) fn add_item(&mut self, name: &str) {
        self.last_item += 1;
        self.items.push(Item { id: self.last_item, name: name.to_owned() });
    }
}
