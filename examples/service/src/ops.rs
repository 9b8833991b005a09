//! The address for operations: `/healthz` and `/metrics`. It has no secret, and is for your own network only.

use crate::health::Health;
use crate::metrics::Metrics;
use axum::Router;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use std::sync::Arc;
use tokio::net::TcpListener;

pub(crate) async fn serve(listener: TcpListener, health: Arc<Health>, metrics: Arc<Metrics>) {
    let healthz = get(async move || healthz(&health));
    let metrics = get(async move || exposition(&metrics));
    let routes = Router::new().route("/healthz", healthz).route("/metrics", metrics);
    // It gives no error: axum tries again where a connection cannot be taken.
    let _ = axum::serve(listener, routes).await;
}

fn healthz(health: &Health) -> Response {
    let (is_well, report) = health.report();
    let status = if is_well { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, [(CONTENT_TYPE, "application/json")], report.to_string()).into_response()
}

fn exposition(metrics: &Metrics) -> Response {
    match metrics.text() {
        Ok(text) => ([(CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}
