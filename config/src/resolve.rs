//! From names to ids, by reading.

use crate::fields::MissingField;
use crate::flow::FlowConfig;
use crate::ids::{Ids, ProjectIds};
use crate::problem::Problems;
use crate::table::quoted;
use crate::team::{Outside, Team};
use backlog_api::model::{CustomField, CustomFieldKind, IssueType, Project, Status};
use backlog_api::{Error, ErrorKind, StatusId};
use chatwork_api::model::{Role, Room};
use futures_util::future::{join, join_all};
use std::collections::BTreeSet;

/// All that was found: the ids, the fields that are missing, what is wrong.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    pub(crate) ids: Ids,
    pub(crate) missing: Vec<MissingField>,
    /// What keeps a name from being an id.
    pub(crate) problems: Problems,
    /// What lets a name be an id, and will keep tickets from being made.
    pub(crate) obstacles: Problems,
}

/// One project as it is.
struct Seen {
    project: Project,
    issue_types: Vec<IssueType>,
    fields: Vec<CustomField>,
    statuses: Vec<Status>,
}

impl Team {
    /// Finds the ids of all names in the file. It only reads.
    ///
    /// # Errors
    /// All that is missing, ambiguous, of the wrong kind or not to be read, at once.
    pub async fn resolve(&self) -> Result<Ids, Problems> {
        let survey = self.outside().survey().await;
        survey.problems.or(survey.ids)
    }
}

impl Outside<'_> {
    pub(crate) async fn survey(&self) -> Survey {
        let backlog = async {
            match self.backlog {
                Some(client) => Some(join(self.projects(client), self.resolutions(client)).await),
                None => None,
            }
        };
        let (backlog, rooms) = join(backlog, self.rooms()).await;
        let mut survey = Survey::default();
        survey.ids.space.clone_from(&self.config.backlog.space);
        if let Some((projects, resolutions)) = backlog {
            for (key, seen) in projects {
                self.add_project(&mut survey, key, seen);
            }
            match resolutions {
                Ok(all) => survey.resolutions(&self.config.flows, &all),
                Err(error) => self.unread("backlog", "the resolutions", &error, &mut survey.problems),
            }
        }
        match rooms {
            Ok(rooms) => survey.room(self.room_name().filter(|_| self.chatwork.is_some()), &rooms),
            Err(error) => self.unheard(&error, &mut survey.problems),
        }
        survey
    }

    fn add_project(&self, survey: &mut Survey, key: &str, seen: Result<Seen, Error>) {
        let flows = self.config.flows.iter().filter(|flow| flow.project == key);
        match seen {
            Ok(seen) => survey.project(flows, &seen),
            Err(error) => {
                for flow in flows {
                    self.unread(&flow.at("project"), &format!("the project {key}"), &error, &mut survey.problems);
                }
            }
        }
    }

    async fn projects(&self, client: &backlog_api::Client) -> Vec<(&str, Result<Seen, Error>)> {
        let keys: BTreeSet<&str> = self.config.flows.iter().map(|flow| flow.project.as_str()).collect();
        join_all(keys.into_iter().map(|key| async move { (key, self.seen(client, key).await) })).await
    }

    async fn seen(&self, client: &backlog_api::Client, key: &str) -> Result<Seen, Error> {
        // First alone: a key that may not see it is told of the project, and not of its parts.
        let project = client.projects().get(key).await?;
        let issue_types = client.issue_types(key).list().await?;
        let fields = client.custom_fields(key).list().await?;
        let names_statuses = |flow: &FlowConfig| flow.project == key && !flow.closed_statuses.is_empty();
        let statuses =
            if self.config.flows.iter().any(names_statuses) { client.statuses(key).list().await? } else { Vec::new() };
        Ok(Seen { project, issue_types, fields, statuses })
    }

    /// The names and ids of the resolutions, if the file names one.
    async fn resolutions(&self, client: &backlog_api::Client) -> Result<Vec<(String, u64)>, Error> {
        if self.config.flows.iter().all(|flow| flow.wont_fix_resolutions.is_none()) {
            return Ok(Vec::new());
        }
        let all = client.resolutions().list().await?;
        Ok(all.into_iter().map(|resolution| (resolution.name, resolution.id.get())).collect())
    }

    /// The rooms, if the file names one.
    async fn rooms(&self) -> Result<Vec<Room>, Error> {
        match self.chatwork {
            Some(chatwork) if self.room_name().is_some() => chatwork.rooms().list().await,
            _ => Ok(Vec::new()),
        }
    }

    fn room_name(&self) -> Option<&str> {
        match &self.config.chatwork.as_ref()?.room {
            crate::config::RoomConfig::Name(name) => Some(name),
            crate::config::RoomConfig::Id(_) => None,
        }
    }

    /// Why something of Backlog could not be read.
    pub(crate) fn unread(&self, path: &str, thing: &str, error: &Error, problems: &mut Problems) {
        let key = &self.config.backlog.api_key;
        match error.kind() {
            ErrorKind::Auth if error.status() == Some(401) => {
                let fix = format!("make an API key in Backlog's personal settings, and store it in {key}");
                problems.add(&key.path, format!("Backlog does not accept it: {error}"), fix);
            }
            ErrorKind::Auth => {
                let fix =
                    format!("let the user of {key} do it: its role, the project's members, the allowed addresses");
                problems.add(path, format!("the key may not read {thing}: {error}"), fix);
            }
            ErrorKind::NotFound => {
                let fix = format!("check its spelling; if it is right, add the user of {key} to the project's members");
                problems.add(path, format!("the key is shown no such thing as {thing}: {error}"), fix);
            }
            _ => {
                let fix = "check the space and the network, then try again";
                problems.add("backlog.space", format!("{thing} could not be read: {error}"), fix);
            }
        }
    }

    /// Why Chatwork could not be asked.
    pub(crate) fn unheard(&self, error: &Error, problems: &mut Problems) {
        let Some(chatwork) = &self.config.chatwork else { return };
        if error.kind() == ErrorKind::Auth {
            let fix =
                format!("make an API token in Chatwork's service integration, and store it in {}", chatwork.token);
            problems.add(&chatwork.token.path, format!("Chatwork does not accept it: {error}"), fix);
        } else {
            let fix = "check the network, then try again";
            problems.add("chatwork", format!("Chatwork could not be asked: {error}"), fix);
        }
    }
}

impl Survey {
    fn project<'a>(&mut self, flows: impl Iterator<Item = &'a FlowConfig>, seen: &Seen) {
        let mut ids = ProjectIds { id: seen.project.id.get(), ..ProjectIds::default() };
        for flow in flows {
            if seen.project.archived == Some(true) {
                let fix = "take the project out of the archive, or name another";
                self.obstacles.add(flow.at("project"), format!("the project {} is archived", flow.project), fix);
            }
            let issue_type = self.issue_type(flow, seen);
            ids.issue_types.extend(issue_type.map(|id| (flow.issue_type.clone(), id)));
            let marker = ("marker_field", &flow.marker_field);
            let attempt = flow.attempt_field.as_ref().map(|name| ("attempt_field", name));
            for (key, name) in std::iter::once(marker).chain(attempt) {
                let id = self.field(flow, key, name, issue_type, seen);
                ids.fields.extend(id.map(|id| (name.clone(), id)));
            }
            for name in &flow.closed_statuses {
                let id = self.status(flow, name, seen);
                ids.statuses.extend(id.map(|id| (name.clone(), id)));
            }
            self.required_fields(flow, issue_type, seen);
        }
        self.ids.projects.insert(seen.project.key.as_str().to_owned(), ids);
    }

    fn issue_type(&mut self, flow: &FlowConfig, seen: &Seen) -> Option<u64> {
        let named: Vec<_> = seen.issue_types.iter().filter(|found| found.name == flow.issue_type).collect();
        if let [found] = named.as_slice() {
            return Some(found.id.get());
        }
        let what = found(&format!("{} has no issue type {}", flow.project, quoted(&flow.issue_type)), named.len());
        let fix = format!("write one of: {}", list(seen.issue_types.iter().map(|found| &found.name)));
        self.problems.add(flow.at("issue_type"), what, fix);
        None
    }

    fn field(&mut self, flow: &FlowConfig, key: &str, name: &str, issue_type: Option<u64>, seen: &Seen) -> Option<u64> {
        let path = flow.at(key);
        let named: Vec<_> = seen.fields.iter().filter(|found| found.name == name).collect();
        let [found] = named.as_slice() else {
            if named.is_empty() {
                let missing = MissingField::new(path.as_str(), flow.project.as_str(), name);
                if self.missing.iter().all(|known| !known.is_same(&missing)) {
                    self.missing.push(missing);
                }
                let fix =
                    format!("add a text custom field named {name} to {}: `ticket-bridge init` does it", flow.project);
                self.problems.add(path, format!("{} has no custom field {}", flow.project, quoted(name)), fix);
            } else {
                let ids: Vec<String> = named.iter().map(|found| found.id.to_string()).collect();
                let what = format!("{} has {} custom fields {}", flow.project, named.len(), quoted(name));
                let fix = format!("rename all but one of those with the ids {}", ids.join(", "));
                self.problems.add(path, what, fix);
            }
            return None;
        };
        if found.kind != CustomFieldKind::Text {
            let what = format!("the custom field {} of {} is {}", quoted(name), flow.project, kind(&found.kind));
            self.problems.add(
                path,
                what,
                "name one that holds one line of text; the kind of a field cannot be changed",
            );
            return None;
        }
        if issue_type.is_some_and(|issue_type| !applies(found, issue_type)) {
            let what =
                format!("the custom field {} is not for issues of type {}", quoted(name), quoted(&flow.issue_type));
            self.problems.add(path, what, "let it apply to this type, in the project's settings of custom fields");
            return None;
        }
        Some(found.id.get())
    }

    fn status(&mut self, flow: &FlowConfig, name: &str, seen: &Seen) -> Option<u64> {
        let path = flow.at("closed_statuses");
        let named: Vec<_> = seen.statuses.iter().filter(|found| found.name == name).collect();
        match named.as_slice() {
            [found] if found.id == StatusId::IN_PROGRESS => {
                let what = format!("{} cannot count as closed: the bridge reopens tickets with it", quoted(name));
                self.problems.add(path, what, "leave it out");
                None
            }
            [found] => Some(found.id.get()),
            _ => {
                let what = found(&format!("{} has no status {}", flow.project, quoted(name)), named.len());
                let fix = format!("write some of: {}", list(seen.statuses.iter().map(|found| &found.name)));
                self.problems.add(path, what, fix);
                None
            }
        }
    }

    /// Creating an issue without a value for such a field is refused.
    fn required_fields(&mut self, flow: &FlowConfig, issue_type: Option<u64>, seen: &Seen) {
        let Some(issue_type) = issue_type else { return };
        let is_ours =
            |field: &CustomField| field.name == flow.marker_field || flow.attempt_field.as_ref() == Some(&field.name);
        let required = seen.fields.iter().filter(|field| field.required && applies(field, issue_type));
        for field in required.filter(|field| !is_ours(field)) {
            let issue_type = quoted(&flow.issue_type);
            let what = format!(
                "each issue of type {issue_type} must have {}, which the bridge leaves empty",
                quoted(&field.name)
            );
            self.obstacles.add(flow.at("issue_type"), what, "make the field optional, or name another issue type");
        }
    }

    fn resolutions(&mut self, flows: &[FlowConfig], all: &[(String, u64)]) {
        for flow in flows {
            for name in flow.wont_fix_resolutions.iter().flatten() {
                if let Some((_, id)) = all.iter().find(|(known, _)| known == name) {
                    self.ids.resolutions.insert(name.clone(), *id);
                } else {
                    let fix = format!("write some of: {}", list(all.iter().map(|(name, _)| name)));
                    let what = format!("the space has no resolution {}", quoted(name));
                    self.problems.add(flow.at("wont_fix_resolutions"), what, fix);
                }
            }
        }
    }

    fn room(&mut self, name: Option<&str>, rooms: &[Room]) {
        let Some(name) = name else { return };
        let named: Vec<&Room> = rooms.iter().filter(|room| room.name == name).collect();
        match named.as_slice() {
            [room] => {
                self.ids.rooms.insert(name.to_owned(), room.room_id.get());
                self.may_write(room);
            }
            [] => {
                let fix = "check its name, or add the account of the token to the room";
                self.problems.add("chatwork.room", format!("the token sees no room {}", quoted(name)), fix);
            }
            _ => {
                let ids: Vec<String> = named.iter().map(|room| room.room_id.to_string()).collect();
                let fix = format!("write the id of one, without quotes: {}", ids.join(", "));
                self.problems.add("chatwork.room", format!("{} rooms are named {}", named.len(), quoted(name)), fix);
            }
        }
    }

    pub(crate) fn may_write(&mut self, room: &Room) {
        if room.role == Role::Readonly {
            let fix = "make the account of the token a member of the room who may write";
            self.obstacles.add(
                "chatwork.room",
                format!("the token may only read the room {}", quoted(&room.name)),
                fix,
            );
        }
    }
}

fn applies(field: &CustomField, issue_type: u64) -> bool {
    let types = &field.applicable_issue_types;
    types.is_empty() || types.iter().any(|id| id.get() == issue_type)
}

fn found(none: &str, count: usize) -> String {
    if count == 0 { none.to_owned() } else { format!("the name is not clear: {count} have it") }
}

/// A few names, as they are.
fn list<'a>(names: impl Iterator<Item = &'a String>) -> String {
    let names: Vec<String> = names.map(|name| quoted(name)).collect();
    let shown = names.iter().take(MOST_NAMES).cloned().collect::<Vec<_>>().join(", ");
    if names.len() > MOST_NAMES {
        format!("{shown}, and {} more", names.len().saturating_sub(MOST_NAMES))
    } else {
        shown
    }
}

const MOST_NAMES: usize = 30;

fn kind(kind: &CustomFieldKind) -> String {
    let words = match kind {
        CustomFieldKind::Text => "one line of text",
        CustomFieldKind::TextArea => "several lines of text",
        CustomFieldKind::Numeric => "a number",
        CustomFieldKind::Date => "a date",
        CustomFieldKind::SingleList | CustomFieldKind::MultipleList => "a list",
        CustomFieldKind::CheckBox => "check boxes",
        CustomFieldKind::Radio => "radio buttons",
        other => return format!("of the kind {other:?}"),
    };
    words.to_owned()
}
