//! An option that may stand in a profile and in a push means the same in both.

#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

use std::time::Duration;

use ovpn_profile::NoSideFiles;
use ovpn_proto::push::{Pushed, mss::Encapsulation, network::tunnel_config};
use ovpn_settings::{
    Cipher, Compression, Digest, Profile, Silence,
    options::{
        TunnelOptions,
        table::{self, Stands},
    },
};
use proptest::prelude::*;
use vpn_api::{Transport, TunnelConfig, tunnel::TunnelDns};

const BASE: &str = "client\ndev tun\nremote 192.0.2.1\nauth-user-pass\npeer-fingerprint \
                    00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff:00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff\n";

const ENCAPSULATION: Encapsulation = Encapsulation {
    transport: Transport::Udp,
    outer_ipv6: false,
    cipher: Cipher::Aes256Gcm,
    auth: Digest::Sha1,
    compression: Compression::None,
    peer_id: true,
    epochs: false,
    fragment: None,
    relay: 0,
};

/// What a session would do.
#[derive(Debug, PartialEq)]
struct Effect {
    tunnel: TunnelConfig,
    timers: [Option<Duration>; 2],
    silence: Option<Silence>,
    inactive: Option<(Duration, u64)>,
    exit_notify: u8,
    auth: Digest,
    compression: Compression,
    cipher: Option<String>,
}

/// What comes of a profile and a push. `None`: the session would be refused.
fn effect(profile: &Profile, push: &[&str]) -> Option<Effect> {
    let options: Vec<String> = push.iter().map(|&option| option.to_owned()).collect();
    let mut pushed = Pushed::read(&options, &profile.network).ok()?;
    let said: TunnelOptions = pushed.tunnel.clone();
    let remote = profile.remotes.first()?;
    let timing = &profile.timing;
    // A profile's values that are not used are told when it is imported.
    let tunnel = tunnel_config(profile, remote, &mut pushed, ENCAPSULATION, String::new()).ok()?;
    let dns = TunnelDns { held_back: false, ..tunnel.dns };
    let timer = |theirs: Option<Duration>, ours: Option<Duration>| theirs.or(ours).filter(|time| !time.is_zero());
    Some(Effect {
        tunnel: TunnelConfig { notices: Default::default(), dns, ..tunnel },
        timers: [timer(said.ping, timing.ping), timer(said.session_timeout, timing.session_timeout)],
        silence: said.silence.or(timing.silence).filter(|silence| !silence.after.is_zero()),
        inactive: said.inactive.or(timing.inactive).filter(|(after, _)| !after.is_zero()),
        exit_notify: said.exit_notify.unwrap_or(remote.exit_notify),
        auth: said.auth.unwrap_or(profile.data.auth),
        compression: said.compression.unwrap_or(profile.data.compression),
        cipher: said.cipher.or_else(|| profile.data.configured_cipher.clone()),
    })
}

fn read(text: &str) -> Option<Profile> {
    Some(ovpn_profile::parse(text.as_bytes(), &NoSideFiles).outcome.ok()?.profile)
}

/// Both places, with the rest of the push that a tunnel needs.
fn in_both(line: &str) -> (Option<Effect>, Option<Effect>) {
    let base = read(BASE).unwrap();
    let profile = read(&format!("{BASE}{line}\n"));
    let there = profile.and_then(|profile| effect(&profile, &rest(line)));
    (there, effect(&base, &[rest(line).as_slice(), &[line]].concat()))
}

/// What a tunnel needs besides `line`, without an answer to what the line says.
fn rest(line: &str) -> [&'static str; 2] {
    let address = match line.split(' ').next() {
        Some("ifconfig") => "ifconfig-ipv6 fd00:9::2/64 fd00:9::1",
        _ => "ifconfig 10.8.0.2 255.255.255.0",
    };
    [address, "route 10.77.0.0 255.255.0.0"]
}

/// Where OpenVPN stops at a profile with the line, it leaves the line out of a push, or ends the session over it.
fn agree(line: &str) -> Result<(), String> {
    let (profile, push) = in_both(line);
    let without = effect(&read(BASE).unwrap(), &rest(line));
    match (profile, push) {
        (Some(profile), Some(push)) if profile == push => Ok(()),
        (None, None) => Ok(()),
        // A digest that nobody knows: a profile is without one, as its ciphers do not need any, and a push changes nothing.
        (Some(profile), Some(push))
            if line.starts_with("auth ")
                && profile.auth == Digest::None
                && Some(&push) == without.as_ref()
                && profile.tunnel == push.tunnel =>
        {
            Ok(())
        }
        (None, push @ Some(_)) if push == without => Ok(()),
        // A value that is left out of a profile with a warning may be one that a session cannot do without.
        (Some(profile), None) if Some(&profile) == without.as_ref() => Ok(()),
        // A profile asks for a cipher, a server names the one of both: Adit refuses to ask for none, and a session refuses to
        // take what it did not offer.
        (None, Some(_)) if line.starts_with("cipher ") => Ok(()),
        (profile, push) => Err(format!("{line}\n  profile: {profile:?}\n  push: {push:?}")),
    }
}

const ADDRESSES: &[&str] = &[
    "10.8.0.9",
    "10.0.0.0",
    "0.0.0.0",
    "127.0.0.1",
    "169.254.1.1",
    "224.0.0.1",
    "255.255.255.255",
    "240.0.0.1",
    "fd00::2/64",
    "fd00::2",
    "fe80::1/64",
    "::1/128",
    "2001:db8::/32",
    "::/0",
    "9.9.9.9:53",
    "9.9.9.9:5353",
    "[fd00::1]:53",
];
const WORDS: &[&str] = &[
    "0",
    "1",
    "5",
    "10",
    "60",
    "1400",
    "86401",
    "x",
    "-1",
    "default",
    "vpn_gateway",
    "net_gateway",
    "remote_host",
    "net30",
    "p2p",
    "subnet",
    "def1",
    "ipv6",
    "!ipv4",
    "local",
    "autolocal",
    "block-local",
    "bypass-dns",
    "bypass-dhcp",
    "DNS",
    "dns",
    "DNS6",
    "DOMAIN",
    "DOMAIN-SEARCH",
    "ADAPTER_DOMAIN_SUFFIX",
    "DOMAIN-ROUTE",
    "WINS",
    "PROXY_HTTP",
    ".",
    "corp.example",
    "bücher.example",
    "Corp.Example.",
    "x/y",
    "a..b",
    "no",
    "yes",
    "adaptive",
    "stub",
    "stub-v2",
    "lz4",
    "lz4-v2",
    "lzo",
    "migrate",
    "snappy",
    "SHA256",
    "sha2-384",
    "RSA-SHA1",
    "none",
    "AES-256-CBC",
    "AES-128-GCM",
];
const MASKS: &[&str] = &["255.0.0.0", "255.255.255.0", "255.255.255.255", "0.0.0.0", "255.0.255.0", "10.8.0.5"];
const DNS: &[&str] = &[
    "search-domains",
    "server 1 address",
    "server 0 address",
    "server 1 resolve-domains",
    "server 1 transport",
    "server 127 dnssec",
    "server 3 sni",
    "server 128 address",
    "server x address",
    "server 1",
    "shazam",
];

fn any_value() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        proptest::sample::select(ADDRESSES),
        proptest::sample::select(WORDS),
        proptest::sample::select(MASKS),
        proptest::sample::select(&["DoT", "DoH", "plain", "yes", "no", "optional"][..]),
    ]
}

/// A line of each option that may stand in both places, with values of all kinds.
fn any_line() -> impl Strategy<Value = String> {
    let names: Vec<_> = table::OPTIONS.iter().filter(|row| row.stands == Stands::Both).collect();
    let values = proptest::collection::vec(any_value(), 0..5);
    let dns = proptest::sample::select(DNS);
    (proptest::sample::select(names), dns, values).prop_map(|(row, dns, values)| {
        let first = if row.name == "dns" { vec![dns] } else { vec![] };
        let most = row.most + 1;
        [vec![row.name], first, values.into_iter().take(most).collect()].concat().join(" ")
    })
}

#[test]
fn lines_of_each_kind_mean_the_same() {
    let lines = [
        "ifconfig 10.9.0.2 255.255.255.0",
        "ifconfig 10.9.0.6 10.9.0.5",
        "ifconfig-ipv6 fd00::2 fd00::1",
        "topology subnet",
        "route 10.1.2.3 255.255.0.0 net_gateway 7",
        "route 169.254.169.254",
        "route-ipv6 2001:db8::/32",
        "route-metric 9",
        "redirect-gateway def1 ipv6",
        "redirect-private block-local",
        "block-ipv6",
        "dhcp-option DNS 10.8.0.1",
        "dhcp-option DOMAIN bücher.example",
        "dhcp-option DOMAIN-ROUTE .",
        "dns server 1 address 10.8.0.3",
        "tun-mtu 1400",
        "ping 7",
        "ping-restart 70",
        "ping-exit 90",
        "keepalive 5 20",
        "inactive 600 1000",
        "session-timeout 3600",
        "explicit-exit-notify 2",
        "cipher aes-128-cbc",
        "auth SHA512",
        "comp-lzo no",
        "compress stub-v2",
    ];
    for line in lines {
        agree(line).unwrap();
        // The control: each line does something.
        let same = in_both(line).1 == effect(&read(BASE).unwrap(), &rest(line));
        assert!(!same || line.starts_with("topology"), "{line} changes nothing");
    }
    assert!(agree("dns server -1 address 10.8.0.3").is_err(), "what differs by design is found");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn any_line_means_the_same(line in any_line()) {
        if let Err(difference) = agree(&line) {
            prop_assert!(false, "{}", difference);
        }
    }
}
