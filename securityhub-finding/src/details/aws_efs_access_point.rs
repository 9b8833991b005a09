// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsEfsAccessPoint`.
    pub struct AwsEfsAccessPoint {
        pub access_point_id: Option<String> = "AccessPointId",
        pub arn: Option<String> = "Arn",
        pub client_token: Option<String> = "ClientToken",
        pub file_system_id: Option<String> = "FileSystemId",
        pub posix_user: Option<AwsEfsAccessPointPosixUserDetails> = "PosixUser",
        pub root_directory: Option<AwsEfsAccessPointRootDirectoryDetails> = "RootDirectory",
    }
}

part! {
    /// Part of [`AwsEfsAccessPoint`].
    pub struct AwsEfsAccessPointPosixUserDetails {
        pub gid: Option<String> = "Gid",
        pub secondary_gids: Vec<String> = "SecondaryGids",
        pub uid: Option<String> = "Uid",
    }
}

part! {
    /// Part of [`AwsEfsAccessPoint`].
    pub struct AwsEfsAccessPointRootDirectoryCreationInfoDetails {
        pub owner_gid: Option<String> = "OwnerGid",
        pub owner_uid: Option<String> = "OwnerUid",
        pub permissions: Option<String> = "Permissions",
    }
}

part! {
    /// Part of [`AwsEfsAccessPoint`].
    pub struct AwsEfsAccessPointRootDirectoryDetails {
        pub creation_info: Option<AwsEfsAccessPointRootDirectoryCreationInfoDetails> = "CreationInfo",
        pub path: Option<String> = "Path",
    }
}
