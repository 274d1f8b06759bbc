//! Whether a tunnel that is up does what it should, looked at when somebody asks. Only the tunnel's own name servers, its own server
//! and the machine's kernel are asked.

use std::net::IpAddr;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

/// Networks and name servers that are told one by one.
pub const MAX_TOLD: usize = 8;

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// Whether the kernel leads the tunnel's networks into it.
    pub routes: RouteProof,
    /// Whether its name servers answer, in their order, at most [`MAX_TOLD`].
    pub name_servers: Vec<NameServerProof>,
    /// Whether the system asks them. None: it is not known, or there are none.
    pub names_asked: Option<bool>,
    /// What happens to IPv6.
    pub ipv6: Ipv6Proof,
    /// How long the server took to answer a message, in microseconds. None: it did not, or the protocol has no such message.
    pub round_trip_us: Option<u64>,
}

impl Proof {
    /// Whether nothing was found that should be otherwise.
    #[must_use]
    pub fn passes(&self) -> bool {
        self.routes.astray.is_empty()
            && self.name_servers.iter().all(|server| matches!(server.found, NameServerFound::Answers { .. }))
            && self.names_asked != Some(false)
            && !matches!(self.ipv6, Ipv6Proof::Astray { .. })
    }
}

/// Whether the kernel leads the tunnel's networks into it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RouteProof {
    /// Networks that the kernel was asked about.
    pub asked: u32,
    /// Those that it leads elsewhere, at most [`MAX_TOLD`].
    pub astray: Vec<Astray>,
    /// How many it leads elsewhere.
    pub astray_count: u32,
}

/// A network that does not go into the tunnel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Astray {
    /// The network.
    pub network: IpNet,
    /// By which interface it leaves instead. None: nowhere.
    pub by: Option<String>,
}

/// One name server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameServerProof {
    /// Its address.
    pub address: IpAddr,
    /// What was found.
    pub found: NameServerFound,
}

/// What was found of a name server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "found", rename_all = "kebab-case")]
pub enum NameServerFound {
    /// It answers, and the way to it is a tunnel.
    Answers {
        /// How long that took, in microseconds.
        took_us: u64,
    },
    /// It does not answer.
    Silent,
    /// It refuses to answer.
    Refuses,
    /// The way to it is no tunnel, so that it was not asked.
    Beside {
        /// By which interface it would be asked. None: there is no way to it.
        by: Option<String>,
    },
}

/// What happens to IPv6.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "ipv6", rename_all = "kebab-case")]
pub enum Ipv6Proof {
    /// This tunnel neither takes all of it nor holds it back, or another one decides about it.
    #[default]
    NotConcerned,
    /// It goes through the tunnel.
    Carried,
    /// It goes nowhere, because the tunnel does not carry it.
    HeldBack,
    /// It should do one of both, and leaves by this interface.
    Astray {
        /// Its name.
        by: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proof_passes_only_if_nothing_is_otherwise() {
        let server = |found| NameServerProof { address: "10.8.0.1".parse().unwrap(), found };
        let good = Proof {
            routes: RouteProof { asked: 2, ..RouteProof::default() },
            name_servers: vec![server(NameServerFound::Answers { took_us: 12 })],
            names_asked: Some(true),
            ipv6: Ipv6Proof::HeldBack,
            round_trip_us: None,
        };
        assert!(good.passes() && Proof::default().passes());
        let astray = Astray { network: "10.0.0.0/8".parse().unwrap(), by: Some("eth0".to_owned()) };
        let bad = [
            Proof { routes: RouteProof { asked: 2, astray: vec![astray], astray_count: 1 }, ..good.clone() },
            Proof { name_servers: vec![server(NameServerFound::Silent)], ..good.clone() },
            Proof { name_servers: vec![server(NameServerFound::Refuses)], ..good.clone() },
            Proof { name_servers: vec![server(NameServerFound::Beside { by: None })], ..good.clone() },
            Proof { names_asked: Some(false), ..good.clone() },
            Proof { ipv6: Ipv6Proof::Astray { by: "eth0".to_owned() }, ..good.clone() },
        ];
        for proof in bad {
            assert!(!proof.passes(), "{proof:?}");
            let text = serde_json::to_string(&proof).unwrap();
            assert_eq!(serde_json::from_str::<Proof>(&text).unwrap(), proof);
        }
    }
}
