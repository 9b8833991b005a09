//! `init`: names to ids, and what is missing.

use crate::args::Init;
use crate::commands::check::{self, Checked};
use crate::failure::{Ended, Failure};
use crate::ids::{replace_file, with_ids};
use crate::ledger::Looked;
use crate::output::{Output, say};
use crate::setup::{Setup, text};
use serde::Serialize;
use std::fs::OpenOptions;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::Path;
use ticket_bridge_config::{Config, Ids, Team};

/// What `init --json` prints.
#[derive(Debug, Default, Serialize)]
struct Done {
    /// An example was written, to be filled in.
    example_written: bool,
    created: Vec<String>,
    would_create: Vec<String>,
    ids_written: bool,
    would_write_ids: Option<String>,
    /// The check at the end.
    check: Option<Checked>,
}

/// Who says whether something is created.
#[derive(Clone, Copy, Debug)]
enum Consent {
    Yes,
    Ask,
    DryRun,
}

pub(crate) async fn run(args: &Init, path: &Path, output: &Output) -> Result<Ended, Failure> {
    if args.print_example {
        Output::raw(Config::EXAMPLE.as_bytes())?;
        return Ok(Ended::Well);
    }
    let mut done = Done::default();
    if !path.exists() {
        return write_example(path, args.dry_run, done, output);
    }
    let consent = match args {
        Init { dry_run: true, .. } => Consent::DryRun,
        Init { yes: true, .. } => Consent::Yes,
        _ => Consent::Ask,
    };
    let file = text(path)?;
    let setup = Setup::of(Config::parse(&file)?, path);
    done.fields(setup.team().await?, consent, output).await?;
    done.ledger(&setup, consent, output).await?;
    match setup.team().await?.resolve().await {
        Ok(ids) => done.ids(&ids, &setup.config, path, &file, consent, output)?,
        // The check says the same, and the rest that is wrong.
        Err(_) => output.line("some names have no id yet, so no ids were written")?,
    }
    let checked = check::checked(path).await?;
    check::print(&checked, output)?;
    let ended = Ended::well_if(checked.ok && done.would_create.is_empty() && done.would_write_ids.is_none());
    done.check = Some(checked);
    output.json(&done)?;
    Ok(ended)
}

fn write_example(path: &Path, dry_run: bool, mut done: Done, output: &Output) -> Result<Ended, Failure> {
    let name = path.display();
    if dry_run {
        output.line(format!("would write an example to {name}"))?;
    } else {
        let file = OpenOptions::new().write(true).create_new(true).open(path);
        let written = file.and_then(|mut file| file.write_all(Config::EXAMPLE.as_bytes()));
        written.map_err(|error| Failure::wrong(format!("{name} cannot be written: {error}")))?;
        done.example_written = true;
        output.line(format!("wrote an example to {name}: fill it in, then run init again"))?;
    }
    output.json(&done)?;
    Ok(Ended::Left)
}

impl Done {
    /// Text custom fields that the file names and Backlog does not have.
    async fn fields(&mut self, team: &Team, consent: Consent, output: &Output) -> Result<(), Failure> {
        let mut wanted = Vec::new();
        for field in team.missing_fields().await? {
            let what = format!("the text field {:?} in the project {}", field.name, field.project);
            if self.agreed(&what, consent, output)? {
                wanted.push(field);
            }
        }
        for field in team.create_fields(&wanted).await? {
            let what = format!("the text field {:?} in the project {}", field.name, field.project);
            self.created(what, output)?;
        }
        Ok(())
    }

    async fn ledger(&mut self, setup: &Setup, consent: Consent, output: &Output) -> Result<(), Failure> {
        let place = setup.place().await?;
        let is_missing = matches!(place.look().await, Looked::Missing(_));
        if is_missing && self.agreed(&place.named(), consent, output)? {
            place.create().await?;
            self.created(place.named(), output)?;
        }
        Ok(())
    }

    fn ids(
        &mut self,
        ids: &Ids,
        config: &Config,
        path: &Path,
        file: &str,
        consent: Consent,
        output: &Output,
    ) -> Result<(), Failure> {
        if config.ids.as_ref() == Some(ids) {
            return Ok(output.line("the ids are up to date")?);
        }
        let toml = ids.to_toml();
        if matches!(consent, Consent::DryRun) {
            output.line(format!("would write into {}:", path.display()))?;
            output.lines(4, &toml)?;
            self.would_write_ids = Some(toml);
            return Ok(());
        }
        let wrong = |error| Failure::wrong(format!("{}: {error}", path.display()));
        replace_file(path, file, &with_ids(file, &toml).map_err(wrong)?)?;
        self.ids_written = true;
        Ok(output.line(format!("wrote the ids into {}", path.display()))?)
    }

    /// Whether it is to be created.
    fn agreed(&mut self, what: &str, consent: Consent, output: &Output) -> Result<bool, Failure> {
        match consent {
            Consent::Yes => Ok(true),
            Consent::DryRun => {
                output.line(format!("would create {what}"))?;
                self.would_create.push(what.to_owned());
                Ok(false)
            }
            Consent::Ask if io::stdin().is_terminal() => Ok(asked(what)),
            Consent::Ask => {
                output.line(format!("{what} is missing: --yes creates it"))?;
                Ok(false)
            }
        }
    }

    fn created(&mut self, what: String, output: &Output) -> Result<(), Failure> {
        output.line(format!("created {what}"))?;
        self.created.push(what);
        Ok(())
    }
}

/// Only a clear yes is one.
fn asked(what: &str) -> bool {
    say(&format!("create {what}? [y/N]"));
    let mut answer = String::new();
    let read = io::stdin().lock().read_line(&mut answer);
    read.is_ok() && matches!(answer.trim().to_lowercase().as_str(), "y" | "yes" | "はい")
}
