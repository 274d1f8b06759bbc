//! The machine's lock as a value: what leaves the machine, and which addresses answer only through their tunnel.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::{IpAddr, SocketAddr},
};

use ipnet::IpNet;

/// What the machine lets out, and in. [`Lock::default`] is no rule at all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lock {
    /// Addresses of tunnels, by interface. Nobody reaches them through another one, and nobody is told about them there
    /// (CVE-2019-14899).
    pub addresses: BTreeMap<String, BTreeSet<IpAddr>>,
    /// Whose these tunnels are, by interface, as the numbers of their users: on the machine itself nobody else but root reaches
    /// what listens at their addresses.
    pub users: BTreeMap<String, u32>,
    /// Interfaces of tunnels, through which alone names are asked for; empty: names go where they like, as far as
    /// `held` lets them.
    pub names_through: BTreeSet<String>,
    /// What is let out; `None`: everything.
    pub held: Option<Held>,
}

impl Lock {
    /// Whether it is no rule at all.
    #[must_use]
    pub fn is_open(&self) -> bool {
        *self == Self::default()
    }
}

/// What is let out while traffic is held back. Loopback and what keeps an uplink's address (DHCP, neighbour discovery) always are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Held {
    /// Interfaces of tunnels that are up, each with its name servers: nobody else is asked for names through it. One without
    /// name servers carries names to anybody.
    pub tunnels: BTreeMap<String, BTreeSet<IpAddr>>,
    /// Servers and proxies, for the tunnels' own sockets.
    pub servers: BTreeSet<SocketAddr>,
    /// The tunnels' own sockets may ask any name server.
    pub look_ups: bool,
    /// Directly attached private networks; `None`: the local network is not reached.
    pub lan: Option<BTreeSet<IpNet>>,
    /// Networks that the tunnels that are up leave outside.
    pub outside: BTreeSet<IpNet>,
    /// No tunnel brings name servers, and the local network's are asked as before.
    pub lan_names: bool,
    /// Users whose programs reach web servers, for a sign-in.
    pub web: BTreeSet<u32>,
    /// Name servers of the uplinks that everybody may ask meanwhile.
    pub name_servers: BTreeSet<IpAddr>,
}

/// What a lock is made for: where the machine is just now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// Private networks that it is directly attached to.
    pub networks: BTreeSet<IpNet>,
    /// The name servers of its uplinks.
    pub name_servers: BTreeSet<IpAddr>,
}
