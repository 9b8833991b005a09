//! Text from outside is inert where people read it. The readers here know the notations from their rules alone.

mod backlog;
mod chatwork;
mod corpus;
mod markdown;

use corpus::texts;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use ticket_bridge::adapters::backlog::BacklogTracker;
use ticket_bridge::adapters::chatwork::ChatworkNotifier;
use ticket_bridge::*;
use ticket_bridge_sandbox::{Backlog, BacklogField, Chatwork, ChatworkRole};

/// A finding that holds the text wherever a finding holds text.
fn finding(index: usize, text: &str) -> Observation {
    let key = format!("{text}#{index}");
    let mut finding = Observation::new(text, key, text, Severity::from(text), SystemTime::now().into());
    text.clone_into(&mut finding.details);
    finding.resource = Some(text.to_owned());
    finding.account = Some(text.to_owned());
    finding.region = Some(text.to_owned());
    finding.links = vec![Link::new(text, text), Link::new(text, format!("https://app.example/{text}"))];
    finding
}

fn tracker(backlog: &Backlog, markup: Markup) -> BacklogTracker {
    let project = backlog.add_project("SEC").unwrap();
    let field = backlog.add_custom_field(project.id, "Finding", BacklogField::Text).unwrap();
    let client = backlog_api::Client::builder(backlog.url(), backlog_api::Auth::api_key(backlog.api_key()));
    BacklogTracker::new(client.build().unwrap(), project.id, project.issue_type_id, field)
        .template(Template::facts(markup))
}

/// The issues that the bridge makes of all texts, each with its text.
async fn issues(markup: Markup) -> Vec<(String, ticket_bridge_sandbox::BacklogIssue)> {
    let mut made = Vec::new();
    // Below the calls that a minute has.
    for texts in texts().chunks(100) {
        let backlog = Backlog::start().await.unwrap();
        let tracker = tracker(&backlog, markup);
        let ledger = Arc::new(MemoryLedger::new());
        let bridge = Bridge::new(Policy::new("alerts", "SEC"), ledger, Arc::new(tracker)).adopted(true);
        for (index, text) in texts.iter().enumerate() {
            bridge.ingest(finding(index, text)).await.unwrap();
        }
        let mut issues = backlog.issues();
        issues.sort_by_key(|issue| issue.id);
        assert_eq!(issues.len(), texts.len());
        made.extend(texts.iter().cloned().zip(issues));
    }
    made
}

/// Whatever the notation: nothing hides, no line is forged, nothing is too long, and our own line is the last.
fn check_text(case: &str, description: &str, own_label: &str) {
    assert!(description.encode_utf16().count() <= 60_000, "{case}");
    shows(case, description);
    let own: Vec<_> = description.lines().filter(|line| line.trim().starts_with(own_label)).collect();
    let id = own.first().and_then(|line| line.strip_prefix(own_label)).unwrap_or_default();
    assert!(own.len() == 1 && id.len() == 26 && description.ends_with(id), "{case}: {own:?}");
}

/// No control character but the end of a line, no other end of a line, nothing that turns the direction, and nothing
/// without a width but where it makes a sign.
fn shows(case: &str, text: &str) {
    // Joiners without an end make no sign.
    let is_endless = case.starts_with(&"👩\u{200d}".repeat(10));
    let (mut last, mut marks) = (' ', 0);
    for char in text.chars() {
        let makes_sign = matches!(char, '\u{200d}' | '\u{200c}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}');
        let hides = matches!(char,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffc}' | '\u{fffe}' | '\u{ffff}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e0fff}');
        assert!(!hides || (makes_sign && !last.is_ascii()), "{case}: {char:?} after {last:?}");
        assert!(!char.is_control() || char == '\n', "{case}: {char:?}");
        assert!(char != '…' || last != '\u{200d}' || is_endless, "{case}: half a sign is left");
        marks = if matches!(char, '\u{300}'..='\u{36f}') { marks + 1 } else { 0 };
        assert!(marks <= 8, "{case}: a stack of marks");
        last = char;
    }
}

/// Letters and digits: no notation takes them away.
fn words(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).collect()
}

fn check_issue(case: &str, issue: &ticket_bridge_sandbox::BacklogIssue) {
    shows(case, &issue.summary);
    assert!(!issue.summary.trim().is_empty() && !issue.summary.contains('\n'), "{case}");
    assert!(issue.summary.encode_utf16().count() <= 255, "{case}");
    check_text(case, &issue.description, "bridge attempt: ");
    let marker = issue.custom_fields.get("Finding").unwrap();
    assert!(marker.len() <= 64 && marker.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)));
}

#[tokio::test]
async fn a_markdown_parser_finds_only_words_and_our_links() {
    for (text, issue) in issues(Markup::Markdown).await {
        let case: String = text.chars().take(80).collect();
        check_issue(&case, &issue);
        let read = markdown::read(&issue.description);
        assert_eq!(read.markup, [""; 0], "{case:?}:\n{}", issue.description);
        for link in &read.links {
            assert!(link.line.starts_with("Link: "), "{case:?}: {link:?}");
            assert!(link.target.starts_with("https://") && link.shown == link.target, "{case:?}: {link:?}");
        }
        let ours = read.links.iter().filter(|link| link.target.starts_with("https://app.example/")).count();
        assert!(ours >= 1 || text.len() > 300, "{case:?}: {:?}", read.links);
        assert!(text.len() > 900 || words(&read.text).contains(&words(&text)), "{case:?}:\n{}", read.text);
    }
}

#[tokio::test]
async fn a_reader_of_backlogs_notation_finds_only_words_and_our_links() {
    for (text, issue) in issues(Markup::Backlog).await {
        let case: String = text.chars().take(80).collect();
        check_issue(&case, &issue);
        assert_eq!(backlog::markup_in(&issue.description), [""; 0], "{case:?}:\n{}", issue.description);
        let links = issue.description.lines().filter(|line| backlog::link(line).is_some()).count();
        assert!(links >= 1 || text.len() > 300, "{case:?}:\n{}", issue.description);
        assert!(text.len() > 900 || words(&issue.description).contains(&words(&text)), "{case:?}");
    }
}

/// A comment does not know which notation its project has.
#[tokio::test]
async fn comments_are_inert_in_either_notation() {
    for texts in texts().chunks(100) {
        let backlog = Backlog::start().await.unwrap();
        let tracker = tracker(&backlog, Markup::Markdown);
        let key = backlog.add_issue(backlog.add_project("OPS").unwrap().id, "issue", &[]).unwrap();
        let ticket = TicketRef::new(backlog.issue(&key).unwrap().id.to_string(), key.clone());
        for (index, text) in texts.iter().enumerate() {
            let op = OpId::new(format!("{index:026}"));
            let kind = if index % 2 == 0 { OpKind::Resolve } else { OpKind::Reopen };
            let send_by = Moment::from(SystemTime::now()).after(Duration::from_secs(60));
            let write = TicketWrite::new(ticket.clone(), op, kind, text.as_str(), send_by);
            assert!(matches!(tracker.write(&write).await, CallOutcome::Done(_)), "{text}");
        }
        let mut comments = backlog.comments(&key);
        comments.sort_by_key(|comment| comment.id);
        assert_eq!(comments.len(), texts.len());
        for (text, comment) in texts.iter().zip(comments) {
            let (case, comment): (String, _) = (text.chars().take(80).collect(), comment.content.unwrap());
            check_text(&case, &comment, "bridge write: ");
            assert_eq!(backlog::markup_in(&comment), [""; 0], "{case:?}:\n{comment}");
            let read = markdown::read(&comment);
            assert!(read.markup.is_empty() && read.links.is_empty(), "{case:?}: {read:?}\n{comment}");
            assert!(text.len() > 900 || words(&comment).contains(&words(text)), "{case:?}");
        }
    }
}

#[tokio::test]
async fn a_message_holds_our_four_tags_and_no_other() {
    let chatwork = Chatwork::start().await.unwrap();
    let token = chatwork_api::Auth::api_token(chatwork.me().token);
    let client = chatwork_api::Client::builder(chatwork.url(), token).build().unwrap();
    // Below the posts that a room takes at a time.
    for texts in texts().chunks(10) {
        let room = chatwork.add_room("alerts", &[(chatwork.me().id, ChatworkRole::Admin)]);
        let notifier = ChatworkNotifier::new(client.clone(), room);
        for (index, text) in texts.iter().enumerate() {
            let mut notice = Notice::new("n1", NoticeKind::DeadLetter, &finding(index, text));
            notice.ticket = Some(TicketRef::new("1", text.as_str()));
            text.clone_into(&mut notice.detail);
            let told = notifier.notify(&notice).await;
            assert!(matches!(told, CallOutcome::Done(_)), "{told:?}");
        }
        let messages = chatwork.messages(room);
        assert_eq!(messages.len(), texts.len());
        for (text, message) in texts.iter().zip(messages) {
            let (case, body): (String, _) = (text.chars().take(80).collect(), message.body);
            shows(&case, &body);
            assert_eq!(chatwork::tags(&body), ["[info]", "[title]", "[/title]", "[/info]"], "{case:?}:\n{body}");
            assert_eq!(chatwork::links(&body), [""; 0], "{case:?}:\n{body}");
            assert!(body.chars().count() <= 65_535 && body.ends_with("\n[/info]"), "{case:?}");
            assert!(text.len() > 60_000 || words(&body).contains(&words(text)), "{case:?}:\n{body}");
            // The title is one line, so that it forges none of the others.
            assert_eq!(body.lines().nth(1).map(|line| line.starts_with("Ticket: ")), Some(true), "{case:?}:\n{body}");
        }
    }
}

#[tokio::test]
async fn a_message_has_as_many_characters_as_chatwork_takes() {
    let chatwork = Chatwork::start().await.unwrap();
    let token = chatwork_api::Auth::api_token(chatwork.me().token);
    let client = chatwork_api::Client::builder(chatwork.url(), token).build().unwrap();
    let notifier = ChatworkNotifier::new(client, chatwork.room());
    let mut lengths = Vec::new();
    for detail in [1, 65_535 - 200, 65_535, 200_000] {
        let finding = Observation::new("orca", "orca-1", "t", Severity::High, Moment::default());
        let mut notice = Notice::new("n1", NoticeKind::InDoubt, &finding);
        notice.detail = "[".repeat(detail);
        assert!(matches!(notifier.notify(&notice).await, CallOutcome::Done(_)));
        let body = chatwork.messages(chatwork.room()).pop().unwrap().body;
        lengths.push((body.chars().count(), body.ends_with("…\n[/info]")));
    }
    let frame = lengths[0].0 - 1;
    assert_eq!(lengths[1..], [(65_535 - 200 + frame, false), (65_535, true), (65_535, true)]);
}
