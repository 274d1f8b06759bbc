//! What goes where while tunnels are up: networks, names and everything else, with who gets what several tunnels want.

use std::net::IpAddr;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use crate::{owner::Owner, state::ConnectionId};

/// Networks that [`Ways`] has at most. A server can push a thousand.
pub const MAX_WAYS: usize = 256;

/// What goes where on this machine. Networks that are in none of [`Self::networks`] go as if there were no tunnel, except a tunnel's
/// own network and those of [`Self::left_out`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ways {
    /// Networks, and for the whole of a family `0.0.0.0/0` and `::/0`, each once. The most specific one that holds an address
    /// decides about it. What several tunnels want comes first, what is everything last, and
    /// between them the order is that of the addresses.
    pub networks: Vec<NetworkWay>,
    /// Networks that are not among them, because there are too many.
    pub left_out: u32,
    /// Names.
    pub names: Vec<NameWay>,
    /// The system has one list of name servers for all names, so that each name is asked of the first one that answers.
    pub one_list: bool,
}

/// Where one network goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetworkWay {
    /// The network.
    pub network: IpNet,
    /// Where it goes.
    pub way: Way,
    /// Tunnels that want it too and do not get it.
    #[serde(default)]
    pub others: Vec<OtherTunnel>,
}

/// Where packets go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "to", rename_all = "kebab-case")]
pub enum Way {
    /// Into this tunnel.
    Tunnel(TunnelName),
    /// Nowhere, because this tunnel does not carry it and it must not leave beside it.
    HeldBack(TunnelName),
}

impl Way {
    /// The tunnel that decides.
    #[must_use]
    pub fn tunnel(&self) -> &TunnelName {
        match self {
            Self::Tunnel(name) | Self::HeldBack(name) => name,
        }
    }
}

/// Which tunnel.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TunnelName {
    /// Whose.
    pub owner: Owner,
    /// Its connection.
    pub connection: ConnectionId,
}

/// A tunnel that does not get what it wants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherTunnel {
    /// Which.
    pub tunnel: TunnelName,
    /// Why not.
    pub why: Lost,
}

/// Why a tunnel does not get a network that it wants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "lost", rename_all = "kebab-case")]
pub enum Lost {
    /// The one that has it was up first.
    LaterUp,
    /// It asks for more than this network, and the one that has it asks for this one.
    Wider {
        /// What it asks for.
        network: IpNet,
    },
}

/// Who answers some names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameWay {
    /// These domains and what is below them. Empty: every name that no other entry has.
    pub domains: Vec<String>,
    /// Who answers, in the order in which they are asked.
    pub servers: Vec<NameServerOf>,
}

/// A name server that a tunnel brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameServerOf {
    /// Its address.
    pub address: IpAddr,
    /// The tunnel that brought it.
    pub tunnel: TunnelName,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_cross_the_socket() {
        let tunnel = TunnelName { owner: Owner::Uid(1000), connection: "work".to_owned().try_into().unwrap() };
        let network: IpNet = "10.20.0.0/16".parse().unwrap();
        let wider = Lost::Wider { network: "10.0.0.0/8".parse().unwrap() };
        let others = [Lost::LaterUp, wider].map(|why| OtherTunnel { tunnel: tunnel.clone(), why }).to_vec();
        let ways = Ways {
            networks: [Way::Tunnel(tunnel.clone()), Way::HeldBack(tunnel.clone())]
                .map(|way| NetworkWay { network, way, others: others.clone() })
                .to_vec(),
            left_out: 3,
            names: vec![NameWay {
                domains: vec!["corp.example".to_owned()],
                servers: vec![NameServerOf { address: "10.20.0.1".parse().unwrap(), tunnel: tunnel.clone() }],
            }],
            one_list: true,
        };
        let text = serde_json::to_string(&ways).unwrap();
        assert_eq!(serde_json::from_str::<Ways>(&text).unwrap(), ways);
        assert_eq!(ways.networks[1].way.tunnel(), &tunnel);
    }
}
