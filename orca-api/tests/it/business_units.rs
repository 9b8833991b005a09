use crate::support::{Stub, TOKEN, WireTests, faked, fixture, lossless};
use orca_api::model::BusinessUnit;
use orca_api::*;
use serde_json::json;

pub(crate) const WIRE: WireTests = &[
    ("list_reads_the_business_units", list_reads_the_business_units),
    ("get_reads_what_belongs_to_a_business_unit", get_reads_what_belongs_to_a_business_unit),
];

#[tokio::test]
async fn list_reads_the_business_units() {
    let stub = Stub::replying(200, &fixture("business_units/list")).await;
    let page = stub.client().business_units().list().await.unwrap();
    let names: Vec<_> = page.rows.iter().filter_map(|unit| unit.name.as_deref()).collect();
    assert_eq!(names, ["Payments", "Rest"]);
    stub.request().await.is("GET", "/filters", None);
}

#[tokio::test]
async fn get_reads_what_belongs_to_a_business_unit() {
    let stub = Stub::replying(200, &fixture("business_units/get")).await;
    let unit = stub.client().business_units().get("b0b00000-0000-4000-8000-000000000001").await.unwrap();
    assert_eq!(unit.id, Some(BusinessUnitId::new("b0b00000-0000-4000-8000-000000000001")));
    assert_eq!(unit.filter().unwrap()["cloud_vendor_id"], json!(["123456789012"]));
    assert_eq!(unit.shiftleft_filter().unwrap()["shiftleft_project_id"], json!(["sl-1"]));
    assert_eq!((unit.is_global, unit.business_criticality.as_deref()), (Some(true), Some("high")));
    assert_eq!(
        (unit.contact_emails, unit.deployment_stages),
        (vec!["payments@example.co.jp".to_owned()], vec!["production".to_owned()])
    );
    stub.request().await.is("GET", "/filters/b0b00000-0000-4000-8000-000000000001", None);
}

#[tokio::test]
async fn an_unknown_business_unit_is_not_found() {
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::new());
    transport.reply(404, json!({"error": "not found", "status": "failure"}).to_string());
    let error = client.business_units().get("b-9").await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.to_string(), "GET /filters/{id}: 404 Not Found: not found");
    transport.reply(403, "{}");
    assert_eq!(client.business_units().list().await.unwrap_err().kind(), ErrorKind::Auth);
}

#[test]
fn business_units_decode_and_encode_without_loss() {
    for row in fixture("business_units/list")["data"].as_array().unwrap() {
        lossless::<BusinessUnit>(row);
    }
}
