//! What waits is done: a schedule calls it each minute, and another one each hour with `{"task": "reconcile"}`.

use examples_lambda::{Event, Failure, deadline, serve};
use serde_json::{Value, json};
use std::process::ExitCode;
use ticket_bridge_config::Bridges;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    serve(run).await
}

async fn run(bridges: &Bridges, event: Event) -> Result<Value, Failure> {
    let input: Value = serde_json::from_str(event.payload.get()).unwrap_or_default();
    match input.get("task").map_or(Some("tick"), Value::as_str) {
        Some("tick") => tick(bridges, &event).await,
        Some("reconcile") => reconcile(bridges, &event).await,
        _ => Err(Failure::UnknownTask(input.get("task").map(Value::to_string).unwrap_or_default())),
    }
}

async fn tick(bridges: &Bridges, event: &Event) -> Result<Value, Failure> {
    let (mut woken, mut failed) = (0, 0);
    for (flow, ticked) in bridges.tick(deadline(event)).await {
        match ticked {
            Ok(ticked) => {
                woken += ticked.woken;
                failed += ticked.failed.len();
                for (pk, error) in ticked.failed {
                    tracing::error!(flow, pk, %error, "stays due");
                }
                if ticked.is_cut_short {
                    tracing::warn!(flow, "the time was over: the next tick goes on");
                }
            }
            Err(error) => {
                failed += 1;
                tracing::error!(flow, %error, "not ticked");
            }
        }
    }
    if failed == 0 { Ok(json!({"woken": woken})) } else { Err(Failure::Unfinished) }
}

async fn reconcile(bridges: &Bridges, event: &Event) -> Result<Value, Failure> {
    let (mut tickets, mut changed, mut whole) = (0, 0, true);
    for (flow, reconciled) in bridges.reconcile(deadline(event)).await {
        match reconciled {
            Ok(reconciled) => {
                tickets += reconciled.tickets;
                changed += reconciled.changed;
                if !reconciled.is_complete {
                    whole = false;
                    tracing::error!(
                        flow,
                        "the time was over, and the next one begins anew: raise the function timeout"
                    );
                }
            }
            Err(error) => {
                whole = false;
                tracing::error!(flow, %error, "not reconciled");
            }
        }
    }
    if whole { Ok(json!({"tickets": tickets, "changed": changed})) } else { Err(Failure::Unfinished) }
}
