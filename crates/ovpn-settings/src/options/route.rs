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
    to(net.into(), values.given(2), values.given(3))
}

/// `route-ipv6 network/bits [gateway [metric]]`; without bits, a single address.
pub(super) fn route_ipv6(values: Values<'_>) -> Result<TunnelOption, Remark> {
    let network = values.need(0)?;
    let alone = || network.parse::<Ipv6Addr>().ok().map(Ipv6Net::from);
    let net = network.parse::<Ipv6Net>().ok().or_else(alone).ok_or_else(|| Remark::left_out(network))?;
    to(net.into(), values.given(1), values.given(2))
}

fn to(net: IpNet, gateway: Option<&str>, metric: Option<&str>) -> Result<TunnelOption, Remark> {
    let destination = RouteDestination::new(net).map_err(|why| Remark::unusable(&net.to_string(), why))?;
    let gateway = match gateway {
        // An unspecified address is what some servers write for "no particular gateway".
        None | Some("vpn_gateway" | "0.0.0.0" | "::") => RouteGateway::Vpn,
        Some("net_gateway" | "net_gateway_ipv6") => RouteGateway::Net,
        Some(text) => RouteGateway::Address(text.parse().map_err(|_| Remark::left_out(text))?),
    };
    let metric = metric.map(|text| text.parse().map_err(|_| Remark::left_out(text))).transpose()?;
    Ok(TunnelOption::Route(Route { destination, gateway, metric }))
}

/// What OpenVPN would look up.
fn by_name(network: &str) -> Remark {
    match network {
        "remote_host" => Remark::ServerItself,
        name if Domain::parse(name).is_ok() && !name.starts_with(|c: char| c.is_ascii_digit()) => {
            Remark::RouteByName(name.to_owned())
        }
        other => Remark::left_out(other),
    }
}
