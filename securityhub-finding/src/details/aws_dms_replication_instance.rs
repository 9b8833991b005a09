// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsDmsReplicationInstance`.
    pub struct AwsDmsReplicationInstance {
        pub allocated_storage: Option<NumberLiteral> = "AllocatedStorage",
        pub auto_minor_version_upgrade: Option<bool> = "AutoMinorVersionUpgrade",
        pub availability_zone: Option<String> = "AvailabilityZone",
        pub engine_version: Option<String> = "EngineVersion",
        pub kms_key_id: Option<String> = "KmsKeyId",
        pub multi_az: Option<bool> = "MultiAZ",
        pub preferred_maintenance_window: Option<String> = "PreferredMaintenanceWindow",
        pub publicly_accessible: Option<bool> = "PubliclyAccessible",
        pub replication_instance_class: Option<String> = "ReplicationInstanceClass",
        pub replication_instance_identifier: Option<String> = "ReplicationInstanceIdentifier",
        pub replication_subnet_group: Option<AwsDmsReplicationInstanceReplicationSubnetGroupDetails> = "ReplicationSubnetGroup",
        pub vpc_security_groups: Vec<AwsDmsReplicationInstanceVpcSecurityGroupsDetails> = "VpcSecurityGroups",
    }
}

part! {
    /// Part of [`AwsDmsReplicationInstance`].
    pub struct AwsDmsReplicationInstanceReplicationSubnetGroupDetails {
        pub replication_subnet_group_identifier: Option<String> = "ReplicationSubnetGroupIdentifier",
    }
}

part! {
    /// Part of [`AwsDmsReplicationInstance`].
    pub struct AwsDmsReplicationInstanceVpcSecurityGroupsDetails {
        pub vpc_security_group_id: Option<String> = "VpcSecurityGroupId",
    }
}
