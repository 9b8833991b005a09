//! Where a feed is, to be written down.

use super::memory::{Key, Memory};
use super::source::Source;
use saas_api_core::{Error, InvalidTime, Result, Timestamp};
use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use std::fmt;
use std::time::SystemTime;

const VERSION: u32 = 1;

/// Where a [`Feed`](super::Feed) is. Write it down as it is, as JSON or in another form that names its
/// members; it holds no secret.
///
/// It is of bounded size ([`Feed::remember`](super::Feed::remember)), carries its version, and goes on at any row: also in the
/// middle of a page, and of a sweep.
#[derive(Clone, PartialEq)]
pub struct FeedPosition {
    /// Where the rows come from, once any were asked for.
    pub(super) source: Option<Source>,
    pub(super) start: SystemTime,
    pub(super) watermark: Option<SystemTime>,
    pub(super) memory: Memory,
    pub(super) sweep: Option<Sweep>,
}

/// A sweep that has not ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sweep {
    pub(super) floor: SystemTime,
    /// When its first answer was made.
    pub(super) began: SystemTime,
    /// Rows that it has passed.
    pub(super) offset: u64,
    /// The greatest `last_sync` so far.
    pub(super) top: Option<SystemTime>,
}

impl FeedPosition {
    /// Alerts whose row was written at this moment or later. For all that there are: `SystemTime::UNIX_EPOCH`.
    pub fn start_at(moment: SystemTime) -> Self {
        Self { source: None, start: moment, watermark: None, memory: Memory::default(), sweep: None }
    }

    /// The greatest `last_sync` of the sweeps that have ended. The next one starts below it, by the overlap.
    pub fn watermark(&self) -> Option<SystemTime> {
        self.watermark
    }

    pub(super) fn belongs_to(&self, source: Source) -> Result<()> {
        if self.source.is_none_or(|own| own == source) {
            return Ok(());
        }
        Err(Error::invalid_request("position", "is of the other source: the serving layer's, or the automation's"))
    }
}

impl fmt::Debug for FeedPosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FeedPosition")
            .field("source", &self.source)
            .field("start", &self.start)
            .field("watermark", &self.watermark)
            .field("remembered", &self.memory.len())
            .field("sweep", &self.sweep)
            .finish()
    }
}

#[derive(Serialize, Deserialize)]
struct Written {
    version: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source: Option<Source>,
    start: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    watermark: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    known: Vec<Rows>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sweep: Option<WrittenSweep>,
}

#[derive(Serialize, Deserialize)]
struct WrittenSweep {
    floor: Timestamp,
    began: Timestamp,
    offset: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    top: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    read: Vec<Rows>,
}

/// Rows one after another with the same `last_sync`: their ids. Of rows without one: the print in hexadecimal, a blank, and
/// the id.
#[derive(Serialize, Deserialize)]
struct Rows(Option<Timestamp>, Vec<String>);

impl Serialize for FeedPosition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.write().map_err(S::Error::custom)?.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for FeedPosition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = Value::deserialize(deserializer)?;
        // First: another version may have other members.
        match written.get("version") {
            Some(version) if *version != VERSION => {
                Err(D::Error::custom(format!("version: {version} is not known; this release writes {VERSION}")))
            }
            _ => Self::read(Written::deserialize(written).map_err(D::Error::custom)?).map_err(D::Error::custom),
        }
    }
}

impl FeedPosition {
    fn write(&self) -> Result<Written, InvalidTime> {
        let sweep = |sweep: &Sweep| {
            Ok(WrittenSweep {
                floor: text(sweep.floor)?,
                began: text(sweep.began)?,
                offset: sweep.offset,
                top: sweep.top.map(text).transpose()?,
                read: rows(self.memory.sweep())?,
            })
        };
        Ok(Written {
            version: VERSION,
            source: self.source,
            start: text(self.start)?,
            watermark: self.watermark.map(text).transpose()?,
            known: rows(self.memory.before())?,
            sweep: self.sweep.as_ref().map(sweep).transpose()?,
        })
    }

    fn read(written: Written) -> Result<Self, String> {
        let (sweep, met) = match written.sweep {
            Some(sweep) => {
                let place = Sweep {
                    floor: moment(&sweep.floor)?,
                    began: moment(&sweep.began)?,
                    offset: sweep.offset,
                    top: sweep.top.as_ref().map(moment).transpose()?,
                };
                (Some(place), keys(sweep.read)?)
            }
            None => (None, Vec::new()),
        };
        Ok(Self {
            source: written.source,
            start: moment(&written.start)?,
            watermark: written.watermark.as_ref().map(moment).transpose()?,
            memory: Memory::new(keys(written.known)?, met),
            sweep,
        })
    }
}

fn rows<'k>(keys: impl Iterator<Item = &'k Key>) -> Result<Vec<Rows>, InvalidTime> {
    let mut groups: Vec<Rows> = Vec::new();
    let mut last = None;
    for key in keys {
        let id = if key.at.is_some() { key.id.clone() } else { format!("{:016x} {}", key.print, key.id) };
        match groups.last_mut() {
            Some(Rows(_, ids)) if last == Some(key.at) => ids.push(id),
            _ => groups.push(Rows(key.at.map(text).transpose()?, vec![id])),
        }
        last = Some(key.at);
    }
    Ok(groups)
}

fn keys(groups: Vec<Rows>) -> Result<Vec<Key>, String> {
    let mut keys = Vec::new();
    for Rows(at, ids) in groups {
        let at = at.as_ref().map(moment).transpose()?;
        for id in ids {
            if at.is_some() {
                keys.push(Key { at, id, print: 0 });
                continue;
            }
            let (print, id) = id.split_once(' ').ok_or("a row without last_sync lacks its print")?;
            let print = u64::from_str_radix(print, 16).map_err(|invalid| invalid.to_string())?;
            keys.push(Key { at, id: id.to_owned(), print });
        }
    }
    Ok(keys)
}

fn text(moment: SystemTime) -> Result<Timestamp, InvalidTime> {
    Timestamp::from_system_time(moment)
}

fn moment(text: &Timestamp) -> Result<SystemTime, String> {
    text.to_system_time().ok_or_else(|| "not a moment such as 2026-11-20T01:02:03Z".to_owned())
}
