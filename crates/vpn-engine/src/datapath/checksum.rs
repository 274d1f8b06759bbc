//! The Internet checksum (RFC 1071): the ones' complement sum of big-endian 16-bit words.

/// A sum under way. Its words are kept in the machine's byte order, which the ones' complement sum does not mind
/// (RFC 1071, section 2 (B)); only [`Self::fold`] puts the result in order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Sum(u64);

/// Independent accumulators, so that the compiler can use vector registers.
const LANES: usize = 8;

impl Sum {
    /// Adds `bytes`, which start on an even offset of what is summed; an odd last byte is padded with zero, so nothing may
    /// follow it.
    #[must_use]
    pub(crate) fn add(self, bytes: &[u8]) -> Self {
        let (blocks, rest) = bytes.as_chunks::<{ 4 * LANES }>();
        let mut lanes = [0u64; LANES];
        for block in blocks {
            let (words, _) = block.as_chunks::<4>();
            for (lane, word) in lanes.iter_mut().zip(words) {
                // 2^32 words would have to come before this overflows.
                *lane += u64::from(u32::from_ne_bytes(*word));
            }
        }
        let mut sum = lanes.iter().sum::<u64>();
        let (words, odd) = rest.as_chunks::<2>();
        for word in words {
            sum += u64::from(u16::from_ne_bytes(*word));
        }
        if let [last] = odd {
            sum += u64::from(u16::from_ne_bytes([*last, 0]));
        }
        // Folding once keeps sums of sums far from overflow.
        Self(self.0 + (sum & 0xffff_ffff) + (sum >> 32))
    }

    /// Adds one word, given as a number.
    #[must_use]
    pub(crate) fn add_word(self, word: u16) -> Self {
        Self(self.0 + u64::from(word.to_be()))
    }

    /// Takes one word out again, given as a number.
    #[must_use]
    pub(crate) fn remove_word(self, word: u16) -> Self {
        self.add_word(!word)
    }

    /// The sum as a number of 16 bits, not complemented: what a checksum field holds while it is unfinished.
    #[must_use]
    pub(crate) fn fold(self) -> u16 {
        let mut sum = self.0;
        while sum > 0xffff {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        // Not more than 16 bits are left.
        u16::from_be(sum as u16)
    }

    /// The checksum: what makes the sum over everything 0xffff.
    #[must_use]
    pub(crate) fn checksum(self) -> u16 {
        !self.fold()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Straight from RFC 1071.
    fn reference(bytes: &[u8]) -> u16 {
        let mut sum = 0u32;
        for pair in bytes.chunks(2) {
            sum += u32::from(pair[0]) << 8 | u32::from(*pair.get(1).unwrap_or(&0));
            sum = (sum & 0xffff) + (sum >> 16);
        }
        sum as u16
    }

    #[test]
    fn example_of_rfc_1071() {
        let sum = Sum::default().add(&[0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7]);
        assert_eq!(sum.fold(), 0xddf2);
        assert_eq!(sum.checksum(), 0x220d);
    }

    proptest! {
        #[test]
        fn equals_the_reference(bytes in proptest::collection::vec(any::<u8>(), 0..3000)) {
            prop_assert_eq!(Sum::default().add(&bytes).fold(), reference(&bytes));
        }

        #[test]
        fn pieces_add_up(bytes in proptest::collection::vec(any::<u8>(), 0..300), cut in 0usize..100) {
            let cut = (2 * cut).min(bytes.len() & !1);
            let sum = Sum::default().add(&bytes[..cut]).add(&bytes[cut..]);
            prop_assert_eq!(sum.fold(), reference(&bytes));
        }

        #[test]
        fn a_word_can_be_taken_out(bytes in proptest::collection::vec(1u8..255, 4..40), word: u16) {
            let sum = Sum::default().add(&bytes);
            prop_assert_eq!(sum.add_word(word).remove_word(word).fold(), sum.fold());
        }
    }
}
