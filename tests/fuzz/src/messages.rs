//! What the server says inside TLS.

use arbitrary::Unstructured;
use ovpn_profile::NoSideFiles;
use ovpn_proto::{
    keys::derive::ServerKeySource,
    message::{MessageReader, ServerMessage},
    push::{PushCollector, Pushed, mss::Encapsulation, network::tunnel_config, update},
    wire::auth_message::{ClientKeyMessage, ServerKeyMessage},
};
use ovpn_settings::{NetworkSettings, Profile};
use vpn_api::Transport;

/// What is read is written as what is read again.
pub(crate) fn key_method_2(bytes: &[u8]) {
    if let Ok((message, taken)) = ClientKeyMessage::parse(bytes) {
        assert!(taken <= bytes.len());
        if let Ok(written) = message.write() {
            assert_eq!(ClientKeyMessage::parse(&written).unwrap().0, message);
        }
    }
    if let Ok((message, taken)) = ServerKeyMessage::parse(bytes) {
        assert!(taken <= bytes.len());
        if let Ok(written) = message.write() {
            assert_eq!(ServerKeyMessage::parse(&written).unwrap().0, message);
        }
    }
}

pub(crate) fn key_method_2_seeds() -> Vec<Vec<u8>> {
    let source = ServerKeySource { random1: [1; 32], random2: [2; 32] };
    let server = ServerKeyMessage { source, options: "V4,dev-type tun,cipher AES-256-GCM".into() };
    let mut client = vec![0, 0, 0, 0, 2];
    client.extend_from_slice(&[3; 112]);
    for text in ["V4,dev-type tun", "user", "password", "IV_VER=0\nIV_PROTO=2\n"] {
        client.extend_from_slice(&u16::try_from(text.len() + 1).unwrap().to_be_bytes());
        client.extend_from_slice(text.as_bytes());
        client.push(0);
    }
    vec![server.write().unwrap(), client]
}

/// A reply in pieces (one a line), up to the tunnel that it means. Nothing in it reaches a person with control characters.
pub(crate) fn push(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut collector = PushCollector::default();
    for piece in text.lines() {
        let options = match collector.take(piece) {
            Ok(Some(options)) => options,
            Ok(None) => continue,
            Err(failure) => return plain(&failure),
        };
        let nopull = NetworkSettings { route_nopull: true, ..NetworkSettings::default() };
        for network in [NetworkSettings::default(), nopull] {
            match Pushed::read(&options, &network) {
                Ok(pushed) => configure(pushed),
                Err(failure) => plain(&failure),
            }
        }
        return;
    }
}

fn configure(mut pushed: Pushed) {
    let profile = minimal();
    let encapsulation = Encapsulation {
        transport: Transport::Udp,
        outer_ipv6: false,
        cipher: ovpn_settings::Cipher::Aes256Gcm,
        auth: ovpn_settings::Digest::Sha1,
        compression: ovpn_settings::Compression::None,
        peer_id: true,
        epochs: false,
        fragment: None,
        relay: 0,
    };
    match tunnel_config(&profile, &profile.remotes[0], &mut pushed, encapsulation, String::new()) {
        Ok(config) => {
            assert!(!config.addresses.is_empty());
            assert!(config.mtu.get() >= 68, "an MTU that IPv4 does not know: {}", config.mtu);
        }
        Err(failure) => plain(&failure),
    }
    for notice in &pushed.left_out.notices {
        let shown = serde_json::to_value(notice).unwrap();
        assert!(is_clean(&shown) && shown.to_string().len() < 4096, "{shown}");
    }
    for note in &pushed.left_out.notes {
        assert!(!note.chars().any(char::is_control), "{note:?}");
        assert!(note.len() < 4096, "{} bytes of a note", note.len());
    }
}

/// Whether no text of it has control characters, or letters that nobody sees.
fn is_clean(value: &serde_json::Value) -> bool {
    use serde_json::Value;
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
        Value::String(text) => !text.contains(|c: char| c.is_control() || vpn_api::text::is_hidden(c)),
        Value::Array(values) => values.iter().all(is_clean),
        Value::Object(fields) => fields.values().all(is_clean),
    }
}

fn plain(failure: &vpn_api::Failure) {
    let shown = serde_free(failure);
    assert!(!shown.chars().any(|c| c.is_control() && c != '\n'), "{shown:?}");
}

/// What a person can get to see of a failure.
fn serde_free(failure: &vpn_api::Failure) -> String {
    failure.to_string()
}

fn minimal() -> Profile {
    let text = "client\ndev tun\nremote 192.0.2.1\npeer-fingerprint \
                00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff:00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff\n\
                auth-user-pass\n";
    ovpn_profile::parse(text.as_bytes(), &NoSideFiles).outcome.unwrap().profile
}

/// An update of what a reply said: what comes of it can be read again, and an update of nothing changes nothing.
pub(crate) fn push_update(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Some((reply, change)) = text.split_once('\n') else { return };
    let (Ok(Some(reply)), Ok(Some(change))) =
        (PushCollector::default().take(reply), PushCollector::default().take(change))
    else {
        return;
    };
    let standing = update::changeable(&reply);
    assert_eq!(update::apply(&standing, &[], &[]).unwrap().options, standing);
    match update::apply(&standing, &change, &[]) {
        Ok(updated) => {
            assert!(updated.options.len() <= ovpn_proto::push::MAX_OPTIONS);
            assert_eq!(update::changeable(&updated.options), updated.options, "an update brings in what it must not");
            match Pushed::read(&updated.options, &NetworkSettings::default()) {
                Ok(pushed) => configure(pushed),
                Err(failure) => plain(&failure),
            }
        }
        Err(failure) => plain(&failure),
    }
}

pub(crate) fn push_update_seeds() -> Vec<Vec<u8>> {
    let reply = "ifconfig 10.8.0.2 255.255.255.0,topology subnet,route-gateway 10.8.0.1,route 10.9.0.0 255.255.0.0,\
                 dhcp-option DNS 10.8.0.1,dns server 1 address 10.8.0.1,redirect-gateway def1,tun-mtu 1400\n";
    [
        "-route",
        "route 10.7.0.0 255.255.0.0,?dns server 2 address 10.8.0.2,-redirect-gateway",
        "?cipher X,tun-mtu 1300",
        "cipher X",
    ]
    .iter()
    .map(|change| format!("{reply}{change}").into_bytes())
    .collect()
}

pub(crate) fn push_seeds() -> Vec<Vec<u8>> {
    [
        "ifconfig 10.8.0.2 255.255.255.0,topology subnet,route-gateway 10.8.0.1,redirect-gateway def1 ipv6,peer-id 3,\
         cipher AES-256-GCM,protocol-flags cc-exit tls-ekm dyn-tls-crypt aead-epoch,ping 10,ping-restart 60,tun-mtu 1400",
        "ifconfig-ipv6 fd00::2/64 fd00::1,route-ipv6 2001:db8::/32,ifconfig 10.8.0.6 10.8.0.5,topology net30,\
         route 10.9.0.0 255.255.0.0 vpn_gateway 10,dhcp-option DNS 10.8.0.1,dhcp-option DOMAIN-SEARCH example.com\n\
         block-ipv6,inactive 60 1000",
        "dns server 1 address 10.8.0.1 [fd00::1]:53,dns server 1 resolve-domains a.example,dns search-domains b.example,\
         ifconfig 10.8.0.2 10.8.0.1,topology p2p,push-continuation 2\nauth-token SESS_ID_abc,session-timeout 60,\
         explicit-exit-notify 2,comp-lzo no,compress stub-v2,push-continuation 1",
    ]
    .iter()
    .map(|text| text.as_bytes().to_vec())
    .collect()
}

/// Records cut at any place, into messages, and what they mean.
pub(crate) fn control(bytes: &[u8]) {
    let mut input = Unstructured::new(bytes);
    let mut reader = MessageReader::default();
    while !input.is_empty() {
        let length = input.int_in_range(0..=512_usize).unwrap_or(0).min(input.len());
        let Ok(record) = input.bytes(length) else { return };
        let Ok(messages) = reader.take(record) else { return };
        for message in messages {
            assert!(!message.contains(&0));
            if let Some(parsed) = ServerMessage::parse(&message) {
                let shown = format!("{parsed:?}");
                assert!(!shown.chars().any(char::is_control), "{shown:?}");
            }
        }
        if length == 0 && input.arbitrary::<u8>().is_err() {
            return;
        }
    }
}

pub(crate) fn control_seeds() -> Vec<Vec<u8>> {
    [
        "PUSH_REPLY,route 10.0.0.0 255.0.0.0",
        "AUTH_FAILED,CRV1:R,E:c3RhdGU=:dXNlcg==:Which number?",
        "AUTH_FAILED,TEMP[backoff 5,advance no]:later",
        "AUTH_FAILED,SESSION:gone",
        "AUTH_PENDING,timeout 60,x",
        "INFO_PRE,WEB_AUTH::https://login.example/a",
        "INFO_PRE,OPEN_URL:https://login.example/a",
        "INFO_PRE,CR_TEXT:E,R:How many?",
        "RESTART,[N] bye",
        "HALT,client was killed",
        "EXIT",
        "PUSH_UPDATE,-route,?dns server 1 address 10.0.0.1",
    ]
    .iter()
    .flat_map(|text| {
        let mut whole = text.as_bytes().to_vec();
        whole.push(0);
        [whole.clone(), [whole.clone(), whole].concat()]
    })
    .collect()
}
