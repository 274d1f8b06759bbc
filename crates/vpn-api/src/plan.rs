//! What the machine's network should look like while a tunnel is wanted, and the steps of making it so. A plain value:
//! `netconf` applies and reverts it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::values::{BoundedSet, DnsServers, Domains, MAX_ADDRESSES, MAX_ROUTES, Mtu, RouteDestination, TunnelAddress};

/// Routes of a plan: those of the tunnel, of its own networks and of whole families.
pub type PlannedRoutes = BoundedSet<RouteSpec, { MAX_ROUTES + MAX_ADDRESSES + 2 }>;

/// Tunnels of one machine at one time. Their slots are the numbers below this.
pub const MAX_TUNNELS: u8 = 16;

/// Which of the tunnels of this machine. Gives its interface's number, and whatever else a system numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TunnelSlot(pub u8);

impl TunnelSlot {
    /// Name of this tunnel's interface.
    #[must_use]
    pub fn interface(self) -> String {
        format!("adit{}", self.0)
    }
}

/// The machine's network as one tunnel wants it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetworkPlan {
    /// Which tunnel.
    pub slot: TunnelSlot,
    /// The tunnel interface, which must exist before the plan is applied.
    pub interface: Option<InterfacePlan>,
    /// Where packets go, the most specific network first. Sockets that were made to go past all tunnels do not follow them.
    pub routes: PlannedRoutes,
    /// Let the machine's directly attached private networks be reached beside the tunnel.
    pub lan: bool,
    /// Names through the tunnel.
    pub dns: Option<DnsPlan>,
    /// Names are asked for through tunnels only: nobody else is to hear of them, though this one brings no name servers.
    pub names_held_back: bool,
}

impl NetworkPlan {
    /// The plan of a machine without this tunnel.
    #[must_use]
    pub fn open(slot: TunnelSlot) -> Self {
        Self { slot, interface: None, routes: PlannedRoutes::new(), lan: true, dns: None, names_held_back: false }
    }
}

/// The tunnel interface.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InterfacePlan {
    /// Its name.
    pub name: String,
    /// Its addresses with their on-link prefix.
    pub addresses: BoundedSet<TunnelAddress, MAX_ADDRESSES>,
    /// Its MTU.
    pub mtu: Mtu,
}

/// One route of the tunnel's table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RouteSpec {
    /// The network.
    pub destination: RouteDestination,
    /// Where it goes.
    pub action: RouteAction,
    /// Lower wins among routes to the same network.
    pub metric: u32,
}

/// Where the packets of a route go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RouteAction {
    /// Into the tunnel interface.
    Tunnel,
    /// Past this tunnel, as if it were not there.
    Outside,
    /// Nowhere: the sender is told that it cannot be reached.
    Unreachable,
}

/// Names through the tunnel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DnsPlan {
    /// Servers in order of preference, at least one.
    pub servers: DnsServers,
    /// Search suffixes.
    pub search: Domains,
    /// Domains that only these servers answer, not searched.
    pub domains: Domains,
    /// Every other name is answered by these servers too.
    pub all: bool,
}

/// A part of the work on the machine's network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NetworkStep {
    /// Judging the plan before anything is looked at.
    Plan,
    /// Looking at the machine before anything is changed.
    Look,
    /// Writing or reading the journal of changes.
    Journal,
    /// Firewall rules.
    Firewall,
    /// State and MTU of the tunnel interface.
    Interface,
    /// Addresses of the tunnel interface.
    Address,
    /// Routes.
    Route,
    /// What sends packets to the tunnel's routes.
    Rule,
    /// Filters that drop what comes back another way than it would be answered.
    PathFilter,
    /// Name servers.
    Dns,
    /// Looking whether everything is as planned.
    ReadBack,
    /// Watching for changes.
    Watch,
    /// Making a socket that goes past all tunnels.
    Bypass,
    /// All of it, when it is not known which part.
    Apply,
    /// Putting everything back.
    Undo,
}

impl NetworkStep {
    /// The id of its sentence.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Look => "look",
            Self::Journal => "journal",
            Self::Firewall => "firewall",
            Self::Interface => "interface",
            Self::Address => "address",
            Self::Route => "route",
            Self::Rule => "rule",
            Self::PathFilter => "path-filter",
            Self::Dns => "dns",
            Self::ReadBack => "read-back",
            Self::Watch => "watch",
            Self::Bypass => "bypass",
            Self::Apply => "apply",
            Self::Undo => "undo",
        }
    }
}

/// For logs. What a person reads has its sentences in the Fluent files.
impl fmt::Display for NetworkStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Plan => "judging the plan",
            Self::Look => "looking at the network",
            Self::Journal => "the journal",
            Self::Firewall => "the firewall",
            Self::Interface => "the tunnel interface",
            Self::Address => "an address",
            Self::Route => "a route",
            Self::Rule => "the policy rule",
            Self::PathFilter => "the reverse path filter",
            Self::Dns => "name servers",
            Self::ReadBack => "reading back",
            Self::Watch => "watching the network",
            Self::Bypass => "a socket past the tunnels",
            Self::Apply => "setting the network up",
            Self::Undo => "putting the network back",
        })
    }
}

/// How a part of the work on the machine's network failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NetworkProblem {
    /// The system refused.
    Refused,
    /// The process may not do that.
    NotPermitted,
    /// It took too long.
    TimedOut,
    /// It was accepted, and reading back showed something else: somebody else changes the network too.
    NotKept,
    /// This system, or this build, cannot do it.
    Unsupported,
    /// The plan cannot be applied on any machine: whoever made it is at fault.
    BadPlan,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn interfaces_have_names_that_kernels_take() {
        let names: std::collections::BTreeSet<_> = (0..=u8::MAX).map(|number| TunnelSlot(number).interface()).collect();
        assert_eq!(names.len(), 256);
        assert!(names.iter().all(|name| name.len() < 16), "Linux's limit with its closing zero");
    }

    #[test]
    fn an_open_plan_asks_for_nothing() {
        let plan = NetworkPlan::open(TunnelSlot(3));
        assert!(plan.interface.is_none() && plan.routes.is_empty() && plan.dns.is_none() && plan.lan);
        assert_eq!((plan.slot, plan.names_held_back), (TunnelSlot(3), false));
    }
}
