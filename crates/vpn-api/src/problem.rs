//! What a failure is about, as ids with their values: the sentence for each is in the Fluent files.

use serde::{Deserialize, Serialize};

use crate::profile::ProtocolId;

/// Why a request was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RequestProblem {
    /// A frame is larger than frames may be.
    FrameTooLarge,
    /// A frame holds no message of the contract, or one that is out of bounds.
    NotAMessage,
    /// The first frame was no greeting.
    HelloMissing,
    /// A second greeting.
    HelloRepeated,
    /// There are too many clients.
    TooManyClients,
    /// This user has too many clients.
    TooManyClientsOfUser,
    /// There are too many tunnels at one time.
    TooManyTunnels,
    /// This user has too many tunnels at one time.
    TooManyTunnelsOfUser,
    /// There are too many connections, all of them up.
    TooManyConnections,
    /// The connection has not yet done what it was asked before.
    Busy,
    /// The helper is ending.
    Ending,
    /// The connection's name is too long or not plain text.
    Name,
    /// This helper does not speak the profile's protocol.
    UnknownProtocol {
        /// The profile's protocol.
        protocol: ProtocolId,
    },
    /// The desktop's proxies are out of bounds.
    Proxies,
    /// User name or password do not fit into what the protocol sends.
    CredentialsTooLong,
}

impl RequestProblem {
    /// A stable id, as JSON and the ids of sentences have it.
    #[must_use]
    pub fn id(&self) -> &'static str {
        match self {
            Self::FrameTooLarge => "frame-too-large",
            Self::NotAMessage => "not-a-message",
            Self::HelloMissing => "hello-missing",
            Self::HelloRepeated => "hello-repeated",
            Self::TooManyClients => "too-many-clients",
            Self::TooManyClientsOfUser => "too-many-clients-of-user",
            Self::TooManyTunnels => "too-many-tunnels",
            Self::TooManyTunnelsOfUser => "too-many-tunnels-of-user",
            Self::TooManyConnections => "too-many-connections",
            Self::Busy => "busy",
            Self::Ending => "ending",
            Self::Name => "name",
            Self::UnknownProtocol { .. } => "unknown-protocol",
            Self::Proxies => "proxies",
            Self::CredentialsTooLong => "credentials-too-long",
        }
    }
}
