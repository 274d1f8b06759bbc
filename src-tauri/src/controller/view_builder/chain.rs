//! Where the way to a tunnel ends: helper, network, name servers, server, sign-in, this computer. What lies before the link that
//! broke holds, because Adit got past it; what lies behind it was not tried.

use vpn_api::{FailureKind, TunnelState, Waiting, state::ServerLabel};

use super::super::connections::{Connections, Helper, StartFailure};
use crate::{
    strings,
    view::{LinkState, LinkView, LinkWay},
};

/// The links, in the order in which a connection needs them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Link {
    Helper,
    Network,
    Names,
    Server,
    SignIn,
    Computer,
}

const LINKS: [(Link, &str, &str); 6] = [
    (Link::Helper, "chain-helper", "chain-helper-holds"),
    (Link::Network, "chain-network", "chain-network-holds"),
    (Link::Names, "chain-names", "chain-names-holds"),
    (Link::Server, "chain-server", "chain-server-holds"),
    (Link::SignIn, "chain-sign-in", "chain-sign-in-holds"),
    (Link::Computer, "chain-computer", "chain-computer-holds"),
];

/// Where it ends, what was found there, and the way out.
type Broken = (Link, &'static str, LinkWay);

/// The chain of one profile, with the server that is tried; empty where nothing is broken, or where nobody knows what is.
pub(super) fn build(
    connections: &Connections,
    profile: &profiles::ProfileId,
    state: Option<&TunnelState>,
    server: Option<&ServerLabel>,
) -> Vec<LinkView> {
    let Some((broken, found, way)) = broken(connections, profile, state) else { return Vec::new() };
    let address = server.and_then(|server| server.address).map(|address| address.ip().to_string());
    let link = |(link, name, holds): &(Link, &str, &str)| {
        let (state, found, way) = match link.cmp(&broken) {
            std::cmp::Ordering::Less if *link == Link::Names => {
                (LinkState::Holds, address.clone().unwrap_or_else(|| strings::text(holds, &[])), LinkWay::None)
            }
            std::cmp::Ordering::Less => (LinkState::Holds, strings::text(holds, &[]), LinkWay::None),
            std::cmp::Ordering::Equal => (LinkState::Broken, strings::text(found, &[]), way),
            std::cmp::Ordering::Greater => (LinkState::Unknown, strings::text("chain-unknown", &[]), LinkWay::None),
        };
        LinkView { name: strings::text(name, &[]), found, state, way }
    };
    LINKS.iter().map(link).collect()
}

fn broken(connections: &Connections, profile: &profiles::ProfileId, state: Option<&TunnelState>) -> Option<Broken> {
    if matches!(connections.helper, Helper::Failed(_)) {
        return Some((Link::Helper, "chain-helper-broken", LinkWay::Helper));
    }
    match state.and_then(TunnelState::waiting) {
        Some(Waiting::Network(_)) => return Some((Link::Network, "chain-network-broken", LinkWay::None)),
        Some(Waiting::NetworkSignIn { .. }) => {
            return Some((Link::Network, "chain-network-signs-in", LinkWay::SignInPage));
        }
        Some(Waiting::OtherNetwork(_)) => return None,
        Some(Waiting::NextTry { .. }) | None => {}
    }
    let failure = match (connections.start_failures.get(profile), state) {
        (Some(StartFailure::Here(_)), _) => return None,
        (Some(StartFailure::Helper(failure)), _)
        | (
            None,
            Some(
                TunnelState::Disconnected { failure: Some(failure) }
                | TunnelState::Connecting { last_failure: Some(failure), .. }
                | TunnelState::Reconnecting { cause: failure, .. }
                | TunnelState::Blocked { failure },
            ),
        ) => failure,
        (
            None,
            Some(
                TunnelState::Disconnected { failure: None }
                | TunnelState::Connecting { last_failure: None, .. }
                | TunnelState::Connected(_)
                | TunnelState::Disconnecting,
            )
            | None,
        ) => return None,
    };
    of_kind(&failure.kind)
}

/// Where the way ends by the failure's kind. `None`: it did not end anywhere, or only Adit knows where.
fn of_kind(kind: &FailureKind) -> Option<Broken> {
    use FailureKind as K;
    Some(match kind {
        K::HelperNotRunning | K::HelperVersion { .. } => (Link::Helper, "chain-helper-broken", LinkWay::Helper),
        K::NoNetwork | K::NoIpv4 { .. } => (Link::Network, "chain-network-broken", LinkWay::None),
        K::NameNotResolved { .. } => (Link::Names, "chain-names-broken", LinkWay::Edit),
        K::NameServersSilent { .. } => (Link::Names, "chain-names-silent", LinkWay::Doctor),
        K::NoAnswer { .. } | K::NoAnswerYet { .. } | K::ConnectionRefused { .. } | K::HandshakeTimeout => {
            (Link::Server, "chain-server-silent", LinkWay::Edit)
        }
        K::ConnectionLost | K::KeepaliveTimeout { .. } | K::ServerHalted { .. } | K::ServerRestarting { .. } => {
            (Link::Server, "chain-server-lost", LinkWay::None)
        }
        K::Proxy { .. } => (Link::Server, "chain-server-proxy", LinkWay::Edit),
        K::ClockWrong { .. } => (Link::Computer, "chain-computer-clock", LinkWay::Doctor),
        K::ControlKeyMismatch
        | K::UnknownAuthority
        | K::ServerCertificateExpired { .. }
        | K::ServerCertificateNotYetValid { .. }
        | K::ServerNameMismatch { .. }
        | K::NotAServerCertificate
        | K::ServerPurposeUnknown { .. }
        | K::ServerCertificateRevoked
        | K::RevocationListExpired { .. }
        | K::RevocationListNotYetValid { .. }
        | K::RevocationListInvalid
        | K::ServerCertificateNotPinned
        | K::ServerCertificateWeak { .. }
        | K::ServerCertificateRejected { .. }
        | K::ServerKeyUnsupported { .. } => (Link::Server, "chain-server-untrusted", LinkWay::Edit),
        K::TlsNotCompatible
        | K::ServerTlsTooOld
        | K::ServerSilentAtHello
        | K::ServerSilentAfterCertificate
        | K::TlsFailed
        | K::OtherService { .. } => (Link::Server, "chain-server-other", LinkWay::Edit),
        K::ClientCertificateExpired { .. }
        | K::ClientCertificateRefused
        | K::ClientKeyTooShort { .. }
        | K::CredentialsNeeded
        | K::CredentialsRefused { .. }
        | K::NotLetIn { .. }
        | K::SignInUnfinished
        | K::BrowserSignInRefused { .. }
        | K::SignInPageRefused
        | K::SignInPostponed { .. }
        | K::PassphraseNeeded
        | K::PassphraseWrong
        | K::ChallengeNeeded
        | K::ConfirmElsewhere { .. }
        | K::SessionTokenRefused => (Link::SignIn, "chain-sign-in-broken", LinkWay::None),
        K::CipherNotShared { .. }
        | K::CipherTooOld { .. }
        | K::ServerCompresses
        | K::ServerOptionRefused { .. }
        | K::NoAddressGiven
        | K::AddressUnusable { .. }
        | K::NothingReadable { .. } => (Link::Computer, "chain-computer-options", LinkWay::Edit),
        K::TunnelDevice | K::NetworkSetup { .. } | K::NetworkInUse { .. } | K::NotBroughtBack => {
            (Link::Computer, "chain-computer-broken", LinkWay::Doctor)
        }
        K::NotPermitted { .. } | K::NotAuthorized | K::NotAllowed { .. } => {
            (Link::Helper, "chain-helper-refused", LinkWay::None)
        }
        K::TunnelIdle { .. }
        | K::SessionTimeOver { .. }
        | K::ProfileRefused { .. }
        | K::UnknownConnection
        | K::BadRequest { .. }
        | K::Cancelled
        | K::Internal => return None,
    })
}

#[cfg(test)]
mod tests {
    use vpn_api::Transport;

    use super::*;

    #[test]
    fn a_failure_ends_the_way_where_it_belongs() {
        let host = || "vpn.example.com".to_owned();
        let cases = [
            (FailureKind::NoNetwork, Some(Link::Network)),
            (FailureKind::NameServersSilent { host: host() }, Some(Link::Names)),
            (FailureKind::NoAnswer { host: host(), port: 1194, transport: Transport::Udp }, Some(Link::Server)),
            (FailureKind::UnknownAuthority, Some(Link::Server)),
            (FailureKind::CredentialsRefused { reason: None }, Some(Link::SignIn)),
            (FailureKind::TunnelDevice, Some(Link::Computer)),
            (FailureKind::Cancelled, None),
        ];
        for (kind, link) in cases {
            assert_eq!(of_kind(&kind).map(|(link, ..)| link), link, "{kind}");
        }
    }
}
