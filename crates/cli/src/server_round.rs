//! Whether every server was tried.

use vpn_api::{Failure, FailureKind, state::ServerLabel};

/// The servers tried so far, each with the number of its attempt.
#[derive(Debug, Default)]
pub(crate) struct ServerRound(Vec<(ServerLabel, u32)>);

impl ServerRound {
    /// Whether `server` is being tried again after a failure, so that every other one was tried too.
    pub(crate) fn is_over(&mut self, server: &ServerLabel, attempt: u32, last_failure: Option<&Failure>) -> bool {
        let again = self.0.iter().any(|(tried, when)| tried == server && *when != attempt);
        if !self.0.iter().any(|(tried, when)| tried == server && *when == attempt) {
            self.0.push((server.clone(), attempt));
        }
        // A name comes before its addresses in every attempt; only one that has no address is a server by itself.
        let nameless = |failure: &Failure| {
            matches!(
                failure.kind,
                FailureKind::NameNotResolved { .. }
                    | FailureKind::NameServersSilent { .. }
                    | FailureKind::NoIpv4 { .. }
                    | FailureKind::NoNetwork
            )
        };
        again && last_failure.is_some_and(|failure| server.address.is_some() || nameless(failure))
    }
}

#[cfg(test)]
mod tests {
    use vpn_api::{Blame, Retry, Transport};

    use super::*;

    #[test]
    fn a_round_is_over_when_a_server_comes_again() {
        let server = |last: u8, resolved: bool| ServerLabel {
            host: "vpn.example.com".into(),
            port: 1194,
            transport: Transport::Udp,
            address: resolved.then(|| ([192, 0, 2, last], 1194).into()),
        };
        let failure = Failure::new(FailureKind::ConnectionLost, Blame::Network, Retry::NextServer);
        let mut round = ServerRound::default();
        assert!(!round.is_over(&server(1, false), 1, None));
        assert!(!round.is_over(&server(1, true), 1, None));
        assert!(!round.is_over(&server(1, true), 1, Some(&failure)), "the same attempt still");
        assert!(!round.is_over(&server(1, false), 2, Some(&failure)), "a name has further addresses");
        assert!(!round.is_over(&server(2, true), 2, Some(&failure)), "another address");
        assert!(round.is_over(&server(1, true), 3, Some(&failure)));

        for kind in [
            FailureKind::NameNotResolved { host: String::new() },
            FailureKind::NameServersSilent { host: String::new() },
            FailureKind::NoIpv4 { host: String::new() },
            FailureKind::NoNetwork,
        ] {
            let unknown = Failure::new(kind, Blame::Network, Retry::NextServer);
            let mut round = ServerRound::default();
            assert!(!round.is_over(&server(1, false), 1, None));
            assert!(round.is_over(&server(1, false), 2, Some(&unknown)));
        }
    }
}
