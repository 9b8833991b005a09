//! Times as the finding format writes them.

use std::time::SystemTime;

use jiff::Timestamp;

/// The instant of a time text, or `None` when the service would refuse the text.
pub(super) fn parse(text: &str) -> Option<Timestamp> {
    let (date, time) = text.split_once('T')?;
    let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = date.split('-');
    let is_date = digits(parts.next()?, 4) && digits(parts.next()?, 2) && digits(parts.next()?, 2);
    // An upper-case Z or an offset; jiff alone takes more spellings.
    let is_zoned = time.ends_with('Z') || time.contains(['+', '-']);
    if !is_date || parts.next().is_some() || !is_zoned || time.contains(['[', 'z', ' ']) {
        return None;
    }
    text.parse().ok()
}

/// With milliseconds, as the service writes.
pub(super) fn text(at: Timestamp) -> String {
    format!("{at:.3}")
}

/// With whole seconds, as EventBridge writes.
pub(super) fn seconds(at: SystemTime) -> String {
    format!("{:.0}", stamp(at))
}

pub(super) fn stamp(at: SystemTime) -> Timestamp {
    Timestamp::try_from(at).unwrap_or(Timestamp::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn takes_the_documented_spellings_alone() {
        for good in [
            "2019-01-31T23:00:00Z",
            "2019-01-31T23:00:00.123456789Z",
            "2024-01-04T15:25:10+17:59",
            "2024-01-04T15:25:10-1759",
            "2024-01-04T15:25:10.123456789+09",
            "2016-12-31T23:59:60Z",
        ] {
            assert!(parse(good).is_some(), "{good}");
        }
        for bad in ["123578964332", "2019-01-31 23:00:00Z", "2019-01-31T23:00:00", "2019-01-31t23:00:00z", "2019-01-31"]
        {
            assert!(parse(bad).is_none(), "{bad}");
        }
    }
}
