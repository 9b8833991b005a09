//! Sensitive data, and how an attack was found.

use super::super::shape::Kind::{Bool, Number, Object, OneOf};
use super::super::shape::{INTEGER, LONG, Shape, TEXT, list, list_of, may};
use super::values::{ACTOR_SESSION_MFA_STATUS, CONNECTION_DIRECTION};

pub(super) const DATA_CLASSIFICATION_DETAILS: Shape =
    &[may("DetailedResultsLocation", TEXT), may("Result", Object(CLASSIFICATION_RESULT))];

pub(super) const CLASSIFICATION_RESULT: Shape = &[
    may("MimeType", TEXT),
    may("SizeClassified", LONG),
    may("AdditionalOccurrences", Bool),
    may("Status", Object(CLASSIFICATION_STATUS)),
    may("SensitiveData", list_of(&Object(SENSITIVE_DATA_RESULT))),
    may("CustomDataIdentifiers", Object(CUSTOM_DATA_IDENTIFIERS_RESULT)),
];

pub(super) const CLASSIFICATION_STATUS: Shape = &[may("Code", TEXT), may("Reason", TEXT)];

pub(super) const SENSITIVE_DATA_RESULT: Shape =
    &[may("Category", TEXT), may("Detections", list_of(&Object(SENSITIVE_DATA_DETECTIONS))), may("TotalCount", LONG)];

pub(super) const SENSITIVE_DATA_DETECTIONS: Shape =
    &[may("Count", LONG), may("Type", TEXT), may("Occurrences", Object(OCCURRENCES))];

pub(super) const OCCURRENCES: Shape = &[
    may("LineRanges", list_of(&Object(RANGE))),
    may("OffsetRanges", list_of(&Object(RANGE))),
    may("Pages", list_of(&Object(PAGE))),
    may("Records", list_of(&Object(RECORD))),
    may("Cells", list_of(&Object(CELL))),
];

pub(super) const RANGE: Shape = &[may("Start", LONG), may("End", LONG), may("StartColumn", LONG)];

pub(super) const PAGE: Shape =
    &[may("PageNumber", LONG), may("LineRange", Object(RANGE)), may("OffsetRange", Object(RANGE))];

pub(super) const RECORD: Shape = &[may("JsonPath", TEXT), may("RecordIndex", LONG)];

pub(super) const CELL: Shape =
    &[may("Column", LONG), may("Row", LONG), may("ColumnName", TEXT), may("CellReference", TEXT)];

pub(super) const CUSTOM_DATA_IDENTIFIERS_RESULT: Shape =
    &[may("Detections", list_of(&Object(CUSTOM_DATA_IDENTIFIERS_DETECTIONS))), may("TotalCount", LONG)];

pub(super) const CUSTOM_DATA_IDENTIFIERS_DETECTIONS: Shape =
    &[may("Count", LONG), may("Arn", TEXT), may("Name", TEXT), may("Occurrences", Object(OCCURRENCES))];

pub(super) const GENERATOR_DETAILS: Shape =
    &[may("Name", TEXT), may("Description", TEXT), may("Labels", list(0, 10, &TEXT))];

pub(super) const DETECTION: Shape = &[may("Sequence", Object(SEQUENCE))];

pub(super) const SEQUENCE: Shape = &[
    may("Uid", TEXT),
    may("Actors", list(0, 10, &Object(ACTOR))),
    may("Endpoints", list(0, 10, &Object(NETWORK_ENDPOINT))),
    may("Signals", list(1, 100, &Object(SIGNAL))),
    may("SequenceIndicators", list(0, 100, &Object(INDICATOR))),
];

pub(super) const ACTOR: Shape =
    &[may("Id", TEXT), may("User", Object(ACTOR_USER)), may("Session", Object(ACTOR_SESSION))];

pub(super) const ACTOR_USER: Shape = &[
    may("Name", TEXT),
    may("Uid", TEXT),
    may("Type", TEXT),
    may("CredentialUid", TEXT),
    may("Account", Object(USER_ACCOUNT)),
];

pub(super) const USER_ACCOUNT: Shape = &[may("Uid", TEXT), may("Name", TEXT)];

pub(super) const ACTOR_SESSION: Shape = &[
    may("Uid", TEXT),
    may("MfaStatus", OneOf(ACTOR_SESSION_MFA_STATUS)),
    may("CreatedTime", LONG),
    may("Issuer", TEXT),
];

pub(super) const NETWORK_ENDPOINT: Shape = &[
    may("Id", TEXT),
    may("Ip", TEXT),
    may("Domain", TEXT),
    may("Port", INTEGER),
    may("Location", Object(NETWORK_GEO_LOCATION)),
    may("AutonomousSystem", Object(NETWORK_AUTONOMOUS_SYSTEM)),
    may("Connection", Object(NETWORK_CONNECTION)),
];

pub(super) const NETWORK_GEO_LOCATION: Shape =
    &[may("City", TEXT), may("Country", TEXT), may("Lat", Number), may("Lon", Number)];

pub(super) const NETWORK_AUTONOMOUS_SYSTEM: Shape = &[may("Name", TEXT), may("Number", INTEGER)];

pub(super) const NETWORK_CONNECTION: Shape = &[may("Direction", OneOf(CONNECTION_DIRECTION))];

pub(super) const SIGNAL: Shape = &[
    may("Type", TEXT),
    may("Id", TEXT),
    may("Title", TEXT),
    may("ProductArn", TEXT),
    may("ResourceIds", list_of(&TEXT)),
    may("SignalIndicators", list(0, 100, &Object(INDICATOR))),
    may("Name", TEXT),
    may("CreatedAt", LONG),
    may("UpdatedAt", LONG),
    may("FirstSeenAt", LONG),
    may("LastSeenAt", LONG),
    may("Severity", Number),
    may("Count", INTEGER),
    may("ActorIds", list_of(&TEXT)),
    may("EndpointIds", list_of(&TEXT)),
];

pub(super) const INDICATOR: Shape =
    &[may("Key", TEXT), may("Values", list_of(&TEXT)), may("Title", TEXT), may("Type", TEXT)];
