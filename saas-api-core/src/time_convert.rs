//! Conversions to and from the usual time crates, each behind its feature.

#[cfg(any(feature = "jiff", feature = "time", feature = "chrono"))]
use crate::time::{Date, InvalidTime, Timestamp};

#[cfg(feature = "jiff")]
mod with_jiff {
    use super::{Date, InvalidTime, Timestamp};

    impl TryFrom<&Timestamp> for jiff::Timestamp {
        type Error = InvalidTime;

        fn try_from(value: &Timestamp) -> Result<Self, InvalidTime> {
            value.instant().ok_or(InvalidTime::MOMENT)
        }
    }

    impl From<jiff::Timestamp> for Timestamp {
        fn from(value: jiff::Timestamp) -> Self {
            Self::from_instant(value)
        }
    }

    impl From<Date> for jiff::civil::Date {
        fn from(value: Date) -> Self {
            value.0
        }
    }

    impl From<jiff::civil::Date> for Date {
        fn from(value: jiff::civil::Date) -> Self {
            Self(value)
        }
    }
}

#[cfg(feature = "time")]
mod with_time {
    use super::{Date, InvalidTime, Timestamp};
    use std::time::SystemTime;

    impl TryFrom<&Timestamp> for time::OffsetDateTime {
        type Error = InvalidTime;

        fn try_from(value: &Timestamp) -> Result<Self, InvalidTime> {
            value.to_system_time().map(Self::from).ok_or(InvalidTime::MOMENT)
        }
    }

    impl TryFrom<time::OffsetDateTime> for Timestamp {
        type Error = InvalidTime;

        fn try_from(value: time::OffsetDateTime) -> Result<Self, InvalidTime> {
            Self::from_system_time(SystemTime::from(value))
        }
    }

    impl TryFrom<Date> for time::Date {
        type Error = time::error::ComponentRange;

        fn try_from(value: Date) -> Result<Self, Self::Error> {
            let month = time::Month::try_from(value.month().unsigned_abs())?;
            Self::from_calendar_date(value.year().into(), month, value.day().unsigned_abs())
        }
    }

    impl TryFrom<time::Date> for Date {
        type Error = InvalidTime;

        fn try_from(value: time::Date) -> Result<Self, InvalidTime> {
            let (year, month, day) = value.to_calendar_date();
            let year = i16::try_from(year).map_err(|_range| InvalidTime::DATE)?;
            Self::new(year, u8::from(month).cast_signed(), day.cast_signed())
        }
    }
}

#[cfg(feature = "chrono")]
mod with_chrono {
    use super::{Date, InvalidTime, Timestamp};
    use chrono::Datelike;
    use std::time::SystemTime;

    impl TryFrom<&Timestamp> for chrono::DateTime<chrono::Utc> {
        type Error = InvalidTime;

        fn try_from(value: &Timestamp) -> Result<Self, InvalidTime> {
            value.to_system_time().map(Self::from).ok_or(InvalidTime::MOMENT)
        }
    }

    impl TryFrom<chrono::DateTime<chrono::Utc>> for Timestamp {
        type Error = InvalidTime;

        fn try_from(value: chrono::DateTime<chrono::Utc>) -> Result<Self, InvalidTime> {
            Self::from_system_time(SystemTime::from(value))
        }
    }

    impl TryFrom<Date> for chrono::NaiveDate {
        type Error = InvalidTime;

        fn try_from(value: Date) -> Result<Self, InvalidTime> {
            let (month, day) = (value.month().unsigned_abs(), value.day().unsigned_abs());
            Self::from_ymd_opt(value.year().into(), month.into(), day.into()).ok_or(InvalidTime::DATE)
        }
    }

    impl TryFrom<chrono::NaiveDate> for Date {
        type Error = InvalidTime;

        fn try_from(value: chrono::NaiveDate) -> Result<Self, InvalidTime> {
            let out_of_range = |_range| InvalidTime::DATE;
            let year = i16::try_from(value.year()).map_err(out_of_range)?;
            let month = i8::try_from(value.month()).map_err(out_of_range)?;
            Self::new(year, month, i8::try_from(value.day()).map_err(out_of_range)?)
        }
    }
}

#[cfg(all(test, feature = "jiff", feature = "time", feature = "chrono"))]
mod tests {
    use super::*;

    #[test]
    fn each_time_crate_gives_back_what_it_took() {
        let moment: Timestamp = "2026-11-20T01:02:03.5Z".parse().unwrap();
        let date: Date = "2026-11-20".parse().unwrap();

        let jiff = jiff::Timestamp::try_from(&moment).unwrap();
        assert_eq!(Timestamp::from(jiff), moment);
        assert_eq!(Date::from(jiff::civil::Date::from(date)), date);

        let time = time::OffsetDateTime::try_from(&moment).unwrap();
        assert_eq!(Timestamp::try_from(time).unwrap(), moment);
        assert_eq!(Date::try_from(time::Date::try_from(date).unwrap()).unwrap(), date);

        let chrono = chrono::DateTime::<chrono::Utc>::try_from(&moment).unwrap();
        assert_eq!(Timestamp::try_from(chrono).unwrap(), moment);
        assert_eq!(Date::try_from(chrono::NaiveDate::try_from(date).unwrap()).unwrap(), date);
    }
}
