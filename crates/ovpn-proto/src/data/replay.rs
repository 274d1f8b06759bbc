//! Which packet ids were seen: a bitmap behind the highest one, in the manner of RFC 6479.

/// Accepts each id once, as long as it is not further behind the highest than the window is long.
#[derive(Debug, Clone)]
pub struct ReplayWindow {
    highest: u64,
    size: u64,
    /// A ring of bits; `id % (64 * words)` is an id's place. One word more than the window needs, so that the word that the
    /// highest id moves into can be cleared whole.
    words: Box<[u64]>,
}

/// The longest window, in packets: 8 KiB of bits.
const MAX_SIZE: u64 = 65_536;

impl ReplayWindow {
    /// A window of `size` packets, rounded up to a power of two from 64 to 65,536.
    #[must_use]
    pub fn new(size: u32) -> Self {
        let size = u64::from(size).clamp(64, MAX_SIZE).next_power_of_two();
        let words = (size as usize / 64 * 2).max(2);
        Self { highest: 0, size, words: vec![0; words].into_boxed_slice() }
    }

    /// Whether `id` is neither seen nor too old. Changes nothing: the packet is not authenticated yet.
    #[must_use]
    pub fn is_fresh(&self, id: impl Into<u64>) -> bool {
        let id = id.into();
        if id == 0 {
            return false;
        }
        if id > self.highest {
            return true;
        }
        if self.highest - id >= self.size {
            return false;
        }
        let (word, bit) = self.place(id);
        self.words.get(word).is_some_and(|word| word & bit == 0)
    }

    /// Marks the id of an authentic packet as seen. `false`: it was not fresh.
    pub fn accept(&mut self, id: impl Into<u64>) -> bool {
        let id = id.into();
        if !self.is_fresh(id) {
            return false;
        }
        if id > self.highest {
            let steps = (id / 64 - self.highest / 64).min(self.words.len() as u64);
            for step in 0..steps {
                let (word, _) = self.place(id - step * 64);
                if let Some(word) = self.words.get_mut(word) {
                    *word = 0;
                }
            }
            self.highest = id;
        }
        let (word, bit) = self.place(id);
        if let Some(word) = self.words.get_mut(word) {
            *word |= bit;
        }
        true
    }

    fn place(&self, id: u64) -> (usize, u64) {
        ((id as usize / 64) & (self.words.len() - 1), 1 << (id % 64))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::{collection::vec, prelude::*};

    use super::*;

    #[test]
    fn sizes_are_bounded() {
        assert_eq!(ReplayWindow::new(0).size, 64);
        assert_eq!(ReplayWindow::new(65).size, 128);
        assert_eq!(ReplayWindow::new(u32::MAX).size, MAX_SIZE);
    }

    #[test]
    fn the_last_ids_can_be_used() {
        let mut window = ReplayWindow::new(64);
        assert!(window.accept(u32::MAX));
        assert!(!window.accept(u32::MAX));
        assert!(window.accept(u32::MAX - 63));
        assert!(!window.accept(u32::MAX - 64));
        assert!(!window.accept(0u32));
        assert!(window.accept(u64::MAX) && !window.accept(u64::MAX));
        assert!(window.accept(u64::MAX - 63) && !window.accept(u64::MAX - 64));
    }

    fn steps() -> impl Strategy<Value = Vec<i64>> {
        vec(prop_oneof![8 => -5i64..6, 4 => -80i64..81, 2 => -300i64..301, 1 => -5000i64..5001], 1..400)
    }

    proptest! {
        #[test]
        fn agrees_with_a_naive_model(steps in steps(), size in prop_oneof![Just(64u32), Just(128), Just(512), Just(1024)]) {
            let mut window = ReplayWindow::new(size);
            let mut seen = BTreeSet::new();
            let mut at = 100i64;
            for step in steps {
                at = (at + step).max(0);
                let id = u64::try_from(at).unwrap();
                let highest = seen.last().copied().unwrap_or(0);
                let expected = id != 0 && !seen.contains(&id) && (id > highest || highest - id < u64::from(size));
                prop_assert_eq!(window.is_fresh(id), expected);
                prop_assert_eq!(window.accept(id), expected);
                if expected {
                    seen.insert(id);
                }
            }
        }
    }
}
