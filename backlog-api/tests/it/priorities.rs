use crate::support::{Stub, WireTests, error_body, fixture, lossless};
use backlog_api::model::Priority;
use backlog_api::*;

pub(crate) const WIRE: WireTests = &[("list_reads_the_fixed_set", list_reads_the_fixed_set)];

#[tokio::test]
async fn list_reads_the_fixed_set() {
    let stub = Stub::replying(200, &fixture("priorities/list")).await;
    let priorities = stub.client().priorities().list().await.unwrap();
    let ids: Vec<_> = priorities.iter().map(|priority| priority.id).collect();
    assert_eq!(ids[..3], [PriorityId::HIGH, PriorityId::NORMAL, PriorityId::LOW]);
    stub.request().await.is_get("/priorities", &[]);
}

#[tokio::test]
async fn a_used_up_limit_is_told() {
    let stub = Stub::replying(429, &error_body(13, "Too many requests.")).await;
    let error = stub.client().priorities().list().await.unwrap_err();
    assert!(error.is_rate_limited());
    assert_eq!(ErrorCode::of(&error), Some(ErrorCode::TooManyRequestsError));
}

#[test]
fn priorities_decode_and_encode_without_loss() {
    for priority in fixture("priorities/list").as_array().unwrap() {
        lossless::<Priority>(priority);
    }
}
