//! What a connection waits for.

use vpn_api::{NetworkRule, Offline, Waiting, state::ServerLabel};

use crate::{Value, text};

/// What is waited for, in a sentence. `tried`: how many tries there were.
#[must_use]
pub fn waiting(waiting: &Waiting, server: Option<&ServerLabel>, tried: u32) -> String {
    match waiting {
        Waiting::NextTry { left_ms } => {
            let seconds = Value::from(u32::try_from(left_ms.div_ceil(1000)).unwrap_or(u32::MAX));
            text("waiting-next-try", &[("seconds", seconds), ("plan", Value::from(next_try(server, tried)))])
        }
        Waiting::Network(Offline::NoCarrier) => text("waiting-no-carrier", &[]),
        Waiting::Network(Offline::NoAddress) => text("waiting-no-address", &[]),
        Waiting::Network(Offline::NoRoute) => text("waiting-no-route", &[]),
        Waiting::NetworkSignIn { page: _ } => text("waiting-sign-in", &[]),
        Waiting::OtherNetwork(NetworkRule::NotOn) => text("waiting-not-here", &[]),
        Waiting::OtherNetwork(NetworkRule::OnlyOn) => text("waiting-only-elsewhere", &[]),
    }
}

/// What is tried next: `vpn.example.com over TCP (third try)`.
#[must_use]
pub fn next_try(server: Option<&ServerLabel>, tried: u32) -> String {
    let number = text("waiting-try-number", &[("number", Value::from(tried.saturating_add(1)))]);
    match server {
        Some(server) => {
            let (host, transport) = (server.host.as_str(), server.transport.to_string());
            text("waiting-plan", &[("host", host.into()), ("transport", transport.into()), ("try", number.into())])
        }
        None => number,
    }
}

#[cfg(test)]
mod tests {
    use vpn_api::Transport;

    use super::*;

    #[test]
    fn a_wait_says_what_comes_next_and_when() {
        let server =
            ServerLabel { host: "vpn.example.com".into(), port: 443, transport: Transport::Tcp, address: None };
        let said = |left_ms, tried| waiting(&Waiting::NextTry { left_ms }, Some(&server), tried);
        assert_eq!(said(11_200, 2), "Next try in 12 s: vpn.example.com over TCP (third try).");
        assert_eq!(said(0, 9), "Next try now: vpn.example.com over TCP (try 10).");
        assert_eq!(
            waiting(&Waiting::Network(Offline::NoCarrier), Some(&server), 0),
            "Offline: no network. Goes on by itself when there is one."
        );
        for other in [
            Waiting::Network(Offline::NoAddress),
            Waiting::Network(Offline::NoRoute),
            Waiting::NetworkSignIn { page: None },
        ] {
            assert!(waiting(&other, None, 0).contains("by itself"), "{other:?}");
        }
    }
}
