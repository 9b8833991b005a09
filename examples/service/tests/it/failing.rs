use crate::queue::Queue;
use crate::service::{Service, run, until};
use crate::world::World;
use ticket_bridge_sandbox::Fault;

/// No more can be written to the ledger's file, as on a full disk. The messages wait in the queue meanwhile.
#[tokio::test(flavor = "multi_thread")]
async fn messages_wait_while_the_ledger_fails() {
    let Some(queue) = Queue::start().await else { return };
    let world = World::start().await;
    let mut service = world.service(&queue).await;
    until("it is well", async || service.health().await.0 == 200).await;
    run("prlimit", &["--pid", &service.pid(), "--fsize=0:unlimited"]);
    let (_, message) = world.alert("invoices-prod");
    queue.send(&message).await;
    until("it says so", async || service.health().await.1["ledger"] == "failing").await;
    assert_eq!((service.health().await.0, queue.held().await, world.creates().len()), (503, 1, 0));
    assert!(service.metric(r#"ledger_failures_total{call="put"}"#).await >= 1);

    // It ends itself, for the file has to be opened again. A supervisor starts it anew.
    assert_eq!(service.ended().await.code(), Some(1));
    assert_eq!(queue.held().await, 1);
    let service = world.service(&queue).await;
    until("the message is done", async || queue.held().await == 0).await;
    assert_eq!((world.backlog.issues().len(), service.health().await.0), (1, 200));
    service.stop().await;
}

/// The line to the queue is cut, and mended.
#[tokio::test(flavor = "multi_thread")]
async fn it_says_when_the_queue_does_not_answer_and_goes_on_when_it_does() {
    let Some(queue) = Queue::start().await else { return };
    let world = World::start().await;
    let service = world.service(&queue).await;
    until("it is well", async || service.health().await.0 == 200).await;
    queue.cut(true);
    let (_, message) = world.alert("invoices-prod");
    queue.send(&message).await;
    until("it says so", async || service.health().await.1["parts"]["queue 1"]["status"] == "failing").await;
    assert_eq!((service.health().await.0, queue.held().await), (503, 1));

    queue.cut(false);
    until("the message is done", async || queue.held().await == 0).await;
    assert_eq!(world.backlog.issues().len(), 1);
    until("it is well again", async || service.health().await.0 == 200).await;
    service.stop().await;
}

/// Backlog is down: what comes is kept in the ledger, and done once it is back.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_tracker_cannot_take_is_done_later() {
    let Some(queue) = Queue::start().await else { return };
    let world = World::start().await;
    let service = world.service(&queue).await;
    world.backlog.fault(Fault::too_many_requests_bare().on_path("POST", "/api/v2/issues").always());
    let (_, message) = world.alert("invoices-prod");
    queue.send(&message).await;
    until("it is kept", async || queue.held().await == 0).await;
    until("it is counted", async || service.metric(r#"records{phase="deferred"}"#).await >= 1).await;
    assert!(world.backlog.issues().is_empty());

    world.backlog.clear_faults();
    until("the issue is made", async || world.backlog.issues().len() == 1).await;
    until("nothing waits", async || service.metric(r#"records{phase="deferred"}"#).await == 0).await;
    service.stop().await;
}

/// A second service on the same file is told what is the matter.
#[tokio::test(flavor = "multi_thread")]
async fn a_second_process_on_the_same_ledger_is_refused() {
    let world = World::start().await;
    let service = Service::running(&world.variables()).await;
    let mut second = Service::spawn(&world.variables());
    assert_eq!(second.ended().await.code(), Some(1));
    let log = second.log().join("\n");
    assert!(log.contains("another process has this ledger open") && log.contains("ledger.file"), "{log}");
    assert_eq!(service.health().await.0, 200);
    service.stop().await;
}
