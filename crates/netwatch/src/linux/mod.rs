//! Netlink, D-Bus and the resolver file.

mod bus;
mod egress;
#[expect(clippy::wildcard_enum_match_arm, reason = "the kernel's enums are open")]
mod leads;
mod names;
mod networks;
mod offload;
mod resolved;
#[expect(clippy::wildcard_enum_match_arm, reason = "the kernel's enums are open")]
mod seen;
mod sign_in;
mod sleep;
#[expect(clippy::wildcard_enum_match_arm, reason = "the kernel's enums are open")]
mod watch;

pub use self::{
    egress::egress,
    leads::{leads, one_list, system_names},
    names::{uplink_names, uplink_names_with},
    networks::local_networks,
    offload::kernel_offload,
    sign_in::{SignInWatcher, sign_in_check},
    sleep::WakeWatcher,
    watch::ChangeWatcher,
};
