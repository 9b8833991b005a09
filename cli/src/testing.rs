//! Records for tests.

use serde_json::{Value, json};
use ticket_bridge::{Expected, Ledger, MemoryLedger, Put, Record};

/// A record with its phase, and more members.
pub(crate) fn record(pk: &str, phase: &str, more: &Value) -> Record {
    let mut members = json!({"v": 1, "pk": pk, "destination": "SEC", "recurrence": 0, "phase": phase});
    for (name, value) in more.as_object().unwrap() {
        members[name] = value.clone();
    }
    Record::from_json(&members.to_string()).unwrap()
}

/// What a source said of a finding.
pub(crate) fn finding(key: &str, title: &str) -> Value {
    json!({"source": "orca", "key": key, "state": "active", "severity": "high", "title": title, "observed_at": 0})
}

/// A ledger that holds these records.
pub(crate) async fn ledger(records: &[Record]) -> MemoryLedger {
    let ledger = MemoryLedger::new();
    for record in records {
        assert!(matches!(ledger.put(Expected::Absent, record).await.unwrap(), Put::Won(_)));
    }
    ledger
}
