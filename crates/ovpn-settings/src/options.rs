//! Options that may stand in a profile and in a push: one grammar, so that a line means the same in both places.
//!
//! [`read`] takes the words of one option and makes a [`TunnelOption`] of them, or says in a [`Remark`] why it cannot. What
//! follows from a remark is the caller's business: a profile is refused or gets a warning, a push gets a note in the log.
//! [`TunnelOptions`] collects options in their order. [`table`] says which options there are and where each may stand.
//!
//! What OpenVPN 2.6 makes of each, and where Adit differs, is in docs/OPTIONS.md.

mod collected;
mod data;
mod dns;
mod ifconfig;
mod redirect;
mod remark;
mod route;
pub mod table;
mod timer;

use std::{net::Ipv4Addr, time::Duration};

pub use collected::{DnsOptions, DnsServer, ResolvedDns, TunnelOptions};
pub use dns::{DnsOption, Names, dns_address};
pub use ifconfig::{MAX_PUSHED_MTU, MIN_TUN_MTU};
pub use redirect::RedirectFlags;
pub use remark::Remark;
use remark::Values;
use table::Stands;
use vpn_api::{Mtu, TunnelAddress};

use crate::{AfterSilence, Compression, Digest, Ifconfig, Route, Silence, Topology};

/// Where an option stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// In the text of a profile.
    Profile,
    /// In a server's reply.
    Push,
}

/// One option, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TunnelOption {
    /// `ifconfig`: our IPv4 address.
    Ifconfig(Ifconfig),
    /// `ifconfig-ipv6`: our IPv6 address.
    IfconfigIpv6(TunnelAddress),
    /// `topology`.
    Topology(Topology),
    /// `route`, `route-ipv6`.
    Route(Route),
    /// `route-metric`: for routes without one.
    RouteMetric(u32),
    /// `route-gateway`: the tunnel's gateway, where it is an address.
    RouteGateway(Option<Ipv4Addr>),
    /// `redirect-gateway`, `redirect-private`.
    Redirect(RedirectFlags),
    /// `block-ipv6`.
    BlockIpv6,
    /// `dhcp-option`, `dns`.
    Dns(DnsOption),
    /// `tun-mtu`.
    TunMtu(Mtu),
    /// `ping`; zero switches it off, as for the other timers.
    Ping(Duration),
    /// `ping-restart`, `ping-exit`.
    Silence(Silence),
    /// `keepalive`: `ping` and `ping-restart` in one. A client takes both as they are; only servers double the second.
    Keepalive {
        /// Send after this long without sending.
        ping: Duration,
        /// Start over after this long without receiving.
        restart: Duration,
    },
    /// `inactive`: end when less than `bytes` pass within `after`.
    Inactive {
        /// How long.
        after: Duration,
        /// How much; zero: anything at all.
        bytes: u64,
    },
    /// `session-timeout`: end after this long in any case.
    SessionTimeout(Duration),
    /// `explicit-exit-notify`: say goodbye this many times.
    ExitNotify(u8),
    /// `cipher`, in capitals.
    Cipher(String),
    /// `auth`.
    Auth(Digest),
    /// `auth` with a digest that Adit does not have. It is needed with some ciphers only.
    OtherAuth(String),
    /// `comp-lzo`, `compress`.
    Compression(Compression),
}

/// What became of the words of one option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// What it says; `None`: nothing of it can be used.
    pub option: Option<TunnelOption>,
    /// What cannot be used, and why.
    pub remark: Option<Remark>,
}

impl From<Result<TunnelOption, Remark>> for Reading {
    fn from(result: Result<TunnelOption, Remark>) -> Self {
        match result {
            Ok(option) => Self { option: Some(option), remark: None },
            Err(remark) => Self { option: None, remark: Some(remark) },
        }
    }
}

/// Reads the option `name` with its values. `None`: it is none of those that may stand in both places.
#[must_use]
pub fn read(name: &str, values: &[&str], origin: Origin) -> Option<Reading> {
    let row = table::row(name).filter(|row| row.stands == Stands::Both)?;
    let values = Values(values);
    // The number of values is part of recognising an option in OpenVPN: with another one, it is no option at all.
    if let Err(remark) = values.count(row.least, row.most) {
        return Some(Reading::from(Err(remark)));
    }
    Some(match row.name {
        "ifconfig" => ifconfig::ifconfig(values).into(),
        "ifconfig-ipv6" => ifconfig::ifconfig_ipv6(values).into(),
        "topology" => ifconfig::topology(values).into(),
        "tun-mtu" => ifconfig::tun_mtu(values).into(),
        "route" => route::route(values).into(),
        "route-ipv6" => route::route_ipv6(values).into(),
        "route-gateway" => route::route_gateway(values).into(),
        "route-metric" => values.number(0).map(TunnelOption::RouteMetric).into(),
        "redirect-gateway" => redirect::redirect(values, true),
        "redirect-private" => redirect::redirect(values, false),
        "block-ipv6" => Reading::from(Ok(TunnelOption::BlockIpv6)),
        "dhcp-option" => dns::dhcp_option(values),
        "dns" => dns::dns(values, origin),
        "ping" => values.seconds(0).map(TunnelOption::Ping).into(),
        "ping-restart" => timer::silence(values, AfterSilence::Restart).into(),
        "ping-exit" => timer::silence(values, AfterSilence::Exit).into(),
        "keepalive" => timer::keepalive(values).into(),
        "inactive" => timer::inactive(values).into(),
        "session-timeout" => values.seconds(0).map(TunnelOption::SessionTimeout).into(),
        "explicit-exit-notify" => timer::exit_notify(values).into(),
        "cipher" => values.need(0).map(|name| TunnelOption::Cipher(name.to_ascii_uppercase())).into(),
        "auth" => data::auth(values).into(),
        "comp-lzo" => data::comp_lzo(values).into(),
        "compress" => data::compress(values).into(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
