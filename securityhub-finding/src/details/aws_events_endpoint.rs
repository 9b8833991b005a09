// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsEventsEndpoint`.
    pub struct AwsEventsEndpoint {
        pub arn: Option<String> = "Arn",
        pub description: Option<String> = "Description",
        pub endpoint_id: Option<String> = "EndpointId",
        pub endpoint_url: Option<String> = "EndpointUrl",
        pub event_buses: Vec<AwsEventsEndpointEventBusesDetails> = "EventBuses",
        pub name: Option<String> = "Name",
        pub replication_config: Option<AwsEventsEndpointReplicationConfigDetails> = "ReplicationConfig",
        pub role_arn: Option<String> = "RoleArn",
        pub routing_config: Option<AwsEventsEndpointRoutingConfigDetails> = "RoutingConfig",
        pub state: Option<String> = "State",
        pub state_reason: Option<String> = "StateReason",
    }
}

part! {
    /// Part of [`AwsEventsEndpoint`].
    pub struct AwsEventsEndpointEventBusesDetails {
        pub event_bus_arn: Option<String> = "EventBusArn",
    }
}

part! {
    /// Part of [`AwsEventsEndpoint`].
    pub struct AwsEventsEndpointReplicationConfigDetails {
        pub state: Option<String> = "State",
    }
}

part! {
    /// Part of [`AwsEventsEndpoint`].
    pub struct AwsEventsEndpointRoutingConfigDetails {
        pub failover_config: Option<AwsEventsEndpointRoutingConfigFailoverConfigDetails> = "FailoverConfig",
    }
}

part! {
    /// Part of [`AwsEventsEndpoint`].
    pub struct AwsEventsEndpointRoutingConfigFailoverConfigDetails {
        pub primary: Option<AwsEventsEndpointRoutingConfigFailoverConfigPrimaryDetails> = "Primary",
        pub secondary: Option<AwsEventsEndpointRoutingConfigFailoverConfigSecondaryDetails> = "Secondary",
    }
}

part! {
    /// Part of [`AwsEventsEndpoint`].
    pub struct AwsEventsEndpointRoutingConfigFailoverConfigPrimaryDetails {
        pub health_check: Option<String> = "HealthCheck",
    }
}

part! {
    /// Part of [`AwsEventsEndpoint`].
    pub struct AwsEventsEndpointRoutingConfigFailoverConfigSecondaryDetails {
        pub route: Option<String> = "Route",
    }
}
