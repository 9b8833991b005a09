use crate::NumberLiteral;
use crate::decode::{decode_open_enum, part};
use saas_api_core::open_enum;

open_enum! {
    /// Where a connection goes.
    pub enum ConnectionDirection: str {
        /// To the resource.
        Inbound = "INBOUND",
        /// From the resource.
        Outbound = "OUTBOUND",
    }
}

open_enum! {
    /// Whether a session began with a second factor.
    pub enum ActorSessionMfaStatus: str {
        /// It did.
        Enabled = "ENABLED",
        /// It did not.
        Disabled = "DISABLED",
    }
}

decode_open_enum!(ConnectionDirection, ActorSessionMfaStatus);

part! {
    /// The detector that found something in code.
    pub struct GeneratorDetails {
        /// Its name.
        pub name: Option<String> = "Name",
        /// What it looks for.
        pub description: Option<String> = "Description",
        /// Its labels.
        pub labels: Vec<String> = "Labels",
    }
}

part! {
    /// How an attack was found.
    pub struct Detection {
        /// The attack, step by step.
        pub sequence: Option<Sequence> = "Sequence",
    }
}

part! {
    /// An attack, step by step.
    pub struct Sequence {
        /// Its id.
        pub uid: Option<String> = "Uid",
        /// Who took part.
        pub actors: Vec<Actor> = "Actors",
        /// Addresses that took part.
        pub endpoints: Vec<NetworkEndpoint> = "Endpoints",
        /// The steps.
        pub signals: Vec<Signal> = "Signals",
        /// What points to an attack.
        pub sequence_indicators: Vec<Indicator> = "SequenceIndicators",
    }
}

part! {
    /// Somebody who takes part in an attack.
    pub struct Actor {
        /// The id within the sequence.
        pub id: Option<String> = "Id",
        /// The user.
        pub user: Option<ActorUser> = "User",
        /// The session.
        pub session: Option<ActorSession> = "Session",
    }
}

part! {
    /// The user behind an actor.
    pub struct ActorUser {
        /// The name.
        pub name: Option<String> = "Name",
        /// The id.
        pub uid: Option<String> = "Uid",
        /// What kind of user.
        pub kind: Option<String> = "Type",
        /// The id of the credentials.
        pub credential_uid: Option<String> = "CredentialUid",
        /// The account.
        pub account: Option<UserAccount> = "Account",
    }
}

part! {
    /// An account of a user.
    pub struct UserAccount {
        /// Its id.
        pub uid: Option<String> = "Uid",
        /// Its name.
        pub name: Option<String> = "Name",
    }
}

part! {
    /// The session of an actor.
    pub struct ActorSession {
        /// Its id.
        pub uid: Option<String> = "Uid",
        /// Whether it began with a second factor.
        pub mfa_status: Option<ActorSessionMfaStatus> = "MfaStatus",
        /// When it began: a number, in milliseconds since 1970 as it seems.
        pub created_time: Option<NumberLiteral> = "CreatedTime",
        /// Who gave the session.
        pub issuer: Option<String> = "Issuer",
    }
}

part! {
    /// An address that takes part in an attack.
    pub struct NetworkEndpoint {
        /// The id within the sequence.
        pub id: Option<String> = "Id",
        /// The address.
        pub ip: Option<String> = "Ip",
        /// The domain.
        pub domain: Option<String> = "Domain",
        /// The port.
        pub port: Option<NumberLiteral> = "Port",
        /// Where it is.
        pub location: Option<NetworkGeoLocation> = "Location",
        /// Whose network it is in.
        pub autonomous_system: Option<NetworkAutonomousSystem> = "AutonomousSystem",
        /// The connection.
        pub connection: Option<NetworkConnection> = "Connection",
    }
}

part! {
    /// Where an address is.
    pub struct NetworkGeoLocation {
        /// The city.
        pub city: Option<String> = "City",
        /// The country.
        pub country: Option<String> = "Country",
        /// The latitude, in degrees.
        pub lat: Option<NumberLiteral> = "Lat",
        /// The longitude, in degrees.
        pub lon: Option<NumberLiteral> = "Lon",
    }
}

part! {
    /// An autonomous system.
    pub struct NetworkAutonomousSystem {
        /// Its name.
        pub name: Option<String> = "Name",
        /// Its number.
        pub number: Option<NumberLiteral> = "Number",
    }
}

part! {
    /// A connection of an address.
    pub struct NetworkConnection {
        /// Where it goes.
        pub direction: Option<ConnectionDirection> = "Direction",
    }
}

part! {
    /// A step of an attack. Its times are numbers, in milliseconds since 1970 as it seems.
    pub struct Signal {
        /// What it is: `FINDING`, `CLOUD_TRAIL` and others.
        pub kind: Option<String> = "Type",
        /// Its id.
        pub id: Option<String> = "Id",
        /// Its title.
        pub title: Option<String> = "Title",
        /// The product that saw it.
        pub product_arn: Option<String> = "ProductArn",
        /// Resources that it is about.
        pub resource_ids: Vec<String> = "ResourceIds",
        /// What points to an attack.
        pub signal_indicators: Vec<Indicator> = "SignalIndicators",
        /// Its name.
        pub name: Option<String> = "Name",
        /// When the record was made.
        pub created_at: Option<NumberLiteral> = "CreatedAt",
        /// When the record was last changed.
        pub updated_at: Option<NumberLiteral> = "UpdatedAt",
        /// When it was first seen.
        pub first_seen_at: Option<NumberLiteral> = "FirstSeenAt",
        /// When it was last seen.
        pub last_seen_at: Option<NumberLiteral> = "LastSeenAt",
        /// How bad it is.
        pub severity: Option<NumberLiteral> = "Severity",
        /// How often it was seen.
        pub count: Option<NumberLiteral> = "Count",
        /// Actors of the sequence that took part.
        pub actor_ids: Vec<String> = "ActorIds",
        /// Endpoints of the sequence that took part.
        pub endpoint_ids: Vec<String> = "EndpointIds",
    }
}

part! {
    /// What points to an attack.
    pub struct Indicator {
        /// Its key.
        pub key: Option<String> = "Key",
        /// Its values.
        pub values: Vec<String> = "Values",
        /// Its title.
        pub title: Option<String> = "Title",
        /// What it is.
        pub kind: Option<String> = "Type",
    }
}
