use crate::support::{Stub, WireTests, error_body, fixture, lossless};
use chatwork_api::model::{Role, Room, RoomType};
use chatwork_api::*;

pub(crate) const WIRE: WireTests = &[
    ("list_reads_rooms_without_descriptions", list_reads_rooms_without_descriptions),
    ("get_reads_the_description", get_reads_the_description),
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
