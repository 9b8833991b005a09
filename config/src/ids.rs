//! The ids of what the file names.

use crate::problem::Problems;
use crate::table::{Table, quoted, shown_key, whole_number};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The ids of what the file names: found once, and kept in the file, so that a start costs no call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ids {
    /// The space that they are of, as the file names it.
    pub space: String,
    /// The projects, by key.
    pub projects: BTreeMap<String, ProjectIds>,
    /// The resolutions, by name.
    pub resolutions: BTreeMap<String, u64>,
    /// The Chatwork rooms, by name.
    pub rooms: BTreeMap<String, u64>,
}

/// The ids of one project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProjectIds {
    /// The project's own.
    pub id: u64,
    /// The issue types, by name.
    pub issue_types: BTreeMap<String, u64>,
    /// The custom fields, by name.
    pub fields: BTreeMap<String, u64>,
    /// The statuses, by name.
    pub statuses: BTreeMap<String, u64>,
}

const KEYS: &[&str] = &["space", "projects", "resolutions", "rooms"];
const PROJECT_KEYS: &[&str] = &["id", "issue_types", "fields", "statuses"];
const FIX: &str = "let `ticket-bridge init` write it";

impl Ids {
    pub(crate) fn read(top: &Table<'_>, problems: &mut Problems) -> Option<Self> {
        let table = top.table("ids", KEYS, problems)?;
        if !table.has("space") {
            problems.add(table.at("space"), "is missing", FIX);
        }
        let space = table.text("space", problems);
        let (resolutions, rooms) = (numbers(&table, "resolutions", problems), numbers(&table, "rooms", problems));
        let mut projects = BTreeMap::new();
        for (key, value) in table.named("projects", problems) {
            let path = format!("ids.projects.{}", shown_key(&key));
            match value.as_table() {
                Some(project) => {
                    let project = Table::new(path, project, PROJECT_KEYS, problems);
                    projects.extend(ProjectIds::read(&project, problems).map(|ids| (key, ids)));
                }
                None => problems.add(path, "is no table", FIX),
            }
        }
        Some(Self { space: space?, projects, resolutions, rooms })
    }

    /// The text of the `[ids]` table and the tables in it, in an order that is always the same. Put it at the end of the
    /// file, in place of the one that is there.
    ///
    /// # Examples
    /// ```
    /// # fn ids() -> ticket_bridge_config::Ids { Default::default() }
    /// let ids = ids();
    /// assert!(ids.to_toml().starts_with("[ids]\n"));
    /// ```
    pub fn to_toml(&self) -> String {
        let mut text = format!("[ids]\nspace = {}\n", quoted(&self.space));
        for (key, project) in &self.projects {
            let path = format!("ids.projects.{}", shown_key(key));
            // Writing to a text does not fail.
            let _ = write!(text, "\n[{path}]\nid = {}\n", project.id);
            section(&mut text, &format!("{path}.issue_types"), &project.issue_types);
            section(&mut text, &format!("{path}.fields"), &project.fields);
            section(&mut text, &format!("{path}.statuses"), &project.statuses);
        }
        section(&mut text, "ids.resolutions", &self.resolutions);
        section(&mut text, "ids.rooms", &self.rooms);
        text
    }
}

impl ProjectIds {
    fn read(table: &Table<'_>, problems: &mut Problems) -> Option<Self> {
        if !table.has("id") {
            problems.add(table.at("id"), "is missing", FIX);
        }
        let id = table.number("id", 0, problems);
        let [issue_types, fields, statuses] =
            ["issue_types", "fields", "statuses"].map(|key| numbers(table, key, problems));
        Some(Self { id: id?, issue_types, fields, statuses })
    }
}

fn numbers(table: &Table<'_>, key: &str, problems: &mut Problems) -> BTreeMap<String, u64> {
    let mut numbers = BTreeMap::new();
    for (name, value) in table.named(key, problems) {
        match whole_number(value) {
            Some(number) => drop(numbers.insert(name, number)),
            None => problems.add(table.at(key), format!("has no number for {}", quoted(&name)), FIX),
        }
    }
    numbers
}

fn section(text: &mut String, path: &str, ids: &BTreeMap<String, u64>) {
    if ids.is_empty() {
        return;
    }
    let _ = write!(text, "\n[{path}]\n");
    for (name, id) in ids {
        let _ = writeln!(text, "{} = {id}", shown_key(name));
    }
}
