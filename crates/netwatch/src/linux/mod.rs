//! Netlink.

mod networks;
mod offload;
#[expect(clippy::wildcard_enum_match_arm, reason = "the kernel's enums are open")]
mod watch;

pub use self::{networks::local_networks, offload::kernel_offload, watch::ChangeWatcher};
