//! What is told when the service refuses: what happened and what to do, and nothing of the request.

use crate::http::{Server, refusing, stub};
use crate::support::{client, client_without_retries, config, record};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Region};
use std::time::Duration;
use ticket_bridge::{Expected, Ledger, LedgerFailed, Moment, Phase, Put};
use ticket_bridge_dynamodb::DynamoLedger;

/// Each call of a ledger, and how it failed.
async fn failures(ledger: &DynamoLedger) -> Vec<(&'static str, LedgerFailed)> {
    let (now, window) = (Moment::from_millis(1), Duration::from_secs(1));
    vec![
        ("GetItem", ledger.get("a:1").await.unwrap_err()),
        ("PutItem", ledger.put(Expected::Absent, &record("a:1")).await.unwrap_err()),
        ("Query", ledger.due(now, 1).await.unwrap_err()),
        ("Query", ledger.list(Phase::Linked, None, 1).await.unwrap_err()),
        ("Query", ledger.by_ticket("SEC", "1").await.unwrap_err()),
        ("UpdateItem", ledger.take("b", 1, window, now).await.unwrap_err()),
    ]
}

#[tokio::test]
async fn each_refusal_is_told_in_its_own_words_for_each_call() {
    let of_code = [
        (
            400,
            "ProvisionedThroughputExceededException",
            "throttled (ProvisionedThroughputExceededException): try again",
        ),
        (400, "ThrottlingException", "throttled (ThrottlingException): try again"),
        (400, "RequestLimitExceeded", "throttled (RequestLimitExceeded): try again"),
        (400, "ResourceNotFoundException", "there is no such table or index: create it"),
        (400, "AccessDeniedException", "access denied: allow dynamodb:"),
        (400, "UnrecognizedClientException", "the credentials are refused (UnrecognizedClientException)"),
        (400, "ExpiredTokenException", "the credentials are refused (ExpiredTokenException)"),
        (400, "InvalidSignatureException", "the credentials are refused (InvalidSignatureException)"),
        (400, "TransactionConflictException", "another write to the item is under way"),
        (400, "UnknownOperationException", "the endpoint does not know this call"),
        (400, "BrandNewException", "refused (BrandNewException)"),
        (500, "InternalServerError", "the service failed (InternalServerError): try again"),
        (503, "ServiceUnavailable", "the service failed (ServiceUnavailable): try again"),
    ];
    for (status, code, words) in of_code {
        // AWS quotes the headers that were signed, and so the session's token.
        let server = refusing(status, code, "x-amz-security-token:canary-token \u{1b}[31m").await;
        let ledger = DynamoLedger::new(client_without_retries(&server.address), "alerts");
        for (call, failed) in failures(&ledger).await {
            let wanted = format!("{call} on the table \"alerts\": {words}");
            assert!(failed.message.starts_with(&wanted), "{code}: {failed}");
            let told = format!("{failed} {failed:?}");
            assert!(!told.to_lowercase().contains("canary") && !told.contains('\u{1b}'), "{code}");
        }
    }
}

#[tokio::test]
async fn a_denied_call_names_its_permission() {
    let server = refusing(400, "AccessDeniedException", "User is not authorized").await;
    let ledger = DynamoLedger::new(client(&server.address), "alerts");
    for (call, failed) in failures(&ledger).await {
        assert!(failed.message.contains(&format!("allow dynamodb:{call} on the table")), "{failed}");
    }
}

#[tokio::test]
async fn a_failed_condition_is_no_failure() {
    let server = refusing(400, "ConditionalCheckFailedException", "The conditional request failed").await;
    let ledger = DynamoLedger::new(client(&server.address), "alerts");
    assert_eq!(ledger.put(Expected::Absent, &record("a:1")).await.unwrap(), Put::Lost);
    assert!(!ledger.take("b", 1, Duration::from_secs(1), Moment::from_millis(1)).await.unwrap());
    assert_eq!(server.calls(), ["PutItem", "UpdateItem"]);
}

#[tokio::test]
async fn what_a_validation_says_is_told_on_one_line_and_cut() {
    let server = refusing(400, "ValidationException", &format!("Item size\r\n\u{1b}[31m {}", "x".repeat(1000))).await;
    let ledger = DynamoLedger::new(client(&server.address), "alerts");
    let failed = ledger.get("a:1").await.unwrap_err();
    assert!(failed.message.contains("refused (ValidationException): Item size\\r\\n\\u{1b}[31m xxx"), "{failed}");
    assert!(failed.message.len() < 500 && failed.message.ends_with("..."), "{failed}");
}

#[tokio::test]
async fn a_throttled_call_is_repeated_as_the_client_says() {
    let server = refusing(400, "ThrottlingException", "slow down").await;
    let _ = DynamoLedger::new(client(&server.address), "alerts").get("a:1").await.unwrap_err();
    assert_eq!(server.count("GetItem"), 3);
    let _ = DynamoLedger::new(client_without_retries(&server.address), "alerts").get("a:1").await.unwrap_err();
    assert_eq!(server.count("GetItem"), 4);
}

async fn told_of_get(client: Client) -> String {
    DynamoLedger::new(client, "alerts").get("a:1").await.unwrap_err().message
}

#[tokio::test]
async fn no_answer_and_no_connection_and_no_dynamodb_are_told_apart() {
    let silent = Server::start(|_| {
        Box::pin(async {
            tokio::time::sleep(Duration::from_secs(10)).await;
            None
        })
    })
    .await;
    let limits = TimeoutConfig::builder().operation_timeout(Duration::from_millis(200)).build();
    let told = told_of_get(Client::from_conf(config(&silent.address).timeout_config(limits).build())).await;
    assert!(told.contains("no answer in time"), "{told}");

    let page = stub(200, "<html>hello</html>").await;
    let told = told_of_get(client(&page.address)).await;
    assert!(told.contains("the answer cannot be read"), "{told}");
    let page = stub(404, "<html>no such page</html>").await;
    let told = told_of_get(client(&page.address)).await;
    assert!(told.contains("the answer cannot be read"), "{told}");

    let closed = stub(200, "{}").await.address.clone();
    tokio::task::yield_now().await;
    let told = told_of_get(client(&closed)).await;
    assert!(told.contains("no connection, or it broke"), "{told}");
}

#[tokio::test]
async fn a_client_without_credentials_or_region_is_told_as_such() {
    let bare = aws_sdk_dynamodb::Config::builder().behavior_version(BehaviorVersion::latest());
    let told = told_of_get(Client::from_conf(bare.clone().region(Region::new("ap-northeast-1")).build())).await;
    assert!(told.contains("the client failed: check its credentials, region"), "{told}");
    let told = told_of_get(Client::from_conf(bare.build())).await;
    assert!(told.contains("the client failed: check its credentials, region"), "{told}");
}

#[tokio::test]
async fn a_ledger_shows_its_table_and_nothing_of_its_client() {
    let ledger = DynamoLedger::new(client("http://127.0.0.1:9"), "alerts");
    assert_eq!(format!("{ledger:?}"), "DynamoLedger { table: \"alerts\", .. }");
    assert_eq!(ledger.table(), "alerts");
}
