//! The Backlog stand-in.

mod changes;
mod comments;
mod definitions;
mod events;
mod issues;
mod options;
mod params;
mod projects;
mod rate;
mod refused;
mod search;
mod service;
mod state;
mod values;
mod view;

use std::{
    collections::BTreeMap,
    io,
    sync::{Arc, Mutex, MutexGuard},
    time::SystemTime,
};

use self::{
    params::Params,
    rate::Rates,
    service::Handler,
    state::{CLOSED, Field, State, User, Webhook},
};
use crate::{
    Delivery, Fault, LoggedRequest,
    delivery::Deliveries,
    server::{Server, lock},
};

pub use self::{options::BacklogOptions, refused::BacklogRefused};

/// A local Backlog space with state. Dropping it stops it.
///
/// A fresh one has two users and no project. The first, `bridge`, is who programs are; the second, `operator`, is the
/// person behind [`close_issue`](Self::close_issue). Both are administrators.
///
/// Here are: projects, users, statuses, issue types, categories, versions, custom fields of all kinds, issues,
/// comments, activities of types 1 to 4 and 14, webhooks (really sent, to this machine only) and rate limits.
/// The rest answers 501: wikis, files and attachments, stars, notifications, teams, Git, watchings, documents, OAuth.
///
/// Where the service's rule is not published, this is what the stand-in does:
///
/// - Text filters and `keyword` find parts of a text, whatever the case of its letters.
/// - Date filters include both ends and count days of the space, which is in Tokyo.
/// - A status change does not touch the resolution.
/// - Only its author may change or delete a comment.
/// - An unknown parameter, a JSON body, or a parameter in the query of a write is refused with code 7.
/// - A comment event's webhook has no custom fields.
/// - Calls that are refused for the rate limit do not count.
#[derive(Debug)]
pub struct Backlog {
    operator: u64,
    server: Server,
    state: Arc<Mutex<State>>,
    user: u64,
}

/// A project that the set-up made.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct BacklogProject {
    /// Its number.
    pub id: u64,
    /// The issue type `Task`.
    pub issue_type_id: u64,
    /// Its key, the first part of issue keys.
    pub key: String,
}

/// What a custom field holds.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum BacklogField {
    /// One line of text (1).
    Text,
    /// Text (2).
    TextArea,
    /// A number (3).
    Numeric,
    /// A day (4).
    Date,
    /// One of these items (5).
    SingleList(Vec<String>),
    /// Some of these items (6).
    MultipleList(Vec<String>),
    /// Some of these items, and free text (7).
    CheckBox(Vec<String>),
    /// One of these items, or free text (8).
    Radio(Vec<String>),
}

/// An issue as it is now, whatever searches see.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct BacklogIssue {
    /// When it was added.
    pub created: SystemTime,
    /// The custom fields that are set, by name; items by name, joined by commas.
    pub custom_fields: BTreeMap<String, String>,
    /// Its description.
    pub description: String,
    /// Its number.
    pub id: u64,
    /// For example `SEC-1`.
    pub key: String,
    /// 2 is high, 3 normal, 4 low.
    pub priority_id: u64,
    /// Its project's number.
    pub project_id: u64,
    /// 0 is fixed.
    pub resolution_id: Option<u64>,
    /// 4 is closed.
    pub status_id: u64,
    /// Its summary.
    pub summary: String,
    /// When it last changed.
    pub updated: SystemTime,
}

/// A comment; one without content only notes changes.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct BacklogComment {
    /// The names of the fields that changed with it.
    pub changed: Vec<String>,
    /// Its text.
    pub content: Option<String>,
    /// When it was added.
    pub created: SystemTime,
    /// Its number.
    pub id: u64,
    /// Who wrote it.
    pub user_id: u64,
}

impl Backlog {
    /// Starts with the defaults: the system's time, any free port, no search lag.
    ///
    /// # Errors
    ///
    /// When it cannot listen.
    pub async fn start() -> io::Result<Self> {
        Self::start_with(BacklogOptions::default()).await
    }

    /// Starts as told. Plain [`Options`](crate::Options) will do, too.
    ///
    /// # Errors
    ///
    /// When it cannot listen, for example because the port is in use.
    pub async fn start_with(options: impl Into<BacklogOptions>) -> io::Result<Self> {
        let BacklogOptions { port, limits, settings } = options.into();
        let clock = settings.clock.clone();
        let mut state = State {
            activities: Vec::new(),
            comments: BTreeMap::new(),
            deliveries: Deliveries::start(clock.clone()),
            index: BTreeMap::new(),
            issues: BTreeMap::new(),
            // High enough for no id to look like a fixed status or priority.
            last_id: 1000,
            projects: BTreeMap::new(),
            rates: Rates::new(limits),
            settings,
            users: BTreeMap::new(),
        };
        let (user, operator) = (state.add_user("bridge"), state.add_user("operator"));
        let state = Arc::new(Mutex::new(state));
        let server = Server::start(Arc::new(Handler(Arc::clone(&state))), clock, port).await?;
        Ok(Self { operator, server, state, user })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }

    /// The base address, as `https://example.backlog.com` would be: paths begin with `/api/v2`.
    pub fn url(&self) -> String {
        self.server.url()
    }

    /// The API key of the user `bridge`.
    pub fn api_key(&self) -> String {
        self.state().users.get(&self.user).map(|user| user.key.clone()).unwrap_or_default()
    }

    /// A bearer token of the user `bridge`. It does not run out.
    pub fn access_token(&self) -> String {
        self.state().users.get(&self.user).map(User::token).unwrap_or_default()
    }

    /// The number of the user `bridge`.
    pub fn user_id(&self) -> u64 {
        self.user
    }

    /// The number of the user `operator`.
    pub fn operator_id(&self) -> u64 {
        self.operator
    }

    /// Adds a failure.
    pub fn fault(&self, fault: Fault) {
        self.server.fault(fault);
    }

    /// Takes all failures away.
    pub fn clear_faults(&self) {
        self.server.clear_faults();
    }

    /// The requests so far, oldest first.
    pub fn requests(&self) -> Vec<LoggedRequest> {
        self.server.requests()
    }

    /// Forgets the requests so far.
    pub fn clear_requests(&self) {
        self.server.clear_requests();
    }

    /// The webhook calls made so far.
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.state().deliveries.done()
    }

    /// Adds a user to the space and all its projects; the answer is the user's API key.
    pub fn add_user(&self, name: &str) -> String {
        let mut state = self.state();
        let id = state.add_user(name);
        for project in state.projects.values_mut() {
            project.members.push(id);
        }
        state.users.get(&id).map(|user| user.key.clone()).unwrap_or_default()
    }

    /// Adds a project with the four fixed statuses, the issue type `Task` and all users.
    ///
    /// # Errors
    ///
    /// When the key is taken, or is not upper-case letters, digits and underscores.
    pub fn add_project(&self, key: &str) -> Result<BacklogProject, BacklogRefused> {
        let mut state = self.state();
        let id = state.add_project(key, key)?;
        let issue_type = state.project(id)?.issue_types.first().map(|row| row.id);
        Ok(BacklogProject { id, issue_type_id: issue_type.unwrap_or_default(), key: key.to_owned() })
    }

    /// Adds a custom field for all issue types; the answer is its number. Items are numbered from 1.
    ///
    /// # Errors
    ///
    /// When there is no such project.
    pub fn add_custom_field(&self, project: u64, name: &str, field: BacklogField) -> Result<u64, BacklogRefused> {
        let (kind, items) = match field {
            BacklogField::Text => (1, Vec::new()),
            BacklogField::TextArea => (2, Vec::new()),
            BacklogField::Numeric => (3, Vec::new()),
            BacklogField::Date => (4, Vec::new()),
            BacklogField::SingleList(items) => (5, items),
            BacklogField::MultipleList(items) => (6, items),
            BacklogField::CheckBox(items) => (7, items),
            BacklogField::Radio(items) => (8, items),
        };
        let mut state = self.state();
        let mut field = Field::new(state.next_id(), kind, name.to_owned());
        field.allow_input = kind >= 7;
        for item in &items {
            field.add_item(item);
        }
        let id = field.id;
        state.project_mut(project)?.fields.push(field);
        Ok(id)
    }

    /// Makes a custom field required, or not.
    ///
    /// # Errors
    ///
    /// When there is no such field.
    pub fn require_custom_field(&self, project: u64, field: u64, required: bool) -> Result<(), BacklogRefused> {
        self.state().project_mut(project)?.field_mut(field)?.required = required;
        Ok(())
    }

    /// Adds a custom status; the answer is its number.
    ///
    /// # Errors
    ///
    /// When there is no such project, or it has twelve statuses.
    pub fn add_status(&self, project: u64, name: &str) -> Result<u64, BacklogRefused> {
        self.state().add_status(project, name.to_owned(), "#3b9dbd".to_owned())
    }

    /// Adds an issue as the user `operator`, of the first issue type and normal priority; the answer is its key.
    ///
    /// Custom fields are given by number and value, items by their number.
    ///
    /// # Errors
    ///
    /// When the project does not exist, or a value does not fit.
    pub fn add_issue(&self, project: u64, summary: &str, fields: &[(u64, &str)]) -> Result<String, BacklogRefused> {
        let mut state = self.state();
        let kind = state.project(project)?.issue_types.first().map_or(0, |kind| kind.id);
        let required = [
            ("projectId", project.to_string()),
            ("issueTypeId", kind.to_string()),
            ("priorityId", "3".to_owned()),
            ("summary", summary.to_owned()),
        ];
        let required = required.map(|(name, value)| (name.to_owned(), value)).into_iter();
        let fields = fields.iter().map(|(id, value)| (format!("customField_{id}"), (*value).to_owned()));
        let issue = state.create_issue(self.operator, Params::new(required.chain(fields).collect()))?;
        Ok(state.issue_key(&issue))
    }

    /// Sends the project's events of these types to this address from now on (none: all types).
    ///
    /// # Errors
    ///
    /// When there is no such project.
    pub fn add_webhook(&self, project: u64, url: &str, types: &[u64]) -> Result<u64, BacklogRefused> {
        let mut state = self.state();
        let (id, now) = (state.next_id(), state.now());
        let hook = Webhook {
            id,
            name: format!("webhook {id}"),
            description: String::new(),
            url: url.to_owned(),
            all: types.is_empty(),
            types: types.to_vec(),
            created_by: self.operator,
            created: now,
            updated_by: self.operator,
            updated: now,
        };
        state.project_mut(project)?.webhooks.push(hook);
        Ok(id)
    }

    /// Sends what the test button sends: a sample with odd values. An unknown type has no content.
    ///
    /// # Errors
    ///
    /// When there is no such webhook.
    pub fn send_test_webhook(&self, webhook: u64, activity_type: u64) -> Result<(), BacklogRefused> {
        self.state().test_webhook(webhook, activity_type)
    }

    /// All issues, oldest first.
    pub fn issues(&self) -> Vec<BacklogIssue> {
        let state = self.state();
        state.issues.values().map(|issue| state.shown(issue)).collect()
    }

    /// The name of the status, as the page shows it.
    pub(crate) fn status_name(&self, issue: &BacklogIssue) -> String {
        let state = self.state();
        let statuses = state.projects.get(&issue.project_id).map(|p| p.statuses.as_slice()).unwrap_or_default();
        statuses.iter().find(|s| s.id == issue.status_id).map(|s| s.name.clone()).unwrap_or_default()
    }

    /// The issue of this key or number.
    pub fn issue(&self, key: &str) -> Option<BacklogIssue> {
        let state = self.state();
        state.issue_of(self.operator, key).ok().map(|issue| state.shown(issue))
    }

    /// The comments of an issue, oldest first; none when there is no such issue.
    pub fn comments(&self, key: &str) -> Vec<BacklogComment> {
        let state = self.state();
        let Ok(issue) = state.issue_of(self.operator, key) else { return Vec::new() };
        let comments = state.comments.values().filter(|comment| comment.issue == issue.id);
        let shown = comments.map(|comment| BacklogComment {
            changed: comment.changes.iter().map(|change| change.field.clone()).collect(),
            content: comment.content.clone(),
            created: comment.created.into(),
            id: comment.id,
            user_id: comment.by,
        });
        shown.collect()
    }

    /// Closes an issue as the user `operator`, with all that follows.
    ///
    /// # Errors
    ///
    /// When there is no such issue, or it is closed.
    pub fn close_issue(&self, key: &str) -> Result<(), BacklogRefused> {
        self.set_status(key, CLOSED, None)
    }

    /// Sets a status, and maybe comments on it, as the user `operator`.
    ///
    /// # Errors
    ///
    /// When there is no such issue or status, or when nothing would change.
    pub fn set_status(&self, key: &str, status: u64, comment: Option<&str>) -> Result<(), BacklogRefused> {
        let mut pairs = vec![("statusId".to_owned(), status.to_string())];
        pairs.extend(comment.map(|text| ("comment".to_owned(), text.to_owned())));
        self.state().update_issue(self.operator, key, Params::new(pairs))?;
        Ok(())
    }

    /// Sets the status of several issues at once, as the user `operator`: one event for each project.
    ///
    /// # Errors
    ///
    /// When one of the issues, or the status, does not exist; then nothing changes.
    pub fn bulk_set_status(&self, keys: &[&str], status: u64) -> Result<(), BacklogRefused> {
        self.state().bulk_set_status(self.operator, keys, status)
    }

    /// Deletes an issue as the user `operator`.
    ///
    /// # Errors
    ///
    /// When there is no such issue.
    pub fn delete_issue(&self, key: &str) -> Result<(), BacklogRefused> {
        self.state().delete_issue(self.operator, key)?;
        Ok(())
    }
}

impl State {
    fn add_user(&mut self, name: &str) -> u64 {
        let id = self.next_id();
        let user = User { id, name: name.to_owned(), key: format!("sandbox-canary-key-{id}") };
        self.users.insert(id, user);
        id
    }

    fn shown(&self, issue: &state::Issue) -> BacklogIssue {
        let fields = self.fields_of(issue).into_iter();
        let set = fields.filter_map(|field| Some((field.name.clone(), field.value_text(issue.fields.get(&field.id))?)));
        BacklogIssue {
            created: issue.created.into(),
            custom_fields: set.collect(),
            description: issue.description.clone(),
            id: issue.id,
            key: self.issue_key(issue),
            priority_id: issue.priority,
            project_id: issue.project,
            resolution_id: issue.resolution,
            status_id: issue.status,
            summary: issue.summary.clone(),
            updated: issue.updated.into(),
        }
    }
}

impl User {
    fn token(&self) -> String {
        format!("sandbox-canary-token-{}", self.id)
    }
}
