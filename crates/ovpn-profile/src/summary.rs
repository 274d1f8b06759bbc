//! What the import sheet says about a profile, as data.

use ipnet::IpNet;
use serde::Serialize;

use crate::{
    Import, SignIn,
    edit::{self, Server},
    outline::Outline,
};

/// A profile in short. Also there for a profile that cannot be used, as far as its text can be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// What whoever made the profile calls it.
    pub name_hint: Option<String>,
    /// Servers in their order.
    pub servers: Vec<Server>,
    /// They are tried in random order.
    pub random_order: bool,
    /// How one signs in.
    pub sign_in: SignIn,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TunnelTraffic {
    /// The server decides; the file names nothing.
    ServerDecides,
    /// The networks in the file, and what the server adds.
    RoutesAndServer,
    /// Everything.
    Everything,
    /// Only the networks in the file, whatever the server says.
    OnlyRoutes,
}

impl Summary {
    /// The summary of a text and of what [`crate::parse`] made of it.
    #[must_use]
    pub fn of(text: &str, import: &Import) -> Self {
        let form = edit::read(text);
        let parsed = import.outcome.as_ref().ok();
        let traffic = match form.traffic {
            edit::Traffic::Everything => TunnelTraffic::Everything,
            edit::Traffic::OnlyRoutes => TunnelTraffic::OnlyRoutes,
            edit::Traffic::AsServerSays if form.routes.is_empty() => TunnelTraffic::ServerDecides,
            edit::Traffic::AsServerSays => TunnelTraffic::RoutesAndServer,
        };
        let login = parsed.and_then(|parsed| parsed.profile.login.as_ref());
        Self {
            name_hint: parsed.and_then(|parsed| parsed.name_hint.clone()),
            servers: form.servers,
            random_order: form.random_order,
            sign_in: parsed.map_or_else(|| guess(text), |parsed| parsed.sign_in),
            username: login.and_then(|login| login.username.clone()).or(form.username),
            traffic,
            routes: form.routes,
            dns: form.dns,
            search: form.search,
        }
    }

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

/// How one signs in, from the directives alone.
fn guess(text: &str) -> SignIn {
    let Some(outline) = Outline::of(text) else { return SignIn::default() };
    let browser = outline.has("auth-federate");
    let asked = !browser && (outline.has("auth-user-pass") || outline.has("static-challenge"));
    let block = outline.global().rfind(|item| item.is_block() && item.name == "auth-user-pass");
    let mut lines = block.map(|block| outline.content(block).lines().filter(|line| !line.trim().is_empty()));
    let mut given = || lines.as_mut().and_then(Iterator::next).is_some();
    let (username, password) = (given(), given());
    SignIn {
        certificate: outline.has("cert") || outline.has("pkcs12"),
        username: asked && !username,
        password: asked && !password,
        key_passphrase: false,
        challenge: !browser && outline.has("static-challenge"),
        browser,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{NoSideFiles, parse};

    fn summary(text: &str) -> Summary {
        Summary::of(text, &parse(text.as_bytes(), &NoSideFiles))
    }

    #[test]
    fn a_profile_without_its_files_has_a_summary() {
        let found = summary(
            "client\nremote a 443 tcp\nca ca.crt\ncert me.crt\nkey me.key\nauth-user-pass\nroute 10.1.0.0 255.255.0.0\n",
        );
        assert_eq!((found.servers.len(), found.traffic), (1, TunnelTraffic::RoutesAndServer));
        assert!(found.sign_in.certificate && found.sign_in.username && found.sign_in.password);
        assert_eq!(summary("redirect-gateway").traffic, TunnelTraffic::Everything);
        assert_eq!(summary("route-nopull").traffic, TunnelTraffic::OnlyRoutes);
        assert_eq!(summary("\"").traffic, TunnelTraffic::ServerDecides);
    }

    #[test]
    fn networks_in_both_places_are_found() {
        let found = summary("route 192.168.0.0 255.255.0.0\nroute 10.0.0.0 255.0.0.0\nroute-ipv6 ::/0\n");
        let local: Vec<IpNet> = vec!["192.168.1.0/24".parse().unwrap(), "fe80::/64".parse().unwrap()];
        assert_eq!(found.overlaps(&local), [("192.168.0.0/16".to_owned(), local[0])]);
        assert!(found.overlaps(&[]).is_empty());
    }
}
