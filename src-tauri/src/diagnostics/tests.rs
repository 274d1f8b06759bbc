use doctor::Level;
use vpn_api::{ConnectionId, TunnelState, contract::LogLevel};

use super::*;
use crate::controller::view_builder::tests as examples;

/// What must not be seen: whatever tells who the person is, where they are, or lets somebody in as them.
const PRIVATE: &[&str] = &[
    "Grandma’s flat",
    "grandma-1",
    "vpn.example.com",
    "example",
    "alice",
    "Alice",
    "Smith",
    "laptop-of-alice",
    "203.0.113",
    "198.51.100",
    "2001:db8",
    "10.8.0",
    "192.168.7",
    "fd00::",
    "52:54:00",
    "hunter2",
    "SESS_ID",
    "BEGIN",
    "MIIB",
    "/home/",
    "intranet",
    "corp",
];

fn line(number: u64, text: &str) -> LogLine {
    let connection = Some(ConnectionId::try_from("grandma-1".to_owned()).unwrap());
    LogLine {
        number,
        unix_ms: 1_764_500_000_000 + number,
        level: LogLevel::Info,
        connection,
        owner: None,
        text: text.to_owned(),
    }
}

fn situation() -> Situation {
    let log = [
        "Looking up vpn.example.com",
        "Contacting vpn.example.com at 203.0.113.9:1194/udp",
        "Connected to Grandma’s flat as alice",
        "credentials-refused reason=\"Alice Smith is not let in with hunter2\"",
        "server certificate CN=vpn.example.com, O=Example Ltd",
        "The address is 10.8.0.6/24, names by 192.168.7.1 and fd00::53 for intranet.corp",
        "read /home/alice/secret.txt on laptop-of-alice",
        "neighbour 52:54:00:ab:cd:ef at 2001:db8::1",
        "token SESS_ID_AT_q83vEjRWeJCrze8SNFZ4kA==",
        "-----BEGIN PRIVATE KEY----- MIIBszCCAVmgAwIBAgIUQ0FfVGVzdDEyMzQ1Njc4",
    ];
    let connection = ConnectionSnapshot {
        name: "Grandma’s flat".to_owned(),
        ..examples::connection("grandma-1", examples::connected())
    };
    Situation {
        preferences: Preferences::default(),
        connections: vec![connection],
        protection: None,
        profiles: 1,
        findings: vec![Finding {
            check: "socket",
            level: Level::Problem,
            message: "doctor-socket-refused",
            values: vec![("user", "alice".to_owned()), ("path", "/run/adit/aditd.sock".to_owned())],
            detail: "laptop-of-alice: /home/alice/.cache".to_owned(),
        }],
        log: Ok(log.iter().zip(1..).map(|(text, number)| line(number, text)).collect()),
        known: vec![
            (Known::Profile, "Grandma’s flat".to_owned()),
            (Known::Profile, "grandma-1".to_owned()),
            (Known::Host, "vpn.example.com".to_owned()),
            (Known::User, "alice".to_owned()),
            (Known::Host, "laptop-of-alice".to_owned()),
        ],
    }
}

#[test]
fn nothing_of_it_tells_who_or_where_somebody_is() {
    let text = lines(&situation(), Shown::default()).join("\n");
    // Text from servers and certificates stands in quotes or behind its attribute; see `redact`.
    for private in PRIVATE.iter().filter(|private| **private != "BEGIN") {
        assert!(!text.contains(private), "{private} is in:\n{text}");
    }
}

#[test]
fn what_somebody_who_helps_needs_is_in_it() {
    let text = lines(&situation(), Shown::default()).join("\n");
    for needed in [
        "== Versions ==",
        env!("CARGO_PKG_VERSION"),
        "after-sleep: reconnect",
        "connection 1.state.",
        ".mtu: ",
        "AES-256-GCM",
        "socket problem doctor-socket-refused user=[user-",
        "path=/run/adit/aditd.sock",
        "Contacting [host-",
        "credentials-refused reason=\"[text-",
    ] {
        assert!(text.contains(needed), "{needed} is not in:\n{text}");
    }
}

#[test]
fn what_is_ticked_is_in_it_and_secrets_are_not() {
    let text = lines(&situation(), Shown { names: true, addresses: true }).join("\n");
    for shown in ["Grandma’s flat", "vpn.example.com", "203.0.113.9", "10.8.0.6/24"] {
        assert!(text.contains(shown), "{shown} is not in:\n{text}");
    }
    for secret in ["SESS_ID", "MIIB"] {
        assert!(!text.contains(secret), "{secret}");
    }
    let names = lines(&situation(), Shown { names: true, addresses: false }).join("\n");
    assert!(names.contains("vpn.example.com") && !names.contains("203.0.113.9"));
}

#[test]
fn a_question_is_left_out_and_a_helper_that_is_gone_is_told() {
    let mut situation = situation();
    situation.connections = vec![examples::asking("grandma-1", 7)];
    situation.connections.extend([examples::connection("grandma-1", TunnelState::Disconnecting)]);
    situation.log = Err("helper-not-running".to_owned());
    let text = lines(&situation, Shown::default()).join("\n");
    assert!(!text.contains(".prompt"), "{text}");
    assert!(text.contains("no log: helper-not-running"), "{text}");
}
