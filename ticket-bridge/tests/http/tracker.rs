//! The Backlog tracker and the Orca source by themselves: what they make of answers, and how little they ask.

use crate::support::{MINUTE, Place, SECOND, Time, World, word};
use async_trait::async_trait;
use backlog_api::comments::CreateComment;
use backlog_api::{Body, ReqwestTransport, RetryPolicy, Transport, TransportError};
use std::time::Duration;
use ticket_bridge::adapters::backlog::BacklogTracker;
use ticket_bridge::*;
use ticket_bridge_sandbox::{Fault, OrcaBehavior, OrcaStatus};

const ATTEMPT: &str = "abcdefghijklmnopqrstuvwxyz";

/// Answers calls that fit a place with this; the others go through.
#[derive(Debug)]
struct Canned {
    real: ReqwestTransport,
    place: Place,
    status: u16,
    body: String,
}

#[async_trait]
impl Transport for Canned {
    async fn send(&self, request: http::Request<Body>) -> Result<http::Response<Body>, TransportError> {
        if !self.place.fits(request.method().as_str(), request.uri().path()) {
            return self.real.send(request).await;
        }
        let mut response = http::Response::new(Body::from(self.body.clone()));
        *response.status_mut() = self.status.try_into().unwrap();
        Ok(response)
    }
}

/// The tracker of a world, over a transport that cans some answers.
fn canned(world: &World, method: &'static str, path: &'static str, status: u16, body: &str) -> BacklogTracker {
    let real = ReqwestTransport::builder().no_proxy().build().unwrap();
    let place = Place { method, path, whole: false };
    over(world, Canned { real, place, status, body: body.to_owned() })
}

fn over(world: &World, transport: impl Transport + 'static) -> BacklogTracker {
    let auth = backlog_api::Auth::api_key(world.backlog.api_key());
    let client = backlog_api::Client::builder(world.backlog.url(), auth).clock(Time(world.clock.clone()));
    let client = client.retry(RetryPolicy::none()).transport(transport).build().unwrap();
    BacklogTracker::new(client, world.project.id, world.project.issue_type_id, world.field)
}

fn draft(world: &World, key: &str) -> TicketDraft {
    let (finding, send_by) = (world.finding(key), world.now().after(MINUTE));
    TicketDraft::new(ticket_marker(key), AttemptId::new(ATTEMPT), finding, 0, send_by)
}

fn write(world: &World, ticket: &TicketRef, kind: OpKind) -> TicketWrite {
    TicketWrite::new(ticket.clone(), OpId::new("op-1"), kind, "For a test.", world.now().after(MINUTE))
}

fn refusal(code: u32) -> String {
    format!(r#"{{"errors":[{{"message":"no","code":{code},"moreInfo":""}}]}}"#)
}

async fn there(tracker: &BacklogTracker, ticket: &TicketRef, op: Option<&str>) -> TicketRead {
    match tracker.read(ticket, op.map(OpId::new).as_ref()).await.unwrap() {
        TicketState::There(read) => *read,
        other => panic!("{other:?}"),
    }
}

/// The issue of a finding, made by the tracker itself.
async fn made(world: &World, key: &str) -> TicketRef {
    match world.tracker.create(&draft(world, key)).await {
        CallOutcome::Done(snapshot) => snapshot.ticket,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn refusals_are_classed_by_their_code_and_then_by_their_status() {
    let world = World::new().await;
    let ticket = made(&world, "orca-1").await;
    for (status, code, create, change) in [
        (500, 7, "item", "item"),
        (500, 6, "configuration", "item"),
        (404, 6, "configuration", "item"),
        (400, 1, "in doubt", "in doubt"),
        (400, 2, "configuration", "configuration"),
        (400, 3, "configuration", "configuration"),
        (500, 4, "configuration", "configuration"),
        (400, 5, "configuration", "configuration"),
        (400, 8, "configuration", "configuration"),
        (400, 9, "configuration", "item"),
        (400, 10, "item", "item"),
        (400, 11, "configuration", "configuration"),
        (400, 12, "configuration", "configuration"),
        (400, 13, "not sent", "not sent"),
        (503, 13, "not sent", "not sent"),
        (400, 99, "item", "item"),
        (403, 99, "configuration", "configuration"),
        (500, 99, "in doubt", "in doubt"),
        (302, 99, "in doubt", "in doubt"),
    ] {
        let tracker = canned(&world, "POST", "/api/v2/issues", status, &refusal(code));
        assert_eq!(word(&tracker.create(&draft(&world, "orca-2")).await), create, "create {status} {code}");
        let tracker = canned(&world, "PATCH", "/api/v2/issues/", status, &refusal(code));
        let ended = tracker.write(&write(&world, &ticket, OpKind::Resolve)).await;
        assert_eq!(word(&ended), change, "change {status} {code}");
    }
    for body in ["", "{", "null", "<html>", "[]", r#"{"id":1}"#] {
        let tracker = canned(&world, "POST", "/api/v2/issues", 201, body);
        assert_eq!(word(&tracker.create(&draft(&world, "orca-2")).await), "in doubt", "{body}");
    }
}

/// Backlog refuses a change that changes nothing. What the issue says then decides.
#[tokio::test]
async fn a_refused_change_is_done_where_the_issue_is_as_wanted() {
    let world = World::new().await;
    let ticket = made(&world, "orca-1").await;
    let refusing = canned(&world, "PATCH", "/api/v2/issues/", 400, &refusal(7));
    let mut update = write(&world, &ticket, OpKind::Update);
    update.fields.priority = Some(Priority::Normal);
    // By the rules of titles this is the title that it has.
    update.fields.title = Some(" Public\nbucket of orca-1 ".to_owned());
    let mut other = update.clone();
    other.fields.priority = Some(Priority::High);
    let mut third = update.clone();
    third.fields.title = Some("Another".to_owned());
    for (write, ending) in [
        (update, "done"),
        (other, "item"),
        (third, "item"),
        (write(&world, &ticket, OpKind::Reopen), "done"),
        (write(&world, &ticket, OpKind::Resolve), "item"),
    ] {
        assert_eq!(word(&refusing.write(&write).await), ending, "{:?}", write.fields);
    }
    world.backlog.close_issue(&ticket.key).unwrap();
    for (kind, ending) in [(OpKind::Resolve, "done"), (OpKind::CloseStray, "done"), (OpKind::Reopen, "item")] {
        assert_eq!(word(&refusing.write(&write(&world, &ticket, kind)).await), ending, "{kind:?}");
    }
    // It cannot be read: nothing was changed, and nobody knows whether anything had to be.
    world.backlog.fault(Fault::status(503).on("GET", "/api/v2/issues/"));
    assert_eq!(word(&refusing.write(&write(&world, &ticket, OpKind::Resolve)).await), "not sent");
}

#[tokio::test]
async fn a_snapshot_says_what_the_issue_says() {
    let world = World::new().await;
    let mut urgent = draft(&world, "orca-1");
    urgent.priority = Priority::High;
    let CallOutcome::Done(created) = world.tracker.create(&urgent).await else { panic!() };
    assert_eq!((created.ticket.key.as_str(), created.status.as_str(), created.closed), ("SEC-1", "1", false));
    assert_eq!((created.title.as_deref(), created.priority), (Some("Public bucket of orca-1"), Some(Priority::High)));
    assert_eq!((created.created_at, created.updated_at), (world.now(), world.now()));
    assert_eq!(created.updated_by, Some(world.backlog.user_id().to_string()));
    world.clock.advance(MINUTE);
    let change = backlog_api::issues::UpdateIssue::new().status(backlog_api::StatusId::CLOSED);
    world.person().issues().update("SEC-1", &change.resolution(backlog_api::ResolutionId::WONT_FIX)).await.unwrap();
    let read = there(&world.tracker, &created.ticket, None).await;
    assert_eq!((read.marker.as_deref(), read.attempt), (Some("orca-1"), Some(AttemptId::new(ATTEMPT))));
    assert_eq!((read.snapshot.status.as_str(), read.snapshot.closed, read.snapshot.wont_fix), ("4", true, true));
    assert_eq!((read.snapshot.resolution.as_deref(), read.snapshot.updated_at), (Some("1"), world.now()));
    assert_ne!(read.snapshot.updated_by, created.updated_by);
}

#[tokio::test]
async fn a_priority_is_one_of_three_or_a_number() {
    let world = World::new().await;
    for (priority, id) in [
        (Priority::High, 2),
        (Priority::Normal, 3),
        (Priority::Low, 4),
        (Priority::from("2"), 2),
        (Priority::from("4"), 4),
    ] {
        let mut draft = draft(&world, "orca-1");
        draft.priority = priority;
        let CallOutcome::Done(made) = world.tracker.create(&draft).await else { panic!() };
        assert_eq!(world.backlog.issue(&made.ticket.key).unwrap().priority_id, id);
    }
    let requests = world.backlog.requests().len();
    let mut draft = draft(&world, "orca-1");
    draft.priority = Priority::from("urgent");
    let CallOutcome::Rejected(rejection) = world.tracker.create(&draft).await else { panic!() };
    assert!(rejection.blame == Blame::Item && rejection.message.contains("urgent"), "{rejection}");
    assert_eq!(world.backlog.requests().len(), requests);
}

#[tokio::test]
async fn a_status_of_the_projects_own_can_mean_closed() {
    let world = World::new().await;
    let parked = world.backlog.add_status(world.project.id, "Parked").unwrap();
    let ticket = made(&world, "orca-1").await;
    world.backlog.set_status(&ticket.key, parked, None).unwrap();
    assert!(!there(&world.tracker, &ticket, None).await.snapshot.closed);
    let knowing = world.tracker.clone().closed_statuses([parked, 2]);
    assert!(there(&knowing, &ticket, None).await.snapshot.closed);
    assert!(matches!(knowing.probe("orca-1").await, Probe::Closed(_)));
    // What the bridge itself sets keeps its meaning.
    for (status, closed) in [(2, false), (4, true)] {
        world.backlog.set_status(&ticket.key, status, None).unwrap();
        assert_eq!(there(&knowing, &ticket, None).await.snapshot.closed, closed);
    }
}

/// Nothing is sent once the fence has passed.
#[tokio::test]
async fn a_write_after_its_time_is_not_sent() {
    let world = World::new().await;
    let (draft, write) = (draft(&world, "orca-1"), write(&world, &TicketRef::new("1", "SEC-1"), OpKind::Resolve));
    world.clock.advance(MINUTE);
    assert_eq!(word(&world.tracker.create(&draft).await), "not sent");
    assert_eq!(word(&world.tracker.write(&write).await), "not sent");
    assert_eq!(world.backlog.requests(), []);
}

#[tokio::test]
async fn a_write_is_found_in_the_comments_however_many_follow_and_no_further_back_than_needed() {
    let world = World::new().await;
    let ticket = made(&world, "orca-1").await;
    let person = world.person();
    let say = async |text: &str| {
        person.issues().comments(ticket.key.as_str()).create(&CreateComment::new(text)).await.unwrap();
    };
    say("> bridge write: op-2\nis what you mean? bridge write: op-2, or bridge write: op-22").await;
    assert!(matches!(world.tracker.write(&write(&world, &ticket, OpKind::Resolve)).await, CallOutcome::Done(_)));
    let pages = async |op: Option<&str>, tracker: &BacklogTracker| {
        let before = world.calls("GET", "/api/v2/issues/");
        let read = there(tracker, &ticket, op).await;
        (read.applied, world.calls("GET", "/api/v2/issues/") - before, read.snapshot.comment.map(|one| one.text))
    };
    assert_eq!(pages(None, &world.tracker).await, (false, 1, None));
    assert_eq!(pages(Some("op-1"), &world.tracker).await, (true, 2, None));
    assert_eq!(pages(Some("op-2"), &world.tracker).await, (false, 2, None));
    let listening = world.tracker.clone().with_comments();
    let (applied, calls, comment) = pages(None, &listening).await;
    assert_eq!((applied, calls, comment.unwrap().starts_with("> bridge")), (false, 2, true));
    for number in 0..230 {
        say(&format!("talk {number}")).await;
    }
    assert_eq!(pages(Some("op-1"), &world.tracker).await, (true, 4, None));
    assert_eq!(pages(Some("op-1"), &listening).await, (true, 4, Some("talk 229".to_owned())));
    assert_eq!(pages(None, &listening).await, (false, 2, Some("talk 229".to_owned())));
}

#[tokio::test]
async fn a_ticket_that_does_not_show_is_deleted_only_where_the_project_says_so() {
    let world = World::new().await;
    let (kept, gone) = (made(&world, "orca-1").await, made(&world, "orca-2").await);
    // Many others are deleted after it.
    world.backlog.delete_issue(&gone.key).unwrap();
    for _ in 0..120 {
        let key = world.backlog.add_issue(world.project.id, "x", &[]).unwrap();
        world.backlog.delete_issue(&key).unwrap();
    }
    let state = async |id: &str| world.tracker.read(&TicketRef::new(id, ""), None).await;
    assert_eq!(state(&gone.id).await, Ok(TicketState::Deleted));
    assert_eq!(state(&gone.key).await, Ok(TicketState::Deleted));
    assert!(matches!(state(&kept.id).await, Ok(TicketState::There(_))));
    for never in ["999999", "SEC-999", "OTHER-1", "../projects", "a b"] {
        assert!(matches!(state(never).await, Ok(TicketState::Hidden(_))), "{never}");
    }
    // The activities cannot be read: neither the one nor the other.
    let activities = format!("/api/v2/projects/{}/activities", world.project.id);
    world.backlog.fault(Fault::status(503).on("GET", &activities));
    assert!(state(&gone.id).await.is_err());
}

/// The filter of the API counts days: the moment itself is compared.
#[tokio::test]
async fn changed_tickets_are_those_changed_since_the_moment() {
    let world = World::new().await;
    let old = made(&world, "orca-1").await;
    world.clock.advance(MINUTE);
    let since = world.now();
    let same = made(&world, "orca-2").await;
    world.clock.advance(MINUTE);
    let new = made(&world, "orca-3").await;
    world.backlog.add_issue(world.project.id, "names nothing", &[]).unwrap();
    let ids = async |since| {
        let page = world.tracker.page(since, None).await.unwrap();
        assert_eq!(page.next, None);
        page.tickets.into_iter().map(|read| read.snapshot.ticket.id).collect::<Vec<_>>()
    };
    assert_eq!(ids(Some(since)).await, [same.id.clone(), new.id.clone()]);
    // Within the second that Backlog tells, it may have been later.
    assert_eq!(ids(Some(since.after(Duration::from_millis(900)))).await, [same.id.clone(), new.id.clone()]);
    assert_eq!(ids(Some(since.after(SECOND))).await, std::slice::from_ref(&new.id));
    world.backlog.close_issue(&old.key).unwrap();
    assert_eq!(ids(Some(since.after(SECOND))).await, [old.id.clone(), new.id.clone()]);
    assert_eq!(ids(None).await, [old.id, same.id, new.id]);
    assert!(world.tracker.page(None, Some("elsewhere")).await.is_err());
}

/// Cuts the first page of activities short, as if there were no more.
#[derive(Debug)]
struct Short(ReqwestTransport);

#[async_trait]
impl Transport for Short {
    async fn send(&self, request: http::Request<Body>) -> Result<http::Response<Body>, TransportError> {
        let is_first =
            request.uri().path().ends_with("/activities") && !request.uri().query().unwrap().contains("maxId");
        let (parts, mut body) = self.0.send(request).await?.into_parts();
        let mut bytes = Vec::new();
        while let Some(chunk) = body.chunk().await.unwrap() {
            bytes.extend_from_slice(&chunk);
        }
        if is_first {
            let mut rows: Vec<serde_json::Value> = serde_json::from_slice(&bytes).unwrap();
            rows.truncate(1);
            bytes = serde_json::to_vec(&rows).unwrap();
        }
        Ok(http::Response::from_parts(parts, Body::from(bytes)))
    }
}

#[tokio::test]
async fn activities_that_end_early_are_no_evidence_of_absence() {
    let world = World::new().await;
    for key in ["orca-1", "orca-2", "orca-3"] {
        made(&world, key).await;
    }
    let other = [AttemptId::new("zyxwvutsrqponmlkjihgfedcba")];
    let since = world.now().before(60 * MINUTE);
    assert_eq!(world.tracker.evidence("orca-9", &other, since).await, Evidence::None);
    let short = over(&world, Short(ReqwestTransport::builder().no_proxy().build().unwrap()));
    assert!(matches!(short.evidence("orca-9", &other, since).await, Evidence::Incomplete(_)));
    // Cut behind the moment that was asked for, it lacks nothing.
    assert_eq!(short.evidence("orca-9", &other, world.now().after(SECOND)).await, Evidence::None);
}

fn source_write(world: &World, kind: OpKind) -> SourceWrite {
    SourceWrite::new("orca-1", OpId::new("op-1"), kind, world.now().after(MINUTE))
}

fn gets(world: &World) -> usize {
    world.orca.requests().iter().filter(|request| request.method == "GET").count()
}

#[tokio::test]
async fn an_alert_that_is_closed_already_is_closed_whatever_the_status_says() {
    for status in [400, 403, 409, 422, 500, 503] {
        let world = World::new().await;
        world.orca.behave(OrcaBehavior::new().same_configuration(status).recheck_after_close(false));
        world.alert("orca-1").await;
        world.orca.set_status("orca-1", OrcaStatus::Closed);
        world.orca.clear_requests();
        assert_eq!(world.source.write(&source_write(&world, OpKind::CloseFinding)).await, CallOutcome::Done(()));
        assert_eq!((gets(&world), world.orca.requests().len()), (0, 1), "{status}");
    }
}

#[tokio::test]
async fn a_close_that_fails_is_settled_by_one_look_at_the_alert() {
    for (fault, is_closed, ending, looks) in [
        (Fault::reset_after(), false, "done", 1),
        (Fault::half_body(), false, "done", 1),
        (Fault::reset_before(), false, "in doubt", 1),
        (Fault::status(500), false, "in doubt", 1),
        (Fault::status(500), true, "done", 1),
        (Fault::status(302), false, "in doubt", 1),
        (Fault::status(400), true, "done", 1),
        (Fault::status(400), false, "item", 1),
        (Fault::status(401), false, "configuration", 1),
        (Fault::status(401), true, "done", 1),
        // No word of the alert: something on the way is wrong.
        (Fault::status(404), false, "configuration", 1),
        (Fault::too_many_requests_bare(), true, "not sent", 0),
    ] {
        let world = World::new().await;
        world.orca.behave(OrcaBehavior::new().recheck_after_close(false));
        world.alert("orca-1").await;
        if is_closed {
            world.orca.set_status("orca-1", OrcaStatus::Closed);
        }
        world.orca.clear_requests();
        world.orca.fault(fault.clone().on("PUT", "/api"));
        let ended = world.source.write(&source_write(&world, OpKind::CloseFinding)).await;
        assert_eq!((word(&ended), gets(&world)), (ending, looks), "{fault:?} {is_closed}");
    }
}

#[tokio::test]
async fn an_alert_that_does_not_exist_is_the_items_matter_and_reads_as_gone() {
    let world = World::new().await;
    assert_eq!(word(&world.source.write(&source_write(&world, OpKind::CloseFinding)).await), "item");
    assert_eq!(world.source.read("orca-1").await, Ok(None));
    // A "not found" of something on the way says nothing about the alert.
    world.alert("orca-1").await;
    world.orca.fault(Fault::status(404));
    assert!(world.source.read("orca-1").await.is_err());
}

#[tokio::test]
async fn an_alert_is_told_what_it_takes_and_the_rest_is_named() {
    let world = World::new().await;
    world.alert("orca-1").await;
    let told = async |status: Option<&str>, priority: Option<Priority>, note: Option<&str>| {
        let mut write = source_write(&world, OpKind::UpdateFinding);
        write.update.status = status.map(str::to_owned);
        write.update.priority = priority;
        write.update.note = note.map(str::to_owned);
        match world.source.write(&write).await {
            CallOutcome::Rejected(rejection) if rejection.blame == Blame::Item => Err(rejection.message),
            CallOutcome::Done(()) => Ok(()),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(told(Some("2"), None, Some("on it")).await, Ok(()));
    assert_eq!(world.orca.status("orca-1"), Some(OrcaStatus::InProgress));
    // The same again: in progress already.
    assert_eq!(told(Some("2"), None, None).await, Ok(()));
    assert_eq!(told(None, None, Some(" \n")).await, Ok(()));
    let refused = told(Some("3"), Some(Priority::High), Some("more")).await.unwrap_err();
    assert!(refused.contains("status \"3\"") && refused.contains("priority \"high\""), "{refused}");
    assert_eq!(world.orca.comments("orca-1"), ["on it", "more"]);
    let own = (*world.source).clone().in_progress_when(["9"]);
    let mut write = source_write(&world, OpKind::UpdateFinding);
    write.update.status = Some("2".to_owned());
    assert_eq!(word(&own.write(&write).await), "item");
}
