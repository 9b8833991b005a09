//! What the README says can be used as it stands.

use crate::http::forward;
use crate::support::{SOON, StandIn, client, new_table};
use serde_json::Value;
use std::collections::BTreeSet;
use ticket_bridge_dynamodb::{CHECK_ACTIONS, CREATE_ACTIONS, Created, DynamoLedger, LEDGER_ACTIONS, TableProblem};

const README: &str = include_str!("../../README.md");
const JAPANESE: &str = include_str!("../../README.ja.md");

/// The blocks of a language, in order.
fn blocks<'a>(text: &'a str, language: &str) -> Vec<&'a str> {
    let begins = format!("```{language}\n");
    text.split(&begins).skip(1).map(|rest| rest.split("```").next().unwrap()).collect()
}

#[test]
fn both_languages_show_the_same_templates() {
    for language in ["yaml", "hcl", "json"] {
        assert_eq!(blocks(README, language).len(), 1, "{language}");
        assert_eq!(blocks(README, language), blocks(JAPANESE, language));
    }
}

#[test]
fn the_policy_allows_what_a_ledger_does_and_no_more() {
    let policy: Value = serde_json::from_str(blocks(README, "json")[0]).unwrap();
    let statements = policy["Statement"].as_array().unwrap();
    let actions = statements.iter().flat_map(|statement| statement["Action"].as_array().unwrap());
    let actions: BTreeSet<&str> = actions.map(|action| action.as_str().unwrap()).collect();
    assert_eq!(actions, LEDGER_ACTIONS.iter().copied().collect());
    for text in [README, JAPANESE] {
        for action in [LEDGER_ACTIONS, CHECK_ACTIONS, CREATE_ACTIONS].concat() {
            assert!(text.contains(action.trim_start_matches("dynamodb:")), "{action}");
        }
    }
}

/// Percent-encoded, for a form.
fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric();
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[tokio::test]
async fn the_template_makes_a_table_that_fits() {
    let Some(address) = StandIn::Moto.address() else { return };
    let table = new_table();
    let template = blocks(README, "yaml")[0].replace("TableName: ticket-bridge", &format!("TableName: {table}"));
    assert!(template.contains(&table));
    let form = format!("Action=CreateStack&Version=2010-05-15&StackName={table}&TemplateBody={}", encoded(&template));
    let scope = "20260101/ap-northeast-1/cloudformation/aws4_request";
    let request = format!(
        "POST / HTTP/1.1\r\nhost: cloudformation.ap-northeast-1.amazonaws.com\r\n\
         authorization: AWS4-HMAC-SHA256 Credential=AKIACANARY0000000000/{scope}, SignedHeaders=host, Signature=0\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{form}",
        form.len()
    );
    let answer = forward(&address, request.as_bytes()).await.unwrap();
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.contains("<StackId>"), "{answer}");
    // moto leaves time to live out of a stack. All else fits.
    assert!(template.contains("TimeToLiveSpecification: { AttributeName: expires, Enabled: true }"));
    let ledger = DynamoLedger::new(client(&address), table);
    assert_eq!(ledger.check().await.unwrap_err().problems(), [TableProblem::NoTimeToLive]);
    assert_eq!(ledger.create_table(SOON).await.unwrap(), Created::AlreadyThere);
    ledger.check().await.unwrap();
}
