//! How a stand-in starts.

use crate::Clock;

/// The clock and the port of one service. Default: the system's time and any free port.
#[derive(Clone, Debug, Default)]
pub struct Options {
    pub(crate) clock: Clock,
    pub(crate) port: u16,
}

impl Options {
    /// Follows this clock. Services that share one see the same time.
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Listens on this port of 127.0.0.1.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }
}
