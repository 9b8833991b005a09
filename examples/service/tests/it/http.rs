use crate::service::{Service, call, until};
use crate::world::{SECRET, World};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const WEBHOOK: &str = r#"{"id":1,"type":2,"project":{"id":1,"projectKey":"SEC"},"content":{"id":1,"key_id":1}}"#;

/// What the guard refuses is refused as in a Lambda function, and the secret shows nowhere.
#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_call_is_refused_and_no_secret_is_written() {
    let world = World::start().await;
    let service = Service::running(&world.variables()).await;
    let path = format!("/hooks/backlog/{SECRET}");
    let large = "x".repeat((1 << 20) + 1);
    let post = async |path: &str, body: &str| call(&service.web, "POST", path, body).await.0;

    assert_eq!(post(&path, r#"{"id":1,"type":5,"project":{},"content":{}}"#).await, 200);
    assert_eq!(post("/hooks/backlog/canary-guess-0123456789", WEBHOOK).await, 401);
    assert_eq!(post("/hooks/backlog", WEBHOOK).await, 401);
    // Who does not know the secret does not learn how much is read.
    assert_eq!(post("/hooks/backlog/canary-guess-0123456789", &large).await, 401);
    assert_eq!(post(&path, &large).await, 413);
    assert_eq!(post(&format!("/hooks/other/{SECRET}"), WEBHOOK).await, 404);
    assert_eq!(post(&format!("{path}/more"), WEBHOOK).await, 404);
    assert_eq!(call(&service.web, "GET", &path, "").await.0, 405);
    // Neither address does the other's work.
    for hidden in ["/healthz", "/metrics"] {
        assert_eq!(call(&service.web, "GET", hidden, "").await.0, 404);
    }
    assert_eq!(call(&service.ops, "POST", &path, WEBHOOK).await.0, 404);

    let text = service.metrics_text().await;
    let log = service.log().join("\n");
    assert!(text.contains(r#"ticket_bridge_webhooks_total{status="401"} 3"#), "{text}");
    assert!(text.contains(r#"ticket_bridge_webhooks_total{status="413"} 1"#), "{text}");
    assert!(log.contains("started") && !log.contains("canary") && !text.contains("canary"));
    service.stop().await;
}

/// Without a secret in the configuration nobody may call.
#[tokio::test(flavor = "multi_thread")]
async fn without_a_guard_nobody_may_call() {
    let world = World::start().await;
    world.configure(&world.toml().replace("[webhook]\npath_secret = \"env:HOOK_SECRET\"", ""));
    let service = Service::running(&world.variables()).await;
    let (status, body) = call(&service.web, "POST", &format!("/hooks/backlog/{SECRET}"), WEBHOOK).await;
    assert!(status == 403 && body.contains("no HTTP guard is configured"), "{status} {body}");
    service.stop().await;
}

/// A body that never ends is given up, and its place is free again.
#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_comes_too_slowly_is_given_up() {
    let world = World::start().await;
    let service = Service::running(&world.variables()).await;
    let mut slow = TcpStream::connect(&service.web).await.unwrap();
    let head = format!("POST /hooks/backlog/{SECRET} HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\n{{");
    slow.write_all(head.as_bytes()).await.unwrap();
    let mut answer = [0_u8; 12];
    slow.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 408");
    service.stop().await;
}

/// It is not ready before its names are resolved, and says so.
#[tokio::test(flavor = "multi_thread")]
async fn it_is_ready_once_the_bridges_are_built() {
    let world = World::start().await;
    let wait = std::time::Duration::from_secs(2);
    world.backlog.fault(ticket_bridge_sandbox::Fault::delay(wait).on("GET", "/api/v2/projects"));
    let service = Service::start(&world.variables()).await;
    let (status, health) = service.health().await;
    assert_eq!((status, &health["status"]), (503, &"starting".into()));
    until("it is ready", async || service.health().await.0 == 200).await;
    service.stop().await;
}
