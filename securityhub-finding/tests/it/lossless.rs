use crate::support::{Json, fixture};
use securityhub_finding::model::{Compliance, Note, RecordState, Resource, Severity, Workflow};
use securityhub_finding::{Event, Finding, RawJson, TextMap};
use serde::Serialize;
use serde::de::DeserializeOwned;

const FINDINGS: [&str; 4] =
    ["findings/control.json", "findings/guardduty.json", "findings/dirty.json", "findings/attack.json"];

fn round_trip(json: &str) -> String {
    let finding: Finding = json.parse().unwrap_or_else(|error| panic!("{error}: {json}"));
    serde_json::to_string(&finding).unwrap()
}

#[test]
fn findings_are_written_as_they_were_read() {
    for name in FINDINGS {
        let json = fixture(name);
        assert_eq!(Json::read(&round_trip(&json)), Json::read(&json), "{name}");
    }
}

#[test]
fn a_second_round_changes_nothing_at_all() {
    for name in FINDINGS {
        let once = round_trip(&fixture(name));
        assert_eq!(round_trip(&once), once, "{name}");
    }
}

#[test]
fn every_way_of_reading_gives_the_same() {
    for name in FINDINGS {
        let json = fixture(name);
        let parsed: Finding = json.parse().unwrap();
        assert_eq!(Finding::from_slice(json.as_bytes()).unwrap(), parsed);
        assert_eq!(serde_json::from_str::<Finding>(&json).unwrap(), parsed);
        assert_eq!(serde_json::from_reader::<_, Finding>(json.as_bytes()).unwrap(), parsed);
    }
}

#[test]
fn a_finding_reads_from_a_value_too() {
    let json = fixture("findings/control.json");
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    let finding: Finding = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(serde_json::to_value(&finding).unwrap(), value);
}

/// Puts something odd into each object of a finding, one at a time.
#[test]
fn odd_members_survive_at_every_place() {
    const ODD: [&str; 9] =
        ["null", "1e2", "1.0", "123456789012345678901234567890", "\"\"", "\"7\"", "[]", "{}", "[{\"a\": [1e2]}]"];
    for name in FINDINGS {
        let mut json = Json::read(&fixture(name));
        let mut paths = paths_of(&json, &mut Vec::new());
        paths.push(Vec::new());
        for path in paths {
            for odd in ODD {
                let Json::Object(members) = at(&mut json, &path) else { continue };
                members.insert("x_odd".to_owned(), Json::read(odd));
                assert_eq!(Json::read(&round_trip(&json.write())), json, "{name} {odd} in {path:?}");
                let Json::Object(members) = at(&mut json, &path) else { unreachable!() };
                members.remove("x_odd");
            }
        }
    }
}

/// Replaces each typed value by something odd, one place at a time.
#[test]
fn odd_values_survive_in_place_of_typed_ones() {
    const ODD: [&str; 8] = ["null", "7.50", "\"\"", "\"text\"", "true", "[]", "{}", "[null]"];
    for name in FINDINGS {
        let original = fixture(name);
        let paths = paths_of(&Json::read(&original), &mut Vec::new());
        for path in paths.iter().filter(|path| !matches!(&*path[0], "Id" | "ProductArn")) {
            for odd in ODD {
                let mut json = Json::read(&original);
                *at(&mut json, path) = Json::read(odd);
                assert_eq!(Json::read(&round_trip(&json.write())), json, "{name} {odd} at {path:?}");
            }
        }
    }
}

fn paths_of(json: &Json, path: &mut Vec<String>) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    let mut visit = |name: String, child: &Json, path: &mut Vec<String>| {
        path.push(name);
        paths.push(path.clone());
        paths.extend(paths_of(child, path));
        path.pop();
    };
    match json {
        Json::Object(members) => members.iter().for_each(|(name, child)| visit(name.clone(), child, path)),
        Json::List(items) => items.iter().enumerate().for_each(|(at, child)| visit(at.to_string(), child, path)),
        _ => {}
    }
    paths
}

fn at<'a>(json: &'a mut Json, path: &[String]) -> &'a mut Json {
    let Some((name, rest)) = path.split_first() else { return json };
    match json {
        Json::Object(members) => at(members.get_mut(name).unwrap(), rest),
        Json::List(items) => at(&mut items[name.parse::<usize>().unwrap()], rest),
        _ => panic!("no such place"),
    }
}

#[test]
fn what_a_field_cannot_hold_is_in_extra() {
    let finding: Finding = fixture("findings/dirty.json").parse().unwrap();
    let extra = |name| finding.extra.get(name).map(RawJson::as_str);

    assert_eq!((finding.title, extra("Title")), (None, Some(r#"{"en": "a title"}"#)));
    assert_eq!((finding.region, extra("Region")), (None, Some("7")));
    assert_eq!((finding.types.len(), extra("Types")), (0, Some("[]")));
    assert_eq!((finding.record_state, extra("RecordState")), (None, Some("null")));
    assert_eq!((finding.note, extra("Note")), (None, Some(r#""a plain text""#)));
    assert_eq!((finding.sample, extra("Sample")), (None, Some(r#""true""#)));
    assert_eq!(extra("updatedAt"), Some(r#""2026-11-20T00:10:00Z""#));

    let [instance, account] = &finding.resources[..] else { panic!("two resources") };
    assert_eq!(instance.id.as_deref(), Some("i-0123456789abcdef0"));
    assert_eq!(instance.tags.get("team"), Some("web"));
    assert_eq!(instance.tags.others().map(|(name, _)| name).collect::<Vec<_>>(), ["patched"]);
    assert_eq!(instance.extra.get("customer_note").unwrap().as_str(), "\"kept\"");
    assert_eq!(account.kind.as_deref(), Some("AwsAccount"));
    assert_eq!(account.extra.get("Region").unwrap().as_str(), r#"["us-west-2"]"#);
}

#[test]
fn a_field_that_is_set_wins_over_extra() {
    let mut finding: Finding = r#"{"Id": "1", "ProductArn": "p", "Note": null, "Types": []}"#.parse().unwrap();
    let mut note = Note::default();
    note.text = Some("ticket SEC-31".to_owned());
    finding.note = Some(note);
    let json = serde_json::to_string(&finding).unwrap();
    assert_eq!(json, r#"{"Id":"1","ProductArn":"p","Note":{"Text":"ticket SEC-31"},"Types":[]}"#);

    finding.note = None;
    finding.extra.remove("Note");
    finding.record_state = Some(RecordState::Archived);
    let json = serde_json::to_string(&finding).unwrap();
    assert_eq!(json, r#"{"Id":"1","ProductArn":"p","RecordState":"ARCHIVED","Types":[]}"#);
}

#[test]
fn of_two_members_of_one_name_the_last_counts() {
    let json = r#"{"Id": "1", "ProductArn": "p", "Title": "a", "Title": "b", "Region": "x", "Region": null}"#;
    assert_eq!(round_trip(json), r#"{"Id":"1","ProductArn":"p","Title":"b","Region":null}"#);

    let json =
        r#"{"Id": "1", "ProductArn": "p", "Severity": 7, "Severity": {"Label": "LOW"}, "Note": 1, "Note": null}"#;
    let finding: Finding = json.parse().unwrap();
    assert_eq!(finding.extra.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["Note"]);
    assert_eq!(round_trip(json), r#"{"Id":"1","ProductArn":"p","Severity":{"Label":"LOW"},"Note":null}"#);
}

fn alone<T: DeserializeOwned + Serialize>(json: &str) {
    let part: T = serde_json::from_str(json).unwrap();
    assert_eq!(Json::read(&serde_json::to_string(&part).unwrap()), Json::read(json));
    assert!(serde_json::from_str::<T>("[]").is_err());
    assert!(serde_json::from_str::<T>("\"x\"").is_err());
}

#[test]
fn structures_read_alone() {
    alone::<Severity>(r#"{"Label": "HIGH", "Normalized": 7e1, "Product": "8.30", "Original": null}"#);
    alone::<Workflow>(r#"{"Status": 5, "x": 1.0}"#);
    alone::<Compliance>(r#"{"Status": "PASSED", "StatusReasons": [{"ReasonCode": null}, {}]}"#);
    alone::<Resource>(r#"{"Type": "Other", "Id": "", "Details": {"Other": {"a": "b"}}}"#);
    alone::<TextMap>(r#"{"a": "b", "c": [1.0]}"#);
}

#[test]
fn events_are_written_to_the_byte() {
    for name in ["events/imported.json", "events/custom_action.json", "events/insight_results.json"] {
        let json = fixture(name);
        let event: Event = json.parse().unwrap();
        assert_eq!(serde_json::to_string(&event).unwrap(), json.trim(), "{name}");
        assert_eq!(serde_json::from_str::<Event>(&json).unwrap(), event);
    }
}

#[test]
fn depth_and_size_do_no_harm() {
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let wide = "x".repeat(10_000_000);
    for value in [format!("{{\"Deep\":{deep}}}"), deep.clone(), format!("\"{wide}\"")] {
        for name in ["Details", "Title", "Note", "Types", "x"] {
            let json = format!(r#"{{"Id":"1","ProductArn":"p","{name}":{value}}}"#);
            assert_eq!(round_trip(&json).len(), json.len(), "{name}");
        }
    }
}
