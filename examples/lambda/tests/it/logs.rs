//! What the functions write: JSON lines with the request's id, and no secret.

use crate::events;
use crate::runtime_api::Function;
use crate::world::{HOOK, World, until};
use serde_json::Value;
use ticket_bridge_sandbox::{Fault, Generation, OrcaAlert};

#[tokio::test(flavor = "multi_thread")]
async fn each_line_is_json_and_names_the_request_and_none_a_secret() {
    let Some(world) = World::start().await else { return };
    let mut variables = world.variables();
    for name in ["AWS_LAMBDA_LOG_LEVEL", "RUST_LOG"] {
        variables.push((name.to_owned(), "TRACE".to_owned()));
    }
    let orca = Function::start("orca-to-backlog", &variables).await;
    let hook = Function::start("backlog-webhook", &variables).await;
    let alert = world.orca.add_alert(OrcaAlert::public_bucket("invoices-prod"));
    world.backlog.fault(Fault::status(401).on_path("POST", "/api/v2/issues"));
    orca.invoke(&world.orca.sqs_event(&alert, Generation::Legacy).to_string()).await.text();
    hook.invoke(&events::function_url(&format!("/backlog/{HOOK}"), r#"{"type": 99}"#)).await.text();
    until("it is logged", async || orca.output().contains("\"item\"") && hook.output().contains("\"item\"")).await;

    for output in [orca.output(), hook.output()] {
        let lines: Vec<Value> = output.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let item = lines.iter().find(|line| line["message"] == "item").unwrap();
        assert_eq!(item["span"]["requestId"], "8476a536-e9f4-11e8-9739-000000000001");
        // Printed by no assertion: it would be what it looks for.
        let secrets = [world.backlog.api_key(), world.orca.token().to_owned(), HOOK.to_owned(), "canary".to_owned()];
        assert!(!secrets.iter().any(|secret| output.contains(secret)), "a log holds a secret");
    }
}
