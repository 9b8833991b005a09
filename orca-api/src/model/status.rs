use saas_api_core::open_enum;

open_enum! {
    /// The state that an alert is in.
    pub enum AlertState: str {
        /// Found, and nobody works on it.
        Open = "open",
        /// Somebody works on it.
        InProgress = "in_progress",
        /// Put off. Orca opens it again when the days are over.
        Snoozed = "snoozed",
        /// Over. Not final: Orca opens it again when it finds the risk again.
        Closed = "closed",
        /// The risk is accepted.
        Dismissed = "dismissed",
    }
}

open_enum! {
    /// The status to give an alert. The words differ from those of [`AlertState`].
    pub enum AlertStatus: str {
        /// Opens it. Also ends a snooze.
        Open = "open",
        /// Says that somebody works on it.
        InProgress = "in_progress",
        /// Closes it.
        Close = "close",
        /// Accepts the risk.
        Dismiss = "dismiss",
    }
}

open_enum! {
    /// How bad an alert is, in the words that the console shows.
    pub enum RiskLevel: str {
        /// The worst.
        Critical = "critical",
        /// Bad.
        High = "high",
        /// In between.
        Medium = "medium",
        /// Not so bad.
        Low = "low",
        /// For information.
        Informational = "informational",
    }
}

open_enum! {
    /// How bad an alert is, in the old words. A scale of its own: it does not follow the risk level.
    pub enum Severity: str {
        /// The worst: score 1.
        Compromised = "compromised",
        /// Score 2.
        ImminentCompromise = "imminent compromise",
        /// Score 3.
        Hazardous = "hazardous",
        /// Score 4.
        Informational = "informational",
    }
}

open_enum! {
    /// How far a re-scan is. Its word for success is not known.
    pub enum VerificationStatus: str {
        /// Asked for.
        ScanInitiated = "scan_initiated",
        /// Under way.
        Scanning = "scanning",
        /// Failed.
        ScanFailed = "scan_failed",
    }
}

/// Who moves an alert to another state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Mover {
    /// A call to the API, or a person in the console.
    Caller,
    /// Orca itself: a re-check, an asset that is gone, a snooze that is over.
    Orca,
}

/// What is known of a move from one state to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Move {
    /// It happens.
    Known,
    /// The alert is in this state already: a call is refused with
    /// [`AlreadyInState`](crate::OrcaErrorKind::AlreadyInState).
    AlreadyThere,
    /// No source shows it. It may work or be refused.
    Unconfirmed,
}

impl AlertState {
    /// Reads a state in any of the spellings that Orca uses: `close` for `closed`, `dismiss` for `dismissed`, any case.
    pub fn read(text: &str) -> Self {
        match &*text.trim().to_ascii_lowercase() {
            "close" => Self::Closed,
            "dismiss" => Self::Dismissed,
            known @ ("open" | "in_progress" | "snoozed" | "closed" | "dismissed") => Self::from(known),
            _ => Self::from(text),
        }
    }

    /// Whether it is closed.
    pub fn is_closed(&self) -> bool {
        *self == Self::Closed
    }

    /// Whether the alert wants somebody's work: open or in progress, or in a state that this version does not name.
    pub fn is_active(&self) -> bool {
        !matches!(self, Self::Snoozed | Self::Closed | Self::Dismissed)
    }

    /// What is known of a move to another state.
    ///
    /// Closing is not final: after a close Orca checks again, and where the risk remains the alert is open or in progress
    /// again, under the same id.
    ///
    /// ```
    /// use orca_api::model::{AlertState, Move, Mover};
    ///
    /// let closed = AlertState::Closed;
    /// assert_eq!(closed.move_to(&AlertState::InProgress, Mover::Orca), Move::Known);
    /// assert_eq!(closed.move_to(&AlertState::Closed, Mover::Caller), Move::AlreadyThere);
    /// assert_eq!(closed.move_to(&AlertState::Dismissed, Mover::Caller), Move::Unconfirmed);
    /// ```
    pub fn move_to(&self, to: &Self, by: Mover) -> Move {
        use AlertState::{Closed, Dismissed, InProgress, Open, Snoozed};
        if self == to {
            return Move::AlreadyThere;
        }
        let known = match by {
            Mover::Caller => matches!(
                (self, to),
                (Open, InProgress) | (Open | InProgress, Closed | Dismissed | Snoozed) | (Snoozed | Closed, Open)
            ),
            Mover::Orca => {
                matches!((self, to), (Closed, Open | InProgress) | (Open | InProgress, Closed) | (Snoozed, Open))
            }
        };
        if known { Move::Known } else { Move::Unconfirmed }
    }
}

impl AlertStatus {
    /// The state that the alert is in when it has this status.
    pub fn state(&self) -> AlertState {
        AlertState::read(self.as_str())
    }
}

impl RiskLevel {
    /// Reads a level in any case.
    pub(super) fn read(text: &str) -> Self {
        Self::from(&*text.trim().to_ascii_lowercase())
    }
}

impl VerificationStatus {
    /// Reads a word in any case.
    pub(super) fn read(text: &str) -> Self {
        Self::from(&*text.trim().to_ascii_lowercase())
    }
}

impl Severity {
    /// Reads a severity in any case.
    pub(super) fn read(text: &str) -> Self {
        Self::from(&*text.trim().to_ascii_lowercase())
    }

    /// The risk level to show where the alert names none, as Orca's partners migrate: `informational` may also have been
    /// `low`.
    pub(super) fn risk_level(&self) -> RiskLevel {
        match self {
            Self::Compromised => RiskLevel::Critical,
            Self::ImminentCompromise => RiskLevel::High,
            Self::Hazardous => RiskLevel::Medium,
            Self::Informational => RiskLevel::Informational,
            Self::Unknown(_) => RiskLevel::from(self.as_str()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each pair of named states, with what callers and Orca can do: `k` known, `=` already there, `?` unconfirmed.
    #[test]
    fn the_state_machine_is_the_one_of_the_evidence() {
        const STATES: [AlertState; 5] =
            [AlertState::Open, AlertState::InProgress, AlertState::Snoozed, AlertState::Closed, AlertState::Dismissed];
        let table = |mover| {
            STATES.map(|from| {
                STATES.map(|to| match from.move_to(&to, mover) {
                    Move::Known => 'k',
                    Move::AlreadyThere => '=',
                    Move::Unconfirmed => '?',
                })
            })
        };
        let drawn = |rows: [&str; 5]| rows.map(|row| <[char; 5]>::try_from(row.chars().collect::<Vec<_>>()).unwrap());
        assert_eq!(table(Mover::Caller), drawn(["=kkkk", "?=kkk", "k?=??", "k??=?", "????="]));
        assert_eq!(table(Mover::Orca), drawn(["=??k?", "?=?k?", "k?=??", "kk?=?", "????="]));
    }

    #[test]
    fn states_read_in_every_spelling_and_unknown_ones_stay() {
        for (text, state, active) in [
            ("open", AlertState::Open, true),
            ("OPEN", AlertState::Open, true),
            ("in_progress", AlertState::InProgress, true),
            ("close", AlertState::Closed, false),
            ("Closed", AlertState::Closed, false),
            ("DISMISS", AlertState::Dismissed, false),
            ("snoozed", AlertState::Snoozed, false),
        ] {
            assert_eq!((AlertState::read(text), state.is_active()), (state, active), "{text}");
        }
        let new = AlertState::read("Parked");
        assert_eq!((new.as_str(), new.is_active(), new.is_closed()), ("Parked", true, false));
        assert_eq!(AlertStatus::Close.state(), AlertState::Closed);
        assert_eq!(AlertStatus::Dismiss.state(), AlertState::Dismissed);
    }
}
