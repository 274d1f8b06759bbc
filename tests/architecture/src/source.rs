//! Rust source as text: what is code, what is a comment.

/// A source text, cut into code and comments.
#[derive(Debug, Default)]
pub struct Lines {
    /// Each line with its comments removed and the contents of its string literals blanked.
    pub code: Vec<String>,
    /// Lines with a comment that is not documentation.
    pub comments: Vec<bool>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Code,
    LineComment,
    BlockComment {
        depth: usize,
    },
    /// A string literal; a raw one ends with this many `#`.
    Text {
        raw: Option<usize>,
    },
}

/// Separates the code from the comments.
#[must_use]
pub fn strip_comments(text: &str) -> Lines {
    let chars: Vec<char> = text.chars().collect();
    let mut scanner =
        Scanner { chars: &chars, at: 0, inside: Inside::Code, lines: Lines::default(), line: String::new() };
    scanner.lines.comments.push(false);
    while scanner.at < chars.len() {
        scanner.step();
    }
    scanner.lines.code.push(scanner.line);
    scanner.lines
}

struct Scanner<'a> {
    chars: &'a [char],
    at: usize,
    inside: Inside,
    lines: Lines,
    line: String,
}

impl Scanner<'_> {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn looking_at(&self, text: &str) -> bool {
        text.chars().enumerate().all(|(ahead, wanted)| self.peek(ahead) == Some(wanted))
    }

    fn step(&mut self) {
        let Some(current) = self.peek(0) else { return };
        if current == '\n' {
            self.lines.code.push(std::mem::take(&mut self.line));
            self.lines.comments.push(matches!(self.inside, Inside::BlockComment { .. }));
            if self.inside == Inside::LineComment {
                self.inside = Inside::Code;
            }
            self.at += 1;
            return;
        }
        match self.inside {
            Inside::Code => self.in_code(current),
            Inside::LineComment => self.at += 1,
            Inside::BlockComment { depth } => self.in_comment(depth),
            Inside::Text { raw } => self.in_text(current, raw),
        }
    }

    fn in_code(&mut self, current: char) {
        if self.looking_at("//") {
            let documentation = self.looking_at("///") && !self.looking_at("////") || self.looking_at("//!");
            self.start_comment(Inside::LineComment, documentation);
        } else if self.looking_at("/*") {
            let documentation = self.looking_at("/**") && !self.looking_at("/**/") || self.looking_at("/*!");
            self.start_comment(Inside::BlockComment { depth: 1 }, documentation);
        } else if let Some((length, hashes)) = self.raw_text() {
            self.line.push_str("\"\"");
            self.inside = Inside::Text { raw: Some(hashes) };
            self.at += length;
        } else if current == '"' {
            self.line.push_str("\"\"");
            self.inside = Inside::Text { raw: None };
            self.at += 1;
        } else if current == '\'' && self.literal_character().is_some() {
            self.line.push_str("' '");
            self.at += self.literal_character().unwrap_or(1);
        } else {
            self.line.push(current);
            self.at += 1;
        }
    }

    fn start_comment(&mut self, inside: Inside, documentation: bool) {
        if let Some(line) = self.lines.comments.last_mut() {
            *line |= !documentation;
        }
        self.inside = inside;
        self.at += 2;
    }

    fn in_comment(&mut self, depth: usize) {
        if self.looking_at("*/") {
            self.inside = if depth == 1 { Inside::Code } else { Inside::BlockComment { depth: depth - 1 } };
            self.at += 2;
        } else if self.looking_at("/*") {
            self.inside = Inside::BlockComment { depth: depth + 1 };
            self.at += 2;
        } else {
            self.at += 1;
        }
    }

    fn in_text(&mut self, current: char, raw: Option<usize>) {
        match raw {
            None if current == '\\' && self.peek(1) != Some('\n') => self.at += 2,
            None if current == '"' => {
                self.inside = Inside::Code;
                self.at += 1;
            }
            Some(hashes) if current == '"' && (1..=hashes).all(|ahead| self.peek(ahead) == Some('#')) => {
                self.inside = Inside::Code;
                self.at += 1 + hashes;
            }
            None | Some(_) => self.at += 1,
        }
    }

    /// Length of the opening of a raw string that begins here, and its number of `#`.
    fn raw_text(&self) -> Option<(usize, usize)> {
        let before = self.at.checked_sub(1).and_then(|at| self.chars.get(at));
        if self.peek(0) != Some('r')
            || before.is_some_and(|before| before.is_alphanumeric() && *before != 'b' || *before == '_')
        {
            return None;
        }
        let hashes = (1..).take_while(|ahead| self.peek(*ahead) == Some('#')).count();
        (self.peek(1 + hashes) == Some('"')).then_some((2 + hashes, hashes))
    }

    /// Length of the character literal that begins here; `None` for a lifetime.
    fn literal_character(&self) -> Option<usize> {
        if self.peek(1) == Some('\\') {
            return (3..14).find(|ahead| self.peek(*ahead) == Some('\'')).map(|ahead| ahead + 1);
        }
        (self.peek(2) == Some('\'')).then_some(3)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_texts_are_told_apart() {
        let lines = strip_comments(concat!(
            "//! doc\n",
            "let a = \"// no comment\"; // why\n",
            "/* one\n two */ let b = '\"'; let c: &'static str = r#\"a \" // b\"#;\n",
            "/// doc\n",
            "let d = '\\''; // because"
        ));
        assert_eq!(lines.comments, [false, true, true, true, false, true]);
        assert_eq!(lines.code[1], "let a = \"\"; ");
        assert_eq!(lines.code[3], " let b = ' '; let c: &'static str = \"\";");
        assert_eq!(lines.code[5], "let d = ' '; ");
    }
}
