//! Moments as operators write them.

use crate::failure::Failure;
use saas_api_core::Timestamp;
use std::time::Duration;
use ticket_bridge::Moment;

const DAY: u64 = 24 * 60 * 60;

/// `2026-12-31`, `2026-12-31T18:00:00+09:00`, or from now on: `30m`, `12h`, `90d`.
pub(crate) fn until(text: &str, now: Moment) -> Result<Moment, Failure> {
    let Some(moment) = from_now(text, now).or_else(|| at(text)) else {
        return Err(Failure::usage(format!(
            "--until {text}: write 2026-12-31, 2026-12-31T18:00:00+09:00, or from now on 30m, 12h or 90d"
        )));
    };
    if moment <= now {
        return Err(Failure::usage(format!("--until {text}: {moment} is over")));
    }
    Ok(moment)
}

fn from_now(text: &str, now: Moment) -> Option<Moment> {
    let seconds = match text.chars().last()? {
        'm' => 60,
        'h' => 60 * 60,
        'd' => DAY,
        _ => return None,
    };
    let count: u64 = text.get(..text.len().checked_sub(1)?)?.parse().ok()?;
    Some(now.after(Duration::from_secs(count.checked_mul(seconds)?)))
}

/// A day begins at midnight UTC.
fn at(text: &str) -> Option<Moment> {
    let is_day = text.len() == 10;
    let text = if is_day { format!("{text}T00:00:00Z") } else { text.to_owned() };
    let timestamp: Timestamp = text.parse().ok()?;
    timestamp.to_system_time().map(Moment::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_is_read_and_what_is_over_is_refused() {
        let now = Moment::from_millis(1_800_000_000_000);
        let read = |text| until(text, now).map(Moment::as_millis);
        assert_eq!(read("30m").unwrap(), 1_800_000_000_000 + 30 * 60_000);
        assert_eq!(read("2d").unwrap(), 1_800_000_000_000 + 2 * 86_400_000);
        assert_eq!(read("2027-12-31").unwrap(), 1_830_211_200_000);
        assert_eq!(read("2027-12-31T09:00:00+09:00").unwrap(), 1_830_211_200_000);
        for wrong in ["", "d", "-1d", "1y", "2020-01-01", "tomorrow", "99999999999999999999d"] {
            assert!(matches!(read(wrong), Err(Failure::Usage(_))), "{wrong}");
        }
    }
}
