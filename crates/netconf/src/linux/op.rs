//! One change of the machine's network, what it was made of, and what takes it back.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use vpn_api::{DnsPlan, NetworkStep, RouteAction};

use super::ids::BYPASS_MARK;
use crate::{
    backend::{Operation, Undoing},
    error::Change,
};

/// An interface. The index tells a reborn interface of the same name from the one that was meant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Interface {
    /// Its name.
    pub name: String,
    /// The kernel's number for it.
    pub index: u32,
}

/// IPv4 or IPv6.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Family {
    /// IPv4.
    V4,
    /// IPv6.
    V6,
}

impl Family {
    /// The family of a network.
    #[must_use]
    pub fn of(net: &IpNet) -> Self {
        match net {
            IpNet::V4(_) => Self::V4,
            IpNet::V6(_) => Self::V6,
        }
    }

    /// The address that means "any".
    #[must_use]
    pub fn unspecified(self) -> IpAddr {
        match self {
            Self::V4 => Ipv4Addr::UNSPECIFIED.into(),
            Self::V6 => Ipv6Addr::UNSPECIFIED.into(),
        }
    }
}

/// One address of the tunnel interface.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Address {
    /// Where.
    pub interface: Interface,
    /// The address with its on-link prefix.
    pub net: IpNet,
}

/// What makes two routes of one table the same route: the kernel keeps one per destination and metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RouteKey {
    /// The table.
    pub table: u32,
    /// The network, without host bits.
    pub destination: IpNet,
    /// Lower wins. Never 0 for IPv6, where the kernel reads 0 as 1024.
    pub metric: u32,
}

/// Where a route leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RouteTarget {
    /// What happens to the packets.
    pub action: RouteAction,
    /// The interface's index; present for [`RouteAction::Tunnel`] and only there.
    pub index: Option<u32>,
}

/// The policy rule that sends all packets without [`BYPASS_MARK`] to a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Rule {
    /// IPv4 or IPv6.
    pub family: Family,
    /// Its place among the rules.
    pub priority: u32,
    /// The table it leads to.
    pub table: u32,
}

impl Rule {
    /// The mark whose bearers the rule leaves alone.
    pub const SKIPS: u32 = BYPASS_MARK;
}

/// One change. Each brings its subject to a value; making a change twice is making it once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NetOp {
    /// Interface up with this MTU.
    SetLink {
        /// Which.
        interface: Interface,
        /// In bytes.
        mtu: u16,
    },
    /// Give the interface an address.
    AddAddress(Address),
    /// Lead a network somewhere, in place of what led it there before.
    SetRoute {
        /// Which.
        key: RouteKey,
        /// Where to.
        target: RouteTarget,
    },
    /// Let the rule lead packets to the table.
    AddRule(Rule),
    /// Accept packets on an interface though their sender would be answered through another one.
    LoosenReversePath {
        /// Which.
        interface: Interface,
    },
    /// Tell systemd-resolved to use these servers on the interface.
    SetLinkDns {
        /// The tunnel's interface.
        interface: Interface,
        /// Servers and domains.
        dns: DnsPlan,
    },
    /// Write the resolver file.
    SetResolverFile {
        /// Servers and domains.
        dns: DnsPlan,
    },
    /// Bring a subject back to what the machine had without us.
    GiveBack(Subject),
}

/// What a change changes. A batch of changes holds each subject once, and the journal keeps one entry for each.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// An interface's state and MTU.
    Link(Interface),
    /// An address of an interface.
    Address(Address),
    /// A route.
    Route(RouteKey),
    /// A rule.
    Rule(Rule),
    /// An interface's reverse path filter.
    ReversePath(Interface),
    /// An interface's name servers.
    LinkDns(Interface),
    /// The resolver file.
    ResolverFile,
}

impl Operation for NetOp {
    type Subject = Subject;

    fn subject(&self) -> Subject {
        match self {
            Self::SetLink { interface, .. } => Subject::Link(interface.clone()),
            Self::AddAddress(address) => Subject::Address(address.clone()),
            Self::SetRoute { key, .. } => Subject::Route(*key),
            Self::AddRule(rule) => Subject::Rule(*rule),
            Self::LoosenReversePath { interface } => Subject::ReversePath(interface.clone()),
            Self::SetLinkDns { interface, .. } => Subject::LinkDns(interface.clone()),
            Self::SetResolverFile { .. } => Subject::ResolverFile,
            Self::GiveBack(subject) => subject.clone(),
        }
    }

    fn gives_back(&self) -> bool {
        matches!(self, Self::GiveBack(_))
    }

    fn change(&self) -> Change {
        let subject = self.subject();
        Change { step: subject.step(), subject: subject.name() }
    }
}

impl Subject {
    /// Which part of the network it is.
    #[must_use]
    pub fn step(&self) -> NetworkStep {
        match self {
            Self::Link(_) => NetworkStep::Interface,
            Self::Address(_) => NetworkStep::Address,
            Self::Route(_) => NetworkStep::Route,
            Self::Rule(_) => NetworkStep::Rule,
            Self::ReversePath(_) => NetworkStep::PathFilter,
            Self::LinkDns(_) | Self::ResolverFile => NetworkStep::Dns,
        }
    }

    fn name(&self) -> String {
        match self {
            Self::ResolverFile => String::new(),
            Self::Link(interface) | Self::ReversePath(interface) | Self::LinkDns(interface) => interface.name.clone(),
            Self::Address(address) => format!("{} on {}", address.net, address.interface.name),
            Self::Route(key) => key.destination.to_string(),
            Self::Rule(rule) => rule.priority.to_string(),
        }
    }
}

/// Takes one subject back to what the machine had without us. Undoing twice is undoing once, and undoing what was never
/// done is nothing: a journal is written before its changes are made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Undo {
    /// It was so before us: an address that somebody else gave the interface.
    Keep(Address),
    /// Give the interface its state and MTU back.
    Link {
        /// Which.
        interface: Interface,
        /// In bytes.
        mtu: u32,
        /// Whether it was up.
        up: bool,
        /// Whether an IPv4 address outlived the removal of the first one of its network.
        promote: bool,
    },
    /// Remove an address.
    Address(Address),
    /// Remove a route.
    Route(RouteKey),
    /// Remove a rule.
    Rule(Rule),
    /// Give the interface's reverse path filter its value back, if it still has ours.
    ReversePath {
        /// Which.
        interface: Interface,
        /// 0 off, 1 strict, 2 loose.
        was: u32,
    },
    /// Take the interface's name servers back.
    LinkDns(Interface),
    /// Put the resolver file back, if it still says what we wrote.
    ResolverFile {
        /// What was there.
        before: FileState,
        /// What we wrote: the last is what it should be, those before it what it may be after a crash.
        ours: Vec<String>,
    },
}

/// A file as it was, byte for byte.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileState {
    /// It was not there.
    Missing,
    /// It was a symbolic link.
    Symlink {
        /// Where to, as bytes: a path need not be UTF-8.
        target: Vec<u8>,
    },
    /// It was a regular file.
    Regular {
        /// Its content.
        bytes: Vec<u8>,
        /// Permission bits.
        mode: u32,
        /// Owner.
        uid: u32,
        /// Group.
        gid: u32,
    },
}

impl Undoing for Undo {
    type Subject = Subject;

    fn subject(&self) -> Subject {
        match self {
            Self::Link { interface, .. } => Subject::Link(interface.clone()),
            Self::Keep(address) | Self::Address(address) => Subject::Address(address.clone()),
            Self::Route(key) => Subject::Route(*key),
            Self::Rule(rule) => Subject::Rule(*rule),
            Self::ReversePath { interface, .. } => Subject::ReversePath(interface.clone()),
            Self::LinkDns(interface) => Subject::LinkDns(interface.clone()),
            Self::ResolverFile { .. } => Subject::ResolverFile,
        }
    }

    fn outlives_boot(&self) -> bool {
        self.is_shared()
    }

    fn asks_a_program(&self) -> bool {
        matches!(self.subject(), Subject::LinkDns(_) | Subject::ResolverFile)
    }

    fn is_shared(&self) -> bool {
        // Each tunnel's journal has its own entry for an uplink's filter, and the last one gives it back.
        self.subject() == Subject::ResolverFile
    }

    fn settle(&mut self) {
        if let Self::ResolverFile { ours, .. } = self {
            ours.drain(..ours.len().saturating_sub(1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_named_and_what_takes_it_back_is_of_the_same_subject() {
        let interface = || Interface { name: "adit0".to_owned(), index: 3 };
        let address = || Address { interface: interface(), net: "10.8.0.6/24".parse().unwrap() };
        let key = RouteKey { table: 7, destination: "10.0.0.0/8".parse().unwrap(), metric: 0 };
        let rule = Rule { family: Family::V4, priority: 5200, table: 7 };
        let file = Undo::ResolverFile { before: FileState::Missing, ours: vec![String::new()] };
        for (undo, step, name, asks) in [
            (
                Undo::Link { interface: interface(), mtu: 1500, up: true, promote: false },
                NetworkStep::Interface,
                "adit0",
                false,
            ),
            (Undo::Keep(address()), NetworkStep::Address, "10.8.0.6/24 on adit0", false),
            (Undo::Address(address()), NetworkStep::Address, "10.8.0.6/24 on adit0", false),
            (Undo::Route(key), NetworkStep::Route, "10.0.0.0/8", false),
            (Undo::Rule(rule), NetworkStep::Rule, "5200", false),
            (Undo::ReversePath { interface: interface(), was: 1 }, NetworkStep::PathFilter, "adit0", false),
            (Undo::LinkDns(interface()), NetworkStep::Dns, "adit0", true),
            (file, NetworkStep::Dns, "", true),
        ] {
            let op = NetOp::GiveBack(undo.subject());
            assert_eq!(op.change(), Change { step, subject: name.to_owned() });
            assert_eq!(
                (op.subject(), op.gives_back(), undo.asks_a_program()),
                (undo.subject(), true, asks),
                "{undo:?}"
            );
            assert_eq!((undo.is_shared(), undo.outlives_boot()), (name.is_empty(), name.is_empty()), "{undo:?}");
        }
        assert!(!NetOp::AddRule(rule).gives_back());
    }
}
