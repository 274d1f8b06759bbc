//! Facts of a tunnel that is up.

use vpn_api::{ConnectionDetails, DataPathReport, Notice, notice::Many, state::ServerLabel};

use crate::{
    strings::{self, Value},
    view::Details,
};

/// Which traffic goes through the tunnel, in one sentence.
pub(crate) fn summary(tunnel: &ConnectionDetails, name: &str) -> String {
    let count = tunnel.networks.len() + usize::from(tunnel.all_ipv6);
    let own: Vec<_> = tunnel.addresses.iter().map(|address| address.trunc()).collect();
    let id = match (tunnel.all_ipv4, tunnel.all_ipv6) {
        (true, true) => "sentence-all-traffic",
        (true, false) if tunnel.ipv6_blocked => "sentence-all-traffic-ipv6-held",
        (true, false) => "sentence-all-traffic-ipv4",
        (false, false) if tunnel.networks.iter().all(|network| own.contains(network)) => "sentence-no-traffic",
        (false, _) => "sentence-some-traffic",
    };
    strings::text(id, &[("name", Value::from(name.to_owned())), ("count", Value::from(count))])
}

/// Values of a sentence about a server. The port is text, so that no language groups its digits.
pub(super) fn server_values(server: &ServerLabel) -> Vec<(&'static str, Value)> {
    vec![
        ("host", Value::from(server.host.clone())),
        ("transport", Value::from(server.transport.to_string())),
        ("port", Value::from(server.port.to_string())),
    ]
}

/// The facts.
pub(super) fn build(tunnel: &ConnectionDetails, path: Option<&DataPathReport>) -> Details {
    let mut values = server_values(&tunnel.server);
    let id = match tunnel.server.address {
        Some(address) if address.ip().to_string() != tunnel.server.host => {
            values.push(("address", Value::from(address.ip().to_string())));
            "details-server-address-value"
        }
        Some(_) | None => "details-server-value",
    };
    Details {
        server: strings::text(id, &values),
        addresses: tunnel.addresses.iter().map(|address| address.addr().to_string()).collect(),
        protocol: tunnel.protocol.clone(),
        cipher: tunnel.security.data.clone(),
        tls: tunnel.security.handshake.clone(),
        dns: tunnel.dns.iter().map(ToString::to_string).collect(),
        networks: networks(tunnel),
        interface: tunnel.interface.clone(),
        mtu: tunnel.mtu,
        path: path.map(strings::data_path).unwrap_or_default(),
        cautions: tunnel.notices.iter().filter(|notice| is_caution(notice)).map(strings::notice).collect(),
        remarks: tunnel.notices.iter().filter(|notice| !is_caution(notice)).map(strings::notice).collect(),
        banner: tunnel.banner.clone(),
        session_end: tunnel.session_end.map(|end| strings::session_end(end, tunnel.since)),
        pac_url: tunnel.pac_url.clone(),
        up_ms: tunnel.up_ms,
    }
}

/// Whether names or traffic may not get where the user expects.
fn is_caution(notice: &Notice) -> bool {
    match notice {
        Notice::NameServerNotUsed { .. }
        | Notice::RouteNotUsed { .. }
        | Notice::AddressNotUsed { .. }
        | Notice::DomainsWithoutServer { .. }
        | Notice::RouteIsLocalNetwork { .. }
        | Notice::TooMany { what: Many::Routes | Many::Addresses, .. }
        | Notice::OptionDiffers { .. }
        | Notice::TakenAway { .. } => true,
        // A tunnel with some of many name servers or domains works; one option less seldom matters to the user.
        Notice::TooMany { what: Many::NameServers | Many::Domains, .. }
        | Notice::DomainNotUsed { .. }
        | Notice::OptionNotUsed { .. }
        | Notice::ServerCompresses => false,
    }
}

fn networks(tunnel: &ConnectionDetails) -> Vec<String> {
    let whole = match (tunnel.all_ipv4, tunnel.all_ipv6) {
        (true, true) => Some("details-all-traffic"),
        (true, false) => Some("details-all-ipv4"),
        (false, true) => Some("details-all-ipv6"),
        (false, false) => None,
    };
    let whole = whole.map(|id| strings::text(id, &[]));
    whole.into_iter().chain(tunnel.networks.iter().map(ToString::to_string)).collect()
}
