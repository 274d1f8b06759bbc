//! What the machine's network is like outside our tunnels, and when it changes. Reading only: nothing here needs rights, so that it
//! belongs to whoever wants to know and not to whoever may change the network.

mod egress;
mod leads;
#[cfg(target_os = "linux")]
mod linux;
mod listed;
#[cfg(not(target_os = "linux"))]
mod missing;
mod names;
mod uplinks;

use ipnet::IpNet;

pub use egress::Egress;
pub use leads::{Leads, SystemNames};
#[cfg(target_os = "linux")]
pub use linux::{
    ChangeWatcher, SignInWatcher, WakeWatcher, egress, kernel_offload, leads, local_networks, one_list, sign_in_check,
    system_names, uplink_names, uplink_names_with,
};
pub use listed::listed_addresses;
#[cfg(not(target_os = "linux"))]
pub use missing::{
    ChangeWatcher, SignInWatcher, WakeWatcher, egress, kernel_offload, leads, local_networks, one_list, sign_in_check,
    system_names, uplink_names,
};
pub use names::{AskFirst, MAX_UPLINK_SERVERS, UplinkNames};
pub use uplinks::{Reach, ReachedNetwork, Uplinks};

/// A network that wants somebody to sign in to it first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NetworkSignIn {
    /// A page that such a network answers with its own, if one is known. Never one whose answer could not be replaced.
    pub page: Option<String>,
}

/// Whether, and how, a network is to be asked if it wants a sign-in, as the system has it set up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum SignInCheck {
    /// By this page.
    Page(String),
    /// Nobody has set a page up.
    #[default]
    NoPage,
    /// The administrator, or the person, does not want it.
    Off,
    /// It was asked and wants none.
    Answered,
}

/// A network that the machine is directly attached to by an uplink: an interface that a default route leads through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalNetwork {
    /// The network.
    pub network: IpNet,
    /// The interface that it is on.
    pub interface: String,
}

/// What changed in the machine's network outside our own tunnels. Nothing of it: another route than a default one did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NetworkChange {
    /// An interface appeared, vanished, went up or down.
    pub links: bool,
    /// An address appeared or vanished.
    pub addresses: bool,
    /// A default route appeared, vanished or leads elsewhere.
    pub default_route: bool,
}

impl NetworkChange {
    /// Whether anything changed.
    #[must_use]
    pub fn any(self) -> bool {
        self.links || self.addresses || self.default_route
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_any_of_the_three() {
        let nothing = NetworkChange::default();
        assert!(!nothing.any());
        assert!(NetworkChange { links: true, ..nothing }.any());
        assert!(NetworkChange { addresses: true, ..nothing }.any());
        assert!(NetworkChange { default_route: true, ..nothing }.any());
    }
}
