use crate::support::{Stub, WireTests, error_body, fixture, lossless};
use chatwork_api::members::ReplaceMembers;
use chatwork_api::model::{Member, MembersByRole, Role};
use chatwork_api::*;
use serde_json::json;

pub(crate) const WIRE: WireTests =
    &[("list_reads_roles", list_reads_roles), ("replace_sends_three_joined_lists", replace_sends_three_joined_lists)];

const ROOM: u64 = 400_000_001;

#[tokio::test]
async fn list_reads_roles() {
    let stub = Stub::replying(200, &fixture("members/list")).await;
    let members = stub.client().rooms().members(ROOM).list().await.unwrap();
    assert_eq!((members[0].account_id, &members[0].role), (AccountId::new(5_000_001), &Role::Admin));
    stub.request().await.is_get("/rooms/400000001/members", &[]);
}

#[tokio::test]
async fn no_members_are_an_answer_without_a_body() {
    let stub = Stub::without_body(204, &[]).await;
    assert_eq!(stub.client().rooms().members(ROOM).list().await.unwrap(), []);
}

#[tokio::test]
async fn replace_sends_three_joined_lists() {
    let stub = Stub::replying(200, &fixture("members/replaced")).await;
    let client = stub.client();
    let members = client.rooms().members(ROOM);
    let request = ReplaceMembers::new([5_000_001]).members([5_000_002, 5_000_003]).readonly([5_000_004]);
    let after = members.replace(&request).await.unwrap();
    assert_eq!(after.member, [AccountId::new(5_000_002), AccountId::new(5_000_003)]);
    members.replace(&ReplaceMembers::new([5_000_001]).members([0_u64; 0])).await.unwrap();
    let requests = stub.requests().await;
    let lists = [
        ("members_admin_ids", "5000001"),
        ("members_member_ids", "5000002,5000003"),
        ("members_readonly_ids", "5000004"),
    ];
    requests[0].is_form("PUT", "/rooms/400000001/members", &lists);
    // The name of an empty list is left out.
    requests[1].is_form("PUT", "/rooms/400000001/members", &lists[..1]);
}

#[tokio::test]
async fn a_room_without_an_admin_or_with_an_account_twice_is_refused_before_anything_is_sent() {
    let stub = Stub::empty().await;
    let client = stub.client();
    for (request, rule) in [
        (ReplaceMembers::new([0_u64; 0]).members([1]), "members_admin_ids: must name at least one account"),
        (ReplaceMembers::new([1, 1]), "members_admin_ids: names account 1 a second time"),
        (ReplaceMembers::new([1]).members([2, 1]), "members_member_ids: names account 1 a second time"),
        (ReplaceMembers::new([1]).members([2]).readonly([2]), "members_readonly_ids: names account 2 a second time"),
    ] {
        let error = client.rooms().members(ROOM).replace(&request).await.unwrap_err().to_string();
        assert_eq!(error, format!("PUT /rooms/{{room_id}}/members: invalid request: {rule}"));
    }
    assert_eq!(stub.requests().await, []);
}

#[tokio::test]
async fn who_is_no_admin_changes_nothing() {
    let stub = Stub::replying(403, &error_body("You don't have permission")).await;
    let client = stub.client();
    let members = client.rooms().members(ROOM);
    assert_eq!(members.replace(&ReplaceMembers::new([1])).await.unwrap_err().kind(), ErrorKind::Auth);
    assert_eq!(members.list().await.unwrap_err().kind(), ErrorKind::Auth);
}

#[test]
fn members_decode_and_encode_without_loss() {
    let members: Vec<Member> = fixture("members/list").as_array().unwrap().iter().map(lossless).collect();
    assert_eq!((members[2].role.as_str(), &members[2].extra["is_external"]), ("guest", &json!(true)));
    assert_eq!(lossless::<MembersByRole>(&fixture("members/replaced")).readonly, []);
}
