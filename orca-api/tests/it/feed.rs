//! The incremental reader: each alert once, however the list moves while it is read.

mod sandboxed;
mod world;

use orca_api::feed::{Feed, FeedPosition};
use orca_api::model::Alert;
use orca_api::{Entry, ErrorKind};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;
use world::{Random, Server, Short, Sorted, Version, World, moment, text, version};

const OVERLAP: u64 = 300;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    ServingLayer,
    Automation,
}

const KINDS: [Kind; 2] = [Kind::ServingLayer, Kind::Automation];

fn feed(server: &Server, kind: Kind, position: FeedPosition) -> Feed {
    let feed = server.client().feed(position).overlap(Duration::from_secs(OVERLAP)).page_size(20);
    if kind == Kind::Automation { feed.of_automation() } else { feed }
}

fn start() -> FeedPosition {
    FeedPosition::start_at(moment(0))
}

/// As another process finds it.
fn reread(position: &FeedPosition) -> FeedPosition {
    let written = serde_json::to_string(position).unwrap();
    let read: FeedPosition = serde_json::from_str(&written).unwrap();
    assert_eq!(read, *position);
    read
}

/// What is new, up to the end.
async fn rest(feed: &mut Feed) -> Vec<Version> {
    tried(feed).await.unwrap()
}

async fn tried(feed: &mut Feed) -> orca_api::Result<Vec<Version>> {
    let mut rows = Vec::new();
    while let Some(entry) = feed.next().await? {
        rows.extend(seen(&entry));
        assert!(rows.len() < 10_000, "the feed does not end");
    }
    Ok(rows)
}

/// A row that is no alert counts as alert 0.
fn seen(entry: &Entry<Alert>) -> Option<Version> {
    match entry {
        Entry::Read(alert) => Some(version(alert.raw())),
        Entry::Unreadable(_) => Some((0, None, 0)),
        _ => None,
    }
}

fn ids(rows: &[Version]) -> Vec<u64> {
    let mut ids: Vec<u64> = rows.iter().map(|(id, ..)| *id).collect();
    ids.sort_unstable();
    ids
}

fn with(rows: impl IntoIterator<Item = (u64, u64)>) -> Server {
    let mut world = World::quiet();
    for (id, sync) in rows {
        world.put(id, Some(sync));
    }
    Server::new(world)
}

#[tokio::test]
async fn the_serving_layer_is_asked_for_the_newest_first() {
    let server = with([(1, 100)]);
    let mut feed = server.client().feed(start());
    assert_eq!(ids(&rest(&mut feed).await), [1]);
    let asked = server.world().asked.first().cloned().unwrap();
    let body = json!({
        "query": {"models": ["Alert"], "type": "object_set"},
        "full_graph_fetch": {"enabled": true}, "max_tier": 2,
        "order_by[]": ["-last_sync", "AlertId"], "limit": 100, "start_at_index": 0,
    });
    assert_eq!(asked, body);
}

#[tokio::test]
async fn an_automation_is_asked_from_the_watermark_less_the_overlap() {
    let server = with((1..=30).map(|id| (id, 9_000 + id)));
    let mut feed = feed(&server, Kind::Automation, start());
    assert_eq!(rest(&mut feed).await.len(), 30);
    assert_eq!(feed.position().watermark(), Some(moment(9_030)));
    assert!(rest(&mut feed).await.is_empty());
    let asked = server.world().asked.clone();
    let body = |from: u64, limit: u64, page: u64| json!({"from_date": text(from), "limit": limit, "page": page});
    // The second page of 19 starts with the last row of the first page.
    let first = [body(0, 20, 1), body(0, 19, 2)];
    assert_eq!(asked.get(..2), Some(&first[..]));
    assert_eq!(asked.get(2), Some(&body(9_030 - OVERLAP, 20, 1)));
}

/// Orca is known to take whole seconds: the floor goes down to one, and what lies between is not given.
#[tokio::test]
async fn an_automation_is_asked_by_whole_seconds_and_nothing_before_the_start_comes() {
    let server = with([(1, 100), (2, 101)]);
    let start = FeedPosition::start_at(moment(100) + Duration::from_millis(400));
    let mut feed = feed(&server, Kind::Automation, start);
    assert_eq!(ids(&rest(&mut feed).await), [2]);
    assert_eq!(server.world().asked[0]["from_date"], text(100));
}

#[tokio::test]
async fn what_was_given_is_not_given_again_and_a_change_is() {
    for kind in KINDS {
        let server = with([(1, 100), (2, 200)]);
        let mut feed = feed(&server, kind, start());
        assert_eq!(ids(&rest(&mut feed).await), [1, 2]);
        assert!(rest(&mut feed).await.is_empty());
        server.world().put(1, Some(300));
        assert_eq!(ids(&rest(&mut feed).await), [1]);
    }
}

#[tokio::test]
async fn a_row_that_shows_within_the_overlap_is_found_and_an_empty_sweep_moves_nothing() {
    for kind in KINDS {
        let server = with([(1, 1_000)]);
        let mut feed = feed(&server, kind, start());
        assert_eq!(ids(&rest(&mut feed).await), [1]);
        server.world().put(2, Some(1_000 - OVERLAP));
        assert_eq!(ids(&rest(&mut feed).await), [2], "{kind:?}: at the floor itself");
        server.world().put(3, Some(1_000));
        assert_eq!(ids(&rest(&mut feed).await), [3], "{kind:?}: of the moment of the watermark");
        server.world().alerts.clear();
        assert!(rest(&mut feed).await.is_empty());
        assert_eq!(feed.position().watermark(), Some(moment(1_000)));
    }
}

#[tokio::test]
async fn nothing_before_the_start_comes() {
    for kind in KINDS {
        let server = with([(1, 99), (2, 100), (3, 150)]);
        let mut feed = feed(&server, kind, FeedPosition::start_at(moment(100)));
        assert_eq!(ids(&rest(&mut feed).await), [2, 3]);
        server.world().put(4, Some(99));
        assert!(rest(&mut feed).await.is_empty());
    }
}

#[tokio::test]
async fn a_moment_in_the_future_does_not_carry_the_watermark_away() {
    for kind in KINDS {
        let server = with([(1, 9_000), (2, 900_000)]);
        let mut feed = feed(&server, kind, start());
        assert_eq!(ids(&rest(&mut feed).await), [1, 2]);
        assert_eq!(feed.position().watermark(), Some(moment(10_000)), "when the sweep began");
        server.world().put(3, Some(10_001));
        assert_eq!(ids(&rest(&mut feed).await), [3]);
    }
}

#[tokio::test]
async fn rows_without_a_moment_come_once_and_again_when_they_change() {
    for kind in KINDS {
        let server = with([(1, 100)]);
        server.world().undated_first = true;
        server.world().has_unreadable = true;
        server.world().put(2, None);
        let mut feed = feed(&server, kind, start());
        assert_eq!(ids(&rest(&mut feed).await), [0, 1, 2]);
        assert_eq!(feed.position().watermark(), Some(moment(100)));
        assert!(rest(&mut feed).await.is_empty());
        server.world().put(2, None);
        assert_eq!(ids(&rest(&mut feed).await), [2]);
    }
}

#[tokio::test]
async fn a_failed_page_and_a_dropped_call_lose_nothing() {
    for kind in KINDS {
        let server = with((1..=50).map(|id| (id, 100)));
        let mut feed = feed(&server, kind, start());
        server.world().fails = 1;
        assert_eq!(feed.next().await.unwrap_err().kind(), ErrorKind::Transport);
        let mut rows: Vec<Version> = Vec::new();
        for _ in 0..20 {
            rows.extend(feed.next().await.unwrap().as_ref().and_then(seen));
        }
        server.world().fails = 1;
        let place = feed.position().clone();
        feed.next().await.unwrap_err();
        assert_eq!(*feed.position(), place);
        server.world().hangs = 1;
        assert!(matches!(pin!(feed.next()).poll(&mut Context::from_waker(Waker::noop())), Poll::Pending));
        assert_eq!(*feed.position(), place);
        rows.extend(rest(&mut feed).await);
        assert_eq!(ids(&rows), (1..=50).collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn it_goes_on_at_every_row() {
    for kind in KINDS {
        let server = with((1..=45).map(|id| (id, 100 + id / 30)));
        for stop in 0..=45 {
            let mut first = feed(&server, kind, start());
            let mut rows = Vec::new();
            for _ in 0..stop {
                rows.extend(first.next().await.unwrap().as_ref().and_then(seen));
            }
            let mut second = feed(&server, kind, reread(first.position()));
            rows.extend(rest(&mut second).await);
            assert_eq!(ids(&rows), (1..=45).collect::<Vec<_>>(), "{kind:?} after {stop}");
        }
    }
}

#[tokio::test]
async fn the_same_page_again_and_again_is_an_error_and_no_endless_loop() {
    for kind in KINDS {
        let server = with((1..=50).map(|id| (id, 100)));
        server.world().repeats = true;
        let mut feed = feed(&server, kind, start());
        let error = loop {
            match feed.next().await {
                Ok(row) => assert!(row.is_some(), "{kind:?}: it cannot be whole"),
                Err(error) => break error,
            }
        };
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().contains("the same page came again and again"), "{error}");
        assert!(server.world().asked.len() < 50);
        server.world().repeats = false;
        assert_eq!(rest(&mut feed).await.len(), 30, "{kind:?}: it goes on once the list does");
    }
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused_before_anything_is_sent() {
    let server = with([(1, 100)]);
    for (size, kind) in [(19, Kind::ServingLayer), (1_001, Kind::ServingLayer), (501, Kind::Automation)] {
        let error = feed(&server, kind, start()).page_size(size).next().await.unwrap_err();
        assert!(error.to_string().starts_with("invalid request: page_size: must be 20 to "), "{error}");
    }
    assert!(server.world().asked.is_empty());
    let mut serving = feed(&server, Kind::ServingLayer, start());
    rest(&mut serving).await;
    let error = feed(&server, Kind::Automation, reread(serving.position())).next().await.unwrap_err();
    assert!(error.to_string().starts_with("invalid request: position: is of the other source"), "{error}");
}

#[tokio::test]
async fn a_position_names_its_version_and_others_are_refused() {
    let server = with((1..=45).map(|id| (id, 100 + id)));
    let mut feed = feed(&server, Kind::Automation, start());
    for _ in 0..25 {
        feed.next().await.unwrap();
    }
    let written = serde_json::to_value(reread(feed.position())).unwrap();
    assert_eq!(written["version"], 1);
    for (name, value, words) in [
        ("version", json!(2), "version: 2 is not known"),
        ("start", json!("yesterday"), "not a moment"),
        ("known", json!([[null, ["orca-1"]]]), "lacks its print"),
    ] {
        let mut other: Value = written.clone();
        other[name] = value;
        let error = serde_json::from_value::<FeedPosition>(other).unwrap_err();
        assert!(error.to_string().contains(words), "{error}");
    }
}

#[tokio::test]
async fn a_full_memory_costs_duplicates_and_never_rows() {
    for kind in KINDS {
        let server = with((1..=2_500).map(|id| (id, 9_000)));
        let mut feed = feed(&server, kind, start()).remember(1_000).page_size(250);
        let all: BTreeSet<u64> = ids(&rest(&mut feed).await).into_iter().collect();
        assert_eq!(all.len(), 2_500);
        let written = serde_json::to_string(feed.position()).unwrap();
        assert!(written.len() < 1_000 * 50, "{} bytes", written.len());
        let again = rest(&mut feed).await.len();
        assert!((1_500..=2_500).contains(&again), "{again}");
        server.world().put(3_000, Some(9_900));
        assert!(ids(&rest(&mut feed).await).contains(&3_000));
        assert!(rest(&mut feed).await.is_empty(), "{kind:?}: the watermark has moved past them");
    }
}

/// One world, read in pieces by processes that die, while it changes; then it is quiet, and all must have come.
async fn read_all(seed: u64) {
    let mut random = Random(seed ^ 0x00c0_ffee);
    let server = Server::new(World::random(seed, OVERLAP));
    let kind = KINDS[usize::try_from(random.below(2)).unwrap()];
    // Smaller than the server's pages, or larger: then those are short.
    let page_size = 20 + u32::try_from(random.below(30)).unwrap();
    let feed = |position: FeedPosition| feed(&server, kind, position).page_size(page_size);
    let mut reader = feed(start());
    let mut rows: Vec<Version> = Vec::new();
    let mut saved = (reread(reader.position()), rows.clone());
    for _ in 0..random.below(400) {
        match random.below(40) {
            0 => server.world().disturb(),
            1 => server.world().fails = 1,
            2 | 3 => saved = (reread(reader.position()), rows.clone()),
            // What was handled since the position was saved is handled again: it does not count as given.
            4 => {
                reader = feed(saved.0.clone());
                rows.clone_from(&saved.1);
            }
            5 => reader = feed(reread(reader.position())),
            6 => {
                server.world().hangs = 1;
                let answer = pin!(reader.next()).poll(&mut Context::from_waker(Waker::noop()));
                if let Poll::Ready(Ok(Some(entry))) = answer {
                    rows.extend(seen(&entry));
                }
                server.world().hangs = 0;
            }
            _ => {
                if let Ok(Some(entry)) = reader.next().await {
                    rows.extend(seen(&entry));
                }
            }
        }
    }
    server.world().fails = 0;
    server.world().calm();
    let about = || {
        let world = server.world();
        format!("seed {seed}, {kind:?}, {:?}, {:?}, second {}", world.sorted, world.short, world.now)
    };
    for _ in 0..2 {
        match tried(&mut reader).await {
            Ok(more) => rows.extend(more),
            Err(error) => panic!("{}: {error}", about()),
        }
    }

    let mut times: BTreeMap<(u64, Option<u64>, u64), u32> = BTreeMap::new();
    for (id, sync, text) in &rows {
        // Of one moment an alert comes once; without a moment, in each of its texts.
        let text = if sync.is_some() { 0 } else { *text };
        *times.entry((*id, *sync, text)).or_default() += 1;
    }
    let twice: Vec<_> = times.iter().filter(|(_, times)| **times > 1).collect();
    assert!(twice.is_empty(), "{}: came twice: {twice:?}", about());
    let (shown, has_unreadable) = {
        let world = server.world();
        (world.versions(kind == Kind::Automation || world.undated_first), world.has_unreadable)
    };
    let given: BTreeSet<Version> = rows.into_iter().collect();
    let missed: Vec<_> = shown.into_iter().filter(|row| !given.contains(row)).collect();
    assert!(missed.is_empty(), "{}: missed {missed:?}", about());
    assert!(!has_unreadable || given.contains(&(0, None, 0)), "{}: what is no alert was dropped", about());
}

#[tokio::test]
async fn none_is_missed_and_none_comes_twice_in_any_world() {
    for seed in 0..120 {
        println!("seed {seed}");
        read_all(seed).await;
    }
}

#[test]
fn the_worlds_are_of_all_kinds() {
    let worlds: Vec<World> = (0..600).map(|seed| World::random(seed, OVERLAP)).collect();
    for sorted in [Sorted::Oldest, Sorted::Newest, Sorted::ById] {
        assert!(worlds.iter().any(|world| world.sorted == sorted));
    }
    for short in ["Nothing", "Capped", "Cut"] {
        assert!(worlds.iter().any(|world: &World| format!("{:?}", world.short).starts_with(short)));
    }
    assert!(worlds.iter().any(|world| world.short == Short::Nothing && world.versions(true).len() > 60));
}
