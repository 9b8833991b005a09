use crate::queue::Queue;
use crate::service::until;
use crate::world::World;
use std::time::Duration;
use ticket_bridge_sandbox::Fault;

/// Killed after the create reached Backlog and before its answer came; then the message comes again.
#[tokio::test(flavor = "multi_thread")]
async fn killed_in_the_midst_of_a_create_it_makes_one_issue() {
    let Some(queue) = Queue::start().await else { return };
    let world = World::start().await;
    let service = world.service(&queue).await;
    let (_, message) = world.alert("invoices-prod");
    world.backlog.fault(Fault::delay(Duration::from_secs(60)).on_path("POST", "/api/v2/issues"));
    queue.send(&message).await;
    until("the issue is there", async || world.backlog.issues().len() == 1).await;
    service.kill().await;

    let service = world.service(&queue).await;
    until("the issue is found", async || service.metric(r#"items_total{disposition="linked"}"#).await >= 1).await;
    // Nobody deleted it: it comes again by itself.
    until("the message is done", async || queue.held().await == 0).await;
    assert_eq!((world.backlog.issues().len(), world.creates().len()), (1, 1));
    service.stop().await;
}
