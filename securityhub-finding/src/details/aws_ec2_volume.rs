// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsEc2Volume`.
    pub struct AwsEc2Volume {
        pub attachments: Vec<AwsEc2VolumeAttachment> = "Attachments",
        pub create_time: Option<String> = "CreateTime",
        pub device_name: Option<String> = "DeviceName",
        pub encrypted: Option<bool> = "Encrypted",
        pub kms_key_id: Option<String> = "KmsKeyId",
        pub size: Option<NumberLiteral> = "Size",
        pub snapshot_id: Option<String> = "SnapshotId",
        pub status: Option<String> = "Status",
        pub volume_id: Option<String> = "VolumeId",
        pub volume_scan_status: Option<String> = "VolumeScanStatus",
        pub volume_type: Option<String> = "VolumeType",
    }
}

part! {
    /// Part of [`AwsEc2Volume`].
    pub struct AwsEc2VolumeAttachment {
        pub attach_time: Option<String> = "AttachTime",
        pub delete_on_termination: Option<bool> = "DeleteOnTermination",
        pub instance_id: Option<String> = "InstanceId",
        pub status: Option<String> = "Status",
    }
}
