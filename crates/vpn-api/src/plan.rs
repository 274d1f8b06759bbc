//! What the machine's network should look like while a tunnel is wanted. A plain value: making it so is a diff and a
//! journal in `netconf`.

use std::{
    collections::BTreeSet,
    net::{IpAddr, SocketAddr},
};

use serde::{Deserialize, Serialize};

use crate::values::{BoundedSet, DnsServers, Domains, MAX_ADDRESSES, MAX_ROUTES, Mtu, RouteDestination, TunnelAddress};

/// Routes of a plan: those of the tunnel, of its own networks and of whole families.
pub type PlannedRoutes = BoundedSet<RouteSpec, { MAX_ROUTES + MAX_ADDRESSES + 2 }>;

/// Mark on every packet that belongs outside all tunnels: the tunnels' own sockets. The policy rules skip marked packets.
/// The value is arbitrary and ours; it must be the same in all tunnels, so that one tunnel does not swallow another.
pub const BYPASS_MARK: u32 = 0x00ad_1700;

/// Which of the tunnels of this machine. Gives the routing table, the rule's priority and the interface's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TunnelSlot(pub u8);

impl TunnelSlot {
    /// The routing table of this tunnel.
    #[must_use]
    pub fn table(self) -> u32 {
        0x00ad_1700 + u32::from(self.0)
    }

    /// Priority of this tunnel's policy rule; before `main` (32766).
    #[must_use]
    pub fn rule_priority(self) -> u32 {
        5200 + u32::from(self.0)
    }

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
    /// Routes in the tunnel's own table, which is consulted before `main` by all packets without [`BYPASS_MARK`].
    pub routes: PlannedRoutes,
    /// Let the machine's directly attached private networks be reached beside the tunnel.
    pub lan: bool,
    /// Names through the tunnel.
    pub dns: Option<DnsPlan>,
    /// What may leave the machine.
    pub firewall: FirewallPolicy,
}

impl NetworkPlan {
    /// The plan of a machine without this tunnel.
    #[must_use]
    pub fn open(slot: TunnelSlot) -> Self {
        Self {
            slot,
            interface: None,
            routes: PlannedRoutes::new(),
            lan: true,
            dns: None,
            firewall: FirewallPolicy::Open,
        }
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
    /// Past this tunnel: the next table decides (Linux `throw`).
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

/// What may leave the machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FirewallPolicy {
    /// No rules of ours.
    Open,
    /// Nothing but loopback, `allow` and, if `lan`, directly attached private networks.
    Blocked { allow: BTreeSet<SocketAddr>, lan: bool },
    /// The tunnel interface, loopback, `allow` and, if `lan`, directly attached private networks. Port 53 only to `dns`.
    Tunnel { interface: String, allow: BTreeSet<SocketAddr>, dns: BTreeSet<IpAddr>, lan: bool },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_keep_out_of_each_others_way_and_of_the_systems() {
        let slots: Vec<_> = (0..=u8::MAX).map(TunnelSlot).collect();
        let tables: BTreeSet<_> = slots.iter().map(|slot| slot.table()).collect();
        let priorities: BTreeSet<_> = slots.iter().map(|slot| slot.rule_priority()).collect();
        assert_eq!((tables.len(), priorities.len()), (256, 256));
        assert!(tables.iter().all(|table| *table > 255), "the numbers up to 255 are the system's");
        assert!(priorities.iter().all(|priority| (1..32766).contains(priority)), "after local and before main");
        assert!(slots.iter().all(|slot| slot.interface().len() < 16), "the kernel's limit with its closing zero");
    }

    #[test]
    fn an_open_plan_asks_for_nothing() {
        let plan = NetworkPlan::open(TunnelSlot(3));
        assert!(plan.interface.is_none() && plan.routes.is_empty() && plan.dns.is_none() && plan.lan);
        assert_eq!((plan.slot, plan.firewall), (TunnelSlot(3), FirewallPolicy::Open));
    }
}
