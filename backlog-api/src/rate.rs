//! Rate classes: endpoints of one class share a limit.
//!
//! Backlog counts per user and minute, apart for each class. A paid plan was seen to allow 600 reads, 150 updates,
//! 150 searches and 60 icons; the answers' headers tell what holds for you. Nulab advises one request at a time, and at
//! least a second between updates in bulk. Official page: <https://developer.nulab.com/docs/backlog/rate-limit/>.

use std::time::Duration;

pub use saas_api_core::RateClass;

const WINDOW: Duration = Duration::from_secs(60);

/// GET calls that are in no other class.
pub const READ: RateClass = RateClass::new("read", WINDOW);

/// POST, PUT, PATCH and DELETE calls.
pub const UPDATE: RateClass = RateClass::new("update", WINDOW);

/// The issue list and its count.
pub const SEARCH: RateClass = RateClass::new("search", WINDOW);

/// Images of the space, projects, users and teams.
pub const ICON: RateClass = RateClass::new("icon", WINDOW);
