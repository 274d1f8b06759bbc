//! What a link has seen of the way to its other end, for a session that wonders whether there is anybody.

/// Hints, none of them a proof.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Condition {
    /// The network refused a frame (ICMP): the other end may be gone.
    pub(crate) doubtful: bool,
    /// Frames did not leave this machine, or wait on a way that takes them slowly but does take them.
    pub(crate) held: bool,
}
