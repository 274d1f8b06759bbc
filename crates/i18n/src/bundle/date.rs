//! Days, for sentences and for the Fluent function `DATE`.

use super::{Value, text};

/// A day in UTC, from Unix seconds: `3 March 2026`.
#[must_use]
pub fn date(unix_seconds: i64) -> String {
    let Ok(time) = jiff::Timestamp::from_second(unix_seconds) else {
        return text("date-unknown", &[]);
    };
    day(jiff::tz::Offset::UTC.to_datetime(time).date())
}

/// A day: `3 March 2026`.
pub(crate) fn day(day: jiff::civil::Date) -> String {
    text(
        "date",
        &[
            ("day", Value::from(i32::from(day.day()))),
            ("month", Value::from(i32::from(day.month()))),
            ("year", Value::from(i32::from(day.year()))),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_with_their_month() {
        assert_eq!(date(0), "1 January 1970");
        assert_eq!(date(1_772_500_000), "3 March 2026");
        assert_eq!(date(i64::MAX), "an unknown day");
    }
}
