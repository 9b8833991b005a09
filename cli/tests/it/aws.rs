//! On stand-ins for AWS: `ci/aws.sh` exports their address.

use crate::support::Team;
use aws_sdk_dynamodb::config::BehaviorVersion;
use serde_json::json;
use ticket_bridge_sandbox::{Generation, OrcaAlert};

/// What `ci/aws.sh` gives to its command, for the program; `None` where there is no stand-in.
fn variables() -> Option<Vec<(String, String)>> {
    let url = std::env::var("AWS_STANDIN_URL").ok()?;
    let names = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"];
    let mut variables: Vec<_> = names.iter().map(|name| ((*name).to_owned(), std::env::var(name).unwrap())).collect();
    variables.push(("AWS_ENDPOINT_URL".to_owned(), url));
    Some(variables)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_and_secrets_of_aws() {
    let Some(aws) = variables() else {
        println!("skipped: AWS_STANDIN_URL is not set; ci/aws.sh sets it");
        return;
    };
    let mut team = Team::start().await;
    team.variables.extend(aws.clone());
    let url = std::env::var("AWS_STANDIN_URL").unwrap();
    let shared = aws_config::defaults(BehaviorVersion::latest()).endpoint_url(&url).load().await;
    let name = format!("cli-{}", std::process::id());
    let config = team.config();
    let config = config.replace("file = \"ledger.redb\"", &format!("table = \"{name}\""));
    let config = config.replace("'env:BACKLOG_API_KEY'", &format!("\"secretsmanager:{name}#backlog\""));
    team.write_config(&config);
    let key = team.backlog.api_key();

    // Neither is there yet: both are told.
    let checked = team.json(&["check"], 1).await.to_string();
    assert!(checked.contains("backlog.api_key") && checked.contains("ledger.table"), "{checked}");

    let secrets = aws_sdk_secretsmanager::Client::new(&shared);
    let text = json!({"backlog": key}).to_string();
    secrets.create_secret().name(&name).secret_string(text).send().await.unwrap();
    let done = team.json(&["init", "--yes"], 0).await;
    assert!(done["created"].to_string().contains(&name), "{done}");
    team.run(&["check"]).await.ends(0);
    team.run(&["adopt"]).await.ends(0);
    let alert = team.orca.add_alert(OrcaAlert::public_bucket("invoices-prod").id("orca-700123"));
    let event = team.orca.sqs_event(&alert, Generation::Legacy);
    team.run(&["plan", "--events", &team.events(&event)]).await.ends(0);

    let ledger = ticket_bridge_dynamodb::DynamoLedger::new(aws_sdk_dynamodb::Client::new(&shared), &name);
    // The bridges of this process take the key from the environment.
    let with_ids = team.read_config();
    team.write_config(&with_ids.replace(&format!("\"secretsmanager:{name}#backlog\""), "'env:BACKLOG_API_KEY'"));
    let bridges = team.bridges(std::sync::Arc::new(ledger)).await;
    team.write_config(&with_ids);
    let deadline = ticket_bridge::Deadline::none();
    bridges.handle(ticket_bridge_config::Accept::All, event.to_string().as_bytes(), deadline).await.unwrap();

    assert_eq!(team.json(&["show", "SEC-1"], 0).await["pk"], "alerts:orca-700123");
    assert_eq!(team.json(&["list", "--all"], 0).await["records"][0]["ticket"], "SEC-1");
    assert_eq!(team.run(&["export"]).await.ends(0).stdout.lines().count(), 3);
    team.run(&["tick"]).await.ends(0);

    aws_sdk_dynamodb::Client::new(&shared).delete_table().table_name(&name).send().await.unwrap();
    secrets.delete_secret().secret_id(&name).force_delete_without_recovery(true).send().await.unwrap();
}
