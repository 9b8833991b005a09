//! Lists read page by page, while rows come and go.

use futures_core::Stream;
use saas_api_core::{Error, ErrorKind, Order, Page, PageRequest, Pager, Position, Result};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

/// A small generator with a fixed start: each failure can be repeated by its seed.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }
}

/// A list on a server, with what a test wants to know of it.
#[derive(Debug, Default)]
struct List {
    rows: BTreeSet<u64>,
    asked: Vec<PageRequest>,
    failures: u32,
}

type Shared = Arc<Mutex<List>>;

fn list(rows: impl IntoIterator<Item = u64>) -> Shared {
    Arc::new(Mutex::new(List { rows: rows.into_iter().collect(), ..List::default() }))
}

impl List {
    fn page(&mut self, request: &PageRequest, size: usize, order: Order, inclusive: bool) -> Result<Vec<u64>> {
        self.asked.push(request.clone());
        if self.failures > 0 {
            self.failures -= 1;
            return Err(Error::invalid_request("page", "failed as it was told to"));
        }
        let mut rows: Vec<u64> = self.rows.iter().copied().collect();
        if order == Order::Descending {
            rows.reverse();
        }
        Ok(match request {
            PageRequest::Offset(offset) => {
                rows.into_iter().skip(usize::try_from(*offset).unwrap()).take(size).collect()
            }
            PageRequest::Id(bound) => rows
                .into_iter()
                .filter(|id| match (bound, order) {
                    (None, _) => true,
                    (Some(bound), _) if id == bound => inclusive,
                    (Some(bound), Order::Ascending) => id > bound,
                    (Some(bound), Order::Descending) => id < bound,
                })
                .take(size)
                .collect(),
            _ => panic!("another kind of page"),
        })
    }
}

fn by_offset(list: &Shared, size: usize) -> Pager<u64> {
    let list = Arc::clone(list);
    Pager::by_offset(size, 0, move |request| {
        let page = list.lock().unwrap().page(&request, size, Order::Ascending, false);
        async move { page }
    })
}

fn by_id(list: &Shared, size: usize, order: Order, inclusive: bool) -> Pager<u64> {
    let list = Arc::clone(list);
    Pager::by_id(
        size,
        order,
        |id| *id,
        move |request| {
            let page = list.lock().unwrap().page(&request, size, order, inclusive);
            async move { page }
        },
    )
}

async fn rest(pager: &mut Pager<u64>) -> Vec<u64> {
    let mut rows = Vec::new();
    while let Some(row) = pager.next().await {
        rows.push(row.unwrap());
        assert!(rows.len() < 10_000, "the list does not end");
    }
    rows
}

#[tokio::test]
async fn lists_of_every_length_come_whole_and_in_order() {
    for length in 0..12 {
        for size in 2..6 {
            let list = list(1..=length);
            let ascending: Vec<_> = (1..=length).collect();
            let descending: Vec<_> = (1..=length).rev().collect();
            assert_eq!(rest(&mut by_offset(&list, size)).await, ascending);
            for inclusive in [true, false] {
                assert_eq!(rest(&mut by_id(&list, size, Order::Ascending, inclusive)).await, ascending);
                assert_eq!(rest(&mut by_id(&list, size, Order::Descending, inclusive)).await, descending);
            }
        }
    }
}

#[tokio::test]
async fn a_short_page_is_the_last_and_nothing_is_asked_after_it() {
    let list = list(1..=5);
    rest(&mut by_offset(&list, 2)).await;
    let offsets = [0, 2, 4].map(PageRequest::Offset);
    assert_eq!(std::mem::take(&mut list.lock().unwrap().asked), offsets);
    let mut pager = by_id(&list, 3, Order::Descending, false);
    rest(&mut pager).await;
    assert!(pager.next().await.is_none());
    assert_eq!(list.lock().unwrap().asked, [None, Some(3)].map(PageRequest::Id));
}

#[tokio::test]
async fn by_offset_a_row_removed_before_the_place_hides_another() {
    let list = list(1..=6);
    let mut pager = by_offset(&list, 2);
    assert_eq!(pager.try_collect(2).await.unwrap(), [1, 2]);
    list.lock().unwrap().rows.remove(&1);
    assert_eq!(rest(&mut pager).await, [4, 5, 6]);
}

#[tokio::test]
async fn by_offset_a_row_added_before_the_place_repeats_one() {
    let list = list(1..=6);
    let mut pager = by_offset(&list, 2);
    assert_eq!(pager.try_collect(2).await.unwrap(), [1, 2]);
    list.lock().unwrap().rows.insert(0);
    assert_eq!(rest(&mut pager).await, [2, 3, 4, 5, 6]);
}

/// Adds and removes rows anywhere, but never those that must stay.
fn disturb(list: &Shared, random: &mut Random, stays: &BTreeSet<u64>) {
    let mut list = list.lock().unwrap();
    for _ in 0..random.below(6) {
        let id = random.below(120);
        if random.below(2) == 0 {
            list.rows.insert(id);
        } else if !stays.contains(&id) {
            list.rows.remove(&id);
        }
    }
}

#[tokio::test]
async fn by_id_each_row_that_is_there_throughout_comes_exactly_once() {
    for seed in 0..600 {
        let mut random = Random(seed);
        let first: BTreeSet<u64> = (0..random.below(60)).map(|_| random.below(120)).collect();
        let stays: BTreeSet<u64> = first.iter().copied().filter(|_| random.below(3) > 0).collect();
        let list = list(first);
        let size = usize::try_from(2 + random.below(6)).unwrap();
        let order = [Order::Ascending, Order::Descending][usize::from(random.below(2) == 0)];
        let inclusive = random.below(2) == 0;
        let mut pager = by_id(&list, size, order, inclusive);
        let mut rows = Vec::new();
        loop {
            match random.below(8) {
                // Another process goes on from the place that this one wrote down.
                0 => {
                    let place = serde_json::to_string(&pager.position()).unwrap();
                    let place: Position = serde_json::from_str(&place).unwrap();
                    assert_eq!(place, pager.position());
                    pager = by_id(&list, size, order, inclusive).resume(place).unwrap();
                }
                1 => list.lock().unwrap().failures = 1,
                2 => match pager.try_collect(usize::try_from(random.below(9)).unwrap()).await {
                    Ok(more) => rows.extend(more),
                    Err(_told) => continue,
                },
                _ => disturb(&list, &mut random, &stays),
            }
            match pager.next().await {
                None => break,
                Some(Ok(row)) => rows.push(row),
                Some(Err(_told)) => {}
            }
            assert!(rows.len() < 1_000, "seed {seed} does not end");
        }
        let once: BTreeSet<u64> = rows.iter().copied().collect();
        assert_eq!(once.len(), rows.len(), "seed {seed}: a row came twice: {rows:?}");
        assert!(stays.is_subset(&once), "seed {seed}: {stays:?} are not all in {rows:?}");
        let mut sorted: Vec<_> = once.into_iter().collect();
        if order == Order::Descending {
            sorted.reverse();
        }
        assert_eq!(rows, sorted, "seed {seed}: not in order");
    }
}

#[tokio::test]
async fn a_stop_and_resume_goes_on_with_the_next_row_at_every_place() {
    for stop in 0..=7 {
        let list = list(1..=7);
        for inclusive in [true, false] {
            let mut pager = by_id(&list, 3, Order::Descending, inclusive);
            let mut rows = pager.try_collect(stop).await.unwrap();
            let mut pager = by_id(&list, 3, Order::Descending, inclusive).resume(pager.position()).unwrap();
            rows.extend(rest(&mut pager).await);
            assert_eq!(rows, [7, 6, 5, 4, 3, 2, 1], "after {stop}");
        }
        let mut pager = by_offset(&list, 3);
        let mut rows = pager.try_collect(stop).await.unwrap();
        let mut pager = by_offset(&list, 3).resume(pager.position()).unwrap();
        rows.extend(rest(&mut pager).await);
        assert_eq!(rows, [1, 2, 3, 4, 5, 6, 7], "after {stop}");
    }
}

#[tokio::test]
async fn a_place_of_another_kind_of_list_is_refused() {
    let list = list(1..=4);
    let mut other = by_id(&list, 2, Order::Ascending, true);
    other.try_collect(3).await.unwrap();
    let error = by_offset(&list, 2).resume(other.position()).unwrap_err();
    assert_eq!(error.to_string(), "invalid request: position: is of another kind of list");
}

#[tokio::test]
async fn a_dropped_collect_loses_no_row() {
    use std::task::{Context, Poll, Waker};
    let started = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&started);
    let mut pager = Pager::by_offset(2, 0, move |request| {
        let call = count.fetch_add(1, Ordering::Relaxed);
        async move {
            let PageRequest::Offset(offset) = request else { panic!("an offset list") };
            if call == 1 {
                std::future::pending::<()>().await;
            }
            Ok((offset..offset + 2).filter(|row| *row < 4).collect())
        }
    });
    {
        let mut collect = pin!(pager.try_collect(4));
        assert!(matches!(collect.as_mut().poll(&mut Context::from_waker(Waker::noop())), Poll::Pending));
    }
    assert_eq!(started.load(Ordering::Relaxed), 2);
    assert_eq!(pager.try_collect(10).await.unwrap(), [0, 1, 2, 3_u64]);
}

#[tokio::test]
async fn a_failed_page_is_told_once_and_asked_for_again() {
    let list = list(1..=5);
    for mut pager in [by_offset(&list, 2), by_id(&list, 2, Order::Ascending, true)] {
        assert_eq!(pager.try_collect(2).await.unwrap(), [1, 2]);
        let place = pager.position();
        list.lock().unwrap().failures = 1;
        assert!(pager.next().await.unwrap().is_err());
        assert_eq!(pager.position(), place);
        assert_eq!(rest(&mut pager).await, [3, 4, 5]);
    }
}

#[tokio::test]
async fn rows_read_before_a_failed_page_come_again() {
    let list = list(1..=5);
    for mut pager in [by_offset(&list, 2), by_id(&list, 2, Order::Ascending, true)] {
        let place = pager.position();
        assert_eq!(pager.next().await.unwrap().unwrap(), 1);
        let after_first = pager.position();
        assert_ne!(place, after_first);
        list.lock().unwrap().failures = 1;
        pager.try_collect(4).await.unwrap_err();
        assert_eq!(pager.position(), after_first);
        assert_eq!(pager.try_collect(3).await.unwrap(), [2, 3, 4]);
        assert_eq!(pager.try_collect(3).await.unwrap(), [5]);
        assert_eq!(pager.try_collect(3).await.unwrap(), [0; 0]);
    }
}

#[tokio::test]
async fn a_server_that_always_gives_the_same_page_ends_the_list() {
    for order in [Order::Ascending, Order::Descending] {
        let mut pager = Pager::by_id(3, order, |id: &u64| *id, |_page| async { Ok(vec![7, 8, 9]) });
        let mut rows = rest(&mut pager).await;
        rows.sort_unstable();
        assert_eq!(rows, [7, 8, 9]);
    }
}

#[tokio::test]
async fn pages_of_no_size_still_end() {
    static ASKED: AtomicU32 = AtomicU32::new(0);
    // A loop that never waits cannot be stopped from outside.
    let empty = |_page| {
        assert!(ASKED.fetch_add(1, Ordering::Relaxed) < 10, "asked for ever");
        async { Ok(Vec::<u64>::new()) }
    };
    assert!(Pager::by_offset(0, 0, empty).next().await.is_none());
    assert!(Pager::by_id(0, Order::Ascending, |id| *id, empty).next().await.is_none());
}

#[tokio::test]
async fn an_offset_list_can_start_anywhere() {
    let list = list(1..=5);
    let shared = Arc::clone(&list);
    let mut pager = Pager::by_offset(2, 3, move |request| {
        let page = shared.lock().unwrap().page(&request, 2, Order::Ascending, false);
        async move { page }
    });
    assert_eq!(rest(&mut pager).await, [4, 5]);
    assert_eq!(list.lock().unwrap().asked, [3, 5].map(PageRequest::Offset));
}

/// A list whose pages are as long as the seed says, whatever was asked.
#[derive(Clone, Debug)]
struct Ragged {
    length: u64,
    size: usize,
    seed: u64,
    totals: bool,
    numbers: bool,
}

impl Ragged {
    fn new(random: &mut Random, seed: u64) -> Self {
        let length = random.below(40);
        let size = usize::try_from(1 + random.below(6)).unwrap();
        Self { length, size, seed, totals: random.below(2) == 0, numbers: random.below(2) == 0 }
    }

    /// The rows from this one on: at least one while there are any, and at times more than asked.
    fn rows(&self, offset: u64) -> Vec<u64> {
        let most = u64::try_from(self.size).unwrap() + 2;
        let count = 1 + Random(self.seed ^ (offset << 20)).below(most);
        (offset..self.length.min(offset + count)).collect()
    }

    fn by_told_offset(&self) -> Pager<u64> {
        let list = self.clone();
        Pager::by_told_offset(self.size, 0, move |request| {
            let PageRequest::Offset(offset) = request else { panic!("an offset list") };
            // Only the first page counts the list.
            let total = (list.totals && offset == 0).then_some(list.length);
            let rows = list.rows(offset);
            async move { Ok(Page::new(rows.clone()).total(total).told_apart_by(&rows)) }
        })
    }

    /// Its tokens are row numbers, as number or as text. Some pages are empty, and not the last all the same.
    fn by_token(&self) -> Pager<u64> {
        let list = self.clone();
        Pager::by_token(move |request| {
            let PageRequest::Token(token) = request else { panic!("a token list") };
            let (offset, empty) = match token {
                None => (0, false),
                Some(Value::Number(number)) => (number.as_u64().unwrap(), false),
                Some(Value::String(text)) => {
                    let (offset, empty) = text.split_once('/').unwrap();
                    (offset.parse().unwrap(), empty == "empty")
                }
                Some(other) => panic!("{other} was never given"),
            };
            let rows = if empty { Vec::new() } else { list.rows(offset) };
            let reached = offset + u64::try_from(rows.len()).unwrap();
            let with_empty = !empty && Random(list.seed ^ reached).below(3) == 0;
            let next = match () {
                () if reached >= list.length && !with_empty => Value::Null,
                () if list.numbers && !with_empty => json!(reached),
                () => json!(format!("{reached}/{}", if with_empty { "empty" } else { "rows" })),
            };
            async move { Ok(Page::new(rows.clone()).next(Some(next)).told_apart_by(&rows)) }
        })
    }
}

/// Stops and goes on from what was written down, at random rows.
async fn with_stops(random: &mut Random, make: impl Fn() -> Pager<u64>) -> Vec<u64> {
    let (mut pager, mut rows) = (make(), Vec::new());
    loop {
        if random.below(4) == 0 {
            let place = serde_json::to_string(&pager.position()).unwrap();
            pager = make().resume(serde_json::from_str(&place).unwrap()).unwrap();
        }
        let count = usize::try_from(1 + random.below(7)).unwrap();
        let more = pager.try_collect(count).await.unwrap();
        let ended = more.len() < count;
        rows.extend(more);
        if ended {
            return rows;
        }
        assert!(rows.len() < 10_000, "the list does not end");
    }
}

#[tokio::test]
async fn short_long_and_empty_pages_lose_and_repeat_no_row_wherever_it_stops() {
    for seed in 0..600 {
        let mut random = Random(seed);
        let list = Ragged::new(&mut random, seed);
        let all: Vec<u64> = (0..list.length).collect();
        assert_eq!(rest(&mut list.by_told_offset()).await, all, "{list:?}");
        assert_eq!(with_stops(&mut random, || list.by_told_offset()).await, all, "{list:?}");
        assert_eq!(rest(&mut list.by_token()).await, all, "{list:?}");
        assert_eq!(with_stops(&mut random, || list.by_token()).await, all, "{list:?}");
    }
}

#[tokio::test]
async fn a_told_list_ends_at_its_total_or_at_an_empty_page_and_a_full_page_proves_nothing() {
    for (pages, total, asked) in [
        (vec![2, 1], Some(3), 2),
        (vec![1, 2], Some(3), 3),
        (vec![2, 2], Some(2), 3),
        (vec![1, 1], None, 3),
        (vec![3], Some(3), 1),
        (vec![1], Some(9), 2),
        (vec![], Some(9), 1),
    ] {
        let calls = Arc::new(AtomicU32::new(0));
        let (count, script) = (Arc::clone(&calls), pages.clone());
        let mut pager = Pager::by_told_offset(2, 0, move |_request| {
            let call = usize::try_from(count.fetch_add(1, Ordering::Relaxed)).unwrap();
            let rows: Vec<u64> = (0..script.get(call).copied().unwrap_or(0)).collect();
            async move { Ok(Page::new(rows).total(total)) }
        });
        assert_eq!(rest(&mut pager).await.len() as u64, pages.iter().sum::<u64>());
        assert_eq!(calls.load(Ordering::Relaxed), asked, "{pages:?} of {total:?}");
    }
}

#[tokio::test]
async fn a_page_that_comes_again_is_an_error_and_not_an_endless_list() {
    let again = || {
        let rows = vec![7, 8];
        Page::new(rows.clone()).told_apart_by(&rows)
    };
    let counter = Arc::new(AtomicU32::new(0));
    for mut pager in [
        Pager::by_told_offset(2, 0, move |_request| async move { Ok(again()) }),
        Pager::by_token(move |_request| {
            let token = json!(counter.fetch_add(1, Ordering::Relaxed));
            async move { Ok(again().next(Some(token))) }
        }),
    ] {
        assert_eq!(pager.try_collect(2).await.unwrap(), [7, 8]);
        let place = pager.position();
        for _ in 0..2 {
            let error = pager.next().await.unwrap().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Decode);
            assert_eq!(error.to_string(), "unreadable answer: the list does not move on: the same page came twice");
        }
        assert_eq!(pager.position(), place);
    }
}

#[tokio::test]
async fn tokens_that_go_round_are_an_error_after_their_rows() {
    let mut pager = Pager::by_token(|request| {
        let PageRequest::Token(token) = request else { panic!("a token list") };
        let row = token.as_ref().map_or(0, |token| token.as_u64().unwrap());
        async move { Ok(Page::new(vec![row]).next(Some(json!(row % 3 + 1)))) }
    });
    let mut rows = Vec::new();
    let error = loop {
        match pager.next().await.unwrap() {
            Ok(row) => rows.push(row),
            Err(error) => break error,
        }
    };
    assert_eq!(rows, [0, 1, 2, 3]);
    assert!(error.to_string().ends_with("the token of a page before came again"), "{error}");
}

#[tokio::test]
async fn pages_without_rows_do_not_go_on_for_ever() {
    let asked = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&asked);
    let mut pager = Pager::by_token(move |_request| {
        let token = json!(count.fetch_add(1, Ordering::Relaxed));
        async move { Ok(Page::<u64>::new(Vec::new()).next(Some(token))) }
    });
    let error = pager.next().await.unwrap().unwrap_err();
    assert!(error.to_string().ends_with("page after page holds no row"), "{error}");
    assert_eq!(asked.load(Ordering::Relaxed), 100);
}

#[tokio::test]
async fn pages_by_number_are_tokens() {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let by_number = || {
        let asked = Arc::clone(&asked);
        Pager::by_token(move |request| {
            let PageRequest::Token(token) = request else { panic!("a token list") };
            let page = token.map_or(1, |token| token.as_u64().unwrap());
            asked.lock().unwrap().push(page);
            let rows: Vec<u64> = (0..7).skip(usize::try_from(page - 1).unwrap() * 3).take(3).collect();
            async move { Ok(Page::new(rows).next((page * 3 < 7).then(|| json!(page + 1)))) }
        })
    };
    let mut pager = by_number();
    assert_eq!(pager.try_collect(4).await.unwrap(), [0, 1, 2, 3]);
    assert_eq!(serde_json::to_value(pager.position()).unwrap(), json!({"Token": {"token": 2, "row": 1}}));
    assert_eq!(rest(&mut by_number().resume(pager.position()).unwrap()).await, [4, 5, 6]);
    assert_eq!(*asked.lock().unwrap(), [1, 2, 2, 3]);
}

#[test]
fn places_written_down_before_still_read() {
    for text in [r#"{"Offset":5}"#, r#"{"After":7}"#, r#"{"After":null}"#, r#"{"Token":{"token":"x","row":2}}"#] {
        let place: Position = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&place).unwrap(), text);
    }
}

async fn drained(stream: impl Stream<Item = Result<u64>>) -> (Vec<u64>, u32) {
    let mut stream = pin!(stream);
    let (mut rows, mut errors) = (Vec::new(), 0);
    while let Some(row) = poll_fn(|cx| stream.as_mut().poll_next(cx)).await {
        match row {
            Ok(row) => rows.push(row),
            Err(_told) => errors += 1,
        }
    }
    assert!(poll_fn(|cx| stream.as_mut().poll_next(cx)).await.is_none());
    (rows, errors)
}

#[tokio::test]
async fn a_stream_gives_the_same_rows_and_ends_after_an_error() {
    let list = list(1..=5);
    assert_eq!(drained(by_offset(&list, 2).into_stream()).await, (vec![1, 2, 3, 4, 5], 0));
    let mut pager = by_id(&list, 2, Order::Descending, true);
    assert_eq!(pager.next().await.unwrap().unwrap(), 5);
    assert_eq!(drained(pager.into_stream()).await, (vec![4, 3, 2, 1], 0));
    list.lock().unwrap().failures = 1;
    assert_eq!(drained(by_offset(&list, 2).into_stream()).await, (vec![], 1));
}
