//! Text of the other side on its way to a person or a log.
//!
//! Its author may be hostile: nothing in it may move a terminal's cursor, turn the direction of writing around, hide
//! letters, or fill a screen.

/// Longest text that is shown, in characters: a long sentence, not a page.
pub const MAX_SHOWN: usize = 1024;
/// Longest text of several lines, in characters: terms of use are a page or two.
pub const MAX_LINES_SHOWN: usize = 8 * 1024;

/// What can be shown of a text: one line, without control characters and without those that reorder or hide others, and not
/// endless. Ends of lines and tabs become blanks, so that words stay apart.
#[must_use]
pub fn plain(text: &str) -> String {
    let apart = text.replace("\r\n", "\n");
    let blank = |c| if matches!(c, '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}') { ' ' } else { c };
    let mut shown: String = apart.chars().map(blank).filter(|c| !is_hidden(*c)).take(MAX_SHOWN).collect();
    shown.truncate(shown.trim_end().len());
    shown
}

/// The same for a text of several lines, whose ends are kept as `\n`.
#[must_use]
pub fn plain_lines(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let mut shown: String = text.chars().filter(|c| *c == '\n' || !is_hidden(*c)).take(MAX_LINES_SHOWN).collect();
    shown.truncate(shown.trim_end().len());
    shown
}

/// Whether a character changes how others are shown instead of being shown itself (Unicode categories Cc, Cf, Zl and Zp,
/// without the joiners that some scripts are written with).
#[must_use]
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'
                | '\u{200e}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// The same for a text that may be missing: one without anything to show is.
#[must_use]
pub fn plain_if_any(text: Option<String>) -> Option<String> {
    text.map(|text| plain(&text)).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_moves_hides_or_turns_letters_around_is_left_out() {
        assert_eq!(plain("a\u{1b}[2Jb\r\n\u{7}"), "a[2Jb");
        assert_eq!(plain("one\r\ntwo\tthree\u{2028}four"), "one two three four");
        assert_eq!(plain("good\u{202e}gnp.exe\u{2066}x\u{200f}"), "goodgnp.exex");
        assert_eq!(plain("Grüße, 你好, नमस्ते, می‌خواهم"), "Grüße, 你好, नमस्ते, می‌خواهم");
        assert_eq!(plain_lines("One\r\ntwo\u{202e}\n\n\u{1b}[1mthree\n\n"), "One\ntwo\n\n[1mthree");
        assert_eq!(plain(&"ä".repeat(5000)).chars().count(), MAX_SHOWN);
    }
}
