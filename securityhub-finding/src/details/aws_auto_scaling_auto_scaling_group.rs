// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsAutoScalingAutoScalingGroup`.
    pub struct AwsAutoScalingAutoScalingGroup {
        pub availability_zones: Vec<AwsAutoScalingAutoScalingGroupAvailabilityZonesListDetails> = "AvailabilityZones",
        pub capacity_rebalance: Option<bool> = "CapacityRebalance",
        pub created_time: Option<String> = "CreatedTime",
        pub health_check_grace_period: Option<NumberLiteral> = "HealthCheckGracePeriod",
        pub health_check_type: Option<String> = "HealthCheckType",
        pub launch_configuration_name: Option<String> = "LaunchConfigurationName",
        pub launch_template: Option<AwsAutoScalingAutoScalingGroupLaunchTemplateLaunchTemplateSpecification> = "LaunchTemplate",
        pub load_balancer_names: Vec<String> = "LoadBalancerNames",
        pub mixed_instances_policy: Option<AwsAutoScalingAutoScalingGroupMixedInstancesPolicyDetails> = "MixedInstancesPolicy",
    }
}

part! {
    /// Part of [`AwsAutoScalingAutoScalingGroup`].
    pub struct AwsAutoScalingAutoScalingGroupAvailabilityZonesListDetails {
        pub value: Option<String> = "Value",
    }
}

part! {
    /// Part of [`AwsAutoScalingAutoScalingGroup`].
    pub struct AwsAutoScalingAutoScalingGroupLaunchTemplateLaunchTemplateSpecification {
        pub launch_template_id: Option<String> = "LaunchTemplateId",
        pub launch_template_name: Option<String> = "LaunchTemplateName",
        pub version: Option<String> = "Version",
    }
}

part! {
    /// Part of [`AwsAutoScalingAutoScalingGroup`].
    pub struct AwsAutoScalingAutoScalingGroupMixedInstancesPolicyDetails {
        pub instances_distribution: Option<AwsAutoScalingAutoScalingGroupMixedInstancesPolicyInstancesDistributionDetails> = "InstancesDistribution",
        pub launch_template: Option<AwsAutoScalingAutoScalingGroupMixedInstancesPolicyLaunchTemplateDetails> = "LaunchTemplate",
    }
}

part! {
    /// Part of [`AwsAutoScalingAutoScalingGroup`].
    pub struct AwsAutoScalingAutoScalingGroupMixedInstancesPolicyInstancesDistributionDetails {
        pub on_demand_allocation_strategy: Option<String> = "OnDemandAllocationStrategy",
        pub on_demand_base_capacity: Option<NumberLiteral> = "OnDemandBaseCapacity",
        pub on_demand_percentage_above_base_capacity: Option<NumberLiteral> = "OnDemandPercentageAboveBaseCapacity",
        pub spot_allocation_strategy: Option<String> = "SpotAllocationStrategy",
        pub spot_instance_pools: Option<NumberLiteral> = "SpotInstancePools",
        pub spot_max_price: Option<String> = "SpotMaxPrice",
    }
}

part! {
    /// Part of [`AwsAutoScalingAutoScalingGroup`].
    pub struct AwsAutoScalingAutoScalingGroupMixedInstancesPolicyLaunchTemplateDetails {
        pub launch_template_specification: Option<AwsAutoScalingAutoScalingGroupMixedInstancesPolicyLaunchTemplateLaunchTemplateSpecification> = "LaunchTemplateSpecification",
        pub overrides: Vec<AwsAutoScalingAutoScalingGroupMixedInstancesPolicyLaunchTemplateOverridesListDetails> = "Overrides",
    }
}

part! {
    /// Part of [`AwsAutoScalingAutoScalingGroup`].
    pub struct AwsAutoScalingAutoScalingGroupMixedInstancesPolicyLaunchTemplateLaunchTemplateSpecification {
        pub launch_template_id: Option<String> = "LaunchTemplateId",
        pub launch_template_name: Option<String> = "LaunchTemplateName",
        pub version: Option<String> = "Version",
    }
}

part! {
    /// Part of [`AwsAutoScalingAutoScalingGroup`].
    pub struct AwsAutoScalingAutoScalingGroupMixedInstancesPolicyLaunchTemplateOverridesListDetails {
        pub instance_type: Option<String> = "InstanceType",
        pub weighted_capacity: Option<String> = "WeightedCapacity",
    }
}
