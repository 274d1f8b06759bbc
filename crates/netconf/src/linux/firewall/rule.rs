//! What a rule is. Pure.

use std::net::{Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv6Net};

/// Where the kernel asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Hook {
    /// Packets from elsewhere, before the machine looks where they go.
    Arrive,
    /// ARP messages from elsewhere.
    ArpArrive,
    /// Packets that pass through the machine.
    Forward,
    /// Packets of the machine's own programs.
    Output,
    /// The same, for what is not dropped unless a rule says so.
    Within,
}

impl Hook {
    pub(super) const LEAVING: [Self; 2] = [Self::Forward, Self::Output];

    pub(super) fn chain(self) -> &'static str {
        match self {
            Self::Arrive => "arriving",
            Self::ArpArrive => "asked",
            Self::Forward => "passing",
            Self::Output => "leaving",
            Self::Within => "staying",
        }
    }

    /// `NF_INET_PRE_ROUTING`, `NF_ARP_IN`, `NF_INET_FORWARD` and `NF_INET_LOCAL_OUT`.
    pub(super) fn number(self) -> u32 {
        match self {
            Self::Arrive | Self::ArpArrive => 0,
            Self::Forward => 2,
            Self::Output | Self::Within => 3,
        }
    }
}

impl Hook {
    /// Before connections are tracked (`NF_IP_PRI_RAW`), or among all filters.
    pub(super) fn priority(self) -> i32 {
        match self {
            Self::Arrive => -300,
            Self::ArpArrive | Self::Forward | Self::Output | Self::Within => 0,
        }
    }

    /// Whether what no rule lets through is dropped.
    pub(super) fn drops(self) -> bool {
        match self {
            Self::Arrive | Self::ArpArrive | Self::Within => false,
            Self::Forward | Self::Output => true,
        }
    }
}

/// What a packet must be like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Is {
    /// It leaves through this interface.
    Through(String),
    /// It came in through this interface.
    From(String),
    /// It has the mark of the tunnels' own sockets.
    Marked(u32),
    /// A program of this user sends it.
    OfUser(u32),
    /// It asks neighbours for this address.
    AskedFor(Ipv6Addr),
    /// It is an ARP message that asks for this address.
    ArpFor(Ipv4Addr),
    /// It goes to this network.
    To(IpNet),
    /// It asks for a TCP connection.
    Begins,
    /// Its protocol.
    Carries(Protocol),
    /// Its protocol, and the port it goes to.
    Port(Protocol, u16),
    /// The port it comes from. After [`Is::Port`].
    SourcePort(u16),
    /// An ICMPv6 message of this type.
    Icmpv6(u8),
}

/// TCP or UDP, by their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Protocol {
    Tcp = 6,
    Udp = 17,
}

/// One rule: if all conditions hold, the packet may go or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rule {
    pub(super) hook: Hook,
    pub(super) conditions: Vec<Is>,
    pub(super) accept: bool,
}

pub(super) const BOTH: [Protocol; 2] = [Protocol::Tcp, Protocol::Udp];
pub(super) const NAMES: u16 = 53;

/// ICMPv6 messages without which there is no IPv6 on a link: router and neighbour solicitation, neighbour advertisement
/// (RFC 4861) and multicast listener reports (RFC 3810).
pub(super) const NEIGHBOURHOOD: [u8; 4] = [133, 135, 136, 143];

/// IPv6 multicast that stays on the link or the site (RFC 4291 §2.7).
pub(super) const LOCAL_MULTICAST: [IpNet; 2] = [
    IpNet::V6(Ipv6Net::new_assert(Ipv6Addr::new(0xff02, 0, 0, 0, 0, 0, 0, 0), 16)),
    IpNet::V6(Ipv6Net::new_assert(Ipv6Addr::new(0xff05, 0, 0, 0, 0, 0, 0, 0), 16)),
];
