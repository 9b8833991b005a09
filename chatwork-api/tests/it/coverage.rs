//! Compares `docs/coverage/chatwork.md` with what the wire tests really send.

use crate::support::{WireTests, observed};
use std::collections::BTreeMap;

/// One row of the table.
struct Row {
    number: u32,
    method: String,
    path: String,
    rust: String,
    test: String,
    state: String,
}

fn rows() -> Vec<Row> {
    let table = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/coverage/chatwork.md");
    let text = std::fs::read_to_string(table).unwrap();
    let cells = |line: &str| -> Vec<String> {
        line.trim_matches('|').split('|').map(|cell| cell.trim().replace('`', "")).collect()
    };
    let numbered = text.lines().map(cells).filter(|cells| cells.len() == 6);
    numbered
        .filter_map(|cells| {
            let [number, method, path, rust, wire_test, state] = <[String; 6]>::try_from(cells).ok()?;
            Some(Row { number: number.parse().ok()?, method, path, rust, test: wire_test, state })
        })
        .collect()
}

/// The wire tests of each file.
const FILES: &[(&str, WireTests)] = &[
    ("contacts", crate::contacts::WIRE),
    ("files", crate::files::WIRE),
    ("incoming_requests", crate::incoming_requests::WIRE),
    ("links", crate::links::WIRE),
    ("me", crate::me::WIRE),
    ("members", crate::members::WIRE),
    ("messages", crate::messages::WIRE),
    ("my", crate::my::WIRE),
    ("rooms", crate::rooms::WIRE),
    ("tasks", crate::tasks::WIRE),
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

/// The row that a call belongs to: a literal path before one with places (`/messages/read` before `/messages/{message_id}`).
fn row_of<'r>(rows: &'r [Row], method: &str, path: &str) -> Option<&'r Row> {
    let fitting = rows.iter().filter(|row| row.method == method && fits(&row.path, path));
    fitting.min_by_key(|row| row.path.matches('{').count())
}

#[test]
fn the_table_has_all_32_rows_and_each_is_done() {
    let rows = rows();
    assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), (1..=32).collect::<Vec<_>>());
    for row in &rows {
        assert_eq!(row.state, "done", "row {}", row.number);
        assert!(row.rust.contains("()") && row.test.contains("::"), "row {}", row.number);
    }
}

/// The method and route of each endpoint method, read from the source.
fn routes_in_source() -> Vec<(String, String)> {
    let mut folders = vec![std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut routes = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let source = std::fs::read_to_string(path).unwrap();
            for call in source.split("Call::").skip(1) {
                let Some((verb, rest)) = call.split_once("(\"") else { continue };
                if let (true, Some((route, _))) = (verb.chars().all(char::is_alphabetic), rest.split_once('"')) {
                    routes.push((verb.to_uppercase(), route.to_owned()));
                }
            }
        }
    }
    routes.sort();
    routes.dedup();
    routes
}

#[test]
fn the_rows_are_the_routes_in_the_source() {
    let mut rows: Vec<_> = rows().into_iter().map(|row| (row.method, row.path)).collect();
    rows.sort();
    assert_eq!(rows, routes_in_source());
}

#[test]
fn each_row_names_a_wire_test_that_sends_its_method_and_path() {
    let (rows, mut tests) = (rows(), wire_tests());
    for row in &rows {
        let test = tests.remove(&row.test).unwrap_or_else(|| panic!("row {}: no wire test {}", row.number, row.test));
        observed();
        test();
        let calls = observed();
        assert!(!calls.is_empty(), "row {}: {} calls nothing", row.number, row.test);
        for (method, path) in calls {
            let found = row_of(&rows, &method, &path).map(|row| row.number);
            assert_eq!(found, Some(row.number), "row {}: {} calls {method} {path}", row.number, row.test);
        }
    }
    assert!(tests.is_empty(), "wire tests that no row names: {:?}", tests.keys());
}
