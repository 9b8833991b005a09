use crate::support::{Stub, WireTests, error_body, fixture, lossless, lossless_but_for_nulls};
use backlog_api::model::RateLimit;
use backlog_api::*;

pub(crate) const WIRE: WireTests = &[("rate_limit_reads_each_class", rate_limit_reads_each_class)];

#[tokio::test]
async fn rate_limit_reads_each_class() {
    let stub = Stub::replying(200, &fixture("space/rate_limit")).await;
    let limits = stub.client().space().rate_limit().await.unwrap();
    let update = limits.update.unwrap();
    assert_eq!((update.limit, update.remaining, update.reset), (150, 0, 1_795_136_581));
    assert_eq!(limits.icon.unwrap().limit, 60);
    stub.request().await.is_get("/rateLimit", &[]);
}

#[tokio::test]
async fn a_fault_of_the_server_keeps_its_code() {
    let stub = Stub::replying(500, &error_body(1, "Internal error.")).await;
    let error = stub.client().space().rate_limit().await.unwrap_err();
    assert_eq!(error.to_string(), "GET /rateLimit: 500 Internal Server Error: Internal error. (code 1)");
    assert_eq!(ErrorCode::of(&error), Some(ErrorCode::InternalError));
}

#[test]
fn rate_limits_decode_and_encode_without_loss() {
    let limits: RateLimit = lossless(&fixture("space/rate_limit")["rateLimit"]);
    assert_eq!(limits.extra["robots"]["limit"], 1);
    let sparse: RateLimit = lossless(&fixture("space/rate_limit_sparse")["rateLimit"]);
    assert_eq!((sparse.update, sparse.search, sparse.icon), (None, None, None));
    lossless_but_for_nulls::<RateLimit>(&fixture("space/rate_limit_nulls")["rateLimit"]);
}
