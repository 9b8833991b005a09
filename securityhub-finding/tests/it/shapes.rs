//! The types beside the facts about the service's model.

use crate::support::shared_text;
use securityhub_finding::{Extra, Finding};
use serde_json::{Map, Value, json};

const FACTS: &str = include_str!("../../facts/asff-shapes.json");

pub(crate) fn facts() -> Value {
    serde_json::from_str(FACTS).unwrap()
}

/// A value of the documented form with every member. Each enum takes its values in turn.
fn sample(facts: &Value, kind: &str, turn: usize) -> Value {
    if let Some(item) = kind.strip_prefix('[') {
        return json!([sample(facts, item.strip_suffix(']').unwrap(), turn)]);
    }
    match kind {
        "string" => json!("text"),
        "integer" | "long" => json!(7),
        "double" => json!(7.5),
        "boolean" => json!(true),
        "map" => json!({"key": "text"}),
        "document" => json!({"any": [1]}),
        name => match facts["enums"][name].as_array() {
            Some(values) => values[turn % values.len()].clone(),
            None => structure(facts, name, turn),
        },
    }
}

pub(crate) fn structure(facts: &Value, name: &str, turn: usize) -> Value {
    let members = facts["structures"][name].as_object().unwrap_or_else(|| panic!("{name}"));
    let member = |(name, kind): (&String, &Value)| (name.clone(), sample(facts, kind.as_str().unwrap(), turn));
    members.iter().map(member).collect::<Map<_, _>>().into()
}

/// The longest list of an enum's values: after so many turns each value was there.
pub(crate) const TURNS: usize = 15;

/// Whether all of it has a field, and each enum its value.
pub(crate) fn assert_typed(shown: &str, least: usize) {
    assert!(!shown.contains("Unknown("), "an enum lacks a value: {shown}");
    let empty = format!("extra: {:?}", Extra::default());
    assert_eq!(shown.matches("extra: ").count(), shown.matches(&empty).count(), "a structure lacks a member: {shown}");
    assert!(shown.matches(&empty).count() >= least);
}

#[test]
fn every_documented_member_and_value_has_its_place() {
    let facts = facts();
    for turn in 0..TURNS {
        let mut json = structure(&facts, "AwsSecurityFinding", turn);
        // On the wire, though not in the model.
        let provided = &mut json["FindingProviderFields"]["Severity"];
        provided["Normalized"] = json!(70);
        provided["Product"] = json!(8.3);

        let finding: Finding = serde_json::from_value(json.clone()).unwrap();
        assert_eq!(serde_json::to_value(&finding).unwrap(), json);
        assert_typed(&format!("{finding:?}"), 75);
        let odd = finding.leniencies();
        assert!(odd.iter().all(|odd| odd.oddity == securityhub_finding::Oddity::NotAMoment), "{odd:?}");
    }
}

#[test]
fn no_enum_has_more_values_than_turns() {
    let facts = facts();
    let lists = facts["enums"].as_object().unwrap();
    assert_eq!(lists.values().map(|values| values.as_array().unwrap().len()).max(), Some(TURNS));
}

/// The type of a member, as the facts spell it.
fn slim(shape: &Value) -> String {
    match shape["type"].as_str().unwrap() {
        "structure" | "enum" => shape["ref"].as_str().unwrap().to_owned(),
        "list" => format!("[{}]", slim(&shape["of"])),
        "map" => {
            assert_eq!(shape["value"]["type"], "string");
            "map".to_owned()
        }
        other => other.to_owned(),
    }
}

#[test]
fn the_facts_are_those_of_the_service_where_these_are_at_hand() {
    let Some(text) = shared_text("reference/asff-shapes.json") else { return };
    let service: Value = serde_json::from_str(&text).unwrap();
    let facts = facts();
    for (name, members) in facts["structures"].as_object().unwrap() {
        let theirs = service["structures"][name]["members"].as_object().unwrap();
        let theirs: Map<_, _> = theirs.iter().map(|(name, shape)| (name.clone(), slim(shape).into())).collect();
        assert_eq!(members.as_object().unwrap(), &theirs, "{name}");
    }
    for (name, values) in facts["enums"].as_object().unwrap() {
        assert_eq!(values, &service["enums"][name], "{name}");
    }
}
