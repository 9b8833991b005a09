use crate::support::{Stub, WireTests, error_body, fixture, lossless};
use chatwork_api::model::{IconPreset, Role, Room, RoomType};
use chatwork_api::notation::Message;
use chatwork_api::rooms::{CreateRoom, UpdateRoom};
use chatwork_api::*;
use serde_json::json;

pub(crate) const WIRE: WireTests = &[
    ("list_reads_rooms_without_descriptions", list_reads_rooms_without_descriptions),
    ("get_reads_the_description", get_reads_the_description),
    ("create_sends_names_lists_and_flags", create_sends_names_lists_and_flags),
    ("update_sends_what_changes", update_sends_what_changes),
    ("leave_and_delete_say_which", leave_and_delete_say_which),
];

#[tokio::test]
async fn list_reads_rooms_without_descriptions() {
    let stub = Stub::replying(200, &fixture("rooms/list")).await;
    let rooms = stub.client().rooms().list().await.unwrap();
    assert_eq!((&rooms[0].kind, &rooms[0].role, &rooms[0].description), (&RoomType::Group, &Role::Admin, &None));
    assert_eq!((&rooms[1].kind, rooms[1].sticky), (&RoomType::My, true));
    stub.request().await.is_get("/rooms", &[]);
}

#[tokio::test]
async fn no_rooms_are_an_answer_without_a_body() {
    let stub = Stub::without_body(204, &[]).await;
    assert_eq!(stub.client().rooms().list().await.unwrap(), []);
}

#[tokio::test]
async fn get_reads_the_description() {
    let stub = Stub::replying(200, &fixture("rooms/get")).await;
    let room = stub.client().rooms().get(400_000_001).await.unwrap();
    assert_eq!((room.description.as_deref(), room.last_update_time), (Some(""), UnixTime::new(1_767_225_600)));
    stub.request().await.is_get("/rooms/400000001", &[]);
}

#[tokio::test]
async fn create_sends_names_lists_and_flags() {
    let stub = Stub::replying(200, &json!({"room_id": 400_000_002})).await;
    let client = stub.client();
    let description = Message::new().to(5_000_001).text(" [toall]");
    let request = CreateRoom::new("SOC & 監視", [5_000_001, 5_000_002])
        .members([5_000_003])
        .readonly([AccountId::new(5_000_004)])
        .description(description)
        .icon(IconPreset::Security);
    let linked = request.clone().link(true).link_code("soc-2026").link_need_acceptance(false);
    assert_eq!(client.rooms().create(&linked).await.unwrap(), RoomId::new(400_000_002));
    client.rooms().create(&request).await.unwrap();
    client.rooms().create(&CreateRoom::new("x", [1]).link(false)).await.unwrap();
    let requests = stub.requests().await;
    let base = [
        ("name", "SOC & 監視"),
        ("members_admin_ids", "5000001,5000002"),
        ("members_member_ids", "5000003"),
        ("members_readonly_ids", "5000004"),
        ("description", "[To:5000001] ［toall］"),
        ("icon_preset", "security"),
    ];
    let link = [("link", "1"), ("link_code", "soc-2026"), ("link_need_acceptance", "0")];
    requests[0].is_form("POST", "/rooms", &[&base[..], &link].concat());
    requests[1].is_form("POST", "/rooms", &base);
    requests[2].is_form("POST", "/rooms", &[("name", "x"), ("members_admin_ids", "1"), ("link", "0")]);
}

#[tokio::test]
async fn update_sends_what_changes() {
    let stub = Stub::replying(200, &json!({"room_id": 400_000_001})).await;
    let client = stub.client();
    let request = UpdateRoom::new().name("SOC 2").description("").icon(IconPreset::Star);
    assert_eq!(client.rooms().update(400_000_001, &request).await.unwrap(), RoomId::new(400_000_001));
    client.rooms().update(400_000_001, &UpdateRoom::new().description("[info]")).await.unwrap();
    let requests = stub.requests().await;
    let all = [("name", "SOC 2"), ("description", ""), ("icon_preset", "star")];
    requests[0].is_form("PUT", "/rooms/400000001", &all);
    requests[1].is_form("PUT", "/rooms/400000001", &[("description", "［info］")]);
}

#[tokio::test]
async fn leave_and_delete_say_which() {
    let stub = Stub::without_body(204, &[]).await;
    let client = stub.client();
    client.rooms().leave(400_000_001).await.unwrap();
    client.rooms().delete(400_000_001).await.unwrap();
    let requests = stub.requests().await;
    requests[0].is_form("DELETE", "/rooms/400000001", &[("action_type", "leave")]);
    requests[1].is_form("DELETE", "/rooms/400000001", &[("action_type", "delete")]);
}

#[tokio::test]
async fn a_room_that_cannot_be_is_refused_before_anything_is_sent() {
    let stub = Stub::empty().await;
    let client = stub.client();
    for (request, rule) in [
        (CreateRoom::new("", [1]), "name: must have 1 to 255 characters"),
        (CreateRoom::new("検".repeat(256), [1]), "name: must have 1 to 255 characters"),
        (CreateRoom::new("x", [0_u64; 0]), "members_admin_ids: must name at least one account"),
        (CreateRoom::new("x", [1]).members([1]), "members_member_ids: names account 1 a second time"),
        (CreateRoom::new("x", [1]).link_code("y"), "link: must be on where its code or acceptance is set"),
        (CreateRoom::new("x", [1]).link(false).link_need_acceptance(true), "link: must be on where its code"),
        (CreateRoom::new("x", [1]).link(true).link_code("a b"), "link_code: must be 1 to 50 of"),
    ] {
        let error = client.rooms().create(&request).await.unwrap_err().to_string();
        assert!(error.starts_with(&format!("POST /rooms: invalid request: {rule}")), "{error}");
    }
    for request in [UpdateRoom::new(), UpdateRoom::new().name("")] {
        let error = client.rooms().update(1, &request).await.unwrap_err().to_string();
        assert!(error.starts_with("PUT /rooms/{room_id}: invalid request: name: must "), "{error}");
    }
    assert_eq!(stub.requests().await, []);
}

#[tokio::test]
async fn who_is_no_admin_changes_no_room() {
    let stub = Stub::replying(403, &error_body("You don't have permission")).await;
    let client = stub.client();
    let rooms = client.rooms();
    for error in [
        rooms.create(&CreateRoom::new("x", [1])).await.unwrap_err(),
        rooms.update(1, &UpdateRoom::new().name("x")).await.unwrap_err(),
        rooms.leave(1).await.unwrap_err(),
        rooms.delete(1).await.unwrap_err(),
        rooms.list().await.unwrap_err(),
    ] {
        assert_eq!((error.kind(), error.may_have_been_applied()), (ErrorKind::Auth, false), "{error}");
    }
}

#[tokio::test]
async fn a_room_of_others_is_an_auth_error() {
    let stub = Stub::replying(403, &error_body("You don't have permission to get this room")).await;
    let error = stub.client().rooms().get(1).await.unwrap_err();
    let display = "GET /rooms/{room_id}: 403 Forbidden: You don't have permission to get this room";
    assert_eq!((error.to_string().as_str(), error.kind()), (display, ErrorKind::Auth));
}

#[tokio::test]
async fn a_room_without_a_body_is_unreadable_and_no_empty_room() {
    let stub = Stub::without_body(204, &[]).await;
    assert_eq!(stub.client().rooms().get(1).await.unwrap_err().kind(), ErrorKind::Decode);
}

#[test]
fn rooms_decode_and_encode_without_loss() {
    lossless::<Room>(&fixture("rooms/get"));
    for room in fixture("rooms/list").as_array().unwrap() {
        lossless::<Room>(room);
    }
    let unknown: Room = lossless(&fixture("rooms/unknown"));
    assert_eq!((unknown.kind.as_str(), unknown.role.as_str()), ("broadcast", "owner"));
    assert_eq!(unknown.extra["archived"], true);
}
