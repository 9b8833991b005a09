use crate::support::{Stub, TOKEN, WireTests, faked, fixture, lossless};
use orca_api::compliance::ListFrameworks;
use orca_api::model::ComplianceOverview;
use orca_api::*;
use serde_json::json;

pub(crate) const WIRE: WireTests = &[
    ("overview_reads_how_far_frameworks_are_met", overview_reads_how_far_frameworks_are_met),
    ("the_old_address_takes_and_gives_the_same", the_old_address_takes_and_gives_the_same),
];

#[tokio::test]
async fn overview_reads_how_far_frameworks_are_met() {
    let stub = Stub::replying(200, &fixture("compliance/overview")).await;
    let overview = stub.client().compliance().overview(&ListFrameworks::new()).await.unwrap();
    assert_eq!((overview.total_count, overview.frameworks.len()), (Some(2), 2));
    let cis = &overview.frameworks[0];
    assert_eq!((cis.id.as_deref(), cis.display_name.as_deref()), (Some("cis_aws"), Some("CIS AWS Foundations")));
    assert_eq!((cis.is_custom, cis.is_active), (Some(false), Some(true)));
    assert_eq!((cis.passed, cis.failed), (Some(70), Some(10)));
    assert_eq!(cis.avg_score_percent.as_ref().unwrap().to_string(), "87.5");
    assert_eq!((overview.frameworks[1].passed, &overview.frameworks[1].avg_score_percent), (None, &None));
    stub.request().await.is("POST", "/serving-layer/compliance/frameworks/overview", Some(json!({})));
}

#[tokio::test]
async fn the_old_address_takes_and_gives_the_same() {
    let stub = Stub::replying(200, &fixture("compliance/overview")).await;
    let request = ListFrameworks::new().partial_name("CIS");
    let overview = stub.client().compliance().overview_at_old_address(&request).await.unwrap();
    assert_eq!(overview.frameworks.len(), 2);
    let body = json!({"framework_filters": {"partial_framework_name": "CIS"}});
    stub.request().await.is("POST", "/compliance/frameworks/overview", Some(body));
}

/// A POST that only reads.
#[tokio::test]
async fn an_overview_is_asked_for_again_after_an_outage() {
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::new());
    let answer = fixture("compliance/overview").to_string();
    transport.reply(502, "").reply(200, answer.clone()).fail(TransportError::maybe_sent("reset")).reply(200, answer);
    let (compliance, request) = (client.compliance(), ListFrameworks::new());
    assert!(compliance.overview(&request).await.is_ok());
    assert!(compliance.overview_at_old_address(&request).await.is_ok());
    assert_eq!(transport.requests().len(), 4);
}

#[tokio::test]
async fn odd_answers_read_as_far_as_they_go_and_refusals_are_errors() {
    for body in [json!({"data": {"frameworks": null}}), json!({"data": {"frameworks": [7, {}]}}), json!({})] {
        let stub = Stub::replying(200, &body).await;
        let overview = stub.client().compliance().overview(&ListFrameworks::new()).await.unwrap();
        assert!(overview.frameworks.iter().all(|framework| framework.id.is_none()), "{body}");
    }
    let stub = Stub::replying(403, &json!({"detail": "no"})).await;
    let error = stub.client().compliance().overview(&ListFrameworks::new()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);
}

#[test]
fn overviews_decode_and_encode_without_loss() {
    lossless::<ComplianceOverview>(&fixture("compliance/overview")["data"]);
}
