//! What the API returns.
//!
//! Members that a model does not name are kept in `extra`. Chatwork writes a text that is not set as an empty one; a text
//! that is null or missing reads so too. New values never break decoding: enums are open.

mod account;
mod contact;
mod file;
mod link;
mod me;
mod member;
mod message;
mod room;
mod task;

pub use account::Account;
pub use contact::{Contact, IncomingRequest};
pub use file::{DownloadUrl, File};
pub use link::Link;
pub use me::{Me, MyStatus};
pub use member::{Member, MembersByRole};
pub use message::{Message, MessageLimitation, MessageList, ReadState};
pub use room::{IconPreset, Role, Room, RoomType};
pub use task::{LimitType, MyTask, Task, TaskRoom, TaskStatus};
