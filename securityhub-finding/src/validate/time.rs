//! Which times the service takes. Neither more nor less than RFC 3339: the offset may lack its colon or its minutes.

/// Whether a text is a time as the service takes it, such as `2026-11-20T01:02:03.456Z`.
///
/// A day counts to 31 in each month, as in the service's own check.
pub(crate) fn is_time(text: &str) -> bool {
    read(text).is_some()
}

fn read(text: &str) -> Option<()> {
    let (date, rest) = text.split_at_checked(10)?;
    let (time, rest) = rest.strip_prefix('T')?.split_at_checked(8)?;
    let zone = rest.strip_prefix('.').map_or(Some(rest), |fraction| {
        let zone = fraction.trim_start_matches(|digit: char| digit.is_ascii_digit());
        (1..=9).contains(&fraction.len().saturating_sub(zone.len())).then_some(zone)
    })?;
    (is_date(date)? && is_time_of_day(time)? && is_zone(zone)?).then_some(())
}

fn is_date(text: &str) -> Option<bool> {
    let mut parts = text.split('-');
    let (_year, month, day) = (number(parts.next()?, 4)?, number(parts.next()?, 2)?, number(parts.next()?, 2)?);
    Some(parts.next().is_none() && (1..=12).contains(&month) && (1..=31).contains(&day))
}

fn is_time_of_day(text: &str) -> Option<bool> {
    let mut parts = text.split(':');
    let (hour, minute, second) = (number(parts.next()?, 2)?, number(parts.next()?, 2)?, number(parts.next()?, 2)?);
    let is_leap_second = text == "23:59:60";
    Some(parts.next().is_none() && (is_leap_second || (hour <= 23 && minute <= 59 && second <= 59)))
}

/// `Z`, `+09:00`, `+0900` or `+09`, up to 18 hours.
fn is_zone(text: &str) -> Option<bool> {
    if text == "Z" {
        return Some(true);
    }
    let offset = text.strip_prefix(['+', '-'])?;
    let (hours, minutes) = offset.split_at_checked(2)?;
    let minutes = minutes.strip_prefix(':').or(Some(minutes).filter(|rest| !rest.is_empty()));
    let total = number(hours, 2)?.checked_mul(60)?.checked_add(minutes.map_or(Some(0), minutes_of)?)?;
    Some(total <= 18 * 60)
}

fn minutes_of(text: &str) -> Option<u32> {
    number(text, 2).filter(|minutes| *minutes <= 59)
}

fn number(text: &str, digits: usize) -> Option<u32> {
    let is_number = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::is_time;

    #[test]
    fn the_forms_of_the_service_and_no_others() {
        for good in [
            "2019-01-31T23:00:00Z",
            "2019-01-31T23:00:00.1Z",
            "2019-01-31T23:00:00.123456789Z",
            "2024-01-04T15:25:10+17:59",
            "2024-01-04T15:25:10-1759",
            "2024-01-04T15:25:10.123456789+18:00",
            "2024-01-04T15:25:10+09",
            "2024-12-31T23:59:60Z",
            "2024-02-31T00:00:00Z",
            "0000-01-01T00:00:00Z",
        ] {
            assert!(is_time(good), "{good}");
        }
        for bad in [
            "",
            "2024-01-04",
            "2024-01-04T15:25:10",
            "2024-01-04 15:25:10Z",
            "2024-01-04t15:25:10Z",
            "2024-01-04T15:25:10z",
            "2024-01-04T15:25:10.Z",
            "2024-01-04T15:25:10.1234567890Z",
            "2024-01-04T15:25:10+18:01",
            "2024-01-04T15:25:10+19",
            "2024-01-04T15:25:10+09:60",
            "2024-01-04T15:25:10+9",
            "2024-01-04T15:25:10+",
            "2024-01-04T15:25:10+09:",
            "2024-01-04T15:25:10+09:000",
            "2024-01-04T15:25:10ZZ",
            "2024-13-04T15:25:10Z",
            "2024-00-04T15:25:10Z",
            "2024-01-32T15:25:10Z",
            "2024-01-00T15:25:10Z",
            "2024-01-04T24:00:00Z",
            "2024-01-04T15:60:10Z",
            "2024-01-04T15:25:60Z",
            "2024-01-04T122:29:00Z",
            "24-001-004T15:25:10Z",
            "２024-01-04T15:25:10Z",
            "2024-01-0４T15:25:10Z",
            "123578964332",
        ] {
            assert!(!is_time(bad), "{bad}");
        }
    }
}
