//! Makes a failure's texts fit to be shown: much of it was written by the server.

use super::{Failure, FailureKind, OptionDifference, Retry};
use crate::text::{plain, plain_if_any};

impl Failure {
    /// The same failure with texts that can be shown.
    #[must_use]
    pub fn plain(self) -> Self {
        use FailureKind as Kind;
        let kind = match self.kind {
            Kind::ServerNameMismatch { expected, found } => {
                Kind::ServerNameMismatch { expected: plain(&expected), found: plain(&found) }
            }
            Kind::ServerPurposeUnknown { name } => Kind::ServerPurposeUnknown { name: plain(&name) },
            Kind::ServerCertificateWeak { weakness } => Kind::ServerCertificateWeak { weakness: plain(&weakness) },
            Kind::CredentialsRefused { reason } => Kind::CredentialsRefused { reason: plain_if_any(reason) },
            Kind::NotLetIn { reason } => Kind::NotLetIn { reason: plain_if_any(reason) },
            Kind::BrowserSignInRefused { reason } => Kind::BrowserSignInRefused { reason: plain_if_any(reason) },
            Kind::SignInPostponed { message } => Kind::SignInPostponed { message: plain_if_any(message) },
            Kind::ConfirmElsewhere { text } => Kind::ConfirmElsewhere { text: plain(&text) },
            Kind::CipherNotShared { offered } => Kind::CipherNotShared { offered: plain(&offered) },
            Kind::CipherTooOld { cipher } => Kind::CipherTooOld { cipher: plain(&cipher) },
            Kind::ServerOptionRefused { option } => Kind::ServerOptionRefused { option: plain(&option) },
            Kind::ServerHalted { message } => Kind::ServerHalted { message: plain_if_any(message) },
            Kind::ServerRestarting { message } => Kind::ServerRestarting { message: plain_if_any(message) },
            Kind::NothingReadable { differs: Some(differs) } => {
                let OptionDifference { option, ours, theirs } = differs;
                let differs = OptionDifference { option: plain(&option), ours: plain(&ours), theirs: plain(&theirs) };
                Kind::NothingReadable { differs: Some(differs) }
            }
            Kind::AddressUnusable { address } => Kind::AddressUnusable { address: plain(&address) },
            Kind::ServerKeyUnsupported { algorithm } => Kind::ServerKeyUnsupported { algorithm: plain(&algorithm) },
            // Numbers, our own words, and what the profile says.
            other @ (Kind::NameNotResolved { .. }
            | Kind::NoAnswer { .. }
            | Kind::NoAnswerYet { .. }
            | Kind::ConnectionRefused { .. }
            | Kind::ConnectionLost
            | Kind::KeepaliveTimeout { .. }
            | Kind::NoNetwork
            | Kind::HandshakeTimeout
            | Kind::SignInUnfinished
            | Kind::ControlKeyMismatch
            | Kind::UnknownAuthority
            | Kind::ServerCertificateExpired { .. }
            | Kind::ServerCertificateNotYetValid { .. }
            | Kind::NotAServerCertificate
            | Kind::ServerCertificateRejected { .. }
            | Kind::ServerCertificateRevoked
            | Kind::RevocationListExpired { .. }
            | Kind::RevocationListNotYetValid { .. }
            | Kind::RevocationListInvalid
            | Kind::ServerCertificateNotPinned
            | Kind::ClockWrong { .. }
            | Kind::ClientCertificateExpired { .. }
            | Kind::ClientCertificateRefused
            | Kind::ClientKeyTooShort { .. }
            | Kind::TlsNotCompatible
            | Kind::ServerTlsTooOld
            | Kind::ServerSilentAtHello
            | Kind::ServerSilentAfterCertificate
            | Kind::TlsFailed
            | Kind::CredentialsNeeded
            | Kind::PassphraseNeeded
            | Kind::PassphraseWrong
            | Kind::ChallengeNeeded
            | Kind::SignInPageRefused
            | Kind::ServerCompresses
            | Kind::TunnelIdle { .. }
            | Kind::SessionTimeOver { .. }
            | Kind::ProfileRefused { .. }
            | Kind::TunnelDevice
            | Kind::NetworkSetup { .. }
            | Kind::NotPermitted { .. }
            | Kind::NotAllowed { .. }
            | Kind::NotAuthorized
            | Kind::NetworkInUse { .. }
            | Kind::NotBroughtBack
            | Kind::UnknownConnection
            | Kind::HelperNotRunning
            | Kind::HelperVersion { .. }
            | Kind::BadRequest { .. }
            | Kind::Proxy { .. }
            | Kind::NameServersSilent { .. }
            | Kind::NoIpv4 { .. }
            | Kind::OtherService { .. }
            | Kind::NoAddressGiven
            | Kind::NothingReadable { differs: None }
            | Kind::SessionTokenRefused
            | Kind::Cancelled
            | Kind::Internal) => other,
        };
        let retry = match self.retry {
            Retry::AskUser(prompt) => Retry::AskUser(prompt.plain()),
            other @ (Retry::Never | Retry::NextServer | Retry::After(_) | Retry::Directed { .. }) => other,
        };
        Self { kind, blame: self.blame, retry, detail: plain(&self.detail) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Blame;
    use super::*;
    use crate::prompt::{Challenge, Prompt, Refusal};

    #[test]
    fn failures_and_questions_are_cleaned_all_over() {
        let bad = || "x\u{202e}y\u{1b}".to_owned();
        let refusal = Refusal { reason: Some(bad()) };
        let challenge = Challenge { text: bad(), echo: true };
        let prompt = Prompt::Credentials {
            username: Some(bad()),
            username_locked: false,
            refused: Some(refusal),
            challenge: Some(challenge),
        };
        for kind in [
            FailureKind::ServerHalted { message: Some(bad()) },
            FailureKind::ServerRestarting { message: Some(bad()) },
            FailureKind::CredentialsRefused { reason: Some(bad()) },
            FailureKind::NotLetIn { reason: Some(bad()) },
            FailureKind::BrowserSignInRefused { reason: Some(bad()) },
            FailureKind::SignInPostponed { message: Some(bad()) },
            FailureKind::ConfirmElsewhere { text: bad() },
            FailureKind::ServerNameMismatch { expected: bad(), found: bad() },
            FailureKind::ServerOptionRefused { option: bad() },
            FailureKind::CipherNotShared { offered: bad() },
            FailureKind::CipherTooOld { cipher: bad() },
            FailureKind::AddressUnusable { address: bad() },
            FailureKind::ServerKeyUnsupported { algorithm: bad() },
            FailureKind::NothingReadable {
                differs: Some(OptionDifference { option: bad(), ours: bad(), theirs: bad() }),
            },
        ] {
            let failure = Failure::new(kind, Blame::Server, Retry::AskUser(prompt.clone())).with_detail(bad());
            let text = format!("{:?}", failure.plain());
            assert!(!text.contains("\\u") && text.contains("xy"), "{text}");
        }
    }
}
