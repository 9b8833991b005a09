//! A list of alerts that changes while it is read: rows that show late, that move, that go, and all manners of pages.

use async_trait::async_trait;
use orca_api::{Auth, Body, Client, Clock, RetryPolicy, Sleep, Transport, TransportError};
use serde_json::{Value, json};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, SystemTime};

/// 2026-01-01T00:00:00Z, a Thursday: second 0 of each world.
pub(crate) fn moment(second: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_225_600 + second)
}

/// A small generator with a fixed start: each failure can be repeated by its seed.
#[derive(Clone)]
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }

    /// True once in so many times.
    pub(crate) fn one_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }
}

/// How the automation's query sorts. The serving layer sorts as it is asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Sorted {
    Oldest,
    Newest,
    ById,
}

/// What pages lack.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Short {
    Nothing,
    /// No page has more rows than this, and page numbers count such pages.
    Capped(usize),
    /// No page has more rows than this; page numbers count what was asked.
    Cut(usize),
}

/// What tells a row from others, and from itself after a change.
pub(crate) type Version = (u64, Option<u64>, u64);

#[derive(Debug)]
pub(crate) struct Alert {
    id: u64,
    shown: Option<(Option<u64>, u64)>,
    /// When it shows, its `last_sync`, its text.
    late: Vec<(u64, u64, u64)>,
    written: Option<u64>,
    undated: bool,
}

#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub(crate) struct World {
    pub(crate) now: u64,
    pub(crate) alerts: Vec<Alert>,
    /// Within so many seconds each row shows.
    pub(crate) latest: u64,
    pub(crate) sorted: Sorted,
    pub(crate) short: Short,
    pub(crate) undated_first: bool,
    pub(crate) tells_total: bool,
    pub(crate) tells_date: bool,
    pub(crate) repeats: bool,
    /// A row that is no alert.
    pub(crate) has_unreadable: bool,
    /// What is asked of it goes wrong, or takes long, or changes it.
    pub(crate) is_quiet: bool,
    pub(crate) fails: u32,
    pub(crate) hangs: u32,
    pub(crate) asked: Vec<Value>,
    texts: u64,
    random: u64,
}

#[derive(Clone, Debug)]
pub(crate) struct Server(Arc<Mutex<World>>);

impl fmt::Debug for Random {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Random({})", self.0)
    }
}

impl World {
    /// Nothing in it, and nothing goes wrong.
    pub(crate) fn quiet() -> Self {
        Self {
            now: 10_000,
            alerts: Vec::new(),
            latest: 0,
            sorted: Sorted::Oldest,
            short: Short::Nothing,
            undated_first: false,
            tells_total: true,
            tells_date: true,
            repeats: false,
            has_unreadable: false,
            is_quiet: true,
            fails: 0,
            hangs: 0,
            asked: Vec::new(),
            texts: 0,
            random: 0,
        }
    }

    pub(crate) fn random(seed: u64, latest: u64) -> Self {
        let mut random = Random(seed);
        let pick = |random: &mut Random| usize::try_from(20 + random.below(8)).unwrap();
        let short = match random.below(4) {
            0 => Short::Capped(pick(&mut random)),
            1 => Short::Cut(pick(&mut random)),
            _ => Short::Nothing,
        };
        let sorted = [Sorted::Oldest, Sorted::Newest, Sorted::ById][usize::try_from(random.below(3)).unwrap()];
        let mut world = Self {
            latest,
            sorted,
            short,
            undated_first: random.one_in(2),
            tells_total: !random.one_in(4),
            has_unreadable: random.one_in(4),
            is_quiet: false,
            random: random.below(u64::MAX),
            ..Self::quiet()
        };
        for _ in 0..random.below(120) {
            world.add();
        }
        world
    }

    fn with_random<T>(&mut self, work: impl FnOnce(&mut Self, &mut Random) -> T) -> T {
        let mut random = Random(self.random);
        let result = work(self, &mut random);
        self.random = random.0;
        result
    }

    pub(crate) fn add(&mut self) {
        let id = u64::try_from(self.alerts.len()).unwrap() + 1;
        let undated = self.with_random(|_, random| random.one_in(20));
        let alert = Alert { id, shown: None, late: Vec::new(), written: None, undated };
        self.alerts.push(alert);
        self.write(self.alerts.len() - 1);
    }

    /// An alert with this `last_sync` that shows at once.
    pub(crate) fn put(&mut self, id: u64, sync: Option<u64>) {
        self.texts += 1;
        let shown = Some((sync, self.texts));
        match self.alerts.iter_mut().find(|alert| alert.id == id) {
            Some(alert) => alert.shown = shown,
            None => self.alerts.push(Alert { id, shown, late: Vec::new(), written: None, undated: sync.is_none() }),
        }
    }

    /// Writes a row anew: it shows at once or late. Many rows are of one moment.
    fn write(&mut self, index: usize) {
        let now = self.now;
        self.texts += 1;
        let text = self.texts;
        let latest = self.latest;
        let (sync, shows) = self.with_random(|_, random| {
            let sync = if random.one_in(2) { now } else { now - now % 20 };
            let shows = if random.one_in(3) { sync + random.below(latest + 1) } else { now };
            (sync, shows.max(now))
        });
        let alert = &mut self.alerts[index];
        if alert.undated {
            alert.shown = Some((None, text));
        } else if alert.written < Some(sync) {
            alert.written = Some(sync);
            alert.late.push((shows, sync, text));
        }
        self.settle();
    }

    fn settle(&mut self) {
        for alert in &mut self.alerts {
            let now = self.now;
            let newest = alert.late.iter().filter(|(shows, ..)| *shows <= now).max_by_key(|(.., text)| *text).copied();
            alert.late.retain(|(shows, ..)| *shows > now);
            if let Some((_, sync, text)) = newest
                && alert.shown.is_none_or(|(_, shown)| shown < text)
            {
                alert.shown = Some((Some(sync), text));
            }
        }
    }

    /// Time passes, rows change, come and go.
    pub(crate) fn disturb(&mut self) {
        let (pass, changes) = self.with_random(|_, random| (random.below(120), random.below(12)));
        self.now += pass;
        self.settle();
        for _ in 0..changes {
            let count = u64::try_from(self.alerts.len()).unwrap();
            let (what, which) = self.with_random(|_, random| (random.below(8), random.below(count.max(1))));
            let which = usize::try_from(which).unwrap();
            match what {
                0 => self.add(),
                1 if count > 0 => {
                    self.alerts[which].shown = None;
                    self.alerts[which].late.clear();
                }
                _ if count > 0 => self.write(which),
                _ => {}
            }
        }
    }

    /// All that was written shows, and nothing changes any more.
    pub(crate) fn calm(&mut self) {
        self.is_quiet = true;
        self.now += self.latest;
        self.settle();
    }

    /// What is there to be read, by a list that shows rows without a moment or does not.
    pub(crate) fn versions(&self, with_undated: bool) -> Vec<Version> {
        let version = |alert: &Alert| alert.shown.map(|(sync, text)| (alert.id, sync, text));
        self.alerts.iter().filter_map(version).filter(|(_, sync, _)| with_undated || sync.is_some()).collect()
    }

    fn answer(&mut self, path: &str, body: &Value) -> Value {
        self.asked.push(body.clone());
        assert!(self.asked.len() < 5_000, "asked for ever");
        let number = |name: &str| body[name].as_u64().map(|number| usize::try_from(number).unwrap());
        let limit = number("limit").unwrap();
        let mut rows: Vec<&Alert> = self.alerts.iter().filter(|alert| alert.shown.is_some()).collect();
        let sync = |alert: &&Alert| alert.shown.unwrap().0;
        let (newest, start, size) = if path == "/api/serving-layer/query" {
            assert_eq!(body["order_by[]"], json!(["-last_sync", "AlertId"]));
            (true, number("start_at_index").unwrap(), limit)
        } else {
            assert_eq!(path, "/api/automations/query/alerts");
            let from = body["from_date"].as_str().unwrap();
            rows.retain(|alert| sync(alert).is_none_or(|sync| *text(sync) >= *from));
            let size = if let Short::Capped(most) = self.short { limit.min(most) } else { limit };
            (self.sorted == Sorted::Newest, (number("page").unwrap() - 1) * size, size)
        };
        rows.sort_by_key(|alert| alert.id);
        if newest || self.sorted == Sorted::Oldest {
            // Stable: rows of one moment stay sorted by id.
            rows.sort_by_key(|alert| {
                let sync = sync(alert).map(|sync| if newest { u64::MAX - sync } else { sync });
                (sync.is_some() == self.undated_first, sync)
            });
        }
        let most = match self.short {
            Short::Capped(most) | Short::Cut(most) => most.min(size),
            Short::Nothing => size,
        };
        let total = rows.len();
        let start = if self.repeats { 0 } else { start };
        let page = rows.iter().skip(start).take(most);
        let mut data: Vec<Value> = page.map(|alert| row(alert)).collect();
        if self.has_unreadable && start == 0 {
            // It has a place of its own only at the top: so places do not move.
            data.push(json!({"type": "Alert", "data": {}}));
        }
        let mut answer = json!({"status": "success", "data": data});
        if path != "/api/serving-layer/query" && self.tells_total {
            answer["total_items"] = json!(total);
        }
        answer
    }

    fn date(&self) -> String {
        let (day, second) = (self.now / 86_400, self.now % 86_400);
        let name = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][usize::try_from(day % 7).unwrap()];
        assert!(day < 31, "a world lasts a month");
        let (hour, minute) = (second / 3_600, second / 60 % 60);
        format!("{name}, {:02} Jan 2026 {hour:02}:{minute:02}:{:02} GMT", day + 1, second % 60)
    }
}

pub(crate) fn text(second: u64) -> String {
    let (day, rest) = (second / 86_400, second % 86_400);
    format!("2026-01-{:02}T{:02}:{:02}:{:02}Z", day + 1, rest / 3_600, rest / 60 % 60, rest % 60)
}

fn row(alert: &Alert) -> Value {
    let (sync, written) = alert.shown.unwrap();
    let id = format!("orca-{}", alert.id);
    let mut row = json!({"type": "Alert", "name": id, "data": {"AlertId": {"value": id}, "Title": {"value": written.to_string()}}});
    if let Some(sync) = sync {
        row["data"]["last_sync"] = json!({ "value": text(sync) });
    }
    row
}

/// The version that a row is.
pub(crate) fn version(raw: &Value) -> Version {
    let id = raw["name"].as_str().unwrap().trim_start_matches("orca-").parse().unwrap();
    let sync = raw["data"]["last_sync"]["value"].as_str().map(|text| {
        let part = |range: std::ops::Range<usize>| text.get(range).unwrap().parse::<u64>().unwrap();
        (part(8..10) - 1) * 86_400 + part(11..13) * 3_600 + part(14..16) * 60 + part(17..19)
    });
    (id, sync, raw["data"]["Title"]["value"].as_str().unwrap().parse().unwrap())
}

impl Server {
    pub(crate) fn new(world: World) -> Self {
        Self(Arc::new(Mutex::new(world)))
    }

    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.0.lock().unwrap()
    }

    pub(crate) fn client(&self) -> Client {
        let builder = Client::builder("https://orca.example", Auth::token("test-canary")).transport(self.clone());
        builder.clock(Timeless).retry(RetryPolicy::none()).build().unwrap()
    }
}

#[async_trait]
impl Transport for Server {
    async fn send(&self, request: http::Request<Body>) -> Result<http::Response<Body>, TransportError> {
        let (head, mut body) = request.into_parts();
        let mut bytes = Vec::new();
        while let Some(piece) = body.chunk().await.map_err(TransportError::maybe_sent)? {
            bytes.extend_from_slice(&piece);
        }
        let (answer, hangs) = {
            let mut world = self.world();
            if world.fails > 0 {
                world.fails -= 1;
                return Err(TransportError::maybe_sent("broken off"));
            }
            let body = serde_json::from_slice(&bytes).unwrap();
            let answer = world.answer(head.uri.path(), &body);
            let mut response = http::Response::new(Body::from(answer.to_string()));
            if world.tells_date {
                response.headers_mut().insert("date", world.date().parse().unwrap());
            }
            if !world.is_quiet && world.with_random(|_, random| random.one_in(2)) {
                world.disturb();
            }
            let hangs = world.hangs > 0;
            world.hangs = world.hangs.saturating_sub(1);
            (response, hangs)
        };
        if hangs {
            std::future::pending::<()>().await;
        }
        Ok(answer)
    }
}

/// Nothing times out.
#[derive(Debug)]
struct Timeless;

impl Clock for Timeless {
    fn now(&self) -> SystemTime {
        moment(1_000_000_000)
    }

    fn sleep(&self, _duration: Duration) -> Sleep {
        Box::pin(std::future::pending())
    }
}
