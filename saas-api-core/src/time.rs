//! Moments and calendar dates, with the text they came as.

use jiff::{Span, ToSpan, civil};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;
use std::time::SystemTime;

/// The text is not a moment or date of the expected form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a {expected}")]
#[non_exhaustive]
pub struct InvalidTime {
    expected: &'static str,
}

/// A moment as an answer gives it, such as `2026-11-20T01:02:03Z`.
///
/// Any text decodes: a value that is no moment is kept, and the conversions below give `None`. Two timestamps are equal
/// when their texts are; compare moments by [`to_system_time`](Self::to_system_time). `FromStr` is strict.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Timestamp(Box<str>);

/// A calendar date, written `2026-11-20`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub(crate) civil::Date);

impl Timestamp {
    /// The text as it came.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The moment, when the text names one: RFC 3339 with an offset or `Z`.
    pub fn to_system_time(&self) -> Option<SystemTime> {
        self.instant().map(SystemTime::from)
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    pub fn unix_seconds(&self) -> Option<i64> {
        let instant = self.instant()?;
        let early = i64::from(instant.subsec_nanosecond() < 0);
        instant.as_second().checked_sub(early)
    }

    /// The calendar date that this text stands for.
    ///
    /// APIs that write dates as timestamps use midnight UTC, and in older data midnight of the space's own zone
    /// (`2013-08-29T15:00:00Z` is 30 August in Tokyo). So this is the date of the nearest midnight.
    pub fn calendar_date(&self) -> Option<Date> {
        if let Ok(date) = self.0.parse() {
            return Some(date);
        }
        let written = self.instant()?.to_zoned(jiff::tz::TimeZone::UTC).datetime();
        let days = i64::from(written.hour() >= 12);
        written.date().checked_add(days.days()).ok().map(Date)
    }

    /// The date in UTC at the moment.
    pub fn utc_date(&self) -> Option<Date> {
        Some(Date(self.instant()?.to_zoned(jiff::tz::TimeZone::UTC).date()))
    }

    /// The moment's own text form, in UTC.
    ///
    /// # Errors
    /// When the moment lies outside the years -9999 to 9999.
    pub fn from_system_time(moment: SystemTime) -> Result<Self, InvalidTime> {
        let instant = jiff::Timestamp::try_from(moment).map_err(|_range| InvalidTime::MOMENT)?;
        Ok(Self::from_instant(instant))
    }

    /// The moment of an HTTP header such as `Date`: `Sun, 06 Nov 1994 08:49:37 GMT`.
    ///
    /// # Errors
    /// When the text is no such date.
    pub fn from_http_date(text: &str) -> Result<Self, InvalidTime> {
        let instant = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text.trim());
        instant.map(Self::from_instant).map_err(|_form| InvalidTime::HTTP_DATE)
    }

    pub(crate) fn from_instant(instant: jiff::Timestamp) -> Self {
        Self(instant.to_string().into())
    }

    pub(crate) fn instant(&self) -> Option<jiff::Timestamp> {
        self.0.parse().ok()
    }
}

impl Date {
    /// The date of a year, month (1-12) and day (1-31).
    ///
    /// # Errors
    /// When there is no such day.
    pub fn new(year: i16, month: i8, day: i8) -> Result<Self, InvalidTime> {
        civil::Date::new(year, month, day).map(Self).map_err(|_range| InvalidTime::DATE)
    }

    /// The year, -9999 to 9999.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// The date so many days later, or earlier when negative. `None` outside the years -9999 to 9999.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Option<Self> {
        let span = Span::new().try_days(days).ok()?;
        self.0.checked_add(span).ok().map(Self)
    }
}

impl InvalidTime {
    pub(crate) const MOMENT: Self = Self { expected: "moment such as 2026-11-20T01:02:03Z" };
    pub(crate) const HTTP_DATE: Self = Self { expected: "date such as Sun, 06 Nov 1994 08:49:37 GMT" };
    pub(crate) const DATE: Self = Self { expected: "date such as 2026-11-20" };
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Timestamp {
    type Err = InvalidTime;

    fn from_str(text: &str) -> Result<Self, InvalidTime> {
        let timestamp = Self(text.into());
        if timestamp.instant().is_some() { Ok(timestamp) } else { Err(InvalidTime::MOMENT) }
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self(text.into()))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl FromStr for Date {
    type Err = InvalidTime;

    /// Reads `yyyy-MM-dd` and nothing else.
    fn from_str(text: &str) -> Result<Self, InvalidTime> {
        let date: civil::Date = text.parse().map_err(|_form| InvalidTime::DATE)?;
        // The parser also takes datetimes and other ISO forms: only the form that we write is a date here.
        if date.to_string() == text { Ok(Self(date)) } else { Err(InvalidTime::DATE) }
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn read(text: &str) -> Timestamp {
        serde_json::from_value(text.into()).unwrap()
    }

    #[test]
    fn any_text_decodes_and_is_written_back() {
        for text in ["2026-11-20T01:02:03Z", "2017-06-30T22:00:22.000Z", "2026-11-20T10:02:03+09:00", "", "null", "x"] {
            assert_eq!(serde_json::to_value(read(text)).unwrap(), text);
        }
    }

    #[test]
    fn moments_compare_across_spellings() {
        let utc = read("2026-11-20T01:02:03Z");
        for text in ["2026-11-20T01:02:03.000Z", "2026-11-20T10:02:03+09:00"] {
            assert_eq!(read(text).to_system_time(), utc.to_system_time());
        }
        assert_eq!(utc.unix_seconds(), Some(1_795_136_523));
        assert_eq!(read("1969-12-31T23:59:59.5Z").unix_seconds(), Some(-1));
        assert_eq!(read("").to_system_time(), None);
    }

    #[test]
    fn http_dates_are_moments() {
        let moment = Timestamp::from_http_date("Sun, 06 Nov 1994 08:49:37 GMT").unwrap();
        assert_eq!(moment.as_str(), "1994-11-06T08:49:37Z");
        for text in ["", "1994-11-06T08:49:37Z", "Sun, 06 Nov 1994"] {
            assert!(Timestamp::from_http_date(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn calendar_dates_take_the_nearest_midnight() {
        for (text, date) in [
            ("2014-08-11T00:00:00Z", "2014-08-11"),
            ("2013-08-29T15:00:00Z", "2013-08-30"),
            ("2013-08-30T08:00:00Z", "2013-08-30"),
            ("2026-12-31T15:00:00.000Z", "2027-01-01"),
            ("2026-12-01", "2026-12-01"),
        ] {
            assert_eq!(read(text).calendar_date().unwrap().to_string(), date, "{text}");
        }
        assert_eq!(read("").calendar_date(), None);
    }

    #[test]
    fn dates_take_one_spelling_only() {
        for text in ["2026-11-20", "0001-01-01", "9999-12-31", "2024-02-29"] {
            assert_eq!(text.parse::<Date>().unwrap().to_string(), text);
        }
        for text in ["2026-11-31", "2023-02-29", "2026-1-2", "20261120", "2026-11-20T00:00:00", " 2026-11-20", ""] {
            assert!(text.parse::<Date>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn every_day_of_sixty_years_round_trips() {
        let mut date = Date::new(1999, 12, 31).unwrap();
        for _ in 0..22_000 {
            let next = date.plus_days(1).unwrap();
            assert!(next > date);
            assert_eq!(next.plus_days(-1), Some(date));
            assert_eq!(next.to_string().parse::<Date>().unwrap(), next);
            date = next;
        }
    }

    #[test]
    fn system_times_round_trip() {
        for nanos in [0, 1, 999_999_999, 1_795_136_523_123_456_789] {
            let moment = SystemTime::UNIX_EPOCH + Duration::from_nanos(nanos);
            assert_eq!(Timestamp::from_system_time(moment).unwrap().to_system_time(), Some(moment));
        }
    }
}
