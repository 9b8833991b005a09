//! Makes `src/details.rs`, `src/details/` and the list for the tests from `facts/asff-shapes.json`.
//!
//! `UPDATE_GENERATED=1 cargo test -p securityhub-finding --test it generated` writes them; without the variable the test
//! compares them. All that is written here beside names and types is our own.

use crate::shapes::facts;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

const HEAD: &str = "// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.\n\n";

type Members = Map<String, Value>;

struct Model {
    structures: Members,
    enums: Members,
    /// Structures by the name of the type that they are, such as `AwsEc2EipDetails` by `AwsEc2Eip`.
    types: BTreeMap<String, String>,
    /// Types that are no structure, and how they are held.
    plain: BTreeMap<String, &'static str>,
}

impl Model {
    fn new() -> Self {
        let facts = facts();
        let table = |name: &str| facts[name].as_object().unwrap().clone();
        let mut model = Self {
            structures: table("structures"),
            enums: table("enums"),
            types: BTreeMap::new(),
            plain: BTreeMap::new(),
        };
        for (name, kind) in model.structures["ResourceDetails"].as_object().unwrap() {
            match kind.as_str().unwrap() {
                "map" => drop(model.plain.insert(name.clone(), "TextMap")),
                "document" => drop(model.plain.insert(name.clone(), "RawJson")),
                structure => drop(model.types.insert(structure.to_owned(), name.clone())),
            }
        }
        model
    }

    fn members(&self, structure: &str) -> &Members {
        self.structures[structure].as_object().unwrap()
    }

    /// The Rust name of a structure.
    fn name<'a>(&'a self, structure: &'a str) -> &'a str {
        self.types.get(structure).map_or(structure, String::as_str)
    }

    /// Structures and enums that members of a structure name.
    fn named(&self, structure: &str) -> Vec<&str> {
        let inner = |kind: &'_ Value| kind.as_str().unwrap().trim_matches(['[', ']']).to_owned();
        let inner: BTreeSet<String> = self.members(structure).values().map(inner).collect();
        let all = self.structures.keys().chain(self.enums.keys());
        all.filter(|name| inner.contains(*name)).map(String::as_str).collect()
    }

    fn reach<'a>(&'a self, name: &'a str, found: &mut BTreeSet<&'a str>) {
        if found.insert(name) && self.structures.contains_key(name) {
            for inner in self.named(name) {
                self.reach(inner, found);
            }
        }
    }

    /// The file of each structure and enum: that of the one type that needs it, or `shared`.
    fn files(&self) -> BTreeMap<String, BTreeSet<&str>> {
        let mut users: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (structure, kind) in &self.types {
            let mut found = BTreeSet::new();
            self.reach(structure, &mut found);
            for name in found {
                users.entry(name).or_default().push(kind);
            }
        }
        let mut files: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for (name, users) in users {
            let file = match (self.types.get(name), &users[..]) {
                (Some(kind), _) => snake(kind),
                (None, [kind]) => snake(kind),
                (None, _) => "shared".to_owned(),
            };
            files.entry(file).or_default().insert(name);
        }
        files
    }

    fn field_type(&self, kind: &str) -> String {
        let plain = |kind: &str| match kind {
            "string" => "String".to_owned(),
            "integer" | "long" | "double" => "NumberLiteral".to_owned(),
            "boolean" => "bool".to_owned(),
            "document" => "RawJson".to_owned(),
            name => self.name(name).to_owned(),
        };
        match (kind, kind.strip_prefix('[')) {
            ("map", _) => "TextMap".to_owned(),
            (_, Some(item)) => format!("Vec<{}>", plain(item.strip_suffix(']').unwrap())),
            (kind, None) => format!("Option<{}>", plain(kind)),
        }
    }

    fn structure(&self, structure: &str, file: &str) -> String {
        let doc = match self.types.get(structure) {
            Some(kind) => format!("Details of a resource of the type `{kind}`."),
            None if file == "shared" => "Part of the details of several types.".to_owned(),
            None => {
                let kind = self.types.values().find(|kind| snake(kind) == file).unwrap();
                format!("Part of [`{kind}`].")
            }
        };
        let name = self.name(structure);
        let keyword = if self.types.contains_key(structure) { "details" } else { "part" };
        let mut text = format!("{keyword}! {{\n    /// {doc}\n    pub struct {name} {{\n");
        for (wire, kind) in self.members(structure) {
            writeln!(text, "        pub {}: {} = \"{wire}\",", field(wire), self.field_type(kind.as_str().unwrap()))
                .unwrap();
        }
        text + "    }\n}\n"
    }

    fn enumeration(&self, name: &str) -> String {
        let mut text =
            format!("open_enum! {{\n    /// Values of a member of the details.\n    pub enum {name}: str {{\n");
        for value in self.enums[name].as_array().unwrap() {
            let value = value.as_str().unwrap();
            writeln!(text, "        /// `{value}`.\n        {value} = \"{value}\",").unwrap();
        }
        text + "    }\n}\n\n" + &format!("decode_open_enum!({name});\n")
    }

    fn file(&self, file: &str, names: &BTreeSet<&str>) -> String {
        let mut parts = Vec::new();
        // The type itself comes first.
        let (first, rest): (Vec<&str>, Vec<&str>) = names.iter().partition(|name| self.types.contains_key(**name));
        for name in first.into_iter().chain(rest) {
            let is_structure = self.structures.contains_key(name);
            parts.push(if is_structure { self.structure(name, file) } else { self.enumeration(name) });
        }
        let body = parts.join("\n");
        let mut uses = Vec::new();
        let macros: Vec<&str> = ["decode_open_enum", "details", "part"]
            .into_iter()
            .filter(|name| body.contains(&format!("{name}!")))
            .collect();
        uses.push(format!("use crate::decode::{};", list(&macros)));
        let outside: BTreeSet<&str> = names.iter().flat_map(|name| self.outside(name, names)).collect();
        if !outside.is_empty() {
            uses.push(format!("use super::{};", list(&outside.into_iter().collect::<Vec<_>>())));
        }
        let values: Vec<&str> =
            ["NumberLiteral", "RawJson", "TextMap"].into_iter().filter(|name| body.contains(name)).collect();
        if !values.is_empty() {
            uses.push(format!("use crate::{};", list(&values)));
        }
        if body.contains("open_enum! {") {
            uses.push("use saas_api_core::open_enum;".to_owned());
        }
        uses.sort();
        format!("{HEAD}{}\n\n{body}", uses.join("\n"))
    }

    /// What a structure names and its file does not hold.
    fn outside<'a>(&'a self, name: &'a str, inside: &BTreeSet<&str>) -> Vec<&'a str> {
        if !self.structures.contains_key(name) {
            return Vec::new();
        }
        self.named(name).into_iter().filter(|named| !inside.contains(named)).map(|named| self.name(named)).collect()
    }

    fn root(&self, files: &BTreeMap<String, BTreeSet<&str>>) -> String {
        let mut text = format!(
            "{HEAD}//! Details of resources, by the type of the resource.\n\
             //!\n\
             //! Read them with [`Resource::details`](crate::model::Resource::details). Any member may be missing; what a\n\
             //! field cannot hold is in its structure's `extra`.\n\n\
             use crate::decode::whole;\nuse crate::{{RawJson, TextMap}};\n\n"
        );
        for file in files.keys() {
            writeln!(text, "mod {file};").unwrap();
        }
        text.push('\n');
        for (file, names) in files {
            let mut names: Vec<&str> = names.iter().map(|name| self.name(name)).collect();
            names.sort_unstable();
            writeln!(text, "pub use {file}::{};", list(&names)).unwrap();
        }
        for (name, held) in &self.plain {
            let what = if *held == "TextMap" { "texts by name" } else { "any JSON" };
            write!(
                text,
                "\nwhole! {{\n    /// Details of the type `{name}`: {what}.\n    pub struct {name}({held});\n}}\n"
            )
            .unwrap();
        }
        text
    }

    fn test_list(&self) -> String {
        let names: BTreeSet<&str> = self.types.values().chain(self.plain.keys()).map(String::as_str).collect();
        let mut text = format!(
            "{HEAD}use crate::details::Visit;\nuse securityhub_finding::details::*;\n\n\
             /// Visits each type of details.\n#[expect(clippy::too_many_lines, reason = \"a list\")]\npub(crate) fn each(visit: &mut impl Visit) {{\n"
        );
        for name in names {
            writeln!(text, "    visit.visit::<{name}>();").unwrap();
        }
        text + "}\n"
    }
}

fn list(names: &[&str]) -> String {
    match names {
        [one] => (*one).to_owned(),
        many => format!("{{{}}}", many.join(", ")),
    }
}

/// `DBName` as `db_name`, `IpAddressV4` as `ip_address_v4`.
fn snake(name: &str) -> String {
    let symbols: Vec<char> = name.chars().collect();
    let mut text = String::new();
    for (at, symbol) in symbols.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| symbols[at]);
        let begins = symbol.is_uppercase()
            && before.is_some_and(|before| {
                !before.is_uppercase() || symbols.get(at + 1).is_some_and(|after| after.is_lowercase())
            });
        if begins {
            text.push('_');
        }
        text.extend(symbol.to_lowercase());
    }
    text
}

fn field(wire: &str) -> String {
    match snake(wire).as_str() {
        "type" => "kind".to_owned(),
        "match" => "matches".to_owned(),
        "ref" => "reference".to_owned(),
        other => other.to_owned(),
    }
}

/// All generated files of the crate.
fn generate() -> BTreeMap<PathBuf, String> {
    let model = Model::new();
    let files = model.files();
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = BTreeMap::new();
    texts.insert(crate_folder.join("src/details.rs"), model.root(&files));
    texts.insert(crate_folder.join("tests/it/details_list.rs"), model.test_list());
    for (file, names) in &files {
        texts.insert(crate_folder.join(format!("src/details/{file}.rs")), model.file(file, names));
    }
    texts
}

#[test]
fn generated_files_are_up_to_date() {
    let texts = generate();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/details");
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        std::fs::create_dir_all(&folder).unwrap();
        for (path, text) in &texts {
            std::fs::write(path, text).unwrap();
        }
    }
    for (path, text) in &texts {
        let written = std::fs::read_to_string(path).unwrap_or_default();
        assert!(written == *text, "{} is out of date: see tests/it/generate.rs", path.display());
    }
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        assert!(texts.contains_key(&path), "{} is not generated", path.display());
    }
}

#[test]
fn names_are_those_that_people_would_write() {
    for (wire, name) in [
        ("DBName", "db_name"),
        ("MultiAZ", "multi_az"),
        ("IpAddressV4", "ip_address_v4"),
        ("KMSMasterKeyID", "kms_master_key_id"),
        ("EnableResourceNameDnsAAAARecord", "enable_resource_name_dns_aaaa_record"),
        ("S3BucketName", "s3_bucket_name"),
        ("AwsElbv2LoadBalancer", "aws_elbv2_load_balancer"),
        ("Type", "kind"),
    ] {
        assert_eq!(field(wire), name);
    }
}
