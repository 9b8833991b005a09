use crate::support::{Stub, TOKEN, WireTests, faked, fixture, lossless};
use orca_api::legacy_query::{Filter, LegacyQuery};
use orca_api::model::LegacyCve;
use orca_api::*;
use serde_json::json;

pub(crate) const WIRE: WireTests = &[
    ("query_posts_the_conditions", query_posts_the_conditions),
    ("of_asset_names_the_asset", of_asset_names_the_asset),
];

#[tokio::test]
async fn query_posts_the_conditions() {
    let stub = Stub::replying(200, &fixture("cves/list")).await;
    let query = LegacyQuery::new().filter(Filter::includes("cve_id", ["CVE-2026-0001"])).limit(10_u32);
    let page = stub.client().cves().query(&query).await.unwrap();
    let cve = &page.rows[0];
    assert_eq!((cve.cve_id.as_deref(), cve.fix_available), (Some("CVE-2026-0001"), Some(true)));
    assert_eq!((cve.nvd("cvss3_score"), cve.nvd("cvss2_score")), (Some(&json!(9.8)), None));
    let body = json!({"dsl_filter": {"filter": [{"field": "cve_id", "includes": ["CVE-2026-0001"]}]}, "limit": 10});
    stub.request().await.is("POST", "/query/cves", Some(body));
}

#[tokio::test]
async fn of_asset_names_the_asset() {
    let stub = Stub::replying(200, &fixture("cves/list")).await;
    assert_eq!(stub.client().cves().of_asset("vm_1&x").await.unwrap().rows.len(), 1);
    let seen = stub.request().await;
    assert_eq!((&*seen.method, &*seen.path, seen.query.as_deref()), ("GET", "/cves", Some("asset_unique_id=vm_1%26x")));
    assert_eq!(stub.client().cves().of_asset("").await.unwrap_err().kind(), ErrorKind::InvalidRequest);
}

#[tokio::test]
async fn a_query_is_repeated_and_its_refusal_told() {
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::new());
    transport.reply(500, "").reply(200, fixture("cves/list").to_string());
    let cves = client.cves().query_pages(&LegacyQuery::new()).try_collect(9).await.unwrap();
    assert_eq!((cves.len(), transport.requests().len()), (1, 2));
    transport.reply(400, r#"{"status": "failure", "error": "invalid limit 1000000"}"#);
    let error = client.cves().query(&LegacyQuery::new()).await.unwrap_err();
    assert_eq!(error.to_string(), "POST /query/cves: 400 Bad Request: invalid limit 1000000");
}

#[test]
fn vulnerabilities_decode_and_encode_without_loss() {
    lossless::<LegacyCve>(&fixture("cves/list")["data"][0]);
}
