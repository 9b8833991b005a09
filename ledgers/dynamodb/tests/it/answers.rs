//! Answers that are lost. A put is never told as lost when it may be what stands in the table.

use crate::http::{Fault, Server, relay};
use crate::support::{BOTH, StandIn, client, client_without_retries, record, record_with, won};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;
use ticket_bridge::{Expected, Ledger, Moment, Put};
use ticket_bridge_dynamodb::DynamoLedger;

/// A ledger behind a relay, what the relay does wrong, and the same table without a relay.
async fn behind_relay(stand_in: StandIn) -> Option<(DynamoLedger, Server, crate::http::Faults, DynamoLedger)> {
    let direct = stand_in.ledger().await?;
    let (server, faults) = relay(&stand_in.address()?).await;
    let ledger = DynamoLedger::new(client(&server.address), direct.table());
    Some((ledger, server, faults, direct))
}

#[tokio::test]
async fn a_put_that_the_sdk_repeats_after_its_answer_was_lost_is_won() {
    for stand_in in BOTH {
        let Some((ledger, server, faults, direct)) = behind_relay(stand_in).await else { continue };
        faults.lock().unwrap().push_back(Fault::answer_lost());
        let first = won(ledger.put(Expected::Absent, &record("a:1")).await.unwrap());
        assert_eq!(server.count("PutItem"), 2);
        assert_eq!(direct.get("a:1").await.unwrap(), Some((record("a:1"), first.clone())));

        faults.lock().unwrap().push_back(Fault::answer_lost());
        let second = record_with("a:1", json!({ "reverts": 1 }));
        let rev = won(ledger.put(Expected::Rev(first), &second).await.unwrap());
        assert_eq!(server.count("PutItem"), 4);
        assert_eq!(direct.get("a:1").await.unwrap(), Some((second, rev)));
        // dynalite gives no old item, so it is read.
        assert_eq!(server.count("GetItem"), if stand_in == StandIn::Dynalite { 2 } else { 0 });
    }
}

#[tokio::test]
async fn a_put_whose_answer_a_gateway_replaced_is_won_or_fails_and_is_not_lost() {
    for stand_in in BOTH {
        let Some((ledger, server, faults, direct)) = behind_relay(stand_in).await else { continue };
        for (number, status) in [500, 502, 503, 504, 408, 200].into_iter().enumerate() {
            let (pk, begun) = (format!("a:{number}"), server.count("PutItem"));
            faults.lock().unwrap().push_back(Fault::AnswerReplaced(status));
            let put = ledger.put(Expected::Absent, &record(&pk)).await;
            let (stored, rev) = direct.get(&pk).await.unwrap().unwrap();
            assert_eq!(stored, record(&pk));
            // What the SDK repeats is its own choice.
            match server.count("PutItem") - begun {
                1 => assert!(put.is_err(), "{status}: {put:?}"),
                _ => assert_eq!(put, Ok(Put::Won(rev)), "{status}"),
            }
        }
        assert!(server.count("PutItem") > 8);
    }
}

#[tokio::test]
async fn a_put_whose_only_answer_was_lost_fails_and_is_not_lost() {
    for stand_in in BOTH {
        let Some((_, server, faults, direct)) = behind_relay(stand_in).await else { continue };
        let ledger = DynamoLedger::new(client_without_retries(&server.address), direct.table());
        faults.lock().unwrap().push_back(Fault::answer_lost());
        let failed = ledger.put(Expected::Absent, &record("a:1")).await.unwrap_err();
        assert!(failed.message.contains("no connection, or it broke"), "{failed}");
        assert_eq!(direct.get("a:1").await.unwrap().map(|(record, _)| record), Some(record("a:1")));
        // As it always was: whoever comes now is lost.
        assert_eq!(ledger.put(Expected::Absent, &record("a:1")).await.unwrap(), Put::Lost);
    }
}

#[tokio::test]
async fn a_put_that_did_not_arrive_is_repeated_and_won_once() {
    for stand_in in BOTH {
        let Some((ledger, server, faults, direct)) = behind_relay(stand_in).await else { continue };
        faults.lock().unwrap().push_back(Fault::RequestLost);
        let rev = won(ledger.put(Expected::Absent, &record("a:1")).await.unwrap());
        assert_eq!(server.calls(), ["PutItem", "PutItem"]);
        assert_eq!(direct.get("a:1").await.unwrap(), Some((record("a:1"), rev)));
    }
}

#[tokio::test]
async fn a_put_that_someone_wrote_over_before_it_was_repeated_fails_and_is_not_lost() {
    for stand_in in BOTH {
        let Some((ledger, server, faults, direct)) = behind_relay(stand_in).await else { continue };
        let other = record_with("a:1", json!({ "reverts": 9 }));
        let (someone, theirs) = (direct.clone(), other.clone());
        faults.lock().unwrap().push_back(Fault::AnswerLost(Box::pin(async move {
            let (_, rev) = someone.get("a:1").await.unwrap().unwrap();
            won(someone.put(Expected::Rev(rev), &theirs).await.unwrap());
        })));
        let failed = ledger.put(Expected::Absent, &record("a:1")).await.unwrap_err();
        assert!(failed.message.starts_with("it is not known whether the record \"a:1\" was stored"), "{failed}");
        assert_eq!(server.count("PutItem"), 2);
        assert_eq!(direct.get("a:1").await.unwrap().map(|(record, _)| record), Some(other));
    }
}

#[tokio::test]
async fn a_put_that_lost_and_whose_answer_was_lost_too_is_not_won() {
    for stand_in in BOTH {
        let Some((ledger, _server, faults, direct)) = behind_relay(stand_in).await else { continue };
        let theirs = won(direct.put(Expected::Absent, &record("a:1")).await.unwrap());
        faults.lock().unwrap().push_back(Fault::answer_lost());
        let put = ledger.put(Expected::Absent, &record_with("a:1", json!({ "reverts": 9 }))).await;
        assert!(put.is_err(), "{put:?}");
        assert_eq!(direct.get("a:1").await.unwrap(), Some((record("a:1"), theirs)));
    }
}

#[tokio::test]
async fn a_put_that_lost_costs_one_request() {
    for stand_in in BOTH {
        let Some((ledger, server, _faults, direct)) = behind_relay(stand_in).await else { continue };
        won(direct.put(Expected::Absent, &record("a:1")).await.unwrap());
        assert_eq!(ledger.put(Expected::Absent, &record("a:1")).await.unwrap(), Put::Lost);
        assert_eq!(server.calls(), ["PutItem"]);
    }
}

#[tokio::test]
async fn a_put_that_was_throttled_first_and_lost_then_is_lost() {
    for stand_in in BOTH {
        let Some((ledger, server, faults, direct)) = behind_relay(stand_in).await else { continue };
        let someone = direct.clone();
        let writes = Box::pin(async move { drop(won(someone.put(Expected::Absent, &record("a:1")).await.unwrap())) });
        faults.lock().unwrap().push_back(Fault::Refused("ThrottlingException", writes));
        // A throttled put was certainly not stored, so there is nothing to be unsure of.
        assert_eq!(ledger.put(Expected::Absent, &record("a:1")).await.unwrap(), Put::Lost);
        assert_eq!(server.calls(), ["PutItem", "PutItem"]);
    }
}

#[tokio::test]
async fn a_take_whose_answer_was_lost_grants_fewer_and_never_more() {
    let (window, now) = (Duration::from_secs(60), Moment::from_millis(60_000_000));
    for stand_in in BOTH {
        let Some((ledger, _server, faults, direct)) = behind_relay(stand_in).await else { continue };
        faults.lock().unwrap().push_back(Fault::answer_lost());
        let mut granted = 0;
        for _ in 0..5 {
            granted += u32::from(ledger.take("b", 3, window, now).await.unwrap());
        }
        assert_eq!(granted, 2);
        assert!(!direct.take("b", 3, window, now).await.unwrap());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_puts_at_once_over_a_bad_network_one_stands_and_no_other_is_told_as_won() {
    for stand_in in BOTH {
        let Some((ledger, _server, faults, direct)) = behind_relay(stand_in).await else { continue };
        for number in 0..24 {
            let fault = if number % 3 == 0 { Fault::RequestLost } else { Fault::answer_lost() };
            faults.lock().unwrap().push_back(fault);
        }
        let ledger = Arc::new(ledger);
        let puts: Vec<_> = (0..16)
            .map(|number| {
                let ledger = Arc::clone(&ledger);
                tokio::spawn(async move {
                    let record = record_with("a:1", json!({ "reverts": number }));
                    (ledger.put(Expected::Absent, &record).await, record)
                })
            })
            .collect();
        let (stored, rev) = {
            let mut ended = Vec::new();
            for put in puts {
                ended.push(put.await.unwrap());
            }
            let (stored, rev) = direct.get("a:1").await.unwrap().unwrap();
            for (put, record) in ended {
                // Whoever's record stands was not told that someone else was first.
                assert_ne!((&put, &record), (&Ok(Put::Lost), &stored));
                if let Ok(Put::Won(won)) = put {
                    assert_eq!((won, record), (rev.clone(), stored.clone()));
                }
            }
            (stored, rev)
        };
        assert_eq!(direct.get("a:1").await.unwrap(), Some((stored, rev)));
    }
}
