use crate::queue::Queue;
use crate::service::{Service, count, until};
use crate::world::World;
use std::time::{Duration, Instant};
use ticket_bridge_sandbox::Fault;

/// A create hangs when the word to stop comes: the service ends in time, and nothing is made twice.
#[tokio::test(flavor = "multi_thread")]
async fn a_create_that_hangs_does_not_keep_it_from_stopping() {
    let Some(queue) = Queue::start().await else { return };
    let world = World::start().await;
    // The create may take longer than a delivery may.
    world.configure(&world.toml().replace("send_window = \"2s\"", "send_window = \"60s\""));
    let service = world.service(&queue).await;
    let (_, message) = world.alert("invoices-prod");
    world.backlog.fault(Fault::delay(Duration::from_secs(60)).on_path("POST", "/api/v2/issues"));
    queue.send(&message).await;
    until("the create is sent", async || world.creates().len() == 1).await;
    let told = Instant::now();
    service.stop().await;
    assert!(told.elapsed() < Duration::from_secs(27), "{:?}", told.elapsed());

    let service = world.service(&queue).await;
    queue.send(&message).await;
    until("all messages are done", async || queue.held().await == 0).await;
    let waiting = async || {
        let metrics = service.metrics().await;
        let phases = ["claimed", "deferred", "in_doubt", "dead_letter"];
        phases.iter().map(|phase| count(&metrics, &format!("records{{phase=\"{phase}\"}}"))).sum::<u64>()
    };
    let ticks = service.metric(r#"rounds_total{outcome="done",round="tick"}"#).await;
    until("a tick", async || service.metric(r#"rounds_total{outcome="done",round="tick"}"#).await > ticks + 1).await;
    until("nothing waits", async || waiting().await == 0).await;
    assert_eq!((world.backlog.issues().len(), world.creates().len()), (1, 1));
    service.stop().await;
}

/// A reconciliation may take longer than a stop: it is cut off, and begins anew after the next start.
#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_end_in_time_is_cut_off() {
    let world = World::start().await;
    world.backlog.fault(Fault::delay(Duration::from_secs(120)).on_path("GET", "/api/v2/issues").always());
    let mut service = Service::running(&world.variables()).await;
    until("it reads", async || world.backlog.requests().iter().any(|request| request.path == "/api/v2/issues")).await;
    let told = Instant::now();
    service.signal("TERM");
    assert_eq!(service.ended().await.code(), Some(0), "{:#?}", service.log());
    assert!((24..30).contains(&told.elapsed().as_secs()), "{:?}", told.elapsed());
    assert!(service.log().join("\n").contains("something was cut off"));

    world.backlog.clear_faults();
    let service = Service::running(&world.variables()).await;
    let rounds = r#"rounds_total{outcome="done",round="reconcile"}"#;
    until("it begins anew", async || service.metric(rounds).await == 1).await;
    service.stop().await;
}

/// Without work it ends at once, whichever signal says so.
#[tokio::test(flavor = "multi_thread")]
async fn it_stops_at_once_when_nothing_is_under_way() {
    let world = World::start().await;
    for signal in ["TERM", "INT"] {
        let mut service = Service::running(&world.variables()).await;
        let told = Instant::now();
        service.signal(signal);
        assert_eq!(service.ended().await.code(), Some(0));
        assert!(told.elapsed() < Duration::from_secs(10), "{:?}", told.elapsed());
        assert!(service.log().last().unwrap().contains("stopped"));
    }
}

/// It need not be ready to be stopped.
#[tokio::test(flavor = "multi_thread")]
async fn it_stops_while_it_starts() {
    let world = World::start().await;
    world.backlog.fault(Fault::delay(Duration::from_secs(60)).on("GET", "/api/v2/").always());
    let service = Service::start(&world.variables()).await;
    until("it asks for its names", async || !world.backlog.requests().is_empty()).await;
    let told = Instant::now();
    service.stop().await;
    assert!(told.elapsed() < Duration::from_secs(10), "{:?}", told.elapsed());
    assert!(world.creates().is_empty());
}

/// A second signal is for somebody who cannot wait.
#[tokio::test(flavor = "multi_thread")]
async fn a_second_signal_ends_it_at_once() {
    let world = World::start().await;
    let mut service = Service::running(&world.variables()).await;
    until("it is at rest", async || service.metric(r#"rounds_total{outcome="done",round="reconcile"}"#).await >= 1)
        .await;
    // Each tick reads nothing of Backlog here; a webhook does, and hangs.
    world.backlog.fault(Fault::delay(Duration::from_secs(60)).on("GET", "/api/v2/issues"));
    world.hook(&service);
    world.backlog.add_issue(world.project.id, "by hand", &[(world.field, "orca-1")]).unwrap();
    until("a read hangs", async || {
        world.backlog.requests().iter().any(|request| request.path.starts_with("/api/v2/issues/"))
    })
    .await;
    service.signal("TERM");
    service.logged("stopping: what is under way is brought to its end").await;
    let told = Instant::now();
    service.signal("TERM");
    assert_eq!(service.ended().await.code(), Some(1));
    assert!(told.elapsed() < Duration::from_secs(5), "{:?}", told.elapsed());
}
