//! Everything at once, by chance, with a seed: never two open tickets for one finding, and all is well in the end.

use crate::support::{Fault, START, World, active, secs};
use std::collections::{BTreeMap, BTreeSet};
use ticket_bridge::*;

/// A small generator: the same seed, the same storm.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % sides
    }
}

struct Storm {
    dice: Dice,
    world: World,
    ledger: MemoryLedger,
    workers: Vec<Bridge>,
    /// What each source says now.
    said: BTreeMap<String, Observation>,
    /// Everything that was ever delivered, to come again.
    delivered: Vec<Observation>,
    /// Findings whose ticket a person touched.
    touched: BTreeSet<String>,
}

impl Storm {
    fn new(seed: u64, policy: &Policy) -> Self {
        let (world, ledger) = (World::new(), MemoryLedger::new());
        let workers = (0..2).map(|_| world.bridge_with(&ledger, policy.clone())).collect();
        let dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        Self { dice, world, ledger, workers, said: BTreeMap::new(), delivered: Vec::new(), touched: BTreeSet::new() }
    }

    fn worker(&mut self) -> usize {
        usize::try_from(self.dice.roll(2)).unwrap()
    }

    async fn step(&mut self) {
        let worker = self.worker();
        match self.dice.roll(10) {
            0..=2 => {
                let key = ["orca-1", "orca-12", "orca-123"][usize::try_from(self.dice.roll(3)).unwrap()];
                let seconds = (self.world.now().as_millis() - START) / 1000;
                let mut observation = active(key, seconds);
                if self.dice.roll(3) == 0 {
                    observation.state = FindingState::Inactive;
                }
                self.said.insert(key.to_owned(), observation.clone());
                self.delivered.push(observation.clone());
                self.workers[worker].ingest(observation).await.unwrap();
            }
            3 if !self.delivered.is_empty() => {
                let index = self.dice.roll(u64::try_from(self.delivered.len()).unwrap());
                let again = self.delivered[usize::try_from(index).unwrap()].clone();
                self.workers[worker].ingest(again).await.unwrap();
            }
            4 => {
                let fault = match self.dice.roll(4) {
                    0 => Fault::LostAnswer,
                    1 => Fault::LostRequest,
                    2 => Fault::NotSent(self.dice.roll(300)),
                    _ => Fault::Rejected(Rejection::configuration("maintenance")),
                };
                self.world.fault(fault);
                self.world.state.lock().unwrap().lag = self.dice.roll(599_000);
                self.world.state.lock().unwrap().unreadable = u32::try_from(self.dice.roll(2)).unwrap();
            }
            5 if !self.world.tickets().is_empty() => {
                let count = u64::try_from(self.world.tickets().len()).unwrap();
                let index = usize::try_from(self.dice.roll(count)).unwrap();
                let status = ["Closed", "Open", "In Progress"][usize::try_from(self.dice.roll(3)).unwrap()];
                let ticket = self.world.person_sets(index, status);
                self.touched.insert(self.world.tickets()[index].marker.clone());
                // The tracker's event comes twice, once, or never.
                for _ in 0..self.dice.roll(3) {
                    // The sender repeats what was not taken.
                    while self.workers[worker].ticket_changed(&ticket).await.is_err() {}
                }
            }
            _ => {
                self.world.pass(secs(1 + self.dice.roll(120)));
                self.workers[worker].tick(Deadline::none()).await.unwrap();
            }
        }
    }

    fn open(&self, key: &str) -> usize {
        let tickets = self.world.tickets();
        tickets.iter().filter(|ticket| ticket.marker == key && !ticket.snapshot.closed).count()
    }

    /// What must hold at every moment.
    fn check(&self) -> Result<(), String> {
        if let Some(key) = self.said.keys().find(|key| self.open(key) > 1) {
            return Err(format!("{key} has {} open tickets", self.open(key)));
        }
        let tickets = self.world.tickets();
        let is_known = |ticket: &TicketRef| tickets.iter().any(|stored| stored.snapshot.ticket == *ticket);
        match self.ledger.records().iter().find(|record| !record.ticket.iter().all(is_known)) {
            Some(record) => Err(format!("{} is linked to a ticket that nobody saw", record.pk)),
            None => Ok(()),
        }
    }

    /// What must hold once the faults have ended, the sources have said once more what holds, and time has passed.
    async fn settle(&mut self) -> Result<(), String> {
        self.world.state.lock().unwrap().faults.clear();
        self.world.state.lock().unwrap().unreadable = 0;
        for observation in self.said.values().cloned().collect::<Vec<_>>() {
            self.workers[0].ingest(observation).await.unwrap();
        }
        for _ in 0..60 {
            self.world.pass(secs(60));
            self.workers[1].tick(Deadline::none()).await.unwrap();
        }
        self.check()?;
        for (key, observation) in &self.said {
            let record = self.ledger.get(&record_key("alerts", key)).await.unwrap().map(|(record, _)| record);
            let settled =
                |record: &Record| matches!(record.phase, Phase::Linked | Phase::Closed) && record.op.is_none();
            let as_said = self.touched.contains(key) || self.open(key) == usize::from(observation.is_active());
            if !as_said || !record.iter().all(settled) {
                return Err(format!("{key} did not settle: {} open, {record:#?}", self.open(key)));
            }
        }
        Ok(())
    }
}

async fn storm(seed: u64, policy: &Policy) -> Result<(), String> {
    let mut storm = Storm::new(seed, policy);
    for step in 0..120 {
        storm.step().await;
        storm.check().map_err(|problem| format!("seed {seed}, step {step}: {problem}"))?;
    }
    storm.settle().await.map_err(|problem| format!("seed {seed}: {problem}"))
}

#[tokio::test]
async fn a_storm_of_faults_never_opens_a_second_ticket_and_settles_when_it_is_over() {
    let seeds = std::env::var("STORM_SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(400);
    for seed in 1..=seeds {
        storm(seed, &Policy::new("alerts", "SEC")).await.unwrap();
    }
}

/// The storm can tell: without the wait before a second create it finds two tickets.
#[tokio::test]
async fn the_same_storm_finds_two_tickets_when_nobody_waits_for_the_first_to_show() {
    let mut hasty = Policy::new("alerts", "SEC");
    hasty.commit_within = secs(0);
    hasty.shows_within = secs(0);
    for seed in 1..=400 {
        if let Err(problem) = storm(seed, &hasty).await {
            assert!(problem.contains("open tickets"), "{problem}");
            return;
        }
    }
    panic!("400 storms, and no second ticket");
}
