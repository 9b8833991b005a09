// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::details;
use super::AwsMountPoint;

details! {
    /// Details of a resource of the type `AwsEcsContainer`.
    pub struct AwsEcsContainer {
        pub image: Option<String> = "Image",
        pub mount_points: Vec<AwsMountPoint> = "MountPoints",
        pub name: Option<String> = "Name",
        pub privileged: Option<bool> = "Privileged",
    }
}
