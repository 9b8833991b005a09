// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsSsmPatchCompliance`.
    pub struct AwsSsmPatchCompliance {
        pub patch: Option<AwsSsmPatch> = "Patch",
    }
}

part! {
    /// Part of [`AwsSsmPatchCompliance`].
    pub struct AwsSsmComplianceSummary {
        pub compliance_type: Option<String> = "ComplianceType",
        pub compliant_critical_count: Option<NumberLiteral> = "CompliantCriticalCount",
        pub compliant_high_count: Option<NumberLiteral> = "CompliantHighCount",
        pub compliant_informational_count: Option<NumberLiteral> = "CompliantInformationalCount",
        pub compliant_low_count: Option<NumberLiteral> = "CompliantLowCount",
        pub compliant_medium_count: Option<NumberLiteral> = "CompliantMediumCount",
        pub compliant_unspecified_count: Option<NumberLiteral> = "CompliantUnspecifiedCount",
        pub execution_type: Option<String> = "ExecutionType",
        pub non_compliant_critical_count: Option<NumberLiteral> = "NonCompliantCriticalCount",
        pub non_compliant_high_count: Option<NumberLiteral> = "NonCompliantHighCount",
        pub non_compliant_informational_count: Option<NumberLiteral> = "NonCompliantInformationalCount",
        pub non_compliant_low_count: Option<NumberLiteral> = "NonCompliantLowCount",
        pub non_compliant_medium_count: Option<NumberLiteral> = "NonCompliantMediumCount",
        pub non_compliant_unspecified_count: Option<NumberLiteral> = "NonCompliantUnspecifiedCount",
        pub overall_severity: Option<String> = "OverallSeverity",
        pub patch_baseline_id: Option<String> = "PatchBaselineId",
        pub patch_group: Option<String> = "PatchGroup",
        pub status: Option<String> = "Status",
    }
}

part! {
    /// Part of [`AwsSsmPatchCompliance`].
    pub struct AwsSsmPatch {
        pub compliance_summary: Option<AwsSsmComplianceSummary> = "ComplianceSummary",
    }
}
