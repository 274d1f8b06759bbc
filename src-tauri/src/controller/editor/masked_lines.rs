//! Line numbers of a text with its secrets, in the text without them.

use profile_api::MaskedSecret;

/// Where the lines of a whole text are in the masked one, in which a mark stands for several.
pub(super) struct MaskedLines(Vec<u32>);

impl MaskedLines {
    /// The first line of the whole text, from 1, for each line of the masked one.
    pub(super) fn of(masked: &str, kept: &[MaskedSecret]) -> Self {
        let mut next = 1_u32;
        let begins = masked.lines().map(|line| {
            let stands_for = kept.iter().find(|kept| kept.mark == line.trim()).map_or(1, |kept| kept.lines);
            let begin = next;
            next = next.saturating_add(stands_for);
            begin
        });
        Self(begins.collect())
    }

    /// Line of the masked text, from 1; 0 stays what it is.
    pub(super) fn shown(&self, line: u32) -> u32 {
        u32::try_from(self.0.partition_point(|begin| *begin <= line)).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_stands_for_all_lines_of_its_secret() {
        let mark = "••• key, 3 lines kept (1)".to_owned();
        let kept = [MaskedSecret { name: "key".to_owned(), line: 2, lines: 3, mark: mark.clone() }];
        let lines = MaskedLines::of(&format!("<key>\n{mark}\n</key>\nverb 3\n"), &kept);
        assert_eq!([0, 1, 2, 3, 4, 5, 6].map(|line| lines.shown(line)), [0, 1, 2, 2, 2, 3, 4]);
    }
}
