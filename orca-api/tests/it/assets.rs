use crate::support::{Stub, TOKEN, WireTests, faked, fixture, lossless};
use orca_api::assets::ListAssets;
use orca_api::legacy_query::{Filter, LegacyQuery};
use orca_api::model::LegacyAsset;
use orca_api::*;
use serde_json::{Value, json};

pub(crate) const WIRE: WireTests = &[
    ("get_reads_the_bare_asset", get_reads_the_bare_asset),
    ("list_sends_its_filters_as_parameters", list_sends_its_filters_as_parameters),
    ("query_posts_the_conditions", query_posts_the_conditions),
];

#[tokio::test]
async fn get_reads_the_bare_asset() {
    let stub = Stub::replying(200, &fixture("assets/get")).await;
    let asset = stub.client().assets().get("AwsS3Bucket_123456789012_aaaa").await.unwrap();
    assert_eq!(
        (asset.asset.name.as_deref(), asset.account.name.as_deref()),
        (Some("invoices-prod"), Some("prod-account"))
    );
    stub.request().await.is("GET", "/assets/AwsS3Bucket_123456789012_aaaa", None);
}

#[tokio::test]
async fn an_unknown_asset_is_not_found_at_400_and_at_200() {
    for (status, body) in [
        (400, json!({"error": "asset x not found"})),
        (200, json!({"error": ""})),
        (200, json!({"error": "asset x not found"})),
    ] {
        let stub = Stub::replying(status, &body).await;
        let error = stub.client().assets().get("x").await.unwrap_err();
        assert!(error.is_not_found(), "{error}");
    }
    let stub = Stub::replying(200, &json!({"error": "try later"})).await;
    assert_eq!(stub.client().assets().get("x").await.unwrap_err().kind(), ErrorKind::Api);
    let stub = Stub::empty().await;
    assert_eq!(stub.client().assets().get("..").await.unwrap_err().kind(), ErrorKind::InvalidRequest);
}

#[tokio::test]
async fn list_sends_its_filters_as_parameters() {
    let stub = Stub::replying(200, &fixture("assets/list")).await;
    let request = ListAssets::new().filter("asset_type", "AwsS3Bucket").filter("state.severity", "a b").limit(3);
    let page = stub.client().assets().list(&request).await.unwrap();
    assert_eq!((page.rows.len(), page.total), (1, Some(1)));
    let seen = stub.request().await;
    assert_eq!((&*seen.method, &*seen.path), ("GET", "/assets"));
    assert_eq!(seen.query.as_deref(), Some("asset_type=AwsS3Bucket&state.severity=a+b&limit=3"));
    for request in [ListAssets::new().limit(0), ListAssets::new().filter("limit", "5")] {
        assert_eq!(stub.client().assets().list(&request).await.unwrap_err().kind(), ErrorKind::InvalidRequest);
    }
}

#[tokio::test]
async fn query_posts_the_conditions() {
    let stub = Stub::replying(200, &fixture("assets/list")).await;
    let query =
        LegacyQuery::new().filter(Filter::includes("asset_type", ["vm"])).start(20_u64).limit(10_u32).grouping(true);
    assert_eq!(stub.client().assets().query(&query).await.unwrap().rows.len(), 1);
    let body = json!({"dsl_filter": {"filter": [{"field": "asset_type", "includes": ["vm"]}]}, "start_at_index": 20, "limit": 10,
        "grouping": true});
    stub.request().await.is("POST", "/query/assets", Some(body));
}

#[tokio::test]
async fn pages_go_by_offset_over_short_ones_and_outages() {
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::new());
    let page = |ids: std::ops::Range<u32>| {
        let rows: Vec<_> = ids.map(|id| json!({"asset_unique_id": id.to_string()})).collect();
        json!({"status": "success", "total_items": 5, "data": rows}).to_string()
    };
    transport
        .reply(200, page(0..2))
        .reply(502, "")
        .reply(200, page(2..3))
        .reply(200, page(3..5))
        .reply(200, page(5..5));
    let assets = client.assets().query_pages(&LegacyQuery::new().limit(2_u32)).try_collect(99).await.unwrap();
    assert_eq!(assets.len(), 5);
    let starts: Vec<Value> = transport
        .requests()
        .iter()
        .map(|request| serde_json::from_slice::<Value>(&request.body).unwrap()["start_at_index"].clone())
        .collect();
    assert_eq!(starts, [0, 2, 2, 3, 5]);
}

#[test]
fn assets_decode_and_encode_without_loss() {
    lossless::<LegacyAsset>(&fixture("assets/get"));
    lossless::<LegacyAsset>(&json!({"asset_unique_id": 7, "x": [null]}));
}
