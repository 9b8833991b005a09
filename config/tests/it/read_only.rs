//! A team that changes nothing outside.

use crate::support::{ALERTS, World};
use std::sync::Arc;
use ticket_bridge::{Deadline, MemoryLedger};
use ticket_bridge_config::{Accept, Service};
use ticket_bridge_sandbox::{Generation, OrcaAlert};

#[tokio::test]
async fn writes_are_kept_back_by_service_and_nothing_is_sent() {
    let world = World::start().await;
    let team = world.team(&world.file(ALERTS)).await;
    let (quiet, withheld) = team.read_only().unwrap();
    let ids = quiet.resolve().await.unwrap();
    let bridges = quiet.bridges(&ids, Arc::new(MemoryLedger::new())).unwrap();
    let alert = world.orca.add_alert(OrcaAlert::public_bucket("invoices-prod"));
    let event = world.orca.sqs_event(&alert, Generation::Legacy).to_string();
    bridges.handle(Accept::All, event.as_bytes(), Deadline::none()).await.unwrap();
    quiet.orca().unwrap().alerts().close(alert.as_str()).await.unwrap_err();
    let message = chatwork_api::messages::CreateMessage::new(chatwork_api::notation::Message::new().line("hello"));
    quiet.chatwork().unwrap().rooms().messages(world.chatwork.room()).create(&message).await.unwrap_err();

    let shown =
        |(service, kept): &(Service, saas_api_core::KeptBack)| format!("{service} {} {}", kept.method, kept.path);
    let first: Vec<String> = withheld.kept_back().iter().map(shown).collect();
    let room = format!("/v2/rooms/{}/messages", world.chatwork.room());
    assert_eq!(first[0], "backlog POST /api/v2/issues");
    assert!(first.contains(&format!("orca PUT /api/alerts/{alert}/status/close")), "{first:?}");
    assert!(first.contains(&format!("chatwork POST {room}")), "{first:?}");
    let create = withheld.take().remove(0).1;
    let body = String::from_utf8(create.body.unwrap()).unwrap();
    assert!(body.contains(&format!("projectId={}", world.project.id)), "{body}");
    assert!(withheld.take().is_empty());
    world.only_read();
    assert!(world.backlog.issues().is_empty());
    // The team that it was made of writes as before.
    let bridges = team.bridges(&ids, Arc::new(MemoryLedger::new())).unwrap();
    bridges.handle(Accept::All, event.as_bytes(), Deadline::none()).await.unwrap();
    assert_eq!(world.backlog.issues().len(), 1);
}
