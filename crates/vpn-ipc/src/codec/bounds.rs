//! A look at a client's frame before it is parsed: how deep it is nested and how long its strings are.
//!
//! The parser repeats what it does not understand in its errors, and unescapes a string into a buffer of its own. Where a
//! string may be as long as its frame, a parse that fails takes several times the frame's memory. So only the one string
//! that has to be long may be. This does not judge whether the frame is JSON: the parser does.

/// Deepest nesting of objects and lists. The contract needs ten levels; what a profile holds is text here.
const MAX_DEPTH: usize = 32;
/// Longest string, in bytes as they are in the frame: a sign-in page's answer fits.
const MAX_STRING: usize = 16 * 1024;
/// The key whose string may be as long as the frame: [`vpn_api::ProtocolProfile::settings`].
const LONG: &[u8] = b"settings";

/// A frame is out of bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OutOfBounds {
    /// Objects and lists are nested too deep.
    #[error("it is nested deeper than {MAX_DEPTH} levels")]
    Depth,
    /// A string is too long.
    #[error("a string has more than {MAX_STRING} bytes")]
    String,
}

/// Checks the bounds, without taking memory.
///
/// # Errors
/// [`OutOfBounds`].
pub(super) fn check(frame: &[u8]) -> Result<(), OutOfBounds> {
    let mut rest = frame;
    let mut depth = 0_usize;
    let mut last: &[u8] = &[];
    while let [byte, others @ ..] = rest {
        rest = others;
        match byte {
            b'"' => {
                let (string, behind) = split_string(rest);
                if string.len() > MAX_STRING && last != LONG {
                    return Err(OutOfBounds::String);
                }
                (last, rest) = (string, behind);
            }
            b'{' | b'[' => {
                depth += 1;
                last = &[];
                if depth > MAX_DEPTH {
                    return Err(OutOfBounds::Depth);
                }
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    Ok(())
}

/// What is within the quotes, and what is behind them. A string that does not end is all there is.
fn split_string(bytes: &[u8]) -> (&[u8], &[u8]) {
    let mut rest = bytes;
    loop {
        match rest {
            [b'\\', _, others @ ..] => rest = others,
            [b'"', others @ ..] => return (bytes.split_at(bytes.len() - rest.len()).0, others),
            [_, others @ ..] => rest = others,
            [] => return (bytes, &[]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nesting_is_counted_outside_of_strings() {
        let nested = |depth: usize| format!("{}0{}", "[{\"a\":".repeat(depth), "}]".repeat(depth));
        assert_eq!(check(nested(MAX_DEPTH / 2).as_bytes()), Ok(()));
        assert_eq!(check(nested(MAX_DEPTH / 2 + 1).as_bytes()), Err(OutOfBounds::Depth));
        assert_eq!(check(format!("\"{}\"", "[\\\"".repeat(100)).as_bytes()), Ok(()));
        assert_eq!(check("[]".repeat(100).as_bytes()), Ok(()), "one beside the other");
    }

    #[test]
    fn only_settings_may_be_long() {
        let long = "x".repeat(MAX_STRING + 1);
        let of = |key: &str| check(format!(r#"{{"{key}" : "{long}"}}"#).as_bytes());
        assert_eq!((of("settings"), of("name")), (Ok(()), Err(OutOfBounds::String)));
        assert_eq!(of(&long), Err(OutOfBounds::String), "a key");
        assert_eq!(check(format!(r#"{{"settings":["{long}"]}}"#).as_bytes()), Err(OutOfBounds::String));
        assert_eq!(check(format!(r#"{{"settings":"x","name":"{long}"}}"#).as_bytes()), Err(OutOfBounds::String));
        let fits = "x".repeat(MAX_STRING);
        assert_eq!(check(format!("[\"{fits}\"]").as_bytes()), Ok(()));
    }

    #[test]
    fn nonsense_is_left_to_the_parser() {
        for nonsense in ["", "\"", "\"\\", "}}}}", "\\\"", "\"settings"] {
            assert_eq!(check(nonsense.as_bytes()), Ok(()), "{nonsense}");
        }
    }
}
