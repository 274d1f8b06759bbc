//! From bytes to text: what is not a profile at all is told apart here, before anything is read from it.

use std::borrow::Cow;

use profile_api::MAX_PROFILE_LEN;

use crate::reason::Reason;

/// Text of a profile.
pub(crate) struct Text<'a> {
    pub(crate) text: Cow<'a, str>,
    /// The bytes are not UTF-8 and were read as Latin-1.
    pub(crate) latin1: bool,
}

/// Decodes the bytes of a profile.
///
/// # Errors
/// A line, where there is one, and the reason why this is no profile.
pub(crate) fn decode(input: &[u8]) -> Result<Text<'_>, (Option<u32>, Reason)> {
    if input.len() > MAX_PROFILE_LEN {
        return Err((None, Reason::TooLarge { limit_kib: (MAX_PROFILE_LEN / 1024) as u64 }));
    }
    if looks_like_utf16(input) {
        return Err((None, Reason::Utf16));
    }
    let input = input.strip_prefix(b"\xef\xbb\xbf").unwrap_or(input);
    if input.iter().all(u8::is_ascii_whitespace) {
        return Err((None, Reason::Empty));
    }
    let odd = input.iter().filter(|byte| byte.is_ascii_control() && !byte.is_ascii_whitespace()).count();
    if odd * 20 > input.len() || known_binary(input) {
        return Err((None, Reason::Binary));
    }
    if let Some(at) = input.iter().position(|byte| *byte == 0) {
        let before = input.get(..at).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        return Err((u32::try_from(line).ok(), Reason::NulBytes));
    }
    let decoded = match std::str::from_utf8(input) {
        Ok(text) => Text { text: Cow::Borrowed(text), latin1: false },
        Err(_) => Text { text: Cow::Owned(input.iter().copied().map(char::from).collect()), latin1: true },
    };
    if is_web_page(&decoded.text) {
        return Err((None, Reason::WebPage));
    }
    Ok(decoded)
}

/// A byte order mark, or every other byte of the beginning zero, as ASCII text in UTF-16 has it.
fn looks_like_utf16(input: &[u8]) -> bool {
    if input.starts_with(b"\xff\xfe") || input.starts_with(b"\xfe\xff") {
        return true;
    }
    let head = input.get(..64.min(input.len())).unwrap_or_default();
    let zeros = |first: usize| head.iter().skip(first).step_by(2).all(|byte| *byte == 0);
    let letters = |first: usize| head.iter().skip(first).step_by(2).all(|byte| *byte != 0);
    head.len() >= 4 && ((zeros(1) && letters(0)) || (zeros(0) && letters(1)))
}

/// Archives, pictures, executables and DER: what people pick by mistake.
fn known_binary(input: &[u8]) -> bool {
    [&b"PK\x03\x04"[..], b"\x7fELF", b"MZ\x90", b"\x89PNG", b"\x1f\x8b", b"%PDF", b"7z\xbc\xaf", b"\x30\x82"]
        .iter()
        .any(|magic| input.starts_with(magic))
}

fn is_web_page(text: &str) -> bool {
    let head: String = text.trim_start().chars().take(64).collect::<String>().to_ascii_lowercase();
    ["<!doctype", "<html", "<head", "<body", "<?xml", "<!--", "<script", "<meta"]
        .iter()
        .any(|tag| head.starts_with(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(input: &[u8]) -> Reason {
        decode(input).err().map(|(_, reason)| reason).expect("is refused")
    }

    #[test]
    fn what_is_no_profile_is_told_apart() {
        assert_eq!(refused(b""), Reason::Empty);
        assert_eq!(refused(b"\xef\xbb\xbf \r\n"), Reason::Empty);
        assert_eq!(refused(&[0x7f, b'E', b'L', b'F', 2, 1, 1, 0]), Reason::Binary);
        assert_eq!(refused(&(0..=255).collect::<Vec<u8>>()), Reason::Binary);
        assert_eq!(refused(b"\xff\xfec\0l\0"), Reason::Utf16);
        assert_eq!(refused(b"c\0l\0i\0e\0n\0t\0"), Reason::Utf16);
        assert_eq!(refused(b"\n <!DOCTYPE html><html>"), Reason::WebPage);
        assert_eq!(refused(&vec![b'x'; MAX_PROFILE_LEN + 1]), Reason::TooLarge { limit_kib: 1024 });
    }

    #[test]
    fn a_nul_has_its_line() {
        let mut text = b"client\nremote a\n".repeat(4);
        text.extend_from_slice(b"dev tun\0\n");
        assert_eq!(decode(&text).err(), Some((Some(9), Reason::NulBytes)));
    }

    #[test]
    fn latin1_is_read_and_said() {
        let text = decode(b"# caf\xe9\nclient\n").ok().unwrap();
        assert!(text.latin1);
        assert_eq!(text.text, "# café\nclient\n");
        assert!(!decode(b"\xef\xbb\xbfclient").ok().unwrap().latin1);
    }
}
