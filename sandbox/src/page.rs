//! The look-at-it page.

use std::{fmt::Write as _, io, sync::Arc, time::SystemTime};

use http::Method;
use jiff::Timestamp;
use serde_json::Value;

use crate::{
    Generation, Sandbox,
    http::{Reply, Request},
    server::{Server, Service},
};

/// The newest of each kind that the page shows.
const SHOWN: usize = 50;

const HEAD: &str = "<!doctype html>
<html lang=\"en\">
<meta charset=\"utf-8\">
<meta http-equiv=\"refresh\" content=\"5\">
<title>ticket-bridge sandbox</title>
<style>
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: #1d2327 }
h1 { font-size: 1.4rem } h2 { font-size: 1.05rem; margin: 2rem 0 .4rem }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid #dde1e4 }
th { font-weight: 600; color: #50575e } td { white-space: pre-wrap; overflow-wrap: anywhere }
</style>
";

/// A page that shows what a sandbox holds: tickets, alerts, findings, messages, the last requests.
///
/// Plain HTML without scripts; every text is escaped. Dropping it stops it.
#[derive(Debug)]
pub struct Page {
    server: Server,
}

impl Page {
    /// Serves the page of this sandbox; port 0 is any free one.
    ///
    /// # Errors
    ///
    /// When it cannot listen.
    pub async fn start(sandbox: Arc<Sandbox>, port: u16) -> io::Result<Self> {
        let clock = sandbox.clock().clone();
        Ok(Self { server: Server::start(Arc::new(View(sandbox)), clock, port).await? })
    }

    /// Its address.
    pub fn url(&self) -> String {
        self.server.url()
    }
}

struct View(Arc<Sandbox>);

impl Service for View {
    fn name(&self) -> &'static str {
        "page"
    }

    fn handle(&self, request: &Request) -> Reply {
        if request.method != Method::GET || request.path != "/" {
            return Reply::empty(404);
        }
        Reply::text(200, "text/html; charset=utf-8", html(&self.0))
            .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
    }

    fn too_many_requests(&self, _: &Request) -> Reply {
        Reply::empty(429)
    }
}

fn html(sandbox: &Sandbox) -> String {
    let mut page = HEAD.to_owned();
    let _ = writeln!(page, "<h1>ticket-bridge sandbox</h1>\n<p>{}</p>", time(sandbox.clock().now()));
    table(
        &mut page,
        "Tickets",
        &["Key", "Summary", "Status", "Custom fields", "Comments", "Updated"],
        tickets(sandbox),
    );
    table(&mut page, "Alerts", &["Id", "Title", "Status", "Closed by callers"], alerts(sandbox));
    table(&mut page, "Findings", &["Title", "Severity", "Workflow", "Record", "Note"], findings(sandbox));
    table(&mut page, "Messages", &["Room", "Account", "Text", "Sent"], messages(sandbox));
    table(&mut page, "Last requests", &["Service", "Request", "Answer", "At"], requests(sandbox));
    page
}

type Rows = Vec<Vec<String>>;

fn tickets(sandbox: &Sandbox) -> Rows {
    let backlog = sandbox.backlog();
    let row = |issue: crate::BacklogIssue| {
        let fields: Vec<String> = issue.custom_fields.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        let comments = backlog.comments(&issue.key).into_iter().filter_map(|comment| comment.content);
        let comments: Vec<String> = comments.collect();
        let status = backlog.status_name(&issue);
        vec![issue.key, issue.summary, status, fields.join("\n"), comments.join("\n"), time(issue.updated)]
    };
    backlog.issues().into_iter().map(row).collect()
}

fn alerts(sandbox: &Sandbox) -> Rows {
    let orca = sandbox.orca();
    let row = |id: String| {
        let title = orca.alert(&id, Generation::Legacy);
        let title = title.map(|alert| text(&alert, "/description")).unwrap_or_default();
        let status = orca.status(&id).map(|status| status.as_str().to_owned()).unwrap_or_default();
        let closes = orca.closes(&id).to_string();
        vec![id, title, status, closes]
    };
    orca.alerts().into_iter().map(row).collect()
}

fn findings(sandbox: &Sandbox) -> Rows {
    let columns = ["/Title", "/Severity/Label", "/Workflow/Status", "/RecordState", "/Note/Text"];
    let findings = sandbox.securityhub().findings();
    findings.iter().map(|finding| columns.iter().map(|path| text(finding, path)).collect()).collect()
}

fn messages(sandbox: &Sandbox) -> Rows {
    let chatwork = sandbox.chatwork();
    let messages = chatwork.rooms().into_iter().flat_map(|room| chatwork.messages(room));
    messages.map(|m| vec![m.room.to_string(), m.author.to_string(), m.body, time(m.sent)]).collect()
}

fn requests(sandbox: &Sandbox) -> Rows {
    let row = |(service, request): (&str, crate::LoggedRequest)| {
        let answer = request.status.map_or_else(|| "none".to_owned(), |status| status.to_string());
        vec![service.to_owned(), format!("{} {}", request.method, request.path), answer, time(request.at)]
    };
    sandbox.requests().into_iter().map(row).collect()
}

/// Newest first.
fn table(page: &mut String, title: &str, columns: &[&str], rows: Rows) {
    let _ = write!(page, "<h2>{} ({})</h2>\n<table>\n<tr>", escape(title), rows.len());
    for column in columns {
        let _ = write!(page, "<th>{}</th>", escape(column));
    }
    page.push_str("</tr>\n");
    for row in rows.into_iter().rev().take(SHOWN) {
        page.push_str("<tr>");
        for cell in row {
            let _ = write!(page, "<td>{}</td>", escape(&cell));
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</table>\n");
}

fn text(value: &Value, path: &str) -> String {
    value.pointer(path).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn time(at: SystemTime) -> String {
    Timestamp::try_from(at).map(|at| at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()).unwrap_or_default()
}

fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}
