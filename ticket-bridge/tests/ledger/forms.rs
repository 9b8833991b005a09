//! The record's text.

use serde_json::json;
use ticket_bridge::{Phase, RECORD_VERSION, Record};

/// The least that a record says.
fn least() -> serde_json::Value {
    json!({ "v": RECORD_VERSION, "pk": "alerts:orca-1", "destination": "SEC", "recurrence": 0, "phase": "linked" })
}

#[test]
fn the_least_that_a_record_says_is_read() {
    let record = Record::from_json(&least().to_string()).unwrap();
    assert_eq!((record.pk.as_str(), record.marker()), ("alerts:orca-1", "orca-1"));
    assert_eq!((record.phase, record.wake_at, record.is_newer()), (Phase::Linked, None, false));
}

#[test]
fn members_of_a_newer_version_are_kept_as_they_are() {
    let mut text = least();
    text["v"] = json!(RECORD_VERSION + 1);
    text["later"] = json!({ "deep": [1, -1, 1.5, u64::MAX, null, "語"] });
    let record = Record::from_json(&text.to_string()).unwrap();
    assert!(record.is_newer());
    assert_eq!(record.extra["later"], text["later"]);
    let again = Record::from_json(&serde_json::to_string(&record).unwrap()).unwrap();
    assert_eq!(again, record);
}

#[test]
fn a_phase_of_a_newer_version_is_unknown_and_breaks_nothing() {
    let mut text = least();
    text["v"] = json!(RECORD_VERSION + 1);
    text["phase"] = json!("sleeping");
    let record = Record::from_json(&text.to_string()).unwrap();
    assert_eq!((record.phase, record.is_newer()), (Phase::Unknown, true));
    assert_eq!(record.pk, "alerts:orca-1");
}

#[test]
fn a_form_of_a_newer_version_keeps_its_key_its_version_and_all_it_says() {
    let text = json!({
        "v": RECORD_VERSION + 5, "pk": "alerts:orca-1", "phase": { "name": "linked" }, "ticket": ["SEC-1", 7],
        "wake_at": "tomorrow", "notices": { "later": true },
    });
    let record = Record::from_json(&text.to_string()).unwrap();
    assert_eq!((record.v, record.pk.as_str(), record.phase), (RECORD_VERSION + 5, "alerts:orca-1", Phase::Unknown));
    assert!(record.is_newer());
    assert_eq!((record.wake_at, &record.ticket), (None, &None));
    assert_eq!(serde_json::Value::Object(record.extra), text);
}

#[test]
fn a_damaged_record_of_this_version_is_a_failure() {
    let mut damaged = least();
    damaged["wake_at"] = json!("tomorrow");
    assert!(Record::from_json(&damaged.to_string()).is_err());
    let mut keyless = damaged.clone();
    keyless["v"] = json!(RECORD_VERSION + 1);
    keyless.as_object_mut().unwrap().remove("pk");
    for text in [keyless.to_string(), "[]".to_owned(), String::new(), "{".to_owned(), json!({ "v": 9 }).to_string()] {
        assert!(Record::from_json(&text).is_err(), "{text}");
    }
}
