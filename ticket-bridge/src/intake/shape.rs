//! Whose a body is, by its shape: what is plainly another source's is skipped, what nobody knows is kept.

use super::{Item, Malformed};
use serde_json::Value;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    EventBridge,
    Orca,
    Asff,
    BacklogWebhook,
    Unknown,
}

pub(crate) const EMPTY: &str = "an empty list";

impl Shape {
    pub(crate) fn of(body: &Value) -> Self {
        let text = |name| body.get(name).and_then(Value::as_str);
        let has = |pointer| body.pointer(pointer).is_some_and(|found| !found.is_null());
        if text("detail-type").is_some() && text("source").is_some() && has("/detail") {
            return Self::EventBridge;
        }
        let is_row = text("type").is_some_and(|kind| kind.eq_ignore_ascii_case("alert")) && has("/name");
        if has("/state/alert_id") || has("/data/AlertId") || is_row {
            return Self::Orca;
        }
        // Orca's alerts may have a list of that name too, of something else.
        let lists = ["Findings", "findings"].into_iter().filter_map(|name| body.get(name)?.as_array());
        if is_finding(body) || lists.flatten().any(is_finding) {
            return Self::Asff;
        }
        // Elsewhere `type` is a word.
        let is_webhook = body.get("type").is_some_and(Value::is_number) && (has("/content") || has("/project"));
        if is_webhook { Self::BacklogWebhook } else { Self::Unknown }
    }

    pub(crate) fn is_foreign_to(self, own: &[Self]) -> bool {
        self != Self::Unknown && !own.contains(&self)
    }
}

fn is_finding(value: &Value) -> bool {
    ["Id", "ProductArn"].iter().all(|name| value.get(name).is_some_and(Value::is_string))
}

/// Reads a body, or each element of a list. `read` is given the element and its path.
///
/// A list that is wholly another source's is skipped. In one that is not, what is another source's is kept.
pub(crate) fn each(body: &Value, own: &[Shape], read: impl Fn(&Value, &str) -> Vec<Item>) -> Vec<Item> {
    let Some(list) = body.as_array() else {
        let is_foreign = Shape::of(body).is_foreign_to(own);
        return if is_foreign { vec![Item::Skipped(Item::FOREIGN)] } else { read(body, "$") };
    };
    if list.is_empty() {
        return vec![Item::Skipped(EMPTY)];
    }
    let is_foreign = |element: &Value| Shape::of(element).is_foreign_to(own);
    if list.iter().all(is_foreign) {
        return list.iter().map(|_| Item::Skipped(Item::FOREIGN)).collect();
    }
    let read = |(index, element): (usize, &Value)| {
        let path = format!("$[{index}]");
        if is_foreign(element) {
            vec![Item::Malformed(Malformed::new(path, Item::FOREIGN))]
        } else {
            read(element, &path)
        }
    };
    list.iter().enumerate().flat_map(read).collect()
}
