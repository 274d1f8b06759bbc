//! A policy as a list of rules. Pure.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use ipnet::{IpNet, Ipv6Net};
use vpn_api::FirewallPolicy;

use super::super::ids::BYPASS_MARK;
use crate::networks::{LOCAL_DISCOVERY, PRIVATE};

/// Where the kernel asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Hook {
    /// Packets from elsewhere, before the machine looks where they go.
    Arrive,
    /// ARP messages from elsewhere.
    ArpArrive,
    /// Packets that pass through the machine.
    Forward,
    /// Packets of the machine's own programs.
    Output,
}

impl Hook {
    pub(super) const LEAVING: [Self; 2] = [Self::Forward, Self::Output];

    pub(super) fn chain(self) -> &'static str {
        match self {
            Self::Arrive => "arriving",
            Self::ArpArrive => "asked",
            Self::Forward => "passing",
            Self::Output => "leaving",
        }
    }

    /// `NF_INET_PRE_ROUTING`, `NF_ARP_IN`, `NF_INET_FORWARD` and `NF_INET_LOCAL_OUT`.
    pub(super) fn number(self) -> u32 {
        match self {
            Self::Arrive | Self::ArpArrive => 0,
            Self::Forward => 2,
            Self::Output => 3,
        }
    }
}

impl Hook {
    /// Before connections are tracked (`NF_IP_PRI_RAW`), or among all filters.
    pub(super) fn priority(self) -> i32 {
        match self {
            Self::Arrive => -300,
            Self::ArpArrive | Self::Forward | Self::Output => 0,
        }
    }

    /// Whether what no rule lets through is dropped.
    pub(super) fn drops(self) -> bool {
        match self {
            Self::Arrive | Self::ArpArrive => false,
            Self::Forward | Self::Output => true,
        }
    }
}

/// What a packet must be like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Is {
    /// It leaves through this interface.
    Through(String),
    /// It came in through this interface.
    From(String),
    /// It has the mark of the tunnels' own sockets.
    Marked(u32),
    /// A program of this user sends it.
    OfUser(u32),
    /// It asks neighbours for this address.
    AskedFor(Ipv6Addr),
    /// It is an ARP message that asks for this address.
    ArpFor(Ipv4Addr),
    /// It goes to this network.
    To(IpNet),
    /// Its protocol, and the port it goes to.
    Port(Protocol, u16),
    /// The port it comes from. After [`Is::Port`].
    SourcePort(u16),
    /// An ICMPv6 message of this type.
    Icmpv6(u8),
}

/// TCP or UDP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Protocol {
    Tcp,
    Udp,
}

/// One rule: if all conditions hold, the packet may go or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rule {
    pub(super) hook: Hook,
    pub(super) conditions: Vec<Is>,
    pub(super) accept: bool,
}

pub(super) const BOTH: [Protocol; 2] = [Protocol::Tcp, Protocol::Udp];
pub(super) const NAMES: u16 = 53;

/// ICMPv6 messages without which there is no IPv6 on a link: router and neighbour solicitation, neighbour advertisement
/// (RFC 4861) and multicast listener reports (RFC 3810).
pub(super) const NEIGHBOURHOOD: [u8; 4] = [133, 135, 136, 143];

/// IPv6 multicast that stays on the link or the site (RFC 4291 §2.7).
pub(super) const LOCAL_MULTICAST: [IpNet; 2] = [
    IpNet::V6(Ipv6Net::new_assert(Ipv6Addr::new(0xff02, 0, 0, 0, 0, 0, 0, 0), 16)),
    IpNet::V6(Ipv6Net::new_assert(Ipv6Addr::new(0xff05, 0, 0, 0, 0, 0, 0, 0), 16)),
];

/// The rules of a policy in order; none at all for [`FirewallPolicy::Open`].
pub(super) fn of(policy: &FirewallPolicy) -> Option<Vec<Rule>> {
    let (allow, lan) = match policy {
        FirewallPolicy::Open => return None,
        FirewallPolicy::NamesThroughTunnels { tunnels } => return Some(names_through(tunnels)),
        FirewallPolicy::Blocked { allow, lan } | FirewallPolicy::Tunnels { allow, lan, .. } => (allow, *lan),
    };
    let mut rules = Vec::new();
    let mut out = |accept, conditions| rules.push(Rule { hook: Hook::Output, conditions, accept });
    out(true, vec![Is::Through("lo".to_owned())]);
    // An address must be kept while everything else is blocked (RFC 2131 §4.1, RFC 8415 §7.2).
    out(true, vec![Is::Port(Protocol::Udp, 67), Is::SourcePort(68)]);
    out(true, vec![Is::Port(Protocol::Udp, 547), Is::SourcePort(546)]);
    for kind in NEIGHBOURHOOD {
        out(true, vec![Is::Icmpv6(kind)]);
    }
    // Only the tunnels' own sockets may talk to the servers: anybody else's packets would show who sends them.
    for server in allow {
        for protocol in BOTH {
            let to = Is::To(server.ip().into());
            out(true, vec![Is::Marked(BYPASS_MARK), to, Is::Port(protocol, server.port())]);
        }
    }
    let none = BTreeMap::new();
    let tunnels = match policy {
        FirewallPolicy::Tunnels { tunnels, .. } => tunnels,
        FirewallPolicy::Open | FirewallPolicy::NamesThroughTunnels { .. } | FirewallPolicy::Blocked { .. } => &none,
    };
    for (interface, dns) in tunnels {
        for server in dns {
            for protocol in BOTH {
                let to = Is::To(IpAddr::into(*server));
                out(true, vec![Is::Through(interface.clone()), to, Is::Port(protocol, NAMES)]);
            }
        }
    }
    for protocol in BOTH {
        out(false, vec![Is::Port(protocol, NAMES)]);
    }
    let mut pass = Vec::new();
    for interface in tunnels.keys() {
        out(true, vec![Is::Through(interface.clone())]);
        pass.push(Is::Through(interface.clone()));
        pass.push(Is::From(interface.clone()));
    }
    if lan {
        let local = PRIVATE.iter().chain(&LOCAL_DISCOVERY).chain(&LOCAL_MULTICAST);
        for net in local.clone() {
            out(true, vec![Is::To(*net)]);
        }
        pass.extend(local.map(|net| Is::To(*net)));
    }
    rules.extend(pass.into_iter().map(|is| Rule { hook: Hook::Forward, conditions: vec![is], accept: true }));
    // In words, not only by the chains' policy: when one table replaces another, the kernel makes the new rules valid at
    // once, but takes away the old chains before it gives the new ones their policy. Packets slip through that gap
    // (observed on Linux 6.18: one to three of 30,000 in 200 replacements).
    rules.extend(Hook::LEAVING.map(|hook| Rule { hook, conditions: Vec::new(), accept: false }));
    Some(rules)
}

/// Names through these interfaces only, and everything else as it likes.
fn names_through(tunnels: &BTreeSet<String>) -> Vec<Rule> {
    let rule = |hook, accept, conditions| Rule { hook, conditions, accept };
    let own = [Is::Through("lo".to_owned()), Is::Marked(BYPASS_MARK)];
    let own = own.map(|is| rule(Hook::Output, true, vec![is]));
    let through = tunnels.iter().map(|interface| vec![Is::Through(interface.clone())]);
    let through = through.flat_map(|is| Hook::LEAVING.map(|hook| rule(hook, true, is.clone())));
    let held = BOTH.iter().flat_map(|of| Hook::LEAVING.map(|hook| rule(hook, false, vec![Is::Port(*of, NAMES)])));
    let rest = Hook::LEAVING.map(|hook| rule(hook, true, Vec::new()));
    own.into_iter().chain(through).chain(held).chain(rest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_is_no_rules_and_anything_else_names_whom_it_lets_out() {
        assert_eq!(of(&FirewallPolicy::Open), None);
        let allow = ["192.0.2.1:1194".parse().unwrap()];
        let blocked = of(&FirewallPolicy::Blocked { allow: allow.into(), lan: false }).unwrap();
        let to_server =
            blocked.iter().filter(|rule| rule.conditions.contains(&Is::To("192.0.2.1/32".parse().unwrap())));
        assert!(to_server.clone().all(|rule| rule.conditions.contains(&Is::Marked(BYPASS_MARK))));
        assert_eq!(to_server.count(), 2);
        let passing = blocked.iter().filter(|rule| rule.hook == Hook::Forward);
        assert!(passing.clone().all(|rule| !rule.accept), "nothing passes through");
        for hook in Hook::LEAVING {
            let last = blocked.iter().rfind(|rule| rule.hook == hook).unwrap();
            assert!(last.conditions.is_empty() && !last.accept, "the last word is no");
        }
    }

    #[test]
    fn where_only_names_are_held_back_everything_else_leaves() {
        let rules = of(&FirewallPolicy::NamesThroughTunnels { tunnels: ["adit0".to_owned()].into() }).unwrap();
        for hook in Hook::LEAVING {
            let of_hook: Vec<&Rule> = rules.iter().filter(|rule| rule.hook == hook).collect();
            let refused: Vec<_> = of_hook.iter().filter(|rule| !rule.accept).map(|rule| &rule.conditions).collect();
            assert_eq!(refused, [&vec![Is::Port(Protocol::Tcp, 53)], &vec![Is::Port(Protocol::Udp, 53)]]);
            let first_refused = of_hook.iter().position(|rule| !rule.accept).unwrap();
            let tunnel = of_hook.iter().position(|rule| rule.conditions == [Is::Through("adit0".into())]).unwrap();
            assert!(tunnel < first_refused);
            assert!(of_hook.last().is_some_and(|rule| rule.accept && rule.conditions.is_empty()));
        }
    }

    #[test]
    fn names_are_refused_before_the_tunnel_and_the_local_network_are_let_out() {
        let tunnel = FirewallPolicy::Tunnels {
            tunnels: [("adit0".into(), ["10.8.0.1".parse().unwrap()].into())].into(),
            allow: [].into(),
            lan: true,
        };
        let rules = of(&tunnel).unwrap();
        let at = |wanted: &dyn Fn(&Rule) -> bool| rules.iter().position(wanted).unwrap();
        let refused = at(&|rule| !rule.accept);
        let server = at(&|rule| rule.conditions.contains(&Is::To("10.8.0.1/32".parse().unwrap())));
        let interface = at(&|rule| rule.conditions == [Is::Through("adit0".into())]);
        let local = at(&|rule| rule.conditions == [Is::To("10.0.0.0/8".parse().unwrap())]);
        assert!(server < refused && refused < interface && refused < local);
    }
}
