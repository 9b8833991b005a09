//! From a seed to a schedule: the rules, the faults and what happens outside.

use crate::fault::{FAULTS, Fault};
use std::time::Duration;
use ticket_bridge::{Budget, Deleted, Flaw, Moment, Mute, MuteRule, Policy, Reopen, Severity, SyncBack, Unresolved};

/// The findings of each schedule. Each name is the beginning of the next.
pub(crate) const KEYS: [&str; 3] = ["orca-1", "orca-12", "orca-123"];
/// The findings and, last, the destination.
pub(crate) const SLOTS: usize = KEYS.len() + 1;
pub(crate) const FLOW: &str = "flow";
pub(crate) const DESTINATION: &str = "SEC";
pub(crate) const WORKERS: usize = 2;
/// When each schedule begins, in milliseconds.
pub(crate) const BEGIN: u64 = 1_795_000_000_000;
pub(crate) const SECOND: u64 = 1_000;
pub(crate) const MINUTE: u64 = 60 * SECOND;

/// A small generator of numbers: the same for the same seed, everywhere.
#[derive(Clone, Debug)]
pub(crate) struct Rng(u64);

impl Rng {
    pub(crate) fn new(seed: u64) -> Self {
        let mut rng = Self(seed ^ 0x5851_f42d_4c95_7f2d);
        rng.next();
        rng
    }

    /// Splitmix64.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Below a bound. Zero for zero.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound.max(1)
    }

    /// From the least to the most.
    pub(crate) fn between(&mut self, least: u64, most: u64) -> u64 {
        least + self.below(most.saturating_sub(least) + 1)
    }

    pub(crate) fn chance(&mut self, permille: u16) -> bool {
        permille > 0 && self.below(1000) < u64::from(permille)
    }

    pub(crate) fn index(&mut self, length: usize) -> usize {
        usize::try_from(self.below(length as u64)).unwrap_or(0)
    }

    pub(crate) fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        let at = self.index(of.len());
        of[at].clone()
    }
}

/// How the workers come to know what the destination has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Adoption {
    /// The operator says that it holds nothing else.
    Said,
    /// It is read at the beginning.
    Read,
    /// Each finding is looked for.
    Probed,
}

/// What happens at the source.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Say {
    Active,
    Over,
    Severity,
    Title,
    /// The same statement again.
    Repeat,
    /// The same state with a new time.
    Import,
}

/// What a person does.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Act {
    Close,
    WontFix,
    Reopen,
    InProgress,
    Priority,
    Title,
    Comment,
    Delete,
    ClosePrevious,
    /// Copies a ticket with all of its text.
    Copy,
    /// Makes a ticket that names the finding.
    Make,
}

/// What an operator does.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Operate {
    Mute,
    Unmute,
    Replay,
    Link,
}

/// What happens outside, at its time.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Stimulus {
    Source(usize, Say),
    Person(usize, Act),
    Operator(usize, Operate),
    /// For so long.
    RateLimit(u64),
    Refusal(u64),
    Absence(usize, u64),
    Reconcile,
    Adopt,
    Crash,
}

/// One schedule.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) policy: Policy,
    pub(crate) rates: [u16; FAULTS.len()],
    pub(crate) adoption: Adoption,
    pub(crate) notifies: bool,
    pub(crate) token: Option<Duration>,
    pub(crate) concurrency: usize,
    pub(crate) in_flight: usize,
    pub(crate) spacing: Duration,
    /// All workers together write no faster than this.
    pub(crate) shared: Option<Budget>,
    /// A write to a finding moves the source's time of it.
    pub(crate) write_moves: bool,
    pub(crate) skew: [u64; WORKERS],
    /// How long an invocation may work. `None`: a process that nobody stops.
    pub(crate) invocation: Option<u64>,
    pub(crate) tick: u64,
    /// In the end the sources say again what holds with a new time, not with the time that they said before.
    pub(crate) imports: bool,
    /// How long things happen.
    pub(crate) length: u64,
    pub(crate) stimuli: Vec<(u64, Stimulus)>,
}

impl Plan {
    pub(crate) fn has(&self, fault: Fault) -> bool {
        self.rates[fault.index()] > 0
    }

    /// The time in which a doubt is settled, in milliseconds.
    pub(crate) fn doubt(&self) -> u64 {
        let policy = &self.policy;
        millis(policy.send_window + policy.commit_within + policy.shows_within + policy.clock_skew)
    }
}

pub(crate) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

pub(crate) fn plan(seed: u64, flaw: Option<Flaw>) -> (Plan, Rng) {
    let mut rng = Rng::new(seed);
    let rates = rates(&mut rng);
    let mut policy = policy(&mut rng, &rates);
    policy.flaw = flaw;
    let skew_bound = millis(policy.clock_skew);
    let skew = if rates[Fault::Skew.index()] > 0 {
        let most = rng.between(1, skew_bound.max(1)).max(skew_bound * rng.below(2));
        if rng.chance(500) { [0, most] } else { [most, 0] }
    } else {
        [0, 0]
    };
    let length = rng.between(15, 40) * MINUTE;
    let stimuli = stimuli(&mut rng, &rates, length);
    let plan = Plan {
        adoption: rng.pick(&[Adoption::Said, Adoption::Said, Adoption::Read, Adoption::Probed]),
        notifies: rng.chance(500),
        token: rng.chance(150).then(|| Duration::from_secs(rng.between(120, 1200))),
        concurrency: rng.pick(&[1, 2, 8]),
        in_flight: rng.pick(&[1, 1, 2]),
        spacing: Duration::from_millis(rng.pick(&[0, 0, 0, 200, 5_000])),
        shared: rng.chance(80).then(|| Budget::new(2, Duration::from_secs(10))),
        write_moves: rng.chance(500),
        skew,
        invocation: rng.chance(250).then(|| rng.between(10, 60) * SECOND),
        tick: rng.between(8, 40) * SECOND,
        imports: rng.chance(500),
        length,
        stimuli,
        policy,
        rates,
    };
    (plan, rng)
}

/// Two to eight kinds of faults, each as often as it likes.
fn rates(rng: &mut Rng) -> [u16; FAULTS.len()] {
    let mut rates = [0; FAULTS.len()];
    let kinds = rng.between(2, 8);
    for _ in 0..kinds {
        let fault = rng.pick(&FAULTS);
        rates[fault.index()] = rng.pick(&[40, 120, 250, 500]);
    }
    // Persons are the rule, not the exception.
    if rng.chance(400) {
        rates[Fault::Person.index()] = 1000;
    }
    // What makes a doubt hard goes well together.
    if rng.chance(250) {
        for fault in [Fault::LateCommit, Fault::Lag, Fault::HookLost] {
            rates[fault.index()] = 600;
        }
    }
    // Findings that come back again and again, and tickets that are closed again and again.
    if rng.chance(150) {
        rates[Fault::Person.index()] = 1000;
        rates[Fault::Reverted.index()] = rng.pick(&[0, OFTEN]);
        rates[Fault::Absent.index()] = rng.pick(&[0, SELDOM_THERE]);
        rates[Fault::RateLimited.index()] = rng.pick(&[0, 0, 250]);
        rates[Fault::ServerError.index()] = rng.pick(&[0, 0, 120, 250]);
        rates[Fault::Rejected.index()] = rng.pick(&[0, 0, 120, 300]);
    }
    // Two more: at least two kinds in each schedule, whatever was picked twice.
    while rates.iter().filter(|rate| **rate > 0).count() < 2 {
        rates[rng.pick(&FAULTS).index()] = 250;
    }
    rates
}

/// The source takes back most closes.
const OFTEN: u16 = 800;

/// The source shows a finding to less than half of those who ask.
const SELDOM_THERE: u16 = 600;

/// Findings come back again and again.
fn returns(rates: &[u16; FAULTS.len()]) -> bool {
    rates[Fault::Reverted.index()] == OFTEN || rates[Fault::Absent.index()] == SELDOM_THERE
}

fn policy(rng: &mut Rng, rates: &[u16; FAULTS.len()]) -> Policy {
    let seconds = Duration::from_secs;
    let mut policy = Policy::new(FLOW, DESTINATION);
    if rng.chance(200) {
        policy.opens_from = Severity::Medium;
    }
    policy.update_title = rng.chance(500);
    let within = Reopen::Within(seconds(rng.between(60, 900)));
    policy.reopen =
        rng.pick(&[Reopen::Always, Reopen::Always, within, Reopen::NewAlways, Reopen::NewAlways, Reopen::Never]);
    policy.wont_fix_for = seconds(rng.pick(&[0, 600, 90 * 86_400]));
    policy.deleted = rng.pick(&[Deleted::NewTicket, Deleted::NewTicket, Deleted::StaysDeleted]);
    policy.unresolved = rng.pick(&[Unresolved::CreateAgain, Unresolved::CreateAgain, Unresolved::AskPerson]);
    if rng.chance(if returns(rates) { 400 } else { 120 }) {
        let until = Moment::from_millis(BEGIN + rng.between(5, 30) * MINUTE);
        let rule = MuteRule::new(Mute::new(until, "a rule"));
        // From the beginning, or from a change of the title on.
        policy.mutes = vec![if rng.chance(500) { rule.key(KEYS[1]) } else { rule.title_prefix("A finding, seen") }];
    }
    policy.sync = SyncBack::default();
    policy.sync.status = rng.chance(400);
    policy.sync.priority = rng.chance(400);
    policy.sync.comments = rng.chance(400);
    policy.send_window = seconds(rng.pick(&[20, 60]));
    policy.commit_within = seconds(rng.pick(&[20, 120]));
    policy.shows_within = seconds(rng.pick(&[60, 200]));
    policy.clock_skew = seconds(5);
    policy.retry_evidence = seconds(rng.pick(&[30, 60]));
    policy.attempt_timeout = seconds(rng.pick(&[10, 30, 60]));
    let most = if rates[Fault::Reverted.index()] == OFTEN { 120 } else { 600 };
    policy.verify_after = seconds(rng.between(60, most));
    policy.recheck_source = rng.chance(300).then(|| seconds(rng.between(300, 1200)));
    policy.freshness = rng.chance(300).then(|| seconds(rng.between(10, 600)));
    policy.still_active_after = seconds(rng.pick(&[600, 7 * 86_400]));
    policy.max_reverts = rng.pick(&[1, 1, 2, 3]);
    if returns(rates) && rng.chance(500) {
        policy.reopen = Reopen::NewAlways;
    }
    policy.flush_repeats = seconds(rng.pick(&[60, 3600]));
    policy.storm = rng.chance(120).then(|| Budget::new(1, seconds(rng.between(30, 300))));
    policy
}

fn stimuli(rng: &mut Rng, rates: &[u16; FAULTS.len()], length: u64) -> Vec<(u64, Stimulus)> {
    let mut stimuli = Vec::with_capacity(48);
    let has = |fault: Fault| rates[fault.index()] > 0;
    for key in 0..KEYS.len() {
        stimuli.push((rng.below(length / 4), Stimulus::Source(key, Say::Active)));
    }
    for _ in 0..rng.between(10, 24) {
        let say = match rng.below(100) {
            0..28 => Say::Active,
            28..56 => Say::Over,
            56..68 => Say::Severity,
            68..76 => Say::Title,
            76..88 => Say::Repeat,
            _ => Say::Import,
        };
        stimuli.push((rng.below(length), Stimulus::Source(rng.index(KEYS.len()), say)));
    }
    if has(Fault::Person) || has(Fault::SameAccount) {
        let closes = if has(Fault::Reverted) || has(Fault::Rejected) { 500 } else { 0 };
        for _ in 0..rng.between(3, 12) {
            let act = if rng.chance(closes) { Act::Close } else { act(rng) };
            stimuli.push((rng.below(length), Stimulus::Person(rng.index(KEYS.len()), act)));
        }
    }
    if rng.chance(if returns(rates) { 700 } else { 250 }) {
        for _ in 0..rng.between(1, 6) {
            let operate = rng.pick(&[
                Operate::Mute,
                Operate::Mute,
                Operate::Unmute,
                Operate::Replay,
                Operate::Replay,
                Operate::Link,
            ]);
            stimuli.push((rng.below(length), Stimulus::Operator(rng.index(KEYS.len()), operate)));
        }
    }
    let windows = [(Fault::RateLimited, 120), (Fault::Refused, 300), (Fault::Absent, 900)];
    for (fault, most) in windows.into_iter().filter(|(fault, _)| has(*fault)) {
        for _ in 0..rng.between(1, 3) {
            let long = rng.between(1, most) * SECOND;
            let stimulus = match fault {
                Fault::RateLimited => Stimulus::RateLimit(long),
                Fault::Refused => Stimulus::Refusal(long),
                _ => Stimulus::Absence(rng.index(KEYS.len()), long),
            };
            stimuli.push((rng.below(length), stimulus));
        }
    }
    if has(Fault::Crash) {
        for _ in 0..rng.between(1, 5) {
            stimuli.push((rng.below(length), Stimulus::Crash));
        }
    }
    for _ in 0..rng.below(3) {
        stimuli.push((rng.below(length), Stimulus::Reconcile));
    }
    if rng.chance(150) {
        stimuli.push((rng.below(length), Stimulus::Adopt));
    }
    stimuli
}

fn act(rng: &mut Rng) -> Act {
    match rng.below(100) {
        0..24 => Act::Close,
        24..30 => Act::WontFix,
        30..46 => Act::Reopen,
        46..54 => Act::InProgress,
        54..62 => Act::Priority,
        62..70 => Act::Title,
        70..76 => Act::Comment,
        76..84 => Act::Delete,
        84..88 => Act::ClosePrevious,
        88..94 => Act::Copy,
        _ => Act::Make,
    }
}
