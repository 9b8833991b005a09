//! Durations as people write them.

use std::time::Duration;

/// `90s`, `10m`, `1h`, `7d`. `None`: another form, or more than the longest.
pub(crate) fn parse(text: &str) -> Option<Duration> {
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let seconds: u64 = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 60 * 60,
        "d" => 24 * 60 * 60,
        _ => return None,
    };
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let number: u64 = is_number.then(|| number.parse().ok())??;
    let duration = Duration::from_secs(number.checked_mul(seconds)?);
    (duration <= LONGEST).then_some(duration)
}

/// A hundred years: added to any moment it is still a moment.
const LONGEST: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_and_a_unit_are_a_duration() {
        for (text, seconds) in [("0s", 0), ("90s", 90), ("10m", 600), ("1h", 3_600), ("7d", 604_800)] {
            assert_eq!(parse(text), Some(Duration::from_secs(seconds)), "{text}");
        }
    }

    #[test]
    fn anything_else_is_none() {
        for text in
            ["", "s", "10", "10 m", "-1s", "+1s", "1.5h", "1w", "1ms", "１s", "日", "99999999999999999999s", "36501d"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
