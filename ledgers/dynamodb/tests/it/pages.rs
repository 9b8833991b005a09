//! Answers of an index that come in several pages, some of them empty.

use crate::http::{Server, response};
use crate::support::client;
use serde_json::{Value, json};
use ticket_bridge::{Ledger, Moment, Phase};
use ticket_bridge_dynamodb::DynamoLedger;

/// An index of each partition: two entries, an empty page that is not the last, two more entries.
async fn pages() -> Server {
    Server::start(|request| {
        Box::pin(async move {
            let asked: Value = serde_json::from_str(&request.body).unwrap();
            let partition = asked["ExpressionAttributeValues"][":partition"]["S"].as_str().unwrap().to_owned();
            let at = asked["ExclusiveStartKey"]["pk"]["S"].as_str().unwrap_or("0").parse::<u64>().unwrap();
            let entry = |number: u64| {
                json!({ "pk": { "S": format!("record#{partition}-{number}") }, "wake": { "N": number.to_string() } })
            };
            let (items, next) = match at {
                0 => (vec![entry(1), entry(2)], Some("1")),
                1 => (vec![], Some("2")),
                _ => (vec![entry(3), entry(4)], None),
            };
            let most = usize::try_from(asked["Limit"].as_u64().unwrap()).unwrap();
            let mut page = json!({ "Count": 0, "Items": items.into_iter().take(most).collect::<Vec<_>>() });
            if let Some(next) = next {
                page["LastEvaluatedKey"] = json!({ "pk": { "S": next } });
            }
            Some(response(200, &page.to_string()))
        })
    })
    .await
}

#[tokio::test]
async fn every_page_of_an_index_is_read_until_there_are_enough() {
    let server = pages().await;
    let ledger = DynamoLedger::new(client(&server.address), "alerts");
    assert_eq!(ledger.by_ticket("S", "1").await.unwrap(), ["1:S1-1", "1:S1-2", "1:S1-3", "1:S1-4"]);
    assert_eq!(server.count("Query"), 3);

    let listed = ledger.list(Phase::Linked, None, 3).await.unwrap();
    assert_eq!(listed, ["linked-1", "linked-2", "linked-3"]);
    let asked: Vec<Value> =
        server.requests().iter().map(|request| serde_json::from_str(&request.body).unwrap()).collect();
    assert_eq!(asked[3..].iter().map(|asked| asked["Limit"].as_u64()).collect::<Vec<_>>(), [Some(3), Some(1), Some(1)]);
    assert_eq!(ledger.list(Phase::Linked, None, 2).await.unwrap().len(), 2);
    assert_eq!(server.count("Query"), 7);

    // Of all shards together no more than asked for, the earliest first, each shard's fourth after all thirds.
    let due = ledger.due(Moment::from_millis(9), 9).await.unwrap();
    let wakes: Vec<&str> = due.iter().map(|pk| pk.rsplit_once('-').unwrap().1).collect();
    assert_eq!(wakes, ["1", "1", "1", "1", "2", "2", "2", "2", "3"]);
}
