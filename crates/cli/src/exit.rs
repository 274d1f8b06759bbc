//! How a command ends: one exit code for each class of failure, so that scripts can tell them apart.

use std::process::ExitCode;

use vpn_api::{Failure, FailureKind, ProxyProblem};

use crate::output::Output;

/// The codes, for `--help`.
pub(crate) const EXIT_CODES: &str = "\
Exit codes:
   0  done; with --wait: connected
   1  another failure
   2  wrong usage
   3  the profile cannot be used
   4  the helper is not running, or of another version
   5  not permitted: the connection belongs to another user
   6  the server cannot be reached
   7  the server could not be trusted, or TLS failed
   8  signing in failed, or an answer is needed
   9  the server ended or refused the session
  10  this machine could not be set up
  11  cancelled, or out of time";

/// Class of an outcome; its number is the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    Done = 0,
    Other = 1,
    Usage = 2,
    Profile = 3,
    Helper = 4,
    NotPermitted = 5,
    Network = 6,
    Trust = 7,
    SignIn = 8,
    Server = 9,
    Machine = 10,
    Cancelled = 11,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

impl Exit {
    /// The class of a failure.
    pub(crate) fn of(kind: &FailureKind) -> Self {
        match kind {
            FailureKind::NameNotResolved { .. }
            | FailureKind::NoAnswer { .. }
            | FailureKind::NoAnswerYet { .. }
            | FailureKind::ConnectionRefused { .. }
            | FailureKind::ConnectionLost
            | FailureKind::KeepaliveTimeout { .. }
            | FailureKind::NoNetwork
            | FailureKind::HandshakeTimeout
            | FailureKind::ServerSilentAtHello
            | FailureKind::ServerSilentAfterCertificate
            | FailureKind::ControlKeyMismatch
            | FailureKind::NameServersSilent { .. }
            | FailureKind::NoIpv4 { .. }
            | FailureKind::OtherService { .. } => Self::Network,
            FailureKind::UnknownAuthority
            | FailureKind::ServerCertificateExpired { .. }
            | FailureKind::ServerCertificateNotYetValid { .. }
            | FailureKind::ServerNameMismatch { .. }
            | FailureKind::NotAServerCertificate
            | FailureKind::ServerCertificateRejected { .. }
            | FailureKind::ServerPurposeUnknown { .. }
            | FailureKind::ServerCertificateRevoked
            | FailureKind::RevocationListExpired { .. }
            | FailureKind::RevocationListNotYetValid { .. }
            | FailureKind::RevocationListInvalid
            | FailureKind::ServerCertificateNotPinned
            | FailureKind::ServerCertificateWeak { .. }
            | FailureKind::ClientKeyTooShort { .. }
            | FailureKind::ServerKeyUnsupported { .. }
            | FailureKind::TlsNotCompatible
            | FailureKind::ServerTlsTooOld
            | FailureKind::TlsFailed => Self::Trust,
            FailureKind::ClientCertificateExpired { .. }
            | FailureKind::ClientCertificateRefused
            | FailureKind::CredentialsNeeded
            | FailureKind::CredentialsRefused { .. }
            | FailureKind::SignInUnfinished
            | FailureKind::NotLetIn { .. }
            | FailureKind::BrowserSignInRefused { .. }
            | FailureKind::PassphraseNeeded
            | FailureKind::PassphraseWrong
            | FailureKind::ChallengeNeeded
            | FailureKind::ConfirmElsewhere { .. }
            | FailureKind::SessionTokenRefused => Self::SignIn,
            FailureKind::CipherNotShared { .. }
            | FailureKind::CipherTooOld { .. }
            | FailureKind::ServerCompresses
            | FailureKind::ServerOptionRefused { .. }
            | FailureKind::SignInPageRefused
            | FailureKind::ServerHalted { .. }
            | FailureKind::SignInPostponed { .. }
            | FailureKind::TunnelIdle { .. }
            | FailureKind::SessionTimeOver { .. }
            | FailureKind::NoAddressGiven
            | FailureKind::AddressUnusable { .. }
            | FailureKind::NothingReadable { .. }
            | FailureKind::ServerRestarting { .. } => Self::Server,
            FailureKind::ProfileRefused { .. } => Self::Profile,
            FailureKind::TunnelDevice
            | FailureKind::NetworkSetup { .. }
            | FailureKind::NotBroughtBack
            | FailureKind::ClockWrong { .. } => Self::Machine,
            FailureKind::NotPermitted { .. }
            | FailureKind::NotAllowed { .. }
            | FailureKind::NotAuthorized
            | FailureKind::NetworkInUse { .. } => Self::NotPermitted,
            FailureKind::HelperNotRunning | FailureKind::HelperVersion { .. } => Self::Helper,
            FailureKind::Proxy { problem, .. } => match problem {
                ProxyProblem::CredentialsNeeded
                | ProxyProblem::CredentialsRefused
                | ProxyProblem::SignInNotSupported { .. } => Self::SignIn,
                ProxyProblem::NotReachable
                | ProxyProblem::NoAnswer
                | ProxyProblem::NotAProxy
                | ProxyProblem::NotAllowed { .. }
                | ProxyProblem::ServerNotReached { .. }
                | ProxyProblem::NoDatagrams
                | ProxyProblem::Refused { .. } => Self::Network,
            },
            FailureKind::Cancelled => Self::Cancelled,
            FailureKind::UnknownConnection | FailureKind::BadRequest { .. } => Self::Usage,
            FailureKind::Internal => Self::Other,
        }
    }
}

/// A command that stops before its end.
#[derive(Debug)]
pub(crate) enum CommandError {
    /// With a failure from the contract.
    Failure(Failure),
    /// With a sentence of the terminal's own.
    Message { exit: Exit, sentence: String },
    /// With nothing more to say.
    Told(Exit),
}

impl CommandError {
    /// A sentence of the terminal's own.
    pub(crate) fn message(exit: Exit, sentence: impl Into<String>) -> Self {
        Self::Message { exit, sentence: sentence.into() }
    }

    /// Tells the person and gives the code.
    pub(crate) fn report(self, output: Output) -> Exit {
        match self {
            Self::Failure(failure) => {
                output.failure(&failure);
                Exit::of(&failure.kind)
            }
            Self::Message { exit, sentence } => {
                output.complain(&sentence);
                exit
            }
            Self::Told(exit) => exit,
        }
    }
}

impl From<serde_json::Error> for CommandError {
    fn from(error: serde_json::Error) -> Self {
        Self::message(Exit::Other, error.to_string())
    }
}

impl From<Failure> for CommandError {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}
