//! A file of events.

use crate::failure::Failure;
use serde_json::Value;
use std::io::{self, Read};
use std::path::Path;

/// The events of a file: one, the elements of a JSON list, or JSON lines. `-` is the standard input.
pub(crate) fn read(path: &Path) -> Result<Vec<Value>, Failure> {
    let mut bytes = Vec::new();
    let read = if path == Path::new("-") {
        io::stdin().lock().read_to_end(&mut bytes).map(drop)
    } else {
        std::fs::read(path).map(|read| bytes = read)
    };
    let name = path.display();
    read.map_err(|error| Failure::wrong(format!("--events {name}: {error}")))?;
    let events = parse(&bytes).map_err(|problem| Failure::wrong(format!("--events {name}: {problem}")))?;
    if events.is_empty() {
        return Err(Failure::wrong(format!("--events {name}: it holds no event")));
    }
    Ok(events)
}

fn parse(bytes: &[u8]) -> Result<Vec<Value>, String> {
    // Some editors begin a file so.
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut events = Vec::new();
    for event in serde_json::Deserializer::from_slice(bytes).into_iter::<Value>() {
        let number = events.len().saturating_add(1);
        match event {
            Ok(Value::Array(list)) => events.extend(list),
            Ok(event) => events.push(event),
            Err(error) => return Err(format!("event {number}: no JSON ({error})")),
        }
    }
    Ok(events)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn one_event_a_list_and_lines_are_read() {
        assert_eq!(parse(b"{\"a\": 1}\n").unwrap(), [json!({"a": 1})]);
        assert_eq!(parse(b"[{\"a\": 1}, {\"b\": 2}]").unwrap(), [json!({"a": 1}), json!({"b": 2})]);
        assert_eq!(parse(b"\xef\xbb\xbf{\"a\": 1}\n\n{\"b\": 2}\n").unwrap(), [json!({"a": 1}), json!({"b": 2})]);
        assert!(parse(b"").unwrap().is_empty());
        assert!(parse(b"{\"a\": 1}\n{\"b\": ").unwrap_err().starts_with("event 2: no JSON (EOF while parsing"));
    }
}
