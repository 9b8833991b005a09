//! Files behind addresses of their own: malicious files, and the exports of queries.

use std::time::SystemTime;

use bytes::Bytes;
use serde_json::{Value, json};

use super::answer::{Answer, Arguments, Refusal, ok};
use super::state::State;
use crate::http::{Reply, Request};

/// A file that has an address.
#[derive(Clone, Debug)]
pub(super) struct File {
    key: String,
    content_type: &'static str,
    content: Bytes,
}

/// An export that was asked for.
#[derive(Clone, Debug)]
pub(super) struct Export {
    token: String,
    /// From then on its file has an address.
    ready: SystemTime,
    /// The file's key.
    file: String,
}

pub(super) fn malicious(state: &mut State, request: &Request, id: &str) -> Answer {
    Arguments::of(request, &[])?;
    // Both answers are a 404 here, whatever other calls say of an unknown alert.
    let alert = state.find(id).ok_or_else(|| Refusal::unknown_alert(id, 404))?;
    let content = alert.spec.malicious_file.clone();
    let content = content.ok_or_else(|| Refusal::Refused(404, "no associated files".to_owned()))?;
    let key = add(state, "application/zip", content);
    Ok(ok(&json!({"status": "success", "link": address(request, &key)})))
}

/// All rows, as they are now, in a file that is ready later.
pub(super) fn export(state: &mut State, request: &Request, rows: &[Value]) -> Reply {
    let file = add(state, "application/json", json!(rows).to_string());
    let token = format!("export-{}", state.exports.len() + 1);
    let ready = request.at + state.behavior.export_takes;
    state.exports.push(Export { token: token.clone(), ready, file });
    ok(&json!({"method": "async", "request_token": token, "version": "0.1.0", "status": "success"}))
}

/// The words of `query_status` are not recorded: what counts is whether there is an address.
pub(super) fn export_status(state: &State, request: &Request) -> Answer {
    let arguments = Arguments::of(request, &["request_token"])?;
    let token = arguments.text("request_token").unwrap_or_default();
    let export = state.exports.iter().find(|export| export.token == token);
    let export = export.ok_or_else(|| Refusal::bad(format!("invalid request_token {token}")))?;
    let is_ready = export.ready <= request.at;
    Ok(ok(&json!({
        "status": "success",
        "query_status": if is_ready { "done" } else { "running" },
        "file_location": is_ready.then(|| address(request, &export.file)),
    })))
}

/// The file store: another host with the real service. It knows no token of Orca, and refuses one.
pub(super) fn fetch(state: &State, request: &Request) -> Reply {
    if ["authorization", "cookie"].iter().any(|name| request.headers.contains_key(*name)) {
        return Reply::text(400, "text/plain", "The sandbox's file store was sent a credential of Orca.");
    }
    let file = match (request.method.as_str(), request.parts().as_slice()) {
        ("GET", [_, key]) => state.files.iter().find(|file| file.key == *key),
        _ => None,
    };
    file.map_or_else(|| Reply::empty(403), |file| Reply::text(200, file.content_type, file.content.clone()))
}

/// Gives a file an address that nothing else has.
fn add(state: &mut State, content_type: &'static str, content: impl Into<Bytes>) -> String {
    let key = format!("canary-{}", state.files.len() + 1);
    state.files.push(File { key: key.clone(), content_type, content: content.into() });
    key
}

fn address(request: &Request, key: &str) -> String {
    let host = request.header("host").unwrap_or("127.0.0.1");
    format!("http://{host}/files/{key}")
}
