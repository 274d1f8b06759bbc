//! Interfaces: what they are, up and down, MTU, and the reverse path filter.

use std::io;

use rtnetlink::{
    packet_core::DefaultNla,
    packet_route::{
        RouteNetlinkMessage,
        link::{AfSpecInet, AfSpecInet6, AfSpecUnspec, LinkAttribute, LinkFlags, LinkMessage},
    },
};
use rustix::io::Errno;

use super::netlink::{Mode, Netlink, unless};
use super::op::Interface;

/// Loose mode of RFC 3704: the sender must be reachable through some interface.
pub(crate) const LOOSE: u32 = 2;
const STRICT: u32 = 1;
/// The smallest MTU with which the kernel keeps IPv6 on an interface (RFC 8200 §5).
const IPV6_MIN_MTU: u32 = 1280;

/// An interface as the kernel tells it.
#[derive(Debug, Clone)]
pub struct Link {
    /// Its name and number.
    pub interface: Interface,
    pub(crate) up: bool,
    pub(crate) loopback: bool,
    pub(crate) mtu: u32,
    /// Its own reverse path filter; the larger of this and the machine's counts.
    pub(crate) path_filter: u32,
    /// Whether an IPv4 address outlives the removal of the first one of its network.
    pub(crate) promote: bool,
    /// Its IPv6 state: `None` when there is none, else whether it is switched off.
    ipv6_disabled: Option<bool>,
}

impl Link {
    /// Whether it carries IPv6, or would with a sufficient MTU, on a machine that knows IPv6.
    pub(crate) fn carries_ipv6(&self) -> bool {
        self.ipv6_disabled.map_or(self.mtu < IPV6_MIN_MTU, |disabled| !disabled)
    }

    /// Whether the loopback interface shows that the kernel knows IPv6.
    pub(crate) fn proves_ipv6(&self) -> bool {
        self.loopback && self.ipv6_disabled.is_some()
    }

    fn read(message: LinkMessage) -> Option<Self> {
        let mut link = Self {
            interface: Interface { name: String::new(), index: message.header.index },
            up: message.header.flags.contains(LinkFlags::Up),
            loopback: message.header.flags.contains(LinkFlags::Loopback),
            mtu: 0,
            path_filter: 0,
            promote: false,
            ipv6_disabled: None,
        };
        for attribute in message.attributes {
            match attribute {
                LinkAttribute::IfName(name) => link.interface.name = name,
                LinkAttribute::Mtu(mtu) => link.mtu = mtu,
                LinkAttribute::AfSpecUnspec(families) => families.iter().for_each(|family| link.read_family(family)),
                _ => {}
            }
        }
        (!link.interface.name.is_empty()).then_some(link)
    }

    fn read_family(&mut self, family: &AfSpecUnspec) {
        match family {
            AfSpecUnspec::Inet(attributes) => {
                for attribute in attributes {
                    if let AfSpecInet::DevConf(conf) = attribute {
                        self.path_filter = conf.rp_filter.unsigned_abs();
                        self.promote = conf.promote_secondaries != 0;
                    }
                }
            }
            AfSpecUnspec::Inet6(attributes) => {
                let disabled = |attribute: &AfSpecInet6| match attribute {
                    AfSpecInet6::DevConf(conf) => Some(conf.disable_ipv6 != 0),
                    _ => None,
                };
                self.ipv6_disabled = Some(attributes.iter().find_map(disabled).unwrap_or(false));
            }
            _ => {}
        }
    }
}

/// Whether packets from beyond the tunnel are dropped when they arrive here for a socket past the tunnel.
///
/// The check looks for the way back to the sender without the socket's mark, so it finds the tunnel, not this interface.
/// `everywhere` is the machine's own setting, `None` where the process may not see it.
pub(crate) fn is_strict(own: u32, everywhere: Option<u32>) -> bool {
    match everywhere {
        Some(everywhere) => own.max(everywhere) == STRICT,
        None => own < LOOSE,
    }
}

/// The machine's own reverse path filter, which is not told by netlink.
pub(crate) fn path_filter_everywhere() -> Option<u32> {
    std::fs::read_to_string("/proc/sys/net/ipv4/conf/all/rp_filter").ok()?.trim().parse().ok()
}

/// All interfaces.
///
/// # Errors
/// What the kernel said.
pub async fn links(netlink: &mut Netlink) -> io::Result<Vec<Link>> {
    let request = RouteNetlinkMessage::GetLink(LinkMessage::default());
    let pick = |message| match message {
        RouteNetlinkMessage::NewLink(link) => Link::read(link),
        _ => None,
    };
    netlink.dump(request, pick).await
}

/// The interface, if it is still the one that was meant.
pub(crate) async fn find(netlink: &mut Netlink, interface: &Interface) -> io::Result<Option<Link>> {
    Ok(links(netlink).await?.into_iter().find(|link| link.interface == *interface))
}

/// Sets the state, the MTU, and whether addresses outlive the first one of their network. Without the last, replacing an
/// address by another one of the same network removes both for a moment, and all routes of the interface with them.
pub(crate) async fn set(
    netlink: &mut Netlink,
    interface: &Interface,
    up: bool,
    mtu: u32,
    promote: bool,
) -> io::Result<()> {
    const IPV4_DEVCONF_PROMOTE_SECONDARIES: u16 = 20;
    let mut message = setting(interface, IPV4_DEVCONF_PROMOTE_SECONDARIES, u32::from(promote));
    message.header.change_mask = LinkFlags::Up;
    if up {
        message.header.flags = LinkFlags::Up;
    }
    message.attributes.push(LinkAttribute::Mtu(mtu));
    netlink.change(RouteNetlinkMessage::SetLink(message), Mode::Existing).await
}

/// Sets the interface's reverse path filter.
pub(crate) async fn set_path_filter(netlink: &mut Netlink, interface: &Interface, value: u32) -> io::Result<()> {
    const IPV4_DEVCONF_RP_FILTER: u16 = 8;
    let message = setting(interface, IPV4_DEVCONF_RP_FILTER, value);
    netlink.change(RouteNetlinkMessage::SetLink(message), Mode::Existing).await
}

/// One of the settings that `/proc/sys/net/ipv4/conf` shows.
///
/// Through netlink, because a confined service does not see `/proc/sys`: `IFLA_AF_SPEC` → `AF_INET` → `IFLA_INET_CONF`
/// holds one attribute for each setting, numbered as in `linux/ip.h`.
fn setting(interface: &Interface, number: u16, value: u32) -> LinkMessage {
    const IFLA_INET_CONF: u16 = 1;
    const NLA_F_NESTED: u16 = 1 << 15;
    const ATTRIBUTE_BYTES: u16 = 8;

    let mut attribute = Vec::with_capacity(usize::from(ATTRIBUTE_BYTES));
    attribute.extend(ATTRIBUTE_BYTES.to_ne_bytes());
    attribute.extend(number.to_ne_bytes());
    attribute.extend(value.to_ne_bytes());
    let conf = AfSpecInet::Other(DefaultNla::new(IFLA_INET_CONF | NLA_F_NESTED, attribute));

    let mut message = LinkMessage::default();
    message.header.index = interface.index;
    message.attributes.push(LinkAttribute::AfSpecUnspec(vec![AfSpecUnspec::Inet(vec![conf])]));
    message
}

/// Puts an interface back, unless it is gone or another one has its number.
pub(crate) async fn restore(
    netlink: &mut Netlink,
    interface: &Interface,
    up: bool,
    mtu: u32,
    promote: bool,
) -> io::Result<()> {
    if find(netlink, interface).await?.is_none() {
        return Ok(());
    }
    unless(set(netlink, interface, up, mtu, promote).await, &[Errno::NODEV])
}

/// Puts a filter back, unless the interface is gone or somebody else set something meanwhile.
pub(crate) async fn restore_path_filter(netlink: &mut Netlink, interface: &Interface, was: u32) -> io::Result<()> {
    match find(netlink, interface).await? {
        Some(link) if link.path_filter == LOOSE => {
            unless(set_path_filter(netlink, interface, was).await, &[Errno::NODEV])
        }
        Some(_) | None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(ipv6_disabled: Option<bool>, mtu: u32, loopback: bool) -> Link {
        let interface = Interface { name: "adit0".to_owned(), index: 3 };
        Link { interface, up: true, loopback, mtu, path_filter: 0, promote: false, ipv6_disabled }
    }

    #[test]
    fn a_link_without_ipv6_carries_it_only_if_its_mtu_is_to_blame() {
        let carries = |ipv6_disabled, mtu| link(ipv6_disabled, mtu, false).carries_ipv6();
        assert!(carries(Some(false), 1500) && !carries(Some(true), 1500));
        assert!(carries(None, 1279) && !carries(None, 1280) && !carries(None, 1281));
    }

    #[test]
    fn a_kernel_that_knows_ipv6_gives_it_to_loopback_even_switched_off() {
        let proves = |ipv6_disabled, loopback| link(ipv6_disabled, 1500, loopback).proves_ipv6();
        assert!(proves(Some(false), true) && proves(Some(true), true));
        assert!(!proves(None, true) && !proves(Some(false), false) && !proves(None, false));
    }

    #[test]
    fn the_larger_of_both_filters_counts() {
        assert!(is_strict(1, Some(0)));
        assert!(is_strict(0, Some(1)));
        assert!(!is_strict(0, Some(0)));
        assert!(!is_strict(2, Some(1)));
        assert!(!is_strict(1, Some(2)));
        assert!(is_strict(0, None));
        assert!(!is_strict(2, None));
    }
}
