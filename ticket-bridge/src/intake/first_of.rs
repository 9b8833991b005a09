use super::{Intake, Item};
use serde_json::Value;

/// Several intakes as one: see [`first_of`].
#[derive(Debug)]
pub struct FirstOf(Vec<Box<dyn Intake>>);

/// One intake of several, so that one function can take the alerts of a scanner and the webhooks of a tracker.
///
/// It asks each in turn. The first that reads something is taken; failing that the first that finds something malformed;
/// failing that the first that skips, and one that says no more than [`Item::FOREIGN`] last.
pub fn first_of(intakes: impl IntoIterator<Item = Box<dyn Intake>>) -> FirstOf {
    FirstOf(intakes.into_iter().collect())
}

impl Intake for FirstOf {
    fn read(&self, body: &Value) -> Vec<Item> {
        let mut best: Option<(u8, Vec<Item>)> = None;
        for intake in &self.0 {
            let items = intake.read(body);
            let rank = items.iter().map(rank).max().unwrap_or_default();
            if rank == READ {
                return items;
            }
            if best.as_ref().is_none_or(|(best, _)| rank > *best) {
                best = Some((rank, items));
            }
        }
        let items = best.map(|(_, items)| items).filter(|items| !items.is_empty());
        items.unwrap_or_else(|| vec![Item::Skipped("no intake reads it")])
    }
}

const READ: u8 = 4;

/// How much an intake made of a body. No items at all are 0.
fn rank(item: &Item) -> u8 {
    match item {
        Item::Finding(_) | Item::Ticket(_) => READ,
        Item::Malformed(_) => 3,
        Item::Skipped(why) if *why != Item::FOREIGN => 2,
        Item::Skipped(_) => 1,
    }
}
