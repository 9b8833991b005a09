//! Compares `docs/coverage/orca.md` with what the wire tests really send.

use crate::support::{WireTests, observed};
use std::collections::BTreeMap;

/// One row of the table.
struct Row {
    number: u32,
    method: String,
    path: String,
    confidence: String,
    rust: String,
    test: String,
    state: String,
}

fn rows() -> Vec<Row> {
    let table = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/coverage/orca.md");
    let text = std::fs::read_to_string(table).unwrap();
    let cells = |line: &str| -> Vec<String> {
        line.trim_matches('|').split('|').map(|cell| cell.trim().replace('`', "")).collect()
    };
    let numbered = text.lines().map(cells).filter(|cells| cells.len() == 8);
    numbered
        .filter_map(|cells| {
            let [number, method, path, _use, confidence, rust, wire_test, state] =
                <[String; 8]>::try_from(cells).ok()?;
            Some(Row { number: number.parse().ok()?, method, path, confidence, rust, test: wire_test, state })
        })
        .collect()
}

/// The wire tests of each file.
const FILES: &[(&str, WireTests)] = &[
    ("account", crate::account::WIRE),
    ("alerts", crate::alerts::WIRE),
    ("assets", crate::assets::WIRE),
    ("automations", crate::automations::WIRE),
    ("business_units", crate::business_units::WIRE),
    ("compliance", crate::compliance::WIRE),
    ("cves", crate::cves::WIRE),
    ("event_log", crate::event_log::WIRE),
    ("exports", crate::exports::WIRE),
    ("groups", crate::groups::WIRE),
    ("integrations", crate::integrations::WIRE),
    ("legacy_query", crate::legacy_query::WIRE),
    ("remediation_texts", crate::remediation_texts::WIRE),
    ("roles", crate::roles::WIRE),
    ("rules", crate::rules::WIRE),
    ("scans", crate::scans::WIRE),
    ("serving_layer", crate::serving_layer::WIRE),
    ("session", crate::session::WIRE),
    ("users", crate::users::WIRE),
    ("verify", crate::verify::WIRE),
];

fn wire_tests() -> BTreeMap<String, fn()> {
    let named = |(file, tests): &(&str, WireTests)| {
        let file = (*file).to_owned();
        tests.iter().map(move |(name, test)| (format!("{file}::{name}"), *test))
    };
    FILES.iter().flat_map(named).collect()
}

/// Whether a path that was called belongs to a route template.
fn fits(template: &str, path: &str) -> bool {
    let (template, path): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len()
        && template.iter().zip(path).all(|(place, segment)| place.starts_with('{') || *place == segment)
}

/// The path of the row that a call belongs to: a literal path before one with places (`/alerts/scheme` before `/alerts/{alert_id}`).
///
/// Several rows can have one path: what they ask of it differs.
fn route_of<'r>(rows: &'r [Row], method: &str, path: &str) -> Option<&'r str> {
    let fitting = rows.iter().filter(|row| row.method == method && fits(&row.path, path));
    fitting.min_by_key(|row| row.path.matches('{').count()).map(|row| &*row.path)
}

#[test]
fn the_table_has_all_77_rows_each_with_its_state() {
    let rows = rows();
    assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), (1..=77).collect::<Vec<_>>());
    for row in &rows {
        assert!(["A", "B", "C"].contains(&&*row.confidence), "row {}: {}", row.number, row.confidence);
        match &*row.state {
            "later" | "left out" => assert_eq!((&*row.rust, &*row.test), ("-", "-"), "row {}", row.number),
            "done" => assert!(row.rust.contains("()") && row.test.contains("::"), "row {}", row.number),
            other => panic!("row {}: {other}", row.number),
        }
    }
}

/// Each file of the source.
fn sources() -> Vec<String> {
    let mut folders = vec![std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                sources.push(std::fs::read_to_string(path).unwrap());
            }
        }
    }
    sources
}

/// The method and route of each endpoint method, read from the source.
fn routes_in_source() -> Vec<(String, String)> {
    let mut routes = Vec::new();
    for source in sources() {
        for call in source.split("Call::").skip(1) {
            let Some((verb, rest)) = call.split_once("(\"") else { continue };
            if let (true, Some((route, _))) = (verb.chars().all(char::is_alphabetic), rest.split_once('"')) {
                routes.push((verb.to_uppercase(), route.to_owned()));
            }
        }
    }
    routes.sort();
    routes.dedup();
    routes
}

#[test]
fn each_method_that_a_row_names_is_a_public_one() {
    let sources = sources();
    for row in rows().iter().filter(|row| row.state == "done") {
        for name in row.rust.split(['.', ':', ',', ' ']).filter_map(|part| part.strip_suffix("()")) {
            let (plain, asynchronous) = (format!("pub fn {name}("), format!("pub async fn {name}("));
            let is_there = sources.iter().any(|source| source.contains(&plain) || source.contains(&asynchronous));
            assert!(is_there, "row {}: no method {name}", row.number);
        }
    }
}

#[test]
fn the_done_rows_are_the_routes_in_the_source() {
    let done = rows().into_iter().filter(|row| row.state == "done");
    let mut done: Vec<_> = done.map(|row| (row.method, row.path)).collect();
    done.sort();
    done.dedup();
    assert_eq!(done, routes_in_source());
}

#[test]
fn each_done_row_names_a_wire_test_that_sends_its_method_and_path() {
    let (rows, mut tests) = (rows(), wire_tests());
    for row in rows.iter().filter(|row| row.state == "done") {
        let test = tests.remove(&row.test).unwrap_or_else(|| panic!("row {}: no wire test {}", row.number, row.test));
        observed();
        test();
        let calls = observed();
        assert!(!calls.is_empty(), "row {}: {} calls nothing", row.number, row.test);
        for (method, path) in calls {
            assert_eq!(
                route_of(&rows, &method, &path),
                Some(&*row.path),
                "row {}: {} calls {method} {path}",
                row.number,
                row.test
            );
        }
    }
    assert!(tests.is_empty(), "wire tests that no row names: {:?}", tests.keys());
}
