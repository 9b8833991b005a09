//! The limits: by user and class of call, in windows of a minute.

use std::{
    collections::BTreeMap,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use http::Method;
use serde_json::{Map, Value, json};

use crate::http::{Reply, Request};

const WINDOW: Duration = Duration::from_secs(60);

#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Class {
    Read,
    Update,
    Search,
    Icon,
}

impl Class {
    const ALL: [(Self, &str); 4] =
        [(Self::Read, "read"), (Self::Update, "update"), (Self::Search, "search"), (Self::Icon, "icon")];

    pub(super) fn of(request: &Request) -> Self {
        match request.parts().as_slice() {
            _ if request.method != Method::GET => Self::Update,
            ["api", "v2", "issues"] | ["api", "v2", "issues", "count"] => Self::Search,
            [.., "icon" | "image"] => Self::Icon,
            _ => Self::Read,
        }
    }
}

/// Calls in each minute, by class.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    pub(super) read: u32,
    pub(super) update: u32,
    pub(super) search: u32,
    pub(super) icon: u32,
}

impl Limits {
    fn of(self, class: Class) -> u32 {
        match class {
            Class::Read => self.read,
            Class::Update => self.update,
            Class::Search => self.search,
            Class::Icon => self.icon,
        }
    }
}

#[derive(Debug)]
pub(super) struct Rates {
    limits: Limits,
    windows: BTreeMap<(u64, Class), Window>,
}

#[derive(Clone, Copy, Debug)]
struct Window {
    start: SystemTime,
    used: u32,
}

/// How a user stands in a class.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    limit: u32,
    remaining: u32,
    /// Whole epoch seconds.
    reset: u64,
}

impl Rates {
    pub(super) fn new(limits: Limits) -> Self {
        Self { limits, windows: BTreeMap::new() }
    }

    /// Counts a call; `Err` when it is one too many.
    pub(super) fn count(&mut self, user: u64, class: Class, now: SystemTime) -> Result<Standing, Standing> {
        let limit = self.limits.of(class);
        let window = self.windows.entry((user, class)).or_insert(Window { start: now, used: 0 });
        if now >= window.start + WINDOW {
            *window = Window { start: now, used: 0 };
        }
        let over = window.used >= limit;
        if !over {
            window.used += 1;
        }
        let standing = self.standing(user, class, now);
        if over { Err(standing) } else { Ok(standing) }
    }

    pub(super) fn standing(&self, user: u64, class: Class, now: SystemTime) -> Standing {
        let limit = self.limits.of(class);
        let running = self.windows.get(&(user, class)).filter(|window| now < window.start + WINDOW);
        let Window { start, used } = running.copied().unwrap_or(Window { start: now, used: 0 });
        let reset = (start + WINDOW).duration_since(UNIX_EPOCH).unwrap_or_default();
        // Rounded up: at the second it names, the window is over.
        let reset = reset.as_secs() + u64::from(reset.subsec_nanos() > 0);
        Standing { limit, remaining: limit.saturating_sub(used), reset }
    }

    /// The body of `GET /rateLimit`.
    pub(super) fn json(&self, user: u64, now: SystemTime) -> Value {
        let classes: Map<String, Value> = Class::ALL
            .iter()
            .map(|(class, name)| {
                let Standing { limit, remaining, reset } = self.standing(user, *class, now);
                ((*name).to_owned(), json!({ "limit": limit, "remaining": remaining, "reset": reset }))
            })
            .collect();
        json!({ "rateLimit": classes })
    }
}

impl Standing {
    /// The same standing with nothing left, for a 429 on demand.
    pub(super) fn exhausted(self) -> Self {
        Self { remaining: 0, ..self }
    }

    pub(super) fn on(self, reply: Reply) -> Reply {
        reply
            .header("X-RateLimit-Limit", self.limit.to_string())
            .header("X-RateLimit-Remaining", self.remaining.to_string())
            .header("X-RateLimit-Reset", self.reset.to_string())
    }
}
