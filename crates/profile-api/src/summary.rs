//! What the import sheet says about a profile, as data.

use ipnet::IpNet;

use crate::{
    form::Server,
    sign_in::{Asks, SignIn},
};

/// A profile in short. Also there for a profile that cannot be used, as far as its text can be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// What whoever made the profile calls it.
    pub name_hint: Option<String>,
    /// Servers in their order.
    pub servers: Vec<Server>,
    /// They are tried in random order.
    pub random_order: bool,
    /// How one signs in.
    pub sign_in: SignIn,
    /// What has to be typed for it.
    pub asks: Asks,
    /// User name in the profile.
    pub username: Option<String>,
    /// What goes through the tunnel.
    pub traffic: TunnelTraffic,
    /// Networks that the file itself sends through the tunnel, as CIDR.
    pub routes: Vec<String>,
    /// DNS servers in the file. The server may give others.
    pub dns: Vec<String>,
    /// Search domains in the file.
    pub search: Vec<String>,
}

/// What goes through the tunnel, as far as the file says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TunnelTraffic {
    /// The server decides; the file names nothing.
    #[default]
    ServerDecides,
    /// The networks in the file, and what the server adds.
    RoutesAndServer,
    /// Everything.
    Everything,
    /// Only the networks in the file, whatever the server says.
    OnlyRoutes,
}

impl Summary {
    /// Networks of the file that lie over the network this machine is on: what is in both is reached through the tunnel only,
    /// or not at all. `local` are the networks of this machine's interfaces.
    #[must_use]
    pub fn overlaps(&self, local: &[IpNet]) -> Vec<(String, IpNet)> {
        overlaps(self.routes.iter().filter_map(|route| route.parse().ok()), local)
    }
}

/// Pairs of a route (of the file, or pushed by a server) and a local network of which one contains the other. Default routes
/// overlap with everything by intention and are left out.
#[must_use]
pub fn overlaps(routes: impl Iterator<Item = IpNet>, local: &[IpNet]) -> Vec<(String, IpNet)> {
    let routes: Vec<IpNet> = routes.filter(|route| route.prefix_len() > 1).collect();
    let pairs = routes.iter().flat_map(|route| local.iter().map(move |net| (route, net)));
    pairs
        .filter(|(route, net)| route.contains(*net) || net.contains(*route))
        .map(|(r, net)| (r.to_string(), *net))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_in_both_places_are_found() {
        let routes = ["192.168.0.0/16", "10.0.0.0/8", "::/0"].map(str::to_owned).to_vec();
        let summary = Summary { routes, ..Summary::default() };
        let local: Vec<IpNet> = vec!["192.168.1.0/24".parse().unwrap(), "fe80::/64".parse().unwrap()];
        assert_eq!(summary.overlaps(&local), [("192.168.0.0/16".to_owned(), local[0])]);
        assert!(summary.overlaps(&[]).is_empty());
    }
}
