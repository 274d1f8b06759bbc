//! Splits the text of a profile into directives, inline blocks and comments, as OpenVPN 2.x reads them.
//!
//! * A line ends at LF; CR is white space. A BOM before the first line is skipped by [`crate::input`].
//! * Words are split by [`ovpn_settings::lexer`], which pushed options share.
//! * `<name>` alone on a line begins a block that lasts until a line beginning with `</name>`; its content is verbatim.

use std::ops::Range;

pub use ovpn_settings::lexer::{MAX_WORDS, Note, Word, quote};

/// Longest line outside blocks in bytes. OpenVPN 2.x stops at 256; long cipher lists are more than that.
pub const MAX_LINE: usize = 4096;
/// Longest line that OpenVPN 2.x takes, in bytes before the LF; observed from 2.6.14.
pub const OPENVPN_LINE: usize = 254;
/// Most directives and blocks: as many routes as a tunnel may have, and as much besides.
pub const MAX_ITEMS: usize = 2 * vpn_api::values::MAX_ROUTES;

/// One directive: a name and its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive {
    /// Line number, from 1.
    pub line: u32,
    /// Name without leading dashes, as OpenVPN drops them.
    pub name: String,
    /// Values after the name.
    pub values: Vec<Word>,
    /// The whole line without its end, for reports.
    pub span: Range<usize>,
    /// Leniencies that were used.
    pub notes: Vec<Note>,
}

impl Directive {
    /// The value at `index`, from 0.
    #[must_use]
    pub fn value(&self, index: usize) -> Option<&str> {
        self.values.get(index).map(|word| word.text.as_str())
    }
}

/// An inline block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Line number of `<name>`, from 1.
    pub line: u32,
    /// Line number of `</name>`.
    pub end_line: u32,
    /// Its name.
    pub name: String,
    /// Where the lines between the tags stand in the lexed text.
    pub content: Range<usize>,
}

/// A line that holds nothing but a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Line number, from 1.
    pub line: u32,
    /// Text after the comment sign, trimmed.
    pub text: String,
}

/// One thing in a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// A directive.
    Directive(Directive),
    /// An inline block.
    Block(Block),
    /// A comment line.
    Comment(Comment),
}

/// Why a text cannot be split.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LexError {
    /// A quote is opened and not closed.
    #[error("line {line}: a quote is not closed")]
    UnbalancedQuote { line: u32 },
    /// A block has no end.
    #[error("line {line}: <{name}> has no </{name}>")]
    MissingEndTag { line: u32, name: String },
    /// A line is longer than [`MAX_LINE`].
    #[error("line {line}: too long")]
    LineTooLong { line: u32 },
    /// A merge left its marks.
    #[error("line {line}: conflict marker")]
    ConflictMarker { line: u32 },
    /// A certificate or key stands outside of any block.
    #[error("line {line}: a certificate or key without a block")]
    LooseMaterial { line: u32 },
    /// More than [`MAX_ITEMS`].
    #[error("line {line}: too many lines")]
    TooManyItems { line: u32 },
}

impl LexError {
    /// Where it is.
    #[must_use]
    pub fn line(&self) -> u32 {
        match self {
            Self::UnbalancedQuote { line }
            | Self::MissingEndTag { line, .. }
            | Self::LineTooLong { line }
            | Self::ConflictMarker { line }
            | Self::LooseMaterial { line }
            | Self::TooManyItems { line } => *line,
        }
    }
}

/// Splits `text`, whose first line has the number `first_line` and whose first byte stands at `offset` of the whole.
///
/// # Errors
/// [`LexError`], with the first line that cannot be read.
pub fn lex(text: &str, first_line: u32, offset: usize) -> Result<Vec<Item>, LexError> {
    let mut items = Vec::new();
    let mut lines = Lines { rest: text, at: offset, line: first_line };
    while let Some((line, start, raw)) = lines.next() {
        if raw.starts_with("<<<<<<<") || raw.starts_with(">>>>>>>") {
            return Err(LexError::ConflictMarker { line });
        }
        if raw.len() > MAX_LINE {
            return Err(LexError::LineTooLong { line });
        }
        let trimmed = raw.trim_start();
        if trimmed.starts_with(['#', ';']) {
            let comment = trimmed.trim_start_matches(['#', ';']).trim().to_owned();
            items.push(Item::Comment(Comment { line, text: comment }));
            continue;
        }
        // Its lines would be taken for directives, and shown.
        if trimmed.starts_with("-----BEGIN ") {
            return Err(LexError::LooseMaterial { line });
        }
        let (mut words, mut notes) = split_words(raw, line, start)?;
        if words.is_empty() {
            continue;
        }
        if raw.len() > OPENVPN_LINE {
            notes.push(Note::LongLine);
        }
        if items.len() >= MAX_ITEMS {
            return Err(LexError::TooManyItems { line });
        }
        let first = words.remove(0);
        if words.is_empty()
            && let Some(name) = block_name(&first.text)
        {
            items.push(Item::Block(read_block(&mut lines, name, line)?));
            continue;
        }
        let name = first.text.strip_prefix("--").unwrap_or(&first.text).to_owned();
        items.push(Item::Directive(Directive { line, name, values: words, span: start..start + raw.len(), notes }));
    }
    Ok(items)
}

/// Numbered lines with their place.
struct Lines<'a> {
    rest: &'a str,
    at: usize,
    line: u32,
}

impl<'a> Lines<'a> {
    fn next(&mut self) -> Option<(u32, usize, &'a str)> {
        if self.rest.is_empty() {
            return None;
        }
        let (raw, rest) = self.rest.split_once('\n').unwrap_or((self.rest, ""));
        let found = (self.line, self.at, raw);
        self.at += self.rest.len() - rest.len();
        self.rest = rest;
        self.line = self.line.saturating_add(1);
        Some(found)
    }
}

/// The block that this word begins.
pub(crate) fn block_name(word: &str) -> Option<&str> {
    let name = word.strip_prefix('<')?.strip_suffix('>')?;
    // With further tags in it, it is a whole block on one line.
    (!name.is_empty() && !name.starts_with('/') && !name.contains(['<', '>'])).then_some(name)
}

fn read_block(lines: &mut Lines<'_>, name: &str, line: u32) -> Result<Block, LexError> {
    let end = format!("</{name}>");
    let content_start = lines.at;
    while let Some((number, start, raw)) = lines.next() {
        if raw.starts_with("<<<<<<<") || raw.starts_with(">>>>>>>") {
            return Err(LexError::ConflictMarker { line: number });
        }
        if raw.trim_start().starts_with(&end) {
            return Ok(Block { line, end_line: number, name: name.to_owned(), content: content_start..start });
        }
    }
    Err(LexError::MissingEndTag { line, name: name.to_owned() })
}

/// Splits one line into words.
///
/// # Errors
/// [`LexError::UnbalancedQuote`].
pub fn split_words(raw: &str, line: u32, offset: usize) -> Result<(Vec<Word>, Vec<Note>), LexError> {
    ovpn_settings::lexer::split_words(raw, offset).map_err(|_| LexError::UnbalancedQuote { line })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn blocks_are_verbatim_and_need_their_end() {
        let text = "client\r\n<ca>\r\n# x\n  \"y\n </ca> rest\n--verb 3";
        let items = lex(text, 1, 0).unwrap();
        let Item::Block(block) = &items[1] else { panic!("{items:?}") };
        assert_eq!((block.name.as_str(), block.line, block.end_line), ("ca", 2, 5));
        assert_eq!(&text[block.content.clone()], "# x\n  \"y\n");
        let Item::Directive(verb) = &items[2] else { panic!("{items:?}") };
        assert_eq!((verb.name.as_str(), verb.line, &text[verb.span.clone()]), ("verb", 6, "--verb 3"));
        assert_eq!(lex("<key>\nx", 1, 0), Err(LexError::MissingEndTag { line: 1, name: "key".into() }));
    }

    #[test]
    fn conflict_markers_and_endless_lines_have_their_line() {
        assert_eq!(lex("client\n<<<<<<< HEAD\n", 1, 0), Err(LexError::ConflictMarker { line: 2 }));
        assert_eq!(lex("<ca>\n>>>>>>> x\n</ca>", 1, 0), Err(LexError::ConflictMarker { line: 2 }));
        assert_eq!(lex(&"x".repeat(MAX_LINE + 1), 1, 0), Err(LexError::LineTooLong { line: 1 }));
        assert_eq!(lex("client\n -----BEGIN PRIVATE KEY-----\n", 1, 0), Err(LexError::LooseMaterial { line: 2 }));
        let many = "verb 3\n".repeat(MAX_ITEMS + 1);
        assert_eq!(lex(&many, 1, 0), Err(LexError::TooManyItems { line: 32_769 }));
    }

    proptest! {
        #[test]
        fn spans_lie_inside_the_text_and_in_order(text in "\\PC{0,200}") {
            if let Ok(items) = lex(&text, 1, 0) {
                let mut last = 0;
                for item in items {
                    let span = match item {
                        Item::Directive(directive) => directive.span,
                        Item::Block(block) => block.content,
                        Item::Comment(_) => continue,
                    };
                    prop_assert!(last <= span.start && text.get(span.clone()).is_some());
                    last = span.end;
                }
            }
        }
    }
}
