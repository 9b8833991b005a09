//! Alerts that are broken in every way but one: the id is still there.

use super::notification;
use crate::support::fixture;
use orca_api::event::OrcaEvent;
use serde_json::{Value, json};

const FIXTURES: [&str; 5] =
    ["alerts/legacy", "alerts/legacy_minimal", "alerts/legacy_without_data", "alerts/row", "alerts/row_flat"];

/// Where the id stands: without these there is no alert to speak of.
const IDS: [&str; 5] = ["/state", "/state/alert_id", "/data", "/data/AlertId", "/data/AlertId/value"];

/// What a member may be instead.
fn oddities() -> Vec<Value> {
    // Deep, and yet within what the JSON reader takes when several stand in each other.
    let deep = (0..4).fold(json!("deep"), |inner, _| json!({"value": [inner]}));
    vec![
        Value::Null,
        json!(true),
        json!(0),
        json!(-7),
        json!(1.5e300),
        json!(u64::MAX),
        json!(""),
        json!(" \u{0} \u{1b}[31m \u{202e} {Place} "),
        json!("x".repeat(5_000)),
        json!([]),
        json!([null, 7, ["x"], {"value": "x"}]),
        json!({}),
        json!({"value": null}),
        json!({"value": {"value": 7}}),
        json!({"alert_id": "orca-9", "AlertId": "orca-9", "name": "orca-9"}),
        deep,
    ]
}

/// The pointers of everything within.
fn places(value: &Value, path: &str, found: &mut Vec<String>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), value)).collect(),
        Value::Array(values) => values.iter().enumerate().map(|(index, value)| (index.to_string(), value)).collect(),
        _ => Vec::new(),
    };
    for (name, child) in children {
        assert!(!name.contains(['/', '~']));
        let path = format!("{path}/{name}");
        places(child, &path, found);
        found.push(path);
    }
}

fn breakable(value: &Value, is_kept: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    places(value, "", &mut found);
    found.retain(|path| !is_kept(path));
    found
}

fn remove(value: &mut Value, path: &str) {
    let (parent, name) = path.rsplit_once('/').unwrap();
    match value.pointer_mut(parent).unwrap() {
        Value::Object(members) => drop(members.remove(name)),
        Value::Array(values) => drop(values.remove(name.parse().unwrap())),
        _ => panic!("{path} has no parent"),
    }
}

/// The body reads, by whatever channel; it is this alert, and it is written back as it came.
fn is_alert(body: &Value, id: &str) {
    let shown = || format!("{:.2000}", body.to_string());
    let event = OrcaEvent::from_value(body.clone()).unwrap_or_else(|error| panic!("{error} in {}", shown()));
    assert_eq!(event.alert().id().as_str(), id, "{}", shown());
    assert!(serde_json::to_value(&event).unwrap() == *body, "{}", shown());
    let view = event.view();
    assert!(!view.title.trim().is_empty(), "{}", shown());
    assert_eq!(view.id, *event.alert().id());
}

#[test]
fn each_member_may_be_gone_or_of_any_form() {
    let oddities = oddities();
    let mut checked = 0;
    for name in FIXTURES {
        let whole = fixture(name);
        let id = OrcaEvent::from_value(whole.clone()).unwrap().alert().id().to_string();
        for path in breakable(&whole, |path| IDS.contains(&path)) {
            let mut without = whole.clone();
            remove(&mut without, &path);
            is_alert(&without, &id);
            for odd in &oddities {
                let mut broken = whole.clone();
                *broken.pointer_mut(&path).unwrap() = odd.clone();
                is_alert(&broken, &id);
                checked += 1;
            }
        }
    }
    assert!(checked > 3_000, "{checked}");
}

/// `SplitMix64`: the same numbers in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % bound as u64).unwrap()
    }

    /// Breaks a few members one after the other, those too that came by a break before.
    fn breaks(&mut self, value: &mut Value, oddities: &[Value], is_kept: impl Fn(&str) -> bool) {
        for _ in 0..=self.below(12) {
            let paths = breakable(value, &is_kept);
            if paths.is_empty() {
                return;
            }
            let path = &paths[self.below(paths.len())];
            match self.below(oddities.len() + 4) {
                odd if odd < oddities.len() => *value.pointer_mut(path).unwrap() = oddities[odd].clone(),
                _ => remove(value, path),
            }
        }
    }
}

#[test]
fn many_members_may_be_broken_at_once() {
    let (mut random, oddities) = (Random(1), oddities());
    for round in 0..800 {
        let mut body = fixture(FIXTURES[round % FIXTURES.len()]);
        let id = OrcaEvent::from_value(body.clone()).unwrap().alert().id().to_string();
        random.breaks(&mut body, &oddities, |path| IDS.contains(&path));
        is_alert(&body, &id);

        // In SNS too, with a broken envelope.
        let mut wrapped = notification(&json!(body.to_string()));
        let kept = ["/Type", "/TopicArn", "/Message"];
        random.breaks(&mut wrapped, &oddities, |path| kept.iter().any(|kept| path.starts_with(kept)));
        is_alert(&wrapped, &id);
    }
}

/// The id may be broken too: then the answer is an error, and no panic.
#[test]
fn whatever_is_broken_reads_or_is_refused() {
    let (mut random, oddities) = (Random(2), oddities());
    let (mut read, mut refused) = (0, 0);
    for round in 0..1_000 {
        let mut body = fixture(FIXTURES[round % FIXTURES.len()]);
        if round % 3 == 0 {
            body = notification(&json!(body.to_string()));
        }
        random.breaks(&mut body, &oddities, |_| false);
        match OrcaEvent::from_value(body.clone()) {
            Ok(event) => {
                assert_eq!(serde_json::to_value(&event).unwrap(), body);
                assert!(!event.view().id.as_str().trim().is_empty());
                read += 1;
            }
            Err(error) => {
                assert!(!error.path().is_empty());
                refused += 1;
            }
        }
        let mut batch = json!({"Records": [
            {"messageId": "m-1", "body": body.to_string()},
            {"EventSource": "aws:sns", "Sns": notification(&json!(body.to_string()))},
        ]});
        random.breaks(&mut batch, &oddities, |path| path == "/Records");
        let records = OrcaEvent::records(batch.to_string().as_bytes()).unwrap();
        assert_eq!(records.len(), batch["Records"].as_array().unwrap().len());
    }
    assert!(read > 200 && refused > 200, "{read} {refused}");
}

#[test]
fn text_that_is_cut_or_flipped_reads_or_is_refused() {
    let mut random = Random(3);
    for name in ["alerts/legacy_minimal", "alerts/row_flat"] {
        let text = fixture(name).to_string().into_bytes();
        for end in 0..text.len() {
            assert!(OrcaEvent::from_slice(&text[..end]).is_err(), "{name}: {end}");
            assert!(OrcaEvent::records(&text[..end]).is_err(), "{name}: {end}");
        }
        for _ in 0..2_000 {
            let mut flipped = text.clone();
            for _ in 0..=random.below(4) {
                let place = random.below(flipped.len());
                flipped[place] = u8::try_from(random.below(256)).unwrap();
            }
            if let Ok(event) = OrcaEvent::from_slice(&flipped) {
                assert!(!event.view().title.is_empty());
            }
        }
    }
}
