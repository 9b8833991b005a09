use crate::support::{Stub, TOKEN, WireTests, faked, fixture, lossless};
use orca_api::model::{Role, RoleName};
use orca_api::*;
use serde_json::json;

pub(crate) const WIRE: WireTests = &[
    ("list_reads_built_in_and_own_roles", list_reads_built_in_and_own_roles),
    ("get_reads_what_a_role_permits", get_reads_what_a_role_permits),
];

#[tokio::test]
async fn list_reads_built_in_and_own_roles() {
    let stub = Stub::replying(200, &fixture("roles/list")).await;
    let page = stub.client().roles().list().await.unwrap();
    let names: Vec<_> = page.rows.iter().filter_map(|role| role.name.clone()).collect();
    assert_eq!(names[..3], [RoleName::Administrator, RoleName::Viewer, RoleName::AlertManager]);
    assert_eq!(names[3].as_str(), "Night Shift");
    stub.request().await.is("GET", "/rbac/role", None);
}

#[tokio::test]
async fn get_reads_what_a_role_permits() {
    let stub = Stub::replying(200, &fixture("roles/get")).await;
    let role = stub.client().roles().get("90100000-0000-4000-8000-000000000009").await.unwrap();
    // The answer need not name what was asked for.
    assert_eq!(role.id, Some(RoleId::new("90100000-0000-4000-8000-000000000009")));
    assert_eq!(role.permission_groups, ["assets.asset.read", "alerts.alert.write"]);
    assert_eq!((role.is_custom, role.expiration_date), (Some(true), None));
    assert_eq!(role.created_by.unwrap().first_name.as_deref(), Some("Hanako"));
    assert_eq!(role.created_at.unwrap().as_str(), "2026-01-02T03:04:05+00:00");
    stub.request().await.is("GET", "/rbac/roles/90100000-0000-4000-8000-000000000009", None);
}

/// Orca's own client takes a 400 and a 500 for "does not exist": a 500 is not an outage to be repeated.
#[tokio::test]
async fn an_unknown_role_is_asked_for_once() {
    for (status, kind) in [(400, ErrorKind::Api), (404, ErrorKind::NotFound), (500, ErrorKind::Api)] {
        let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::new());
        transport.reply(status, json!({"error": "not found", "status": "failure"}).to_string());
        let error = client.roles().get("x/../y").await.unwrap_err();
        assert_eq!((error.kind(), error.status()), (kind, Some(status)));
        assert_eq!(transport.requests().len(), 1);
        assert_eq!(transport.requests()[0].uri.path(), "/api/rbac/roles/x%2F..%2Fy");
    }
}

#[test]
fn roles_decode_and_encode_without_loss() {
    lossless::<Role>(&fixture("roles/get")["data"]);
    for row in fixture("roles/list")["data"].as_array().unwrap() {
        lossless::<Role>(row);
    }
    for name in [
        "Administrator",
        "Editor",
        "Viewer",
        "Alert Manager",
        "Alert Verifier",
        "Contributor",
        "Shiftleft Administrator",
        "Shiftleft User",
        "Night Shift",
    ] {
        assert_eq!(RoleName::from(name).as_str(), name);
    }
}
