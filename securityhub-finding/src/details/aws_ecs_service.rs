// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsEcsService`.
    pub struct AwsEcsService {
        pub capacity_provider_strategy: Vec<AwsEcsServiceCapacityProviderStrategyDetails> = "CapacityProviderStrategy",
        pub cluster: Option<String> = "Cluster",
        pub deployment_configuration: Option<AwsEcsServiceDeploymentConfigurationDetails> = "DeploymentConfiguration",
        pub deployment_controller: Option<AwsEcsServiceDeploymentControllerDetails> = "DeploymentController",
        pub desired_count: Option<NumberLiteral> = "DesiredCount",
        pub enable_ecs_managed_tags: Option<bool> = "EnableEcsManagedTags",
        pub enable_execute_command: Option<bool> = "EnableExecuteCommand",
        pub health_check_grace_period_seconds: Option<NumberLiteral> = "HealthCheckGracePeriodSeconds",
        pub launch_type: Option<String> = "LaunchType",
        pub load_balancers: Vec<AwsEcsServiceLoadBalancersDetails> = "LoadBalancers",
        pub name: Option<String> = "Name",
        pub network_configuration: Option<AwsEcsServiceNetworkConfigurationDetails> = "NetworkConfiguration",
        pub placement_constraints: Vec<AwsEcsServicePlacementConstraintsDetails> = "PlacementConstraints",
        pub placement_strategies: Vec<AwsEcsServicePlacementStrategiesDetails> = "PlacementStrategies",
        pub platform_version: Option<String> = "PlatformVersion",
        pub propagate_tags: Option<String> = "PropagateTags",
        pub role: Option<String> = "Role",
        pub scheduling_strategy: Option<String> = "SchedulingStrategy",
        pub service_arn: Option<String> = "ServiceArn",
        pub service_name: Option<String> = "ServiceName",
        pub service_registries: Vec<AwsEcsServiceServiceRegistriesDetails> = "ServiceRegistries",
        pub task_definition: Option<String> = "TaskDefinition",
    }
}

part! {
    /// Part of [`AwsEcsService`].
    pub struct AwsEcsServiceCapacityProviderStrategyDetails {
        pub base: Option<NumberLiteral> = "Base",
        pub capacity_provider: Option<String> = "CapacityProvider",
        pub weight: Option<NumberLiteral> = "Weight",
    }
}

part! {
    /// Part of [`AwsEcsService`].
    pub struct AwsEcsServiceDeploymentConfigurationDeploymentCircuitBreakerDetails {
        pub enable: Option<bool> = "Enable",
        pub rollback: Option<bool> = "Rollback",
    }
}

part! {
    /// Part of [`AwsEcsService`].
    pub struct AwsEcsServiceDeploymentConfigurationDetails {
        pub deployment_circuit_breaker: Option<AwsEcsServiceDeploymentConfigurationDeploymentCircuitBreakerDetails> = "DeploymentCircuitBreaker",
        pub maximum_percent: Option<NumberLiteral> = "MaximumPercent",
        pub minimum_healthy_percent: Option<NumberLiteral> = "MinimumHealthyPercent",
    }
}

part! {
    /// Part of [`AwsEcsService`].
    pub struct AwsEcsServiceDeploymentControllerDetails {
        pub kind: Option<String> = "Type",
    }
}

part! {
    /// Part of [`AwsEcsService`].
    pub struct AwsEcsServiceLoadBalancersDetails {
        pub container_name: Option<String> = "ContainerName",
        pub container_port: Option<NumberLiteral> = "ContainerPort",
        pub load_balancer_name: Option<String> = "LoadBalancerName",
        pub target_group_arn: Option<String> = "TargetGroupArn",
    }
}

part! {
    /// Part of [`AwsEcsService`].
    pub struct AwsEcsServiceNetworkConfigurationAwsVpcConfigurationDetails {
        pub assign_public_ip: Option<String> = "AssignPublicIp",
        pub security_groups: Vec<String> = "SecurityGroups",
        pub subnets: Vec<String> = "Subnets",
    }
}

part! {
    /// Part of [`AwsEcsService`].
    pub struct AwsEcsServiceNetworkConfigurationDetails {
        pub aws_vpc_configuration: Option<AwsEcsServiceNetworkConfigurationAwsVpcConfigurationDetails> = "AwsVpcConfiguration",
    }
}

part! {
    /// Part of [`AwsEcsService`].
    pub struct AwsEcsServicePlacementConstraintsDetails {
        pub expression: Option<String> = "Expression",
        pub kind: Option<String> = "Type",
    }
}

part! {
    /// Part of [`AwsEcsService`].
    pub struct AwsEcsServicePlacementStrategiesDetails {
        pub field: Option<String> = "Field",
        pub kind: Option<String> = "Type",
    }
}

part! {
    /// Part of [`AwsEcsService`].
    pub struct AwsEcsServiceServiceRegistriesDetails {
        pub container_name: Option<String> = "ContainerName",
        pub container_port: Option<NumberLiteral> = "ContainerPort",
        pub port: Option<NumberLiteral> = "Port",
        pub registry_arn: Option<String> = "RegistryArn",
    }
}
