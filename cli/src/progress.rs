//! How far long work has come: a line on the standard error, while somebody looks.

use std::io::{self, IsTerminal, Write};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use ticket_bridge::{Called, Settled, Watch};

/// A line that is written over. Gone when it is dropped, on a terminal; nothing at all elsewhere.
#[derive(Debug)]
pub(crate) struct Progress {
    what: &'static str,
    shown: Option<Mutex<Shown>>,
}

#[derive(Debug)]
struct Shown {
    done: usize,
    pages: usize,
    at: Option<Instant>,
}

/// Not more often than this.
const EACH: Duration = Duration::from_millis(100);

/// To the beginning of the line, and clear it.
const CLEAR: &str = "\r\u{1b}[K";

impl Progress {
    /// Counts something, such as "records woken".
    pub(crate) fn new(what: &'static str) -> Self {
        let shown = Shown { done: 0, pages: 0, at: None };
        Self { what, shown: io::stderr().is_terminal().then_some(Mutex::new(shown)) }
    }

    /// The same, that a bridge can be given.
    pub(crate) fn shared(what: &'static str) -> Arc<Self> {
        Arc::new(Self::new(what))
    }

    /// One more.
    pub(crate) fn step(&self) {
        self.change(|shown| shown.done = shown.done.saturating_add(1));
    }

    fn change(&self, change: impl FnOnce(&mut Shown)) {
        let Some(shown) = &self.shown else { return };
        let mut shown = shown.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut shown);
        if shown.at.is_some_and(|at| at.elapsed() < EACH) {
            return;
        }
        shown.at = Some(Instant::now());
        let pages = if shown.pages == 0 { String::new() } else { format!(", {} pages read", shown.pages) };
        _ = write!(io::stderr(), "{CLEAR}{} {}{pages}", shown.done, self.what);
    }
}

impl Watch for Progress {
    fn called(&self, called: &Called) {
        if called.call == "page" {
            self.change(|shown| shown.pages = shown.pages.saturating_add(1));
        }
    }

    fn settled(&self, _: &Settled) {
        self.step();
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown.is_some() {
            _ = write!(io::stderr(), "{CLEAR}");
        }
    }
}
