use super::note::RelatedFinding;
use crate::NumberLiteral;
use crate::decode::{decode_open_enum, part};
use saas_api_core::open_enum;

open_enum! {
    /// How bad a finding is (重要度), from the least to the worst.
    #[doc(alias = "重要度")]
    pub enum SeverityLabel: str {
        /// No issue was found. Passed controls have it.
        Informational = "INFORMATIONAL",
        /// No action of its own is needed.
        Low = "LOW",
        /// To be addressed, not urgently.
        Medium = "MEDIUM",
        /// To be addressed with priority.
        High = "HIGH",
        /// To be addressed at once.
        Critical = "CRITICAL",
    }
}

decode_open_enum!(SeverityLabel);

impl SeverityLabel {
    /// The label of a normalized severity, 0 to 100: 0, 1-39, 40-69, 70-89, 90-100. `None` outside.
    pub fn from_normalized(normalized: i64) -> Option<Self> {
        match normalized {
            0 => Some(Self::Informational),
            1..=39 => Some(Self::Low),
            40..=69 => Some(Self::Medium),
            70..=89 => Some(Self::High),
            90..=100 => Some(Self::Critical),
            _ => None,
        }
    }

    /// The number that the service fills in for the label: 0, 1, 40, 70, 90. `None` for an unknown label.
    pub fn normalized(&self) -> Option<u8> {
        match self {
            Self::Informational => Some(0),
            Self::Low => Some(1),
            Self::Medium => Some(40),
            Self::High => Some(70),
            Self::Critical => Some(90),
            Self::Unknown(_) => None,
        }
    }

    fn is_known(&self) -> bool {
        !matches!(self, Self::Unknown(_))
    }
}

part! {
    /// How bad a finding is, in up to four spellings. [`label`](Self::label) counts.
    pub struct Severity {
        /// The label. Findings from before 2020 may have none: see [`effective_label`](Self::effective_label).
        pub label: Option<SeverityLabel> = "Label",
        /// From 0 to 100. Deprecated.
        pub normalized: Option<NumberLiteral> = "Normalized",
        /// In the product's own scale. Deprecated.
        pub product: Option<NumberLiteral> = "Product",
        /// As the product itself says it: free text.
        pub original: Option<String> = "Original",
    }
}

impl Severity {
    /// The label; where it is missing or unknown, the one that stands for the normalized number; else the unknown one.
    pub fn effective_label(&self) -> Option<SeverityLabel> {
        effective_label(self.label.clone(), self.normalized.as_ref())
    }
}

pub(crate) fn effective_label(
    label: Option<SeverityLabel>,
    normalized: Option<&NumberLiteral>,
) -> Option<SeverityLabel> {
    let by_number = || SeverityLabel::from_normalized(normalized?.as_i64()?);
    label.clone().filter(SeverityLabel::is_known).or_else(by_number).or(label)
}

/// Of the labels that a finding has, the one that counts: the first known one, else the first.
pub(crate) fn decisive_label(labels: impl IntoIterator<Item = SeverityLabel>) -> Option<SeverityLabel> {
    let mut labels = labels.into_iter();
    let first = labels.next()?;
    if first.is_known() { Some(first) } else { labels.find(SeverityLabel::is_known).or(Some(first)) }
}

part! {
    /// What the product itself said. A customer's later update does not change it.
    pub struct FindingProviderFields {
        /// How bad it is. The service also writes the numbers here.
        pub severity: Option<Severity> = "Severity",
        /// The finding's types.
        pub types: Vec<String> = "Types",
        /// From 0 to 100.
        pub confidence: Option<NumberLiteral> = "Confidence",
        /// How important the resources are, from 0 to 100.
        pub criticality: Option<NumberLiteral> = "Criticality",
        /// Findings that belong to it.
        pub related_findings: Vec<RelatedFinding> = "RelatedFindings",
    }
}
