use crate::decode::part;
use saas_api_core::Timestamp;

part! {
    /// The note on a finding. There is one: an update replaces it.
    pub struct Note {
        /// The text, up to 512 characters.
        pub text: Option<String> = "Text",
        /// Who wrote it.
        pub updated_by: Option<String> = "UpdatedBy",
        /// When.
        pub updated_at: Option<Timestamp> = "UpdatedAt",
    }
}

part! {
    /// Another finding that belongs to this one.
    pub struct RelatedFinding {
        /// The product that reported it.
        pub product_arn: Option<String> = "ProductArn",
        /// Its id within the product.
        pub id: Option<String> = "Id",
    }
}

part! {
    /// How to settle a finding (修復).
    #[doc(alias = "修復")]
    pub struct Remediation {
        /// The advice.
        pub recommendation: Option<Recommendation> = "Recommendation",
    }
}

part! {
    /// Advice, or where to find it.
    pub struct Recommendation {
        /// In words, up to 512 characters.
        pub text: Option<String> = "Text",
        /// A page about it.
        pub url: Option<String> = "Url",
    }
}
