// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsRoute53HostedZone`.
    pub struct AwsRoute53HostedZone {
        pub hosted_zone: Option<AwsRoute53HostedZoneObjectDetails> = "HostedZone",
        pub name_servers: Vec<String> = "NameServers",
        pub query_logging_config: Option<AwsRoute53QueryLoggingConfigDetails> = "QueryLoggingConfig",
        pub vpcs: Vec<AwsRoute53HostedZoneVpcDetails> = "Vpcs",
    }
}

part! {
    /// Part of [`AwsRoute53HostedZone`].
    pub struct AwsRoute53HostedZoneConfigDetails {
        pub comment: Option<String> = "Comment",
    }
}

part! {
    /// Part of [`AwsRoute53HostedZone`].
    pub struct AwsRoute53HostedZoneObjectDetails {
        pub config: Option<AwsRoute53HostedZoneConfigDetails> = "Config",
        pub id: Option<String> = "Id",
        pub name: Option<String> = "Name",
    }
}

part! {
    /// Part of [`AwsRoute53HostedZone`].
    pub struct AwsRoute53HostedZoneVpcDetails {
        pub id: Option<String> = "Id",
        pub region: Option<String> = "Region",
    }
}

part! {
    /// Part of [`AwsRoute53HostedZone`].
    pub struct AwsRoute53QueryLoggingConfigDetails {
        pub cloud_watch_logs_log_group_arn: Option<CloudWatchLogsLogGroupArnConfigDetails> = "CloudWatchLogsLogGroupArn",
    }
}

part! {
    /// Part of [`AwsRoute53HostedZone`].
    pub struct CloudWatchLogsLogGroupArnConfigDetails {
        pub cloud_watch_logs_log_group_arn: Option<String> = "CloudWatchLogsLogGroupArn",
        pub hosted_zone_id: Option<String> = "HostedZoneId",
        pub id: Option<String> = "Id",
    }
}
