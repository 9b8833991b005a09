// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `Container`.
    pub struct Container {
        pub container_runtime: Option<String> = "ContainerRuntime",
        pub image_id: Option<String> = "ImageId",
        pub image_name: Option<String> = "ImageName",
        pub launched_at: Option<String> = "LaunchedAt",
        pub name: Option<String> = "Name",
        pub privileged: Option<bool> = "Privileged",
        pub volume_mounts: Vec<VolumeMount> = "VolumeMounts",
    }
}

part! {
    /// Part of [`Container`].
    pub struct VolumeMount {
        pub mount_path: Option<String> = "MountPath",
        pub name: Option<String> = "Name",
    }
}
