//! By which interface the packets of a socket leave.

use std::num::NonZeroU32;

/// The interface by which packets leave that have one of its own addresses as their source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Egress {
    /// The interface's number.
    pub index: NonZeroU32,
    /// Another interface is in the same network: the other end's answers may arrive there, because a system answers for all of its
    /// addresses on each of its interfaces (ARP, RFC 1122 §3.3.4.2).
    pub shared: bool,
}
