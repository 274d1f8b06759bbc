//! What a link cannot do, and why.

use vpn_api::{FallbackReason, LinkPath};

/// How frames cross the border of a link's socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Manner {
    /// On their way out.
    pub(crate) send: LinkPath,
    /// On their way in.
    pub(crate) receive: LinkPath,
}

impl Manner {
    /// The same in both directions.
    pub(crate) const fn both(path: LinkPath) -> Self {
        Self { send: path, receive: path }
    }
}

/// What a link does not do, each with what the system said.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fallbacks {
    found: Vec<(FallbackReason, String)>,
    changes: u64,
}

impl Fallbacks {
    /// None at all.
    pub(crate) const NONE: &Self = &Self { found: Vec::new(), changes: 0 };

    /// One of them.
    pub(crate) fn of(reason: FallbackReason) -> Self {
        let mut fallbacks = Self::default();
        fallbacks.note(reason, String::new());
        fallbacks
    }

    /// Notes one, in place of the same with another detail.
    pub(crate) fn note(&mut self, reason: FallbackReason, detail: String) {
        match self.found.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, known)) if *known == detail => return,
            Some((_, known)) => *known = detail,
            None => self.found.push((reason, detail)),
        }
        self.changes += 1;
    }

    /// What was found, in its order.
    pub(crate) fn found(&self) -> &[(FallbackReason, String)] {
        &self.found
    }

    /// Grows with each change.
    pub(crate) fn changes(&self) -> u64 {
        self.changes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reason_is_there_once() {
        let mut fallbacks = Fallbacks::of(FallbackReason::MergingRefused);
        for (limit, changes) in [(1400, 2), (1400, 2), (1200, 3)] {
            fallbacks.note(FallbackReason::SegmentsTooLong, format!("{limit}"));
            assert_eq!(fallbacks.changes(), changes);
        }
        let long = (FallbackReason::SegmentsTooLong, "1200".to_owned());
        assert_eq!(fallbacks.found(), [(FallbackReason::MergingRefused, String::new()), long]);
    }
}
