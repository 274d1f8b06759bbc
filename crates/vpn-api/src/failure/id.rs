//! The stable names of the kinds of failure.

use std::fmt;

use serde_json::Value;

use super::FailureKind;

impl FailureKind {
    /// A stable id, as JSON has it. The sentence for people is `failure-` and this id, in some cases with the problem's or
    /// with `-with-reason` behind it.
    #[must_use]
    pub fn id(&self) -> &'static str {
        match self {
            Self::NameNotResolved { .. } => "name-not-resolved",
            Self::NoAnswer { .. } => "no-answer",
            Self::NoAnswerYet { .. } => "no-answer-yet",
            Self::ConnectionRefused { .. } => "connection-refused",
            Self::ConnectionLost => "connection-lost",
            Self::KeepaliveTimeout { .. } => "keepalive-timeout",
            Self::NoNetwork => "no-network",
            Self::HandshakeTimeout => "handshake-timeout",
            Self::ControlKeyMismatch => "control-key-mismatch",
            Self::UnknownAuthority => "unknown-authority",
            Self::ServerCertificateExpired { .. } => "server-certificate-expired",
            Self::ServerCertificateNotYetValid { .. } => "server-certificate-not-yet-valid",
            Self::ServerNameMismatch { .. } => "server-name-mismatch",
            Self::NotAServerCertificate => "not-a-server-certificate",
            Self::ServerPurposeUnknown { .. } => "server-purpose-unknown",
            Self::ServerCertificateRevoked => "server-certificate-revoked",
            Self::RevocationListExpired { .. } => "revocation-list-expired",
            Self::RevocationListNotYetValid { .. } => "revocation-list-not-yet-valid",
            Self::RevocationListInvalid => "revocation-list-invalid",
            Self::ServerCertificateNotPinned => "server-certificate-not-pinned",
            Self::ServerCertificateWeak { .. } => "server-certificate-weak",
            Self::ServerCertificateRejected { .. } => "server-certificate-rejected",
            Self::ClockWrong { .. } => "clock-wrong",
            Self::ClientCertificateExpired { .. } => "client-certificate-expired",
            Self::ClientCertificateRefused => "client-certificate-refused",
            Self::ClientKeyTooShort { .. } => "client-key-too-short",
            Self::TlsNotCompatible => "tls-not-compatible",
            Self::ServerTlsTooOld => "server-tls-too-old",
            Self::ServerSilentAtHello => "server-silent-at-hello",
            Self::ServerSilentAfterCertificate => "server-silent-after-certificate",
            Self::TlsFailed => "tls-failed",
            Self::CredentialsNeeded => "credentials-needed",
            Self::CredentialsRefused { .. } => "credentials-refused",
            Self::NotLetIn { .. } => "not-let-in",
            Self::SignInUnfinished => "sign-in-unfinished",
            Self::BrowserSignInRefused { .. } => "browser-sign-in-refused",
            Self::SignInPageRefused => "sign-in-page-refused",
            Self::SignInPostponed { .. } => "sign-in-postponed",
            Self::PassphraseNeeded => "passphrase-needed",
            Self::PassphraseWrong => "passphrase-wrong",
            Self::ChallengeNeeded => "challenge-needed",
            Self::ConfirmElsewhere { .. } => "confirm-elsewhere",
            Self::CipherNotShared { .. } => "cipher-not-shared",
            Self::CipherTooOld { .. } => "cipher-too-old",
            Self::ServerCompresses => "server-compresses",
            Self::ServerOptionRefused { .. } => "server-option-refused",
            Self::ServerHalted { .. } => "server-halted",
            Self::ServerRestarting { .. } => "server-restarting",
            Self::TunnelIdle { .. } => "tunnel-idle",
            Self::SessionTimeOver { .. } => "session-time-over",
            Self::ProfileRefused { .. } => "profile-refused",
            Self::TunnelDevice => "tunnel-device",
            Self::NetworkSetup { .. } => "network-setup",
            Self::NotPermitted { .. } => "not-permitted",
            Self::NotAllowed { .. } => "not-allowed",
            Self::NotAuthorized => "not-authorized",
            Self::NetworkInUse { .. } => "network-in-use",
            Self::NotBroughtBack => "not-brought-back",
            Self::UnknownConnection => "unknown-connection",
            Self::HelperNotRunning => "helper-not-running",
            Self::HelperVersion { .. } => "helper-version",
            Self::BadRequest { .. } => "bad-request",
            Self::Proxy { .. } => "proxy",
            Self::NameServersSilent { .. } => "name-servers-silent",
            Self::NoIpv4 { .. } => "no-ipv4",
            Self::OtherService { .. } => "other-service",
            Self::NoAddressGiven => "no-address-given",
            Self::AddressUnusable { .. } => "address-unusable",
            Self::NothingReadable { .. } => "nothing-readable",
            Self::ServerKeyUnsupported { .. } => "server-key-unsupported",
            Self::SessionTokenRefused => "session-token-refused",
            Self::Cancelled => "cancelled",
            Self::Internal => "internal",
        }
    }
}

/// For logs: the id and the values, as JSON has them.
impl fmt::Display for FailureKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())?;
        // A kind always has JSON, and that is always an object.
        let Ok(Value::Object(fields)) = serde_json::to_value(self) else { return Ok(()) };
        fields.iter().filter(|(name, _)| *name != "kind").try_for_each(|(name, value)| write!(f, " {name}={value}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ProxyProblem, RequestProblem, Transport};

    #[test]
    fn a_kind_is_shown_by_its_id_and_its_values_and_never_by_its_rust_name() {
        let host = || "vpn.example".to_owned();
        let problem = ProxyProblem::NotAllowed { port: 25 };
        for (kind, shown) in [
            (FailureKind::ConnectionLost, "connection-lost"),
            (FailureKind::CredentialsRefused { reason: None }, "credentials-refused reason=null"),
            (
                FailureKind::NoAnswer { host: host(), port: 1194, transport: Transport::Udp },
                r#"no-answer host="vpn.example" port=1194 transport="udp""#,
            ),
            (
                FailureKind::BadRequest { problem: RequestProblem::HelloMissing },
                r#"bad-request problem="hello-missing""#,
            ),
            (
                FailureKind::Proxy { proxy: host(), problem },
                r#"proxy problem={"port":25,"problem":"not-allowed"} proxy="vpn.example""#,
            ),
        ] {
            assert_eq!(kind.to_string(), shown);
            assert_eq!(serde_json::to_value(&kind).unwrap()["kind"], kind.id());
        }
    }
}
