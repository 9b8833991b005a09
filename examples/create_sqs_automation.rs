//! Has Orca send its critical and high alerts to a queue: a config for the queue, and an automation that uses it.
//! `cargo run -p examples --example create_sqs_automation`
#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use examples::team::Outcome;
use orca_api::automations::{CreateAutomation, ListAutomations};
use orca_api::integrations::{CreateIntegrationConfig, IntegrationSettings};
use orca_api::model::Action;
use orca_api::serving_layer::Clause;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<()> {
    let setup = examples::setup::orca().await?;
    let (automations, integrations) = (setup.client.automations(), setup.client.integrations());

    // What Orca wants to know of a queue is not published. So a real one is made in the console, and named here by its id.
    let settings = IntegrationSettings::raw(serde_json::json!({"queue": "orca-alerts"}));
    let queue = match setup.queue_config()? {
        Some(made_in_the_console) => made_in_the_console,
        None => integrations.create(&CreateIntegrationConfig::new("queue", "alerts", settings)).await?.id,
    };
    let urgent = Clause::is_in("RiskLevel", ["critical", "high"]);
    let request = CreateAutomation::new("Urgent alerts to the queue", urgent, [Action::sqs(&queue)]);
    println!("made automation {}", automations.create(&request).await?.id);

    let mut all = automations.pages(&ListAutomations::new());
    while let Some(row) = all.next().await {
        // Text from outside: {:?} keeps control characters off the terminal.
        let automation = row?.into_result()?;
        println!("{:?} {:?} {:?}", automation.priority, automation.name, automation.status);
    }
    for alert in setup.delivered_to(&queue)? {
        println!("a new alert came through the queue: {alert}");
    }
    Ok(())
}
