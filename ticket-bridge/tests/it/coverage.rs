//! Compares `docs/coverage/bridge.md` with the tests that there are.

use std::path::{Path, PathBuf};

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/coverage/bridge.md");

/// The rows of all tables: a capability, and the tests that show it.
fn rows() -> Vec<(String, Vec<String>)> {
    let text = std::fs::read_to_string(TABLE).unwrap();
    let lines = text.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| Capability"));
    let read = |line: &str| {
        let (capability, shown) = line.trim_matches('|').split_once('|').unwrap();
        let tests = shown.split('`').skip(1).step_by(2).map(str::to_owned).collect();
        (capability.trim().to_owned(), tests)
    };
    lines.map(read).collect()
}

/// The file of a test, by its target and its modules.
fn file(target: &str, modules: &[&str]) -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = match target {
        "simulator" => package.join("simulator/tests"),
        target => package.join("tests").join(target),
    };
    let module = if modules.is_empty() { "main".to_owned() } else { modules.join("/") };
    root.join(module).with_extension("rs")
}

/// Why a named test is none; nothing, if it is one.
fn problem(name: &str) -> Option<String> {
    let parts: Vec<&str> = name.split("::").collect();
    let [target, modules @ .., test] = &*parts else { return Some(format!("{name}: is no test's name")) };
    let file = file(target, modules);
    let Ok(source) = std::fs::read_to_string(&file) else { return Some(format!("{name}: no file {}", file.display())) };
    let mut before = "";
    for line in source.lines() {
        if line.contains(&format!("fn {test}(")) {
            let is_test = before.contains("#[test") || before.contains("#[tokio::test");
            return (!is_test).then(|| format!("{name}: is no test"));
        }
        before = line;
    }
    Some(format!("{name}: is not in {}", file.display()))
}

#[test]
fn each_test_that_the_table_names_exists() {
    let rows = rows();
    assert!(rows.len() >= 60, "{} rows", rows.len());
    let unshown: Vec<_> = rows.iter().filter(|(_, tests)| tests.is_empty()).collect();
    assert!(unshown.is_empty(), "{unshown:?}");
    let problems: Vec<_> = rows.iter().flat_map(|(_, tests)| tests).filter_map(|name| problem(name)).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn a_test_that_does_not_exist_is_noticed() {
    assert_eq!(problem("it::coverage::each_test_that_the_table_names_exists"), None);
    for name in ["it::coverage::no_such_test", "it::no_such_file::x", "it::coverage::rows", "nothing"] {
        assert!(problem(name).is_some(), "{name}");
    }
}
