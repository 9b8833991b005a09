//! The words that Orca uses for states and severities.

/// The state of an alert.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum OrcaStatus {
    /// `open`
    Open,
    /// `in_progress`
    InProgress,
    /// `snoozed`: comes back when the days are over.
    Snoozed,
    /// `closed`: not final, Orca may open it again.
    Closed,
    /// `dismissed`: the risk is accepted.
    Dismissed,
}

impl OrcaStatus {
    /// The word in an answer.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::InProgress => "in_progress",
            Self::Snoozed => "snoozed",
            Self::Closed => "closed",
            Self::Dismissed => "dismissed",
        }
    }

    /// The word in the path of `PUT status`; `closed` and `dismissed` are accepted synonyms.
    pub(super) fn from_path(word: &str) -> Option<Self> {
        match word {
            "open" => Some(Self::Open),
            "in_progress" => Some(Self::InProgress),
            "close" | "closed" => Some(Self::Closed),
            "dismiss" | "dismissed" => Some(Self::Dismissed),
            _ => None,
        }
    }

    pub(super) fn is_active(self) -> bool {
        matches!(self, Self::Open | Self::InProgress)
    }
}

/// The older scale. It is a column of its own: Orca does not derive it from [`OrcaRiskLevel`].
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum OrcaSeverity {
    /// `compromised`, score 1
    Compromised,
    /// `imminent compromise`, score 2
    ImminentCompromise,
    /// `hazardous`, score 3
    Hazardous,
    /// `informational`, score 4
    Informational,
}

impl OrcaSeverity {
    /// The word in `state.severity`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Compromised => "compromised",
            Self::ImminentCompromise => "imminent compromise",
            Self::Hazardous => "hazardous",
            Self::Informational => "informational",
        }
    }

    /// `state.score`: lower is worse.
    pub const fn score(self) -> u8 {
        match self {
            Self::Compromised => 1,
            Self::ImminentCompromise => 2,
            Self::Hazardous => 3,
            Self::Informational => 4,
        }
    }

    pub(super) fn from_word(word: &str) -> Option<Self> {
        [Self::Compromised, Self::ImminentCompromise, Self::Hazardous, Self::Informational]
            .into_iter()
            .find(|severity| severity.as_str().eq_ignore_ascii_case(word))
    }
}

/// The newer scale.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum OrcaRiskLevel {
    /// `critical`
    Critical,
    /// `high`
    High,
    /// `medium`
    Medium,
    /// `low`
    Low,
    /// `informational`
    Informational,
}

impl OrcaRiskLevel {
    /// The word in `state.risk_level`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Critical => "critical",
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
            Self::Informational => "informational",
        }
    }

    /// Bands that fit the observed pairs; the real limits are not published.
    pub(super) fn of_score(orca_score: f64) -> Self {
        match orca_score {
            score if score >= 9.0 => Self::Critical,
            score if score >= 7.0 => Self::High,
            score if score >= 5.0 => Self::Medium,
            score if score >= 3.0 => Self::Low,
            _ => Self::Informational,
        }
    }
}

/// Which of Orca's two forms of an alert.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Generation {
    /// The document with `state.alert_id`.
    Legacy,
    /// The row with `data.AlertId.value`.
    ServingLayer,
}

/// What Orca finds when it verifies an alert.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum OrcaVerdict {
    /// The risk is gone: an active alert closes, a closed one stays closed.
    RiskGone,
    /// The risk is still there: a closed alert opens again.
    RiskRemains,
    /// The scan failed: nothing changes but `verification_status`.
    ScanFailed,
}

/// Who changed a state.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum OrcaActor {
    /// A call with a token.
    Caller,
    /// Orca itself.
    Orca,
}
