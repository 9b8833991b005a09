use std::time::Duration;

use serde_json::json;
use ticket_bridge_sandbox::ChatworkRole;

use super::{Bench, refused};

#[tokio::test]
async fn a_room_is_changed_by_its_admins() {
    let bench = Bench::start().await;
    let path = bench.path("");
    let other = bench.chatwork.add_account("other");
    bench.chatwork.add_member(bench.room, other.id, ChatworkRole::Member);
    let answer = bench.call("PUT", &path, &[("name", "監視"), ("icon_preset", "star")]).await;
    assert_eq!(answer.json(), json!({ "room_id": bench.room }));
    bench.call("PUT", &path, &[("description", "alerts")]).await;
    let room = bench.call("GET", &path, &[]).await.json();
    assert_eq!((&room["name"], &room["description"]), (&json!("監視"), &json!("alerts")));
    assert_eq!(room["icon_path"], "https://img.example/icon/star.png");
    let answer = bench.call_as(&other.token, "PUT", &path, &[("name", "x")]).await;
    refused(&answer, 403, "You don't have permission to edit this room");
    assert_eq!(bench.call("PUT", &path, &[("name", "")]).await.status, 400);
    assert_eq!(bench.call("PUT", &path, &[]).await.status, 501);
    let own = bench.call("GET", "/me", &[]).await.json()["room_id"].clone();
    assert_eq!(bench.call("PUT", &format!("/rooms/{own}"), &[("name", "x")]).await.status, 403);
}

#[tokio::test]
async fn members_are_replaced_as_a_whole() {
    let bench = Bench::start().await;
    let path = bench.path("/members");
    let me = bench.chatwork.me().id;
    let [first, second] = ["a", "b"].map(|name| bench.chatwork.add_account(name).id);
    let ids = [me, first, second].map(|id| id.to_string());
    let form = [("members_admin_ids", &*ids[0]), ("members_member_ids", &*ids[1]), ("members_readonly_ids", &*ids[2])];
    let answer = bench.call("PUT", &path, &form).await.json();
    assert_eq!(answer, json!({ "admin": [me], "member": [first], "readonly": [second] }));
    let both = format!("{},{}", ids[0], ids[2]);
    let answer = bench.call("PUT", &path, &[("members_admin_ids", &both)]).await.json();
    assert_eq!(answer, json!({ "admin": [me, second], "member": [], "readonly": [] }));
    assert_eq!(bench.chatwork.members(bench.room), [(me, ChatworkRole::Admin), (second, ChatworkRole::Admin)]);
    refused(&bench.call("PUT", &path, &[]).await, 400, "Parameter 'members_admin_ids' is required");
    let twice = [("members_admin_ids", &*ids[0]), ("members_member_ids", &*ids[0])];
    refused(&bench.call("PUT", &path, &twice).await, 400, "Parameter 'members_member_ids' is invalid");
}

#[tokio::test]
async fn who_leaves_loses_its_tasks_and_files_and_who_deletes_loses_all() {
    let bench = Bench::start().await;
    let (me, other) = (bench.chatwork.me().id.to_string(), bench.chatwork.add_account("other"));
    let path = bench.path("");
    bench.chatwork.add_member(bench.room, other.id, ChatworkRole::Member);
    let both = format!("{me},{}", other.id);
    bench.call("POST", &bench.path("/tasks"), &[("body", "x"), ("to_ids", &both)]).await;
    let leave = [("action_type", "leave")];
    assert_eq!(bench.call("DELETE", &path, &leave).await.status, 501, "the only admin");
    let answer = bench.call_as(&other.token, "DELETE", &path, &leave).await;
    assert_eq!((answer.status, answer.body.as_str()), (204, ""));
    assert_eq!(bench.chatwork.tasks(bench.room).len(), 1);
    assert_eq!(bench.call_as(&other.token, "DELETE", &path, &leave).await.status, 403);

    refused(&bench.call("DELETE", &path, &[]).await, 400, "Parameter 'action_type' is required");
    let by_query = bench.call("DELETE", &format!("{path}?action_type=delete"), &[]).await;
    refused(&by_query, 400, "Parameter 'action_type' is required");
    assert_eq!(bench.call("DELETE", &path, &[("action_type", "close")]).await.status, 400);
    assert_eq!(bench.call("DELETE", &path, &[("action_type", "delete")]).await.status, 204);
    assert!(!bench.chatwork.rooms().contains(&bench.room));
    assert_eq!(bench.call("GET", &path, &[]).await.status, 403);
}

#[tokio::test]
async fn a_link_is_made_changed_and_removed() {
    let bench = Bench::start().await;
    let path = bench.path("/link");
    let none = json!({ "public": false });
    assert_eq!(bench.call("GET", &path, &[]).await.json(), none);
    refused(&bench.call("PUT", &path, &[]).await, 400, "Invite link is not created");
    refused(&bench.call("DELETE", &path, &[]).await, 400, "Invite link is not created");
    let form = [("code", "soc"), ("need_acceptance", "0"), ("description", "当番")];
    let made = bench.call("POST", &path, &form).await.json();
    let expected = json!({
        "public": true, "url": "https://chatwork.example/g/soc", "need_acceptance": false, "description": "当番",
    });
    assert_eq!(made, expected);
    assert_eq!(bench.call("GET", &path, &[]).await.json(), expected);
    refused(&bench.call("POST", &path, &form).await, 400, "Invite link is already created");
    let anew = bench.call("PUT", &path, &[]).await.json();
    assert_eq!((&anew["need_acceptance"], &anew["description"]), (&json!(true), &json!("")));
    assert_ne!(anew["url"], expected["url"], "another code");

    let me = bench.chatwork.me().id.to_string();
    let room = [("name", "x"), ("members_admin_ids", me.as_str()), ("link", "1"), ("link_code", "soc")];
    let id = bench.call("POST", "/rooms", &room).await.json()["room_id"].clone();
    assert_eq!(bench.call("GET", &format!("/rooms/{id}/link"), &[]).await.json()["url"], expected["url"]);
    for code in ["soc", "", "a b"] {
        refused(&bench.call("PUT", &path, &[("code", code)]).await, 400, "Parameter 'code' is invalid");
    }
    assert_eq!(bench.call("DELETE", &path, &[]).await.json(), none);
    assert_eq!(bench.call("GET", &path, &[]).await.json(), none);
}

#[tokio::test]
async fn the_free_plan_hides_old_messages_and_says_so() {
    let bench = Bench::start().await;
    bench.chatwork.set_free_plan(true);
    let list = bench.path("/messages?force=1");
    let id = bench.post("old").await;
    let header = |answer: &crate::support::Answer| answer.header("chatwork-message-limitation").map(str::to_owned);
    let answer = bench.call("GET", &list, &[]).await;
    assert_eq!((answer.status, header(&answer)), (200, None));
    bench.clock.advance(Duration::from_secs(40 * 24 * 60 * 60 + 1));
    let answer = bench.call("GET", &list, &[]).await;
    assert_eq!((answer.status, header(&answer).as_deref()), (204, Some("true")), "hidden, not empty");
    let answer = bench.call("GET", &bench.path(&format!("/messages/{id}")), &[]).await;
    assert_eq!((answer.status, header(&answer).as_deref()), (404, Some("true")));
    let answer = bench.call("GET", &bench.path("/messages/7"), &[]).await;
    assert_eq!((answer.status, header(&answer)), (404, None), "there is no such message");
    bench.post("new").await;
    let answer = bench.call("GET", &list, &[]).await;
    assert_eq!((answer.status, header(&answer).as_deref()), (200, Some("true")));
    assert_eq!(answer.json().as_array().unwrap().len(), 1);
}
