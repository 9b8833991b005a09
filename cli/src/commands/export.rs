//! `export`: all records as JSON lines.

use crate::args::{Export, PhaseName};
use crate::failure::{Ended, Failure};
use crate::output::{Output, say};
use crate::progress::Progress;
use crate::records::Records;
use crate::stop::Stop;
use crate::text::json_line;
use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use ticket_bridge::Ledger;

/// Where the lines go.
enum Sink {
    Stdout,
    File(BufWriter<File>),
}

pub(crate) async fn run(args: &Export, ledger: &dyn Ledger, stop: &Stop) -> Result<Ended, Failure> {
    let phases = match &*args.phase {
        [] => PhaseName::FINDINGS.iter().chain(&[PhaseName::Place]).copied().collect(),
        phases => phases.to_vec(),
    };
    let mut sink = Sink::open(args)?;
    let progress = Progress::new("records exported");
    let mut records = Records::new(ledger, phases.into_iter().map(PhaseName::phase), args.after.as_deref());
    let mut last = args.after.clone();
    while !stop.is_asked() {
        let record = match records.next().await {
            Ok(Some(record)) => record,
            Ok(None) => {
                sink.flush(args.output.as_deref())?;
                return Ok(Ended::Well);
            }
            Err(error) => {
                sink.flush(args.output.as_deref())?;
                drop(progress);
                say_how_to_go_on(last.as_deref());
                return Err(error.into());
            }
        };
        sink.write(&json_line(&record)?, args.output.as_deref())?;
        last = Some(record.pk);
        progress.step();
    }
    sink.flush(args.output.as_deref())?;
    drop(progress);
    say_how_to_go_on(last.as_deref());
    Ok(Ended::Left)
}

fn say_how_to_go_on(last: Option<&str>) {
    match last {
        Some(last) => say(&format!("stopped: go on with --after '{last}'")),
        None => say("stopped before the first record"),
    }
}

impl Sink {
    fn open(args: &Export) -> Result<Self, Failure> {
        let Some(path) = &args.output else { return Ok(Self::Stdout) };
        let mut options = OpenOptions::new();
        match args.after {
            Some(_) => options.append(true),
            None => options.write(true).create_new(true),
        };
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.open(path) {
            Ok(file) => Ok(Self::File(BufWriter::new(file))),
            Err(error) => Err(Failure::wrong(match error.kind() {
                io::ErrorKind::AlreadyExists => {
                    format!("{} is there already: name a new file, or go on with --after KEY", path.display())
                }
                _ => format!("{}: {error}", path.display()),
            })),
        }
    }

    fn write(&mut self, line: &[u8], path: Option<&Path>) -> Result<(), Failure> {
        match self {
            Self::Stdout => Output::raw(line).map_err(Failure::from),
            Self::File(file) => file.write_all(line).map_err(|error| failed(path, &error)),
        }
    }

    fn flush(&mut self, path: Option<&Path>) -> Result<(), Failure> {
        match self {
            Self::Stdout => Ok(()),
            Self::File(file) => file.flush().map_err(|error| failed(path, &error)),
        }
    }
}

fn failed(path: Option<&Path>, error: &io::Error) -> Failure {
    let path = path.map(|path| path.display().to_string()).unwrap_or_default();
    Failure::wrong(format!("{path} could not be written: {error}"))
}
