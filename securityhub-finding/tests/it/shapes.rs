//! The types beside the facts about the service's model, where the shared folder is present.

use crate::support::shared_text;
use securityhub_finding::{Extra, Finding};
use serde_json::{Map, Value, json};

/// Structures that a later version types.
const RAW: [&str; 13] = [
    "Malware",
    "Network",
    "NetworkPathComponent",
    "ProcessDetails",
    "Threat",
    "ThreatIntelIndicator",
    "Vulnerability",
    "PatchSummary",
    "Action",
    "GeneratorDetails",
    "Detection",
    "DataClassificationDetails",
    "ResourceDetails",
];

/// A value of the documented form with every member. Each text is its own path, each enum takes its values in turn.
fn sample(shapes: &Value, shape: &Value, turn: usize) -> Value {
    let reference = shape["ref"].as_str().unwrap_or_default();
    match shape["type"].as_str().unwrap() {
        "string" => json!("text"),
        "integer" | "long" => json!(7),
        "double" => json!(7.5),
        "boolean" => json!(true),
        "list" => json!([sample(shapes, &shape["of"], turn)]),
        "map" => json!({"key": "text"}),
        "enum" => {
            let values = shapes["enums"][reference].as_array().unwrap();
            values[turn % values.len()].clone()
        }
        "structure" if RAW.contains(&reference) => json!({"Any": [1]}),
        "structure" => structure(shapes, reference, turn),
        other => panic!("{other}"),
    }
}

fn structure(shapes: &Value, name: &str, turn: usize) -> Value {
    let members = shapes["structures"][name]["members"].as_object().unwrap();
    members.iter().map(|(name, shape)| (name.clone(), sample(shapes, shape, turn))).collect::<Map<_, _>>().into()
}

#[test]
fn every_documented_member_and_value_has_its_place() {
    let Some(text) = shared_text("reference/asff-shapes.json") else { return };
    let shapes: Value = serde_json::from_str(&text).unwrap();
    for turn in 0..6 {
        let json = structure(&shapes, "AwsSecurityFinding", turn);
        let finding: Finding = serde_json::from_value(json.clone()).unwrap();
        assert_eq!(serde_json::to_value(&finding).unwrap(), json);

        let all = format!("{finding:?}");
        assert!(!all.contains("Unknown("), "an enum lacks a value: {all}");
        let empty = format!("extra: {:?}", Extra::default());
        assert_eq!(all.matches("extra: ").count(), all.matches(&empty).count(), "a structure lacks a member: {all}");
        assert!(all.matches(&empty).count() >= 18);
    }
}
