//! One round of probes: some sizes and a witness, sent in volleys.

use std::time::Instant;

use crate::wire::MessageId;

/// Ids that take turns as witnesses, so that a late answer is not taken for one of the next round.
pub(super) const WITNESSES: u32 = 2;
/// Sizes of one round at most.
pub(super) const SIZES: usize = 7;

/// What a round is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Does the server answer at all, and does it name the newest first?
    Ask,
    /// Does the limit still pass?
    Check,
    /// `low` passes, `high` does not.
    Search { low: u16, high: u16 },
    /// Does more pass?
    Raise,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Confirming {
    pub(super) place: usize,
    pub(super) sent: Instant,
}

#[derive(Debug)]
pub(super) struct Round {
    pub(super) purpose: Purpose,
    pub(super) witness: u32,
    /// The largest first.
    pub(super) sizes: Vec<Size>,
    pub(super) volleys: Vec<Instant>,
    pub(super) witnessed: u32,
    pub(super) last_witness: Instant,
    pub(super) due: Instant,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Size {
    pub(super) place: usize,
    pub(super) size: u16,
    pub(super) answered: bool,
}

/// What an id was last used for.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Use {
    pub(super) size: u16,
    pub(super) unanswered: u32,
    pub(super) sent: Option<Instant>,
}

impl Round {
    /// The largest size that passed.
    pub(super) fn passed(&self) -> Option<u16> {
        self.sizes.iter().filter(|size| size.answered).map(|size| size.size).max()
    }
}

/// The place that an id stands for; `None`: it is a witness.
pub(super) fn place(id: MessageId) -> Option<usize> {
    usize::try_from(id.0.checked_sub(WITNESSES)?).ok()
}

/// Ids that sizes can have, where so many messages were acknowledged.
pub(super) fn known_places(messages: u32) -> usize {
    usize::try_from(messages.saturating_sub(WITNESSES)).unwrap_or(SIZES).min(SIZES)
}

/// At most `count` sizes between two, neither of them included, the largest first.
pub(super) fn between(low: u16, high: u16, count: usize) -> Vec<u16> {
    let gap = high.saturating_sub(low);
    // Not more than a few.
    let count = count.min(usize::from(gap.saturating_sub(1))) as u16;
    (1..=count).rev().map(|part| low + (u32::from(gap) * u32::from(part) / u32::from(count + 1)) as u16).collect()
}
