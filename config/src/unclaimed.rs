//! What no flow takes is kept, and not acknowledged away.

use serde_json::Value;
use std::sync::Arc;
use ticket_bridge::intake::{Intake, Item, Malformed};

/// The intake of one flow, which also answers for what is foreign to it and to all others.
#[derive(Debug)]
pub(crate) struct Unclaimed {
    pub(crate) own: Arc<dyn Intake>,
    pub(crate) others: Vec<Arc<dyn Intake>>,
}

impl Intake for Unclaimed {
    fn read(&self, body: &Value) -> Vec<Item> {
        let items = self.own.read(body);
        let is_claimed = !is_foreign(&items) || self.others.iter().any(|other| !is_foreign(&other.read(body)));
        if is_claimed { items } else { vec![Item::Malformed(Malformed::new("$", "is of a source that no flow takes"))] }
    }
}

fn is_foreign(items: &[Item]) -> bool {
    items.iter().all(|item| *item == Item::Skipped(Item::FOREIGN))
}
