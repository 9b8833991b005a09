//! How records lie in items, and what becomes of items that are no records.

use crate::http::relay;
use crate::support::{BOTH, StandIn, client, record, record_with, won};
use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use serde_json::json;
use std::collections::{BTreeSet, HashMap};
use std::time::Duration;
use ticket_bridge::{Expected, Ledger, Moment, Phase, Put};
use ticket_bridge_dynamodb::DynamoLedger;

type Item = HashMap<String, AttributeValue>;

fn text(text: &str) -> AttributeValue {
    AttributeValue::S(text.to_owned())
}

/// The item as it lies in the table.
async fn item(ledger: &DynamoLedger, key: &str) -> Item {
    let client = client(&StandIn::Moto.address().unwrap());
    let request = client.get_item().table_name(ledger.table()).key("pk", text(key)).consistent_read(true);
    request.send().await.unwrap().item.unwrap()
}

async fn put_item(ledger: &DynamoLedger, item: Item) {
    let client = client(&StandIn::Moto.address().unwrap());
    client.put_item().table_name(ledger.table()).set_item(Some(item)).send().await.unwrap();
}

fn names(item: &Item) -> BTreeSet<&str> {
    item.keys().map(String::as_str).collect()
}

#[tokio::test]
async fn a_record_lies_in_its_item_as_the_readme_says() {
    let Some(ledger) = StandIn::Moto.ledger().await else { return };
    let all = json!({
        "phase": "closed", "ticket": { "id": "70012", "key": "SEC-31" }, "expires_at": 1_795_000_000_001_u64
    });
    let rev = won(ledger.put(Expected::Absent, &record_with("alerts:foobar", all)).await.unwrap());
    let stored = item(&ledger, "record#alerts:foobar").await;
    assert_eq!(names(&stored), BTreeSet::from(["pk", "rev", "body", "phase", "ticket", "expires"]));
    assert_eq!(stored["rev"], text(rev.as_str()));
    assert_eq!((rev.as_str().len(), &stored["phase"]), (32, &text("closed")));
    assert_eq!(stored["ticket"], text("3:SEC70012"));
    // Not before the moment.
    assert_eq!(stored["expires"], AttributeValue::N("1795000001".to_owned()));
    assert!(stored["body"].as_s().unwrap().starts_with(r#"{"v":1,"pk":"alerts:foobar","#));

    // The indexes are sparse: what is not so has no attribute.
    let woken = record_with("alerts:foobar", json!({ "phase": "deferred", "wake_at": 1_795_000_000_001_u64 }));
    won(ledger.put(Expected::Rev(rev), &woken).await.unwrap());
    let stored = item(&ledger, "record#alerts:foobar").await;
    assert_eq!(names(&stored), BTreeSet::from(["pk", "rev", "body", "phase", "shard", "wake"]));
    assert_eq!(stored["wake"], AttributeValue::N("1795000000001".to_owned()));
}

#[tokio::test]
async fn only_what_is_finished_may_expire() {
    let Some(ledger) = StandIn::Moto.ledger().await else { return };
    let unfinished = [
        json!({ "phase": "linked", "expires_at": 1 }),
        json!({ "phase": "closed", "expires_at": 1, "wake_at": 2 }),
        json!({ "phase": "closed" }),
    ];
    for (number, members) in unfinished.into_iter().enumerate() {
        won(ledger.put(Expected::Absent, &record_with(&format!("a:{number}"), members)).await.unwrap());
        assert!(!item(&ledger, &format!("record#a:{number}")).await.contains_key("expires"));
    }
}

#[tokio::test]
async fn an_expired_record_that_is_still_there_is_there() {
    for stand_in in BOTH {
        let Some(ledger) = stand_in.ledger().await else { continue };
        let expired = record_with("a:1", json!({ "phase": "closed", "expires_at": 1000 }));
        let rev = won(ledger.put(Expected::Absent, &expired).await.unwrap());
        assert_eq!(ledger.get("a:1").await.unwrap(), Some((expired.clone(), rev.clone())));
        assert_eq!(ledger.put(Expected::Absent, &expired).await.unwrap(), Put::Lost);
        assert_eq!(ledger.list(Phase::Closed, None, 9).await.unwrap(), ["a:1"]);
        won(ledger.put(Expected::Rev(rev), &record("a:1")).await.unwrap());
        if stand_in == StandIn::Moto {
            assert!(!item(&ledger, "record#a:1").await.contains_key("expires"));
        }
    }
}

#[tokio::test]
async fn an_item_that_holds_no_record_fails_by_its_key_and_hides_no_other() {
    let Some(ledger) = StandIn::Moto.ledger().await else { return };
    let good = json!({ "wake_at": 1, "ticket": { "id": "1", "key": "SEC-1" } });
    won(ledger.put(Expected::Absent, &record_with("a:good", good.clone())).await.unwrap());
    let body = |body: AttributeValue| Some(("body", body));
    let bad = [
        (body(text("no json")), "`body` is no record's JSON, at line 1 column 2"),
        (body(text("{\"v\":1}")), "`body` is no record's JSON"),
        (
            body(text(
                &json!({ "v": 1, "pk": "a:other", "destination": "SEC", "recurrence": 0, "phase": "linked" })
                    .to_string(),
            )),
            "`body` is the record \"a:other\"",
        ),
        (body(AttributeValue::B(Blob::new(*b"not packed"))), "`body` cannot be unpacked"),
        (body(AttributeValue::N("7".to_owned())), "the attribute `body` is missing, or neither text nor binary"),
        (Some(("rev", AttributeValue::N("7".to_owned()))), "the attribute `rev` is missing or no text"),
    ];
    for (change, why) in bad {
        let rev = ledger.get("a:bad").await.ok().flatten().map_or(Expected::Absent, |(_, rev)| Expected::Rev(rev));
        won(ledger.put(rev, &record_with("a:bad", good.clone())).await.unwrap());
        let whole = item(&ledger, "record#a:bad").await;
        let mut broken = whole.clone();
        broken.extend(change.map(|(name, value)| (name.to_owned(), value)));
        put_item(&ledger, broken).await;

        let failed = ledger.get("a:bad").await.unwrap_err();
        assert!(failed.message.starts_with(&format!("the item of \"a:bad\" holds no record: {why}")), "{failed}");
        assert_eq!(ledger.due(Moment::from_millis(1), 9).await.unwrap(), ["a:bad", "a:good"]);
        assert_eq!(ledger.list(Phase::Linked, None, 9).await.unwrap(), ["a:bad", "a:good"]);
        assert_eq!(ledger.by_ticket("SEC", "1").await.unwrap(), ["a:bad", "a:good"]);
        assert!(ledger.get("a:good").await.unwrap().is_some());
        put_item(&ledger, whole).await;
    }
}

#[tokio::test]
async fn a_record_in_a_form_of_a_newer_version_comes_out_with_its_version() {
    let Some(ledger) = StandIn::Moto.ledger().await else { return };
    let newer = json!({ "v": 9, "pk": "a:1", "phase": { "of": "another form" }, "wake_at": "soon" }).to_string();
    let item = [("pk", "record#a:1"), ("rev", "r1"), ("phase", "snoozed"), ("body", newer.as_str())];
    put_item(&ledger, item.into_iter().map(|(name, value)| (name.to_owned(), text(value))).collect()).await;
    let (record, rev) = ledger.get("a:1").await.unwrap().unwrap();
    assert_eq!((record.v, record.is_newer(), rev.as_str()), (9, true, "r1"));
}

#[tokio::test]
async fn a_put_replaces_the_whole_item_with_attributes_of_others() {
    let Some(ledger) = StandIn::Moto.ledger().await else { return };
    let rev = won(ledger.put(Expected::Absent, &record("a:1")).await.unwrap());
    let mut changed = item(&ledger, "record#a:1").await;
    changed.insert("note".to_owned(), text("of a person"));
    put_item(&ledger, changed).await;
    assert!(ledger.get("a:1").await.unwrap().is_some());
    won(ledger.put(Expected::Rev(rev), &record("a:1")).await.unwrap());
    assert!(!item(&ledger, "record#a:1").await.contains_key("note"));
}

/// Text that no compression shortens much.
fn noise(length: usize) -> String {
    let mut state = 1_u64;
    let letter = |_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b'0' + u8::try_from(state >> 58).unwrap())
    };
    (0..length).map(letter).collect()
}

#[tokio::test]
async fn a_long_record_is_stored_compressed() {
    let Some(ledger) = StandIn::Moto.ledger().await else { return };
    let long = record_with("a:1", json!({ "problem": "the same words again. ".repeat(40_000) }));
    won(ledger.put(Expected::Absent, &long).await.unwrap());
    assert_eq!(ledger.get("a:1").await.unwrap().map(|(record, _)| record), Some(long));
    let packed = item(&ledger, "record#a:1").await["body"].as_b().unwrap().clone().into_inner();
    assert!(packed.len() < 10_000);
    // A zlib stream, as any language reads it.
    assert_eq!(packed.first(), Some(&0x78));
}

#[tokio::test]
async fn a_record_that_fits_no_item_is_refused_before_anything_is_sent() {
    let Some(direct) = StandIn::Moto.ledger().await else { return };
    let (server, _faults) = relay(&StandIn::Moto.address().unwrap()).await;
    let ledger = DynamoLedger::new(client(&server.address), direct.table());
    let failed = ledger.put(Expected::Absent, &record_with("a:1", json!({ "problem": noise(600_000) }))).await;
    let message = failed.unwrap_err().message;
    assert!(message.starts_with("the record \"a:1\" takes "), "{message}");
    assert!(message.contains("holds 409600: nothing was sent. Its largest member is \"problem\" with 6"), "{message}");
    assert!(server.calls().is_empty());
    // What is a little smaller is taken by the service too.
    won(ledger.put(Expected::Absent, &record_with("a:2", json!({ "problem": noise(510_000) }))).await.unwrap());
}

#[tokio::test]
async fn keys_are_as_long_as_the_indexes_allow_and_no_longer() {
    for stand_in in BOTH {
        let Some(direct) = stand_in.ledger().await else { continue };
        let (server, _faults) = relay(&stand_in.address().unwrap()).await;
        let ledger = DynamoLedger::new(client(&server.address), direct.table());
        let (longest, longer) = ("x".repeat(1017), "語".repeat(340));
        won(direct.put(Expected::Absent, &record_with(&longest, json!({ "wake_at": 1 }))).await.unwrap());
        assert!(direct.get(&longest).await.unwrap().is_some());
        assert_eq!(direct.list(Phase::Linked, None, 9).await.unwrap(), [longest.as_str()]);
        assert_eq!(direct.due(Moment::from_millis(1), 9).await.unwrap(), [longest.as_str()]);
        assert!(direct.list(Phase::Linked, Some(&longest), 9).await.unwrap().is_empty());

        let failed = ledger.put(Expected::Absent, &record(&longer)).await.unwrap_err();
        assert!(failed.message.contains("has 1020 bytes, and a record's key 1017 at most: shorten the flow's name"));
        assert_eq!(ledger.get(&longer).await.unwrap(), None);
        let failed = ledger.list(Phase::Linked, Some(&longer), 9).await.unwrap_err();
        assert!(failed.message.starts_with("cannot list after a key of 1020 bytes"), "{failed}");
        let (window, now) = (Duration::from_secs(1), Moment::from_millis(1));
        let failed = ledger.take(&"b".repeat(2048), 1, window, now).await.unwrap_err();
        assert!(failed.message.starts_with("the name of a bucket has 2048 bytes"), "{failed}");
        assert!(server.calls().is_empty());
    }
}

#[tokio::test]
async fn a_ticket_is_found_by_an_id_of_any_length() {
    for stand_in in BOTH {
        let Some(ledger) = stand_in.ledger().await else { continue };
        for (number, id) in ["語".repeat(2000), "x".repeat(5000), String::new()].into_iter().enumerate() {
            let pk = format!("a:{number}");
            let linked = record_with(&pk, json!({ "ticket": { "id": id, "key": "SEC-1" } }));
            won(ledger.put(Expected::Absent, &linked).await.unwrap());
            assert_eq!(ledger.by_ticket("SEC", &id).await.unwrap(), [pk]);
        }
        // The destination's end is told by its length.
        let linked = record_with("a:9", json!({ "destination": "S", "ticket": { "id": "EC1", "key": "1" } }));
        won(ledger.put(Expected::Absent, &linked).await.unwrap());
        assert!(ledger.by_ticket("SEC", "1").await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn buckets_and_records_do_not_meet() {
    for stand_in in BOTH {
        let Some(ledger) = stand_in.ledger().await else { continue };
        let (window, now) = (Duration::from_secs(1), Moment::from_millis(5_000));
        assert!(ledger.take("b", 1, window, now).await.unwrap());
        for pk in ["b", "bucket#1000#5000#b", "1000#5000#b"] {
            assert_eq!(ledger.get(pk).await.unwrap(), None);
            won(ledger.put(Expected::Absent, &record_with(pk, json!({ "wake_at": 1 }))).await.unwrap());
        }
        assert!(!ledger.take("b", 1, window, now).await.unwrap());
        // A name with numbers is another bucket, and so is another length.
        assert!(ledger.take("5000#b", 1, window, now).await.unwrap());
        assert!(ledger.take("b", 1, Duration::from_millis(500), now).await.unwrap());
        assert_eq!(ledger.due(now, 9).await.unwrap().len(), 3);
        assert_eq!(ledger.list(Phase::Linked, None, 9).await.unwrap().len(), 3);
    }
}

#[tokio::test]
async fn a_bucket_is_kept_for_a_day_after_its_window() {
    let Some(ledger) = StandIn::Moto.ledger().await else { return };
    assert!(ledger.take("b", 1, Duration::from_secs(60), Moment::from_millis(125_000)).await.unwrap());
    let bucket = item(&ledger, "bucket#60000#120000#b").await;
    assert_eq!(names(&bucket), BTreeSet::from(["pk", "taken", "expires"]));
    assert_eq!(bucket["expires"], AttributeValue::N((180 + 24 * 60 * 60).to_string()));
}

#[tokio::test]
async fn what_others_keep_in_the_table_is_left_out_of_the_indexes() {
    let Some(ledger) = StandIn::Moto.ledger().await else { return };
    let mut foreign: Item = [("pk", "theirs"), ("phase", "linked"), ("shard", "0"), ("ticket", "3:SEC1")]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), text(value)))
        .collect();
    foreign.insert("wake".to_owned(), AttributeValue::N("0".to_owned()));
    put_item(&ledger, foreign).await;
    assert!(ledger.due(Moment::from_millis(1), 9).await.unwrap().is_empty());
    assert!(ledger.list(Phase::Linked, None, 9).await.unwrap().is_empty());
    assert!(ledger.by_ticket("SEC", "1").await.unwrap().is_empty());
}

#[tokio::test]
async fn what_is_due_is_spread_over_the_index_and_comes_in_order() {
    for stand_in in BOTH {
        let Some(ledger) = stand_in.ledger().await else { continue };
        for number in 0..40_u64 {
            // Each time moves another way than its key.
            let record = record_with(&format!("a:{number}"), json!({ "wake_at": number * 17 % 40 }));
            won(ledger.put(Expected::Absent, &record).await.unwrap());
        }
        let wakes = async |limit: usize| {
            let due = ledger.due(Moment::from_millis(1000), limit).await.unwrap();
            let number = |pk: &String| pk.strip_prefix("a:").unwrap().parse::<u64>().unwrap();
            due.iter().map(|pk| number(pk) * 17 % 40).collect::<Vec<_>>()
        };
        assert_eq!(wakes(100).await, (0..40).collect::<Vec<_>>());
        assert_eq!(wakes(13).await, (0..13).collect::<Vec<_>>());
        assert!(wakes(0).await.is_empty());
        if stand_in == StandIn::Moto {
            let mut shards = BTreeSet::new();
            for number in 0..40 {
                shards.insert(item(&ledger, &format!("record#a:{number}")).await["shard"].as_s().unwrap().clone());
            }
            assert_eq!(shards.len(), 4);
        }
    }
}
