//! All stand-ins together.

use std::io;

use crate::{Backlog, Chatwork, Clock, LoggedRequest, Options, Orca, SecurityHub};

/// One of each stand-in, with one clock. Dropping it stops them.
#[derive(Debug)]
pub struct Sandbox {
    backlog: Backlog,
    chatwork: Chatwork,
    clock: Clock,
    orca: Orca,
    security_hub: SecurityHub,
}

impl Sandbox {
    /// Starts all of them on free ports, with the system's time.
    ///
    /// # Errors
    ///
    /// When one cannot listen.
    pub async fn start() -> io::Result<Self> {
        Self::start_with(Options::default()).await
    }

    /// Starts all of them with one clock.
    ///
    /// With a port, Backlog listens on it, Orca on the next one, then Chatwork, then Security Hub.
    ///
    /// # Errors
    ///
    /// When one cannot listen, for example because its port is in use.
    pub async fn start_with(options: Options) -> io::Result<Self> {
        let Options { clock, port } = options;
        let place = |n| Ok::<_, io::Error>(Options { clock: clock.clone(), port: port_after(port, n)? });
        Ok(Self {
            backlog: Backlog::start_with(place(0)?).await?,
            orca: Orca::start_with(place(1)?).await?,
            chatwork: Chatwork::start_with(place(2)?).await?,
            security_hub: SecurityHub::start_with(place(3)?).await?,
            clock,
        })
    }

    /// The clock that all of them follow.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The Backlog.
    pub fn backlog(&self) -> &Backlog {
        &self.backlog
    }

    /// The Chatwork.
    pub fn chatwork(&self) -> &Chatwork {
        &self.chatwork
    }

    /// The Orca.
    pub fn orca(&self) -> &Orca {
        &self.orca
    }

    /// The Security Hub.
    pub fn securityhub(&self) -> &SecurityHub {
        &self.security_hub
    }

    /// The requests of all services with the service's name, oldest first.
    pub fn requests(&self) -> Vec<(&'static str, LoggedRequest)> {
        let named = |name, requests: Vec<LoggedRequest>| requests.into_iter().map(move |request| (name, request));
        let mut all: Vec<_> = named("Backlog", self.backlog.requests())
            .chain(named("Chatwork", self.chatwork.requests()))
            .chain(named("Orca", self.orca.requests()))
            .chain(named("Security Hub", self.security_hub.requests()))
            .collect();
        all.sort_by_key(|(_, request)| request.at);
        all
    }
}

/// 0 stays 0: any free port.
fn port_after(base: u16, n: u16) -> io::Result<u16> {
    let port = if base == 0 { Some(0) } else { base.checked_add(n) };
    port.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, format!("no ports are left after {base}")))
}
