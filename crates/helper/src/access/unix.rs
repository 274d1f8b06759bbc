//! The user of this process, as the kernel knows it.

use vpn_api::Owner;

/// The user that this process runs as.
pub(super) fn own() -> Option<Owner> {
    Some(Owner::Uid(rustix::process::geteuid().as_raw()))
}
