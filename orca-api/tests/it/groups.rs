use crate::support::{Stub, TOKEN, WireTests, faked, fixture, lossless};
use orca_api::model::Group;
use orca_api::*;
use serde_json::json;

pub(crate) const WIRE: WireTests = &[
    ("list_reads_the_groups_in_data", list_reads_the_groups_in_data),
    ("get_reads_who_belongs_to_a_group", get_reads_who_belongs_to_a_group),
];

#[tokio::test]
async fn list_reads_the_groups_in_data() {
    let stub = Stub::replying(200, &fixture("groups/list")).await;
    let page = stub.client().groups().list().await.unwrap();
    let groups: Vec<_> = page.rows.iter().map(|group| (group.name.as_deref(), group.sso_group)).collect();
    assert_eq!(groups, [(Some("Security"), Some(true)), (Some("開発"), Some(false))]);
    stub.request().await.is("GET", "/rbac/group", None);
}

/// Two clients were answered in two forms.
#[tokio::test]
async fn get_reads_who_belongs_to_a_group() {
    let ids = |name: &str, count: usize| {
        let group = Some(GroupId::new(name));
        (group, (1..=count).map(|n| UserId::new(format!("7e570000-0000-4000-8000-00000000000{n}"))).collect::<Vec<_>>())
    };
    for (case, users) in [("groups/get", 2), ("groups/get_plain", 1)] {
        let stub = Stub::replying(200, &fixture(case)).await;
        let group = stub.client().groups().get("grp-1").await.unwrap();
        assert_eq!(group.name.as_deref(), Some("Security"));
        assert_eq!((group.id, group.users), ids("grp-1", users));
        stub.request().await.is("GET", "/rbac/group/grp-1", None);
    }
}

/// Orca's own client takes a 400 and a 500 for "does not exist": a 500 is not an outage to be repeated.
#[tokio::test]
async fn an_unknown_group_is_asked_for_once() {
    for (status, kind) in [(400, ErrorKind::Api), (404, ErrorKind::NotFound), (500, ErrorKind::Api)] {
        let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::new());
        transport.reply(status, json!({"error": "not found"}).to_string());
        assert_eq!(client.groups().get("grp-9").await.unwrap_err().kind(), kind);
        assert_eq!(transport.requests().len(), 1);
    }
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::new());
    transport.reply(403, "{}");
    assert_eq!(client.groups().list().await.unwrap_err().kind(), ErrorKind::Auth);
}

#[test]
fn groups_decode_and_encode_without_loss() {
    lossless::<Group>(&fixture("groups/get")["data"]);
    lossless::<Group>(&fixture("groups/get_plain")["data"]);
    for row in fixture("groups/list")["data"]["groups"].as_array().unwrap() {
        lossless::<Group>(row);
    }
}
