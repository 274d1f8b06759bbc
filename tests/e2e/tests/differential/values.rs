//! Values on which readers disagree without either stopping: names, digests, gateways, directions, lists and their lengths.

use super::mutate::Chance;

const KINDS: &[&str] = &[
    "DNS",
    "DNS6",
    "DOMAIN",
    "DOMAIN-SEARCH",
    "DOMAIN-ROUTE",
    "ADAPTER_DOMAIN_SUFFIX",
    "WINS",
    "NTP",
    "NBT",
    "DISABLE-NBT",
    "PROXY_HTTP",
    "PROXY_AUTO_CONFIG_URL",
    "dns",
    "SHAZAM",
];
const NAMES: &[&str] = &[
    ".",
    "~.",
    "*",
    "*.corp.example",
    ".corp.example",
    "~corp",
    "corp.example,lan.example",
    "corp.example;lan",
    "a b",
    "x/y",
    "a..b",
    "",
    "corp.example.",
    "bücher.example",
    "10.1.1.1",
    "10.1.1.1,10.1.1.2",
    "10.1.1.1:53",
    "10.1.1.1:5353",
    "fd00::53",
    "169.254.169.254",
    "127.0.0.53",
    "224.0.0.1",
    "host.example",
    "http://wpad/wpad.dat",
];
const DIGESTS: &[&str] = &[
    "RIPEMD160",
    "whirlpool",
    "WHIRLPOOL",
    "SM3",
    "BLAKE2b512",
    "SHA3-256",
    "MD4",
    "SHA1",
    "sha256",
    "RSA-SHA512",
    "SHA2-384",
    "none",
    "nonsense",
];
const NETWORKS: &[&str] = &[
    "10.0.0.0",
    "10.1.2.3",
    "192.168.7.0",
    "198.51.100.1",
    "0.0.0.0",
    "127.0.0.0",
    "169.254.169.254",
    "224.0.0.0",
    "vpn.example",
    "remote_host",
    "net_gateway",
];
const MASKS: &[&str] = &["255.0.0.0", "255.255.255.0", "255.255.255.255", "0.0.0.0", "default", "255.0.255.0"];
const GATEWAYS: &[&str] = &[
    "vpn_gateway",
    "net_gateway",
    "remote_host",
    "default",
    "0.0.0.0",
    "192.168.50.1",
    "10.8.0.1",
    "router.example",
    "x..y",
    "1.2.3",
];
const LOG: &[&str] = &[
    "verb 3",
    "verb 11",
    "verb -1",
    "verb x",
    "mute 20",
    "mute x",
    "status-version 9",
    "mute-replay-warnings",
    "errors-to-stderr",
];
const TIMERS: &[&str] =
    &["ping 5", "ping-exit 7", "ping-exit 0", "ping-restart 20", "ping-restart 0", "keepalive 10 60", "keepalive 5 20"];
const NUMBERED: &[&str] = &[
    "address 10.2.2.2",
    "address 10.2.2.2 fd00::2",
    "address 10.2.2.2:53",
    "resolve-domains corp.example lan.example",
    "resolve-domains .",
    "dnssec optional",
    "dnssec yes",
    "transport DoT",
    "transport plain",
    "sni dns.example",
];

/// One or several lines about one kind of value, and what kind that is.
pub(crate) fn lines(chance: &mut Chance, text: &[String]) -> (&'static str, Vec<String>) {
    let has = |tag: &str| text.iter().any(|line| line.trim() == tag);
    match chance.below(12) {
        0 | 1 => {
            let (kind, name) = (chance.pick(KINDS), ovpn_profile::lexer::quote(chance.pick(NAMES)));
            let line = match chance.below(8) {
                0 => format!("dhcp-option {kind}"),
                1 => format!("dhcp-option {kind} {name} 3128"),
                _ => format!("dhcp-option {kind} {name}"),
            };
            ("a word about names", vec![line])
        }
        2 => ("a digest", vec![format!("auth {}", chance.pick(DIGESTS))]),
        3 | 4 => {
            let (net, mask, gateway) = (chance.pick(NETWORKS), chance.pick(MASKS), chance.pick(GATEWAYS));
            let gateways = match chance.below(5) {
                0 => vec![format!("route-gateway {}", chance.pick(&["10.9.0.1", "dhcp", "gw.example", "192.168.1.1"]))],
                _ => Vec::new(),
            };
            let metric = chance.pick(&["", " 5", " default"]);
            ("a gateway", [vec![format!("route {net} {mask} {gateway}{metric}")], gateways].concat())
        }
        5 => {
            let number = chance.pick(&["0", "1", "2", "-3"]);
            let count = 1 + chance.below(3);
            let mut lines: Vec<String> =
                (0..count).map(|_| format!("dns server {number} {}", chance.pick(NUMBERED))).collect();
            lines.push(format!(
                "dns search-domains {}",
                chance.pick(&["first.example", "first.example second.example", "x"])
            ));
            ("a DNS server by number", lines)
        }
        6 if has("<tls-auth>") => {
            let place = chance.pick(&["[inline]", "ta.key"]);
            let direction = chance.pick(&[" 0", " 1", ""]);
            let other = match chance.below(3) {
                0 => vec![format!("key-direction {}", chance.below(2))],
                _ => Vec::new(),
            };
            ("a direction beside a block", [vec![format!("tls-auth {place}{direction}")], other].concat())
        }
        6 | 7 => ("a timer twice", vec![chance.pick(TIMERS).to_owned(), chance.pick(TIMERS).to_owned()]),
        8 => ("a word about logs", vec![chance.pick(LOG).to_owned()]),
        9 => {
            let count = [64, 1100, 3000][chance.below(3)];
            ("many routes", (0..count).map(|n| format!("route 10.{}.{}.0 255.255.255.0", n / 256, n % 256)).collect())
        }
        10 => {
            let count = [63, 70, 200][chance.below(3)];
            let name = chance.pick(&["dhcp-option DNS 10.3.3", "dhcp-option DOMAIN-SEARCH d"]);
            ("many values of a kind", (0..count).map(|n| format!("{name}.{n}")).collect())
        }
        _ => {
            let name = chance.pick(&["peer-fingerprint", "verify-hash"]);
            let print = |n: usize| vec![format!("{n:02x}"); 32].join(":");
            let mut lines = vec![format!("<{name}>")];
            for n in 0..1 + chance.below(80) {
                match chance.below(6) {
                    0 => lines.push(format!("; {n}")),
                    1 => lines.push(format!("# {n}")),
                    2 => lines.push(String::new()),
                    _ => lines.push(print(n)),
                }
            }
            lines.push(print(255));
            lines.push(format!("</{name}>"));
            ("a list with comments", lines)
        }
    }
}
