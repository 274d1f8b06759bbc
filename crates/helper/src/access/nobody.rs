//! A system without polkit.

use vpn_ipc::Peer;

use super::Verdict;

/// Nobody can be asked.
pub(super) async fn ask(_peer: Peer) -> Verdict {
    Verdict::NobodyToAsk
}
