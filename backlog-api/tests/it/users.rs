use crate::support::{Stub, WireTests, error_body, fixture, lossless, lossless_but_for_nulls};
use backlog_api::model::{RoleType, User};
use backlog_api::*;

pub(crate) const WIRE: WireTests = &[
    ("list_reads_hidden_and_unknown_values", list_reads_hidden_and_unknown_values),
    ("get_takes_the_number", get_takes_the_number),
    ("myself_reads_the_callers_own", myself_reads_the_callers_own),
];

#[tokio::test]
async fn list_reads_hidden_and_unknown_values() {
    let stub = Stub::replying(200, &fixture("users/list")).await;
    let users = stub.client().users().list().await.unwrap();
    assert_eq!((&users[1].mail_address, users[1].role_type), (&None, RoleType::Administrator));
    assert_eq!(users[2].role_type.code(), 77);
    stub.request().await.is_get("/users", &[]);
}

#[tokio::test]
async fn get_takes_the_number() {
    let stub = Stub::replying(200, &fixture("users/list")[0]).await;
    let user = stub.client().users().get(UserId::new(11)).await.unwrap();
    assert_eq!(user.nulab_account.unwrap().unique_id, "bridge");
    stub.request().await.is_get("/users/11", &[]);
}

#[tokio::test]
async fn myself_reads_the_callers_own() {
    let stub = Stub::replying(200, &fixture("users/nulls")).await;
    let user = stub.client().users().myself().await.unwrap();
    assert_eq!((user.id, user.user_id), (UserId::new(14), None));
    stub.request().await.is_get("/users/myself", &[]);
}

#[tokio::test]
async fn an_unknown_user_is_not_found() {
    let stub = Stub::replying(404, &error_body(6, "No user.")).await;
    let error = stub.client().users().get(99).await.unwrap_err();
    assert_eq!(error.to_string(), "GET /users/{userId}: 404 Not Found: No user. (code 6)");
}

#[tokio::test]
async fn a_key_that_is_not_accepted_is_an_auth_error() {
    let stub = Stub::replying(401, &error_body(11, "Authentication failure.")).await;
    let error = stub.client().users().myself().await.unwrap_err();
    assert_eq!((error.kind(), ErrorCode::of(&error)), (ErrorKind::Auth, Some(ErrorCode::AuthenticationError)));
}

#[test]
fn users_decode_and_encode_without_loss() {
    for user in fixture("users/list").as_array().unwrap() {
        lossless::<User>(user);
    }
    let nulls: User = lossless_but_for_nulls(&fixture("users/nulls"));
    assert_eq!((nulls.lang, nulls.nulab_account, nulls.last_login_time), (None, None, None));
}
