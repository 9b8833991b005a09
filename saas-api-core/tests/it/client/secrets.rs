//! A credential is in nothing that a user prints, whatever fails.

use super::server::{Reply, Seen, Server, answer, dead_address};
use super::support::{bearer, builder};
use http::HeaderName;
use saas_api_core::{Call, Credential, Error, ErrorKind, ReqwestTransport, ReqwestTransportBuilder, RetryPolicy};
use std::cell::RefCell;
use std::fmt::Write as _;
use std::sync::Once;
use std::time::Duration;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Characters that URLs, JSON and HTML each write in another way.
const MARKER: &str = "mArK&er/+=\"canary'9%zQ";
const PROXY_PASSWORD: &str = "pr0xy-canary";

/// The spellings in which a server may send the marker back.
fn spellings() -> Vec<String> {
    let encoded: String = url::form_urlencoded::byte_serialize(MARKER.as_bytes()).collect();
    vec![
        MARKER.to_owned(),
        lower_hex(&encoded),
        encoded,
        serde_json::to_string(MARKER).unwrap(),
        MARKER.replace('/', "\\/").replace('"', "\\u0022").replace('&', "\\u0026"),
        MARKER.replace('&', "&amp;").replace('"', "&quot;").replace('\'', "&#39;"),
        MARKER.replace('\'', "&#x27;").replace('"', "&#34;"),
    ]
}

fn lower_hex(encoded: &str) -> String {
    let mut parts = encoded.split('%');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (hex, rest) = part.split_at(2);
        write!(text, "%{}{rest}", hex.to_lowercase()).unwrap();
    }
    text
}

/// A part of the secret that no spelling changes.
const TELLTALES: [&str; 4] = ["mark", "canary", "9%zq", "9%25zq"];

#[derive(Clone, Copy, Debug)]
enum Place {
    Header,
    Bearer,
    Query,
}

impl Place {
    const ALL: [Self; 3] = [Self::Header, Self::Bearer, Self::Query];

    fn credential(self) -> Credential {
        match self {
            Self::Header => Credential::header(HeaderName::from_static("x-api-key"), "", MARKER),
            Self::Bearer => bearer(MARKER),
            Self::Query => Credential::query("apiKey", MARKER),
        }
    }

    fn was_sent(self, request: &Seen) -> bool {
        let encoded = &spellings()[2];
        match self {
            Self::Header => request.header("x-api-key") == Some(MARKER),
            Self::Bearer => request.header("authorization") == Some(&format!("Bearer {MARKER}")),
            Self::Query => request.line().contains(&format!("apiKey={encoded}")),
        }
    }
}

/// Everything that this crate logs, at every level.
///
/// Only this crate's own target: the HTTP stack below logs URLs at its debug level, and says so.
/// One for the whole process, and a log per test's thread: a subscriber that comes and goes with each test would
/// race for what `tracing` remembers of who listens.
#[derive(Clone, Copy)]
struct Captured;

static LISTENS: Once = Once::new();

thread_local! {
    static LOG: RefCell<String> = const { RefCell::new(String::new()) };
}

impl Subscriber for Captured {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("saas_api_core")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        Self::note(span.metadata().name());
        span.record(&mut Captured);
        Id::from_u64(1)
    }

    fn record(&self, _span: &Id, values: &Record<'_>) {
        values.record(&mut Captured);
    }

    fn record_follows_from(&self, _span: &Id, _follows: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut Captured);
    }

    fn enter(&self, _span: &Id) {}

    fn exit(&self, _span: &Id) {}
}

impl Visit for Captured {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        Self::note(&format!("{field}={value:?}"));
    }
}

impl Captured {
    fn note(text: &str) {
        LOG.with_borrow_mut(|log| writeln!(log, "{text}")).unwrap();
    }
}

/// All that an error shows, in every way it can be shown.
fn shown(error: &Error) -> String {
    let mut text = format!("{error}\n{error:#}\n{error:?}\n{error:#?}\n");
    let mut cause = std::error::Error::source(error);
    while let Some(link) = cause {
        writeln!(text, "{link}\n{link:?}\n{link:#?}").unwrap();
        cause = link.source();
    }
    for message in error.messages() {
        writeln!(text, "{} {:?} {message:?}", message.text, message.code).unwrap();
    }
    let body = String::from_utf8_lossy(error.body().unwrap_or_default());
    writeln!(text, "{body}\n{:?}", error.request_id()).unwrap();
    text
}

fn assert_clean(text: &str, context: &str) {
    let lower = text.to_lowercase();
    for spelling in spellings() {
        assert!(!text.contains(&spelling), "{context}: {spelling} is in\n{text}");
    }
    for telltale in TELLTALES {
        assert!(!lower.contains(telltale), "{context}: {telltale} is in\n{text}");
    }
    assert!(!lower.contains(PROXY_PASSWORD), "{context}: the proxy's password is in\n{text}");
}

struct Case<'a> {
    name: &'a str,
    base: String,
    transport: ReqwestTransportBuilder,
    kind: ErrorKind,
}

impl<'a> Case<'a> {
    fn direct(name: &'a str, base: String, kind: ErrorKind) -> Self {
        Self { name, base, transport: ReqwestTransport::builder().no_proxy(), kind }
    }
}

/// Makes the call fail and looks for the marker everywhere.
async fn check(case: Case<'_>, place: Place) {
    let context = format!("{} {place:?}", case.name);
    LISTENS.call_once(|| tracing::subscriber::set_global_default(Captured).unwrap());
    LOG.take();
    let builder = builder(&case.base, place.credential())
        .transport(case.transport.build().unwrap())
        .attempt_timeout(Duration::from_millis(if case.kind == ErrorKind::Timeout { 50 } else { 5_000 }))
        .retry(RetryPolicy::new().attempts(2).base(Duration::ZERO));
    let mut texts = format!("{builder:?}\n{builder:#?}\n");
    let client = builder.build().unwrap();
    let call = || Call::get("/issues/{id}").arg("SEC-1");
    let outcome = client.0.execute(call()).await;
    let error = match outcome {
        Err(error) => error,
        Ok(answer) => {
            write!(texts, "{answer:?}\n{answer:#?}\n").unwrap();
            answer.json::<u64>().unwrap_err()
        }
    };
    let log = LOG.take();
    assert_eq!(error.kind(), case.kind, "{context}: {error:?}");
    write!(texts, "{client:?}\n{client:#?}\n{}", shown(&error)).unwrap();
    assert_clean(&texts, &context);
    assert!(log.contains("saas.request") && log.contains("/issues/{id}"), "{context}: {log}");
    assert_clean(&log, &context);
}

/// The request as the server saw it, and the marker in each spelling.
fn echo(request: &Seen) -> String {
    format!("{}\n{}", request.head, spellings().join("\n"))
}

/// Checks each place against a server with this answer.
async fn check_answer(name: &str, kind: ErrorKind, reply: fn(&Seen) -> Reply) {
    for place in Place::ALL {
        let server = Server::start(reply).await;
        check(Case::direct(name, server.url(), kind), place).await;
        for request in server.requests() {
            assert!(place.was_sent(&request), "{name} {place:?}: {request:?}");
        }
    }
}

#[tokio::test]
async fn refused_connection() {
    for place in Place::ALL {
        let base = format!("http://{}", dead_address().await);
        check(Case::direct("refused connection", base, ErrorKind::Transport), place).await;
    }
}

#[tokio::test]
async fn unauthorized_with_the_credential_echoed() {
    check_answer("401", ErrorKind::Auth, |request| {
        let body = serde_json::json!({"errors": [{"message": echo(request), "code": MARKER}]});
        let head = format!("401 Unauthorized\r\nX-Request-Id: {MARKER}\r\nWWW-Authenticate: {MARKER}");
        Reply::Send(answer(&head, &body.to_string()))
    })
    .await;
}

#[tokio::test]
async fn server_error_with_an_html_page_that_echoes_the_request() {
    check_answer("500", ErrorKind::Api, |request| {
        let page = format!("<html><body><pre>{}</pre></body></html>", echo(request));
        Reply::Send(answer("500 Internal Server Error", &page))
    })
    .await;
}

#[tokio::test]
async fn answer_that_is_no_json() {
    check_answer("bad json", ErrorKind::Decode, |request| Reply::Send(answer("200 OK", &echo(request)))).await;
}

#[tokio::test]
async fn answer_of_another_type() {
    // The parser quotes the value that it did not expect.
    check_answer("wrong type", ErrorKind::Decode, |request| {
        Reply::Send(answer("200 OK", &serde_json::to_string(&echo(request)).unwrap()))
    })
    .await;
}

#[tokio::test]
async fn redirect() {
    check_answer("redirect", ErrorKind::Api, |request| {
        let head = format!("302 Found\r\nLocation: http://127.0.0.1:1/?key={}", spellings()[2]);
        Reply::Send(answer(&head, &echo(request)))
    })
    .await;
}

#[tokio::test]
async fn timeout() {
    check_answer("timeout", ErrorKind::Timeout, |_request| Reply::Silence).await;
}

#[tokio::test]
async fn connection_reset() {
    check_answer("reset", ErrorKind::Transport, |_request| Reply::Reset).await;
}

#[tokio::test]
async fn connection_broken_in_the_middle_of_the_body() {
    check_answer("half body", ErrorKind::Transport, |request| {
        let mut whole = answer("200 OK", &format!("{}{:1000}", echo(request), ""));
        whole.truncate(whole.len() - 500);
        Reply::SendAndClose(whole)
    })
    .await;
}

#[tokio::test]
async fn answer_that_is_not_http() {
    check_answer("not http", ErrorKind::Transport, |request| Reply::SendAndClose(echo(request).into_bytes())).await;
}

/// A proxy that answers so, for an `https` base (it sees CONNECT) and a plain one (it sees the whole request).
async fn check_proxy(name: &str, plain: ErrorKind, reply: fn(&Seen) -> Reply) {
    for place in Place::ALL {
        for (base, kind) in [("https://127.0.0.1:9", ErrorKind::Transport), ("http://127.0.0.1:9", plain)] {
            let proxy = Server::start(reply).await;
            let url = format!("http://user:{PROXY_PASSWORD}@{}", proxy.address());
            let case = Case { name, base: base.to_owned(), transport: ReqwestTransport::builder().proxy(url), kind };
            check(case, place).await;
            assert!(proxy.accepted() > 0, "{name}: the proxy was not used");
        }
    }
}

#[tokio::test]
async fn proxy_that_answers_with_an_error_page() {
    check_proxy("proxy 502", ErrorKind::Api, |request| Reply::SendAndClose(answer("502 Bad Gateway", &echo(request))))
        .await;
}

#[tokio::test]
async fn proxy_that_closes() {
    check_proxy("proxy closes", ErrorKind::Transport, |_request| Reply::SendAndClose(Vec::new())).await;
}

#[tokio::test]
async fn proxy_that_nobody_runs() {
    for place in Place::ALL {
        let case = Case {
            name: "no proxy there",
            base: "http://127.0.0.1:9".to_owned(),
            transport: ReqwestTransport::builder().proxy(format!("http://u:{PROXY_PASSWORD}@{}", dead_address().await)),
            kind: ErrorKind::Transport,
        };
        check(case, place).await;
    }
}

#[tokio::test]
async fn recorded_requests_of_the_fake_do_not_show_it() {
    for place in Place::ALL {
        let fixture =
            super::support::Fixture::over(saas_api_core::FixedToken::new(place.credential()), |builder| builder);
        fixture.transport.reply(200, "[]");
        let call = Call::get("/x").query({
            let mut params = saas_api_core::Params::new();
            params.push("keyword", "shown");
            params
        });
        fixture.execute(call).await.unwrap();
        let request = fixture.last_request();
        let text = format!("{request:?}\n{request:#?}\n{fixture:?}\n{fixture:#?}");
        assert!(text.contains("/api/v2/x"), "{text}");
        assert_clean(&text, &format!("fake {place:?}"));
    }
}

#[test]
fn default_headers_of_a_client_that_the_caller_built_are_not_shown() {
    let headers = [(HeaderName::from_static("x-gateway-key"), MARKER.parse().unwrap())];
    let own = reqwest::Client::builder().no_proxy().default_headers(headers.into_iter().collect()).build().unwrap();
    let transport = ReqwestTransport::from_client(own);
    assert_clean(&format!("{transport:?}\n{transport:#?}"), "caller's client");
}
