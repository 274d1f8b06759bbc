//! The networks that the machine is in beside our tunnels.

use std::collections::BTreeSet;

use ipnet::IpNet;

use super::{backend::is_ours, ids::TABLE_MAIN, links, netlink::Netlink, routes};
use crate::networks::is_private;

/// Networks that are told at most.
const MAX_LOCAL_NETWORKS: usize = 256;

/// The private networks that the machine is directly attached to by any interface but ours: the local network, and those of
/// containers and virtual machines. Empty if the kernel does not tell.
pub async fn private_networks() -> BTreeSet<IpNet> {
    let looking = async {
        let mut netlink = Netlink::new()?;
        let links = links::links(&mut netlink).await?;
        let routes = routes::routes(&mut netlink, |table| table == TABLE_MAIN).await?;
        let is_other =
            |index: &u32| links.iter().any(|link| link.interface.index == *index && !is_ours(&link.interface.name));
        let attached = routes.iter().filter(|route| route.is_unicast() && !route.has_gateway);
        let attached = attached.filter(|route| route.through.iter().any(is_other)).map(|route| route.key.destination);
        Ok::<_, std::io::Error>(attached.filter(is_private).take(MAX_LOCAL_NETWORKS).collect())
    };
    looking.await.unwrap_or_else(|error| {
        tracing::debug!(%error, "cannot look at the attached networks");
        BTreeSet::new()
    })
}
