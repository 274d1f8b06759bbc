//! Splits a line into words, as OpenVPN 2.x does for lines of a profile and for pushed options alike
//! (docs/protocol/openvpn.md §18.1).
//!
//! * `#` or `;` at the start of a word begins a comment; inside a word they are literal.
//! * Quotes open only at the start of a word. In double quotes and in bare words a backslash escapes `\`, `"` and white
//!   space; single quotes know no escapes.
//!
//! One leniency: a backslash in front of another character is an error in OpenVPN 2.x. Windows paths are written that
//! way so often that it is kept as it stands, with a [`Note`].

use std::ops::Range;

/// Most words on a line, the directive's name included, as in OpenVPN 2.x.
pub const MAX_WORDS: usize = 16;

/// One word, unquoted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Its text without quotes and escapes.
    pub text: String,
    /// Where it stands in the lexed text, quotes included.
    pub span: Range<usize>,
}

/// Something worth saying about a line that could still be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Note {
    /// A backslash was kept literally where OpenVPN 2.x stops.
    LiteralBackslash,
    /// Words after the 16th were left out.
    WordsCut,
    /// A line longer than OpenVPN takes.
    LongLine,
}

/// A quote is opened and not closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a quote is not closed")]
pub struct UnbalancedQuote;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Gap,
    Bare,
    Single,
    Double,
}

/// Splits one line, which stands at `offset` of its text, into words.
///
/// # Errors
/// [`UnbalancedQuote`].
pub fn split_words(raw: &str, offset: usize) -> Result<(Vec<Word>, Vec<Note>), UnbalancedQuote> {
    let mut words: Vec<Word> = Vec::new();
    let mut notes = Vec::new();
    let mut within = Within::Gap;
    let mut text = String::new();
    let mut start = 0;
    let mut chars = raw.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let mut ended = None;
        match within {
            Within::Gap => match c {
                _ if is_space(c) => {}
                '#' | ';' => break,
                _ => {
                    start = at;
                    match c {
                        '"' => within = Within::Double,
                        '\'' => within = Within::Single,
                        '\\' => match chars.peek() {
                            // Between words it changes nothing about white space and comments.
                            None | Some((_, '#' | ';')) => {}
                            Some(&(_, c)) if is_space(c) => drop(chars.next()),
                            Some(_) => {
                                within = Within::Bare;
                                text.push(escaped(&mut chars, &mut notes));
                            }
                        },
                        _ => {
                            within = Within::Bare;
                            text.push(c);
                        }
                    }
                }
            },
            Within::Bare if is_space(c) => ended = Some(at),
            Within::Single if c == '\'' => ended = Some(at + 1),
            Within::Double if c == '"' => ended = Some(at + 1),
            Within::Bare | Within::Double if c == '\\' => text.push(escaped(&mut chars, &mut notes)),
            Within::Bare | Within::Single | Within::Double => text.push(c),
        }
        if let Some(end) = ended {
            words.push(Word { text: std::mem::take(&mut text), span: offset + start..offset + end });
            within = Within::Gap;
        }
    }
    match within {
        Within::Gap => {}
        Within::Bare => words.push(Word { text, span: offset + start..offset + raw.len() }),
        Within::Single | Within::Double => return Err(UnbalancedQuote),
    }
    if words.len() > MAX_WORDS {
        words.truncate(MAX_WORDS);
        notes.push(Note::WordsCut);
    }
    Ok((words, notes))
}

/// The character after a backslash; a backslash itself, with a note, where OpenVPN knows no escape. At the end of a line OpenVPN
/// takes the line's end into the word, which nobody means.
fn escaped(chars: &mut std::iter::Peekable<std::str::CharIndices<'_>>, notes: &mut Vec<Note>) -> char {
    match chars.peek() {
        Some(&(_, c)) if (c == '\\' || c == '"' || is_space(c)) && c != '\r' => {
            chars.next();
            c
        }
        Some(_) | None => {
            if !notes.contains(&Note::LiteralBackslash) {
                notes.push(Note::LiteralBackslash);
            }
            '\\'
        }
    }
}

/// C's `isspace` in the C locale.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0b' | '\x0c')
}

/// Writes a word so that [`split_words`] reads it back: bare where possible, else in double quotes.
#[must_use]
pub fn quote(word: &str) -> String {
    let plain =
        !word.is_empty() && !word.starts_with(['#', ';', '"', '\'']) && word.chars().all(|c| !is_space(c) && c != '\\');
    if plain {
        return word.to_owned();
    }
    let mut quoted = String::with_capacity(word.len() + 2);
    quoted.push('"');
    for c in word.chars() {
        if matches!(c, '\\' | '"') {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(line: &str) -> Vec<String> {
        split_words(line, 0).unwrap().0.into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn words_end_at_white_space_and_comments_begin_words() {
        assert_eq!(words("remote a 1194 # x"), ["remote", "a", "1194"]);
        assert_eq!(words("auth-user-pass a;b#c"), ["auth-user-pass", "a;b#c"]);
        assert_eq!(words("\tproto  udp\r"), ["proto", "udp"]);
        assert_eq!(words("; nothing"), Vec::<String>::new());
    }

    #[test]
    fn quotes_open_only_at_the_start_of_a_word() {
        assert_eq!(words(r#"a ab"c" "d e" 'f\g' """#), ["a", "ab\"c\"", "d e", "f\\g", ""]);
        assert_eq!(words(r#"a "x \"y\" \\z" b\ c"#), ["a", "x \"y\" \\z", "b c"]);
        assert_eq!(split_words("a \"b", 0), Err(UnbalancedQuote));
        assert_eq!(split_words("a 'b", 0), Err(UnbalancedQuote));
    }

    #[test]
    fn a_backslash_between_words_changes_nothing() {
        assert_eq!(words("\"client\" \\"), ["client"]);
        assert_eq!(words("verb \\ 3 \\# x"), ["verb", "3"]);
        assert_eq!(words("verb \\\"3"), ["verb", "\"3"]);
    }

    #[test]
    fn windows_paths_are_kept_with_a_note() {
        let (words, notes) = split_words(r#"ca "C:\Program Files\ca.crt" d:\x"#, 0).unwrap();
        assert_eq!(words[1].text, r"C:\Program Files\ca.crt");
        assert_eq!(words[2].text, r"d:\x");
        assert_eq!(notes, [Note::LiteralBackslash]);
    }

    #[test]
    fn the_seventeenth_word_is_cut() {
        let line = (0..20).map(|n| n.to_string()).collect::<Vec<_>>().join(" ");
        let (words, notes) = split_words(&line, 0).unwrap();
        assert_eq!((words.len(), notes), (MAX_WORDS, vec![Note::WordsCut]));
    }

    proptest! {
        #[test]
        fn quoted_words_come_back(list in prop::collection::vec("[^\\r\\n]{0,20}", 1..MAX_WORDS)) {
            let line = list.iter().map(|word| quote(word)).collect::<Vec<_>>().join(" ");
            let (read, notes) = split_words(&line, 0).unwrap();
            prop_assert_eq!(notes, vec![]);
            prop_assert_eq!(read.into_iter().map(|word| word.text).collect::<Vec<_>>(), list);
        }
    }
}
