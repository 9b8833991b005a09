//! The address for Backlog's webhooks.
//!
//! A request becomes the event that API Gateway makes of it (payload format 2.0), so that the bridge's guard, its limits and
//! its answers are the same as in a Lambda function. The path holds the secret: it goes into that event and nowhere else.

use crate::{App, WORK_LIMIT};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::any;
use data_encoding::BASE64;
use http_body_util::BodyExt as _;
use serde_json::{Map, Value, json};
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use ticket_bridge::intake::{Answer, HttpAnswer, HttpGuard};
use ticket_bridge::{BridgeError, Deadline};
use ticket_bridge_config::Accept;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// A body that comes slower is given up.
const READ_LIMIT: Duration = Duration::from_secs(10);

/// So many requests at once; more are told to come again.
const AT_ONCE: usize = 32;

#[derive(Clone, Debug)]
struct Web {
    app: Arc<App>,
    places: Arc<Semaphore>,
}

pub(crate) async fn serve(listener: TcpListener, app: Arc<App>) {
    let stop = app.stop.clone();
    let web = Web { app, places: Arc::new(Semaphore::new(AT_ONCE)) };
    let routes =
        Router::new().route("/hooks/backlog", any(hook)).route("/hooks/backlog/{secret}", any(hook)).with_state(web);
    // It gives no error: axum tries again where a connection cannot be taken.
    let _ = axum::serve(listener, routes).with_graceful_shutdown(stop.cancelled_owned()).await;
}

async fn hook(State(web): State<Web>, request: Request) -> Response {
    let response = match Arc::clone(&web.places).try_acquire_owned() {
        Err(_full) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Ok(place) => {
            let (parts, body) = request.into_parts();
            match timeout(READ_LIMIT, read(body)).await {
                Err(_late) => StatusCode::REQUEST_TIMEOUT.into_response(),
                Ok(None) => StatusCode::BAD_REQUEST.into_response(),
                Ok(Some(body)) => {
                    let (app, event) = (Arc::clone(&web.app), event(&parts, body).to_string());
                    // A task of its own: a caller that hangs up stops nothing in its midst.
                    let task = web.app.work.spawn(async move {
                        let deadline = Deadline::from(SystemTime::now() + WORK_LIMIT);
                        let handled = app.bridges.handle(Accept::Webhooks, event.as_bytes(), deadline).await;
                        drop(place);
                        handled
                    });
                    task.await.map_or_else(|_panicked| StatusCode::INTERNAL_SERVER_ERROR.into_response(), answer)
                }
            }
        }
    };
    web.app.metrics.webhook(response.status().as_u16());
    response
}

/// One byte more than the guard takes is enough for it to refuse the body. `None`: it broke off.
async fn read(mut body: Body) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        if let Ok(data) = frame.ok()?.into_data() {
            let room = HttpGuard::MAX_BODY.saturating_add(1).saturating_sub(bytes.len());
            bytes.extend(data.into_iter().take(room));
        }
        if bytes.len() > HttpGuard::MAX_BODY {
            break;
        }
    }
    Some(bytes)
}

fn event(parts: &Parts, body: Vec<u8>) -> Value {
    let (body, is_base64) = match String::from_utf8(body) {
        Ok(text) => (text, false),
        Err(error) => (BASE64.encode(error.as_bytes()), true),
    };
    let mut headers = Map::new();
    for name in parts.headers.keys() {
        let values: Vec<_> = parts.headers.get_all(name).iter().map(HeaderValue::as_bytes).collect();
        headers.insert(name.to_string(), String::from_utf8_lossy(&values.join(&b","[..])).into());
    }
    json!({
        "version": "2.0",
        "rawPath": parts.uri.path(),
        "headers": headers,
        "requestContext": { "http": { "method": parts.method.as_str(), "path": parts.uri.path() } },
        "body": body,
        "isBase64Encoded": is_base64,
    })
}

fn answer(handled: Result<Answer, BridgeError>) -> Response {
    match handled {
        Ok(Answer::Http(HttpAnswer { status_code, headers, body, .. })) => {
            let status = StatusCode::from_u16(status_code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            let mut response = (status, body).into_response();
            for (name, value) in headers {
                if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
                    response.headers_mut().insert(name, value);
                }
            }
            response
        }
        Ok(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Err(error) => {
            tracing::error!(error = %error, "a webhook could not be taken");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}
