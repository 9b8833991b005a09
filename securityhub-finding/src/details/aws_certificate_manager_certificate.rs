// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsCertificateManagerCertificate`.
    pub struct AwsCertificateManagerCertificate {
        pub certificate_authority_arn: Option<String> = "CertificateAuthorityArn",
        pub created_at: Option<String> = "CreatedAt",
        pub domain_name: Option<String> = "DomainName",
        pub domain_validation_options: Vec<AwsCertificateManagerCertificateDomainValidationOption> = "DomainValidationOptions",
        pub extended_key_usages: Vec<AwsCertificateManagerCertificateExtendedKeyUsage> = "ExtendedKeyUsages",
        pub failure_reason: Option<String> = "FailureReason",
        pub imported_at: Option<String> = "ImportedAt",
        pub in_use_by: Vec<String> = "InUseBy",
        pub issued_at: Option<String> = "IssuedAt",
        pub issuer: Option<String> = "Issuer",
        pub key_algorithm: Option<String> = "KeyAlgorithm",
        pub key_usages: Vec<AwsCertificateManagerCertificateKeyUsage> = "KeyUsages",
        pub not_after: Option<String> = "NotAfter",
        pub not_before: Option<String> = "NotBefore",
        pub options: Option<AwsCertificateManagerCertificateOptions> = "Options",
        pub renewal_eligibility: Option<String> = "RenewalEligibility",
        pub renewal_summary: Option<AwsCertificateManagerCertificateRenewalSummary> = "RenewalSummary",
        pub serial: Option<String> = "Serial",
        pub signature_algorithm: Option<String> = "SignatureAlgorithm",
        pub status: Option<String> = "Status",
        pub subject: Option<String> = "Subject",
        pub subject_alternative_names: Vec<String> = "SubjectAlternativeNames",
        pub kind: Option<String> = "Type",
    }
}

part! {
    /// Part of [`AwsCertificateManagerCertificate`].
    pub struct AwsCertificateManagerCertificateDomainValidationOption {
        pub domain_name: Option<String> = "DomainName",
        pub resource_record: Option<AwsCertificateManagerCertificateResourceRecord> = "ResourceRecord",
        pub validation_domain: Option<String> = "ValidationDomain",
        pub validation_emails: Vec<String> = "ValidationEmails",
        pub validation_method: Option<String> = "ValidationMethod",
        pub validation_status: Option<String> = "ValidationStatus",
    }
}

part! {
    /// Part of [`AwsCertificateManagerCertificate`].
    pub struct AwsCertificateManagerCertificateExtendedKeyUsage {
        pub name: Option<String> = "Name",
        pub o_id: Option<String> = "OId",
    }
}

part! {
    /// Part of [`AwsCertificateManagerCertificate`].
    pub struct AwsCertificateManagerCertificateKeyUsage {
        pub name: Option<String> = "Name",
    }
}

part! {
    /// Part of [`AwsCertificateManagerCertificate`].
    pub struct AwsCertificateManagerCertificateOptions {
        pub certificate_transparency_logging_preference: Option<String> = "CertificateTransparencyLoggingPreference",
    }
}

part! {
    /// Part of [`AwsCertificateManagerCertificate`].
    pub struct AwsCertificateManagerCertificateRenewalSummary {
        pub domain_validation_options: Vec<AwsCertificateManagerCertificateDomainValidationOption> = "DomainValidationOptions",
        pub renewal_status: Option<String> = "RenewalStatus",
        pub renewal_status_reason: Option<String> = "RenewalStatusReason",
        pub updated_at: Option<String> = "UpdatedAt",
    }
}

part! {
    /// Part of [`AwsCertificateManagerCertificate`].
    pub struct AwsCertificateManagerCertificateResourceRecord {
        pub name: Option<String> = "Name",
        pub kind: Option<String> = "Type",
        pub value: Option<String> = "Value",
    }
}
