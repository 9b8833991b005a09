//! The reader against an Orca with state, over real HTTP.

use super::{Kind, Random, reread};
use orca_api::feed::{Feed, FeedPosition};
use orca_api::{Auth, Client, ErrorKind, RetryPolicy};
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use ticket_bridge_sandbox::{Clock, Fault, Generation, Options, Orca, OrcaAlert, OrcaBehavior};

const OVERLAP: u64 = 600;

/// 2026-01-01T00:00:00Z
const START: u64 = 1_767_225_600;

struct Bench {
    clock: Clock,
    orca: Orca,
    random: Random,
    /// When each alert was written last: a row is not written twice at one moment.
    written: BTreeMap<String, SystemTime>,
}

impl Bench {
    async fn start(seed: u64) -> Self {
        let clock = Clock::manual(UNIX_EPOCH + Duration::from_secs(START + 10_000));
        let orca = Orca::start_with(Options::default().clock(clock.clone())).await.unwrap();
        Self { clock, orca, random: Random(seed), written: BTreeMap::new() }
    }

    fn client(&self) -> Client {
        let auth = Auth::token(self.orca.token());
        Client::builder(self.orca.url(), auth).retry(RetryPolicy::none()).build().unwrap()
    }

    fn feed(&self, kind: Kind, position: FeedPosition) -> Feed {
        let feed = self.client().feed(position).overlap(Duration::from_secs(OVERLAP)).page_size(20);
        if kind == Kind::Automation { feed.of_automation() } else { feed }
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.random.below(bound)
    }

    /// A row that shows now and was written at once or a while ago.
    fn written(&mut self, id: String) {
        let late = if self.random.one_in(3) { self.below(OVERLAP) } else { 0 };
        let at = self.clock.now() - Duration::from_secs(late);
        if self.written.get(&id).is_none_or(|before| *before < at) {
            assert!(self.orca.see_again(&id) && self.orca.sync(&id, at));
            self.written.insert(id, at);
        }
    }

    /// Alerts are added and change; time passes, or many rows are of one moment.
    fn disturb(&mut self) {
        for _ in 0..self.below(8) {
            let ids = self.orca.alerts();
            let which = usize::try_from(self.below(u64::try_from(ids.len()).unwrap() + 3)).unwrap();
            let new = || self.orca.add_alert(OrcaAlert::public_bucket("invoices-prod"));
            let id = ids.get(which).cloned().unwrap_or_else(new);
            self.written(id);
        }
        let seconds = self.below(3) * self.below(90);
        self.clock.advance(Duration::from_secs(seconds));
    }

    /// What each row is now, but for its text, which an alert of the sandbox keeps.
    fn versions(&self) -> BTreeSet<(String, String)> {
        let version = |id: String| {
            let row = self.orca.alert(&id, Generation::ServingLayer).unwrap();
            (id, row["data"]["last_sync"]["value"].as_str().unwrap().to_owned())
        };
        self.orca.alerts().into_iter().map(version).collect()
    }
}

type Rows = Vec<(String, String)>;

/// One row, or nothing for the end or a failure. False: it is the end.
async fn step(feed: &mut Feed, rows: &mut Rows) -> bool {
    match feed.next().await {
        Ok(Some(entry)) => {
            let raw = entry.into_result().unwrap().raw().clone();
            let part = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
            rows.push((part(&raw["name"]), part(&raw["data"]["last_sync"]["value"])));
            true
        }
        Ok(None) => false,
        Err(error) => {
            assert_ne!(error.kind(), ErrorKind::Decode, "{error}");
            true
        }
    }
}

async fn read_all(seed: u64) {
    let mut bench = Bench::start(seed).await;
    let kind = if bench.below(2) == 0 { Kind::ServingLayer } else { Kind::Automation };
    // Pages that are shorter than asked, in two of three.
    let rows_of_a_page = usize::try_from(15 + bench.below(15)).unwrap();
    bench.orca.behave(OrcaBehavior::new().page_rows(rows_of_a_page));
    for _ in 0..bench.below(12) {
        bench.disturb();
    }
    let mut feed = bench.feed(kind, FeedPosition::start_at(UNIX_EPOCH + Duration::from_secs(START)));
    let mut rows = Rows::new();
    let mut saved = (reread(feed.position()), rows.clone());
    for _ in 0..bench.below(100) {
        match bench.below(12) {
            0 | 1 => bench.disturb(),
            2 => saved = (reread(feed.position()), rows.clone()),
            3 => {
                feed = bench.feed(kind, saved.0.clone());
                rows.clone_from(&saved.1);
            }
            4 => feed = bench.feed(kind, reread(feed.position())),
            5 => bench.orca.fault(Fault::status(503)),
            6 => bench.orca.fault(Fault::reset_after()),
            _ => drop(step(&mut feed, &mut rows).await),
        }
    }
    bench.orca.clear_faults();
    bench.clock.advance(Duration::from_secs(OVERLAP));
    for _ in 0..2 {
        while step(&mut feed, &mut rows).await {
            assert!(rows.len() < 10_000, "seed {seed}: the feed does not end");
        }
    }
    let given: BTreeSet<(String, String)> = rows.iter().cloned().collect();
    assert_eq!(given.len(), rows.len(), "seed {seed}, {kind:?}: came twice");
    let missed: Vec<_> = bench.versions().difference(&given).cloned().collect();
    assert!(missed.is_empty(), "seed {seed}, {kind:?}: missed {missed:?}");
}

#[tokio::test]
async fn over_http_none_is_missed_and_none_comes_twice() {
    for seed in 0..4 {
        println!("seed {seed}");
        read_all(seed).await;
    }
}

#[tokio::test]
async fn a_second_run_from_a_saved_position_gives_what_is_new() {
    for kind in [Kind::ServingLayer, Kind::Automation] {
        let bench = Bench::start(0).await;
        let first = bench.orca.add_alert(OrcaAlert::public_bucket("invoices-prod"));
        let second = bench.orca.add_alert(OrcaAlert::public_bucket("reports-prod"));
        let mut rows = Rows::new();
        let mut feed = bench.feed(kind, FeedPosition::start_at(UNIX_EPOCH));
        while step(&mut feed, &mut rows).await {}
        assert_eq!(rows.iter().map(|(id, _)| id).collect::<BTreeSet<_>>(), BTreeSet::from([&first, &second]));
        bench.clock.advance(Duration::from_secs(60));
        bench.orca.see_again(&second);
        let third = bench.orca.add_alert(OrcaAlert::public_bucket("logs-prod"));
        let mut rows = Rows::new();
        let mut feed = bench.feed(kind, reread(feed.position()));
        while step(&mut feed, &mut rows).await {}
        assert_eq!(rows.iter().map(|(id, _)| id).collect::<BTreeSet<_>>(), BTreeSet::from([&second, &third]));
        assert_eq!(rows.len(), 2);
    }
}

#[tokio::test]
async fn a_server_that_gives_the_same_page_is_found_out() {
    for kind in [Kind::ServingLayer, Kind::Automation] {
        let bench = Bench::start(0).await;
        for _ in 0..50 {
            bench.orca.add_alert(OrcaAlert::public_bucket("invoices-prod"));
        }
        bench.orca.behave(OrcaBehavior::new().repeats_page(true));
        let mut feed = bench.feed(kind, FeedPosition::start_at(UNIX_EPOCH));
        let error = loop {
            match feed.next().await {
                Ok(entry) => assert!(entry.is_some(), "{kind:?}"),
                Err(error) => break error,
            }
        };
        assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
    }
}
