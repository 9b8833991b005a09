//! The table: made, looked at, and what it takes to be allowed.

use crate::http::{Server, refusing, relay, response};
use crate::support::{BOTH, SOON, StandIn, client, client_without_retries, new_table, record};
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection, ProjectionType,
    ScalarAttributeType, TimeToLiveStatus,
};
use std::collections::BTreeSet;
use std::time::Duration;
use ticket_bridge::{Expected, Ledger, Moment, Phase};
use ticket_bridge_dynamodb::{
    CHECK_ACTIONS, CREATE_ACTIONS, Created, DynamoLedger, LEDGER_ACTIONS, TableError, TableProblem,
};

fn actions(calls: &[String]) -> BTreeSet<String> {
    calls.iter().map(|call| format!("dynamodb:{call}")).collect()
}

fn listed(actions: &[&str]) -> BTreeSet<String> {
    actions.iter().map(|action| (*action).to_owned()).collect()
}

/// Each problem in its words.
fn told(error: &TableError) -> Vec<String> {
    error.problems().iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn a_table_is_made_once_and_fits() {
    let Some(address) = StandIn::Moto.address() else { return };
    let ledger = DynamoLedger::new(client(&address), new_table());
    let missing = ledger.check().await.unwrap_err();
    assert!(missing.is_missing());
    assert_eq!(
        missing.to_string(),
        format!(
            "the table {:?} cannot be used: there is no such table: create it, or correct the name, region or account",
            ledger.table()
        )
    );
    assert_eq!(ledger.create_table(SOON).await.unwrap(), Created::New);
    ledger.check().await.unwrap();
    assert_eq!(ledger.create_table(SOON).await.unwrap(), Created::AlreadyThere);
    ledger.check().await.unwrap();

    let client = client(&address);
    let table = client.describe_table().table_name(ledger.table()).send().await.unwrap().table.unwrap();
    let billing = table.billing_mode_summary().and_then(|summary| summary.billing_mode());
    assert_eq!(billing, Some(&BillingMode::PayPerRequest));
    for index in table.global_secondary_indexes() {
        let projection = index.projection().and_then(Projection::projection_type);
        assert_eq!(projection, Some(&ProjectionType::KeysOnly));
    }
    let ttl = client.describe_time_to_live().table_name(ledger.table()).send().await.unwrap();
    let ttl = ttl.time_to_live_description.unwrap();
    assert_eq!(ttl.time_to_live_status(), Some(&TimeToLiveStatus::Enabled));
    assert_eq!(ttl.attribute_name(), Some("expires"));
}

#[tokio::test]
async fn a_table_without_time_to_live_can_be_used_and_is_told() {
    let Some(ledger) = StandIn::Dynalite.ledger().await else { return };
    assert_eq!(ledger.create_table(SOON).await.unwrap(), Created::AlreadyThere);
    assert_eq!(ledger.check().await.unwrap_err().problems(), [TableProblem::NoTimeToLive]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_table_that_several_make_at_once_is_made_once() {
    for stand_in in BOTH {
        let Some(address) = stand_in.address() else { continue };
        let ledger = DynamoLedger::new(client(&address), new_table());
        let makers: Vec<_> = (0..8)
            .map(|_| {
                let ledger = ledger.clone();
                tokio::spawn(async move { ledger.create_table(SOON).await.unwrap() })
            })
            .collect();
        let mut new = 0;
        for maker in makers {
            new += usize::from(maker.await.unwrap() == Created::New);
        }
        assert_eq!(new, 1);
    }
}

#[tokio::test]
async fn time_to_live_that_is_off_is_switched_on() {
    let Some(address) = StandIn::Moto.address() else { return };
    let (server, _faults) = relay(&address).await;
    let ledger = DynamoLedger::new(client(&server.address), new_table());
    ledger.create_table(SOON).await.unwrap();
    let off = client(&address).update_time_to_live().table_name(ledger.table());
    let specification = aws_sdk_dynamodb::types::TimeToLiveSpecification::builder();
    let specification = specification.enabled(false).attribute_name("expires").build().unwrap();
    off.time_to_live_specification(specification).send().await.unwrap();
    let calls = server.calls().len();
    assert_eq!(ledger.check().await.unwrap_err().problems(), [TableProblem::NoTimeToLive]);
    assert!(!server.calls()[calls..].contains(&"UpdateTimeToLive".to_owned()));
    assert_eq!(ledger.create_table(SOON).await.unwrap(), Created::AlreadyThere);
    ledger.check().await.unwrap();
}

/// A table of someone else: another key, an index with another key, an index too few.
async fn other_table(address: &str, table: &str) {
    let attribute = |name: &str, kind: ScalarAttributeType| {
        AttributeDefinition::builder().attribute_name(name).attribute_type(kind).build().unwrap()
    };
    let element =
        |name: &str, kind: KeyType| KeySchemaElement::builder().attribute_name(name).key_type(kind).build().unwrap();
    let index = |name: &str, partition: &str, sort: &str| {
        GlobalSecondaryIndex::builder()
            .index_name(name)
            .key_schema(element(partition, KeyType::Hash))
            .key_schema(element(sort, KeyType::Range))
            .projection(Projection::builder().projection_type(ProjectionType::All).build())
            .build()
            .unwrap()
    };
    let request = client(address).create_table().table_name(table).billing_mode(BillingMode::PayPerRequest);
    request
        .attribute_definitions(attribute("id", ScalarAttributeType::S))
        .attribute_definitions(attribute("pk", ScalarAttributeType::S))
        .attribute_definitions(attribute("phase", ScalarAttributeType::S))
        .attribute_definitions(attribute("shard", ScalarAttributeType::S))
        .attribute_definitions(attribute("wake", ScalarAttributeType::S))
        .key_schema(element("id", KeyType::Hash))
        .global_secondary_indexes(index("due", "shard", "wake"))
        .global_secondary_indexes(index("phase", "phase", "pk"))
        .send()
        .await
        .unwrap();
}

#[tokio::test]
async fn a_table_that_does_not_fit_is_told_with_each_difference_and_not_touched() {
    let Some(address) = StandIn::Moto.address() else { return };
    let (server, _faults) = relay(&address).await;
    let ledger = DynamoLedger::new(client(&server.address), new_table());
    other_table(&address, ledger.table()).await;
    let wanted = [
        "the key of the table is id (S), not pk (S): make another table",
        "the key of the index \"due\" is shard (S), wake (S), not shard (S), wake (N): delete the index and add it again",
        "the index \"ticket\" is missing: add it, with the key ticket (S), pk (S) and the projection KEYS_ONLY",
        "time to live is off: switch it on for the attribute \"expires\"",
    ];
    let error = ledger.check().await.unwrap_err();
    assert_eq!(told(&error), wanted, "{error}");
    assert!(!error.to_string().contains('\n'));
    let error = ledger.create_table(SOON).await.unwrap_err();
    // Time to live was not switched on in a table of someone else's.
    assert_eq!(told(&error), wanted[..3], "{error}");
    let allowed = listed(CHECK_ACTIONS);
    assert!(actions(&server.calls()).is_subset(&allowed), "{:?}", server.calls());
}

#[tokio::test]
async fn each_action_that_is_denied_is_told_at_once() {
    let server = refusing(400, "AccessDeniedException", "not authorized").await;
    let ledger = DynamoLedger::new(client(&server.address), "alerts");
    let error = ledger.check().await.unwrap_err();
    let denied = error.problems().iter().map(|problem| match problem {
        TableProblem::Denied { action } => format!("dynamodb:{action}"),
        other => panic!("{other}"),
    });
    assert_eq!(denied.collect::<Vec<_>>().len(), CHECK_ACTIONS.len());
    for action in CHECK_ACTIONS {
        assert!(error.to_string().contains(&format!("access denied: allow {action} on the table and its indexes")));
    }
    let error = ledger.create_table(SOON).await.unwrap_err();
    assert_eq!(told(&error), ["access denied: allow dynamodb:DescribeTable on the table and its indexes"]);
}

#[tokio::test]
async fn an_outage_is_told_and_is_no_missing_table() {
    let server = refusing(500, "InternalServerError", "oh").await;
    let ledger = DynamoLedger::new(client_without_retries(&server.address), "alerts");
    let error = ledger.check().await.unwrap_err();
    assert!(!error.is_missing());
    // Each call fails of it; it is told once.
    let told = told(&error);
    assert!(matches!(&*told, [one] if one.contains("the service failed (InternalServerError)")), "{error}");
    assert!(ledger.create_table(SOON).await.is_err());
    assert_eq!(server.count("CreateTable"), 0);
}

/// A table that is always in one state.
async fn table_in_state(state: &'static str) -> Server {
    Server::start(move |_| {
        let table = format!(r#"{{"Table":{{"TableName":"alerts","TableStatus":"{state}"}}}}"#);
        Box::pin(async move { Some(response(200, &table)) })
    })
    .await
}

#[tokio::test]
async fn a_table_that_is_never_ready_is_waited_for_no_longer_than_asked() {
    let server = table_in_state("CREATING").await;
    let ledger = DynamoLedger::new(client(&server.address), "alerts");
    let waited = Duration::from_millis(300);
    let error = ledger.create_table(waited).await.unwrap_err();
    assert_eq!(error.problems(), [TableProblem::NotInTime { waited }]);
    assert!(told(&error)[0].starts_with("the table was not ready within 300ms"));
    let error = ledger.check().await.unwrap_err();
    assert_eq!(
        told(&error)[0],
        "the table is CREATING, not ACTIVE: wait until it is; if it stays so, look at it in the console"
    );
    let server = table_in_state("DELETING").await;
    let ledger = DynamoLedger::new(client(&server.address), "alerts");
    assert_eq!(
        told(&ledger.create_table(waited).await.unwrap_err())[0],
        "the table is DELETING, not ACTIVE: wait until it is; if it stays so, look at it in the console"
    );
}

#[tokio::test]
async fn the_listed_actions_are_those_that_are_called() {
    let Some(address) = StandIn::Moto.address() else { return };
    let (server, _faults) = relay(&address).await;
    let ledger = DynamoLedger::new(client(&server.address), new_table());
    ledger.create_table(SOON).await.unwrap();
    assert_eq!(actions(&server.calls()), listed(CREATE_ACTIONS));

    let begun = server.calls().len();
    ledger.check().await.unwrap();
    assert_eq!(actions(&server.calls()[begun..]), listed(CHECK_ACTIONS));

    let begun = server.calls().len();
    let _ = ledger.put(Expected::Absent, &record("a:1")).await.unwrap();
    let _ = ledger.get("a:1").await.unwrap();
    let _ = ledger.due(Moment::from_millis(1), 1).await.unwrap();
    let _ = ledger.list(Phase::Linked, None, 1).await.unwrap();
    let _ = ledger.by_ticket("SEC", "1").await.unwrap();
    let _ = ledger.take("b", 1, Duration::from_secs(1), Moment::from_millis(1)).await.unwrap();
    assert_eq!(actions(&server.calls()[begun..]), listed(LEDGER_ACTIONS));
}

#[test]
fn what_is_public_can_be_sent_and_shared() {
    const fn is_shared<T: Send + Sync + 'static>() {}
    is_shared::<DynamoLedger>();
    is_shared::<TableError>();
    is_shared::<TableProblem>();
}
