//! What a tunnel that is up does without or does differently, and the person should know. The sentence of each is made in
//! `i18n::notice`, from the message `notice-` and its id.

use std::net::IpAddr;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use crate::{plan::NetworkStep, values::BoundedList, values::SpecialRange};

/// The most notices that one tunnel has; what comes after them is in the log only.
pub const MAX_NOTICES: usize = 32;

/// Notices of one tunnel, each once.
pub type Notices = BoundedList<Notice, MAX_NOTICES>;

/// One of them. Texts of the server in it are cleaned and short (`crate::text`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "notice", rename_all = "kebab-case")]
pub enum Notice {
    /// A name server is not used, because of where its address lies.
    NameServerNotUsed { server: IpAddr, range: SpecialRange, origin: Origin },
    /// A route is not used, because of where its network lies. `route` is as it was written.
    RouteNotUsed { route: String, range: Option<SpecialRange>, origin: Origin },
    /// One of the tunnel's addresses is not used.
    AddressNotUsed { address: String, origin: Origin },
    /// A domain is not used, because it is not a domain name.
    DomainNotUsed { domain: String, origin: Origin },
    /// Domains were named without a name server that could answer for them.
    DomainsWithoutServer { origin: Origin },
    /// More values came than a tunnel can have: `used` are in use.
    TooMany { what: Many, used: u32, left_out: u32 },
    /// A network of the tunnel is also the network that this computer is in, which wins or loses against it: what is near,
    /// a printer or a router, may not be reachable.
    RouteIsLocalNetwork { route: IpNet, interface: String },
    /// An option is not used because Adit does not know it or does not do it.
    OptionNotUsed { option: String, origin: Origin },
    /// The server compresses what it sends; Adit reads it and compresses nothing itself.
    ServerCompresses,
    /// Both ends have different values for an option that must be the same, so that packets may not arrive.
    OptionDiffers { option: String, ours: String, theirs: String },
    /// Another program on this computer took something of the tunnel away, and it was put back. `by`: its name, where that is
    /// known. What is taken away again and again is in [`crate::Protection::taken_away`] instead.
    TakenAway { what: NetworkStep, by: Option<String> },
}

/// Who wanted what is not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// The server, while the tunnel was set up or later.
    Server,
    /// The profile.
    Profile,
}

/// What there can be too many of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Many {
    /// Networks to route.
    Routes,
    /// Name servers.
    NameServers,
    /// Domains, searched or not.
    Domains,
    /// Addresses of the tunnel.
    Addresses,
}

impl Notice {
    /// A stable id, as JSON has it.
    #[must_use]
    pub fn id(&self) -> &'static str {
        match self {
            Self::NameServerNotUsed { .. } => "name-server-not-used",
            Self::RouteNotUsed { .. } => "route-not-used",
            Self::AddressNotUsed { .. } => "address-not-used",
            Self::DomainNotUsed { .. } => "domain-not-used",
            Self::DomainsWithoutServer { .. } => "domains-without-server",
            Self::TooMany { .. } => "too-many",
            Self::RouteIsLocalNetwork { .. } => "route-is-local-network",
            Self::OptionNotUsed { .. } => "option-not-used",
            Self::ServerCompresses => "server-compresses",
            Self::OptionDiffers { .. } => "option-differs",
            Self::TakenAway { .. } => "taken-away",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_has_the_id_of_a_notice() {
        for notice in [
            Notice::ServerCompresses,
            Notice::TooMany { what: Many::Routes, used: 4096, left_out: 1 },
            Notice::DomainsWithoutServer { origin: Origin::Profile },
            Notice::OptionNotUsed { option: "x".into(), origin: Origin::Server },
            Notice::TakenAway { what: NetworkStep::Rule, by: None },
        ] {
            let json = serde_json::to_value(&notice).unwrap();
            assert_eq!(json["notice"], notice.id());
            assert_eq!(serde_json::from_value::<Notice>(json).unwrap(), notice);
        }
    }
}
