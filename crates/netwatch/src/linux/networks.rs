//! The networks of the uplinks.

use std::collections::BTreeSet;

use ipnet::IpNet;
use netconf::linux::read::{self, Link, Netlink, Route, TABLE_MAIN};

use crate::LocalNetwork;

/// Networks that are told at most.
const MAX_LOCAL_NETWORKS: usize = 256;

/// The networks of the uplinks: what the machine is directly attached to by an interface that a default route leads through,
/// other than a tunnel of ours. Empty if the kernel does not tell.
pub async fn local_networks() -> Vec<LocalNetwork> {
    let looking = async {
        let mut netlink = Netlink::new()?;
        let links = read::links(&mut netlink).await?;
        let routes = read::routes(&mut netlink, |table| table == TABLE_MAIN).await?;
        let is_default = |route: &&Route| route.is_unicast() && route.key.destination.prefix_len() == 0;
        let uplinks: BTreeSet<u32> =
            routes.iter().filter(is_default).flat_map(|route| &route.through).copied().collect();
        let mut found: Vec<LocalNetwork> = Vec::new();
        for route in routes.iter().filter(|route| route.is_unicast() && !route.has_gateway) {
            let network = route.key.destination;
            let of = |link: &&Link| route.through.contains(&link.interface.index);
            let is_network = network.prefix_len() > 0 && !is_link_local(&network);
            let is_uplink =
                |link: &&Link| uplinks.contains(&link.interface.index) && !read::is_ours(&link.interface.name);
            if let Some(link) = links.iter().find(of).filter(is_uplink)
                && is_network
                && found.len() < MAX_LOCAL_NETWORKS
            {
                found.push(LocalNetwork { network, interface: link.interface.name.clone() });
            }
        }
        Ok::<_, std::io::Error>(found)
    };
    looking.await.unwrap_or_else(|error| {
        tracing::debug!(%error, "cannot look at the local networks");
        Vec::new()
    })
}

/// Every interface has these (RFC 4291 §2.5.6), so they say nothing about where the machine is.
fn is_link_local(network: &IpNet) -> bool {
    matches!(network, IpNet::V6(network) if network.addr().is_unicast_link_local())
}
