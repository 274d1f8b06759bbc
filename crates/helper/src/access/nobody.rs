//! A system without polkit.

use vpn_api::Owner;
use vpn_ipc::Peer;

use super::Verdict;

/// Nobody can be asked.
pub(super) async fn ask(_peer: Peer) -> Verdict {
    Verdict::NobodyToAsk
}

/// Nor about a user.
pub(super) async fn ask_about(_user: Owner) -> Verdict {
    Verdict::NobodyToAsk
}
