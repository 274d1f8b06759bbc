//! Sizes and times of day as people write them.

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

    /// The window's own formats are tested against the same cases (ui/src/format.test.ts).
    const CASES: &str = include_str!("../../../ui/locales/format-cases.json");

    #[derive(serde::Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    struct Cases {
        bytes: Vec<(u64, String)>,
        time_of_day_in_utc: Vec<(u64, String)>,
    }

    #[test]
    fn terminal_and_window_write_the_same() {
        let cases: Cases = serde_json::from_str(CASES).unwrap();
        assert!(cases.bytes.len() > 10 && cases.time_of_day_in_utc.len() > 2);
        for (count, expected) in cases.bytes {
            assert_eq!(bytes(count), expected);
        }
        for (time, expected) in cases.time_of_day_in_utc {
            assert_eq!(time_in(time, jiff::tz::TimeZone::UTC), expected);
        }
        assert_eq!(bytes(u64::MAX), "18446744 TB");
    }

    #[test]
    fn times_of_day_have_milliseconds() {
        let plus_two = || jiff::tz::Offset::constant(2).to_time_zone();
        assert_eq!(time_in(1_772_500_000_501, plus_two()), "03:06:40.501");
        assert_eq!(time_in(u64::MAX, plus_two()), "--:--:--.---");
        assert_eq!(time_of_day(0).len(), 12);
    }
}
