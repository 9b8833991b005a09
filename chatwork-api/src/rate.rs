//! The two limits of Chatwork.

use saas_api_core::RateClass;
use std::time::Duration;

/// How long a room takes no more posts once its limit is used up.
pub(crate) const ROOM_WINDOW: Duration = Duration::from_secs(10);

/// All calls share 300 in five minutes, which the headers tell. A room, the scope of a call that posts, takes 10 posts
/// in ten seconds, messages and tasks together, which no header tells.
pub(crate) const ALL: RateClass = RateClass::new("all", Duration::from_secs(300)).per_scope(10, ROOM_WINDOW);
