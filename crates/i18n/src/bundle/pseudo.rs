//! English as if it were a translation: accents on its letters, and a third longer.

use std::borrow::Cow;

const PLAIN: &str = "aceinouyACEINOUY";
const ACCENTED: &str = "áçéîñöûýÁÇÉÎÑÖÛÝ";

/// `Disconnect` becomes `Dîsçöññéçt···`.
pub(super) fn accented(text: &str) -> Cow<'_, str> {
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
    if letters == 0 {
        return Cow::Borrowed(text);
    }
    let accent = |letter| PLAIN.chars().zip(ACCENTED.chars()).find(|(plain, _)| *plain == letter);
    let mut longer: String =
        text.chars().map(|letter| accent(letter).map_or(letter, |(_, accented)| accented)).collect();
    // Before a space at the end, or two texts of one message would run into each other.
    let end = longer.trim_end().len();
    longer.insert_str(end, &"·".repeat(letters.div_ceil(3)));
    Cow::Owned(longer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_can_still_be_read_and_are_longer() {
        assert_eq!(accented("Disconnect"), "Dîsçöññéçt····");
        assert_eq!(accented("Edit "), "Édît·· ");
        assert_eq!(accented(" · "), " · ");
    }
}
