use crate::support::{Stub, WireTests, error_body, fixture, lossless};
use chatwork_api::model::Me;
use chatwork_api::*;

pub(crate) const WIRE: WireTests = &[("me_reads_the_callers_profile", me_reads_the_callers_profile)];

#[tokio::test]
async fn me_reads_the_callers_profile() {
    let stub = Stub::replying(200, &fixture("me/get")).await;
    let me = stub.client().me().await.unwrap();
    assert_eq!((me.account_id, me.room_id), (AccountId::new(5_000_001), RoomId::new(400_000_009)));
    assert_eq!((&*me.department, me.login_mail.as_deref()), ("セキュリティ", Some("login@example.com")));
    stub.request().await.is_get("/me", &[]);
}

#[tokio::test]
async fn a_token_that_is_not_accepted_is_an_auth_error() {
    let stub = Stub::replying(401, &error_body("Invalid API token")).await;
    let error = stub.client().me().await.unwrap_err();
    assert_eq!(error.to_string(), "GET /me: 401 Unauthorized: Invalid API token");
    assert_eq!(error.kind(), ErrorKind::Auth);
}

#[test]
fn a_profile_decodes_and_encodes_without_loss() {
    lossless::<Me>(&fixture("me/get"));
    let sparse: Me = serde_json::from_value(fixture("me/nulls")).unwrap();
    assert_eq!((&*sparse.chatwork_id, &*sparse.mail, &*sparse.skype), ("", "", ""));
    assert_eq!((sparse.organization_id, sparse.login_mail), (None, None));
}
