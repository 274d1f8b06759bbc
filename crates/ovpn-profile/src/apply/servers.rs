//! Servers, and what may differ from server to server.

use vpn_api::session::{Family, Transport};

use super::{Applied, Line, bad};
use crate::{
    profile::{Fragment, KeyDirection, MssFix},
    reason::Reason,
    report::Verdict,
    said::{RemoteLine, Scope},
};

pub(super) fn apply(scope: &mut Scope, line: &Line<'_>) -> Option<Applied> {
    Some(match line.name {
        "remote" => remote(scope, line),
        "proto" => line.need(0).and_then(proto).map(|proto| {
            scope.proto = Some(proto);
            Verdict::Used
        }),
        "port" | "rport" => line.need(0).and_then(port).map(|port| {
            scope.port = Some(port);
            Verdict::Used
        }),
        // Zero: the system chooses, as it does without.
        "lport" => line.number(0).map(|port: u16| {
            scope.local.port = Some(port).filter(|port| *port != 0);
            Verdict::Used
        }),
        "local" => line.need(0).map(|address| match address.parse() {
            Ok(address) => {
                scope.local.address = Some(address);
                Verdict::Used
            }
            Err(_) => Verdict::warning(Reason::NotHonoured { name: line.name.to_owned() }),
        }),
        "connect-timeout" | "server-poll-timeout" => line.seconds(0).map(|timeout| {
            scope.answer_timeout = Some(timeout.max(std::time::Duration::from_secs(1)));
            Verdict::Used
        }),
        "mssfix" => mssfix(scope, line),
        "fragment" => fragment(scope, line),
        // Brought into its bounds, as OpenVPN 2.6 does it.
        "max-packet-size" => line.number(0).map(|size: u16| {
            scope.max_packet_size = Some(size.clamp(154, 2048));
            Verdict::Used
        }),
        "key-direction" => line.need(0).and_then(direction).map(|direction| {
            scope.keys.direction = Some(direction);
            Verdict::Used
        }),
        "tls-auth" => tls_auth(scope, line),
        "tls-crypt" => line.need(0).map(|name| {
            scope.keys.tls_crypt = Some(line.file(name));
            Verdict::Used
        }),
        "tls-crypt-v2" => line.need(0).map(|name| {
            scope.keys.tls_crypt_v2 = Some(line.file(name));
            Verdict::Used
        }),
        _ => return None,
    })
}

/// In a `<connection>` block all lines write into the same entry, so that of `remote`, `port` and `proto` the last one counts,
/// and a further `remote` without a port keeps the port. Outside of blocks, what a `remote` line says itself goes first.
pub(super) fn apply_in_block(scope: &mut Scope, line: &Line<'_>) -> Option<Applied> {
    // There, OpenVPN starts over with each key: a direction counts behind it, or beside it (observed from 2.6.14).
    if line.name == "tls-auth" {
        scope.keys.direction = None;
    }
    let before = scope.remotes.last().map(|remote| (remote.port, remote.proto));
    let applied = apply(scope, line)?;
    if let (Some((port, proto)), Some(remote)) = (before, scope.remotes.last_mut()) {
        match line.name {
            "port" | "rport" => remote.port = None,
            "proto" => remote.proto = None,
            "remote" => {
                remote.port = remote.port.or(port);
                remote.proto = match (remote.proto, proto) {
                    // Nor does a word without an address family take one back.
                    (Some((transport, Family::Any)), Some((_, family))) => Some((transport, family)),
                    (own, before) => own.or(before),
                };
            }
            _ => {}
        }
    }
    Some(applied)
}

fn remote(scope: &mut Scope, line: &Line<'_>) -> Applied {
    let host = line.need(0)?;
    let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    let port = line.get(1).map(port).transpose()?;
    let proto = line.get(2).map(proto).transpose()?;
    scope.remotes.push(RemoteLine { entry: line.entry, line: line.line, host: host.to_owned(), port, proto });
    Ok(Verdict::Used)
}

pub(super) fn port(text: &str) -> Result<u16, Reason> {
    text.parse::<u16>().ok().filter(|port| *port != 0).ok_or_else(|| bad(text))
}

/// Transport and address family by OpenVPN's words.
pub(crate) fn proto(text: &str) -> Result<(Transport, Family), Reason> {
    Ok(match text.to_ascii_lowercase().as_str() {
        "udp" => (Transport::Udp, Family::Any),
        "udp4" => (Transport::Udp, Family::V4),
        "udp6" => (Transport::Udp, Family::V6),
        "tcp" | "tcp-client" => (Transport::Tcp, Family::Any),
        "tcp4" | "tcp4-client" => (Transport::Tcp, Family::V4),
        "tcp6" | "tcp6-client" => (Transport::Tcp, Family::V6),
        "tcp-server" | "tcp4-server" | "tcp6-server" => {
            return Err(Reason::ServerOnly { name: format!("proto {text}") });
        }
        _ => return Err(bad(text)),
    })
}

fn mssfix(scope: &mut Scope, line: &Line<'_>) -> Applied {
    scope.mssfix = Some(match (line.get(0), line.get(1)) {
        (None, _) => MssFix::Default,
        (Some("0"), _) => MssFix::Off,
        (Some(_), mode) => {
            let size = within(line.number(0)?, 100, u16::MAX)?;
            match mode {
                None => MssFix::Payload(size),
                Some("mtu") => MssFix::Mtu(size),
                Some("fixed") => MssFix::Fixed(size),
                Some(other) => return Err(bad(other)),
            }
        }
    });
    Ok(Verdict::Used)
}

/// OpenVPN takes no size below 68 bytes.
fn fragment(scope: &mut Scope, line: &Line<'_>) -> Applied {
    let with_headers = match line.get(1) {
        None => false,
        Some("mtu") => true,
        Some(other) => return Err(bad(other)),
    };
    scope.fragment = match line.number(0)? {
        0 => None,
        size => Some(Fragment { size: within(size, 68, u16::MAX)?, with_headers }),
    };
    Ok(Verdict::Used)
}

fn tls_auth(scope: &mut Scope, line: &Line<'_>) -> Applied {
    let name = line.need(0)?;
    if let Some(text) = line.get(1) {
        scope.keys.direction = Some(direction(text)?);
    }
    scope.keys.tls_auth = Some(line.file(name));
    Ok(Verdict::Used)
}

pub(super) fn direction(text: &str) -> Result<KeyDirection, Reason> {
    Ok(match text {
        "0" => KeyDirection::Normal,
        "1" => KeyDirection::Inverse,
        "bi" | "bidirectional" => KeyDirection::Bidirectional,
        _ => return Err(bad(text)),
    })
}

fn within(value: u16, least: u16, most: u16) -> Result<u16, Reason> {
    if (least..=most).contains(&value) { Ok(value) } else { Err(bad(&value.to_string())) }
}

/// Text that a template leaves where the server should stand.
pub(crate) fn is_placeholder(host: &str) -> bool {
    let known =
        ["my-server-1", "my-server-2", "your.server", "server_address", "xxx.xxx", "x.x.x.x", "xxx.xxx.xxx.xxx"];
    let shouted = host.contains('_') && host.chars().all(|c| c.is_ascii_uppercase() || c == '_')
        || ["ADDRESS", "DOMAIN", "HOST", "HOSTNAME", "IP", "REMOTE", "SERVER", "SERVERIP"].contains(&host);
    let begun = ["YOUR_", "YOUR-", "your_", "your-server", "your-vpn"].iter().any(|start| host.starts_with(start));
    shouted
        || begun
        || known.contains(&host.to_ascii_lowercase().as_str())
        || host.contains(['<', '>', '{', '}', '$', '%'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_told_from_names() {
        for host in ["YOUR_SERVER_IP", "REMOTE", "my-server-1", "<server>", "${HOST}", "%SERVER%", "xxx.xxx.xxx.xxx"] {
            assert!(is_placeholder(host), "{host}");
        }
        for host in
            ["FRITZBOX", "vpn.example.com", "10.0.0.1", "2001:db8::1", "VPN.Example.COM", "edge-1.htb", "localhost"]
        {
            assert!(!is_placeholder(host), "{host}");
        }
    }
}
