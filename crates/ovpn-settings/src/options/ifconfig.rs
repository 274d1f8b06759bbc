//! Our addresses: `ifconfig`, `ifconfig-ipv6`, `topology`, `tun-mtu`.

use std::net::{Ipv4Addr, Ipv6Addr};

use ipnet::Ipv6Net;
use vpn_api::{Mtu, TunnelAddress};

use super::{Remark, TunnelOption, remark::Values};
use crate::{Ifconfig, Topology};

/// Smallest `tun-mtu` in bytes (OpenVPN's `TUN_MTU_MIN`).
pub const MIN_TUN_MTU: u16 = 100;
/// Largest `tun-mtu` that a server may push, in bytes: the largest of a profile, which the client announces as `IV_MTU`
/// (docs/protocol/openvpn.md §11). OpenVPN takes 1600 unless `tun-mtu-max` says more, since it makes its buffers beforehand.
pub const MAX_PUSHED_MTU: u16 = u16::MAX;
/// What OpenVPN takes for an `ifconfig-ipv6` without a prefix; observed from 2.6.14.
const IPV6_PREFIX: u8 = 64;

pub(super) fn ifconfig(values: Values<'_>) -> Result<TunnelOption, Remark> {
    let local: Ipv4Addr = values.number(0)?;
    let second = values.number(1)?;
    let pair = Ifconfig::new(local, second).map_err(|why| Remark::unusable(&local.to_string(), why))?;
    Ok(TunnelOption::Ifconfig(pair))
}

/// `ifconfig-ipv6 address[/bits] peer`. The peer is what a point-to-point interface would need; ours has a route instead.
pub(super) fn ifconfig_ipv6(values: Values<'_>) -> Result<TunnelOption, Remark> {
    let text = values.need(0)?;
    let alone = || text.parse::<Ipv6Addr>().ok().and_then(|address| Ipv6Net::new(address, IPV6_PREFIX).ok());
    let net = text.parse::<Ipv6Net>().ok().or_else(alone).ok_or_else(|| Remark::bad(text))?;
    TunnelAddress::new(net.into()).map(TunnelOption::IfconfigIpv6).map_err(|why| Remark::unusable(text, why))
}

pub(super) fn topology(values: Values<'_>) -> Result<TunnelOption, Remark> {
    Ok(TunnelOption::Topology(match values.need(0)? {
        "net30" => Topology::Net30,
        "p2p" => Topology::P2p,
        "subnet" => Topology::Subnet,
        other => return Err(Remark::bad(other)),
    }))
}

/// `tun-mtu size [size for the options string]`.
pub(super) fn tun_mtu(values: Values<'_>) -> Result<TunnelOption, Remark> {
    let size: u16 = values.number(0)?;
    let within = Some(size).filter(|size| *size >= MIN_TUN_MTU);
    within.and_then(|size| Mtu::new(size).ok()).map(TunnelOption::TunMtu).ok_or_else(|| Remark::bad(&size.to_string()))
}
