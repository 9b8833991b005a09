//! What the environment says about the service itself. What is bridged is in the configuration file.

use crate::rounds::Schedule;
use std::fmt::Display;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;
use ticket_bridge_config::{Problem, Problems};

pub(crate) const HELP: &str = "\
usage: examples-service            no arguments: it is set up by variables of the environment

  TICKET_BRIDGE_CONFIG             the configuration file            [ticket-bridge.toml]
  TICKET_BRIDGE_LISTEN             address for Backlog's webhooks    [127.0.0.1:8080]
  TICKET_BRIDGE_OPS_LISTEN         address for /healthz and /metrics [127.0.0.1:9090]
  TICKET_BRIDGE_QUEUES             URLs of SQS queues, parted by blanks; none: webhooks only
  TICKET_BRIDGE_TICK_SECONDS       pause between two ticks, 1 to 300 [30]
  TICKET_BRIDGE_RECONCILE_MINUTES  time between two reconciliations, 1 to 1440 [60]
  TICKET_BRIDGE_LOG                error, warn, info or debug        [info]

and by those that the configuration file names with `env:`. For queues also by those of AWS, such as AWS_REGION.";

/// The service's own settings.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) config: PathBuf,
    /// Where webhooks come in.
    pub(crate) web: SocketAddr,
    /// Where operators look.
    pub(crate) ops: SocketAddr,
    /// The URLs of the queues.
    pub(crate) queues: Vec<String>,
    pub(crate) rounds: Schedule,
}

impl Settings {
    /// Reads them, with all that is wrong with them.
    pub(crate) fn read(variable: impl Fn(&str) -> Option<String>) -> (Self, Problems) {
        let mut read = Reader { variable, problems: Problems::default() };
        let settings = Self {
            config: read.value("TICKET_BRIDGE_CONFIG", "ticket-bridge.toml".into(), "name a file"),
            web: read.value("TICKET_BRIDGE_LISTEN", SocketAddr::from(([127, 0, 0, 1], 8080)), ADDRESS),
            ops: read.value("TICKET_BRIDGE_OPS_LISTEN", SocketAddr::from(([127, 0, 0, 1], 9090)), ADDRESS),
            queues: read.queues("TICKET_BRIDGE_QUEUES"),
            rounds: Schedule {
                tick: Duration::from_secs(read.number("TICKET_BRIDGE_TICK_SECONDS", 30, 300)),
                reconcile: Duration::from_secs(60 * read.number("TICKET_BRIDGE_RECONCILE_MINUTES", 60, 1440)),
            },
        };
        if settings.web == settings.ops && settings.web.port() != 0 {
            let fix = "give another port: the address for operations is for your own network only";
            read.problem("TICKET_BRIDGE_OPS_LISTEN", "is the address for webhooks too", fix);
        }
        (settings, read.problems)
    }
}

const ADDRESS: &str = "write an address and a port, such as 127.0.0.1:8080";

struct Reader<F> {
    variable: F,
    problems: Problems,
}

impl<F: Fn(&str) -> Option<String>> Reader<F> {
    fn problem(&mut self, name: &str, what: impl AsRef<str>, fix: impl AsRef<str>) {
        self.problems.push(Problem::new(name, what, fix));
    }

    /// A variable that is set to nothing is as one that is not set.
    fn given(&self, name: &str) -> Option<String> {
        (self.variable)(name).filter(|value| !value.trim().is_empty())
    }

    fn value<T: FromStr<Err: Display>>(&mut self, name: &str, default: T, fix: &str) -> T {
        let Some(given) = self.given(name) else { return default };
        given.trim().parse().unwrap_or_else(|error| {
            self.problem(name, format!("cannot be read: {error}"), fix);
            default
        })
    }

    fn number(&mut self, name: &str, default: u64, most: u64) -> u64 {
        let fix = format!("write a whole number from 1 to {most}");
        let number = self.value(name, default, &fix);
        if !(1..=most).contains(&number) {
            self.problem(name, format!("is {number}"), fix);
        }
        number.clamp(1, most)
    }

    fn queues(&mut self, name: &str) -> Vec<String> {
        let given = self.given(name).unwrap_or_default();
        let urls: Vec<String> = given.split_whitespace().map(str::to_owned).collect();
        for (index, url) in urls.iter().enumerate() {
            // It is shown to nobody: some tools put credentials into URLs.
            let number = index.saturating_add(1);
            if !(url.starts_with("https://") || url.starts_with("http://")) || url.ends_with('/') {
                let fix = "write it as SQS shows it: https://sqs.REGION.amazonaws.com/ACCOUNT/NAME";
                self.problem(name, format!("number {number} is no URL of a queue"), fix);
            }
            if urls.iter().take(index).any(|other| other == url) {
                self.problem(name, format!("number {number} is named twice"), "name each queue once");
            }
        }
        urls
    }
}
