//! Sizes, times and dates as people write them.

use std::time::Duration;

use crate::{Value, text};

/// A number of bytes: `3.2 MB`. Units of 1000, as networks count.
#[must_use]
pub fn bytes(count: u64) -> String {
    const UNITS: [(&str, u64); 4] =
        [("size-tb", 1_000_000_000_000), ("size-gb", 1_000_000_000), ("size-mb", 1_000_000), ("size-kb", 1_000)];
    // A unit is used as soon as the number rounds to at least one of it.
    let Some((id, unit)) = UNITS.into_iter().find(|(_, unit)| count >= unit - unit / 2000) else {
        return text("size-bytes", &[("count", Value::from(count))]);
    };
    let tenths = (u128::from(count) * 10 + u128::from(unit) / 2) / u128::from(unit);
    let value = if tenths < 1000 {
        format!("{}.{}", tenths / 10, tenths % 10)
    } else {
        format!("{}", (u128::from(count) + u128::from(unit) / 2) / u128::from(unit))
    };
    text(id, &[("value", Value::from(value))])
}

/// Bytes per second: `210.0 kB/s`.
#[must_use]
pub fn rate(bytes_per_second: u64) -> String {
    text("rate", &[("size", Value::from(bytes(bytes_per_second)))])
}

/// A span of time in its two largest units: `2 hours 5 minutes`, `1 second`.
#[must_use]
pub fn duration(span: Duration) -> String {
    let seconds = span.as_secs();
    let parts = [
        ("duration-days", seconds / 86_400),
        ("duration-hours", seconds / 3_600 % 24),
        ("duration-minutes", seconds / 60 % 60),
        ("duration-seconds", seconds % 60),
    ];
    let say = |(id, count): (&str, u64)| text(id, &[("count", Value::from(count))]);
    let mut from_largest = parts.into_iter().skip_while(|(_, count)| *count == 0);
    let Some(larger) = from_largest.next() else {
        return say(("duration-seconds", 0));
    };
    match from_largest.next().filter(|(_, count)| *count > 0) {
        Some(smaller) => {
            text("duration-two", &[("larger", Value::from(say(larger))), ("smaller", Value::from(say(smaller)))])
        }
        None => say(larger),
    }
}

/// A span of time as a clock shows it: `00:42:10`. Hours go on counting past a day.
#[must_use]
pub fn clock(span: Duration) -> String {
    let seconds = span.as_secs();
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// A day in UTC, from Unix seconds: `3 March 2026`.
#[must_use]
pub fn date(unix_seconds: i64) -> String {
    let Ok(time) = jiff::Timestamp::from_second(unix_seconds) else {
        return text("date-unknown", &[]);
    };
    let day = jiff::tz::Offset::UTC.to_datetime(time).date();
    text(
        "date",
        &[
            ("day", Value::from(i32::from(day.day()))),
            ("month", Value::from(i32::from(day.month()))),
            ("year", Value::from(i32::from(day.year()))),
        ],
    )
}

/// The time of day where this computer is, from Unix milliseconds: `14:03:22.501`.
#[must_use]
pub fn time_of_day(unix_milliseconds: u64) -> String {
    time_in(unix_milliseconds, jiff::tz::TimeZone::system())
}

fn time_in(unix_milliseconds: u64, zone: jiff::tz::TimeZone) -> String {
    let time = i64::try_from(unix_milliseconds).ok().and_then(|time| jiff::Timestamp::from_millisecond(time).ok());
    let Some(time) = time.map(|time| time.to_zoned(zone)) else {
        return "--:--:--.---".to_owned();
    };
    format!("{:02}:{:02}:{:02}.{:03}", time.hour(), time.minute(), time.second(), time.millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_two_or_three_digits() {
        for (count, expected) in [
            (0, "0 bytes"),
            (1, "1 byte"),
            (999, "999 bytes"),
            (1_000, "1.0 kB"),
            (99_949, "99.9 kB"),
            (99_950, "100 kB"),
            (210_000, "210 kB"),
            (999_499, "999 kB"),
            (999_500, "1.0 MB"),
            (3_240_000, "3.2 MB"),
            (5_000_000_000, "5.0 GB"),
            (u64::MAX, "18446744 TB"),
        ] {
            assert_eq!(bytes(count), expected);
        }
        assert_eq!(rate(210_000), "210 kB/s");
    }

    #[test]
    fn spans_are_said_in_two_units() {
        for (seconds, expected) in [
            (0, "0 seconds"),
            (1, "1 second"),
            (60, "1 minute"),
            (61, "1 minute 1 second"),
            (3_600, "1 hour"),
            (3_605, "1 hour"),
            (7_500, "2 hours 5 minutes"),
            (90_000, "1 day 1 hour"),
            (172_800, "2 days"),
        ] {
            assert_eq!(duration(Duration::from_secs(seconds)), expected);
        }
        assert_eq!(clock(Duration::from_secs(2_530)), "00:42:10");
        assert_eq!(clock(Duration::from_secs(360_000)), "100:00:00");
    }

    #[test]
    fn days_are_said_with_their_month() {
        assert_eq!(date(0), "1 January 1970");
        assert_eq!(date(1_772_500_000), "3 March 2026");
        assert_eq!(date(i64::MAX), "an unknown day");
    }

    #[test]
    fn times_of_day_have_milliseconds() {
        let plus_two = || jiff::tz::Offset::constant(2).to_time_zone();
        assert_eq!(time_in(1_772_500_000_501, plus_two()), "03:06:40.501");
        assert_eq!(time_in(u64::MAX, plus_two()), "--:--:--.---");
        assert_eq!(time_of_day(0).len(), 12);
    }
}
