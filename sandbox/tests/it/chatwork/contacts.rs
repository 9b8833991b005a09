use serde_json::json;

use super::{Bench, refused};

#[tokio::test]
async fn a_request_is_accepted_and_opens_a_direct_chat() {
    let bench = Bench::start().await;
    let (me, other) = (bench.chatwork.me(), bench.chatwork.add_outsider("外"));
    assert_eq!(bench.call("GET", "/contacts", &[]).await.status, 204);
    assert_eq!(bench.call("GET", "/incoming_requests", &[]).await.status, 204);
    let id = bench.chatwork.ask_for_contact(other.id, me.id, "please add me").unwrap();
    let requests = bench.call("GET", "/incoming_requests", &[]).await.json();
    let expected = json!([{
        "request_id": id, "account_id": other.id, "message": "please add me", "name": "外", "chatwork_id": "",
        "organization_id": 101, "organization_name": "Other", "department": "",
        "avatar_image_url": format!("https://img.example/avatar/{}.png", other.id),
    }]);
    assert_eq!(requests, expected);
    let path = format!("/incoming_requests/{id}");
    refused(&bench.call_as(&other.token, "PUT", &path, &[]).await, 404, "Contact request not found");

    let contact = bench.call("PUT", &path, &[]).await.json();
    assert_eq!(contact["account_id"], other.id);
    assert_eq!(contact.as_object().unwrap().len(), 8, "neither request_id nor message");
    assert_eq!(bench.call("GET", "/contacts", &[]).await.json(), json!([contact]));
    assert_eq!(bench.call("GET", "/incoming_requests", &[]).await.status, 204);
    refused(&bench.call("PUT", &path, &[]).await, 404, "Contact request not found");

    let direct = format!("/rooms/{}", contact["room_id"]);
    let room = bench.call("GET", &direct, &[]).await.json();
    assert_eq!((&room["type"], &room["name"]), (&json!("direct"), &json!("外")));
    let theirs = bench.call_as(&other.token, "GET", &direct, &[]).await.json();
    assert_eq!(theirs["name"], "sandbox");
    assert_eq!(bench.call("POST", &format!("{direct}/messages"), &[("body", "hi")]).await.status, 200);
    assert_eq!(bench.call("DELETE", &direct, &[("action_type", "leave")]).await.status, 403);
    assert!(bench.chatwork.differences().is_empty());
}

#[tokio::test]
async fn a_request_is_refused_without_a_trace() {
    let bench = Bench::start().await;
    let (me, other) = (bench.chatwork.me(), bench.chatwork.add_outsider("other"));
    let id = bench.chatwork.ask_for_contact(other.id, me.id, "").unwrap();
    let answer = bench.call("DELETE", &format!("/incoming_requests/{id}"), &[]).await;
    assert_eq!((answer.status, answer.body.as_str()), (204, ""));
    assert_eq!(bench.call("GET", "/contacts", &[]).await.status, 204);
    assert_eq!(bench.call("DELETE", &format!("/incoming_requests/{id}"), &[]).await.status, 404);
}

/// The official MCP server calls these; the reference does not have them.
#[tokio::test]
async fn paths_that_the_reference_lacks_work_and_are_noted() {
    let bench = Bench::start().await;
    let (me, other) = (bench.chatwork.me(), bench.chatwork.add_outsider("other"));
    let [first, second] = [1, 2].map(|_| bench.chatwork.ask_for_contact(other.id, me.id, "").unwrap());
    let accept = format!("/incoming_requests/{first}/accept");
    assert_eq!(bench.call("PUT", &accept, &[]).await.json()["account_id"], other.id);
    let reject = format!("/incoming_requests/{second}/reject");
    assert_eq!(bench.call("DELETE", &reject, &[]).await.status, 204);
    let noted =
        [format!("PUT /v2{accept} is not in the reference"), format!("DELETE /v2{reject} is not in the reference")];
    assert_eq!(bench.chatwork.differences(), noted);
}

#[tokio::test]
async fn an_outsider_enters_rooms_once_it_is_a_contact() {
    let bench = Bench::start().await;
    let (me, other) = (bench.chatwork.me(), bench.chatwork.add_outsider("other"));
    let (mine, theirs) = (me.id.to_string(), other.id.to_string());
    let form = [("members_admin_ids", mine.as_str()), ("members_member_ids", theirs.as_str())];
    refused(&bench.call("PUT", &bench.path("/members"), &form).await, 400, "Parameter 'members_member_ids' is invalid");
    assert_eq!(bench.chatwork.add_contact(me.id, 1), None);
    let direct = bench.chatwork.add_contact(me.id, other.id);
    assert_eq!(bench.chatwork.add_contact(other.id, me.id), direct, "one direct chat for two");
    assert_eq!(bench.call("PUT", &bench.path("/members"), &form).await.status, 200);
}
