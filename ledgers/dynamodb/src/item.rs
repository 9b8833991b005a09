//! How a record lies in an item. The README has this as a table.

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use ticket_bridge::{LedgerFailed, Moment, Phase, Record, Rev};

/// An item as the service gives it.
pub(crate) type Item = HashMap<String, AttributeValue>;

/// The attributes of an item.
pub(crate) mod attribute {
    pub(crate) const BODY: &str = "body";
    pub(crate) const EXPIRES: &str = "expires";
    pub(crate) const KEY: &str = "pk";
    pub(crate) const PHASE: &str = "phase";
    pub(crate) const REV: &str = "rev";
    pub(crate) const SHARD: &str = "shard";
    pub(crate) const TAKEN: &str = "taken";
    pub(crate) const TICKET: &str = "ticket";
    pub(crate) const WAKE: &str = "wake";
}

/// Due records are spread over so many partitions of the index. Changing it hides what is due.
pub(crate) const SHARDS: u64 = 4;

/// What the keys of records begin with: buckets have another beginning.
const RECORD: &str = "record#";

/// The longest sort key, in bytes: two indexes are sorted by the item's key.
const MOST_KEY: usize = 1024;

/// The longest partition key, in bytes.
const MOST_PARTITION_KEY: usize = 2048;

/// The service refuses a larger item, in bytes: names and values of all attributes together.
const MOST_ITEM: usize = 400 * 1024;

/// A longer text is compressed, in bytes: each begun KB of an item is paid for.
const PLAIN: usize = 1024;

/// A longer text is not unpacked, in bytes. None that was stored is nearly as long.
const MOST_UNPACKED: usize = 64 * 1024 * 1024;

/// Of the service's scale from 0 to 10: more gives little.
const COMPRESSION: u8 = 6;

/// Whether a record may have this key.
pub(crate) const fn can_be_key(pk: &str) -> bool {
    pk.len() <= MOST_KEY - RECORD.len()
}

/// The item's key of a record.
pub(crate) fn record_key(pk: &str) -> String {
    format!("{RECORD}{pk}")
}

/// The item's key of a bucket in one window. `None`: the bucket's name is too long.
pub(crate) fn bucket_key(bucket: &str, length: u64, begins: u64) -> Option<String> {
    // The name stands last, so no name can look like another's numbers.
    let key = format!("bucket#{length}#{begins}#{bucket}");
    (key.len() <= MOST_PARTITION_KEY).then_some(key)
}

/// The record's key in an index's entry. `None`: not an entry of ours.
pub(crate) fn key_of_entry(entry: &Item) -> Option<String> {
    let key = entry.get(attribute::KEY)?.as_s().ok()?;
    key.strip_prefix(RECORD).map(str::to_owned)
}

/// The partition of the index `phase`.
pub(crate) fn phase_name(phase: Phase) -> Result<String, LedgerFailed> {
    let name = serde_json::to_value(phase).ok().and_then(|name| name.as_str().map(str::to_owned));
    name.ok_or_else(|| LedgerFailed::new("the phase has no name"))
}

/// The partition of the index `due` for a key. It must be the same in all versions.
pub(crate) fn shard(pk: &str) -> String {
    let first = Sha256::digest(pk.as_bytes()).first().copied().unwrap_or_default();
    shard_name(u64::from(first) % SHARDS)
}

pub(crate) fn shard_name(number: u64) -> String {
    number.to_string()
}

/// The partition of the index `ticket`. The length tells where the destination ends, whatever either holds.
///
/// What is too long for a key is cut: an index may name too many records, and whoever asks looks at each.
pub(crate) fn ticket_key(destination: &str, ticket_id: &str) -> String {
    let mut key = format!("{}:{destination}{ticket_id}", destination.len());
    let mut end = key.len().min(MOST_PARTITION_KEY);
    while !key.is_char_boundary(end) {
        end = end.saturating_sub(1);
    }
    key.truncate(end);
    key
}

/// The item of a record.
///
/// # Errors
/// When it does not fit. Nothing was sent.
pub(crate) fn write(record: &Record, rev: &str) -> Result<Item, LedgerFailed> {
    let pk = &record.pk;
    if !can_be_key(pk) {
        return Err(LedgerFailed::new(format!(
            "the key {pk:?} has {} bytes, and a record's key {} at most: shorten the flow's name",
            pk.len(),
            MOST_KEY - RECORD.len()
        )));
    }
    let text = serde_json::to_string(record)
        .map_err(|error| LedgerFailed::new(format!("the record {pk:?} cannot be written as JSON: {error}")))?;
    let mut item = Item::from([
        (attribute::KEY.to_owned(), AttributeValue::S(record_key(pk))),
        (attribute::REV.to_owned(), AttributeValue::S(rev.to_owned())),
        (attribute::PHASE.to_owned(), AttributeValue::S(phase_name(record.phase)?)),
    ]);
    if let Some(wake) = record.wake_at {
        item.insert(attribute::SHARD.to_owned(), AttributeValue::S(shard(pk)));
        item.insert(attribute::WAKE.to_owned(), number(wake.as_millis()));
    }
    if let Some(ticket) = &record.ticket {
        let key = ticket_key(&record.destination, &ticket.id);
        item.insert(attribute::TICKET.to_owned(), AttributeValue::S(key));
    }
    if let Some(expires) = record.expires_at.filter(|_| is_finished(record)) {
        item.insert(attribute::EXPIRES.to_owned(), number(expires_after(expires)));
    }
    item.insert(attribute::BODY.to_owned(), packed(text));
    let size = size(&item);
    if size > MOST_ITEM {
        return Err(too_large(record, size));
    }
    Ok(item)
}

/// Whether nothing is owed any more: only such a record may ever be forgotten.
fn is_finished(record: &Record) -> bool {
    record.phase == Phase::Closed && record.op.is_none() && record.wake_at.is_none()
}

/// Whole seconds since 1970, not before the moment.
pub(crate) const fn expires_after(moment: Moment) -> u64 {
    moment.as_millis().div_ceil(1000)
}

pub(crate) fn number(number: u64) -> AttributeValue {
    AttributeValue::N(number.to_string())
}

/// The text, compressed when it is long and that makes it shorter.
fn packed(text: String) -> AttributeValue {
    if text.len() > PLAIN {
        let packed = compress_to_vec_zlib(text.as_bytes(), COMPRESSION);
        if packed.len() < text.len() {
            return AttributeValue::B(Blob::new(packed));
        }
    }
    AttributeValue::S(text)
}

/// As the service counts: UTF-8 bytes of names and values. Numbers take no more than their digits.
fn size(item: &Item) -> usize {
    let of_value = |value: &AttributeValue| match value {
        AttributeValue::S(text) | AttributeValue::N(text) => text.len(),
        AttributeValue::B(blob) => blob.as_ref().len(),
        _ => 0,
    };
    item.iter().map(|(name, value)| name.len().saturating_add(of_value(value))).sum()
}

fn too_large(record: &Record, size: usize) -> LedgerFailed {
    let members = serde_json::to_value(record).unwrap_or_default();
    let sizes = members.as_object().into_iter().flatten().map(|(name, value)| (value.to_string().len(), name.as_str()));
    let (largest, name) = sizes.max().unwrap_or_default();
    LedgerFailed::new(format!(
        "the record {:?} takes {size} bytes compressed, and an item of DynamoDB holds {MOST_ITEM}: nothing was sent. \
         Its largest member is {name:?} with {largest} bytes of JSON",
        record.pk
    ))
}

/// The record of an item.
///
/// # Errors
/// When the item holds no record. The key is named.
pub(crate) fn read(pk: &str, item: &Item) -> Result<(Record, Rev), LedgerFailed> {
    let no_record = |why: &str| {
        LedgerFailed::new(format!(
            "the item of {pk:?} holds no record: {why}. Restore the item, or delete it if nothing else names the finding"
        ))
    };
    let rev = item.get(attribute::REV).and_then(|rev| rev.as_s().ok());
    let rev = rev.ok_or_else(|| no_record("the attribute `rev` is missing or no text"))?;
    let record = match item.get(attribute::BODY) {
        Some(AttributeValue::S(text)) => Record::from_json(text),
        Some(AttributeValue::B(packed)) => {
            let unpacked = decompress_to_vec_zlib_with_limit(packed.as_ref(), MOST_UNPACKED);
            let unpacked =
                unpacked.map_err(|error| no_record(&format!("`body` cannot be unpacked: {:?}", error.status)))?;
            let text = std::str::from_utf8(&unpacked);
            Record::from_json(text.map_err(|error| no_record(&format!("`body` is no UTF-8: {error}")))?)
        }
        _ => return Err(no_record("the attribute `body` is missing, or neither text nor binary")),
    };
    // The position only: the words may quote the text.
    let record = record.map_err(|error| {
        no_record(&format!("`body` is no record's JSON, at line {} column {}", error.line(), error.column()))
    })?;
    if record.pk != pk {
        return Err(no_record(&format!("`body` is the record {:?}", record.pk)));
    }
    Ok((record, Rev::new(rev)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shard_of_a_key_is_told_by_its_digest_in_every_version() {
        // From the published digests e3b0c442..., ba7816bf... and 248d6a61...
        let long = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
        assert_eq!([shard(""), shard("abc"), shard(long)], ["3", "2", "0"]);
    }
}
