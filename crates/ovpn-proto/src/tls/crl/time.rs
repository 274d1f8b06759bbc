//! Times as lists of revoked certificates carry them. RFC 5280 §5.1.2.4 wants seconds and a Z; old tools leave out one or the other, and
//! use GeneralizedTime for years before 2050. Without a zone, UTC is meant.

/// Unix seconds; `None`: it is no time.
pub(super) fn seconds(text: &[u8], generalized: bool) -> Option<i64> {
    let text = std::str::from_utf8(text).ok()?;
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (numbers, mut rest) = text.split_at_checked(digits)?;
    let year_digits = if generalized { 4 } else { 2 };
    // Year, month, day, hour and minute; seconds may be missing.
    if !matches!(numbers.len().checked_sub(year_digits), Some(8 | 10)) {
        return None;
    }
    let number = |from: usize, length: usize| numbers.get(from..from + length)?.parse::<i64>().ok();
    let year = match number(0, year_digits)? {
        // RFC 5280 §4.1.2.5.1.
        year if !generalized => year + if year < 50 { 2000 } else { 1900 },
        year => year,
    };
    let field = |place: usize| number(year_digits + 2 * place, 2);
    let (month, day, hour, minute) = (field(0)?, field(1)?, field(2)?, field(3)?);
    let second = field(4).unwrap_or(0);
    let valid = (1..=12).contains(&month)
        && (1..=days_of(year, month)).contains(&day)
        && (0..24).contains(&hour)
        && (0..60).contains(&minute)
        && (0..=60).contains(&second);
    if !valid {
        return None;
    }
    if let Some(fraction) = rest.strip_prefix(['.', ',']).filter(|_| generalized) {
        rest = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
    }
    let local = (days_before(year, month, day) * 24 + hour) * 3600 + minute * 60 + second;
    Some(local - zone(rest)?)
}

/// `Z`, nothing, or `+0130`: seconds ahead of UTC.
fn zone(text: &str) -> Option<i64> {
    let sign = match text.chars().next() {
        None => return Some(0),
        Some('Z') => return (text.len() == 1).then_some(0),
        Some('+') => 1,
        Some('-') => -1,
        Some(_) => return None,
    };
    let digits =
        text.get(1..).filter(|digits| digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    let (hours, minutes): (i64, i64) = (digits.get(..2)?.parse().ok()?, digits.get(2..)?.parse().ok()?);
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_of(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 to this one.
fn days_before(year: i64, month: i64, day: i64) -> i64 {
    let leaps = |year: i64| year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    let years = (year - 1970) * 365 + leaps(year - 1) - leaps(1969);
    let months: i64 = (1..month).map(|month| days_of(year, month)).sum();
    years + months + day - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sloppy_times_are_read_and_nonsense_is_not() {
        let noon = Some(1_780_315_200);
        for (text, generalized) in [
            ("260601120000Z", false),
            ("260601120000", false),
            ("2606011200Z", false),
            ("2606011200", false),
            ("260601140000+0200", false),
            ("2606011030-0130", false),
            ("20260601120000Z", true),
            ("20260601120000", true),
            ("202606011200Z", true),
            ("20260601120000.123Z", true),
            ("20260601120000+0000", true),
        ] {
            assert_eq!(seconds(text.as_bytes(), generalized), noon, "{text}");
        }
        assert_eq!(seconds(b"260601120030Z", false), noon.map(|noon| noon + 30));
        assert_eq!(seconds(b"260602020000+1400", false), noon);
        for (text, generalized) in [
            ("", false),
            ("26060112", false),
            ("260601120000X", false),
            ("260601120000Z0", false),
            ("261301120000Z", false),
            ("260631120000Z", false),
            ("260601250000Z", false),
            ("260601120000+02", false),
            ("260601120000+02000", false),
            ("260601120000++1+1", false),
            ("260601120000+1500", false),
            ("260601120000+0160", false),
            ("20260601120000Z", false),
            ("-60601120000Z", false),
            ("٢٦٠٦٠١١٢٠٠٠٠Z", false),
        ] {
            assert_eq!(seconds(text.as_bytes(), generalized), None, "{text}");
        }
    }

    #[test]
    fn days_are_counted_as_the_calendar_has_them() {
        for year in 1950..2050 {
            for (month, day) in [(1, 1), (2, 28), (3, 1), (12, 31)] {
                let text = format!("{year}{month:02}{day:02}000000Z");
                let date = time::Date::from_calendar_date(year, time::Month::try_from(month).unwrap(), day).unwrap();
                let expected = date.midnight().assume_utc().unix_timestamp();
                assert_eq!(seconds(text.as_bytes(), true), Some(expected), "{text}");
                assert_eq!(seconds(&text.as_bytes()[2..], false), Some(expected), "{text}");
            }
        }
        assert_eq!(seconds(b"20240229000000Z", true), Some(1_709_164_800));
        assert_eq!(seconds(b"20000229000000Z", true), Some(951_782_400));
        for no_leap_year in [b"20230229000000Z", b"21000229000000Z"] {
            assert_eq!(seconds(no_leap_year, true), None);
        }
    }
}
