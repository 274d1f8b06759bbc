//! Messages of failures.

use vpn_api::{
    CertificateProblem, Failure, FailureKind, NetworkProblem, OptionDifference, OtherService, ProxyProblem,
    RequestProblem, Retry,
};

use crate::{Message, Value, attribute, date, policy, text, user};

/// What happened, and what to do. Where nothing is tried again without the person, the message's attribute `.advice-ended` takes
/// the place of `.advice`, if there is one: nobody is promised what will not happen.
#[must_use]
pub fn failure(failure: &Failure) -> Message {
    let (id, values) = message_of(&failure.kind);
    let ended = match &failure.retry {
        Retry::Never | Retry::AskUser(_) => attribute(id, "advice-ended", &values),
        Retry::NextServer | Retry::After(_) | Retry::Directed { .. } => String::new(),
    };
    let advice = if ended.is_empty() { attribute(id, "advice", &values) } else { ended };
    Message { title: text(id, &values), advice }
}

/// The message of a failure and its values. Ports are text, so that no language groups their digits.
fn message_of(kind: &FailureKind) -> (&'static str, Vec<(&'static str, Value)>) {
    let given = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    match kind {
        FailureKind::NameNotResolved { host } => ("failure-name-not-resolved", vec![("host", host.as_str().into())]),
        FailureKind::NoAnswer { host, port, transport } => (
            "failure-no-answer",
            vec![
                ("host", host.as_str().into()),
                ("port", port.to_string().into()),
                ("transport", transport.to_string().into()),
            ],
        ),
        FailureKind::NoAnswerYet { host, port, transport } => (
            "failure-no-answer-yet",
            vec![
                ("host", host.as_str().into()),
                ("port", port.to_string().into()),
                ("transport", transport.to_string().into()),
            ],
        ),
        FailureKind::ConnectionRefused { host, port, transport } => (
            "failure-connection-refused",
            vec![
                ("host", host.as_str().into()),
                ("port", port.to_string().into()),
                ("transport", transport.to_string().into()),
            ],
        ),
        FailureKind::ConnectionLost => ("failure-connection-lost", vec![]),
        FailureKind::KeepaliveTimeout { seconds } => {
            ("failure-keepalive-timeout", vec![("seconds", (*seconds).into())])
        }
        FailureKind::NoNetwork => ("failure-no-network", vec![]),
        FailureKind::HandshakeTimeout => ("failure-handshake-timeout", vec![]),
        FailureKind::ControlKeyMismatch => ("failure-control-key-mismatch", vec![]),
        FailureKind::UnknownAuthority => ("failure-unknown-authority", vec![]),
        FailureKind::ServerCertificateExpired { not_after } => {
            ("failure-server-certificate-expired", vec![("date", date(*not_after).into())])
        }
        FailureKind::ServerCertificateNotYetValid { not_before } => {
            ("failure-server-certificate-not-yet-valid", vec![("date", date(*not_before).into())])
        }
        FailureKind::ServerNameMismatch { expected, found } => (
            "failure-server-name-mismatch",
            vec![("expected", expected.as_str().into()), ("found", found.as_str().into())],
        ),
        FailureKind::NotAServerCertificate => ("failure-not-a-server-certificate", vec![]),
        FailureKind::ServerCertificateRejected { problem } => certificate(problem),
        FailureKind::ServerPurposeUnknown { name } => {
            ("failure-server-purpose-unknown", vec![("name", name.as_str().into())])
        }
        FailureKind::ServerCertificateRevoked => ("failure-server-certificate-revoked", vec![]),
        FailureKind::RevocationListExpired { next_update } => {
            ("failure-revocation-list-expired", vec![("date", date(*next_update).into())])
        }
        FailureKind::RevocationListNotYetValid { this_update } => {
            ("failure-revocation-list-not-yet-valid", vec![("date", date(*this_update).into())])
        }
        FailureKind::RevocationListInvalid => ("failure-revocation-list-invalid", vec![]),
        FailureKind::ServerCertificateNotPinned => ("failure-server-certificate-not-pinned", vec![]),
        FailureKind::ServerCertificateWeak { weakness } => {
            ("failure-server-certificate-weak", vec![("weakness", weakness.as_str().into())])
        }
        FailureKind::ClockWrong { now } => ("failure-clock-wrong", vec![("date", date(*now).into())]),
        FailureKind::ClientKeyTooShort { bits } => {
            ("failure-client-key-too-short", vec![("bits", bits.to_string().into())])
        }
        FailureKind::ClientCertificateExpired { not_after } => {
            ("failure-client-certificate-expired", vec![("date", date(*not_after).into())])
        }
        FailureKind::ClientCertificateRefused => ("failure-client-certificate-refused", vec![]),
        FailureKind::TlsNotCompatible => ("failure-tls-not-compatible", vec![]),
        FailureKind::ServerTlsTooOld => ("failure-server-tls-too-old", vec![]),
        FailureKind::ServerSilentAtHello => ("failure-server-silent-at-hello", vec![]),
        FailureKind::ServerSilentAfterCertificate => ("failure-server-silent-after-certificate", vec![]),
        FailureKind::TlsFailed => ("failure-tls-failed", vec![]),
        FailureKind::CredentialsNeeded => ("failure-credentials-needed", vec![]),
        FailureKind::CredentialsRefused { reason } => match given(reason) {
            Some(reason) => ("failure-credentials-refused-with-reason", vec![("reason", reason.into())]),
            None => ("failure-credentials-refused", vec![]),
        },
        FailureKind::SignInUnfinished => ("failure-sign-in-unfinished", vec![]),
        FailureKind::NotLetIn { reason } => match given(reason) {
            Some(reason) => ("failure-not-let-in-with-reason", vec![("reason", reason.into())]),
            None => ("failure-not-let-in", vec![]),
        },
        FailureKind::BrowserSignInRefused { reason } => match given(reason) {
            Some(reason) => ("failure-browser-sign-in-refused-with-reason", vec![("reason", reason.into())]),
            None => ("failure-browser-sign-in-refused", vec![]),
        },
        FailureKind::SignInPageRefused => ("failure-sign-in-page-refused", vec![]),
        FailureKind::SignInPostponed { message } => match given(message) {
            Some(message) => ("failure-sign-in-postponed-with-message", vec![("message", message.into())]),
            None => ("failure-sign-in-postponed", vec![]),
        },
        FailureKind::PassphraseNeeded => ("failure-passphrase-needed", vec![]),
        FailureKind::PassphraseWrong => ("failure-passphrase-wrong", vec![]),
        FailureKind::ChallengeNeeded => ("failure-challenge-needed", vec![]),
        FailureKind::ConfirmElsewhere { text } => ("failure-confirm-elsewhere", vec![("text", text.as_str().into())]),
        FailureKind::CipherNotShared { offered } => {
            ("failure-cipher-not-shared", vec![("offered", offered.as_str().into())])
        }
        FailureKind::CipherTooOld { cipher } => ("failure-cipher-too-old", vec![("cipher", cipher.as_str().into())]),
        FailureKind::ServerCompresses => ("failure-server-compresses", vec![]),
        FailureKind::ServerOptionRefused { option } => {
            ("failure-server-option-refused", vec![("option", option.as_str().into())])
        }
        FailureKind::ServerHalted { message } => match given(message) {
            Some(message) => ("failure-server-halted-with-message", vec![("message", message.into())]),
            None => ("failure-server-halted", vec![]),
        },
        FailureKind::ServerRestarting { message } => match given(message) {
            Some(message) => ("failure-server-restarting-with-message", vec![("message", message.into())]),
            None => ("failure-server-restarting", vec![]),
        },
        FailureKind::TunnelIdle { seconds } => ("failure-tunnel-idle", vec![("minutes", minutes(*seconds))]),
        FailureKind::SessionTimeOver { seconds } => ("failure-session-time-over", vec![("minutes", minutes(*seconds))]),
        FailureKind::ProfileRefused { what } => ("failure-profile-refused", vec![("what", what.as_str().into())]),
        FailureKind::TunnelDevice => ("failure-tunnel-device", vec![]),
        FailureKind::NetworkSetup { step, problem } => {
            let id = match problem {
                NetworkProblem::Refused => "failure-network-setup",
                NetworkProblem::NotPermitted => "failure-network-setup-not-permitted",
                NetworkProblem::TimedOut => "failure-network-setup-timed-out",
                NetworkProblem::NotKept => "failure-network-setup-not-kept",
                NetworkProblem::Unsupported => "failure-network-setup-unsupported",
                NetworkProblem::BadPlan => "failure-network-setup-bad-plan",
            };
            (id, vec![("step", step.id().into())])
        }
        FailureKind::NotPermitted { owner: Some(owner) } => {
            ("failure-not-permitted-owner", vec![("owner", user::name(owner).into())])
        }
        FailureKind::NotAllowed { limit } => (policy::limit(*limit), vec![]),
        FailureKind::NotAuthorized => ("failure-not-authorized", vec![]),
        FailureKind::NetworkInUse { owner } => ("failure-network-in-use", vec![("owner", user::name(owner).into())]),
        FailureKind::NotPermitted { owner: None } => ("failure-not-permitted", vec![]),
        FailureKind::NotBroughtBack => ("failure-not-brought-back", vec![]),
        FailureKind::UnknownConnection => ("failure-unknown-connection", vec![]),
        FailureKind::HelperNotRunning => ("failure-helper-not-running", vec![]),
        FailureKind::HelperVersion { ours, theirs } if theirs < ours => ("failure-helper-older", vec![]),
        FailureKind::HelperVersion { .. } => ("failure-helper-newer", vec![]),
        FailureKind::BadRequest { problem } => not_taken(problem),
        FailureKind::Proxy { proxy, problem } => through_proxy(proxy, problem),
        FailureKind::NameServersSilent { host } => {
            ("failure-name-servers-silent", vec![("host", host.as_str().into())])
        }
        FailureKind::NoIpv4 { host } => ("failure-no-ipv4", vec![("host", host.as_str().into())]),
        FailureKind::NoAddressGiven => ("failure-no-address-given", vec![]),
        FailureKind::AddressUnusable { address } => {
            ("failure-address-unusable", vec![("address", address.as_str().into())])
        }
        FailureKind::ServerKeyUnsupported { algorithm } => {
            ("failure-server-key-unsupported", vec![("algorithm", algorithm.as_str().into())])
        }
        FailureKind::SessionTokenRefused => ("failure-session-token-refused", vec![]),
        FailureKind::OtherService { host, port, service } => {
            let id = match service {
                OtherService::Http => "failure-other-service-http",
                OtherService::Tls => "failure-other-service-tls",
                OtherService::Ssh => "failure-other-service-ssh",
                OtherService::Unknown => "failure-other-service-unknown",
            };
            (id, vec![("host", host.as_str().into()), ("port", port.to_string().into())])
        }
        FailureKind::NothingReadable { differs: Some(differs) } => {
            ("failure-nothing-readable-differs", difference(differs))
        }
        FailureKind::NothingReadable { differs: None } => ("failure-nothing-readable", vec![]),
        FailureKind::Cancelled => ("failure-cancelled", vec![]),
        FailureKind::Internal => ("failure-internal", vec![]),
    }
}

/// The message of what is wrong with a server's certificate, and its values.
fn certificate(problem: &CertificateProblem) -> (&'static str, Vec<(&'static str, Value)>) {
    match problem {
        CertificateProblem::Unreadable => ("failure-server-certificate-rejected-unreadable", vec![]),
        CertificateProblem::NotAnAuthority => ("failure-server-certificate-rejected-not-an-authority", vec![]),
        CertificateProblem::ChainTooLong => ("failure-server-certificate-rejected-chain-too-long", vec![]),
        CertificateProblem::NameNotAllowed => ("failure-server-certificate-rejected-name-not-allowed", vec![]),
        CertificateProblem::Extension => ("failure-server-certificate-rejected-extension", vec![]),
        CertificateProblem::SignatureKind => ("failure-server-certificate-rejected-signature-kind", vec![]),
        CertificateProblem::BadSignature => ("failure-server-certificate-rejected-bad-signature", vec![]),
        CertificateProblem::Usage { directive } => {
            ("failure-server-certificate-rejected-usage", vec![("directive", directive.as_str().into())])
        }
        CertificateProblem::Other => ("failure-server-certificate-rejected-other", vec![]),
    }
}

/// The message of a request that was not taken, and its values.
fn not_taken(problem: &RequestProblem) -> (&'static str, Vec<(&'static str, Value)>) {
    match problem {
        RequestProblem::FrameTooLarge => ("failure-bad-request-frame-too-large", vec![]),
        RequestProblem::NotAMessage => ("failure-bad-request-not-a-message", vec![]),
        RequestProblem::HelloMissing => ("failure-bad-request-hello-missing", vec![]),
        RequestProblem::HelloRepeated => ("failure-bad-request-hello-repeated", vec![]),
        RequestProblem::TooManyClients => ("failure-bad-request-too-many-clients", vec![]),
        RequestProblem::TooManyClientsOfUser => ("failure-bad-request-too-many-clients-of-user", vec![]),
        RequestProblem::TooManyTunnels => ("failure-bad-request-too-many-tunnels", vec![]),
        RequestProblem::TooManyTunnelsOfUser => ("failure-bad-request-too-many-tunnels-of-user", vec![]),
        RequestProblem::TooManyConnections => ("failure-bad-request-too-many-connections", vec![]),
        RequestProblem::Busy => ("failure-bad-request-busy", vec![]),
        RequestProblem::Ending => ("failure-bad-request-ending", vec![]),
        RequestProblem::Name => ("failure-bad-request-name", vec![]),
        RequestProblem::UnknownProtocol { protocol } => {
            ("failure-bad-request-unknown-protocol", vec![("protocol", protocol.as_str().into())])
        }
        RequestProblem::Proxies => ("failure-bad-request-proxies", vec![]),
        RequestProblem::CredentialsTooLong => ("failure-bad-request-credentials-too-long", vec![]),
        RequestProblem::PublicAddress => ("failure-bad-request-public-address", vec![]),
        RequestProblem::AnswerOfOtherKind => ("failure-bad-request-answer-of-other-kind", vec![]),
    }
}

/// The values of a message about an option that differs. The messages choose their words by whether a side is empty.
pub(crate) fn difference(differs: &OptionDifference) -> Vec<(&'static str, Value)> {
    let side = |value: &str| if value.is_empty() { crate::text("option-not-set", &[]) } else { value.to_owned() };
    vec![
        ("option", differs.option.as_str().into()),
        ("ours", side(&differs.ours).into()),
        ("theirs", side(&differs.theirs).into()),
    ]
}

/// Whole minutes, at least one.
fn minutes(seconds: u64) -> Value {
    (seconds / 60).max(1).into()
}

/// The message of what a proxy did, and its values.
fn through_proxy(proxy: &str, problem: &ProxyProblem) -> (&'static str, Vec<(&'static str, Value)>) {
    let mut values = vec![("proxy", proxy.into())];
    let id = match problem {
        ProxyProblem::NotReachable => "failure-proxy-not-reachable",
        ProxyProblem::NoAnswer => "failure-proxy-no-answer",
        ProxyProblem::NotAProxy => "failure-proxy-not-a-proxy",
        ProxyProblem::CredentialsNeeded => "failure-proxy-credentials-needed",
        ProxyProblem::CredentialsRefused => "failure-proxy-credentials-refused",
        ProxyProblem::SignInNotSupported { offered } => {
            values.push(("offered", offered.as_str().into()));
            "failure-proxy-sign-in-not-supported"
        }
        ProxyProblem::NotAllowed { port } => {
            values.push(("port", port.to_string().into()));
            "failure-proxy-not-allowed"
        }
        ProxyProblem::ServerNotReached { host } => {
            values.push(("host", host.as_str().into()));
            "failure-proxy-server-not-reached"
        }
        ProxyProblem::NoDatagrams => "failure-proxy-no-datagrams",
        ProxyProblem::Refused { answer } => {
            values.push(("answer", answer.as_str().into()));
            "failure-proxy-refused"
        }
    };
    (id, values)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use vpn_api::{Blame, NetworkStep, Transport};

    use super::*;
    use crate::bundle::format;

    /// Each kind, those with a choice of sentences twice.
    fn network(step: NetworkStep, problem: NetworkProblem) -> FailureKind {
        FailureKind::NetworkSetup { step, problem }
    }

    fn kinds() -> Vec<FailureKind> {
        let host = || "vpn.example.com".to_owned();
        let text = || "text".to_owned();
        let other = |service| FailureKind::OtherService { host: host(), port: 443, service };
        let bad = |problem| FailureKind::BadRequest { problem };
        let certificate = |problem| FailureKind::ServerCertificateRejected { problem };
        let proxy = |problem| FailureKind::Proxy { proxy: "proxy.example:3128".to_owned(), problem };
        vec![
            FailureKind::NameNotResolved { host: host() },
            FailureKind::NoAnswer { host: host(), port: 1194, transport: Transport::Udp },
            FailureKind::NoAnswerYet { host: host(), port: 1194, transport: Transport::Udp },
            FailureKind::ConnectionRefused { host: host(), port: 443, transport: Transport::Tcp },
            FailureKind::ConnectionLost,
            FailureKind::KeepaliveTimeout { seconds: 120 },
            FailureKind::NoNetwork,
            FailureKind::HandshakeTimeout,
            FailureKind::ControlKeyMismatch,
            FailureKind::UnknownAuthority,
            FailureKind::ServerCertificateExpired { not_after: 1_772_500_000 },
            FailureKind::ServerCertificateNotYetValid { not_before: 1_772_500_000 },
            FailureKind::ServerNameMismatch { expected: host(), found: text() },
            FailureKind::NotAServerCertificate,
            certificate(CertificateProblem::Unreadable),
            certificate(CertificateProblem::NotAnAuthority),
            certificate(CertificateProblem::ChainTooLong),
            certificate(CertificateProblem::NameNotAllowed),
            certificate(CertificateProblem::Extension),
            certificate(CertificateProblem::SignatureKind),
            certificate(CertificateProblem::BadSignature),
            certificate(CertificateProblem::Usage { directive: text() }),
            certificate(CertificateProblem::Other),
            FailureKind::ClientCertificateExpired { not_after: 1_772_500_000 },
            FailureKind::ClientCertificateRefused,
            FailureKind::ServerPurposeUnknown { name: text() },
            FailureKind::ServerCertificateRevoked,
            FailureKind::RevocationListExpired { next_update: 1_772_500_000 },
            FailureKind::RevocationListNotYetValid { this_update: 1_772_500_000 },
            FailureKind::RevocationListInvalid,
            FailureKind::ServerCertificateNotPinned,
            FailureKind::ServerCertificateWeak { weakness: "SHA-1".to_owned() },
            FailureKind::ServerCertificateWeak { weakness: "MD5".to_owned() },
            FailureKind::ClockWrong { now: 946_684_800 },
            FailureKind::ClientKeyTooShort { bits: 1024 },
            FailureKind::TlsNotCompatible,
            FailureKind::ServerTlsTooOld,
            FailureKind::ServerSilentAtHello,
            FailureKind::ServerSilentAfterCertificate,
            FailureKind::TlsFailed,
            FailureKind::CredentialsNeeded,
            FailureKind::CredentialsRefused { reason: None },
            FailureKind::CredentialsRefused { reason: Some(text()) },
            FailureKind::SignInUnfinished,
            FailureKind::NotLetIn { reason: None },
            FailureKind::NotLetIn { reason: Some(text()) },
            FailureKind::BrowserSignInRefused { reason: None },
            FailureKind::BrowserSignInRefused { reason: Some(text()) },
            FailureKind::SignInPageRefused,
            FailureKind::SignInPostponed { message: None },
            FailureKind::SignInPostponed { message: Some(text()) },
            FailureKind::PassphraseNeeded,
            FailureKind::PassphraseWrong,
            FailureKind::ChallengeNeeded,
            FailureKind::ConfirmElsewhere { text: text() },
            FailureKind::CipherNotShared { offered: text() },
            FailureKind::CipherTooOld { cipher: text() },
            FailureKind::ServerCompresses,
            FailureKind::ServerOptionRefused { option: text() },
            FailureKind::ServerHalted { message: None },
            FailureKind::ServerHalted { message: Some(text()) },
            FailureKind::ServerRestarting { message: None },
            FailureKind::ServerRestarting { message: Some(text()) },
            FailureKind::TunnelIdle { seconds: 600 },
            FailureKind::SessionTimeOver { seconds: 7200 },
            FailureKind::ProfileRefused { what: text() },
            FailureKind::TunnelDevice,
            network(NetworkStep::Route, NetworkProblem::Refused),
            network(NetworkStep::Bypass, NetworkProblem::NotPermitted),
            network(NetworkStep::Dns, NetworkProblem::TimedOut),
            network(NetworkStep::ReadBack, NetworkProblem::NotKept),
            network(NetworkStep::Firewall, NetworkProblem::Unsupported),
            network(NetworkStep::Plan, NetworkProblem::BadPlan),
            FailureKind::NotPermitted { owner: None },
            FailureKind::NotAllowed { limit: vpn_api::PolicyLimit::Lock },
            FailureKind::NotAllowed { limit: vpn_api::PolicyLimit::LetOut },
            FailureKind::NotAllowed { limit: vpn_api::PolicyLimit::OwnProfile },
            FailureKind::NotAllowed { limit: vpn_api::PolicyLimit::ManagedProfile },
            FailureKind::NotAuthorized,
            FailureKind::NetworkInUse { owner: vpn_api::Owner::Uid(1000) },
            FailureKind::NotPermitted { owner: Some(vpn_api::Owner::Uid(1000)) },
            FailureKind::NotBroughtBack,
            FailureKind::UnknownConnection,
            FailureKind::HelperNotRunning,
            FailureKind::HelperVersion { ours: 2, theirs: 1 },
            FailureKind::HelperVersion { ours: 1, theirs: 2 },
            bad(RequestProblem::FrameTooLarge),
            bad(RequestProblem::NotAMessage),
            bad(RequestProblem::HelloMissing),
            bad(RequestProblem::HelloRepeated),
            bad(RequestProblem::TooManyClients),
            bad(RequestProblem::TooManyClientsOfUser),
            bad(RequestProblem::TooManyTunnels),
            bad(RequestProblem::TooManyTunnelsOfUser),
            bad(RequestProblem::PublicAddress),
            bad(RequestProblem::TooManyConnections),
            bad(RequestProblem::Busy),
            bad(RequestProblem::Ending),
            bad(RequestProblem::Name),
            bad(RequestProblem::UnknownProtocol { protocol: vpn_api::ProtocolId::from_static("new") }),
            bad(RequestProblem::Proxies),
            bad(RequestProblem::CredentialsTooLong),
            bad(RequestProblem::AnswerOfOtherKind),
            proxy(ProxyProblem::NotReachable),
            proxy(ProxyProblem::NoAnswer),
            proxy(ProxyProblem::NotAProxy),
            proxy(ProxyProblem::CredentialsNeeded),
            proxy(ProxyProblem::CredentialsRefused),
            proxy(ProxyProblem::SignInNotSupported { offered: "NTLM".to_owned() }),
            proxy(ProxyProblem::NotAllowed { port: 1194 }),
            proxy(ProxyProblem::ServerNotReached { host: host() }),
            proxy(ProxyProblem::NoDatagrams),
            proxy(ProxyProblem::Refused { answer: text() }),
            FailureKind::NameServersSilent { host: host() },
            FailureKind::NoIpv4 { host: host() },
            other(OtherService::Http),
            other(OtherService::Tls),
            other(OtherService::Ssh),
            other(OtherService::Unknown),
            FailureKind::NoAddressGiven,
            FailureKind::AddressUnusable { address: text() },
            FailureKind::NothingReadable { differs: None },
            FailureKind::NothingReadable {
                differs: Some(OptionDifference { option: text(), ours: String::new(), theirs: text() }),
            },
            FailureKind::ServerKeyUnsupported { algorithm: text() },
            FailureKind::SessionTokenRefused,
            FailureKind::Cancelled,
            FailureKind::Internal,
        ]
    }

    #[test]
    fn each_failure_says_what_happened_and_what_to_do() {
        for kind in kinds() {
            let (id, values) = message_of(&kind);
            for attribute in [None, Some("advice")] {
                let (text, whole) = format(id, attribute, &values);
                let text = text.unwrap_or_else(|| panic!("{id} {attribute:?} is missing"));
                assert!(whole && !text.is_empty() && !text.contains(['{', '}']), "{id} {attribute:?}: {text}");
                assert!(text.ends_with(['.', '”']), "{id}: {text}");
            }
        }
    }

    /// Words that promise what Adit does by itself.
    const PROMISES: [&str; 4] = ["Adit connects", "Adit tries", "Adit signs in", "by itself"];

    fn promises(kind: &FailureKind, retry: Retry) -> bool {
        let said = failure(&Failure::new(kind.clone(), Blame::Server, retry));
        PROMISES.iter().any(|words| said.title.contains(words) || said.advice.contains(words))
    }

    #[test]
    fn nobody_is_promised_another_try_where_there_is_none() {
        let ask = Retry::AskUser(vpn_api::Prompt::KeyPassphrase { wrong: false });
        for kind in kinds() {
            assert!(!promises(&kind, Retry::Never), "{}", kind.id());
            assert!(!promises(&kind, ask.clone()), "{}", kind.id());
        }
        let soon = Retry::After(std::time::Duration::from_secs(1));
        assert!(promises(&FailureKind::KeepaliveTimeout { seconds: 7 }, soon), "these words are looked for");
        let without = |attribute| {
            let (id, values) = message_of(&FailureKind::ConnectionLost);
            format(id, Some(attribute), &values)
        };
        assert!(without("advice-ended").1 && without("advice").1);
    }

    #[test]
    fn the_list_of_kinds_and_the_file_agree() {
        let known: BTreeSet<_> = kinds().iter().map(|kind| message_of(kind).0).collect();
        let file = include_str!("../../../ui/locales/en/failures.ftl");
        let written =
            file.lines().filter(|line| line.starts_with("failure-")).filter_map(|line| line.split(" =").next());
        assert_eq!(known, written.collect());
    }

    #[test]
    fn the_ids_of_sentences_are_those_of_failures_and_problems() {
        for kind in kinds() {
            let (sentence, _) = message_of(&kind);
            let mut id = format!("failure-{}", kind.id());
            if let FailureKind::BadRequest { problem } = &kind {
                id = format!("{id}-{}", problem.id());
            } else if let FailureKind::ServerCertificateRejected { problem } = &kind {
                id = format!("{id}-{}", problem.id());
            } else if let FailureKind::Proxy { problem, .. } = &kind {
                id = format!("{id}-{}", problem.id());
            } else if let FailureKind::HelperVersion { .. } = &kind {
                "failure-helper".clone_into(&mut id);
            }
            assert!(sentence.starts_with(&id), "{sentence} for {kind}");
        }
    }

    #[test]
    fn every_step_on_the_network_has_its_words() {
        for step in [
            NetworkStep::Plan,
            NetworkStep::Look,
            NetworkStep::Journal,
            NetworkStep::Firewall,
            NetworkStep::Interface,
            NetworkStep::Address,
            NetworkStep::Route,
            NetworkStep::Rule,
            NetworkStep::PathFilter,
            NetworkStep::Dns,
            NetworkStep::ReadBack,
            NetworkStep::Watch,
            NetworkStep::Bypass,
            NetworkStep::Apply,
            NetworkStep::Undo,
        ] {
            let (id, values) = message_of(&network(step, NetworkProblem::Refused));
            let said = format(id, None, &values).0.unwrap();
            assert!(!said.contains("another part"), "{step:?} has no variant of its own: {said}");
        }
    }

    #[test]
    fn sentences_read_well() {
        let title = |kind| failure(&Failure::new(kind, Blame::Server, Retry::Never)).title;
        let expired = FailureKind::ClientCertificateExpired { not_after: 1_772_500_000 };
        assert_eq!(title(expired), "This profile’s certificate expired on 3 March 2026.");
        let silent = FailureKind::NoAnswer { host: "vpn.example.com".into(), port: 1194, transport: Transport::Udp };
        assert_eq!(title(silent), "vpn.example.com does not answer on UDP 1194.");
        assert_eq!(title(FailureKind::KeepaliveTimeout { seconds: 1 }), "The server was silent for a second.");
        assert_eq!(title(FailureKind::KeepaliveTimeout { seconds: 60 }), "The server was silent for 60 seconds.");
        let blank = FailureKind::CredentialsRefused { reason: Some(" ".into()) };
        assert_eq!(title(blank), "The server refused this user name or password.");
    }
}
