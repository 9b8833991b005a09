//! `check`: everything that is wrong at once.

use crate::failure::{Ended, Failure};
use crate::ledger::Looked;
use crate::output::Output;
use crate::setup::{Setup, text};
use crate::store::Store;
use serde::Serialize;
use std::path::Path;
use ticket_bridge_config::{Config, Problem, Wiring};

/// What was looked at, and what was found.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Checked {
    /// Nothing is wrong.
    pub(crate) ok: bool,
    pub(crate) problems: Vec<Problem>,
    /// What could not be looked at, and why that is no problem.
    pub(crate) notes: Vec<String>,
}

pub(crate) async fn run(path: &Path, output: &Output) -> Result<Ended, Failure> {
    let checked = checked(path).await?;
    output.json(&checked)?;
    print(&checked, output)?;
    Ok(Ended::well_if(checked.ok))
}

/// Looks at the file, the secrets, the services and the ledger. Writes nothing. What is wrong with one does not hide what
/// is wrong with another.
pub(crate) async fn checked(path: &Path) -> Result<Checked, Failure> {
    let mut checked = Checked::default();
    let (config, problems) = Config::read(&text(path)?);
    checked.problems.extend(problems);
    if let Some(config) = config {
        Box::pin(checked.setup(&Setup::of(config, path))).await?;
    }
    checked.ok = checked.problems.is_empty();
    Ok(checked)
}

pub(crate) fn print(checked: &Checked, output: &Output) -> Result<(), Failure> {
    for Problem { path, what, fix, .. } in &checked.problems {
        output.line(format!("{path}: {what}"))?;
        output.line(format!("    {fix}"))?;
    }
    for note in &checked.notes {
        output.line(note)?;
    }
    match checked.problems.len() {
        0 => output.line("all is well")?,
        1 => output.line("1 problem")?,
        count => output.line(format!("{count} problems"))?,
    }
    Ok(())
}

impl Checked {
    async fn setup(&mut self, setup: &Setup) -> Result<(), Failure> {
        self.problems.extend(Box::pin(setup.config.check(&Store(setup.aws()), Wiring::new())).await);
        let place = setup.place().await?;
        match place.look().await {
            Looked::Fits => {}
            Looked::Missing(problem) => self.problems.push(problem),
            Looked::Wrong(problems) => self.problems.extend(problems),
            Looked::InUse => self.notes.push(format!("{} is in use, so it is there", place.named())),
        }
        Ok(())
    }
}
