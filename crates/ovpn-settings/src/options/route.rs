//! `route` and `route-ipv6`. Only literal addresses are taken: looking a name up before the tunnel is there would tell the
//! network of it, and a server could use it to find out what the client's resolver knows.

use std::net::{Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use vpn_api::{Domain, RouteDestination};

use super::{Remark, TunnelOption, remark::Values};
use crate::{Route, RouteGateway};

/// `route network [netmask [gateway [metric]]]`. Host bits are cut off.
pub(super) fn route(values: Values<'_>) -> Result<TunnelOption, Remark> {
    let network = values.need(0)?;
    let Ok(address) = network.parse::<Ipv4Addr>() else { return Err(by_name(network)) };
    let mask = match values.given(1) {
        Some(text) => text.parse().map_err(|_| Remark::left_out(text))?,
        None => Ipv4Addr::BROADCAST,
    };
    let net = Ipv4Net::with_netmask(address, mask).map_err(|_| Remark::left_out(&mask.to_string()))?;
    to(net.into(), gateway(values.given(2))?, values.given(3))
}

/// `route-ipv6 network/bits [gateway [metric]]`; without bits, a single address. The gateway is for layer 2 tunnels only
/// (openvpn(8)), but for the one word that leads outside.
pub(super) fn route_ipv6(values: Values<'_>) -> Result<TunnelOption, Remark> {
    let network = values.need(0)?;
    let alone = || network.parse::<Ipv6Addr>().ok().map(Ipv6Net::from);
    let net = network.parse::<Ipv6Net>().ok().or_else(alone).ok_or_else(|| Remark::left_out(network))?;
    let gateway = match values.given(1) {
        None | Some("vpn_gateway") => RouteGateway::Vpn,
        Some("net_gateway" | "net_gateway_ipv6") => RouteGateway::Net,
        Some(text) => text.parse::<Ipv6Addr>().map(|_| RouteGateway::Vpn).map_err(|_| Remark::left_out(text))?,
    };
    to(net.into(), gateway, values.given(2))
}

/// `route-gateway address|dhcp`: what `vpn_gateway` and a route without a gateway mean. On a layer 3 tunnel nothing follows from
/// `dhcp`. OpenVPN takes its own words for gateways, too, and no names.
pub(super) fn route_gateway(values: Values<'_>) -> Result<TunnelOption, Remark> {
    let text = values.need(0)?;
    let address = text.parse::<Ipv4Addr>().ok();
    let named = matches!(text, "dhcp" | "vpn_gateway" | "net_gateway" | "remote_host");
    if address.is_none() && !named { Err(Remark::bad(text)) } else { Ok(TunnelOption::RouteGateway(address)) }
}

/// The gateway of a route of IPv4. Which addresses are the tunnel's own is known once the server has said it; the previous
/// gateway, another host and whatever has a name are outside.
fn gateway(text: Option<&str>) -> Result<RouteGateway, Remark> {
    Ok(match text {
        // An unspecified address is what some servers write for "no particular gateway".
        None | Some("vpn_gateway" | "0.0.0.0") => RouteGateway::Vpn,
        Some("net_gateway" | "remote_host") => RouteGateway::Net,
        Some(text) => match text.parse() {
            Ok(address) => RouteGateway::Address(address),
            Err(_) if is_name(text) => RouteGateway::Net,
            Err(_) => return Err(Remark::left_out(text)),
        },
    })
}

fn to(net: IpNet, gateway: RouteGateway, metric: Option<&str>) -> Result<TunnelOption, Remark> {
    let destination = RouteDestination::new(net).map_err(|why| Remark::unusable(&net.to_string(), why))?;
    let metric = metric.map(|text| text.parse().map_err(|_| Remark::left_out(text))).transpose()?;
    Ok(TunnelOption::Route(Route { destination, gateway, metric }))
}

/// Whether a text is a name that could be looked up, and no address that is written wrongly.
fn is_name(text: &str) -> bool {
    Domain::parse(text).is_ok() && !text.starts_with(|c: char| c.is_ascii_digit())
}

/// What OpenVPN would look up.
fn by_name(network: &str) -> Remark {
    match network {
        "remote_host" => Remark::ServerItself,
        name if is_name(name) => Remark::RouteByName(Remark::shown(name)),
        other => Remark::left_out(other),
    }
}
