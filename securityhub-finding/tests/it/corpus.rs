//! Real findings, where the shared folder is present.

use crate::support::{Json, shared};
use securityhub_finding::{Event, Finding};
use std::path::Path;

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "json") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Everything inside that calls itself a finding, as text; also inside texts that hold JSON.
fn findings_in(json: &Json, found: &mut Vec<String>) {
    match json {
        Json::Object(members) if members.contains_key("ProductArn") && members.contains_key("GeneratorId") => {
            found.push(json.write());
        }
        Json::Object(members) => members.values().for_each(|member| findings_in(member, found)),
        Json::List(items) => items.iter().for_each(|item| findings_in(item, found)),
        Json::Text(text) if text.starts_with('{') && serde_json::from_str::<serde_json::Value>(text).is_ok() => {
            findings_in(&Json::read(text), found);
        }
        _ => {}
    }
}

#[test]
fn every_finding_is_accepted_and_written_as_it_was() {
    let Some(folder) = shared("corpus") else { return };
    let mut count = 0;
    for path in files(&folder.join("asff")).into_iter().chain(files(&folder.join("events"))) {
        let text = std::fs::read_to_string(&path).unwrap();
        let mut found = Vec::new();
        findings_in(&Json::read(&text), &mut found);
        for text in found {
            let finding: Finding = text.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let written = serde_json::to_string(&finding).unwrap();
            assert_eq!(Json::read(&written), Json::read(&text), "{}", path.display());
            assert!(finding.product().is_some(), "{}", path.display());
            assert!(finding.severity_label().is_some(), "{}", path.display());
            count += 1;
        }
    }
    println!("{count} findings");
    assert!(count > 70, "{count}");
}

/// Members of a finding, each alone in a file; and the details of resources, as details.
#[test]
fn every_fragment_survives_inside_a_finding() {
    let Some(folder) = shared("corpus/asff") else { return };
    let identity = r#""Id":"1","ProductArn":"p""#;
    let fragments = files(&folder.join("fragments")).into_iter().map(|path| (path, false));
    let details = files(&folder.join("details")).into_iter().map(|path| (path, true));
    for (path, is_details) in fragments.chain(details) {
        let text = std::fs::read_to_string(&path).unwrap();
        let members = text.trim().strip_prefix('{').unwrap().strip_suffix('}').unwrap();
        let json = if is_details {
            format!("{{{identity},\"Resources\":[{{\"Type\":\"x\",\"Id\":\"y\",\"Details\":{text}}}]}}")
        } else {
            format!("{{{identity},{members}}}")
        };
        let finding: Finding = json.parse().unwrap();
        let written = serde_json::to_string(&finding).unwrap();
        assert_eq!(Json::read(&written), Json::read(&json), "{}", path.display());
    }
}

#[test]
fn every_event_of_the_corpus_reads_or_is_refused_without_a_panic() {
    let Some(folder) = shared("corpus/events") else { return };
    let mut read = 0;
    for path in files(&folder) {
        let text = std::fs::read_to_string(&path).unwrap();
        let event = Event::from_slice(text.as_bytes());
        let is_envelope = ["\"detail-type\"", "\"source\"", "\"detail\""].iter().all(|name| text.contains(name))
            && text.trim_start().starts_with('{');
        let must_read = path.parent().unwrap().ends_with("securityhub");
        assert!(event.is_ok() || !(is_envelope && must_read), "{}", path.display());
        if let Ok(event) = event {
            assert_eq!(serde_json::to_string(&event).unwrap(), text.trim(), "{}", path.display());
            assert_eq!(event.malformed().count(), 0, "{}", path.display());
            read += 1;
        }
    }
    println!("{read} events");
    assert!(read > 10, "{read}");
}
