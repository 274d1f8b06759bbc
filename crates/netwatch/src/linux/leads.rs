//! Where the kernel leads the packets of an ordinary socket, and whom the system asks for names.

use std::{collections::BTreeMap, io, net::IpAddr, path::Path};

use netconf::linux::read;
use rtnetlink::{
    packet_core::NLM_F_DUMP,
    packet_route::{
        RouteNetlinkMessage,
        link::{LinkAttribute, LinkMessage},
    },
};

use super::{
    egress::{ask, leaves_by, socket},
    names::RESOLVER_FILE,
    resolved,
};
use crate::leads::{Leads, SystemNames};

/// Where packets to each of these addresses go, by all rules and tables. Nothing is sent there.
///
/// # Errors
/// The kernel does not tell.
pub fn leads(to: &[IpAddr]) -> io::Result<Vec<Leads>> {
    let mut names = BTreeMap::new();
    let socket = socket()?;
    ask(&socket, RouteNetlinkMessage::GetLink(LinkMessage::default()), NLM_F_DUMP, |answer| {
        if let RouteNetlinkMessage::NewLink(link) = answer {
            let name = link.attributes.into_iter().find_map(|attribute| match attribute {
                LinkAttribute::IfName(name) => Some(name),
                _ => None,
            });
            names.extend(name.map(|name| (link.header.index, name)));
        }
    })?;
    to.iter()
        .map(|address| {
            let index = leaves_by(&socket, address.to_canonical(), None)?;
            Ok(index.and_then(|index| names.get(&index.get())).map_or(Leads::Nowhere, |name| Leads::By(name.clone())))
        })
        .collect()
}

/// Whether the system has one list of name servers for all names, which Adit has written.
#[must_use]
pub fn one_list() -> bool {
    read::effective(Path::new(RESOLVER_FILE)).starts_with(read::MARK.as_bytes())
}

/// Whom the system asks for names now.
pub async fn system_names() -> SystemNames {
    let file = read::effective(Path::new(RESOLVER_FILE));
    if read::is_stub(&file) {
        let found = resolved::uplinks().await.ok().flatten();
        let servers = found.map(|found| found.servers.into_iter().map(|server| server.address).collect());
        return SystemNames { servers };
    }
    let address = |text: &String| text.split('%').next().unwrap_or_default().parse::<IpAddr>().ok();
    let servers: Vec<IpAddr> = read::name_servers(&file).iter().filter_map(address).collect();
    let cached = !servers.is_empty() && servers.iter().all(IpAddr::is_loopback);
    SystemNames { servers: (!cached).then_some(servers) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_by_an_interface_that_the_kernel_does_not_name() {
        let lo = ["127.0.0.1", "::1"].map(|address| address.parse().unwrap());
        assert_eq!(leads(&lo).unwrap(), [Leads::Nowhere, Leads::Nowhere], "it stays on this machine");
        assert_eq!(leads(&[]).unwrap(), []);
    }
}
