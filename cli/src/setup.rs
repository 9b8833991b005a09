//! From the configuration file to the ledger and the bridges.

use crate::aws::Aws;
use crate::failure::Failure;
use crate::find::{FlowName, TicketIds};
use crate::ledger::Place;
use crate::store::Store;
use async_trait::async_trait;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use ticket_bridge::{Ledger, TicketRef, TicketState};
use ticket_bridge_config::{Bridges, Config, Flow, Problems, Team, Withheld};
use tokio::sync::OnceCell;

/// What the file says, and what is reached from there.
#[derive(Debug)]
pub(crate) struct Setup {
    pub(crate) config: Config,
    folder: PathBuf,
    aws: Aws,
    team: OnceCell<Team>,
}

impl Setup {
    /// Reads the file.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        Ok(Self::of(Config::parse(&text(path)?)?, path))
    }

    pub(crate) fn of(config: Config, path: &Path) -> Self {
        let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        Self { config, folder, aws: Aws::default(), team: OnceCell::new() }
    }

    pub(crate) fn aws(&self) -> &Aws {
        &self.aws
    }

    /// The flows, or the one that was asked for.
    pub(crate) fn flows(&self, asked: Option<&str>) -> Result<Vec<FlowName>, Failure> {
        let flows = self.config.flows.iter();
        let names: Vec<FlowName> = flows
            .map(|flow| FlowName { name: flow.policy.flow.clone(), destination: flow.policy.destination.clone() })
            .collect();
        let Some(asked) = asked else { return Ok(names) };
        let known = names.iter().map(|flow| flow.name.clone()).collect::<Vec<_>>().join(", ");
        let own: Vec<FlowName> = names.into_iter().filter(|flow| flow.name == asked).collect();
        if own.is_empty() {
            return Err(Failure::usage(format!("--flow {asked}: the configuration has {known}")));
        }
        Ok(own)
    }

    pub(crate) async fn place(&self) -> Result<Place, Failure> {
        Place::of(&self.config.ledger, &self.folder, &self.aws).await
    }

    /// The clients of the team. Asks for the secrets.
    pub(crate) async fn team(&self) -> Result<&Team, Failure> {
        let connect = async || -> Result<Team, Failure> {
            let secrets = self.config.fetch_secrets(&Store(&self.aws)).await?;
            Ok(self.config.connect(&secrets)?)
        };
        self.team.get_or_try_init(connect).await
    }

    /// All bridges over a ledger.
    pub(crate) async fn bridges(&self, ledger: Arc<dyn Ledger>) -> Result<Bridges, Failure> {
        let team = self.team().await?;
        Ok(team.bridges(&team.ids().await?, ledger)?)
    }

    /// All bridges over a ledger and clients that only read, and what these keep back.
    pub(crate) async fn read_only(&self, ledger: Arc<dyn Ledger>) -> Result<(Bridges, Withheld), Failure> {
        let (team, withheld) = self.team().await?.read_only()?;
        Ok((team.bridges(&team.ids().await?, ledger)?, withheld))
    }
}

/// Those of the flows that were asked for.
pub(crate) fn chosen<'a>(bridges: &'a Bridges, asked: &[FlowName]) -> Vec<&'a Flow> {
    bridges.flows().iter().filter(|flow| asked.iter().any(|asked| asked.name == flow.name())).collect()
}

/// The text of the configuration file.
pub(crate) fn text(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Failure::wrong(format!(
            "there is no {}: name it with --config, or let `ticket-bridge init` write an example to fill in",
            path.display()
        )),
        std::io::ErrorKind::InvalidData => Failure::wrong(format!("{} is no UTF-8 text", path.display())),
        _ => Failure::wrong(format!("{} cannot be read: {error}", path.display())),
    })
}

#[async_trait]
impl TicketIds for Setup {
    async fn id_of(&self, flow: &FlowName, ticket: &str) -> Result<Option<String>, Failure> {
        let (bridges, _) = self.read_only(Arc::new(ticket_bridge::MemoryLedger::new())).await?;
        let Some(flow) = bridges.flow(&flow.name) else { return Ok(None) };
        match flow.tracker().read(&TicketRef::new(ticket, ticket), None).await {
            Ok(TicketState::There(read)) => Ok(Some(read.snapshot.ticket.id)),
            Ok(_) => Ok(None),
            Err(error) => Err(Failure::wrong(format!("{ticket} could not be read: {error}"))),
        }
    }
}

impl From<Problems> for Failure {
    fn from(problems: Problems) -> Self {
        Self::Wrong(problems.iter().map(ToString::to_string).collect())
    }
}
