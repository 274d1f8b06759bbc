//! Where packets can go without a tunnel of ours.

use std::{net::IpAddr, sync::Arc};

use ipnet::IpNet;
use vpn_api::{Connectivity, Offline};

/// The machine's network outside our tunnels, as it was when it was looked at. Clones are cheap.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Uplinks(Option<Arc<Reach>>);

/// What is reached, and by what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach {
    /// An interface is up and has a carrier, loopback aside.
    pub carrier: bool,
    /// An interface with a carrier has an address that other machines can answer to.
    pub address: bool,
    /// The machine's own addresses.
    pub own: Vec<IpAddr>,
    /// Networks that a route through an interface with a carrier leads to, in any table.
    pub networks: Vec<ReachedNetwork>,
    /// The name servers that the machine asks, other than itself.
    pub name_servers: Vec<IpAddr>,
}

/// A network that a route leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReachedNetwork {
    /// The network.
    pub network: IpNet,
    /// By a router, rather than directly.
    pub routed: bool,
}

impl Uplinks {
    /// Nobody has looked, or could: whatever is tried may work.
    #[must_use]
    pub fn unknown() -> Self {
        Self(None)
    }

    /// As it was found.
    #[must_use]
    pub fn found(reach: Reach) -> Self {
        Self(Some(Arc::new(reach)))
    }

    /// Whether packets to this address leave the machine, or need not.
    #[must_use]
    pub fn towards(&self, address: IpAddr) -> Connectivity {
        let Some(reach) = &self.0 else { return Connectivity::Up };
        let address = address.to_canonical();
        let is_here = address.is_loopback() || address.is_unspecified() || reach.own.contains(&address);
        let is_reached = || reach.networks.iter().any(|reached| reached.network.contains(&address));
        // IPv4 addresses are translated on networks that carry IPv6 only (RFC 6052).
        let is_translated = || address.is_ipv4() && reach.carries_ipv6_only();
        if is_here || is_reached() || is_translated() { Connectivity::Up } else { Connectivity::Offline(reach.lacks()) }
    }

    /// Whether somebody can be asked for the address of a name: by a default route, or a name server that is attached.
    #[must_use]
    pub fn names(&self) -> Connectivity {
        let Some(reach) = &self.0 else { return Connectivity::Up };
        let is_asked = || reach.name_servers.iter().any(|server| self.towards(*server) == Connectivity::Up);
        if reach.networks.iter().any(ReachedNetwork::is_far) || is_asked() {
            Connectivity::Up
        } else {
            Connectivity::Offline(reach.lacks())
        }
    }
}

impl Reach {
    fn carries_ipv6_only(&self) -> bool {
        let is_ipv4 = |own: &IpAddr| matches!(own, IpAddr::V4(own) if !own.is_loopback() && !own.is_link_local());
        !self.own.iter().any(is_ipv4) && self.networks.iter().any(|reached| reached.is_far_ipv6())
    }

    fn lacks(&self) -> Offline {
        match (self.carrier, self.address) {
            (false, _) => Offline::NoCarrier,
            (true, false) => Offline::NoAddress,
            (true, true) => Offline::NoRoute,
        }
    }
}

impl ReachedNetwork {
    /// A default route, or half of one, or whatever a router takes.
    fn is_far(&self) -> bool {
        self.routed || self.network.prefix_len() <= 1
    }

    fn is_far_ipv6(&self) -> bool {
        matches!(self.network, IpNet::V6(_)) && self.is_far()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reach(networks: &[(&str, bool)]) -> Reach {
        let networks = networks.iter();
        let networks =
            networks.map(|(network, routed)| ReachedNetwork { network: network.parse().unwrap(), routed: *routed });
        Reach {
            carrier: true,
            address: true,
            own: vec!["192.0.2.7".parse().unwrap()],
            networks: networks.collect(),
            name_servers: Vec::new(),
        }
    }

    fn towards(reach: &Reach, address: &str) -> Connectivity {
        Uplinks::found(reach.clone()).towards(address.parse().unwrap())
    }

    #[test]
    fn a_machine_without_a_default_route_reaches_itself_and_what_is_attached() {
        let reach = reach(&[("192.0.2.0/24", false)]);
        for near in ["127.0.0.1", "::1", "192.0.2.7", "192.0.2.9", "::ffff:192.0.2.9"] {
            assert_eq!(towards(&reach, near), Connectivity::Up, "{near}");
        }
        for far in ["198.51.100.1", "2001:db8::1"] {
            assert_eq!(towards(&reach, far), Connectivity::Offline(Offline::NoRoute), "{far}");
        }
        assert_eq!(Uplinks::found(reach).names(), Connectivity::Offline(Offline::NoRoute));
    }

    #[test]
    fn an_attached_name_server_is_asked_without_a_default_route() {
        let mut reach = reach(&[("192.0.2.0/24", false)]);
        reach.name_servers.push("192.0.2.53".parse().unwrap());
        assert_eq!(Uplinks::found(reach.clone()).names(), Connectivity::Up);
        reach.name_servers = vec!["198.51.100.53".parse().unwrap()];
        assert_eq!(Uplinks::found(reach).names(), Connectivity::Offline(Offline::NoRoute));
    }

    #[test]
    fn what_is_missing_is_named() {
        let nothing = Reach { address: false, ..reach(&[]) };
        assert_eq!(towards(&nothing, "198.51.100.1"), Connectivity::Offline(Offline::NoAddress));
        let nothing = Reach { carrier: false, ..nothing };
        assert_eq!(towards(&nothing, "198.51.100.1"), Connectivity::Offline(Offline::NoCarrier));
        assert_eq!(towards(&nothing, "127.0.0.1"), Connectivity::Up);
        assert_eq!(Uplinks::unknown().towards([198, 51, 100, 1].into()), Connectivity::Up);
        assert_eq!(Uplinks::unknown().names(), Connectivity::Up);
    }

    #[test]
    fn a_default_route_leads_to_its_own_family_and_ipv6_carries_both() {
        let ipv4 = reach(&[("0.0.0.0/0", true)]);
        assert_eq!(towards(&ipv4, "198.51.100.1"), Connectivity::Up);
        assert_eq!(towards(&ipv4, "2001:db8::1"), Connectivity::Offline(Offline::NoRoute));
        let ipv6 = reach(&[("::/0", true)]);
        assert_eq!(towards(&ipv6, "198.51.100.1"), Connectivity::Offline(Offline::NoRoute), "it has an IPv4 address");
        let ipv6 = Reach { own: vec!["127.0.0.1".parse().unwrap(), "2001:db8::7".parse().unwrap()], ..ipv6 };
        assert_eq!(towards(&ipv6, "198.51.100.1"), Connectivity::Up);
        assert_eq!(towards(&ipv6, "2001:db8::1"), Connectivity::Up);
        for far in [reach(&[("0.0.0.0/1", false)]), reach(&[("10.0.0.0/8", true)]), ipv4, ipv6] {
            assert_eq!(Uplinks::found(far).names(), Connectivity::Up);
        }
    }
}
