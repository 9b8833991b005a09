//! The events that Security Hub sends to EventBridge.

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use serde_json::{Value, json};

use super::store::{Finding, text};
use super::time;
use crate::delivery::Deliveries;
use crate::server::lock;

/// Something that wants each event.
#[derive(Clone)]
pub(super) enum Listener {
    Callback(Arc<dyn Fn(&Value) + Send + Sync>),
    Url(String),
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Callback(_) => f.write_str("Callback"),
            Self::Url(url) => f.debug_tuple("Url").field(url).finish(),
        }
    }
}

/// All events so far, and who hears of new ones.
#[derive(Debug)]
pub(super) struct Bus {
    deliveries: Deliveries,
    events: Mutex<Vec<Value>>,
    listeners: Mutex<Vec<Listener>>,
}

impl Bus {
    pub(super) fn new(deliveries: Deliveries) -> Self {
        Self { deliveries, events: Mutex::default(), listeners: Mutex::default() }
    }

    pub(super) fn deliveries(&self) -> &Deliveries {
        &self.deliveries
    }

    pub(super) fn listen(&self, listener: Listener) {
        lock(&self.listeners).push(listener);
    }

    pub(super) fn events(&self) -> Vec<Value> {
        lock(&self.events).clone()
    }

    pub(super) fn clear(&self) {
        lock(&self.events).clear();
    }

    /// Keeps the events and tells the listeners. No lock is held while a callback runs.
    pub(super) fn publish(&self, events: &[Value]) {
        lock(&self.events).extend_from_slice(events);
        let listeners = lock(&self.listeners).clone();
        for event in events {
            for listener in &listeners {
                match listener {
                    Listener::Callback(call) => call(event),
                    Listener::Url(url) => {
                        let headers = [("content-type", "application/json; charset=utf-8")];
                        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
                        self.deliveries.send(url, headers, event.to_string());
                    }
                }
            }
        }
    }
}

/// One `Security Hub Findings - Imported` event: always exactly one finding.
pub(super) fn imported(finding: &Finding, account: &str, number: u64, now: SystemTime) -> Value {
    json!({
        "version": "0",
        "id": format!("00000000-0000-4000-8000-{number:012x}"),
        "detail-type": "Security Hub Findings - Imported",
        "source": "aws.securityhub",
        "account": account,
        "time": time::seconds(now),
        "region": text(finding, "Region"),
        "resources": [format!("{}/{}", text(finding, "ProductArn"), text(finding, "Id"))],
        "detail": { "findings": [finding] },
    })
}
