//! Every status and every trouble on the road, at each call of the flow from an alert to its issue: how the call ends, and
//! that there is one issue and nothing lost once the trouble is over.

use crate::support::{Detour, MINUTE, Place, World};
use std::time::Duration;
use ticket_bridge::adapters::orca::OrcaIntake;
use ticket_bridge::*;
use ticket_bridge_sandbox::{Fault, LoggedRequest};

const PROBE: Place = Place { method: "GET", path: "/api/v2/issues", whole: true };
const CREATE: Place = Place { method: "POST", path: "/api/v2/issues", whole: true };
const ACTIVITIES: Place = Place { method: "GET", path: "/api/v2/projects/", whole: false };
const SEARCH: Place = PROBE;
const READ: Place = Place { method: "GET", path: "/api/v2/issues/", whole: false };
const UPDATE: Place = Place { method: "PATCH", path: "/api/v2/issues/", whole: false };

#[derive(Clone, Copy, Debug, PartialEq)]
enum Trouble {
    Status(u16),
    Limit,
    LimitWithoutHeaders,
    ResetBefore,
    ResetAfter,
    HalfBody,
    Slow,
    Road(Detour),
}
use Trouble::{HalfBody, Limit, LimitWithoutHeaders, ResetAfter, ResetBefore, Road, Slow, Status};

const ITEM: &str = "item";
const CONFIGURATION: &str = "configuration";
const NOT_SENT: &str = "not sent";
const IN_DOUBT: &str = "in doubt";

/// How a create ends, by the design's words on outcomes.
const TABLE: [(Trouble, &str); 58] = [
    (Status(300), IN_DOUBT),
    (Status(301), IN_DOUBT),
    (Status(302), IN_DOUBT),
    (Status(303), IN_DOUBT),
    (Status(304), IN_DOUBT),
    (Status(305), IN_DOUBT),
    (Status(306), IN_DOUBT),
    (Status(307), IN_DOUBT),
    (Status(308), IN_DOUBT),
    (Status(400), ITEM),
    (Status(401), CONFIGURATION),
    (Status(402), CONFIGURATION),
    (Status(403), CONFIGURATION),
    (Status(404), CONFIGURATION),
    (Status(405), ITEM),
    (Status(406), ITEM),
    (Status(407), ITEM),
    (Status(408), IN_DOUBT),
    (Status(409), ITEM),
    (Status(410), ITEM),
    (Status(411), ITEM),
    (Status(412), ITEM),
    (Status(413), ITEM),
    (Status(414), ITEM),
    (Status(415), ITEM),
    (Status(416), ITEM),
    (Status(417), ITEM),
    (Status(418), ITEM),
    (Status(421), ITEM),
    (Status(422), ITEM),
    (Status(423), ITEM),
    (Status(424), ITEM),
    (Status(425), ITEM),
    (Status(426), ITEM),
    (Status(427), ITEM),
    (Status(428), ITEM),
    (Status(429), NOT_SENT),
    (Status(430), ITEM),
    (Status(431), ITEM),
    (Status(451), ITEM),
    (Status(500), IN_DOUBT),
    (Status(501), IN_DOUBT),
    (Status(502), IN_DOUBT),
    (Status(503), IN_DOUBT),
    (Status(504), IN_DOUBT),
    (Status(507), IN_DOUBT),
    (Status(520), IN_DOUBT),
    (Status(599), IN_DOUBT),
    (Limit, NOT_SENT),
    (LimitWithoutHeaders, NOT_SENT),
    (ResetBefore, IN_DOUBT),
    (ResetAfter, IN_DOUBT),
    (HalfBody, IN_DOUBT),
    (Slow, IN_DOUBT),
    (Road(Detour::Refused), NOT_SENT),
    (Road(Detour::NoName), NOT_SENT),
    (Road(Detour::NoTls), NOT_SENT),
    // Nobody has used this one yet.
    (Status(499), ITEM),
];

impl Trouble {
    /// From now on, each time.
    fn begin(self, world: &World, at: Place) {
        let fault = match self {
            Status(status) => Fault::status(status),
            Limit => Fault::too_many_requests(),
            LimitWithoutHeaders => Fault::too_many_requests_bare(),
            ResetBefore => Fault::reset_before(),
            ResetAfter => Fault::reset_after(),
            HalfBody => Fault::half_body(),
            Slow => Fault::delay(Duration::from_secs(1)),
            Road(detour) => return world.road.close(detour, at),
        };
        let fault = if at.whole { fault.on_path(at.method, at.path) } else { fault.on(at.method, at.path) };
        world.backlog.fault(fault.always());
    }

    fn end(world: &World) {
        world.backlog.clear_faults();
        world.road.open();
    }

    /// The service did what it was asked for, and nobody was told.
    fn commits(self) -> bool {
        matches!(self, ResetAfter | HalfBody | Slow)
    }
}

/// So often did the service get such a call and do it.
fn committed(world: &World, at: Place) -> usize {
    let fits = |request: &&LoggedRequest| at.fits(&request.method, &request.path) && request.committed;
    world.backlog.requests().iter().filter(fits).count()
}

/// A fresh ledger for each row, in one space.
fn next(world: &mut World, row: usize) -> String {
    world.lose_ledger();
    world.told.forget();
    world.backlog.clear_requests();
    world.clock.advance(MINUTE);
    world.spy.take("");
    format!("orca-{row}")
}

fn is_one(world: &World, key: &str, trouble: Trouble) {
    let issues = world.issues(key);
    assert_eq!((world.phase(key), issues.len()), (Phase::Linked, 1), "{trouble:?}");
    assert_eq!(world.ticket(key).key, issues[0].key, "{trouble:?}");
}

#[tokio::test]
async fn a_create_ends_as_it_should_and_leaves_one_issue() {
    let mut world = World::new().await;
    for (row, (trouble, ending)) in TABLE.into_iter().enumerate() {
        let key = next(&mut world, row);
        trouble.begin(&world, CREATE);
        world.ingest(world.finding(&key)).await;
        assert_eq!(world.spy.take("create"), [ending], "{trouble:?}");
        let (phase, told) = match ending {
            ITEM => (Phase::DeadLetter, vec![NoticeKind::DeadLetter]),
            CONFIGURATION => (Phase::Deferred, vec![NoticeKind::Configuration]),
            NOT_SENT => (Phase::Deferred, vec![]),
            // What was committed shows at once here.
            _ if trouble.commits() => (Phase::Linked, vec![NoticeKind::InDoubt, NoticeKind::Opened]),
            _ => (Phase::InDoubt, vec![NoticeKind::InDoubt]),
        };
        assert_eq!((world.phase(&key), world.told.kinds()), (phase, told), "{trouble:?}");
        world.pass(&world.bridge(), 3 * MINUTE, MINUTE).await;
        Trouble::end(&world);
        if ending == ITEM {
            assert_eq!(world.phase(&key), Phase::DeadLetter);
            world.bridge().replay(&record_key("alerts", &key), &OrcaIntake::new()).await.unwrap();
        } else {
            world.pass(&world.bridge(), 20 * MINUTE, MINUTE).await;
        }
        is_one(&world, &key, trouble);
        assert_eq!(committed(&world, CREATE), 1, "{trouble:?}");
    }
}

#[tokio::test]
async fn a_search_before_the_first_create_fails_and_nothing_is_made_on_its_word() {
    let mut world = World::new().await;
    for (row, (trouble, _)) in TABLE.into_iter().enumerate() {
        let key = next(&mut world, row);
        trouble.begin(&world, PROBE);
        world.unadopted().ingest(world.finding(&key)).await.unwrap();
        assert_eq!((world.spy.take("probe"), world.creates()), (vec!["failed"], 0), "{trouble:?}");
        assert_eq!(world.phase(&key), Phase::Deferred, "{trouble:?}");
        Trouble::end(&world);
        world.pass(&world.unadopted(), 5 * MINUTE, MINUTE).await;
        is_one(&world, &key, trouble);
        assert_eq!(world.creates(), 1, "{trouble:?}");
    }
}

/// The create was committed: the other path shows it. It was not: one path is not enough for "there is none".
async fn evidence(path: Place) {
    let mut world = World::new().await;
    for (row, (trouble, _)) in TABLE.into_iter().enumerate() {
        let key = next(&mut world, row);
        trouble.begin(&world, path);
        world.backlog.fault(Fault::reset_after().on("POST", "/api/v2/issues"));
        world.ingest(world.finding(&key)).await;
        assert_eq!((world.spy.take("evidence"), world.creates()), (vec!["found"], 1), "{trouble:?}");
        is_one(&world, &key, trouble);
        Trouble::end(&world);

        let key = next(&mut world, 1000 + row);
        trouble.begin(&world, path);
        world.backlog.fault(Fault::reset_before().on("POST", "/api/v2/issues"));
        world.ingest(world.finding(&key)).await;
        world.pass(&world.bridge(), 30 * MINUTE, 15 * MINUTE).await;
        assert_eq!((world.spy.take("evidence"), world.creates()), (vec!["incomplete"; 3], 1), "{trouble:?}");
        assert_eq!((world.phase(&key), world.issues(&key).len()), (Phase::InDoubt, 0), "{trouble:?}");
        Trouble::end(&world);
        world.pass(&world.bridge(), 5 * MINUTE, MINUTE).await;
        is_one(&world, &key, trouble);
        assert_eq!(world.creates(), 2, "{trouble:?}");
    }
}

#[tokio::test]
async fn activities_that_cannot_be_read_are_no_evidence_of_absence() {
    evidence(ACTIVITIES).await;
}

#[tokio::test]
async fn a_search_that_fails_is_no_evidence_of_absence() {
    evidence(SEARCH).await;
}

/// Both paths show the issue, and it cannot be read: it is neither linked unseen nor taken for absent.
#[tokio::test]
async fn an_issue_that_shows_and_cannot_be_read_is_waited_for() {
    let mut world = World::new().await;
    for (row, (trouble, _)) in TABLE.into_iter().enumerate() {
        let key = next(&mut world, row);
        trouble.begin(&world, READ);
        world.backlog.fault(Fault::reset_after().on("POST", "/api/v2/issues"));
        world.ingest(world.finding(&key)).await;
        world.pass(&world.bridge(), 30 * MINUTE, 15 * MINUTE).await;
        assert_eq!((world.spy.take("evidence"), world.creates()), (vec!["incomplete"; 3], 1), "{trouble:?}");
        assert_eq!(world.phase(&key), Phase::InDoubt, "{trouble:?}");
        Trouble::end(&world);
        world.pass(&world.bridge(), 5 * MINUTE, MINUTE).await;
        is_one(&world, &key, trouble);
        assert_eq!(world.creates(), 1, "{trouble:?}");
    }
}

#[tokio::test]
async fn a_ticket_that_cannot_be_read_is_read_again_and_its_close_is_not_lost() {
    let mut world = World::new().await;
    for (row, (trouble, _)) in TABLE.into_iter().enumerate() {
        let key = next(&mut world, row);
        let alert = world.alert(&key).await;
        world.ingest(alert).await;
        world.backlog.close_issue(&world.ticket(&key).key).unwrap();
        trouble.begin(&world, READ);
        world.bridge().ticket_changed(&world.ticket(&key)).await.unwrap();
        // What does not show may have been deleted, or the key has lost its rights.
        let ending = if trouble == Status(404) { "hidden" } else { "failed" };
        assert_eq!(world.spy.take("read"), [ending], "{trouble:?}");
        assert_eq!((world.phase(&key), world.orca.closes(&key)), (Phase::Linked, 0), "{trouble:?}");
        Trouble::end(&world);
        world.pass(&world.bridge(), 5 * MINUTE, MINUTE).await;
        assert_eq!((world.phase(&key), world.orca.closes(&key)), (Phase::Closed, 1), "{trouble:?}");
        assert_eq!((world.creates(), world.issues(&key).len()), (1, 1), "{trouble:?}");
    }
}

#[tokio::test]
async fn a_change_ends_as_it_should_and_is_made_once() {
    let mut world = World::new().await;
    for (row, (trouble, ending)) in TABLE.into_iter().enumerate() {
        // An issue that is not there is this item's matter, unlike a project.
        let ending = if trouble == Status(404) { ITEM } else { ending };
        let key = next(&mut world, row);
        world.ingest(world.finding(&key)).await;
        world.clock.advance(MINUTE);
        trouble.begin(&world, UPDATE);
        world.ingest(world.over(&key)).await;
        assert_eq!(world.spy.take("write"), [ending], "{trouble:?}");
        Trouble::end(&world);
        world.pass(&world.bridge(), 20 * MINUTE, MINUTE).await;
        if ending == ITEM {
            // Told to people, and not tried again; the next change is made as ever.
            assert_eq!((world.told.count(NoticeKind::Refused), world.phase(&key)), (1, Phase::Linked), "{trouble:?}");
            world.ingest(world.finding(&key)).await;
            world.clock.advance(MINUTE);
            world.ingest(world.over(&key)).await;
        }
        let issue = &world.issues(&key)[0];
        assert_eq!((world.phase(&key), issue.status_id), (Phase::Closed, 4), "{trouble:?}");
        assert_eq!((committed(&world, UPDATE), world.creates()), (1, 1), "{trouble:?}");
        let comments = world.backlog.comments(&issue.key);
        let ours =
            comments.iter().filter(|one| one.content.as_deref().is_some_and(|text| text.contains("bridge write: ")));
        assert_eq!(ours.count(), 1, "{trouble:?}");
    }
}
