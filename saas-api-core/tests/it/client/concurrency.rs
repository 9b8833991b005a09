//! Many calls at once against an API that counts.

use super::support::{READ, START, TestClient, at, bearer, builder, secs};
use async_trait::async_trait;
use http::{Request, Response};
use saas_api_core::{Body, Call, Clock, FakeClock, RateGate, RetryPolicy, Sleep, Transport, TransportError};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};
use tokio::task::JoinSet;

/// A clock that moves on only when every task waits, as real time does between events.
#[derive(Clone, Debug)]
struct SteppedClock(Arc<Mutex<Time>>);

#[derive(Debug)]
struct Time {
    now: SystemTime,
    timers: Vec<(SystemTime, Waker)>,
}

struct Timer(SteppedClock, SystemTime);

impl Clock for SteppedClock {
    fn now(&self) -> SystemTime {
        self.0.lock().unwrap().now
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(Timer(self.clone(), self.now() + duration))
    }
}

impl Future for Timer {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let mut time = self.0.0.lock().unwrap();
        if time.now >= self.1 {
            return Poll::Ready(());
        }
        time.timers.push((self.1, cx.waker().clone()));
        Poll::Pending
    }
}

impl SteppedClock {
    fn step(&self) {
        let mut time = self.0.lock().unwrap();
        let Some(next) = time.timers.iter().map(|(end, _)| *end).min() else {
            return;
        };
        time.now = next.max(time.now);
        let (due, later): (Vec<_>, Vec<_>) =
            std::mem::take(&mut time.timers).into_iter().partition(|(end, _)| *end <= next);
        time.timers = later;
        drop(time);
        for (_, waker) in due {
            waker.wake();
        }
    }
}

/// An API with so many calls per minute, counted from the first call of each window, as Backlog counts.
#[derive(Clone, Debug)]
struct CountingApi {
    clock: Arc<dyn Clock>,
    limit: u32,
    latency: Duration,
    counted: Arc<Mutex<Counted>>,
}

#[derive(Debug)]
struct Counted {
    seen: u32,
    reset: SystemTime,
    answered: u32,
    refused: u32,
    random: u64,
}

impl CountingApi {
    fn new(clock: impl Clock + 'static, limit: u32, latency: Duration) -> Self {
        Self {
            clock: Arc::new(clock),
            limit,
            latency,
            counted: Arc::new(Mutex::new(Counted { seen: 0, reset: at(0), answered: 0, refused: 0, random: 42 })),
        }
    }

    fn way(&self) -> Sleep {
        let mut counted = self.counted.lock().unwrap();
        counted.random = counted.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let share = u32::try_from(counted.random >> 54).unwrap();
        self.clock.sleep(self.latency * share / 1024)
    }
}

#[async_trait]
impl Transport for CountingApi {
    async fn send(&self, _request: Request<Body>) -> Result<Response<Body>, TransportError> {
        if !self.latency.is_zero() {
            self.way().await;
        }
        let (status, left, reset) = {
            let mut counted = self.counted.lock().unwrap();
            let now = self.clock.now();
            if now >= counted.reset {
                counted.seen = 0;
                // Whole seconds, rounded up, as the header can only say.
                let whole = (now + secs(60)).duration_since(at(0)).unwrap().as_millis().div_ceil(1000);
                counted.reset = at(u64::try_from(whole).unwrap());
            }
            counted.seen += 1;
            let status = if counted.seen > self.limit {
                counted.refused += 1;
                429
            } else {
                counted.answered += 1;
                200
            };
            (status, self.limit.saturating_sub(counted.seen), counted.reset)
        };
        if !self.latency.is_zero() {
            self.way().await;
        }
        let reset = START + reset.duration_since(at(0)).unwrap().as_secs();
        Ok(Response::builder()
            .status(status)
            .header("x-ratelimit-limit", self.limit)
            .header("x-ratelimit-remaining", left)
            .header("x-ratelimit-reset", reset)
            .body(Body::from("[]"))
            .unwrap())
    }
}

fn client(api: &CountingApi, clock: impl Clock + 'static) -> TestClient {
    builder("https://api.example", bearer("canary"))
        .transport(api.clone())
        .clock(clock)
        .rate_gate(RateGate::Wait { max: secs(3_600) })
        .retry(RetryPolicy::none())
        .build()
        .unwrap()
}

fn start(client: &TestClient, calls: u32) -> JoinSet<()> {
    let mut tasks = JoinSet::new();
    for _ in 0..calls {
        let client = client.clone();
        tasks.spawn(async move {
            client.0.execute(Call::get("/issues").class(READ)).await.unwrap();
        });
    }
    tasks
}

#[tokio::test]
async fn calls_under_way_never_exceed_the_limit_once_it_is_known() {
    for (limit, latency) in [(1, 200), (5, 50), (5, 2_000), (7, 700), (20, 1)] {
        let clock =
            SteppedClock(Arc::new(Mutex::new(Time { now: at(0) + Duration::from_millis(300), timers: Vec::new() })));
        let api = CountingApi::new(clock.clone(), limit, Duration::from_millis(latency));
        let client = client(&api, clock.clone());
        let calls = limit * 4;
        for calls in [1, calls] {
            let mut tasks = start(&client, calls);
            while !tasks.is_empty() {
                // One turn of this runtime polls each task that was woken.
                for _ in 0..200 {
                    tokio::task::yield_now().await;
                }
                while let Some(done) = tasks.try_join_next() {
                    done.unwrap();
                }
                clock.step();
            }
        }
        let counted = api.counted.lock().unwrap();
        assert_eq!((counted.answered, counted.refused), (calls + 1, 0), "limit {limit}, latency {latency} ms");
        // The gate holds back no more than it must: five windows, and the spread of those who waited.
        let passed = clock.now().duration_since(at(0)).unwrap();
        assert!(passed < secs(5 * 63), "{passed:?}");
    }
}

#[tokio::test]
async fn a_shared_fake_clock_is_enough_to_test_limits() {
    let clock = FakeClock::new(at(0));
    let api = CountingApi::new(clock.clone(), 5, Duration::ZERO);
    let client = client(&api, clock.clone());
    start(&client, 1).join_all().await;
    start(&client, 50).join_all().await;
    let counted = api.counted.lock().unwrap();
    assert_eq!((counted.answered, counted.refused), (51, 0));
}

#[tokio::test]
async fn a_fake_timer_ends_when_it_was_due_however_late_it_is_waited_for() {
    let clock = FakeClock::new(at(0));
    let timer = clock.sleep(secs(30));
    clock.sleep(secs(10)).await;
    timer.await;
    assert_eq!(clock.now(), at(30));
    let overdue = clock.sleep(secs(1));
    clock.advance(secs(9));
    overdue.await;
    assert_eq!((clock.now(), clock.sleeps()), (at(39), vec![secs(10), secs(30), secs(1)]));
}
