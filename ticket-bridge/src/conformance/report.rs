//! What a suite found.

use crate::bridge::BridgeError;
use crate::ports::{LedgerFailed, Put, ReadFailed, Rev};
use std::fmt;

/// Whether a rule is kept; else, how it is broken.
pub(super) type Verdict<T = ()> = Result<T, Why>;

/// How a rule is broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Why(pub(super) String);

/// What a suite found: each rule, and how it is broken.
#[derive(Clone, Debug)]
#[must_use]
pub struct Report {
    port: &'static str,
    rules: Vec<&'static str>,
    broken: Vec<Broken>,
}

/// A rule that is broken.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Broken {
    /// The rule.
    pub rule: &'static str,
    /// What happened instead.
    pub why: String,
}

impl Report {
    pub(super) const fn new(port: &'static str) -> Self {
        Self { port, rules: Vec::new(), broken: Vec::new() }
    }

    pub(super) fn add(&mut self, rule: &'static str, verdict: Verdict) {
        self.rules.push(rule);
        if let Err(Why(why)) = verdict {
            self.broken.push(Broken { rule, why });
        }
    }

    /// The rules that were run.
    pub fn rules(&self) -> &[&'static str] {
        &self.rules
    }

    /// The rules that are broken.
    pub fn broken(&self) -> &[Broken] {
        &self.broken
    }

    /// Ends the test, if a rule is broken.
    ///
    /// # Panics
    /// If a rule is broken, with the names of all that are.
    #[track_caller]
    pub fn assert_kept(&self) {
        assert!(self.broken.is_empty(), "{self}");
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (all, broken) = (self.rules.len(), self.broken.len());
        write!(f, "{}: {broken} of {all} rules are broken", self.port)?;
        for Broken { rule, why } in &self.broken {
            write!(f, "\n- {rule}\n  {why}")?;
        }
        Ok(())
    }
}

impl From<LedgerFailed> for Why {
    fn from(failure: LedgerFailed) -> Self {
        Self(failure.to_string())
    }
}

impl From<ReadFailed> for Why {
    fn from(failure: ReadFailed) -> Self {
        Self(format!("a read failed: {failure}"))
    }
}

impl From<BridgeError> for Why {
    fn from(error: BridgeError) -> Self {
        Self(format!("the bridge failed: {error}"))
    }
}

pub(super) fn holds(holds: bool, why: &str) -> Verdict {
    if holds { Ok(()) } else { Err(Why(why.to_owned())) }
}

pub(super) fn same<T: PartialEq + fmt::Debug>(what: &str, got: &T, wanted: &T) -> Verdict {
    if got == wanted { Ok(()) } else { Err(Why(format!("{what}: got {got:?}, wanted {wanted:?}"))) }
}

pub(super) fn won(what: &str, put: Put) -> Verdict<Rev> {
    match put {
        Put::Won(rev) => Ok(rev),
        Put::Lost => Err(Why(format!("{what} was lost"))),
    }
}

pub(super) fn lost(what: &str, put: &Put) -> Verdict {
    holds(*put == Put::Lost, &format!("{what} won"))
}
