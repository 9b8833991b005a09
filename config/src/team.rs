//! The clients of one file. Building them sends nothing.

use crate::config::{ChatworkConfig, Config, WebhookConfig};
use crate::ids::Ids;
use crate::problem::{Problem, Problems};
use crate::secret::Secrets;
use saas_api_core::{ApiClient, ClientBuilder, Clock, KeptBack, ReadOnly, ReqwestTransport, Sleep, Transport};
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use ticket_bridge::Pacing;
use ticket_bridge::intake::HttpGuard;

/// The clients of one file, before its names are ids.
///
/// Clones share connections, and what is known of rate limits.
#[derive(Clone, Debug)]
pub struct Team {
    pub(crate) config: Arc<Config>,
    pub(crate) backlog: backlog_api::Client,
    pub(crate) orca: Option<orca_api::Client>,
    pub(crate) chatwork: Option<chatwork_api::Client>,
    pub(crate) guard: HttpGuard,
    pub(crate) pacing: Pacing,
    pub(crate) clock: Option<Arc<dyn Clock>>,
    transport: Arc<dyn Transport>,
    secrets: Secrets,
}

/// What tests and simulations put under the clients and bridges.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Wiring {
    transport: Option<Arc<dyn Transport>>,
    pub(crate) clock: Option<Arc<dyn Clock>>,
}

/// What a team that only reads kept back, by service. Clones share the lists.
#[derive(Clone, Debug)]
pub struct Withheld(Vec<(Service, ReadOnly)>);

/// An outside service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Service {
    /// Backlog.
    Backlog,
    /// Orca.
    Orca,
    /// Chatwork.
    Chatwork,
}

/// The clients, as far as they could be built.
#[derive(Clone, Debug)]
pub(crate) struct Clients {
    pub(crate) backlog: Option<backlog_api::Client>,
    pub(crate) orca: Option<orca_api::Client>,
    pub(crate) chatwork: Option<chatwork_api::Client>,
}

/// The services as far as they can be asked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outside<'a> {
    pub(crate) config: &'a Config,
    pub(crate) backlog: Option<&'a backlog_api::Client>,
    pub(crate) orca: Option<&'a orca_api::Client>,
    pub(crate) chatwork: Option<&'a chatwork_api::Client>,
}

impl<'a> Outside<'a> {
    pub(crate) const fn of(config: &'a Config, clients: &'a Clients) -> Self {
        let Clients { backlog, orca, chatwork } = clients;
        Self { config, backlog: backlog.as_ref(), orca: orca.as_ref(), chatwork: chatwork.as_ref() }
    }
}

impl Config {
    /// Builds the clients. Nothing is sent.
    ///
    /// # Errors
    /// All settings that cannot be used, at once: an address that is none, a secret of the webhook that is too short.
    pub fn connect(&self, secrets: &Secrets) -> Result<Team, Problems> {
        self.connect_with(secrets, Wiring::new())
    }

    /// As [`connect`](Self::connect), over another transport or clock.
    ///
    /// # Errors
    /// As there.
    pub fn connect_with(&self, secrets: &Secrets, wiring: Wiring) -> Result<Team, Problems> {
        let transport = wiring.transport_of()?;
        let pacing = self.backlog.most_writes.map(|budget| (format!("backlog:{}", self.backlog.space), budget));
        let pacing = Pacing::of(self.backlog.writes_at_once, self.backlog.between_writes, pacing);
        let config = Arc::new(self.clone());
        Team::build(config, secrets.clone(), transport, wiring.clock, pacing, |_service| None)
    }
}

impl Team {
    /// The same team, but its clients change nothing outside: reads go out, and writes are kept back and listed.
    ///
    /// # Errors
    /// None that [`Config::connect`] did not have.
    pub fn read_only(&self) -> Result<(Self, Withheld), Problems> {
        let services = [Service::Backlog, Service::Orca, Service::Chatwork];
        let kept = services.map(|service| (service, ReadOnly::over(Arc::clone(&self.transport))));
        let kept = Withheld(kept.into());
        let over = |service| kept.of(service).map(|kept| Arc::new(kept.clone()) as Arc<dyn Transport>);
        let (config, secrets) = (Arc::clone(&self.config), self.secrets.clone());
        let (transport, clock) = (Arc::clone(&self.transport), self.clock.clone());
        let team = Self::build(config, secrets, transport, clock, Pacing::new(), over)?;
        Ok((team, kept))
    }

    fn build(
        config: Arc<Config>,
        secrets: Secrets,
        transport: Arc<dyn Transport>,
        clock: Option<Arc<dyn Clock>>,
        pacing: Pacing,
        over: impl Fn(Service) -> Option<Arc<dyn Transport>>,
    ) -> Result<Self, Problems> {
        let mut problems = Problems::new();
        let over = |service| over(service).unwrap_or_else(|| Arc::clone(&transport));
        let clients = Clients::build(&config, &secrets, clock.as_ref(), over, &mut problems);
        let guard = guard(&config, &secrets, &mut problems);
        match clients.backlog {
            Some(backlog) if problems.is_empty() => Ok(Self {
                config,
                backlog,
                orca: clients.orca,
                chatwork: clients.chatwork,
                guard,
                pacing,
                clock,
                transport,
                secrets,
            }),
            _ => Err(problems),
        }
    }

    pub(crate) fn outside(&self) -> Outside<'_> {
        let Self { config, backlog, orca, chatwork, .. } = self;
        Outside { config, backlog: Some(backlog), orca: orca.as_ref(), chatwork: chatwork.as_ref() }
    }

    /// The file.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The client of Backlog.
    pub const fn backlog(&self) -> &backlog_api::Client {
        &self.backlog
    }

    /// The client of Orca, if the file names it.
    pub const fn orca(&self) -> Option<&orca_api::Client> {
        self.orca.as_ref()
    }

    /// The client of Chatwork, if the file names it.
    pub const fn chatwork(&self) -> Option<&chatwork_api::Client> {
        self.chatwork.as_ref()
    }

    /// The ids of the file, without a call; if it has none, those that [`resolve`](Self::resolve) finds.
    ///
    /// # Errors
    /// Those of [`resolve`](Self::resolve).
    pub async fn ids(&self) -> Result<Ids, Problems> {
        match &self.config.ids {
            Some(ids) => Ok(ids.clone()),
            None => self.resolve().await,
        }
    }
}

impl Clients {
    /// What can be built, and why the rest cannot.
    pub(crate) fn build(
        config: &Config,
        secrets: &Secrets,
        clock: Option<&Arc<dyn Clock>>,
        over: impl Fn(Service) -> Arc<dyn Transport>,
        problems: &mut Problems,
    ) -> Self {
        let backlog = secrets.of(&config.backlog.api_key, problems).and_then(|key| {
            let builder = backlog_api::Client::builder(config.backlog.base_url(), backlog_api::Auth::api_key(key));
            finish(builder, over(Service::Backlog), clock, "backlog", "space", problems)
        });
        let orca = config.orca.as_ref().and_then(|orca| {
            let token = secrets.of(&orca.token, problems)?;
            let builder = orca_api::Client::builder(orca.origin.as_str(), orca_api::Auth::token(token));
            finish(builder, over(Service::Orca), clock, "orca", "origin", problems)
        });
        let chatwork = config.chatwork.as_ref().and_then(|chatwork| {
            let token = secrets.of(&chatwork.token, problems)?;
            let builder = chatwork_api::Client::builder(chatwork.base_url(), chatwork_api::Auth::api_token(token));
            finish(builder, over(Service::Chatwork), clock, "chatwork", "url", problems)
        });
        Self { backlog, orca, chatwork }
    }
}

fn finish<C: ApiClient>(
    builder: ClientBuilder<C>,
    transport: Arc<dyn Transport>,
    clock: Option<&Arc<dyn Clock>>,
    table: &str,
    key: &str,
    problems: &mut Problems,
) -> Option<C> {
    let builder = match clock {
        Some(clock) => builder.clock(SharedClock(Arc::clone(clock))),
        None => builder,
    };
    match builder.transport(transport).build() {
        Ok(client) => Some(client),
        Err(error) => {
            // The address alone is told apart: whatever else it is, is about the credential.
            let text = error.to_string();
            let path = if text.contains("base_url") { format!("{table}.{key}") } else { table.to_owned() };
            problems.add(path, text, "mend it here, or the secret where it is kept");
            None
        }
    }
}

pub(crate) fn guard(config: &Config, secrets: &Secrets, problems: &mut Problems) -> HttpGuard {
    let Some(webhook) = &config.webhook else { return HttpGuard::none() };
    let (path, guard) = match webhook {
        WebhookConfig::PathSecret(reference) => {
            let Some(secret) = secrets.of(reference, problems) else { return HttpGuard::none() };
            ("webhook.path_secret", HttpGuard::path_secret(secret))
        }
        WebhookConfig::Header { name, value } => {
            let Some(secret) = secrets.of(value, problems) else { return HttpGuard::none() };
            ("webhook.header", HttpGuard::header_secret(name, secret))
        }
    };
    guard.unwrap_or_else(|invalid| {
        problems.add(path, invalid.to_string(), "use a long and random one, and none of these signs");
        HttpGuard::none()
    })
}

impl ChatworkConfig {
    fn base_url(&self) -> &str {
        self.url.as_deref().unwrap_or("https://api.chatwork.com")
    }
}

impl Wiring {
    /// The real transport and the system's clock.
    pub fn new() -> Self {
        Self::default()
    }

    /// Another transport under all clients.
    pub fn transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.transport = Some(transport);
        self
    }

    /// Another clock for all clients and bridges.
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = Some(clock);
        self
    }
}

impl Wiring {
    /// The transport that was given, else the real one.
    pub(crate) fn transport_of(&self) -> Result<Arc<dyn Transport>, Problems> {
        if let Some(transport) = &self.transport {
            return Ok(Arc::clone(transport));
        }
        match ReqwestTransport::builder().build() {
            Ok(transport) => Ok(Arc::new(transport)),
            Err(error) => {
                Err(Problem::new("(system)", error.to_string(), "install the system's CA certificates").into())
            }
        }
    }
}

impl Withheld {
    /// What was kept back since the last time, service by service; the lists are empty after it.
    #[must_use]
    pub fn take(&self) -> Vec<(Service, KeptBack)> {
        self.each(ReadOnly::take)
    }

    /// What was kept back so far, service by service.
    pub fn kept_back(&self) -> Vec<(Service, KeptBack)> {
        self.each(ReadOnly::kept_back)
    }

    fn each(&self, list: impl Fn(&ReadOnly) -> Vec<KeptBack>) -> Vec<(Service, KeptBack)> {
        let of_service = |(service, kept): &(Service, ReadOnly)| {
            let service = *service;
            list(kept).into_iter().map(move |kept| (service, kept))
        };
        self.0.iter().flat_map(of_service).collect()
    }

    fn of(&self, service: Service) -> Option<&ReadOnly> {
        self.0.iter().find(|(of, _)| *of == service).map(|(_, kept)| kept)
    }
}

impl Service {
    /// Its name in the file.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Backlog => "backlog",
            Self::Orca => "orca",
            Self::Chatwork => "chatwork",
        }
    }
}

impl fmt::Display for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One clock for several clients.
#[derive(Clone, Debug)]
struct SharedClock(Arc<dyn Clock>);

impl Clock for SharedClock {
    fn now(&self) -> SystemTime {
        self.0.now()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        self.0.sleep(duration)
    }
}
