//! Folders of tests, records, and children.

use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use std::{env, fs, process, thread};
use ticket_bridge::{Moment, Phase, Put, Record, Rev};
use ticket_bridge_redb::RedbLedger;

/// A folder that goes with its test.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let name = format!("ticket-bridge-redb-{}-{}", process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        let path = env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// A file of this name, which is not there yet.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What a child is told.
pub(crate) const CHILD: &str = "TICKET_BRIDGE_REDB_CHILD";

/// This test binary once more, as a process of its own that runs one ignored test.
pub(crate) fn child(test: &str, told: &Value) -> Command {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args([test, "--exact", "--ignored", "--nocapture", "--test-threads=1"]);
    command.env(CHILD, told.to_string()).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

/// Longer than any test needs its child. A child whose parent is gone, or that hangs, ends by itself.
const CHILD_LIVES: Duration = Duration::from_secs(20);

/// What this child was told.
pub(crate) fn told() -> Value {
    thread::spawn(|| {
        thread::sleep(CHILD_LIVES);
        process::exit(1);
    });
    let told = env::var(CHILD).expect("this is a child of another test, and does nothing alone");
    serde_json::from_str(&told).unwrap()
}

pub(crate) fn told_path(told: &Value) -> &Path {
    Path::new(told["path"].as_str().unwrap())
}

/// A record from its text: the only way to make one outside the bridge.
pub(crate) fn record(pk: &str, members: &Value) -> Record {
    let mut text = json!({ "v": 1, "pk": pk, "destination": "SEC", "recurrence": 0, "phase": "deferred" });
    let (Value::Object(text_members), Value::Object(members)) = (&mut text, members) else { panic!("no members") };
    text_members.extend(members.clone());
    Record::from_json(&text.to_string()).unwrap()
}

pub(crate) fn won(put: Put) -> Rev {
    match put {
        Put::Won(rev) => rev,
        Put::Lost => panic!("a put was lost"),
    }
}

/// Phases that a stored record can be in.
pub(crate) const PHASES: [Phase; 9] = [
    Phase::Deferred,
    Phase::Claimed,
    Phase::InDoubt,
    Phase::Linked,
    Phase::Closed,
    Phase::Orphaned,
    Phase::DeadLetter,
    Phase::Place,
    Phase::Unknown,
];

pub(crate) async fn open(path: &Path) -> RedbLedger {
    RedbLedger::open(path).await.unwrap()
}

pub(crate) const fn at(millis: u64) -> Moment {
    Moment::from_millis(millis)
}

/// Numbers that look random, the same for one seed (`SplitMix64`).
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let number = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (number ^ (number >> 31)) % most.max(1)
    }
}
