//! The custom fields that the file names and Backlog lacks.

use crate::problem::Problems;
use crate::team::Team;
use backlog_api::custom_fields::CreateCustomField;
use serde::Serialize;
use std::collections::BTreeMap;

/// A text custom field that the file names, and that the project lacks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[non_exhaustive]
pub struct MissingField {
    /// The place in the file that names it, such as `flows.alerts.marker_field`.
    pub path: String,
    /// The key of the project.
    pub project: String,
    /// The field's name.
    pub name: String,
}

impl MissingField {
    pub(crate) fn new(path: impl Into<String>, project: impl Into<String>, name: impl Into<String>) -> Self {
        Self { path: path.into(), project: project.into(), name: name.into() }
    }

    pub(crate) fn is_same(&self, other: &Self) -> bool {
        (&self.project, &self.name) == (&other.project, &other.name)
    }
}

impl Team {
    /// The fields that [`create_fields`](Self::create_fields) would create. It only reads.
    ///
    /// Other problems are not told here: [`check`](Self::check) does.
    ///
    /// # Errors
    /// When a project cannot be read.
    pub async fn missing_fields(&self) -> Result<Vec<MissingField>, Problems> {
        let survey = self.outside().survey().await;
        let projects = self.config.flows.iter().map(|flow| &flow.project);
        let all_seen = projects.into_iter().all(|project| survey.ids.projects.contains_key(project));
        if all_seen { Ok(survey.missing) } else { Err(survey.problems) }
    }

    /// Creates exactly these fields, each as one line of text for all issue types, and gives those that it created.
    ///
    /// One that is there already, under this name, is left alone: running it again does no harm. The user of the API key
    /// must be an administrator, or an administrator of the project.
    ///
    /// # Errors
    /// Before anything is created, when the file does not name one of them. After it, all that Backlog refused; the others
    /// are created.
    pub async fn create_fields(&self, fields: &[MissingField]) -> Result<Vec<MissingField>, Problems> {
        let mut problems = Problems::new();
        for field in fields.iter().filter(|field| !self.names(field)) {
            problems.add(&field.path, format!("the file names no field {}", field.name), "name it there first");
        }
        problems.or(())?;
        let (mut created, mut problems) = (Vec::new(), Problems::new());
        let mut known: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for field in fields {
            let client = self.backlog.custom_fields(field.project.as_str());
            if !known.contains_key(field.project.as_str()) {
                match client.list().await {
                    Ok(there) => {
                        known.insert(&field.project, there.into_iter().map(|field| field.name).collect());
                    }
                    Err(error) => {
                        self.outside().unread(
                            &field.path,
                            &format!("the custom fields of {}", field.project),
                            &error,
                            &mut problems,
                        );
                        continue;
                    }
                }
            }
            let names = known.entry(&field.project).or_default();
            if names.contains(&field.name) {
                continue;
            }
            match client.create(&CreateCustomField::text(&field.name)).await {
                Ok(_) => {
                    names.push(field.name.clone());
                    created.push(field.clone());
                }
                Err(error) => {
                    let what = format!("{} could not be added to {}: {error}", field.name, field.project);
                    let fix = "let an administrator of the project add it as a text field, then run it again";
                    problems.add(&field.path, what, fix);
                }
            }
        }
        problems.or(created)
    }

    fn names(&self, field: &MissingField) -> bool {
        self.config
            .flows
            .iter()
            .filter(|flow| flow.project == field.project)
            .any(|flow| flow.marker_field == field.name || flow.attempt_field.as_ref() == Some(&field.name))
    }
}
