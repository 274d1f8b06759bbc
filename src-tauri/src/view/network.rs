//! In which network a profile is to be connected, as the window shows and sets it.

use serde::{Deserialize, Serialize};
use specta::Type;
use vpn_api::{NetworkCondition, NetworkProof, NetworkRule};

/// What a known network says about a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum NetworkChoice {
    /// Not there.
    NotOn,
    /// There and nowhere else.
    OnlyOn,
}

/// By what a network is recognised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NetworkProofView {
    /// Address and port of a server in it.
    pub(crate) server: String,
    /// The server's key: SHA-256, 64 hexadecimal digits.
    pub(crate) key: String,
}

/// A rule of a profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NetworkRuleView {
    /// What it says.
    pub(crate) rule: NetworkChoice,
    /// Of which network.
    pub(crate) proof: NetworkProofView,
}

impl From<NetworkProof> for NetworkProofView {
    fn from(proof: NetworkProof) -> Self {
        Self { server: proof.server.to_string(), key: proof.key.to_string() }
    }
}

impl From<NetworkCondition> for NetworkRuleView {
    fn from(condition: NetworkCondition) -> Self {
        let rule = match condition.rule {
            NetworkRule::NotOn => NetworkChoice::NotOn,
            NetworkRule::OnlyOn => NetworkChoice::OnlyOn,
        };
        Self { rule, proof: condition.proof.into() }
    }
}

impl NetworkRuleView {
    /// As the helper is told; `None`: it is no server or no key.
    pub(crate) fn condition(&self) -> Option<NetworkCondition> {
        let rule = match self.rule {
            NetworkChoice::NotOn => NetworkRule::NotOn,
            NetworkChoice::OnlyOn => NetworkRule::OnlyOn,
        };
        let proof = format!("{}={}", self.proof.server, self.proof.key).parse().ok()?;
        Some(NetworkCondition { rule, proof })
    }
}
