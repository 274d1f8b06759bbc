//! Who may see what. Everybody on the machine may see that a tunnel is up, because it changes the network of everybody.
//! Where it leads, what it asks and why it failed is for its owner and the administrator.

use vpn_api::{
    Blame, ConnectionDetails, Failure, FailureKind, Owner, Retry, Traffic, TunnelState, Waiting, Ways,
    contract::{ConnectionSnapshot, Event, LogLine},
    ways::TunnelName,
};

/// A connection as this peer may see it.
#[must_use]
pub fn snapshot(whole: ConnectionSnapshot, peer: &Owner) -> ConnectionSnapshot {
    let yours = *peer == whole.owner;
    if peer.may_act_for(&whole.owner) {
        return ConnectionSnapshot { yours, ..whole };
    }
    ConnectionSnapshot {
        connection: whole.connection,
        name: String::new(),
        owner: whole.owner,
        yours,
        state: outline(whole.state),
        prompt: None,
        traffic: Traffic::default(),
        data_path: None,
    }
}

/// An event as this peer may see it. `None`: it is not for this peer. How much others transfer tells what they do.
#[must_use]
pub fn event(whole: Event, peer: &Owner) -> Option<Event> {
    match whole {
        Event::Connection(whole) => Some(Event::Connection(Box::new(snapshot(*whole, peer)))),
        Event::Log(line) => may_read(&line, peer).then_some(Event::Log(line)),
        Event::Traffic { connection, owner, traffic } => {
            peer.may_act_for(&owner).then_some(Event::Traffic { connection, owner, traffic })
        }
        Event::Ways(whole) => Some(Event::Ways(Box::new(ways(*whole, peer)))),
        Event::Protection(_) | Event::PolicyChanged | Event::ShuttingDown => Some(whole),
    }
}

/// What goes where, as this peer may see it: what other users have is left out, except where it is why the peer's own tunnels do not
/// get something, and the whole of a family, which concerns everybody.
#[must_use]
pub fn ways(mut whole: Ways, peer: &Owner) -> Ways {
    let may = |tunnel: &TunnelName| peer.may_act_for(&tunnel.owner);
    for way in &mut whole.networks {
        way.others.retain(|other| may(&other.tunnel));
    }
    whole.networks.retain(|way| may(way.way.tunnel()) || !way.others.is_empty() || way.network.prefix_len() == 0);
    for names in &mut whole.names {
        names.servers.retain(|server| may(&server.tunnel));
    }
    whole.names.retain(|names| !names.servers.is_empty());
    whole
}

/// Lines about a connection may be read by users who may act on it; lines about the helper by all users.
#[must_use]
pub fn may_read(line: &LogLine, peer: &Owner) -> bool {
    line.owner.as_ref().is_none_or(|owner| peer.may_act_for(owner))
}

/// The state without servers, addresses and reasons.
fn outline(state: TunnelState) -> TunnelState {
    match state {
        TunnelState::Disconnected { failure: _ } => TunnelState::Disconnected { failure: None },
        TunnelState::Connecting { phase, server: _, attempt, last_failure: _, waiting } => TunnelState::Connecting {
            phase,
            server: None,
            attempt,
            last_failure: None,
            waiting: waiting.map(without_page),
        },
        TunnelState::Connected(details) => TunnelState::Connected(Box::new(bare(*details))),
        TunnelState::Reconnecting { phase, server: _, attempt, cause, waiting } => {
            let (cause, waiting) = (withheld(&cause), waiting.map(without_page));
            TunnelState::Reconnecting { phase, server: None, attempt, cause, waiting }
        }
        TunnelState::Disconnecting => TunnelState::Disconnecting,
        TunnelState::Blocked { failure } => TunnelState::Blocked { failure: withheld(&failure) },
    }
}

/// Where somebody signs in may name the person.
fn without_page(waiting: Waiting) -> Waiting {
    match waiting {
        Waiting::NetworkSignIn { page: _ } => Waiting::NetworkSignIn { page: None },
        other @ (Waiting::NextTry { .. } | Waiting::Network(_) | Waiting::OtherNetwork(_)) => other,
    }
}

fn bare(details: ConnectionDetails) -> ConnectionDetails {
    let mut server = details.server;
    server.host.clear();
    server.port = 0;
    server.address = None;
    ConnectionDetails {
        server,
        addresses: Vec::new(),
        dns: Vec::new(),
        dns_domains: Vec::new(),
        networks: Vec::new(),
        ..details
    }
}

fn withheld(failure: &Failure) -> Failure {
    let blame = match failure.blame {
        // Whose fault it is says something about what was typed.
        Blame::User | Blame::Profile | Blame::Server => Blame::Server,
        other @ (Blame::Network | Blame::Machine | Blame::Us) => other,
    };
    Failure::new(FailureKind::ConnectionLost, blame, Retry::NextServer)
}

#[cfg(test)]
mod tests {
    use vpn_api::{
        ConnectionId, DataPathReport, Fallback, FallbackReason, FramePath, InterfacePath, KernelOffload, LinkPath,
        Phase, Prompt, PromptId, Transport,
        contract::{LogLevel, PendingPrompt},
        prompt::Refusal,
        state::ServerLabel,
    };

    use super::*;

    const SECRETIVE: [&str; 8] =
        ["vpn.example", "192.0.2.1", "10.8.0.2", "corp.example", "alice", "10.77", "Hospital", "4242"];

    fn states() -> Vec<TunnelState> {
        let server = ServerLabel {
            host: "vpn.example".to_owned(),
            port: 1194,
            transport: Transport::Udp,
            address: Some("192.0.2.1:1194".parse().unwrap()),
        };
        let prompt = Prompt::Credentials {
            username: Some("alice".to_owned()),
            username_locked: false,
            refused: Some(Refusal { reason: Some("corp.example".to_owned()) }),
            challenge: None,
        };
        let kind = FailureKind::CredentialsRefused { reason: Some("alice".to_owned()) };
        let failure = Failure::new(kind, Blame::User, Retry::AskUser(prompt)).with_detail("vpn.example");
        let details = ConnectionDetails {
            server: server.clone(),
            interface: "adit0".to_owned(),
            addresses: vec!["10.8.0.2/24".parse().unwrap()],
            mtu: 1500,
            path_limit: Some(1148),
            protocol: "OpenVPN".to_owned(),
            security: vpn_api::Security::default(),
            banner: None,
            session_end: None,
            pac_url: None,
            notices: Default::default(),
            dns: vec!["10.8.0.2".parse().unwrap()],
            dns_domains: vec!["corp.example".to_owned()],
            networks: vec!["10.77.0.0/16".parse().unwrap()],
            all_ipv4: true,
            all_ipv6: false,
            ipv6_blocked: true,
            since: 1,
            up_ms: 0,
        };
        let (phase, attempt) = (Phase::Securing, 1);
        let last_failure = Some(failure.clone());
        let signs_in = Some(Waiting::NetworkSignIn { page: Some("http://portal.example/?user=alice".to_owned()) });
        vec![
            TunnelState::Disconnected { failure: Some(failure.clone()) },
            TunnelState::Connecting { phase, server: Some(server.clone()), attempt, last_failure, waiting: None },
            TunnelState::Connected(Box::new(details)),
            TunnelState::Reconnecting {
                phase,
                server: Some(server),
                attempt,
                cause: failure.clone(),
                waiting: signs_in,
            },
            TunnelState::Blocked { failure },
        ]
    }

    fn whole(state: TunnelState) -> ConnectionSnapshot {
        ConnectionSnapshot {
            connection: ConnectionId::try_from("work".to_owned()).unwrap(),
            name: "Hospital".to_owned(),
            owner: Owner::Uid(1000),
            yours: true,
            state,
            prompt: Some(PendingPrompt {
                id: PromptId(1),
                prompt: Prompt::OpenBrowser { url: "https://vpn.example".to_owned() },
            }),
            traffic: Traffic { received: 4242, ..Traffic::default() },
            data_path: Some(DataPathReport {
                transport: Transport::Udp,
                interface: InterfacePath::TcpUdp,
                send: LinkPath::Messages,
                receive: LinkPath::Segments,
                frames: FramePath::InPlace,
                kernel_offload: KernelOffload::Absent,
                fallbacks: vec![Fallback {
                    reason: FallbackReason::SegmentsRefused,
                    detail: "to 192.0.2.1".to_owned(),
                    since: 1,
                }],
            }),
        }
    }

    #[test]
    fn others_see_that_it_is_there_and_nothing_more() {
        for state in states() {
            let seen = snapshot(whole(state.clone()), &Owner::Uid(1001));
            assert!(!seen.yours);
            let text = serde_json::to_string(&seen).unwrap();
            for secret in SECRETIVE {
                assert!(!text.contains(secret), "{secret} in {text}");
            }
            assert_eq!(std::mem::discriminant(&seen.state), std::mem::discriminant(&state));
        }
    }

    #[test]
    fn the_owner_and_root_see_all() {
        for state in states() {
            for uid in [1000, 0] {
                let seen = snapshot(whole(state.clone()), &Owner::Uid(uid));
                assert_eq!(seen.yours, uid == 1000);
                assert!(seen.prompt.is_some() && seen.data_path.is_some());
                assert_eq!(seen.state, state);
            }
        }
    }

    #[test]
    fn counters_are_for_the_owner_and_root() {
        let told = |uid| {
            let connection = ConnectionId::try_from("work".to_owned()).unwrap();
            let traffic = Event::Traffic { connection, owner: Owner::Uid(1000), traffic: Traffic::default() };
            event(traffic, &Owner::Uid(uid)).is_some()
        };
        assert!(told(1000) && told(0) && !told(1001));
        assert_eq!(event(Event::ShuttingDown, &Owner::Uid(1001)), Some(Event::ShuttingDown));
    }

    #[test]
    fn lines_about_a_connection_are_for_its_owner() {
        let id = ConnectionId::try_from("work".to_owned()).unwrap();
        let line = |owner: Option<Owner>| LogLine {
            number: 1,
            unix_ms: 0,
            level: LogLevel::Info,
            connection: owner.is_some().then(|| id.clone()),
            owner,
            text: String::new(),
        };
        let seen = |uid, owner: Option<u32>| may_read(&line(owner.map(Owner::Uid)), &Owner::Uid(uid));
        assert!(seen(1000, Some(1000)) && seen(0, Some(1000)) && seen(1001, None));
        assert!(!seen(1001, Some(1000)));
    }
}
