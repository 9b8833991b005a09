use std::time::Duration;

use serde_json::json;

use super::{Bench, refused};
use crate::support::{Answer, send};

impl Bench {
    async fn upload(&self, parts: &str) -> Answer {
        let headers = [("x-chatworktoken", self.token.as_str()), ("content-type", "multipart/form-data; boundary=b")];
        let url = format!("{}/v2{}", self.chatwork.url(), self.path("/files"));
        send("POST", &url, &headers, &format!("{parts}--b--\r\n")).await.unwrap()
    }
}

fn file(name: &str, content: &str) -> String {
    format!(
        "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\ncontent-type: text/plain\r\n\r\n{content}\r\n"
    )
}

const MESSAGE: &str = "--b\r\ncontent-disposition: form-data; name=\"message\"\r\n\r\nlook\r\n";

#[tokio::test]
async fn a_file_is_uploaded_shown_listed_and_fetched_for_thirty_seconds() {
    let bench = Bench::start().await;
    let files = bench.path("/files");
    assert_eq!(bench.call("GET", &files, &[]).await.status, 204);
    let id = bench.upload(&format!("{MESSAGE}{}", file("検.txt", "content"))).await.json()["file_id"].clone();
    assert_eq!(bench.chatwork.files(bench.room), [("検.txt".to_owned(), b"content".to_vec())]);
    let message = &bench.chatwork.messages(bench.room)[0];
    let shown = format!("[info][title][dtext:file_uploaded][/title]look[download:{id}]検.txt (7 B)[/download][/info]");
    assert_eq!(message.body, shown);

    let listed = bench.call("GET", &files, &[]).await.json();
    let me = bench.chatwork.me().id;
    assert_eq!((&listed[0]["file_id"], &listed[0]["filesize"]), (&id, &json!(7)));
    assert_eq!((&listed[0]["message_id"], &listed[0]["account"]["account_id"]), (&json!(message.id), &json!(me)));
    assert_eq!(bench.call("GET", &format!("{files}?account_id=1"), &[]).await.status, 204);
    assert_eq!(bench.call("GET", &bench.path(""), &[]).await.json()["file_num"], 1);

    let one = format!("{files}/{id}");
    assert_eq!(bench.call("GET", &one, &[]).await.json(), listed[0]);
    let detail = bench.call("GET", &format!("{one}?create_download_url=1"), &[]).await.json();
    let url = detail["download_url"].as_str().unwrap();
    let fetched = send("GET", url, &[], "").await.unwrap();
    assert_eq!((fetched.status, fetched.body.as_str()), (200, "content"));
    assert_eq!(fetched.header("content-type"), Some("text/plain"));
    let leaked = send("GET", url, &[("x-chatworktoken", &bench.token)], "").await.unwrap();
    assert_eq!(leaked.status, 400, "the store must be sent no credential");
    bench.clock.advance(Duration::from_secs(29));
    assert_eq!(send("GET", url, &[], "").await.unwrap().status, 200);
    bench.clock.advance(Duration::from_secs(1));
    assert_eq!(send("GET", url, &[], "").await.unwrap().status, 403);
    let other = url.replace("canary", "canary0");
    assert_eq!(send("GET", &other, &[], "").await.unwrap().status, 404);
}

#[tokio::test]
async fn what_is_no_file_is_refused() {
    let bench = Bench::start().await;
    refused(&bench.upload(MESSAGE).await, 400, "Parameter 'file' is required");
    assert_eq!(bench.upload(&file("a", "")).await.status, 501);
    refused(&bench.upload(&file("", "x")).await, 400, "Parameter 'file' is invalid");
    refused(&bench.upload(&file("a", &"x".repeat(5 * 1024 * 1024 + 1))).await, 400, "Parameter 'file' is invalid");
    refused(&bench.call("POST", &bench.path("/files"), &[("file", "x")]).await, 400, "Parameter 'file' is required");
    let unknown = "--b\r\ncontent-disposition: form-data; name=\"body\"\r\n\r\nx\r\n";
    refused(&bench.upload(&format!("{unknown}{}", file("a", "x"))).await, 400, "Parameter 'body' is unknown");
    assert!(bench.chatwork.files(bench.room).is_empty());
    assert_eq!(bench.upload(&file("a", &"x".repeat(5 * 1024 * 1024))).await.status, 200);
    refused(&bench.call("GET", &bench.path("/files/1"), &[]).await, 404, "File not found");
}
