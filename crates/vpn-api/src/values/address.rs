//! Addresses by the part that they play: which a tunnel may have, what may be routed, where names may be asked.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    str::FromStr,
};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use serde::{Deserialize, Serialize};

/// Ranges that mean something else than a host or network somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SpecialRange {
    /// This host, or none: `0.0.0.0/8` (RFC 1122 §3.2.1.3), `::`.
    Unspecified,
    /// This host: `127.0.0.0/8`, `::1`.
    Loopback,
    /// Groups: `224.0.0.0/4`, `ff00::/8`.
    Multicast,
    /// Everybody on the link: `255.255.255.255`.
    Broadcast,
    /// IPv4 in IPv6 (RFC 4291 §2.5.5): `::/96`, `::ffff:0:0/96`. Never on a wire.
    Embedded,
    /// Valid on one link only: `169.254.0.0/16` (RFC 3927), `fe80::/10`.
    LinkLocal,
}

impl SpecialRange {
    const V4: [(Ipv4Net, Self); 5] = [
        (Ipv4Net::new_assert(Ipv4Addr::UNSPECIFIED, 8), Self::Unspecified),
        (Ipv4Net::new_assert(Ipv4Addr::new(127, 0, 0, 0), 8), Self::Loopback),
        (Ipv4Net::new_assert(Ipv4Addr::new(224, 0, 0, 0), 4), Self::Multicast),
        (Ipv4Net::new_assert(Ipv4Addr::BROADCAST, 32), Self::Broadcast),
        (Ipv4Net::new_assert(Ipv4Addr::new(169, 254, 0, 0), 16), Self::LinkLocal),
    ];
    const V6: [(Ipv6Net, Self); 6] = [
        (Ipv6Net::new_assert(Ipv6Addr::UNSPECIFIED, 128), Self::Unspecified),
        (Ipv6Net::new_assert(Ipv6Addr::LOCALHOST, 128), Self::Loopback),
        (Ipv6Net::new_assert(Ipv6Addr::UNSPECIFIED, 96), Self::Embedded),
        (Ipv6Net::new_assert(Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, 0, 0), 96), Self::Embedded),
        (Ipv6Net::new_assert(Ipv6Addr::new(0xff00, 0, 0, 0, 0, 0, 0, 0), 8), Self::Multicast),
        (Ipv6Net::new_assert(Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 0), 10), Self::LinkLocal),
    ];

    /// The range that the whole of `net` lies in. A network around such a range is in none: `0.0.0.0/1` is half of
    /// everything.
    #[must_use]
    pub fn of(net: IpNet) -> Option<Self> {
        match net {
            IpNet::V4(net) => Self::V4.iter().find(|(range, _)| range.contains(&net)).map(|(_, special)| *special),
            IpNet::V6(net) => Self::V6.iter().find(|(range, _)| range.contains(&net)).map(|(_, special)| *special),
        }
    }
}

impl fmt::Display for SpecialRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unspecified => "an unspecified address",
            Self::Loopback => "a loopback address",
            Self::Multicast => "a multicast address",
            Self::Broadcast => "the broadcast address",
            Self::Embedded => "an IPv4 address inside IPv6",
            Self::LinkLocal => "a link-local address",
        })
    }
}

/// Why a text or an address cannot play its part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnusableAddress {
    /// It is no address or network at all.
    #[error("not an address")]
    Syntax,
    /// It means something else.
    #[error("{0}")]
    Special(SpecialRange),
    /// An on-link network with a prefix shorter than eight bits: more than any network there is.
    #[error("an on-link network that is too large")]
    TooWide,
}

/// An address that a tunnel may have, with its on-link prefix of at least eight bits: no loopback, multicast, unspecified or
/// broadcast address, and no link-local one of IPv4, which no server may assign (RFC 3927 §1.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "IpNet", into = "IpNet")]
pub struct TunnelAddress(IpNet);

impl TunnelAddress {
    const LEAST_PREFIX: u8 = 8;

    /// The address of `net` and what is on-link with it.
    ///
    /// # Errors
    /// [`UnusableAddress`].
    pub fn new(net: IpNet) -> Result<Self, UnusableAddress> {
        match SpecialRange::of(IpNet::from(net.addr())) {
            Some(SpecialRange::LinkLocal) if net.addr().is_ipv6() => {}
            Some(special) => return Err(UnusableAddress::Special(special)),
            None => {}
        }
        if net.prefix_len() < Self::LEAST_PREFIX {
            return Err(UnusableAddress::TooWide);
        }
        Ok(Self(net))
    }

    /// Address and prefix, host bits and all.
    #[must_use]
    pub fn net(self) -> IpNet {
        self.0
    }

    /// The address alone.
    #[must_use]
    pub fn addr(self) -> IpAddr {
        self.0.addr()
    }

    /// Whether it is one of IPv6.
    #[must_use]
    pub fn is_ipv6(self) -> bool {
        self.0.addr().is_ipv6()
    }

    /// The network that it puts on the tunnel's link. `None`: it stands alone.
    #[must_use]
    pub fn network(self) -> Option<RouteDestination> {
        // A network around an ordinary address is never inside a special range, as those are no longer than eight bits or
        // hold the address too.
        (self.0.prefix_len() < self.0.max_prefix_len()).then(|| RouteDestination(self.0.trunc()))
    }
}

/// A network that may be routed, without host bits: not one of this host's own, of groups, or of everybody on the link.
/// Link-local networks may be: servers route single addresses of them, such as a cloud's name server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "IpNet", into = "IpNet")]
pub struct RouteDestination(IpNet);

impl RouteDestination {
    /// The whole of IPv4.
    pub const ALL_IPV4: Self = Self(IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::UNSPECIFIED, 0)));
    /// The whole of IPv6.
    pub const ALL_IPV6: Self = Self(IpNet::V6(Ipv6Net::new_assert(Ipv6Addr::UNSPECIFIED, 0)));

    /// The network of `net`; its host bits are cut off.
    ///
    /// # Errors
    /// [`UnusableAddress::Special`].
    pub fn new(net: IpNet) -> Result<Self, UnusableAddress> {
        let net = net.trunc();
        match SpecialRange::of(net) {
            Some(SpecialRange::LinkLocal) | None => Ok(Self(net)),
            Some(special) => Err(UnusableAddress::Special(special)),
        }
    }

    /// The network.
    #[must_use]
    pub fn net(self) -> IpNet {
        self.0
    }
}

/// Address of a name server that can be somewhere else than on this host. A link-local one counts only where the tunnel leads
/// to it, which the tunnel's whole configuration tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "IpAddr", into = "IpAddr")]
pub struct NameServer(IpAddr);

impl NameServer {
    /// A name server at `address`.
    ///
    /// # Errors
    /// [`UnusableAddress::Special`].
    pub fn new(address: IpAddr) -> Result<Self, UnusableAddress> {
        match SpecialRange::of(IpNet::from(address)) {
            Some(SpecialRange::LinkLocal) | None => Ok(Self(address)),
            Some(special) => Err(UnusableAddress::Special(special)),
        }
    }

    /// Its address.
    #[must_use]
    pub fn addr(self) -> IpAddr {
        self.0
    }

    /// Whether it is valid on one link only.
    #[must_use]
    pub fn is_link_local(self) -> bool {
        SpecialRange::of(IpNet::from(self.0)) == Some(SpecialRange::LinkLocal)
    }
}

macro_rules! conversions {
    ($($name:ident($inner:ty)),+) => { $(
        impl TryFrom<$inner> for $name {
            type Error = UnusableAddress;

            fn try_from(value: $inner) -> Result<Self, UnusableAddress> {
                Self::new(value)
            }
        }

        impl From<$name> for $inner {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl FromStr for $name {
            type Err = UnusableAddress;

            fn from_str(text: &str) -> Result<Self, UnusableAddress> {
                Self::new(text.parse().map_err(|_| UnusableAddress::Syntax)?)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )+ };
}

conversions!(TunnelAddress(IpNet), RouteDestination(IpNet), NameServer(IpAddr));

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn net(text: &str) -> IpNet {
        text.parse().unwrap()
    }

    #[test]
    fn addresses_of_a_tunnel() {
        for good in [
            "10.8.0.2/24",
            "10.8.0.6/32",
            "100.64.0.1/10",
            "240.0.0.1/8",
            "fd00::2/64",
            "2001:db8::1/128",
            "fe80::2/64",
        ] {
            assert_eq!(TunnelAddress::new(net(good)).map(|address| address.to_string()), Ok(good.to_owned()));
        }
        for bad in [
            "127.0.0.1/8",
            "127.255.255.255/32",
            "224.0.0.1/24",
            "239.1.1.1/32",
            "255.255.255.255/32",
            "0.0.0.0/8",
            "0.1.2.3/32",
            "169.254.1.1/16",
            "10.0.0.1/7",
            "10.0.0.1/0",
            "::1/128",
            "::/128",
            "ff02::1/64",
            "::ffff:1.2.3.4/128",
            "::1.2.3.4/128",
            "fd00::2/0",
        ] {
            assert!(TunnelAddress::new(net(bad)).is_err(), "{bad}");
            assert!(serde_json::from_value::<TunnelAddress>(bad.into()).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_may_be_routed() {
        for (text, network) in [
            ("0.0.0.0/0", "0.0.0.0/0"),
            ("0.0.0.0/1", "0.0.0.0/1"),
            ("128.0.0.0/1", "128.0.0.0/1"),
            ("224.0.0.0/3", "224.0.0.0/3"),
            ("10.1.2.3/8", "10.0.0.0/8"),
            ("169.254.169.254/32", "169.254.169.254/32"),
            ("::/0", "::/0"),
            ("2000::/3", "2000::/3"),
            ("fe80::/10", "fe80::/10"),
            ("64:ff9b::/96", "64:ff9b::/96"),
        ] {
            assert_eq!(RouteDestination::new(net(text)).map(|to| to.to_string()), Ok(network.to_owned()), "{text}");
        }
        for bad in [
            "127.0.0.0/8",
            "127.0.0.1/32",
            "0.0.0.0/8",
            "0.1.0.0/16",
            "224.0.0.0/4",
            "239.255.255.250/32",
            "255.255.255.255/32",
            "::1/128",
            "::/128",
            "::/96",
            "::ffff:0:0/96",
            "ff00::/8",
            "ff02::fb/128",
        ] {
            assert!(RouteDestination::new(net(bad)).is_err(), "{bad}");
            assert!(serde_json::from_value::<RouteDestination>(bad.into()).is_err(), "{bad}");
        }
    }

    #[test]
    fn where_names_may_be_asked() {
        let at = |text: &str| NameServer::new(text.parse().unwrap());
        for good in ["10.8.0.1", "fd00::53", "9.9.9.9"] {
            assert_eq!(at(good).map(NameServer::is_link_local), Ok(false), "{good}");
        }
        for link_local in ["169.254.169.253", "fe80::1"] {
            assert_eq!(at(link_local).map(NameServer::is_link_local), Ok(true), "{link_local}");
        }
        for bad in
            ["127.0.0.53", "0.0.0.0", "255.255.255.255", "224.0.0.251", "::", "::1", "::ffff:9.9.9.9", "ff02::fb"]
        {
            assert!(at(bad).is_err(), "{bad}");
            assert!(serde_json::from_value::<NameServer>(bad.into()).is_err(), "{bad}");
        }
    }

    fn any_net() -> impl Strategy<Value = IpNet> {
        prop_oneof![
            (any::<u32>(), 0..=32_u8).prop_map(|(bits, len)| Ipv4Net::new_assert(bits.into(), len).into()),
            (any::<u128>(), 0..=128_u8).prop_map(|(bits, len)| Ipv6Net::new_assert(bits.into(), len).into()),
        ]
    }

    proptest! {
        #[test]
        fn a_value_survives_a_document(net in any_net()) {
            if let Ok(address) = TunnelAddress::new(net) {
                let text = serde_json::to_string(&address).unwrap();
                prop_assert_eq!(serde_json::from_str::<TunnelAddress>(&text).unwrap(), address);
                if let Some(network) = address.network() {
                    prop_assert_eq!(RouteDestination::new(net), Ok(network));
                }
                prop_assert!(!net.addr().is_loopback() && !net.addr().is_multicast() && !net.addr().is_unspecified());
            }
            if let Ok(to) = RouteDestination::new(net) {
                let text = serde_json::to_string(&to).unwrap();
                prop_assert_eq!(serde_json::from_str::<RouteDestination>(&text).unwrap(), to);
                prop_assert_eq!(to.net().trunc(), to.net());
            }
            // A host may be routed exactly if names may be asked there.
            let host = net.addr();
            prop_assert_eq!(NameServer::new(host).is_ok(), RouteDestination::new(host.into()).is_ok());
        }
    }
}
