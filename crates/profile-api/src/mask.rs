//! Secrets out of a text before a person edits it, and back into it afterwards.
//!
//! Each secret becomes one line with a mark that the text itself does not hold: `••• key, 27 lines kept (1)`. Whoever gets the
//! masked text may move or delete such a line; writing into it is refused, so that no key is saved in pieces.

use crate::secret_lines::SecretLines;

/// What a masked line stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaskedSecret {
    /// The directive or block.
    pub name: String,
    /// Its line in the masked text, from 1.
    pub line: u32,
    /// How many lines it stands for.
    pub lines: u32,
    /// The mark, as it stands in the masked text.
    pub mark: String,
}

/// A text without its secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Masked {
    /// The text.
    pub text: String,
    /// What was taken out, in its order.
    pub kept: Vec<MaskedSecret>,
}

/// A mark was changed, so that nobody knows any more what stood there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: the line that stands for a secret was changed")]
pub struct BrokenMark {
    /// Line of the masked text, from 1.
    pub line: u32,
}

/// Takes the secrets out.
pub(crate) fn mask(text: &str, secrets: Vec<SecretLines>) -> Masked {
    let (masked, _) = take_out(text, secrets);
    masked
}

/// Puts the secrets of `original`, which are in `secrets`, back in the place of their marks.
///
/// # Errors
/// [`BrokenMark`]: a line has the sign of a mark and is none.
pub(crate) fn unmask(masked: &str, original: &str, secrets: Vec<SecretLines>) -> Result<String, BrokenMark> {
    let (known, secrets) = take_out(original, secrets);
    let sign = sign(original);
    let mut text = String::with_capacity(original.len());
    for (number, line) in masked.split_inclusive('\n').enumerate() {
        if !line.contains(&sign) {
            text.push_str(line);
            continue;
        }
        let (content, ending) = split_ending(line);
        let place = known.kept.iter().position(|kept| content.trim() == kept.mark);
        let secret = place.and_then(|place| secrets.get(place));
        let broken = BrokenMark { line: u32::try_from(number).unwrap_or(u32::MAX).saturating_add(1) };
        text.push_str(secret.ok_or(broken)?);
        text.push_str(ending);
    }
    Ok(text)
}

/// Dots that stand nowhere in the text.
fn sign(text: &str) -> String {
    let mut longest = 0;
    let mut current = 0_usize;
    for c in text.chars() {
        current = if c == '•' { current + 1 } else { 0 };
        longest = longest.max(current);
    }
    if longest < 3 { "•••".to_owned() } else { "•".repeat(longest + 1) }
}

fn split_ending(line: &str) -> (&str, &str) {
    let content = line.strip_suffix('\n').map_or(line, |line| line.strip_suffix('\r').unwrap_or(line));
    line.split_at(content.len())
}

/// The masked text, and the text behind each mark without its last line end.
fn take_out(text: &str, found: Vec<SecretLines>) -> (Masked, Vec<String>) {
    let sign = sign(text);
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut masked = String::with_capacity(text.len());
    let mut kept = Vec::new();
    let mut secrets = Vec::new();
    let mut next = 0;
    let mut shown = 0_u32;
    for secret in found {
        let before = lines.get(next..secret.lines.start).unwrap_or_default();
        before.iter().for_each(|line| masked.push_str(line));
        shown = shown.saturating_add(count(before.len()));
        let Some(taken) = lines.get(secret.lines.clone()).filter(|taken| !taken.is_empty()) else { continue };
        next = secret.lines.end;
        let number = kept.len() + 1;
        let size = match taken.len() {
            1 => "1 line".to_owned(),
            lines => format!("{lines} lines"),
        };
        let mark = format!("{sign} {}, {size} kept ({number})", secret.name);
        let whole = taken.concat();
        let (content, ending) = split_ending(&whole);
        masked.push_str(&mark);
        masked.push_str(ending);
        shown = shown.saturating_add(1);
        kept.push(MaskedSecret { name: secret.name, line: shown, lines: count(taken.len()), mark });
        secrets.push(content.to_owned());
    }
    lines.get(next..).unwrap_or_default().iter().for_each(|line| masked.push_str(line));
    (Masked { text: masked, kept }, secrets)
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A format for these tests: lines between `<` and `>` are secret, and so is the line of `token`.
    fn secrets(text: &str) -> Vec<SecretLines> {
        let mut found: Vec<SecretLines> = Vec::new();
        let mut inside = false;
        for (number, line) in text.split_inclusive('\n').enumerate() {
            let trimmed = line.trim();
            let directive = !inside && trimmed.starts_with("token ");
            if trimmed == "<" || trimmed == ">" {
                inside = trimmed == "<";
            } else if inside || directive {
                match found.last_mut().filter(|last| inside && !last.directive && last.lines.end == number) {
                    Some(last) => last.lines.end = number + 1,
                    None => {
                        let name = if directive { "token" } else { "key" }.to_owned();
                        found.push(SecretLines { lines: number..number + 1, name, directive });
                    }
                }
            }
        }
        found
    }

    fn mask(text: &str) -> Masked {
        super::mask(text, secrets(text))
    }

    fn unmask(masked: &str, original: &str) -> Result<String, BrokenMark> {
        super::unmask(masked, original, secrets(original))
    }

    const TEXT: &str = "client\r\n<\r\nAA\r\nBB\r\n>\r\n<\nCC\n>\ntoken x";

    #[test]
    fn secrets_are_out_of_the_masked_text() {
        let masked = mask(TEXT);
        assert!(["AA", "BB", "CC", " x"].iter().all(|secret| !masked.text.contains(secret)), "{}", masked.text);
        assert!(masked.text.contains("client\r\n"), "what is no secret stays");
        assert_eq!(
            masked.kept.iter().map(|kept| (kept.line, kept.lines)).collect::<Vec<_>>(),
            [(3, 2), (6, 1), (8, 1)]
        );
        assert!(masked.text.contains("<\r\n••• key, 2 lines kept (1)\r\n>"));
    }

    #[test]
    fn marks_may_be_moved_and_removed_and_not_changed() {
        let masked = mask(TEXT);
        let moved = format!("verb 3\n{}", masked.text);
        assert_eq!(unmask(&moved, TEXT).unwrap(), format!("verb 3\n{TEXT}"));
        let without = masked.text.replace("••• token, 1 line kept (3)", "");
        assert_eq!(unmask(&without, TEXT).unwrap(), TEXT.replace("token x", ""));
        let changed = masked.text.replace("2 lines kept", "3 lines kept");
        assert_eq!(unmask(&changed, TEXT), Err(BrokenMark { line: 3 }));
    }

    #[test]
    fn a_text_with_dots_of_its_own_gets_longer_marks() {
        let text = format!("# ••• key, 2 lines kept (1)\n{TEXT}");
        assert!(mask(&text).text.contains("•••• key"));
        assert_eq!(unmask(&mask(&text).text, &text).unwrap(), text);
    }

    proptest! {
        #[test]
        fn unmasking_gives_the_text_back(text in "(\\PC|\n|\r\n|\u{feff}|<|>|token |•){0,60}") {
            let masked = mask(&text);
            prop_assert_eq!(unmask(&masked.text, &text).unwrap(), text);
        }
    }
}
