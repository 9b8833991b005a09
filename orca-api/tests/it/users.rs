use crate::support::{Stub, TOKEN, WireTests, faked, fixture, lossless, sent};
use orca_api::model::{RoleName, User, UserAccess};
use orca_api::users::ListUsers;
use orca_api::*;
use serde_json::json;

pub(crate) const WIRE: WireTests = &[
    ("list_asks_for_a_page", list_asks_for_a_page),
    ("access_reads_who_has_which_role_where", access_reads_who_has_which_role_where),
    ("of_organization_reads_the_users_in_data", of_organization_reads_the_users_in_data),
];

#[tokio::test]
async fn list_asks_for_a_page() {
    let stub = Stub::replying(200, &fixture("users/list")).await;
    let page = stub.client().users().list(&ListUsers::new()).await.unwrap();
    assert_eq!((page.rows.len(), page.total), (2, Some(2)));
    let [hanako, bot] = &page.rows[..] else { panic!() };
    assert_eq!(hanako.id, Some(UserId::new("7e570000-0000-4000-8000-000000000001")));
    assert_eq!((hanako.first_name.as_deref(), hanako.last_name.as_deref()), (Some("Hanako"), Some("Yamada")));
    assert_eq!((hanako.mfa_required, hanako.mfa_enabled), (Some(true), Some(false)));
    assert_eq!((bot.email.as_deref(), bot.last_name.as_deref()), (Some("bot@example.co.jp"), None));
    let seen = stub.request().await;
    assert_eq!((&*seen.method, &*seen.path), ("GET", "/users"));
    assert_eq!(seen.query.as_deref(), Some("limit=300&start_at_index=0"));
}

#[tokio::test]
async fn list_sends_what_is_set_and_refuses_what_no_page_has() {
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::none());
    transport.reply(200, r#"{"status": "success", "data": []}"#);
    let request = ListUsers::new().limit(20_u32).start(40_u64).search("hanako+1@example.co.jp");
    client.users().list(&request).await.unwrap();
    let query = transport.requests()[0].uri.query().unwrap().to_owned();
    assert_eq!(query, "limit=20&start_at_index=40&search=hanako%2B1%40example.co.jp");
    for limit in [0_u32, 301] {
        let error = client.users().list(&ListUsers::new().limit(limit)).await.unwrap_err();
        assert_eq!(error.to_string(), "GET /users: invalid request: limit: must be 1 to 300");
        let error = client.users().pages(&ListUsers::new().limit(limit)).next().await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    }
    assert_eq!(transport.requests().len(), 1);
}

/// A page may be short while the list goes on.
#[tokio::test]
async fn pages_read_on_to_the_total() {
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::none());
    let page = |ids: &[u32]| {
        let rows: Vec<_> = ids.iter().map(|id| json!({"user_id": id.to_string()})).collect();
        json!({"status": "success", "total_items": 5, "data": rows}).to_string()
    };
    transport.reply(200, page(&[1, 2])).reply(200, page(&[3])).reply(200, page(&[4, 5])).reply(200, page(&[]));
    let users = client.users().pages(&ListUsers::new().limit(2_u32)).try_collect(100).await.unwrap();
    let ids: Vec<_> = users.into_iter().filter_map(|user| user.id).collect();
    assert_eq!(ids, ["1", "2", "3", "4", "5"].map(UserId::new));
    let starts: Vec<_> = transport.requests().iter().map(|request| request.uri.query().unwrap().to_owned()).collect();
    assert_eq!(starts[..3], ["limit=2&start_at_index=0", "limit=2&start_at_index=2", "limit=2&start_at_index=3"]);
}

#[tokio::test]
async fn access_reads_who_has_which_role_where() {
    let stub = Stub::replying(200, &fixture("users/access")).await;
    let access = stub.client().users().access().await.unwrap();
    let [all, some] = &access.rows[..] else { panic!() };
    let role = |access: &UserAccess| access.role.as_ref().unwrap().name.clone();
    assert_eq!((role(all), all.all_cloud_accounts), (Some(RoleName::Administrator), Some(true)));
    assert_eq!(all.user.as_ref().unwrap().first_name.as_deref(), Some("Hanako"));
    assert_eq!(role(some).unwrap().as_str(), "Night Shift");
    assert_eq!(some.cloud_accounts, ["5b0f1d7e-0000-4000-8000-000000000001"]);
    assert_eq!(some.shiftleft_projects, ["sl-1", "sl-2"]);
    assert_eq!(some.business_units, [BusinessUnitId::new("b0b00000-0000-4000-8000-000000000001")]);
    stub.request().await.is("GET", "/rbac/access/user", None);
}

#[tokio::test]
async fn of_organization_reads_the_users_in_data() {
    let stub = Stub::replying(200, &fixture("users/organization")).await;
    let page = stub.client().users().of_organization().await.unwrap();
    assert_eq!(page.rows[0].email.as_deref(), Some("hanako@example.co.jp"));
    assert_eq!(page.envelope["data"]["name"], "Example KK");
    stub.request().await.is("GET", "/organization/users", None);
}

#[tokio::test]
async fn a_row_of_another_form_breaks_no_other_and_no_list_is_an_error() {
    let rows = json!([{"user_id": 7, "email": ["x"]}, "odd", null, {"id": "u-2"}]);
    let stub = Stub::replying(200, &json!({"data": rows})).await;
    let page = stub.client().users().list(&ListUsers::new()).await.unwrap();
    let ids: Vec<_> = page.rows.iter().map(|user| user.id.as_ref().map(UserId::as_str)).collect();
    assert_eq!(ids, [Some("7"), None, None, Some("u-2")]);
    assert_eq!((page.rows[0].email.as_deref(), page.rows[1].raw()), (None, &json!("odd")));
    for body in [json!({"status": "success"}), json!({"data": "x"}), json!("x")] {
        let stub = Stub::replying(200, &body).await;
        let error = stub.client().users().list(&ListUsers::new()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{body}");
    }
}

#[tokio::test]
async fn a_token_that_may_not_read_users_is_told() {
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::new());
    for _ in 0..3 {
        transport.reply(403, r#"{"detail": "You do not have permission to perform this action."}"#);
    }
    let users = client.users();
    let errors = [
        users.list(&ListUsers::new()).await.unwrap_err(),
        users.access().await.unwrap_err(),
        users.of_organization().await.unwrap_err(),
    ];
    assert!(errors.iter().all(|error| error.kind() == ErrorKind::Auth));
    assert_eq!(sent(&transport), ["GET /api/users", "GET /api/rbac/access/user", "GET /api/organization/users"]);
}

#[test]
fn users_decode_and_encode_without_loss() {
    for row in fixture("users/list")["data"].as_array().unwrap() {
        lossless::<User>(row);
    }
    for row in fixture("users/access")["data"].as_array().unwrap() {
        lossless::<UserAccess>(row);
    }
}
