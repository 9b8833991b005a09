//! From the configuration file to the bridges.

use crate::ledger::ServiceLedger;
use crate::metrics::Metrics;
use crate::settings::Settings;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use ticket_bridge::Watch;
use ticket_bridge_config::{Bridges, Config, LedgerConfig, Problem, Problems, SecretPlace, SecretsFn, Team};
use tokio::net::TcpListener;

/// What can be had without a call, and without a file being written.
#[derive(Debug)]
pub(crate) struct Prepared {
    /// The ledger's file. `None`: in memory.
    pub(crate) ledger: Option<PathBuf>,
    team: Team,
}

/// Settings, configuration and secrets, or all that is wrong with any of them.
pub(crate) async fn prepare((settings, mut problems): (Settings, Problems)) -> Result<(Settings, Prepared), Problems> {
    let prepared = prepared(&settings.config, &mut problems).await;
    match prepared {
        Some(prepared) if problems.is_empty() => Ok((settings, prepared)),
        _ => Err(problems),
    }
}

async fn prepared(path: &Path, problems: &mut Problems) -> Option<Prepared> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        let fix = "name the configuration file in TICKET_BRIDGE_CONFIG";
        Problem::new(path.display().to_string(), format!("cannot be read: {error}"), fix)
    });
    let config = or_note(text.map_err(Problems::from).and_then(|text| Config::parse(&text)), problems)?;
    let ledger = ledger_file(&config.ledger, path, problems);
    let secrets = config.fetch_secrets(&SecretsFn(|place: &SecretPlace| match place {
        SecretPlace::Env(name) => {
            std::env::var(name).map(Into::into).map_err(|_unset| format!("the variable {name} is not set"))
        }
        _ => Err("this service reads secrets from the environment: write `env:NAME`".to_owned()),
    }));
    let team = or_note(secrets.await.and_then(|secrets| config.connect(&secrets)), problems)?;
    Some(Prepared { ledger, team })
}

fn ledger_file(ledger: &LedgerConfig, config: &Path, problems: &mut Problems) -> Option<PathBuf> {
    match ledger {
        LedgerConfig::File { path, .. } => {
            // A relative path is meant from the folder of the configuration file.
            let file = config.parent().unwrap_or(Path::new("")).join(path);
            let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
            if !folder.unwrap_or(Path::new(".")).is_dir() {
                let fix = "make it, mount it, or correct the path";
                problems.push(Problem::new("ledger.file", format!("there is no folder for {}", file.display()), fix));
            }
            Some(file)
        }
        LedgerConfig::Memory => None,
        _ => {
            let fix = "write `file = \"ledger.redb\"`: a table is for Lambda functions";
            problems.push(Problem::new("ledger", "is none that this service opens", fix));
            None
        }
    }
}

fn or_note<T>(read: Result<T, Problems>, problems: &mut Problems) -> Option<T> {
    read.map_err(|more| problems.extend(more)).ok()
}

impl Prepared {
    /// The bridges over a ledger. Reads the ids of what the file names, unless it holds them.
    pub(crate) async fn bridges(&self, ledger: &ServiceLedger, metrics: &Arc<Metrics>) -> Result<Bridges, Problems> {
        let bridges = self.team.bridges(&self.team.ids().await?, ledger.shared())?;
        Ok(bridges.customize(|_, bridge| bridge.watch(Arc::clone(metrics) as Arc<dyn Watch>)))
    }
}

/// Both addresses, or what is wrong with either.
pub(crate) async fn listen(settings: &Settings) -> Result<(TcpListener, TcpListener), Problems> {
    let mut problems = Problems::default();
    let web = or_note(listener("TICKET_BRIDGE_LISTEN", settings.web).await, &mut problems);
    let ops = or_note(listener("TICKET_BRIDGE_OPS_LISTEN", settings.ops).await, &mut problems);
    web.zip(ops).ok_or(problems)
}

async fn listener(name: &str, address: SocketAddr) -> Result<TcpListener, Problems> {
    let bound = TcpListener::bind(address).await;
    bound.map_err(|error| {
        let what = format!("cannot listen on {address}: {error}");
        Problem::new(name, what, "stop what listens there, or give another address").into()
    })
}
