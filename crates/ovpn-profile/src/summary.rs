//! A profile in short, also one that cannot be used.

use profile_api::{Summary, TunnelTraffic};

use crate::{
    edit,
    outline::Outline,
    read::Import,
    secrets::{HIDDEN, Secrets},
    sign_in,
};

/// The summary of a text and of what [`crate::parse`] made of it.
#[must_use]
pub fn of(text: &str, import: &Import) -> Summary {
    let mut form = edit::read(text);
    let secrets = Secrets::of(text);
    for server in &mut form.servers {
        if secrets.touches(&server.host) {
            server.host = HIDDEN.to_owned();
        }
    }
    let parsed = import.outcome.as_ref().ok();
    let traffic = match form.traffic {
        edit::Traffic::Everything => TunnelTraffic::Everything,
        edit::Traffic::OnlyRoutes => TunnelTraffic::OnlyRoutes,
        edit::Traffic::AsServerSays if form.routes.is_empty() => TunnelTraffic::ServerDecides,
        edit::Traffic::AsServerSays => TunnelTraffic::RoutesAndServer,
    };
    let login = parsed.and_then(|parsed| parsed.profile.login.as_ref());
    let guess = || Outline::of(text).map(|outline| sign_in::guess(&outline)).unwrap_or_default();
    let (sign_in, asks) = parsed.map_or_else(guess, |parsed| (parsed.sign_in, parsed.asks));
    Summary {
        name_hint: parsed.and_then(|parsed| parsed.name_hint.clone()).filter(|name| !secrets.touches(name)),
        servers: form.servers,
        random_order: form.random_order,
        sign_in,
        asks,
        username: login.and_then(|login| login.username.clone()).or(form.username),
        traffic,
        routes: form.routes,
        dns: form.dns,
        search: form.search,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{NoSideFiles, parse};

    fn summary(text: &str) -> Summary {
        of(text, &parse(text.as_bytes(), &NoSideFiles))
    }

    #[test]
    fn a_profile_without_its_files_has_a_summary() {
        let found = summary(
            "client\nremote a 443 tcp\nca ca.crt\ncert me.crt\nkey me.key\nauth-user-pass\nroute 10.1.0.0 255.255.0.0\n",
        );
        assert_eq!((found.servers.len(), found.traffic), (1, TunnelTraffic::RoutesAndServer));
        assert!(found.sign_in.certificate && found.asks.username && found.asks.password);
        assert_eq!(summary("redirect-gateway").traffic, TunnelTraffic::Everything);
        assert_eq!(summary("route-nopull").traffic, TunnelTraffic::OnlyRoutes);
        assert_eq!(summary("\"").traffic, TunnelTraffic::ServerDecides);
    }
}
