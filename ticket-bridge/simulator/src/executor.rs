//! Runs one schedule: virtual time, workers that take turns, and deaths at any pending point.

use crate::fault::{FAULTS, Fault};
use crate::generate::{Adoption, KEYS, MINUTE, Operate, SECOND, SLOTS, Say, Stimulus, WORKERS, plan};
use crate::report::Hits;
use crate::tracker::Ticket;
use crate::world::{Due, Port, Sent, Shared, World, note, slot_of};
use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use ticket_bridge::engine::Disposition;
use ticket_bridge::intake::{Intake, Item};
use ticket_bridge::{
    Bridge, BridgeError, Deadline, Decided, Flaw, Moment, Mute, Observation, Pacing, TicketRef, Watch, record_key,
};

/// What one schedule came to.
#[derive(Debug)]
#[non_exhaustive]
pub struct Outcome {
    /// What did not hold, if anything.
    pub violation: Option<String>,
    /// How many steps it took.
    pub steps: u64,
    /// The rows that were taken, by the kinds of trouble before.
    pub hits: Hits,
    /// What happened, line by line, if that was asked for.
    pub trace: Vec<String>,
}

/// What a task does.
#[derive(Clone, Debug)]
enum Job {
    Ingest(Box<Observation>),
    Hook(TicketRef),
    Tick,
    Reconcile,
    Adopt,
    Operate(usize, Operate, TicketRef),
}

type Ended = Result<Option<Disposition>, BridgeError>;

struct Task {
    id: u64,
    worker: usize,
    job: Job,
    future: Pin<Box<dyn Future<Output = Ended> + Send>>,
    waker: Waker,
}

/// Tasks that can go on.
type Ready = Arc<Mutex<VecDeque<u64>>>;

struct Rouse {
    id: u64,
    ready: Ready,
}

impl Wake for Rouse {
    fn wake(self: Arc<Self>) {
        let mut ready = self.ready.lock().unwrap_or_else(PoisonError::into_inner);
        if !ready.contains(&self.id) {
            ready.push_back(self.id);
        }
    }
}

struct Executor {
    world: Shared,
    bridges: Vec<Arc<Bridge>>,
    tasks: Vec<Task>,
    ready: Ready,
    ids: u64,
    steps: u64,
}

/// Trouble counts for a row for as long as so many doubts last.
const DOUBTS: u64 = 3;

/// More steps than any schedule that comes to rest.
const MOST_STEPS: u64 = 30_000;

/// Runs the schedule of a seed.
#[must_use]
pub fn run(seed: u64, flaw: Option<Flaw>, traced: bool) -> Outcome {
    let (plan, rng) = plan(seed, flaw);
    let world = World::new(plan, rng, traced);
    let mut executor = Executor {
        world: Arc::new(Mutex::new(world)),
        bridges: Vec::with_capacity(WORKERS),
        tasks: Vec::new(),
        ready: Ready::default(),
        ids: 0,
        steps: 0,
    };
    executor.schedule();
    // Dropping the tasks first breaks the circle of world, timers and tasks.
    executor.tasks.clear();
    executor.bridges.clear();
    let steps = executor.steps;
    let mut world = executor.world();
    Outcome {
        violation: world.violation.take(),
        steps,
        hits: std::mem::take(&mut world.hits),
        trace: world.trace.take().unwrap_or_default(),
    }
}

impl Executor {
    fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn schedule(&mut self) {
        for worker in 0..WORKERS {
            let bridge = self.bridge(worker);
            self.bridges.push(bridge);
        }
        let (adoption, end) = {
            let mut world = self.world();
            let begin = world.now;
            note!(world, "PLAN {:?}", world.plan);
            for (at, stimulus) in std::mem::take(&mut world.plan.stimuli) {
                world.at(begin + at, Due::Stimulus(stimulus));
            }
            for worker in 0..WORKERS {
                world.after(worker as u64 * SECOND, Due::Tick(worker));
            }
            if world.plan.skew != [0; WORKERS] {
                world.met_by_all(Fault::Skew);
            }
            (world.plan.adoption, begin + world.plan.length)
        };
        if adoption == Adoption::Read {
            self.spawn(0, Job::Adopt);
        }
        if !self.run_until(end) {
            return;
        }
        self.world().is_quiet = true;
        for worker in &mut self.world().workers {
            worker.dies_in = None;
        }
        self.come_to_rest(end);
    }

    /// Nothing goes wrong any more, sources say what holds, and ticks go on.
    fn come_to_rest(&mut self, end: u64) {
        note!(self.world(), "QUIET");
        if !self.run_until(end + 70 * MINUTE) {
            return;
        }
        let mut now = end + 70 * MINUTE;
        for round in 0..3 {
            let dead: Vec<usize> = (0..KEYS.len()).filter(|key| self.world().is_dead(*key)).collect();
            for key in dead {
                let ticket = Ticket::reference(0);
                self.spawn(0, Job::Operate(key, Operate::Replay, ticket));
            }
            self.spawn(1, Job::Reconcile);
            if round == 0 {
                self.world().tell_deletions();
            }
            now += 5 * MINUTE;
            if !self.run_until(now) {
                return;
            }
            {
                let mut world = self.world();
                if round < 2 {
                    let say = if world.plan.imports { Say::Import } else { Say::Repeat };
                    (0..KEYS.len()).for_each(|key| world.source(key, say));
                }
            }
            now += 35 * MINUTE;
            let writes = self.world().oracle.writes;
            if !self.run_until(now) {
                return;
            }
            let mut world = self.world();
            if round == 2 && world.oracle.writes != writes {
                world.fail("I4: writes go on, and nothing happens".to_owned());
            }
        }
        self.world().check_rest();
    }

    /// Runs all that happens up to a moment. `false`: it ended before.
    fn run_until(&mut self, until: u64) -> bool {
        loop {
            while let Some(id) = self.next_ready() {
                self.poll(id);
            }
            let due = {
                let mut world = self.world();
                if world.violation.is_some() {
                    return false;
                }
                world.next(until)
            };
            self.steps += 1;
            if self.steps > MOST_STEPS {
                self.world().fail("it does not come to rest".to_owned());
                return false;
            }
            let Some(due) = due else {
                let mut world = self.world();
                world.now = world.now.max(until);
                return true;
            };
            self.happens(due);
        }
    }

    fn next_ready(&self) -> Option<u64> {
        self.ready.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }

    fn happens(&mut self, due: Due) {
        match due {
            Due::Wake(waker) => waker.wake(),
            Due::Stimulus(stimulus) => self.stimulus(stimulus),
            Due::Deliver(said) => match self.a_worker() {
                Some(worker) => self.spawn(worker, Job::Ingest(Box::new(said))),
                None => self.redeliver(said),
            },
            Due::Hook(key, ticket) => match self.a_worker() {
                Some(worker) => self.spawn(worker, Job::Hook(ticket)),
                None => self.world().met(Fault::HookLost, key),
            },
            Due::Tick(worker) => self.tick(worker),
            Due::Commit(call, sent) => {
                let mut world = self.world();
                match sent {
                    Sent::Create(key, draft) => world.commit_create(call, key, &draft),
                    Sent::Write(key, write) => world.commit_write(call, key, &write),
                    Sent::Source(key, write) => world.commit_source(call, key, &write),
                }
            }
            Due::Revert(key) => self.world().revert(key),
            Due::Restart(worker) => {
                self.bridges[worker] = self.bridge(worker);
                self.world().workers[worker].is_down = false;
            }
            Due::Kill(id) => {
                if let Some(task) = self.tasks.iter().find(|task| task.id == id) {
                    self.die(task.worker);
                }
            }
        }
    }

    fn stimulus(&mut self, stimulus: Stimulus) {
        let mut world = self.world();
        match stimulus {
            Stimulus::Source(key, say) => world.source(key, say),
            Stimulus::Person(key, act) => world.person(key, act),
            Stimulus::RateLimit(long) => {
                world.limited_until = world.now + long;
                world.met_by_all(Fault::RateLimited);
            }
            Stimulus::Refusal(long) => {
                world.refused_until = world.now + long;
                world.met_by_all(Fault::Refused);
            }
            Stimulus::Absence(key, long) => world.hide(key, long),
            Stimulus::Crash => {
                let (worker, pending) = (world.rng.index(WORKERS), world.rng.below(24));
                world.workers[worker].dies_in = Some(pending);
            }
            Stimulus::Operator(key, operate) => {
                let of = |ticket: &Ticket| ticket.key == key && !ticket.is_deleted;
                let ids: Vec<usize> = (0..world.tickets.len()).filter(|id| of(&world.tickets[*id])).collect();
                if ids.is_empty() && matches!(operate, Operate::Link) {
                    return;
                }
                let ticket = if ids.is_empty() { 0 } else { world.rng.pick(&ids) };
                world.oracle.stir(key);
                drop(world);
                self.on_any(Job::Operate(key, operate, Ticket::reference(ticket)));
            }
            Stimulus::Reconcile => {
                drop(world);
                self.on_any(Job::Reconcile);
            }
            Stimulus::Adopt => {
                drop(world);
                self.on_any(Job::Adopt);
            }
        }
    }

    fn on_any(&mut self, job: Job) {
        if let Some(worker) = self.a_worker() {
            self.spawn(worker, job);
        }
    }

    /// A worker that is up.
    fn a_worker(&self) -> Option<usize> {
        let mut world = self.world();
        let first = world.rng.index(WORKERS);
        (0..WORKERS).map(|turn| (first + turn) % WORKERS).find(|worker| !world.workers[*worker].is_down)
    }

    fn redeliver(&self, said: Observation) {
        let mut world = self.world();
        let delay = world.rng.between(5, 60) * SECOND;
        world.after(delay, Due::Deliver(said));
    }

    /// A tick that would find nothing is left out, mostly.
    fn tick(&mut self, worker: usize) {
        let wanted = {
            let mut world = self.world();
            // While all is quiet, nobody asks before something is due.
            let idle = if world.is_quiet { world.earliest().unwrap_or(u64::MAX) } else { world.now };
            let next = world.now + world.plan.tick.max(idle.saturating_sub(world.now).min(5 * MINUTE));
            world.at(next, Due::Tick(worker));
            let is_due = world.earliest().is_some_and(|at| at <= world.local(worker));
            !world.workers[worker].is_down && (is_due || (!world.is_quiet && world.rng.chance(60)))
        };
        if wanted && !self.tasks.iter().any(|task| task.worker == worker && matches!(task.job, Job::Tick)) {
            self.spawn(worker, Job::Tick);
        }
    }

    /// A worker process: its own name, memory and connection, over the shared ledger.
    fn bridge(&self, worker: usize) -> Arc<Bridge> {
        let mut world = self.world();
        world.workers[worker].lives += 1;
        let lives = world.workers[worker].lives;
        let plan = &world.plan;
        let port = Arc::new(Port { world: Arc::clone(&self.world), worker });
        let pacing = Pacing::of(plan.in_flight, plan.spacing, plan.shared.map(|budget| ("pace".to_owned(), budget)));
        let ledger: Arc<Port> = Arc::clone(&port);
        let tracker: Arc<Port> = Arc::clone(&port);
        let source: Arc<Port> = Arc::clone(&port);
        let clock: Arc<Port> = Arc::clone(&port);
        let watch: Arc<Port> = Arc::clone(&port);
        let mut bridge = Bridge::new(plan.policy.clone(), ledger, tracker)
            .source(source)
            .clock(clock)
            .watch(watch)
            .owner(format!("w{worker}x{lives}"))
            .adopted(plan.adoption == Adoption::Said)
            .concurrency(plan.concurrency)
            .pacing(pacing);
        if plan.notifies {
            bridge = bridge.notifier(port);
        }
        Arc::new(bridge)
    }

    fn spawn(&mut self, worker: usize, job: Job) {
        self.ids += 1;
        let id = self.ids;
        let deadline = {
            let mut world = self.world();
            note!(world, "  w{worker} begins {job:?}");
            if let Job::Operate(key, Operate::Link, _) = &job {
                world.oracle.by_hand[*key] = true;
            }
            match world.plan.invocation.filter(|_| !world.is_quiet) {
                Some(long) => {
                    let end = Moment::from_millis(world.local(worker) + long);
                    world.after(long, Due::Kill(id));
                    Deadline::at(end)
                }
                None => Deadline::none(),
            }
        };
        let bridge = Arc::clone(&self.bridges[worker]);
        let until = Moment::from_millis(self.world().now + 5 * MINUTE);
        let future = Box::pin(work(bridge, job.clone(), deadline, until));
        let waker = Waker::from(Arc::new(Rouse { id, ready: Arc::clone(&self.ready) }));
        self.tasks.push(Task { id, worker, job, future, waker });
        self.poll(id);
    }

    fn poll(&mut self, id: u64) {
        let Some(at) = self.tasks.iter().position(|task| task.id == id) else { return };
        let task = &mut self.tasks[at];
        let worker = task.worker;
        let waker = task.waker.clone();
        let ended = match task.future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(ended) => Some(ended),
            Poll::Pending => None,
        };
        if let Some(ended) = ended {
            let task = self.tasks.swap_remove(at);
            self.ended(task.worker, task.job, ended);
        }
        if self.world().workers[worker].is_dying {
            self.die(worker);
        }
    }

    /// The process is gone, wherever it stood. What it had not acknowledged comes again.
    fn die(&mut self, worker: usize) {
        let (gone, left): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.tasks).into_iter().partition(|task| task.worker == worker);
        self.tasks = left;
        {
            let mut world = self.world();
            world.met_by_all(Fault::Crash);
            note!(world, "  w{worker} dies");
            let state = &mut world.workers[worker];
            (state.is_dying, state.dies_in, state.is_down) = (false, None, true);
            let rest = world.rng.between(1, 90) * SECOND;
            world.after(rest, Due::Restart(worker));
        }
        for task in gone {
            if let Job::Ingest(said) = task.job {
                self.redeliver(*said);
            }
        }
    }

    fn ended(&self, worker: usize, job: Job, ended: Ended) {
        note!(self.world(), "  w{worker} ends {job:?}: {ended:?}");
        let Job::Ingest(said) = job else { return };
        match ended {
            Ok(disposition) => {
                let disposition = disposition.unwrap_or(Disposition::Ignored("nothing"));
                self.world().acked(&said, &disposition);
            }
            Err(_) => self.redeliver(*said),
        }
    }
}

async fn work(bridge: Arc<Bridge>, job: Job, deadline: Deadline, until: Moment) -> Ended {
    let pk = |key: usize| record_key(crate::generate::FLOW, KEYS[key]);
    match job {
        Job::Ingest(said) => bridge.ingest_by(*said, deadline).await.map(Some),
        Job::Hook(ticket) => bridge.ticket_changed_by(&ticket, deadline).await.map(Some),
        Job::Tick => bridge.tick(deadline).await.map(|_| None),
        Job::Reconcile => bridge.reconcile(deadline).await.map(|_| None),
        Job::Adopt => bridge.adopt(deadline).await.map(|_| None),
        Job::Operate(key, Operate::Mute, _) => bridge.mute(KEYS[key], Mute::new(until, "an operator")).await.map(Some),
        Job::Operate(key, Operate::Unmute, _) => bridge.unmute(KEYS[key]).await.map(Some),
        Job::Operate(key, Operate::Replay, _) => bridge.replay(&pk(key), &NoIntake).await.map(Some),
        Job::Operate(key, Operate::Link, ticket) => bridge.link(&pk(key), &ticket).await.map(Some),
    }
}

/// Nothing is ever unreadable here.
#[derive(Debug)]
struct NoIntake;

impl Intake for NoIntake {
    fn read(&self, _body: &serde_json::Value) -> Vec<Item> {
        Vec::new()
    }
}

impl Watch for Port {
    fn decided(&self, decided: &Decided<'_>) {
        let mut world = self.world();
        let slot = slot_of(decided.pk);
        note!(world, "  w{} row {} {} {:?}", self.worker, decided.row, decided.pk, decided.disposition);
        let (met, now, span) = (world.met[slot], world.now, DOUBTS * world.plan.doubt());
        let has_skew = world.plan.has(Fault::Skew);
        // A kind of trouble counts while it may still matter: while the doubts that follow it are settled.
        world.hits.hit(decided.row, |fault| {
            FAULTS[fault] == Fault::Skew && has_skew || (met[fault] > 0 && met[fault] + span >= now)
        });
        debug_assert!(slot < SLOTS);
    }
}
