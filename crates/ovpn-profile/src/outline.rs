//! A profile as lines and what stands on them, for whoever changes lines and leaves all others as they are.

use std::ops::Range;

use crate::lexer::{self, Directive, Item};

/// One directive or block with its lines.
#[derive(Debug, Clone)]
pub(crate) struct Placed {
    /// Its lines, from 0.
    pub(crate) lines: Range<usize>,
    /// The first line of the `<connection>` block around it, from 0.
    pub(crate) connection: Option<usize>,
    /// Name without dashes; what stands behind `setenv opt` counts as the directive itself.
    pub(crate) name: String,
    /// Values without quotes. Empty for a block.
    pub(crate) values: Vec<String>,
    /// Content of a block.
    pub(crate) block: Option<Range<usize>>,
    /// Written behind `setenv opt`.
    pub(crate) optional: bool,
    /// A backslash was kept where OpenVPN stops.
    pub(crate) backslash: bool,
}

impl Placed {
    pub(crate) fn value(&self, index: usize) -> Option<&str> {
        self.values.get(index).map(String::as_str)
    }

    pub(crate) fn is_block(&self) -> bool {
        self.block.is_some()
    }

    /// A directive with this name, not a block.
    pub(crate) fn says(&self, name: &str) -> bool {
        !self.is_block() && self.name == name
    }

    fn directive(directive: &Directive, connection: Option<usize>) -> Self {
        let mut name = directive.name.clone();
        let mut values: Vec<String> = directive.values.iter().map(|word| word.text.clone()).collect();
        let optional = name == "setenv" && values.first().is_some_and(|value| value == "opt") && values.len() > 1;
        if optional {
            values.remove(0);
            name = values.remove(0);
            name = name.strip_prefix("--").map_or(name.clone(), str::to_owned);
        }
        let line = at(directive.line);
        let backslash = directive.notes.contains(&lexer::Note::LiteralBackslash);
        Self { lines: line..line + 1, connection, name, values, block: None, optional, backslash }
    }
}

fn at(line: u32) -> usize {
    usize::try_from(line).unwrap_or(usize::MAX).saturating_sub(1)
}

/// A text that can be split, with everything in it.
#[derive(Debug)]
pub(crate) struct Outline<'a> {
    /// The text, a byte order mark included.
    pub(crate) text: &'a str,
    /// Lines with their ends.
    pub(crate) lines: Vec<&'a str>,
    /// In the order of the text. A `<connection>` block comes before what is in it.
    pub(crate) items: Vec<Placed>,
}

impl<'a> Outline<'a> {
    /// `None`: the text cannot be split.
    pub(crate) fn of(text: &'a str) -> Option<Self> {
        let body = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut items = Vec::new();
        for item in lexer::lex(body, 1, text.len() - body.len()).ok()? {
            match item {
                Item::Comment(_) => {}
                Item::Directive(directive) => items.push(Placed::directive(&directive, None)),
                Item::Block(block) => {
                    let first = at(block.line);
                    items.push(placed_block(&block, None));
                    if block.name != "connection" {
                        continue;
                    }
                    let inside = text.get(block.content.clone())?;
                    for item in lexer::lex(inside, block.line.saturating_add(1), block.content.start).ok()? {
                        match item {
                            Item::Comment(_) => {}
                            Item::Directive(directive) => items.push(Placed::directive(&directive, Some(first))),
                            Item::Block(block) => items.push(placed_block(&block, Some(first))),
                        }
                    }
                }
            }
        }
        Some(Self { text, lines: text.split_inclusive('\n').collect(), items })
    }

    /// How lines of this text end.
    pub(crate) fn ending(&self) -> &'static str {
        if self.lines.first().is_some_and(|line| line.ends_with("\r\n")) { "\r\n" } else { "\n" }
    }

    /// Items outside of `<connection>` blocks, those blocks included.
    pub(crate) fn global(&self) -> impl DoubleEndedIterator<Item = &Placed> {
        self.items.iter().filter(|item| item.connection.is_none())
    }

    /// Directives with this name outside of `<connection>` blocks.
    pub(crate) fn named<'s>(&'s self, name: &'s str) -> impl DoubleEndedIterator<Item = &'s Placed> {
        self.global().filter(move |item| item.says(name))
    }

    /// Whether a directive or a block outside of `<connection>` has this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.global().any(|item| item.name == name)
    }

    /// The content of a block.
    pub(crate) fn content(&self, item: &Placed) -> &'a str {
        item.block.clone().and_then(|range| self.text.get(range)).unwrap_or_default()
    }

    /// Where a further directive goes: behind the last plain directive before the first block, else at the end, else at the
    /// beginning. A line number from 0.
    pub(crate) fn place(&self) -> usize {
        let before = self.global().take_while(|item| !item.is_block()).last();
        let any = || self.global().rfind(|item| !item.is_block());
        before.or_else(any).or_else(|| self.global().next_back()).map_or(0, |item| item.lines.end)
    }
}

fn placed_block(block: &lexer::Block, connection: Option<usize>) -> Placed {
    Placed {
        lines: at(block.line)..at(block.end_line) + 1,
        connection,
        name: block.name.clone(),
        values: Vec::new(),
        block: Some(block.content.clone()),
        optional: false,
        backslash: false,
    }
}

/// Changes to lines, made all at once.
#[derive(Debug, Clone, Default)]
pub(crate) struct Edits {
    /// Range of lines, and what stands there instead, without line ends.
    changes: Vec<(Range<usize>, Vec<String>)>,
}

impl Edits {
    pub(crate) fn replace(&mut self, lines: Range<usize>, by: Vec<String>) {
        self.changes.push((lines, by));
    }

    pub(crate) fn remove(&mut self, lines: Range<usize>) {
        self.replace(lines, Vec::new());
    }

    /// Before the line `at`.
    pub(crate) fn insert(&mut self, at: usize, lines: Vec<String>) {
        self.replace(at..at, lines);
    }

    pub(crate) fn append(&mut self, mut other: Self) {
        self.changes.append(&mut other.changes);
    }

    /// The text with the changes. Of changes to the same lines the first counts.
    pub(crate) fn apply(mut self, outline: &Outline<'_>) -> String {
        if self.changes.is_empty() {
            return outline.text.to_owned();
        }
        self.changes.sort_by_key(|(range, _)| (range.start, range.end));
        let ending = outline.ending();
        let mut text = String::with_capacity(outline.text.len() + 256);
        let mut next = 0;
        for (range, by) in self.changes {
            if range.start < next {
                continue;
            }
            outline.lines.get(next..range.start).unwrap_or_default().iter().for_each(|line| text.push_str(line));
            next = range.end.max(next);
            for line in by {
                if !text.is_empty() && !text.ends_with('\n') {
                    text.push_str(ending);
                }
                text.push_str(&line);
                text.push_str(ending);
            }
        }
        outline.lines.get(next..).unwrap_or_default().iter().for_each(|line| text.push_str(line));
        text
    }
}
