use crate::support::{Stub, WireTests, error_body, fixture, lossless};
use chatwork_api::files::{ListFiles, UploadFile};
use chatwork_api::model::{DownloadUrl, File};
use chatwork_api::notation::Message;
use chatwork_api::*;
use serde_json::json;
use std::error::Error as _;
use std::time::SystemTime;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

pub(crate) const WIRE: WireTests = &[
    ("list_sends_the_uploader", list_sends_the_uploader),
    ("upload_sends_the_file_and_the_message", upload_sends_the_file_and_the_message),
    ("get_asks_for_an_address_only_where_it_is_wanted", get_asks_for_an_address_only_where_it_is_wanted),
];

const ROOM: u64 = 400_000_001;
const PATH: &str = "/rooms/400000001/files";

#[tokio::test]
async fn list_sends_the_uploader() {
    let stub = Stub::replying(200, &fixture("files/list")).await;
    let client = stub.client();
    let files = client.rooms().files(ROOM).list(&ListFiles::new().account(5_000_001)).await.unwrap();
    assert_eq!(
        (files[0].file_id, &*files[0].filename, files[0].filesize),
        (FileId::new(800_001), "finding.json", 2_048)
    );
    client.rooms().files(ROOM).list(&ListFiles::new()).await.unwrap();
    let requests = stub.requests().await;
    requests[0].is_get(PATH, &[("account_id", "5000001")]);
    requests[1].is_get(PATH, &[]);
}

#[tokio::test]
async fn no_files_are_an_answer_without_a_body() {
    let stub = Stub::without_body(204, &[]).await;
    assert_eq!(stub.client().rooms().files(ROOM).list(&ListFiles::new()).await.unwrap(), []);
}

#[tokio::test]
async fn upload_sends_the_file_and_the_message() {
    let stub = Stub::replying(200, &json!({"file_id": 800_001})).await;
    let client = stub.client();
    let files = client.rooms().files(ROOM);
    let whole = UploadFile::new("検知.json", "{\r\n}").content_type("application/json").message("see [toall]");
    assert_eq!(files.upload(whole).await.unwrap(), FileId::new(800_001));
    files.upload(UploadFile::new("a", Body::sized_stream(Body::from("streamed"), 8)).message("")).await.unwrap();
    let mut requests = stub.requests().await;
    let (second, first) = (requests.pop().unwrap(), requests.pop().unwrap());
    let file = [("name", "file"), ("filename", "検知.json"), ("content-type", "application/json"), ("", "{\r\n}")];
    first.is_multipart(PATH, &[&[("name", "message"), ("", "see ［toall］")], &file]);
    let file = [("name", "file"), ("filename", "a"), ("content-type", "application/octet-stream"), ("", "streamed")];
    second.is_multipart(PATH, &[&file]);
}

/// Dangerous point: a name with line breaks would add headers to its part.
#[tokio::test]
async fn a_hostile_file_name_stays_a_name() {
    let stub = Stub::replying(200, &json!({"file_id": 1})).await;
    let name = "a\r\ncontent-type: text/html\r\n\r\n\"; filename=\"b.png\u{0}";
    stub.client().rooms().files(ROOM).upload(UploadFile::new(name, "x")).await.unwrap();
    let name = "acontent-type: text/html%22; filename=%22b.png";
    let file = [("name", "file"), ("filename", name), ("content-type", "application/octet-stream"), ("", "x")];
    stub.request().await.is_multipart(PATH, &[&file]);
}

#[tokio::test]
async fn a_file_that_cannot_be_sent_is_refused_before_anything_is_sent() {
    let stub = Stub::empty().await;
    let client = stub.client();
    let most = usize::try_from(UploadFile::MAX_BYTES).unwrap();
    for (request, rule) in [
        (UploadFile::new("a", vec![0; most + 1]), "file: must have at most 5242880 bytes and has 5242881"),
        (UploadFile::new("a", Body::sized_stream(Body::default(), 1 << 40)), "file: must have at most 5242880 bytes"),
        (UploadFile::new("a", Body::stream(Unsized)), "file: must tell its length"),
        (UploadFile::new("\u{7}", "x"), "file_name: must not be empty"),
        (UploadFile::new("a", "x").content_type("text/plain\r\nx: y"), "content_type: must be a media type"),
        (UploadFile::new("a", "x").message("x".repeat(65_536)), "message: must have at most 65535 characters"),
    ] {
        let error = client.rooms().files(ROOM).upload(request).await.unwrap_err().to_string();
        assert!(error.starts_with(&format!("POST /rooms/{{room_id}}/files: invalid request: {rule}")), "{error}");
    }
    assert_eq!(stub.requests().await, []);
}

/// A stream that does not know its length.
struct Unsized;

impl http_body::Body for Unsized {
    type Data = bytes::Bytes;
    type Error = BodyError;

    fn poll_frame(
        self: std::pin::Pin<&mut Self>,
        _cx: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<std::result::Result<http_body::Frame<bytes::Bytes>, BodyError>>> {
        std::task::Poll::Ready(None)
    }
}

#[tokio::test]
async fn a_stream_that_has_another_length_than_was_told_fails() {
    for (content, told, problem) in [("12345", 4, "more"), ("12345", 6, "fewer")] {
        let stub = Stub::replying(200, &json!({"file_id": 1})).await;
        let file = UploadFile::new("a", Body::sized_stream(Body::stream(Body::from(content)), told));
        let error = stub.client().rooms().files(ROOM).upload(file).await.unwrap_err();
        let mut chain = error.to_string();
        let mut source = error.source();
        while let Some(cause) = source {
            chain = format!("{chain} | {cause}");
            source = cause.source();
        }
        assert_eq!(error.kind(), ErrorKind::Transport, "{chain}");
        assert!(chain.contains(&format!("the stream has {problem} bytes than was told")), "{chain}");
    }
}

#[tokio::test]
async fn get_asks_for_an_address_only_where_it_is_wanted() {
    let stub = Stub::replying(200, &fixture("files/get")).await;
    let client = stub.client();
    let files = client.rooms().files(ROOM);
    assert_eq!(files.get(800_001).await.unwrap().upload_time, UnixTime::new(1_767_225_600));
    assert_eq!(files.download_url(800_001).await.unwrap().as_str(), "https://dl.example/x?sig=canary");
    let requests = stub.requests().await;
    requests[0].is_get(&format!("{PATH}/800001"), &[]);
    requests[1].is_get(&format!("{PATH}/800001"), &[("create_download_url", "1")]);
}

#[tokio::test]
async fn an_answer_without_an_address_is_unreadable() {
    let stub = Stub::replying(200, &fixture("files/list")[0]).await;
    let error = stub.client().rooms().files(ROOM).download_url(1).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
}

/// The other host gets nothing of Chatwork: no token, no cookie.
#[tokio::test]
async fn a_download_carries_no_credential_also_after_a_redirect() {
    let store = MockServer::start().await;
    let last = ResponseTemplate::new(200).set_body_raw(b"\0\xffcontent".to_vec(), "image/png");
    Mock::given(wiremock::matchers::path("/last")).respond_with(last).mount(&store).await;
    let on = ResponseTemplate::new(302).insert_header("location", "/last").insert_header("set-cookie", "a=canary");
    Mock::given(any()).respond_with(on).mount(&store).await;
    let mut file = fixture("files/get");
    file["download_url"] = json!(format!("{}/first?sig=canary", store.uri()));
    let stub = Stub::replying(200, &file).await;
    let download = stub.client().rooms().files(ROOM).download(800_001).await.unwrap();
    assert_eq!((download.content_type(), download.length()), (Some("image/png"), Some(9)));
    assert_eq!(download.bytes(9).await.unwrap(), b"\0\xffcontent");
    stub.request().await.is_get(&format!("{PATH}/800001"), &[("create_download_url", "1")]);
    let seen = store.received_requests().await.unwrap();
    assert_eq!(seen.iter().map(|request| request.url.path()).collect::<Vec<_>>(), ["/first", "/last"]);
    for request in &seen {
        let mut names: Vec<_> = request.headers.keys().map(http::HeaderName::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["accept", "host", "user-agent"]);
    }
    let download = stub.client().rooms().files(ROOM).download(800_001).await.unwrap();
    let error = download.bytes(8).await.unwrap_err();
    assert_eq!(error.to_string(), "GET {download_url}: unreadable answer: the file has over 8 bytes");
}

/// A client over a transport without sockets.
fn faked() -> (Client, FakeTransport) {
    let (transport, clock) = (FakeTransport::new(), FakeClock::new(SystemTime::UNIX_EPOCH));
    let builder = Client::builder("https://api.example", Auth::api_token("test-canary"));
    (builder.transport(transport.clone()).clock(clock).retry(RetryPolicy::none()).build().unwrap(), transport)
}

#[tokio::test]
async fn an_address_that_is_not_https_is_never_called() {
    for url in
        ["http://dl.example/x", "http://127.0.0.1/x", "ftp://dl.example", "https://u:canary@dl.example/", "x", ""]
    {
        let (client, transport) = faked();
        let mut file = fixture("files/get");
        file["download_url"] = json!(url);
        transport.reply(200, file.to_string());
        let error = client.rooms().files(ROOM).download(1).await.unwrap_err();
        assert!(error.to_string().starts_with("GET {download_url}: invalid request: download_url: must "), "{error}");
        assert_eq!(transport.requests().len(), 1);
    }
    // A redirect away from https is not followed either.
    let (client, transport) = faked();
    transport.reply(200, fixture("files/get").to_string());
    transport.reply_with(302, [("location", "http://dl.example/canary")], "");
    let error = client.rooms().files(ROOM).download(1).await.unwrap_err();
    assert_eq!(error.to_string(), "GET {download_url}: invalid request: location: must be https");
    assert_eq!(transport.requests().len(), 2);
}

#[tokio::test]
async fn a_store_that_fails_is_an_error_that_does_not_name_the_address() {
    let url = "https://dl.example/x?sig=canary";
    let (client, transport) = faked();
    let outcomes =
        [(403, ErrorKind::Auth), (404, ErrorKind::NotFound), (500, ErrorKind::Api), (302, ErrorKind::InvalidRequest)];
    for (status, _) in outcomes {
        transport.reply(200, fixture("files/get").to_string()).reply(status, format!("<Error>{url}</Error>"));
    }
    transport.reply(200, fixture("files/get").to_string());
    transport.fail(TransportError::not_sent(format!("cannot reach {url}")));
    transport.reply(200, fixture("files/get").to_string()).hang();
    let kinds = outcomes.map(|(_, kind)| kind).into_iter().chain([ErrorKind::Transport, ErrorKind::Timeout]);
    for kind in kinds {
        let error = client.rooms().files(ROOM).download(1).await.unwrap_err();
        assert_eq!(error.kind(), kind);
        let mut shown = format!("{error} {error:?} {:?}", error.body());
        let mut source = error.source();
        while let Some(cause) = source {
            shown = format!("{shown} {cause} {cause:?}");
            source = cause.source();
        }
        assert!(!shown.contains("canary"), "{shown}");
    }
    let file: File = serde_json::from_value(fixture("files/get")).unwrap();
    assert!(!format!("{file:?} {:?}", DownloadUrl::new(url)).contains("canary"));
}

#[tokio::test]
async fn a_store_that_redirects_for_ever_is_left() {
    let (client, transport) = faked();
    transport.reply(200, fixture("files/get").to_string());
    for _ in 0..9 {
        transport.reply_with(302, [("location", "https://dl.example/again")], "");
    }
    let error = client.rooms().files(ROOM).download(1).await.unwrap_err();
    assert_eq!(error.to_string(), "GET {download_url}: refused: the file store redirects without end");
    assert_eq!(transport.requests().len(), 1 + 4);
}

#[tokio::test]
async fn refusals_keep_their_text() {
    let stub = Stub::replying(404, &error_body("File not found")).await;
    let client = stub.client();
    let files = client.rooms().files(ROOM);
    let error = files.get(9).await.unwrap_err();
    assert_eq!(error.to_string(), "GET /rooms/{room_id}/files/{file_id}: 404 Not Found: File not found");
    assert!(files.list(&ListFiles::new()).await.unwrap_err().is_not_found());
    assert!(files.download(9).await.unwrap_err().is_not_found());
    let stub = Stub::replying(403, &error_body("no")).await;
    let error = stub.client().rooms().files(ROOM).upload(UploadFile::new("a", "x")).await.unwrap_err();
    assert_eq!((error.kind(), error.may_have_been_applied()), (ErrorKind::Auth, false));
}

#[test]
fn files_decode_and_encode_without_loss() {
    for file in fixture("files/list").as_array().unwrap() {
        lossless::<File>(file);
    }
    lossless::<File>(&fixture("files/get"));
}

#[test]
fn a_message_beside_a_file_may_hold_tags() {
    let file = UploadFile::new("a", "x").message(Message::new().to(1).text(" look"));
    assert!(format!("{file:?}").contains("UploadFile"));
}
