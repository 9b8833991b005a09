use crate::NumberLiteral;
use crate::decode::{decode_open_enum, part};
use saas_api_core::open_enum;

open_enum! {
    /// Where traffic goes, seen from the resource.
    pub enum NetworkDirection: str {
        /// To the resource.
        In = "IN",
        /// From the resource.
        Out = "OUT",
    }
}

decode_open_enum!(NetworkDirection);

part! {
    /// A connection. Retired: see [`Action`](super::Action).
    pub struct Network {
        /// Where it goes.
        pub direction: Option<NetworkDirection> = "Direction",
        /// The protocol, such as `TCP`.
        pub protocol: Option<String> = "Protocol",
        /// Ports that are open.
        pub open_port_range: Option<PortRange> = "OpenPortRange",
        /// The source's IPv4 address.
        pub source_ip_v4: Option<String> = "SourceIpV4",
        /// The source's IPv6 address.
        pub source_ip_v6: Option<String> = "SourceIpV6",
        /// The source's port.
        pub source_port: Option<NumberLiteral> = "SourcePort",
        /// The source's domain.
        pub source_domain: Option<String> = "SourceDomain",
        /// The source's hardware address.
        pub source_mac: Option<String> = "SourceMac",
        /// The destination's IPv4 address.
        pub destination_ip_v4: Option<String> = "DestinationIpV4",
        /// The destination's IPv6 address.
        pub destination_ip_v6: Option<String> = "DestinationIpV6",
        /// The destination's port.
        pub destination_port: Option<NumberLiteral> = "DestinationPort",
        /// The destination's domain.
        pub destination_domain: Option<String> = "DestinationDomain",
    }
}

part! {
    /// Ports, from the first to the last.
    pub struct PortRange {
        /// The first.
        pub begin: Option<NumberLiteral> = "Begin",
        /// The last.
        pub end: Option<NumberLiteral> = "End",
    }
}

part! {
    /// A stop of a network path.
    pub struct NetworkPathComponent {
        /// Its id.
        pub component_id: Option<String> = "ComponentId",
        /// What it is.
        pub component_type: Option<String> = "ComponentType",
        /// What it sends to the next stop.
        pub egress: Option<NetworkHeader> = "Egress",
        /// What it gets from the stop before.
        pub ingress: Option<NetworkHeader> = "Ingress",
    }
}

part! {
    /// What passes a stop.
    pub struct NetworkHeader {
        /// The protocol.
        pub protocol: Option<String> = "Protocol",
        /// Where it goes.
        pub destination: Option<NetworkPathComponentDetails> = "Destination",
        /// Where it comes from.
        pub source: Option<NetworkPathComponentDetails> = "Source",
    }
}

part! {
    /// One end of what passes a stop.
    pub struct NetworkPathComponentDetails {
        /// Addresses.
        pub address: Vec<String> = "Address",
        /// Ports.
        pub port_ranges: Vec<PortRange> = "PortRanges",
    }
}
