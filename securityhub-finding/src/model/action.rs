use crate::decode::part;
use crate::{NumberLiteral, TextMap};
use saas_api_core::Timestamp;

part! {
    /// What happened at the resource. The type says which of the four bodies is there.
    pub struct Action {
        /// `NETWORK_CONNECTION`, `AWS_API_CALL`, `DNS_REQUEST` or `PORT_PROBE`.
        pub action_type: Option<String> = "ActionType",
        /// A connection to or from the resource.
        pub network_connection_action: Option<Box<NetworkConnectionAction>> = "NetworkConnectionAction",
        /// A call of an AWS API.
        pub aws_api_call_action: Option<Box<AwsApiCallAction>> = "AwsApiCallAction",
        /// A query to a name server.
        pub dns_request_action: Option<Box<DnsRequestAction>> = "DnsRequestAction",
        /// Somebody tried the ports.
        pub port_probe_action: Option<Box<PortProbeAction>> = "PortProbeAction",
    }
}

part! {
    /// A connection to or from the resource.
    pub struct NetworkConnectionAction {
        /// `IN` or `OUT`.
        pub connection_direction: Option<String> = "ConnectionDirection",
        /// The other side.
        pub remote_ip_details: Option<ActionRemoteIpDetails> = "RemoteIpDetails",
        /// The other side's port.
        pub remote_port_details: Option<ActionRemotePortDetails> = "RemotePortDetails",
        /// The resource's port.
        pub local_port_details: Option<ActionLocalPortDetails> = "LocalPortDetails",
        /// The protocol, such as `TCP`.
        pub protocol: Option<String> = "Protocol",
        /// Whether it was blocked.
        pub blocked: Option<bool> = "Blocked",
    }
}

part! {
    /// A call of an AWS API.
    pub struct AwsApiCallAction {
        /// The operation.
        pub api: Option<String> = "Api",
        /// The service.
        pub service_name: Option<String> = "ServiceName",
        /// Where the call came from: `remoteip`, or `domain`. In any case of letters.
        pub caller_type: Option<String> = "CallerType",
        /// The caller, when it is an address.
        pub remote_ip_details: Option<ActionRemoteIpDetails> = "RemoteIpDetails",
        /// The caller, when it is a domain.
        pub domain_details: Option<AwsApiCallActionDomainDetails> = "DomainDetails",
        /// Resources that the call touched.
        pub affected_resources: TextMap = "AffectedResources",
        /// When it was first seen.
        pub first_seen: Option<Timestamp> = "FirstSeen",
        /// When it was last seen.
        pub last_seen: Option<Timestamp> = "LastSeen",
    }
}

part! {
    /// The domain that a call came from.
    pub struct AwsApiCallActionDomainDetails {
        /// Its name.
        pub domain: Option<String> = "Domain",
    }
}

part! {
    /// A query to a name server.
    pub struct DnsRequestAction {
        /// The name that was asked for.
        pub domain: Option<String> = "Domain",
        /// The protocol.
        pub protocol: Option<String> = "Protocol",
        /// Whether it was blocked.
        pub blocked: Option<bool> = "Blocked",
    }
}

part! {
    /// Somebody tried the ports of the resource.
    pub struct PortProbeAction {
        /// Which, and from where.
        pub port_probe_details: Vec<PortProbeDetail> = "PortProbeDetails",
        /// Whether it was blocked.
        pub blocked: Option<bool> = "Blocked",
    }
}

part! {
    /// A port that was tried.
    pub struct PortProbeDetail {
        /// The port.
        pub local_port_details: Option<ActionLocalPortDetails> = "LocalPortDetails",
        /// The resource's address.
        pub local_ip_details: Option<ActionLocalIpDetails> = "LocalIpDetails",
        /// Who tried.
        pub remote_ip_details: Option<ActionRemoteIpDetails> = "RemoteIpDetails",
    }
}

part! {
    /// An address of the resource.
    pub struct ActionLocalIpDetails {
        /// IPv4.
        pub ip_address_v4: Option<String> = "IpAddressV4",
    }
}

part! {
    /// A port of the resource.
    pub struct ActionLocalPortDetails {
        /// The number.
        pub port: Option<NumberLiteral> = "Port",
        /// What it is used for, such as `HTTPS`.
        pub port_name: Option<String> = "PortName",
    }
}

part! {
    /// A port of the other side.
    pub struct ActionRemotePortDetails {
        /// The number.
        pub port: Option<NumberLiteral> = "Port",
        /// What it is used for.
        pub port_name: Option<String> = "PortName",
    }
}

part! {
    /// The other side of a connection, call or probe.
    pub struct ActionRemoteIpDetails {
        /// IPv4.
        pub ip_address_v4: Option<String> = "IpAddressV4",
        /// Who runs the network.
        pub organization: Option<IpOrganizationDetails> = "Organization",
        /// The country.
        pub country: Option<Country> = "Country",
        /// The city.
        pub city: Option<City> = "City",
        /// Where it is. Some producers spell the member `Geolocation`: then it is in `extra`.
        pub geo_location: Option<GeoLocation> = "GeoLocation",
    }
}

part! {
    /// Who runs a network.
    pub struct IpOrganizationDetails {
        /// The number of the autonomous system.
        pub asn: Option<NumberLiteral> = "Asn",
        /// The organization that registered the number.
        pub asn_org: Option<String> = "AsnOrg",
        /// The provider.
        pub isp: Option<String> = "Isp",
        /// The organization.
        pub org: Option<String> = "Org",
    }
}

part! {
    /// A country.
    pub struct Country {
        /// Two letters.
        pub country_code: Option<String> = "CountryCode",
        /// Its name.
        pub country_name: Option<String> = "CountryName",
    }
}

part! {
    /// A city.
    pub struct City {
        /// Its name.
        pub city_name: Option<String> = "CityName",
    }
}

part! {
    /// A place on earth, in degrees.
    pub struct GeoLocation {
        /// The longitude.
        pub lon: Option<NumberLiteral> = "Lon",
        /// The latitude.
        pub lat: Option<NumberLiteral> = "Lat",
    }
}
