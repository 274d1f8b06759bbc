//! What changed between two texts of a profile, for a person to look at.

use similar::{ChangeTag, TextDiff};

use crate::secret_lines::SecretLines;

/// Lines shown around a change.
const CONTEXT: usize = 3;

/// What became of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiffKind {
    /// In both.
    Same,
    /// In the earlier text only.
    Removed,
    /// In the later text only.
    Added,
}

/// One line of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiffLine {
    /// What became of it.
    pub kind: DiffKind,
    /// Its number in the earlier text, from 1.
    pub old: Option<u32>,
    /// Its number in the later text, from 1.
    pub new: Option<u32>,
    /// The line without its end; secrets are hidden.
    pub text: String,
}

/// Compares two texts line by line. Only what changed and three lines around it are in the answer; nothing if both are the
/// same. `secrets` gives the secret lines of both texts.
pub(crate) fn lines(
    before: &str,
    after: &str,
    secrets: impl FnOnce() -> (Vec<SecretLines>, Vec<SecretLines>),
) -> Vec<DiffLine> {
    if before == after {
        return Vec::new();
    }
    let (hidden_before, hidden_after) = secrets();
    // A carriage return alone ends no line of a profile, and secrets are counted by its lines.
    let [old, new] = [before, after].map(|text| text.split_inclusive('\n').collect::<Vec<_>>());
    let diff = TextDiff::from_slices(&old, &new);
    let mut found = Vec::new();
    for group in diff.grouped_ops(CONTEXT) {
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let kind = match change.tag() {
                ChangeTag::Equal => DiffKind::Same,
                ChangeTag::Delete => DiffKind::Removed,
                ChangeTag::Insert => DiffKind::Added,
            };
            let hidden = match (change.old_index(), change.new_index()) {
                (_, Some(line)) => shown(&hidden_after, line),
                (Some(line), None) => shown(&hidden_before, line),
                (None, None) => None,
            };
            let text = hidden.unwrap_or_else(|| change.value().trim_end_matches(['\n', '\r']).to_owned());
            found.push(DiffLine { kind, old: number(change.old_index()), new: number(change.new_index()), text });
        }
    }
    found
}

fn number(index: Option<usize>) -> Option<u32> {
    index.and_then(|index| u32::try_from(index).ok()).map(|index| index.saturating_add(1))
}

/// What is shown in place of a line, from 0, if it is secret.
fn shown(secrets: &[SecretLines], line: usize) -> Option<String> {
    let after = secrets.partition_point(|secret| secret.lines.end <= line);
    secrets.get(after).filter(|secret| secret.lines.contains(&line)).map(SecretLines::shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_changes_and_their_surroundings_are_shown() {
        let before: String = (0..20).map(|n| format!("verb {n}\n")).collect();
        let after = before.replace("verb 10\n", "verb ten\n");
        let found = lines(&before, &after, Default::default);
        assert_eq!(found.len(), 8);
        assert_eq!((found[0].old, found[0].new, found[0].text.as_str()), (Some(8), Some(8), "verb 7"));
        assert_eq!((found[3].kind, found[3].old, found[3].new), (DiffKind::Removed, Some(11), None));
        assert_eq!((found[4].kind, found[4].text.as_str()), (DiffKind::Added, "verb ten"));
        assert!(lines(&before, &before, Default::default).is_empty());
    }

    #[test]
    fn a_carriage_return_alone_ends_no_line() {
        let hidden = || (vec![], vec![SecretLines { lines: 0..1, name: "key".to_owned(), directive: false }]);
        let found = lines("", "client\rsecret\r", hidden);
        assert_eq!(found.iter().map(|line| line.text.as_str()).collect::<Vec<_>>(), ["•••"]);
    }

    #[test]
    fn a_changed_secret_shows_that_it_changed_and_no_more() {
        let key = |name: &str, line: usize, directive| SecretLines {
            lines: line..line + 1,
            name: name.to_owned(),
            directive,
        };
        let secrets = || (vec![key("key", 1, false)], vec![key("key", 1, false), key("token", 3, true)]);
        let found = lines("<key>\nold\n</key>\n", "<key>\nnew\n</key>\ntoken abc\n", secrets);
        assert!(found.iter().all(|line| ["old", "new", "abc"].iter().all(|secret| !line.text.contains(secret))));
        assert!(found.iter().any(|line| line.kind == DiffKind::Removed && line.text == "•••"));
        assert!(found.iter().any(|line| line.kind == DiffKind::Added && line.text == "token •••"));
    }
}
