// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsElasticBeanstalkEnvironment`.
    pub struct AwsElasticBeanstalkEnvironment {
        pub application_name: Option<String> = "ApplicationName",
        pub cname: Option<String> = "Cname",
        pub date_created: Option<String> = "DateCreated",
        pub date_updated: Option<String> = "DateUpdated",
        pub description: Option<String> = "Description",
        pub endpoint_url: Option<String> = "EndpointUrl",
        pub environment_arn: Option<String> = "EnvironmentArn",
        pub environment_id: Option<String> = "EnvironmentId",
        pub environment_links: Vec<AwsElasticBeanstalkEnvironmentEnvironmentLink> = "EnvironmentLinks",
        pub environment_name: Option<String> = "EnvironmentName",
        pub option_settings: Vec<AwsElasticBeanstalkEnvironmentOptionSetting> = "OptionSettings",
        pub platform_arn: Option<String> = "PlatformArn",
        pub solution_stack_name: Option<String> = "SolutionStackName",
        pub status: Option<String> = "Status",
        pub tier: Option<AwsElasticBeanstalkEnvironmentTier> = "Tier",
        pub version_label: Option<String> = "VersionLabel",
    }
}

part! {
    /// Part of [`AwsElasticBeanstalkEnvironment`].
    pub struct AwsElasticBeanstalkEnvironmentEnvironmentLink {
        pub environment_name: Option<String> = "EnvironmentName",
        pub link_name: Option<String> = "LinkName",
    }
}

part! {
    /// Part of [`AwsElasticBeanstalkEnvironment`].
    pub struct AwsElasticBeanstalkEnvironmentOptionSetting {
        pub namespace: Option<String> = "Namespace",
        pub option_name: Option<String> = "OptionName",
        pub resource_name: Option<String> = "ResourceName",
        pub value: Option<String> = "Value",
    }
}

part! {
    /// Part of [`AwsElasticBeanstalkEnvironment`].
    pub struct AwsElasticBeanstalkEnvironmentTier {
        pub name: Option<String> = "Name",
        pub kind: Option<String> = "Type",
        pub version: Option<String> = "Version",
    }
}
