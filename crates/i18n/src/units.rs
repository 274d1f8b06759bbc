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
        format!("{}{}{}", tenths / 10, text("decimal-separator", &[]), tenths % 10)
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

/// When the server ends a session that began at `since`, where this computer is: `The server ends this session at 18:00.`, with the
/// day if it began on another. Both in Unix seconds.
#[must_use]
pub fn session_end(unix_seconds: u64, since: u64) -> String {
    session_end_in(unix_seconds, since, &jiff::tz::TimeZone::system())
}

fn session_end_in(unix_seconds: u64, since: u64, zone: &jiff::tz::TimeZone) -> String {
    let moment = |seconds: u64| {
        let seconds = i64::try_from(seconds).ok()?;
        Some(jiff::Timestamp::from_second(seconds).ok()?.to_zoned(zone.clone()))
    };
    let Some(end) = moment(unix_seconds) else { return text("session-end-unknown", &[]) };
    let time = Value::from(format!("{:02}:{:02}", end.hour(), end.minute()));
    if moment(since).is_some_and(|begin| begin.date() == end.date()) {
        return text("session-end-same-day", &[("time", time)]);
    }
    let day = Value::from(crate::bundle::day(end.date()));
    text("session-end", &[("time", time), ("date", day)])
}

/// The hour and minute where this computer is, from Unix seconds: `14:05`.
#[must_use]
pub fn clock(unix_seconds: u64) -> String {
    let moment = i64::try_from(unix_seconds).ok().and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    let Some(time) = moment.map(|moment| moment.to_zoned(jiff::tz::TimeZone::system())) else {
        return "--:--".to_owned();
    };
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// The day of the calendar where this computer is, from Unix seconds: `2026-11-30`.
#[must_use]
pub fn local_day(unix_seconds: u64) -> String {
    let moment = i64::try_from(unix_seconds).ok().and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    moment.map(|moment| moment.to_zoned(jiff::tz::TimeZone::system()).date().to_string()).unwrap_or_default()
}

fn time_in(unix_milliseconds: u64, zone: jiff::tz::TimeZone) -> String {
    let time = i64::try_from(unix_milliseconds).ok().and_then(|time| jiff::Timestamp::from_millisecond(time).ok());
    let Some(time) = time.map(|time| time.to_zoned(zone)) else {
        return "--:--:--.---".to_owned();
    };
    format!("{:02}:{:02}:{:02}.{:03}", time.hour(), time.minute(), time.second(), time.millisecond())
}

/// A moment as RFC 3339 has it, in UTC, the same in every language.
#[must_use]
pub fn instant(unix_milliseconds: u64) -> String {
    let time = i64::try_from(unix_milliseconds).ok().and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok());
    time.map_or_else(|| unix_milliseconds.to_string(), |time| time.to_string())
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
    fn the_end_of_a_session_has_its_day_unless_it_began_on_it() {
        let zone = jiff::tz::Offset::constant(2).to_time_zone();
        let end = 1_772_500_000;
        let said = |since| session_end_in(end, since, &zone);
        assert_eq!(said(end - 60), "The server ends this session at 03:06.");
        assert_eq!(said(end - 86_400), "The server ends this session at 03:06 on 3 March 2026.");
        assert_eq!(session_end_in(u64::MAX, end, &zone), "The server ends this session at a time of its own.");
        assert!(session_end(end, end).starts_with("The server ends this session at "));
    }

    #[test]
    fn times_of_day_have_milliseconds() {
        let plus_two = || jiff::tz::Offset::constant(2).to_time_zone();
        assert_eq!(time_in(1_772_500_000_501, plus_two()), "03:06:40.501");
        assert_eq!(time_in(u64::MAX, plus_two()), "--:--:--.---");
        assert_eq!(time_of_day(0).len(), 12);
    }
}
