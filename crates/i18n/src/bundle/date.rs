//! Days, for sentences and for the Fluent function `DATE`.

use super::{Value, language::Language, text_in};

/// A day in UTC, from Unix seconds: `3 March 2026`.
#[must_use]
pub fn date(unix_seconds: i64) -> String {
    date_in(Language::chosen(), unix_seconds)
}

pub(super) fn date_in(language: Language, unix_seconds: i64) -> String {
    let Ok(time) = jiff::Timestamp::from_second(unix_seconds) else {
        return text_in(language, "date-unknown", &[]);
    };
    day_in(language, jiff::tz::Offset::UTC.to_datetime(time).date())
}

/// A day: `3 March 2026`.
pub(crate) fn day(day: jiff::civil::Date) -> String {
    day_in(Language::chosen(), day)
}

fn day_in(language: Language, day: jiff::civil::Date) -> String {
    let values = [
        ("day", Value::from(i32::from(day.day()))),
        ("month", Value::from(i32::from(day.month()))),
        ("year", Value::from(i32::from(day.year()))),
    ];
    text_in(language, "date", &values)
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
