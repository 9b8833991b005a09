use crate::NumberLiteral;
use crate::decode::{decode_open_enum, part};
use saas_api_core::{Timestamp, open_enum};

open_enum! {
    /// A family of malware.
    pub enum MalwareType: str {
        /// Shows advertisements.
        Adware = "ADWARE",
        /// Several kinds in one.
        BlendedThreat = "BLENDED_THREAT",
        /// A member of a botnet.
        BotnetAgent = "BOTNET_AGENT",
        /// Mines coins.
        CoinMiner = "COIN_MINER",
        /// Tries known weaknesses.
        ExploitKit = "EXPLOIT_KIT",
        /// Records what is typed.
        Keylogger = "KEYLOGGER",
        /// A macro in a document.
        Macro = "MACRO",
        /// Perhaps not wanted.
        PotentiallyUnwanted = "POTENTIALLY_UNWANTED",
        /// Watches its user.
        Spyware = "SPYWARE",
        /// Encrypts for ransom.
        Ransomware = "RANSOMWARE",
        /// Gives access from afar.
        RemoteAccess = "REMOTE_ACCESS",
        /// Hides in the system.
        Rootkit = "ROOTKIT",
        /// Pretends to be something else.
        Trojan = "TROJAN",
        /// Infects files.
        Virus = "VIRUS",
        /// Spreads by itself.
        Worm = "WORM",
    }
}

open_enum! {
    /// What became of malware.
    pub enum MalwareState: str {
        /// It is there.
        Observed = "OBSERVED",
        /// It could not be removed.
        RemovalFailed = "REMOVAL_FAILED",
        /// It is gone.
        Removed = "REMOVED",
    }
}

open_enum! {
    /// What kind of value an indicator has.
    pub enum ThreatIntelIndicatorType: str {
        /// A domain.
        Domain = "DOMAIN",
        /// An email address.
        EmailAddress = "EMAIL_ADDRESS",
        /// An MD5 hash.
        HashMd5 = "HASH_MD5",
        /// A SHA-1 hash.
        HashSha1 = "HASH_SHA1",
        /// A SHA-256 hash.
        HashSha256 = "HASH_SHA256",
        /// A SHA-512 hash.
        HashSha512 = "HASH_SHA512",
        /// An IPv4 address.
        Ipv4Address = "IPV4_ADDRESS",
        /// An IPv6 address.
        Ipv6Address = "IPV6_ADDRESS",
        /// A mutex.
        Mutex = "MUTEX",
        /// A process.
        Process = "PROCESS",
        /// A URL.
        Url = "URL",
    }
}

open_enum! {
    /// What an indicator stands for.
    pub enum ThreatIntelIndicatorCategory: str {
        /// A way in.
        Backdoor = "BACKDOOR",
        /// A thief of card data.
        CardStealer = "CARD_STEALER",
        /// A place that gives commands.
        CommandAndControl = "COMMAND_AND_CONTROL",
        /// A place where stolen data is put.
        DropSite = "DROP_SITE",
        /// A place that attacks its visitors.
        ExploitSite = "EXPLOIT_SITE",
        /// A recorder of what is typed.
        Keylogger = "KEYLOGGER",
    }
}

decode_open_enum!(MalwareType, MalwareState, ThreatIntelIndicatorType, ThreatIntelIndicatorCategory);

part! {
    /// Malware at the resource.
    pub struct Malware {
        /// Its name.
        pub name: Option<String> = "Name",
        /// Its family.
        pub kind: Option<MalwareType> = "Type",
        /// Where it lies.
        pub path: Option<String> = "Path",
        /// What became of it.
        pub state: Option<MalwareState> = "State",
    }
}

part! {
    /// A threat, and the files that it sits in.
    pub struct Threat {
        /// Its name.
        pub name: Option<String> = "Name",
        /// How bad it is, in the product's words.
        pub severity: Option<String> = "Severity",
        /// How many items were found.
        pub item_count: Option<NumberLiteral> = "ItemCount",
        /// The files.
        pub file_paths: Vec<FilePaths> = "FilePaths",
    }
}

part! {
    /// A file that holds a threat.
    pub struct FilePaths {
        /// Where it lies.
        pub file_path: Option<String> = "FilePath",
        /// Its name.
        pub file_name: Option<String> = "FileName",
        /// The resource that it lies on.
        pub resource_id: Option<String> = "ResourceId",
        /// Its hash.
        pub hash: Option<String> = "Hash",
    }
}

part! {
    /// A value that points to a threat.
    pub struct ThreatIntelIndicator {
        /// What kind of value it is.
        pub kind: Option<ThreatIntelIndicatorType> = "Type",
        /// The value.
        pub value: Option<String> = "Value",
        /// What it stands for.
        pub category: Option<ThreatIntelIndicatorCategory> = "Category",
        /// When it was last seen.
        pub last_observed_at: Option<Timestamp> = "LastObservedAt",
        /// Who says so.
        pub source: Option<String> = "Source",
        /// A page about it.
        pub source_url: Option<String> = "SourceUrl",
    }
}

part! {
    /// A process at the resource.
    pub struct ProcessDetails {
        /// Its name.
        pub name: Option<String> = "Name",
        /// The path of its program.
        pub path: Option<String> = "Path",
        /// Its id.
        pub pid: Option<NumberLiteral> = "Pid",
        /// The id of its parent.
        pub parent_pid: Option<NumberLiteral> = "ParentPid",
        /// When it began.
        pub launched_at: Option<Timestamp> = "LaunchedAt",
        /// When it ended.
        pub terminated_at: Option<Timestamp> = "TerminatedAt",
    }
}
