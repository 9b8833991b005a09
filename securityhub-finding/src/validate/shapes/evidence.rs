//! What was seen: networks, processes, threats, vulnerabilities, patches, actions.

use super::super::shape::Kind::{Bool, Number, Object, OneOf, Time};
use super::super::shape::{INTEGER, NO_LIMIT, Shape, TEXT, list, list_of, map, may, must, text, whole};
use super::values::{
    ACTION_TYPE, MALWARE_STATE, MALWARE_TYPE, NETWORK_DIRECTION, THREAT_INTEL_INDICATOR_CATEGORY,
    THREAT_INTEL_INDICATOR_TYPE, VULNERABILITY_EXPLOIT_AVAILABLE, VULNERABILITY_FIX_AVAILABLE,
};

pub(super) const ACTION: Shape = &[
    may("ActionType", OneOf(ACTION_TYPE)),
    may("NetworkConnectionAction", Object(NETWORK_CONNECTION_ACTION)),
    may("AwsApiCallAction", Object(AWS_API_CALL_ACTION)),
    may("DnsRequestAction", Object(DNS_REQUEST_ACTION)),
    may("PortProbeAction", Object(PORT_PROBE_ACTION)),
];

pub(super) const ACTION_LOCAL_IP_DETAILS: Shape = &[may("IpAddressV4", TEXT)];

pub(super) const ACTION_LOCAL_PORT_DETAILS: Shape = &[may("Port", INTEGER), may("PortName", text(128))];

pub(super) const ACTION_REMOTE_IP_DETAILS: Shape = &[
    may("IpAddressV4", TEXT),
    may("Organization", Object(IP_ORGANIZATION_DETAILS)),
    may("Country", Object(COUNTRY)),
    may("City", Object(CITY)),
    may("GeoLocation", Object(GEO_LOCATION)),
];

pub(super) const ACTION_REMOTE_PORT_DETAILS: Shape = &[may("Port", INTEGER), may("PortName", text(128))];

pub(super) const ADJUSTMENT: Shape = &[may("Metric", TEXT), may("Reason", TEXT)];

pub(super) const AWS_API_CALL_ACTION: Shape = &[
    may("Api", text(128)),
    may("ServiceName", text(128)),
    may("CallerType", TEXT),
    may("RemoteIpDetails", Object(ACTION_REMOTE_IP_DETAILS)),
    may("DomainDetails", Object(AWS_API_CALL_ACTION_DOMAIN_DETAILS)),
    may("AffectedResources", map(NO_LIMIT, NO_LIMIT, NO_LIMIT)),
    may("FirstSeen", Time),
    may("LastSeen", Time),
];

pub(super) const AWS_API_CALL_ACTION_DOMAIN_DETAILS: Shape = &[may("Domain", text(128))];

pub(super) const CITY: Shape = &[may("CityName", TEXT)];

pub(super) const CODE_VULNERABILITIES_FILE_PATH: Shape =
    &[may("EndLine", INTEGER), may("FileName", TEXT), may("FilePath", TEXT), may("StartLine", INTEGER)];

pub(super) const COUNTRY: Shape = &[may("CountryCode", TEXT), may("CountryName", TEXT)];

pub(super) const CVSS: Shape = &[
    may("Version", TEXT),
    may("BaseScore", Number),
    may("BaseVector", TEXT),
    may("Source", TEXT),
    may("Adjustments", list_of(&Object(ADJUSTMENT))),
];

pub(super) const DNS_REQUEST_ACTION: Shape =
    &[may("Domain", text(128)), may("Protocol", text(64)), may("Blocked", Bool)];

pub(super) const FILE_PATHS: Shape =
    &[may("FilePath", text(128)), may("FileName", text(128)), may("ResourceId", text(128)), may("Hash", text(128))];

pub(super) const GEO_LOCATION: Shape = &[may("Lon", Number), may("Lat", Number)];

pub(super) const IP_ORGANIZATION_DETAILS: Shape =
    &[may("Asn", INTEGER), may("AsnOrg", TEXT), may("Isp", TEXT), may("Org", TEXT)];

pub(super) const MALWARE: Shape = &[
    must("Name", text(64)),
    may("Type", OneOf(MALWARE_TYPE)),
    may("Path", text(512)),
    may("State", OneOf(MALWARE_STATE)),
];

pub(super) const NETWORK: Shape = &[
    may("Direction", OneOf(NETWORK_DIRECTION)),
    may("Protocol", text(16)),
    may("OpenPortRange", Object(PORT_RANGE)),
    may("SourceIpV4", TEXT),
    may("SourceIpV6", TEXT),
    may("SourcePort", INTEGER),
    may("SourceDomain", text(128)),
    may("SourceMac", TEXT),
    may("DestinationIpV4", TEXT),
    may("DestinationIpV6", TEXT),
    may("DestinationPort", INTEGER),
    may("DestinationDomain", text(128)),
];

pub(super) const NETWORK_CONNECTION_ACTION: Shape = &[
    may("ConnectionDirection", TEXT),
    may("RemoteIpDetails", Object(ACTION_REMOTE_IP_DETAILS)),
    may("RemotePortDetails", Object(ACTION_REMOTE_PORT_DETAILS)),
    may("LocalPortDetails", Object(ACTION_LOCAL_PORT_DETAILS)),
    may("Protocol", text(64)),
    may("Blocked", Bool),
];

pub(super) const NETWORK_HEADER: Shape = &[
    may("Protocol", text(16)),
    may("Destination", Object(NETWORK_PATH_COMPONENT_DETAILS)),
    may("Source", Object(NETWORK_PATH_COMPONENT_DETAILS)),
];

pub(super) const NETWORK_PATH_COMPONENT: Shape = &[
    may("ComponentId", text(32)),
    may("ComponentType", text(32)),
    may("Egress", Object(NETWORK_HEADER)),
    may("Ingress", Object(NETWORK_HEADER)),
];

pub(super) const NETWORK_PATH_COMPONENT_DETAILS: Shape =
    &[may("Address", list_of(&TEXT)), may("PortRanges", list_of(&Object(PORT_RANGE)))];

pub(super) const PATCH_SUMMARY: Shape = &[
    must("Id", text(256)),
    may("InstalledCount", whole(0, 100_000)),
    may("MissingCount", whole(0, 100_000)),
    may("FailedCount", whole(0, 100_000)),
    may("InstalledOtherCount", whole(0, 100_000)),
    may("InstalledRejectedCount", whole(0, 100_000)),
    may("InstalledPendingReboot", whole(0, 100_000)),
    may("OperationStartTime", Time),
    may("OperationEndTime", Time),
    may("RebootOption", text(256)),
    may("Operation", text(256)),
];

pub(super) const PORT_PROBE_ACTION: Shape =
    &[may("PortProbeDetails", list_of(&Object(PORT_PROBE_DETAIL))), may("Blocked", Bool)];

pub(super) const PORT_PROBE_DETAIL: Shape = &[
    may("LocalPortDetails", Object(ACTION_LOCAL_PORT_DETAILS)),
    may("LocalIpDetails", Object(ACTION_LOCAL_IP_DETAILS)),
    may("RemoteIpDetails", Object(ACTION_REMOTE_IP_DETAILS)),
];

pub(super) const PORT_RANGE: Shape = &[may("Begin", INTEGER), may("End", INTEGER)];

pub(super) const PROCESS_DETAILS: Shape = &[
    may("Name", text(64)),
    may("Path", text(512)),
    may("Pid", INTEGER),
    may("ParentPid", INTEGER),
    may("LaunchedAt", Time),
    may("TerminatedAt", Time),
];

pub(super) const SOFTWARE_PACKAGE: Shape = &[
    may("Name", TEXT),
    may("Version", TEXT),
    may("Epoch", TEXT),
    may("Release", TEXT),
    may("Architecture", TEXT),
    may("PackageManager", TEXT),
    may("FilePath", TEXT),
    may("FixedInVersion", TEXT),
    may("Remediation", TEXT),
    may("SourceLayerHash", TEXT),
    may("SourceLayerArn", TEXT),
];

pub(super) const THREAT: Shape = &[
    may("Name", text(128)),
    may("Severity", text(128)),
    may("ItemCount", INTEGER),
    may("FilePaths", list(1, 5, &Object(FILE_PATHS))),
];

pub(super) const THREAT_INTEL_INDICATOR: Shape = &[
    may("Type", OneOf(THREAT_INTEL_INDICATOR_TYPE)),
    may("Value", text(512)),
    may("Category", OneOf(THREAT_INTEL_INDICATOR_CATEGORY)),
    may("LastObservedAt", Time),
    may("Source", text(64)),
    may("SourceUrl", TEXT),
];

pub(super) const VULNERABILITY: Shape = &[
    must("Id", TEXT),
    may("VulnerablePackages", list_of(&Object(SOFTWARE_PACKAGE))),
    may("Cvss", list_of(&Object(CVSS))),
    may("RelatedVulnerabilities", list_of(&TEXT)),
    may("Vendor", Object(VULNERABILITY_VENDOR)),
    may("ReferenceUrls", list_of(&TEXT)),
    may("FixAvailable", OneOf(VULNERABILITY_FIX_AVAILABLE)),
    may("EpssScore", Number),
    may("ExploitAvailable", OneOf(VULNERABILITY_EXPLOIT_AVAILABLE)),
    may("LastKnownExploitAt", Time),
    may("CodeVulnerabilities", list_of(&Object(VULNERABILITY_CODE_VULNERABILITIES))),
];

pub(super) const VULNERABILITY_CODE_VULNERABILITIES: Shape =
    &[may("Cwes", list_of(&TEXT)), may("FilePath", Object(CODE_VULNERABILITIES_FILE_PATH)), may("SourceArn", TEXT)];

pub(super) const VULNERABILITY_VENDOR: Shape = &[
    must("Name", TEXT),
    may("Url", TEXT),
    may("VendorSeverity", TEXT),
    may("VendorCreatedAt", Time),
    may("VendorUpdatedAt", Time),
];
