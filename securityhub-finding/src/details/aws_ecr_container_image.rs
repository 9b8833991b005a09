// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::details;

details! {
    /// Details of a resource of the type `AwsEcrContainerImage`.
    pub struct AwsEcrContainerImage {
        pub architecture: Option<String> = "Architecture",
        pub image_digest: Option<String> = "ImageDigest",
        pub image_published_at: Option<String> = "ImagePublishedAt",
        pub image_tags: Vec<String> = "ImageTags",
        pub registry_id: Option<String> = "RegistryId",
        pub repository_name: Option<String> = "RepositoryName",
    }
}
