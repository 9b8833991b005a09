use crate::support::{Stub, WireTests, error_body, fixture, lossless};
use backlog_api::model::Resolution;
use backlog_api::*;

pub(crate) const WIRE: WireTests = &[("list_reads_ids_from_zero", list_reads_ids_from_zero)];

#[tokio::test]
async fn list_reads_ids_from_zero() {
    let stub = Stub::replying(200, &fixture("resolutions/list")).await;
    let resolutions = stub.client().resolutions().list().await.unwrap();
    let ids: Vec<_> = resolutions.iter().map(|resolution| resolution.id).collect();
    assert_eq!(
        ids[..5],
        [
            ResolutionId::FIXED,
            ResolutionId::WONT_FIX,
            ResolutionId::INVALID,
            ResolutionId::DUPLICATION,
            ResolutionId::CANNOT_REPRODUCE
        ]
    );
    stub.request().await.is_get("/resolutions", &[]);
}

#[tokio::test]
async fn a_caller_from_another_address_is_refused() {
    let stub = Stub::replying(403, &error_body(4, "Access denied.")).await;
    let error = stub.client().resolutions().list().await.unwrap_err();
    assert_eq!((error.kind(), ErrorCode::of(&error)), (ErrorKind::Auth, Some(ErrorCode::AccessDeniedError)));
}

#[test]
fn resolutions_decode_and_encode_without_loss() {
    for resolution in fixture("resolutions/list").as_array().unwrap() {
        lossless::<Resolution>(resolution);
    }
}
