//! BER as DER (X.690 §8, §10): lengths that are not said beforehand, and strings in pieces, as Java, old Windows and streaming
//! writers leave them in PKCS#12 containers.

/// Deepest nesting. A container has about ten levels.
const MAX_DEPTH: u8 = 32;

const OBJECT_IDENTIFIER: u8 = 0x06;
const OCTET_STRING: u8 = 0x04;
const SEQUENCE: u8 = 0x30;
const CONSTRUCTED: u8 = 0x20;
/// `[0]`, constructed and primitive.
const ZERO: u8 = 0xa0;
const ZERO_PRIMITIVE: u8 = 0x80;

/// The first element of `input` in DER, as far as lengths and pieces of strings go. `None`: it is no BER.
pub(super) fn to_der(input: &[u8]) -> Option<Vec<u8>> {
    let mut rest = input;
    let element = Element::read(&mut rest, MAX_DEPTH)?;
    let mut der = Vec::with_capacity(input.len());
    element.write(&mut der);
    Some(der)
}

/// One value.
struct Element {
    /// Its identifier; that of a string in pieces is the one of a whole string.
    tag: u8,
    content: Vec<u8>,
}

impl Element {
    fn read(input: &mut &[u8], depth: u8) -> Option<Self> {
        let depth = depth.checked_sub(1)?;
        let (&tag, rest) = input.split_first()?;
        // No value of a container has a number above 30.
        if tag & 0x1f == 0x1f {
            return None;
        }
        let (&first, mut rest) = rest.split_first()?;
        let length = match first {
            0..=0x7f => Some(usize::from(first)),
            0x80 => None,
            _ => {
                let (digits, after) = rest.split_at_checked(usize::from(first & 0x7f))?;
                rest = after;
                let length = digits.iter().try_fold(0_usize, |length, byte| {
                    length.checked_mul(256).map(|length| length + usize::from(*byte))
                });
                Some(length?)
            }
        };
        let is_constructed = tag & CONSTRUCTED != 0;
        match length {
            Some(length) => {
                let (content, after) = rest.split_at_checked(length)?;
                *input = after;
                if !is_constructed {
                    return Some(Self { tag, content: content.to_vec() });
                }
                let mut content = content;
                let mut children = Vec::new();
                while !content.is_empty() {
                    children.push(Self::read(&mut content, depth)?);
                }
                Some(Self::of(tag, children))
            }
            None if is_constructed => {
                let mut children = Vec::new();
                loop {
                    if let Some(after) = rest.strip_prefix(&[0, 0]) {
                        *input = after;
                        return Some(Self::of(tag, children));
                    }
                    children.push(Self::read(&mut rest, depth)?);
                }
            }
            None => None,
        }
    }

    fn of(tag: u8, mut children: Vec<Self>) -> Self {
        let joined =
            |pieces: &[Self]| pieces.iter().flat_map(|piece| piece.content.iter().copied()).collect::<Vec<u8>>();
        if tag == OCTET_STRING | CONSTRUCTED {
            return Self { tag: OCTET_STRING, content: joined(&children) };
        }
        // `encryptedContent [0] IMPLICIT OCTET STRING` (RFC 5652 §6.1) comes behind a number and an algorithm, and is the one
        // string in a container whose tag does not tell that it is one. What is in its pieces are whole strings by now.
        if let (SEQUENCE, [number, algorithm, sealed]) = (tag, children.as_mut_slice())
            && (number.tag, algorithm.tag, sealed.tag) == (OBJECT_IDENTIFIER, SEQUENCE, ZERO)
            && let Some(pieces) = strings(&sealed.content)
        {
            *sealed = Self { tag: ZERO_PRIMITIVE, content: pieces };
        }
        let mut content = Vec::new();
        children.iter().for_each(|child| child.write(&mut content));
        Self { tag, content }
    }

    fn write(&self, der: &mut Vec<u8>) {
        der.push(self.tag);
        let length = self.content.len();
        match u8::try_from(length) {
            Ok(short @ 0..=0x7f) => der.push(short),
            Ok(_) | Err(_) => {
                let digits = length.to_be_bytes();
                let digits: Vec<u8> = digits.into_iter().skip_while(|byte| *byte == 0).collect();
                der.push(0x80 | u8::try_from(digits.len()).unwrap_or(0));
                der.extend_from_slice(&digits);
            }
        }
        der.extend_from_slice(&self.content);
    }
}

/// The joined content of strings in DER. `None`: something else is among them.
fn strings(mut der: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::new();
    if der.is_empty() {
        return None;
    }
    while !der.is_empty() {
        let piece = Element::read(&mut der, 1).filter(|piece| piece.tag == OCTET_STRING)?;
        joined.extend_from_slice(&piece.content);
    }
    Some(joined)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lengths_and_pieces_become_whole() {
        for (ber, der) in [
            ("3003020101", "3003020101"),
            ("30800201010000", "3003020101"),
            ("308002010130800000 0000", "30050201013000"),
            ("248004014104014200 00", "04024142"),
            ("2405 0401 41 0400", "040141"),
            ("3081 03 020101", "3003020101"),
            // A piece of `encryptedContent`, and an explicit tag that is none.
            ("3080 06012a 3000 a080 040141 040142 0000 0000", "3009 06012a 3000 80024142"),
            ("3080 06012a a080 240304 0141 0000 0000", "3008 06012a a003 040141"),
        ] {
            let bytes = |text: &str| hex::decode(text.replace(' ', "")).unwrap();
            assert_eq!(to_der(&bytes(ber)).map(hex::encode), Some(hex::encode(bytes(der))), "{ber}");
        }
    }

    #[test]
    fn what_has_no_end_is_refused() {
        for bad in ["", "30", "3080", "308002", "0480", "30840000", "1f01", "30ffff"] {
            assert_eq!(to_der(&hex::decode(bad).unwrap()), None, "{bad}");
        }
        assert_eq!(to_der(&[0x30, 0x80].repeat(10_000)), None);
    }

    proptest! {
        #[test]
        fn anything_has_an_answer_that_stays(input in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Some(der) = to_der(&input) {
                prop_assert!(der.len() <= input.len() + 32);
                prop_assert_eq!(to_der(&der), Some(der));
            }
        }
    }
}
