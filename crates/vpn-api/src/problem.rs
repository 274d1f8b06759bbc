//! What a failure is about, as ids with their values: the sentence for each is in the Fluent files.

use std::fmt;

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
    /// A server that is to prove in which network the machine is has an address that is reached from elsewhere.
    PublicAddress,
    /// The answer is of another kind than the question, or does not fit its form.
    AnswerOfOtherKind,
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
            Self::PublicAddress => "public-address",
            Self::AnswerOfOtherKind => "answer-of-other-kind",
        }
    }
}

/// What is wrong with a server's certificate, where that has no [kind of failure](crate::FailureKind) of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CertificateProblem {
    /// It cannot be read.
    Unreadable,
    /// A certificate on the way to its authority is not an authority's.
    NotAnAuthority,
    /// Its chain is longer than one of the authorities allows, or longer than chains are.
    ChainTooLong,
    /// An authority on the way may not issue certificates for its name.
    NameNotAllowed,
    /// It, or an authority on the way, has a critical extension that Adit does not know, or one with a value that is none.
    Extension,
    /// It, or an authority on the way, is signed in a way that Adit does not know.
    SignatureKind,
    /// A signature is wrong.
    BadSignature,
    /// Its usage is not what the profile demands.
    Usage {
        /// The profile's directive.
        directive: String,
    },
    /// It breaks another rule of certificates; the failure's detail says which.
    Other,
}

impl CertificateProblem {
    /// A stable id, as JSON and the ids of sentences have it.
    #[must_use]
    pub fn id(&self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::NotAnAuthority => "not-an-authority",
            Self::ChainTooLong => "chain-too-long",
            Self::NameNotAllowed => "name-not-allowed",
            Self::Extension => "extension",
            Self::SignatureKind => "signature-kind",
            Self::BadSignature => "bad-signature",
            Self::Usage { .. } => "usage",
            Self::Other => "other",
        }
    }
}

/// For logs.
impl fmt::Display for CertificateProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unreadable => "the certificate cannot be read",
            Self::NotAnAuthority => "a certificate on the way to its authority is not an authority’s",
            Self::ChainTooLong => "its chain is longer than one of the authorities allows",
            Self::NameNotAllowed => "an authority on the way may not issue certificates for its name",
            Self::Extension => "a critical extension is not known, or has a value that is none",
            Self::SignatureKind => "it is signed in a way that is not supported",
            Self::BadSignature => "a signature is wrong",
            Self::Usage { directive } => return write!(f, "the certificate's usage is not what {directive} demands"),
            Self::Other => "it breaks a rule of certificates",
        })
    }
}

/// What the organisation does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PolicyLimit {
    /// Another lock than the one that is settled.
    Lock,
    /// Letting out what is held back.
    LetOut,
    /// A profile of one's own.
    OwnProfile,
    /// A profile of the organisation that is not there, or not for this user.
    ManagedProfile,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(value: impl Serialize) -> String {
        let value = serde_json::to_value(value).unwrap();
        let name = value.as_object().and_then(|fields| fields.keys().next().cloned());
        name.or(value.as_str().map(str::to_owned)).unwrap()
    }

    #[test]
    fn ids_are_those_of_json() {
        for problem in [
            RequestProblem::FrameTooLarge,
            RequestProblem::NotAMessage,
            RequestProblem::HelloMissing,
            RequestProblem::HelloRepeated,
            RequestProblem::TooManyClients,
            RequestProblem::TooManyClientsOfUser,
            RequestProblem::TooManyTunnels,
            RequestProblem::TooManyTunnelsOfUser,
            RequestProblem::TooManyConnections,
            RequestProblem::Busy,
            RequestProblem::Ending,
            RequestProblem::Name,
            RequestProblem::UnknownProtocol { protocol: ProtocolId::from_static("new") },
            RequestProblem::Proxies,
            RequestProblem::CredentialsTooLong,
            RequestProblem::PublicAddress,
            RequestProblem::AnswerOfOtherKind,
        ] {
            assert_eq!(tag(&problem), problem.id());
        }
        for problem in [
            CertificateProblem::Unreadable,
            CertificateProblem::NotAnAuthority,
            CertificateProblem::ChainTooLong,
            CertificateProblem::NameNotAllowed,
            CertificateProblem::Extension,
            CertificateProblem::SignatureKind,
            CertificateProblem::BadSignature,
            CertificateProblem::Usage { directive: "remote-cert-ku".to_owned() },
            CertificateProblem::Other,
        ] {
            assert_eq!(tag(&problem), problem.id());
        }
    }
}
