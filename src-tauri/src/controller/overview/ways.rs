//! What goes where, as text. Pure.

use profiles::ProfileId;
use vpn_api::{
    ConnectionDetails, ConnectionId, TunnelState, Ways,
    contract::ConnectionSnapshot,
    ways::{Lost, NetworkWay, TunnelName, Way},
};

use crate::{
    controller::{Controller, connections::Connections},
    strings::{self, Value},
    view::{WayKind, WayRow, WaysView},
};

/// Names a profile or a connection.
type NameOf<'a> = dyn Fn(&ProfileId) -> String + 'a;

/// The whole picture.
pub(in crate::controller) fn build(connections: &Connections, name_of: &NameOf<'_>) -> WaysView {
    let ways = &connections.ways;
    if ways.networks.is_empty() && ways.names.is_empty() {
        return WaysView::default();
    }
    let teller = Teller { connections, name_of };
    let (whole, mut parts): (Vec<_>, Vec<_>) = ways.networks.iter().partition(|way| way.network.prefix_len() == 0);
    parts.sort_by_key(|way| way.network);
    let mut networks: Vec<WayRow> = parts.iter().map(|way| teller.network(way, way.network.to_string())).collect();
    let any = !networks.is_empty();
    networks.extend(teller.everything(&whole, any));
    let more = (ways.left_out > 0).then(|| strings::text("ways-more", &[("count", Value::from(ways.left_out))]));
    WaysView { networks, more, names: teller.names(ways) }
}

struct Teller<'a> {
    connections: &'a Connections,
    name_of: &'a NameOf<'a>,
}

impl Teller<'_> {
    /// The tunnel's name, and the profile if it is ours.
    fn tunnel(&self, tunnel: &TunnelName) -> (String, Option<String>) {
        match ours(self.connections, tunnel) {
            Some(id) => ((self.name_of)(&id), Some(id.to_string())),
            None => (strings::text("ways-other-user", &[]), None),
        }
    }

    fn network(&self, way: &NetworkWay, what: String) -> WayRow {
        let (name, profile) = self.tunnel(way.way.tunnel());
        let why = way.others.iter().filter_map(|other| {
            let (mut values, network) = (vec![("name", Value::from(name.clone()))], way.network.prefix_len());
            values.push(("other", Value::from(self.tunnel(&other.tunnel).0)));
            match &other.why {
                Lost::LaterUp => Some(strings::text("ways-later", &values)),
                // Whoever takes everything else is told below.
                Lost::Wider { network: wider } if wider.prefix_len() == 0 || network == 0 => None,
                Lost::Wider { network } => {
                    values.push(("network", Value::from(network.to_string())));
                    Some(strings::text("ways-wider", &values))
                }
            }
        });
        let why = why.collect();
        match way.way {
            Way::Tunnel(_) => WayRow { what, way: name, kind: WayKind::Tunnel, profile, why },
            Way::HeldBack(_) => {
                WayRow { what, way: strings::text("ways-held", &[]), kind: WayKind::Held, profile, why }
            }
        }
    }

    /// The whole of both families: one row where they go the same way.
    fn everything(&self, whole: &[&NetworkWay], any: bool) -> Vec<WayRow> {
        let text = |id: &str| strings::text(id, &[]);
        let (all, six_only) =
            if any { ("ways-everything-else", "ways-ipv6-else") } else { ("ways-everything", "ways-ipv6") };
        let direct = |what: String| WayRow {
            what,
            way: text("ways-direct"),
            kind: WayKind::Direct,
            profile: None,
            why: Vec::new(),
        };
        let of = |v4: bool| whole.iter().find(|way| way.network.addr().is_ipv4() == v4);
        match (of(true), of(false)) {
            (None, None) => vec![direct(text(all))],
            (Some(four), Some(six)) if four.way == six.way => vec![self.network(four, text(all))],
            (four, six) => {
                let row = |way: Option<&&NetworkWay>, what: &str| match way {
                    Some(way) => self.network(way, text(what)),
                    None => direct(text(what)),
                };
                vec![row(four, all), row(six, six_only)]
            }
        }
    }

    fn names(&self, ways: &Ways) -> Vec<WayRow> {
        let any = ways.names.iter().any(|names| !names.domains.is_empty());
        let mut rows = Vec::new();
        for names in &ways.names {
            let one =
                names.servers.first().filter(|first| names.servers.iter().all(|other| other.tunnel == first.tunnel));
            let way = match one {
                Some(first) => {
                    let servers: Vec<_> = names.servers.iter().map(|server| server.address.to_string()).collect();
                    let values = [
                        ("servers", Value::from(servers.join(", "))),
                        ("name", Value::from(self.tunnel(&first.tunnel).0)),
                    ];
                    strings::text("ways-servers", &values)
                }
                None => {
                    let each = names.servers.iter().map(|server| {
                        let name = Value::from(self.tunnel(&server.tunnel).0);
                        strings::text(
                            "ways-server",
                            &[("server", Value::from(server.address.to_string())), ("name", name)],
                        )
                    });
                    each.collect::<Vec<_>>().join(", ")
                }
            };
            let profile = one.and_then(|first| self.tunnel(&first.tunnel).1);
            let why =
                if ways.one_list && one.is_none() { vec![strings::text("ways-one-list", &[])] } else { Vec::new() };
            let row = |what| WayRow {
                what,
                way: way.clone(),
                kind: WayKind::Tunnel,
                profile: profile.clone(),
                why: why.clone(),
            };
            if names.domains.is_empty() {
                rows.push(row(strings::text(if any { "ways-other-names" } else { "ways-all-names" }, &[])));
            }
            let below = |domain: &String| strings::text("ways-below", &[("domain", Value::from(domain.clone()))]);
            rows.extend(names.domains.iter().map(|domain| row(below(domain))));
        }
        if any && ways.names.iter().all(|names| !names.domains.is_empty()) {
            rows.push(WayRow {
                what: strings::text("ways-other-names", &[]),
                way: strings::text("ways-as-without", &[]),
                kind: WayKind::Direct,
                profile: None,
                why: Vec::new(),
            });
        }
        rows
    }
}

impl Controller {
    /// Which traffic goes through a tunnel that has come up, where others change what it says for itself.
    pub(in crate::controller) fn beside(&self, snapshot: &ConnectionSnapshot) -> Option<String> {
        let TunnelState::Connected(tunnel) = &snapshot.state else { return None };
        let other = |name: &TunnelName| match ours(&self.connections, name) {
            Some(id) => self.name_of(&id),
            None => strings::text("ways-other-user", &[]),
        };
        let name = self.name_of(&snapshot.connection.clone().into());
        sentence(&self.connections.ways, &snapshot.connection, tunnel, (&name, &other))
    }
}

/// The profile, if the tunnel is ours.
fn ours(connections: &Connections, tunnel: &TunnelName) -> Option<ProfileId> {
    let known = connections.known.get(&tunnel.connection).filter(|known| known.owner == tunnel.owner)?;
    Some(known.connection.clone().into())
}

/// Which traffic goes through a tunnel beside others, in one sentence. None: the others change nothing of what it says for itself.
pub(in crate::controller) fn sentence(
    ways: &Ways,
    connection: &ConnectionId,
    tunnel: &ConnectionDetails,
    (name, other): (&str, &dyn Fn(&TunnelName) -> String),
) -> Option<String> {
    let is_mine = |name: &TunnelName| name.connection == *connection;
    let wanted = |way: &&NetworkWay| way.others.iter().any(|other| is_mine(&other.tunnel));
    let parts = || ways.networks.iter().filter(|way| way.network.prefix_len() > 0);
    let owned = parts().filter(|way| is_mine(way.way.tunnel())).count();
    let lost: Vec<&NetworkWay> = parts().filter(wanted).collect();
    let whole = ways.networks.iter().find(|way| way.network.prefix_len() == 0 && way.network.addr().is_ipv4());
    let named = |id: &str, more: &[(&str, Value)], of: &NetworkWay| {
        let mut values = vec![("name", Value::from(name.to_owned())), ("other", Value::from(other(of.way.tunnel())))];
        values.extend(more.iter().cloned());
        Some(strings::text(id, &values))
    };
    if tunnel.all_ipv4 {
        return match (whole.filter(wanted), lost.as_slice()) {
            (Some(taken), _) if owned == 0 => named("sentence-nothing-all-taken", &[], taken),
            (Some(taken), _) => named("sentence-rest-elsewhere", &[("count", Value::from(owned))], taken),
            (None, []) => None,
            (None, [one]) => named("sentence-all-but-one", &[("network", Value::from(one.network.to_string()))], one),
            (None, [one, ..]) => named("sentence-all-but-some", &[("count", Value::from(lost.len()))], one),
        };
    }
    let first = lost.first()?;
    if owned == 0 {
        return named("sentence-nothing-taken", &[], first);
    }
    named("sentence-some-lost", &[("count", Value::from(owned)), ("lost", Value::from(lost.len()))], first)
}

#[cfg(test)]
pub(super) mod tests;
