//! What the transport over reqwest does on real connections.

use super::server::{Reply, Server, answer, dead_address, ok};
use super::support::{bearer, builder};
use http::{Method, Request};
use saas_api_core::{
    Body, Call, ErrorKind, Fresh, ReqwestTransport, ReqwestTransportBuilder, RetryPolicy, Transport, TransportError,
};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;

fn direct() -> ReqwestTransport {
    ReqwestTransport::builder().no_proxy().build().unwrap()
}

fn request(method: Method, url: &str) -> Request<Body> {
    Request::builder().method(method).uri(url).body(Body::from("body")).unwrap()
}

async fn read(mut body: Body) -> Result<Vec<u8>, saas_api_core::BodyError> {
    let mut bytes = Vec::new();
    while let Some(piece) = body.chunk().await? {
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

async fn send(transport: &ReqwestTransport, url: &str) -> Result<(u16, Vec<u8>), TransportError> {
    let response = transport.send(request(Method::POST, url)).await?;
    Ok((response.status().as_u16(), read(response.into_body()).await.unwrap()))
}

#[tokio::test]
async fn redirects_are_handed_back_and_not_followed() {
    for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"] {
        let other = Server::start(|_request| ok("reached")).await;
        let head = format!("{status}\r\nLocation: {}/", other.url());
        let server = Server::start(move |_request| Reply::Send(answer(&head, ""))).await;
        let (code, _body) = send(&direct(), &server.url()).await.unwrap();
        assert!(status.starts_with(&code.to_string()));
        assert_eq!((server.requests().len(), other.accepted()), (1, 0));
    }
}

#[tokio::test]
async fn nothing_is_repeated_by_the_transport_itself() {
    for reply in [
        Reply::Reset,
        Reply::SendAndClose(Vec::new()),
        Reply::SendAndClose(b"HTTP/1.1 200 OK\r\nContent-Le".to_vec()),
        Reply::Send(answer("503 Service Unavailable", "")),
    ] {
        for method in [Method::GET, Method::POST] {
            let given = reply.clone();
            let server = Server::start(move |_request| given.clone()).await;
            let outcome = direct().send(request(method.clone(), &server.url())).await;
            match outcome {
                Ok(response) => assert_eq!(response.status(), 503),
                Err(error) => assert!(error.may_have_been_sent(), "{method} {reply:?}: {error:?}"),
            }
            assert_eq!(server.accepted(), 1, "{method} {reply:?}");
        }
    }
}

#[tokio::test]
async fn a_refused_connection_was_not_sent() {
    let url = format!("http://{}", dead_address().await);
    let error = send(&direct(), &url).await.unwrap_err();
    assert!(!error.may_have_been_sent());
    assert_eq!(error.to_string(), "the request was not sent");
}

#[tokio::test]
async fn a_host_without_address_was_not_sent() {
    let error = send(&direct(), "http://name.invalid/").await.unwrap_err();
    assert!(!error.may_have_been_sent(), "{error:?}");
}

#[tokio::test]
async fn half_a_body_is_an_error() {
    for head in ["Content-Length: 10\r\n\r\nhalf", "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"] {
        let reply = format!("HTTP/1.1 200 OK\r\n{head}").into_bytes();
        let server = Server::start(move |_request| Reply::SendAndClose(reply.clone())).await;
        let response = direct().send(request(Method::GET, &server.url())).await.unwrap();
        read(response.into_body()).await.unwrap_err();
    }
}

#[tokio::test]
async fn connections_are_reused_unless_a_fresh_one_is_asked_for() {
    let server = Server::start(|_request| ok("[]")).await;
    let transport = direct();
    for _ in 0..3 {
        send(&transport, &server.url()).await.unwrap();
    }
    assert_eq!(server.accepted(), 1);
    for _ in 0..3 {
        let mut request = request(Method::POST, &server.url());
        request.extensions_mut().insert(Fresh::new());
        let response = transport.send(request).await.unwrap();
        read(response.into_body()).await.unwrap();
    }
    assert_eq!(server.accepted(), 4);
    send(&transport, &server.url()).await.unwrap();
    assert_eq!(server.accepted(), 4);
}

#[tokio::test]
async fn a_client_that_the_caller_built_is_used_as_it_is() {
    let server = Server::start(|_request| ok("[]")).await;
    let own = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .default_headers([(http::header::VIA, "own".parse().unwrap())].into_iter().collect())
        .build()
        .unwrap();
    let client =
        builder(&server.url(), bearer("canary")).transport(ReqwestTransport::from_client(own)).build().unwrap();
    client.0.execute(Call::get("/x")).await.unwrap();
    client.0.execute(Call::get("/x").fresh()).await.unwrap();
    let seen = server.requests();
    assert!(seen.iter().all(|request| request.header("via") == Some("own")));
    assert_eq!(seen.len(), 2);
}

#[tokio::test]
async fn a_proxy_gets_every_request() {
    let proxy = Server::start(|_request| ok("[]")).await;
    let transport =
        ReqwestTransport::builder().proxy(format!("http://user:canary@{}", proxy.address())).build().unwrap();
    send(&transport, "http://127.0.0.1:9/path?x=1").await.unwrap();
    let seen = proxy.only_request();
    assert_eq!(seen.line(), "POST http://127.0.0.1:9/path?x=1 HTTP/1.1");
    assert_eq!(seen.header("proxy-authorization"), Some("Basic dXNlcjpjYW5hcnk="));
}

#[tokio::test]
async fn a_tunnel_is_asked_for_before_anything_of_the_request() {
    let proxy = Server::start(|_request| Reply::SendAndClose(answer("502 Bad Gateway", ""))).await;
    let transport = ReqwestTransport::builder().proxy(format!("http://{}", proxy.address())).build().unwrap();
    let error = send(&transport, "https://127.0.0.1:9/secret/path").await.unwrap_err();
    assert!(!error.may_have_been_sent(), "{error:?}");
    let seen = proxy.only_request();
    assert_eq!(seen.line(), "CONNECT 127.0.0.1:9 HTTP/1.1");
    assert!(!seen.head.contains("secret"));
}

fn refused(builder: ReqwestTransportBuilder, field: &str) {
    let error = builder.build().unwrap_err();
    let text = format!("{error} {error:?}");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.to_string().starts_with(&format!("invalid request: {field}: ")), "{error}");
    assert!(!text.contains("p4ss"), "{text}");
}

#[test]
fn a_proxy_that_cannot_be_used_is_refused_by_name_without_its_password() {
    for url in [
        "",
        "http://",
        "http://user:p4ss@",
        "http://user:p4ss@host:port",
        "http://user:p4ss@ho st",
        // Without this check the proxy would be left out, or spoken to in the wrong protocol, without a word.
        "ftp://user:p4ss@127.0.0.1:1",
        "socks5://user:p4ss@127.0.0.1:1",
        "file:///p4ss",
    ] {
        refused(ReqwestTransport::builder().proxy(url), "proxy");
    }
    for url in ["127.0.0.1:3128", "proxy.example:3128", "http://proxy.example", "https://u:p@proxy.example:1"] {
        ReqwestTransport::builder().proxy(url).build().unwrap();
    }
}

#[test]
fn text_that_holds_no_certificate_is_refused_by_name() {
    let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    for pem in ["", "p4ss", broken, "-----BEGIN CERTIFICATE-----\np4ss!\n-----END CERTIFICATE-----"] {
        refused(ReqwestTransport::builder().no_proxy().add_root_certificates(pem), "root_certificates");
    }
}

/// A private CA: its certificate, and what a server on loopback needs.
fn private_ca(name: &str) -> (String, tokio_rustls::TlsAcceptor) {
    let mut ca = rcgen::CertificateParams::new(Vec::new()).unwrap();
    ca.distinguished_name.push(rcgen::DnType::CommonName, name);
    ca.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    ca.key_usages = vec![rcgen::KeyUsagePurpose::KeyCertSign];
    let ca_key = rcgen::KeyPair::generate().unwrap();
    let root = ca.self_signed(&ca_key).unwrap().pem();
    let key = rcgen::KeyPair::generate().unwrap();
    let leaf = rcgen::CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
    let leaf = leaf.signed_by(&key, &rcgen::Issuer::new(ca, ca_key)).unwrap();
    let provider = Arc::new(aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![leaf.der().clone()], key.serialize_der().try_into().unwrap())
        .unwrap();
    (root, Arc::new(config).into())
}

#[tokio::test]
async fn a_private_ca_is_trusted_when_it_was_added_and_only_then() {
    let (root, acceptor) = private_ca("first");
    let server = Server::listen(|_request| ok("[1]"), Some(acceptor)).await;
    let url = format!("https://{}/", server.address());

    let error = send(&direct(), &url).await.unwrap_err();
    assert!(!error.may_have_been_sent(), "{error:?}");
    assert_eq!(server.requests().len(), 0);

    let (other, _acceptor) = private_ca("second");
    for pem in [root.clone(), format!("{other}{root}")] {
        let trusting = ReqwestTransport::builder().no_proxy().add_root_certificates(pem).build().unwrap();
        assert_eq!(send(&trusting, &url).await.unwrap(), (200, b"[1]".to_vec()));
        let mut fresh = request(Method::GET, &url);
        fresh.extensions_mut().insert(Fresh::new());
        assert_eq!(trusting.send(fresh).await.unwrap().status(), 200);
    }
}

#[tokio::test]
async fn a_silent_server_costs_one_attempt_timeout() {
    let server = Server::start(|_request| Reply::Silence).await;
    let client = builder(&server.url(), bearer("canary"))
        .transport(direct())
        .attempt_timeout(Duration::from_millis(80))
        .build()
        .unwrap();
    let started = Instant::now();
    let error = client.0.execute(Call::post("/x")).await.unwrap_err();
    assert!((Duration::from_millis(80)..Duration::from_secs(2)).contains(&started.elapsed()));
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 1));
    assert!(error.may_have_been_applied());
}

#[tokio::test]
async fn a_body_that_never_ends_costs_one_attempt_timeout() {
    let server =
        Server::start(|_request| Reply::Send(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf".to_vec())).await;
    let client = builder(&server.url(), bearer("canary"))
        .transport(direct())
        .attempt_timeout(Duration::from_millis(80))
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    let error = client.0.execute(Call::get("/x")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
}

/// Set in the child process that runs one test in another environment.
const CHILD: &str = "SAAS_API_CORE_TEST_CHILD";

/// Runs a test of this binary in a process of its own, with these variables.
fn in_child(test: &str, variables: &[(&str, &str)]) {
    let mut child = std::process::Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", test, "--nocapture"]).env(CHILD, "1");
    for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"] {
        child.env_remove(name);
    }
    let output = child.envs(variables.iter().copied()).output().unwrap();
    let printed = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && printed.contains("1 passed"), "{printed}");
    assert!(!printed.contains("panicked"), "{printed}");
}

#[tokio::test]
async fn no_ca_bundle_on_the_host_is_an_error_and_no_panic() {
    const NAME: &str = "client::transport::no_ca_bundle_on_the_host_is_an_error_and_no_panic";
    if std::env::var_os(CHILD).is_none() {
        let empty = std::env::temp_dir().join(format!("saas-api-core-no-ca-{}", std::process::id()));
        std::fs::create_dir_all(&empty).unwrap();
        let folder = empty.to_str().unwrap();
        in_child(NAME, &[("SSL_CERT_FILE", folder), ("SSL_CERT_DIR", folder)]);
        std::fs::remove_dir(&empty).unwrap();
        return;
    }
    // rustls says so when the transport is built, the system's own library when a server shows its certificate.
    match ReqwestTransport::builder().no_proxy().build() {
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::InvalidRequest);
            assert!(error.to_string().contains("transport"), "{error}");
            let error = builder("https://api.example", bearer("canary")).build().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        }
        Ok(transport) => {
            let server = Server::listen(|_request| ok("[]"), Some(private_ca("unknown").1)).await;
            let error = send(&transport, &format!("https://{}/", server.address())).await;
            assert!(!error.unwrap_err().may_have_been_sent());
        }
    }
}

#[tokio::test]
async fn the_systems_proxy_is_used_unless_told_otherwise() {
    const NAME: &str = "client::transport::the_systems_proxy_is_used_unless_told_otherwise";
    const PROXY: &str = "http_proxy";
    if std::env::var_os(CHILD).is_none() {
        let proxy = Server::start(|_request| ok("[]")).await;
        let url = proxy.url();
        tokio::task::spawn_blocking(move || in_child(NAME, &[(PROXY, &url)])).await.unwrap();
        assert_eq!(proxy.only_request().line(), "POST http://127.0.0.1:9/x HTTP/1.1");
        return;
    }
    let system = ReqwestTransport::builder().build().unwrap();
    send(&system, "http://127.0.0.1:9/x").await.unwrap();
    let error = send(&direct(), "http://127.0.0.1:9/x").await.unwrap_err();
    assert!(!error.may_have_been_sent());
}
