// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::{details, part};
use crate::{NumberLiteral, TextMap};

details! {
    /// Details of a resource of the type `AwsEcsTaskDefinition`.
    pub struct AwsEcsTaskDefinition {
        pub container_definitions: Vec<AwsEcsTaskDefinitionContainerDefinitionsDetails> = "ContainerDefinitions",
        pub cpu: Option<String> = "Cpu",
        pub execution_role_arn: Option<String> = "ExecutionRoleArn",
        pub family: Option<String> = "Family",
        pub inference_accelerators: Vec<AwsEcsTaskDefinitionInferenceAcceleratorsDetails> = "InferenceAccelerators",
        pub ipc_mode: Option<String> = "IpcMode",
        pub memory: Option<String> = "Memory",
        pub network_mode: Option<String> = "NetworkMode",
        pub pid_mode: Option<String> = "PidMode",
        pub placement_constraints: Vec<AwsEcsTaskDefinitionPlacementConstraintsDetails> = "PlacementConstraints",
        pub proxy_configuration: Option<AwsEcsTaskDefinitionProxyConfigurationDetails> = "ProxyConfiguration",
        pub requires_compatibilities: Vec<String> = "RequiresCompatibilities",
        pub status: Option<String> = "Status",
        pub task_role_arn: Option<String> = "TaskRoleArn",
        pub volumes: Vec<AwsEcsTaskDefinitionVolumesDetails> = "Volumes",
    }
}

part! {
    /// Part of [`AwsEcsTaskDefinition`].
    pub struct AwsEcsTaskDefinitionContainerDefinitionsDependsOnDetails {
        pub condition: Option<String> = "Condition",
        pub container_name: Option<String> = "ContainerName",
    }
}

part! {
    /// Part of [`AwsEcsTaskDefinition`].
    pub struct AwsEcsTaskDefinitionContainerDefinitionsDetails {
        pub command: Vec<String> = "Command",
        pub cpu: Option<NumberLiteral> = "Cpu",
        pub depends_on: Vec<AwsEcsTaskDefinitionContainerDefinitionsDependsOnDetails> = "DependsOn",
        pub disable_networking: Option<bool> = "DisableNetworking",
        pub dns_search_domains: Vec<String> = "DnsSearchDomains",
        pub dns_servers: Vec<String> = "DnsServers",
        pub docker_labels: TextMap = "DockerLabels",
        pub docker_security_options: Vec<String> = "DockerSecurityOptions",
        pub entry_point: Vec<String> = "EntryPoint",
        pub environment: Vec<AwsEcsTaskDefinitionContainerDefinitionsEnvironmentDetails> = "Environment",
        pub environment_files: Vec<AwsEcsTaskDefinitionContainerDefinitionsEnvironmentFilesDetails> = "EnvironmentFiles",
        pub essential: Option<bool> = "Essential",
        pub extra_hosts: Vec<AwsEcsTaskDefinitionContainerDefinitionsExtraHostsDetails> = "ExtraHosts",
        pub firelens_configuration: Option<AwsEcsTaskDefinitionContainerDefinitionsFirelensConfigurationDetails> = "FirelensConfiguration",
        pub health_check: Option<AwsEcsTaskDefinitionContainerDefinitionsHealthCheckDetails> = "HealthCheck",
        pub hostname: Option<String> = "Hostname",
        pub image: Option<String> = "Image",
        pub interactive: Option<bool> = "Interactive",
        pub links: Vec<String> = "Links",
        pub linux_parameters: Option<AwsEcsTaskDefinitionContainerDefinitionsLinuxParametersDetails> = "LinuxParameters",
        pub log_configuration: Option<AwsEcsTaskDefinitionContainerDefinitionsLogConfigurationDetails> = "LogConfiguration",
        pub memory: Option<NumberLiteral> = "Memory",
        pub memory_reservation: Option<NumberLiteral> = "MemoryReservation",
        pub mount_points: Vec<AwsEcsTaskDefinitionContainerDefinitionsMountPointsDetails> = "MountPoints",
        pub name: Option<String> = "Name",
        pub port_mappings: Vec<AwsEcsTaskDefinitionContainerDefinitionsPortMappingsDetails> = "PortMappings",
        pub privileged: Option<bool> = "Privileged",
        pub pseudo_terminal: Option<bool> = "PseudoTerminal",
        pub readonly_root_filesystem: Option<bool> = "ReadonlyRootFilesystem",
        pub repository_credentials: Option<AwsEcsTaskDefinitionContainerDefinitionsRepositoryCredentialsDetails> = "RepositoryCredentials",
        pub resource_requirements: Vec<AwsEcsTaskDefinitionContainerDefinitionsResourceRequirementsDetails> = "ResourceRequirements",
        pub secrets: Vec<AwsEcsTaskDefinitionContainerDefinitionsSecretsDetails> = "Secrets",
        pub start_timeout: Option<NumberLiteral> = "StartTimeout",
        pub stop_timeout: Option<NumberLiteral> = "StopTimeout",
        pub system_controls: Vec<AwsEcsTaskDefinitionContainerDefinitionsSystemControlsDetails> = "SystemControls",
        pub ulimits: Vec<AwsEcsTaskDefinitionContainerDefinitionsUlimitsDetails> = "Ulimits",
        pub user: Option<String> = "User",
        pub volumes_from: Vec<AwsEcsTaskDefinitionContainerDefinitionsVolumesFromDetails> = "VolumesFrom",
        pub working_directory: Option<String> = "WorkingDirectory",
    }
}

part! {
    /// Part of [`AwsEcsTaskDefinition`].
    pub struct AwsEcsTaskDefinitionContainerDefinitionsEnvironmentDetails {
        pub name: Option<String> = "Name",
        pub value: Option<String> = "Value",
    }
}

part! {
    /// Part of [`AwsEcsTaskDefinition`].
    pub struct AwsEcsTaskDefinitionContainerDefinitionsEnvironmentFilesDetails {
        pub kind: Option<String> = "Type",
        pub value: Option<String> = "Value",
    }
}

part! {
    /// Part of [`AwsEcsTaskDefinition`].
    pub struct AwsEcsTaskDefinitionContainerDefinitionsExtraHostsDetails {
        pub hostname: Option<String> = "Hostname",
        pub ip_address: Option<String> = "IpAddress",
    }
}

part! {
    /// Part of [`AwsEcsTaskDefinition`].
    pub struct AwsEcsTaskDefinitionContainerDefinitionsFirelensConfigurationDetails {
        pub options: TextMap = "Options",
        pub kind: Option<String> = "Type",
    }
}

part! {
    /// Part of [`AwsEcsTaskDefinition`].
    pub struct AwsEcsTaskDefinitionContainerDefinitionsHealthCheckDetails {
        pub command: Vec<String> = "Command",
        pub interval: Option<NumberLiteral> = "Interval",
        pub retries: Option<NumberLiteral> = "Retries",
        pub start_period: Option<NumberLiteral> = "StartPeriod",
        pub timeout: Option<NumberLiteral> = "Timeout",
    }
}

part! {
    /// Part of [`AwsEcsTaskDefinition`].
    pub struct AwsEcsTaskDefinitionContainerDefinitionsLinuxParametersCapabilitiesDetails {
        pub add: Vec<String> = "Add",
        pub drop: Vec<String> = "Drop",
    }
}

part! {
    /// Part of [`AwsEcsTaskDefinition`].
    pub struct AwsEcsTaskDefinitionContainerDefinitionsLinuxParametersDetails {
        pub capabilities: Option<AwsEcsTaskDefinitionContainerDefinitionsLinuxParametersCapabilitiesDetails> = "Capabilities",
        pub devices: Vec<AwsEcsTaskDefinitionContainerDefinitionsLinuxParametersDevicesDetails> = "Devices",
        pub init_process_enabled: Option<bool> = "InitProcessEnabled",
        pub max_swap: Option<NumberLiteral> = "MaxSwap",
        pub shared_memory_size: Option<NumberLiteral> = "SharedMemorySize",
        pub swappiness: Option<NumberLiteral> = "Swappiness",
        pub tmpfs: Vec<AwsEcsTaskDefinitionContainerDefinitionsLinuxParametersTmpfsDetails> = "Tmpfs",
    }
}

part! {
    /// Part of [`AwsEcsTaskDefinition`].
    pub struct AwsEcsTaskDefinitionContainerDefinitionsLinuxParametersDevicesDetails {
        pub container_path: Option<String> = "ContainerPath",
        pub host_path: Option<String> = "HostPath",
        pub permissions: Vec<String> = "Permissions",
    }
}

part! {
    /// Part of [`AwsEcsTaskDefinition`].
    pub struct AwsEcsTaskDefinitionContainerDefinitionsLinuxParametersTmpfsDetails {
        pub container_path: Option<String> = "ContainerPath",
        pub mount_options: Vec<String> = "MountOptions",
        pub size: Option<NumberLiteral> = "Size",
    }
}

part! {
    /// Part of [`AwsEcsTaskDefinition`].
    pub struct AwsEcsTaskDefinitionContainerDefinitionsLogConfigurationDetails {
        pub log_driver: Option<String> = "LogDriver",
        pub options: TextMap = "Options",
        pub secret_options: Vec<AwsEcsTaskDefinitionContainerDefinitionsLogConfigurationSecretOptionsDetails> = "SecretOptions",
    }
}

part! {
    /// Part of [`AwsEcsTaskDefinition`].
    pub struct AwsEcsTaskDefinitionContainerDefinitionsLogConfigurationSecretOptionsDetails {
        pub name: Option<String> = "Name",
        pub value_from: Option<String> = "ValueFrom",
    }
}

part! {
    /// Part of [`AwsEcsTaskDefinition`].
    pub struct AwsEcsTaskDefinitionContainerDefinitionsMountPointsDetails {
        pub container_path: Option<String> = "ContainerPath",
        pub read_only: Option<bool> = "ReadOnly",
        pub source_volume: Option<String> = "SourceVolume",
    }
}

part! {
    /// Part of [`AwsEcsTaskDefinition`].
    pub struct AwsEcsTaskDefinitionContainerDefinitionsPortMappingsDetails {
        pub container_port: Option<NumberLiteral> = "ContainerPort",
        pub host_port: Option<NumberLiteral> = "HostPort",
        pub protocol: Option<String> = "Protocol",
    }
}

part! {
    /// Part of [`AwsEcsTaskDefinition`].
    pub struct AwsEcsTaskDefinitionContainerDefinitionsRepositoryCredentialsDetails {
        pub credentials_parameter: Option<String> = "CredentialsParameter",
    }
}

part! {
    /// Part of [`AwsEcsTaskDefinition`].
    pub struct AwsEcsTaskDefinitionContainerDefinitionsResourceRequirementsDetails {
        pub kind: Option<String> = "Type",
        pub value: Option<String> = "Value",
    }
}

part! {
    /// Part of [`AwsEcsTaskDefinition`].
    pub struct AwsEcsTaskDefinitionContainerDefinitionsSecretsDetails {
        pub name: Option<String> = "Name",
        pub value_from: Option<String> = "ValueFrom",
    }
}

part! {
    /// Part of [`AwsEcsTaskDefinition`].
    pub struct AwsEcsTaskDefinitionContainerDefinitionsSystemControlsDetails {
        pub namespace: Option<String> = "Namespace",
        pub value: Option<String> = "Value",
    }
}

part! {
    /// Part of [`AwsEcsTaskDefinition`].
    pub struct AwsEcsTaskDefinitionContainerDefinitionsUlimitsDetails {
        pub hard_limit: Option<NumberLiteral> = "HardLimit",
        pub name: Option<String> = "Name",
        pub soft_limit: Option<NumberLiteral> = "SoftLimit",
    }
}

part! {
    /// Part of [`AwsEcsTaskDefinition`].
    pub struct AwsEcsTaskDefinitionContainerDefinitionsVolumesFromDetails {
        pub read_only: Option<bool> = "ReadOnly",
        pub source_container: Option<String> = "SourceContainer",
    }
}

part! {
    /// Part of [`AwsEcsTaskDefinition`].
    pub struct AwsEcsTaskDefinitionInferenceAcceleratorsDetails {
        pub device_name: Option<String> = "DeviceName",
        pub device_type: Option<String> = "DeviceType",
    }
}

part! {
    /// Part of [`AwsEcsTaskDefinition`].
    pub struct AwsEcsTaskDefinitionPlacementConstraintsDetails {
        pub expression: Option<String> = "Expression",
        pub kind: Option<String> = "Type",
    }
}

part! {
    /// Part of [`AwsEcsTaskDefinition`].
    pub struct AwsEcsTaskDefinitionProxyConfigurationDetails {
        pub container_name: Option<String> = "ContainerName",
        pub proxy_configuration_properties: Vec<AwsEcsTaskDefinitionProxyConfigurationProxyConfigurationPropertiesDetails> = "ProxyConfigurationProperties",
        pub kind: Option<String> = "Type",
    }
}

part! {
    /// Part of [`AwsEcsTaskDefinition`].
    pub struct AwsEcsTaskDefinitionProxyConfigurationProxyConfigurationPropertiesDetails {
        pub name: Option<String> = "Name",
        pub value: Option<String> = "Value",
    }
}

part! {
    /// Part of [`AwsEcsTaskDefinition`].
    pub struct AwsEcsTaskDefinitionVolumesDetails {
        pub docker_volume_configuration: Option<AwsEcsTaskDefinitionVolumesDockerVolumeConfigurationDetails> = "DockerVolumeConfiguration",
        pub efs_volume_configuration: Option<AwsEcsTaskDefinitionVolumesEfsVolumeConfigurationDetails> = "EfsVolumeConfiguration",
        pub host: Option<AwsEcsTaskDefinitionVolumesHostDetails> = "Host",
        pub name: Option<String> = "Name",
    }
}

part! {
    /// Part of [`AwsEcsTaskDefinition`].
    pub struct AwsEcsTaskDefinitionVolumesDockerVolumeConfigurationDetails {
        pub autoprovision: Option<bool> = "Autoprovision",
        pub driver: Option<String> = "Driver",
        pub driver_opts: TextMap = "DriverOpts",
        pub labels: TextMap = "Labels",
        pub scope: Option<String> = "Scope",
    }
}

part! {
    /// Part of [`AwsEcsTaskDefinition`].
    pub struct AwsEcsTaskDefinitionVolumesEfsVolumeConfigurationAuthorizationConfigDetails {
        pub access_point_id: Option<String> = "AccessPointId",
        pub iam: Option<String> = "Iam",
    }
}

part! {
    /// Part of [`AwsEcsTaskDefinition`].
    pub struct AwsEcsTaskDefinitionVolumesEfsVolumeConfigurationDetails {
        pub authorization_config: Option<AwsEcsTaskDefinitionVolumesEfsVolumeConfigurationAuthorizationConfigDetails> = "AuthorizationConfig",
        pub filesystem_id: Option<String> = "FilesystemId",
        pub root_directory: Option<String> = "RootDirectory",
        pub transit_encryption: Option<String> = "TransitEncryption",
        pub transit_encryption_port: Option<NumberLiteral> = "TransitEncryptionPort",
    }
}

part! {
    /// Part of [`AwsEcsTaskDefinition`].
    pub struct AwsEcsTaskDefinitionVolumesHostDetails {
        pub source_path: Option<String> = "SourcePath",
    }
}
