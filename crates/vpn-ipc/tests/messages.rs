//! Every message survives the way over the socket, and the JSON is what other programs may rely on.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::Duration;

use serde::{Serialize, de::DeserializeOwned};
use vpn_api::{
    Answer, Blame, ConnectionDetails, ConnectionId, Failure, FailureKind, Offline, Owner, Phase, Prompt, PromptId,
    ProtocolId, ProtocolProfile, Retry, Secret, Secrets, Traffic, Transport, TunnelState, Waiting,
    contract::{
        Check, ConnectOptions, ConnectRequest, ConnectionSnapshot, Event, LogLevel, LogLine, PendingPrompt, Request,
        Response,
    },
    prompt::Challenge,
    state::ServerLabel,
};
use vpn_ipc::message::{ClientMessage, Hello, ServerMessage};

fn round_trip<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(message: &T) -> String {
    let text = serde_json::to_string(message).unwrap();
    assert_eq!(serde_json::from_str::<T>(&text).unwrap(), *message, "{text}");
    text
}

fn id() -> ConnectionId {
    ConnectionId::try_from("work".to_owned()).unwrap()
}

fn failure() -> Failure {
    let prompt = Prompt::Credentials {
        username: Some("alice".to_owned()),
        username_locked: true,
        refused: Some(vpn_api::prompt::Refusal { reason: Some("no".to_owned()) }),
        challenge: Some(Challenge { text: "PIN".to_owned(), echo: false }),
    };
    Failure::new(FailureKind::CredentialsRefused { reason: None }, Blame::User, Retry::AskUser(prompt))
}

fn server() -> ServerLabel {
    ServerLabel {
        host: "vpn.example".to_owned(),
        port: 1194,
        transport: Transport::Tcp,
        address: Some("[2001:db8::1]:1194".parse().unwrap()),
    }
}

fn states() -> Vec<TunnelState> {
    let details = ConnectionDetails {
        server: server(),
        interface: "adit0".to_owned(),
        addresses: vec!["10.8.0.2/24".parse().unwrap(), "fd00::2/64".parse().unwrap()],
        mtu: 1500,
        path_limit: Some(1148),
        protocol: "OpenVPN".to_owned(),
        security: vpn_api::Security { handshake: "TLS 1.3".to_owned(), data: "AES-256-GCM".to_owned() },
        banner: None,
        session_end: None,
        pac_url: None,
        notices: Default::default(),
        dns: vec!["10.8.0.1".parse().unwrap()],
        dns_domains: vec!["corp.example".to_owned()],
        networks: vec!["10.0.0.0/8".parse().unwrap()],
        all_ipv4: true,
        all_ipv6: false,
        ipv6_blocked: true,
        since: 1_700_000_000,
        up_ms: 1500,
    };
    let lost = Failure::new(FailureKind::ConnectionLost, Blame::Network, Retry::After(Duration::from_millis(1500)));
    vec![
        TunnelState::Disconnected { failure: None },
        TunnelState::Disconnected { failure: Some(failure()) },
        TunnelState::Connecting {
            phase: Phase::Resolving,
            server: None,
            attempt: 1,
            last_failure: None,
            waiting: None,
        },
        TunnelState::Connected(Box::new(details)),
        TunnelState::Reconnecting {
            phase: Phase::Securing,
            server: Some(server()),
            attempt: 2,
            cause: lost.clone(),
            waiting: None,
        },
        TunnelState::Reconnecting {
            phase: Phase::Contacting,
            server: None,
            attempt: 2,
            cause: lost,
            waiting: Some(Waiting::NextTry { left_ms: 1500 }),
        },
        TunnelState::Connecting {
            phase: Phase::Contacting,
            server: None,
            attempt: 2,
            last_failure: None,
            waiting: Some(Waiting::Network(Offline::NoCarrier)),
        },
        TunnelState::Disconnecting,
        TunnelState::Blocked { failure: failure() },
    ]
}

fn connect() -> ConnectRequest {
    let settings = Secret::from(r#"{"deep":[{"a":1.5,"b":null,"c":18446744073709551615}]}"#);
    ConnectRequest {
        connection: id(),
        name: "Work".to_owned(),
        profile: ProtocolProfile { protocol: ProtocolId::from_static("openvpn"), settings },
        secrets: Secrets { username: Some("a".to_owned()), password: Some(Secret::from("p")), ..Secrets::default() },
        options: ConnectOptions { reconnect: false, ..ConnectOptions::default() },
    }
}

#[test]
fn what_clients_say() {
    let hello = round_trip(&ClientMessage::Hello(Hello { protocol: 2, version: "1.0".to_owned() }));
    assert_eq!(hello, r#"{"hello":{"protocol":2,"version":"1.0"}}"#);
    let passphrase = Answer::KeyPassphrase { passphrase: Secret::from("x") };
    for request in [
        Request::Snapshot,
        Request::Subscribe,
        Request::WatchTraffic { on: true },
        Request::Connect(Box::new(connect())),
        Request::ConnectFor { owner: Owner::Uid(1000), request: Box::new(connect()) },
        Request::TryNow { connection: id(), owner: None },
        Request::Prove { connection: id(), owner: Some(Owner::Uid(1000)) },
        Request::Disconnect { connection: id(), owner: None },
        Request::Disconnect { connection: id(), owner: Some(Owner::Uid(1000)) },
        Request::Answer { connection: id(), owner: None, prompt: PromptId(3), answer: passphrase },
        Request::Answer { connection: id(), owner: None, prompt: PromptId(3), answer: Answer::Cancel },
        Request::ReadLog { after: 7, limit: 100 },
        Request::Protect(vpn_api::ProtectionRequest::Set(vpn_api::ProtectionSettings::default())),
        Request::LearnNetwork { server: "10.0.0.1:443".parse().unwrap() },
        Request::Doctor,
    ] {
        round_trip(&ClientMessage::Request { id: 5, request });
    }
}

#[test]
fn clients_of_another_version_can_read_the_helpers_greeting() {
    let hello = round_trip(&ServerMessage::Hello(Hello { protocol: 2, version: "1.0".to_owned() }));
    assert_eq!(hello, r#"{"type":"hello","protocol":2,"version":"1.0"}"#);
}

#[test]
fn unknown_fields_are_refused_everywhere_on_the_way_in() {
    let request = ClientMessage::Request { id: 5, request: Request::Connect(Box::new(connect())) };
    let answer = Answer::ProxyCredentials { proxy: "p".into(), username: "u".into(), password: "x".into() };
    let answer = Request::Answer { connection: id(), owner: None, prompt: PromptId(3), answer };
    let read = |value: serde_json::Value| serde_json::from_value::<ClientMessage>(value);
    for message in [request, ClientMessage::Request { id: 5, request: answer }] {
        let plain = serde_json::to_value(&message).unwrap();
        assert_eq!(read(plain.clone()).unwrap(), message);
        let mut objects = 0;
        for pointer in pointers(&plain) {
            let mut changed = plain.clone();
            let Some(object) = changed.pointer_mut(&pointer).and_then(|place| place.as_object_mut()) else { continue };
            object.insert("unheard-of".to_owned(), serde_json::Value::Null);
            objects += 1;
            assert!(read(changed).is_err(), "{pointer}");
        }
        assert!(objects >= 4, "{plain}");
    }
}

/// Where there is something in a document.
fn pointers(value: &serde_json::Value) -> Vec<String> {
    let mut found = vec![String::new()];
    let below =
        |name: &str, value| pointers(value).into_iter().map(move |rest| format!("/{name}{rest}")).collect::<Vec<_>>();
    match value {
        serde_json::Value::Object(fields) => fields.iter().for_each(|(name, value)| found.extend(below(name, value))),
        serde_json::Value::Array(elements) => {
            elements.iter().enumerate().for_each(|(place, value)| found.extend(below(&place.to_string(), value)));
        }
        serde_json::Value::Null
        | serde_json::Value::Bool(_)
        | serde_json::Value::Number(_)
        | serde_json::Value::String(_) => {}
    }
    found
}

#[test]
fn what_the_helper_says() {
    let line = LogLine {
        number: 1,
        unix_ms: 2,
        level: LogLevel::Info,
        connection: Some(id()),
        owner: None,
        text: "Connected".to_owned(),
    };
    let snapshots: Vec<ConnectionSnapshot> = states()
        .into_iter()
        .map(|state| ConnectionSnapshot {
            connection: id(),
            name: "Work".to_owned(),
            owner: vpn_api::Owner::Uid(1000),
            yours: true,
            state,
            prompt: Some(PendingPrompt { id: PromptId(1), prompt: Prompt::KeyPassphrase { wrong: true } }),
            traffic: Traffic::default(),
            data_path: None,
        })
        .collect();
    for snapshot in &snapshots {
        round_trip(&ServerMessage::Event(Box::new(Event::Connection(Box::new(snapshot.clone())))));
    }
    let check = Check { name: "tun-device".to_owned(), passed: true, detail: String::new() };
    let fault = vpn_api::PolicyFault::Syntax { detail: "unknown field".to_owned() };
    let problem = vpn_api::PolicyProblem { file: "policy.toml".to_owned(), line: Some(3), fault };
    let policy = vpn_api::Policy::strictest(problem);
    for result in [
        Ok(Response::Done),
        Ok(Response::Snapshot { connections: snapshots, protection: Box::default() }),
        Ok(Response::Log { lines: vec![line.clone()] }),
        Ok(Response::Network { proof: format!("10.0.0.1:443={}", "a5".repeat(32)).parse().unwrap() }),
        Ok(Response::Proof { proof: Some(Box::default()) }),
        Ok(Response::Checks { checks: vec![check] }),
        Ok(Response::Policy { policy: None }),
        Ok(Response::Policy { policy: Some(Box::new(policy.view(|_| true))) }),
        Err(failure()),
    ] {
        round_trip(&ServerMessage::Response { id: 9, result });
    }
    for event in [
        Event::Traffic {
            connection: id(),
            owner: Owner::Uid(1000),
            traffic: Traffic { received: u64::MAX, ..Traffic::default() },
        },
        Event::Log(line),
        Event::Protection(Box::default()),
        Event::Ways(Box::default()),
        Event::PolicyChanged,
        Event::ShuttingDown,
    ] {
        round_trip(&ServerMessage::Event(Box::new(event)));
    }
}
