use crate::decode::{decode_open_enum, part};
use saas_api_core::open_enum;

open_enum! {
    /// The outcome of a security control.
    pub enum ComplianceStatus: str {
        /// All resources passed.
        Passed = "PASSED",
        /// Some information is missing, or the check is not supported.
        Warning = "WARNING",
        /// At least one resource failed.
        Failed = "FAILED",
        /// The check could not be made, or the resource is gone.
        NotAvailable = "NOT_AVAILABLE",
    }
}

decode_open_enum!(ComplianceStatus);

part! {
    /// The outcome of a security control. Findings of GuardDuty, Inspector, Macie and others have none.
    pub struct Compliance {
        /// The outcome.
        pub status: Option<ComplianceStatus> = "Status",
        /// Requirements of standards that the control belongs to.
        pub related_requirements: Vec<String> = "RelatedRequirements",
        /// Why the outcome is what it is.
        pub status_reasons: Vec<StatusReason> = "StatusReasons",
        /// The control, such as `EC2.19`. See [`Finding::control_id`](crate::Finding::control_id).
        pub security_control_id: Option<String> = "SecurityControlId",
        /// Standards that the control belongs to and that are on.
        pub associated_standards: Vec<AssociatedStandard> = "AssociatedStandards",
        /// The control's settings.
        pub security_control_parameters: Vec<SecurityControlParameter> = "SecurityControlParameters",
    }
}

part! {
    /// Why the outcome of a control is what it is.
    pub struct StatusReason {
        /// The reason, such as `CONFIG_ACCESS_DENIED`. The set is open.
        pub reason_code: Option<String> = "ReasonCode",
        /// In words.
        pub description: Option<String> = "Description",
    }
}

part! {
    /// A standard.
    pub struct AssociatedStandard {
        /// The standard, such as `standards/aws-foundational-security-best-practices/v/1.0.0`.
        pub standards_id: Option<String> = "StandardsId",
    }
}

part! {
    /// A setting of a control.
    pub struct SecurityControlParameter {
        /// The name.
        pub name: Option<String> = "Name",
        /// The values. A single value is a list of one.
        pub value: Vec<String> = "Value",
    }
}
